"""The desk's side of the feed.

The domain tables hold the visible row: the centre's image with this desk's own operations folded
over it. An operation is folded while it is pending, and after its answer until a page of the feed
was read that reaches the place (``pos``) from which the feed shows it; else an own change would
flicker back.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from sqlite3 import Connection
from typing import NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Uuid

from desk_app.db.booking_history import BookingHistory
from desk_app.db.driver import rows, stored_id
from desk_app.db.erasure import scrub
from desk_app.db.tables import LOCAL_COLUMNS, TABLES, reader_of
from desk_app.domain.booking_history import HistorySource
from desk_app.domain.changes import Entity, FieldValue
from desk_app.domain.clock import system_clock


class Position(NamedTuple):
    """A place in the feed of one scope; the tag tells one history from another."""

    seq: int
    tag: str


class FeedRow(NamedTuple):
    """A row as the centre has it, at its place in the feed; ``row_id`` as it is stored, in hex."""

    scope: str
    position: Position
    entity: str
    row_id: str
    is_deleted: bool
    fields: dict[str, FieldValue]
    revisions: dict[str, int]


Shown = tuple[str, Mapping[str, FieldValue]]
"""A row to be seen: its id and fields."""


class _Shape:
    """SQL and converters of one entity's table."""

    def __init__(self, entity: Entity) -> None:
        table = TABLES[entity]
        self.name = table.name
        self.key = table.primary_key.columns[0].name
        self.readers = {
            c.name: stored_id if isinstance(c.type, Uuid) else reader_of(c)
            for c in table.columns
            if c.name != self.key and c.name not in LOCAL_COLUMNS
        }
        self._known = lru_cache(maxsize=16)(self._names_in)

    def store(self, connection: Connection, shown: Iterable[Shown]) -> None:
        """Put rows into the table, those with the same fields in one go."""
        alike: dict[tuple[str, ...], list[Shown]] = defaultdict(list)
        for row in shown:
            alike[self._known(tuple(row[1]))].append(row)
        for names, those in alike.items():
            connection.executemany(self._upsert(names), self._stored(names, those))

    def _names_in(self, fields: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the fields this app knows; others are a newer app's."""
        return tuple(name for name in self.readers if name in fields)

    def _stored(self, names: Sequence[str], shown: Iterable[Shown]) -> Iterator[list[object]]:
        """Make of each row what SQLite stores: the key, then these fields."""
        readers = [(n, read) for n, name in enumerate(names, 1) if (read := self.readers[name])]
        for row_id, fields in shown:
            values: list[object] = [row_id, *[fields[name] for name in names]]
            for n, read in readers:
                if values[n] is not None:
                    values[n] = read(values[n])
            yield values

    def _upsert(self, names: tuple[str, ...]) -> str:
        """Return an upsert that leaves the columns not named alone."""
        sets = [f"{name} = excluded.{name}" for name in names]
        if self.name == Entity.VISITOR:
            sets.append(
                "search_text = CASE WHEN name IS excluded.name AND phone IS excluded.phone "
                "THEN search_text END"
            )
        marks = ", ".join("?" * (len(names) + 1))
        return (
            f'INSERT INTO "{self.name}" ({", ".join((self.key, *names))}) VALUES ({marks}) '  # noqa: S608
            f"ON CONFLICT ({self.key}) DO UPDATE SET {', '.join(sets)}"
        )


_SHAPES = {entity: _Shape(entity) for entity in Entity}
_OVERLAID = "(acked_at IS NULL OR pos IS NOT NULL)"


class Replica:
    """Visible rows, images and cursor, on a transaction the caller holds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cursor(self) -> dict[str, Position]:
        """Return how far each scope of the feed has been read."""
        found = rows(self._connection, "SELECT scope, seq, tag FROM cursor")
        return {str(s): Position(seq=int(str(q)), tag=str(t)) for s, q, t in found}

    def apply(self, feed: Sequence[FeedRow]) -> None:
        """Take rows of the feed, in its order, and move the cursor past them."""
        overlays = self._overlays(row.row_id for row in feed)
        plain: dict[tuple[str, str], FeedRow] = {}
        for row in feed:
            if row.entity not in _SHAPES:  # a newer centre may keep more than this app knows
                continue
            key = (row.entity, row.row_id)
            if row.is_deleted or key in overlays or key in plain:
                self._apply_plain(plain.values())
                plain.clear()
            if row.is_deleted:
                self._take_away(row)
            elif key in overlays:
                self._apply_beneath(row, overlays[key])
            else:
                plain[key] = row
        self._apply_plain(plain.values())
        for scope, at in {row.scope: row.position for row in feed}.items():
            rows(
                self._connection,
                "INSERT INTO cursor (scope, seq, tag) VALUES (:scope, :seq, :tag) "
                "ON CONFLICT (scope) DO UPDATE SET seq = excluded.seq, tag = excluded.tag",
                scope=scope,
                seq=at.seq,
                tag=at.tag,
            )

    def _apply_plain(self, feed: Collection[FeedRow]) -> None:
        """Show rows as the centre has them: each once, none with own operations over it."""
        if not feed:
            return
        people = [row for row in feed if row.entity == Entity.VISITOR]
        self._connection.executemany(
            "INSERT OR REPLACE INTO server_row (entity, row_id, revisions) VALUES (?, ?, ?)",
            ((r.entity, r.row_id, orjson.dumps(r.revisions).decode()) for r in people),
        )
        if len(people) < len(feed):
            rows(
                self._connection,
                "DELETE FROM server_row WHERE entity <> 'visitor' "
                "AND row_id IN (SELECT value FROM json_each(:ids))",
                ids=json.dumps([row.row_id for row in feed if row.entity != Entity.VISITOR]),
            )
        self._show((row.entity, row.row_id, row.fields) for row in feed)

    def _apply_beneath(self, row: FeedRow, overlay: Iterable[Mapping[str, FieldValue]]) -> None:
        """Remember what the centre has and show this desk's own operations over it."""
        rows(
            self._connection,
            "INSERT OR REPLACE INTO server_row (entity, row_id, revisions, image) "
            "VALUES (:entity, :row_id, :revisions, :image)",
            entity=row.entity,
            row_id=row.row_id,
            revisions=json.dumps(row.revisions),
            image=json.dumps(row.fields, ensure_ascii=False),
        )
        visible = dict(row.fields)
        for fields in overlay:
            visible |= fields
        self._show([(row.entity, row.row_id, visible)])

    def _show(self, shown: Iterable[tuple[str, str, Mapping[str, FieldValue]]]) -> None:
        """Put rows into their tables."""
        alike: dict[str, list[Shown]] = defaultdict(list)
        for entity, row_id, fields in shown:
            alike[entity].append((row_id, fields))
        for row_id, fields in alike.get(Entity.BOOKING, ()):
            self._note_booking(row_id, fields)
        for entity, those in alike.items():
            _SHAPES[Entity(entity)].store(self._connection, those)
        passes = [row_id for row_id, _ in alike.get(Entity.PASS, ())]
        nameless = [
            row_id
            for row_id, fields in alike.get(Entity.CHECK_IN, ())
            if fields.get("visitor_id") is None
        ]
        if passes or nameless:
            rows(
                self._connection,
                "UPDATE check_in SET visitor_id = (SELECT visitor_id FROM pass "
                "WHERE pass.pass_id = check_in.pass_id) WHERE visitor_id IS NULL AND "
                "(pass_id IN (SELECT value FROM json_each(:passes)) "
                "OR check_in_id IN (SELECT value FROM json_each(:nameless)))",
                passes=json.dumps(passes),
                nameless=json.dumps(nameless),
            )

    def _note_booking(self, row_id: str, fields: Mapping[str, FieldValue]) -> None:
        history, booking = BookingHistory(self._connection), UUID(row_id)
        history.note(
            booking,
            history.standing(booking),
            fields,
            kind="",
            at=system_clock(),
            source=HistorySource.CENTRE,
        )

    def _take_away(self, row: FeedRow) -> None:
        if row.fields.get("erased"):
            scrub(self._connection, UUID(row.row_id))
        self._delete(Entity(row.entity), row.row_id)

    def _delete(self, entity: Entity, row_id: str) -> None:
        shape = _SHAPES[entity]
        rows(
            self._connection,
            f'DELETE FROM "{shape.name}" WHERE {shape.key} = :id',  # noqa: S608
            id=row_id,
        )
        rows(
            self._connection,
            "DELETE FROM server_row WHERE entity = :entity AND row_id = :id",
            entity=entity.value,
            id=row_id,
        )

    def _overlays(
        self, row_ids: Iterable[str]
    ) -> dict[tuple[str, str], list[dict[str, FieldValue]]]:
        if not rows(self._connection, "SELECT 1 FROM outbox LIMIT 1"):
            return {}
        found = rows(
            self._connection,
            "SELECT entity, row_id, fields FROM outbox WHERE row_id IN "  # noqa: S608
            f"(SELECT value FROM json_each(:ids)) AND {_OVERLAID} ORDER BY q",
            ids=json.dumps(list(row_ids)),
        )
        overlays: dict[tuple[str, str], list[dict[str, FieldValue]]] = {}
        for entity, row_id, fields in found:
            overlays.setdefault((str(entity), str(row_id)), []).append(json.loads(str(fields)))
        return overlays

    def settle(self, *, limit: int) -> bool:
        """Show the centre's image of up to ``limit`` rows that no operation covers any more.

        To be called when the feed was read to its end. Answers whether there may be more.
        """
        found = rows(
            self._connection,
            "SELECT entity, row_id, image FROM server_row s WHERE image IS NOT NULL AND NOT EXISTS "  # noqa: S608
            f"(SELECT 1 FROM outbox o WHERE o.row_id = s.row_id AND {_OVERLAID}) LIMIT :n",
            n=limit,
        )
        for entity, row_id, image in found:
            self._show([(str(entity), str(row_id), json.loads(str(image)))])
            self._drop_image(str(entity), str(row_id))
        return len(found) == limit

    def has_overlays(self) -> bool:
        """Whether answered operations are still folded over what the centre sent."""
        left = rows(
            self._connection,
            "SELECT EXISTS (SELECT 1 FROM outbox WHERE pos IS NOT NULL) "
            "OR EXISTS (SELECT 1 FROM server_row WHERE image IS NOT NULL)",
        )
        return bool(left[0][0])

    def _drop_image(self, entity: str, row_id: str) -> None:
        rows(
            self._connection,
            "UPDATE server_row SET image = NULL WHERE entity = :entity AND row_id = :row_id"
            if entity == Entity.VISITOR
            else "DELETE FROM server_row WHERE entity = :entity AND row_id = :row_id",
            entity=entity,
            row_id=row_id,
        )

    def forget_feed(self) -> None:
        """Read the feed from its start; what it does not hold is swept at its end.

        The rows stay visible meanwhile: a queue of people does not wait for a pull.
        """
        rows(self._connection, "DELETE FROM cursor")
        rows(self._connection, "DELETE FROM server_row")
        rows(self._connection, "UPDATE outbox SET pos = NULL")

    def row_ids(self, entity: Entity) -> set[str]:
        """Return the ids of all rows of an entity."""
        shape = _SHAPES[entity]
        found = rows(self._connection, f'SELECT {shape.key} FROM "{shape.name}"')  # noqa: S608
        return {str(row_id) for (row_id,) in found}

    def drop(self, entity: Entity, row_ids: Iterable[str]) -> None:
        """Remove rows the feed does not hold; those with own operations waiting or refused stay."""
        for row_id in row_ids:
            kept = rows(
                self._connection,
                f"SELECT 1 FROM outbox WHERE row_id = :id AND ({_OVERLAID} "  # noqa: S608
                "OR json_extract(result, '$.code') IN ('dead_op', 'forbidden')) LIMIT 1",
                id=row_id,
            )
            if not kept:
                self._delete(entity, row_id)
