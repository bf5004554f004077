"""The desk's side of the feed.

The domain tables hold the visible row: the centre's image with this desk's own operations folded
over it. An operation is folded while it is pending, and after its answer until a page of the feed
was read that reaches the place (``pos``) from which the feed shows it; else an own change would
flicker back.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.booking_history import BookingHistory
from desk_app.db.driver import rows
from desk_app.db.erasure import scrub
from desk_app.db.tables import LOCAL_COLUMNS, TABLES, from_json
from desk_app.domain.booking_history import HistorySource
from desk_app.domain.changes import Entity, FieldValue
from desk_app.domain.clock import system_clock


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the feed of one scope; the tag tells one history from another."""

    seq: int
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A row as the centre has it, at its place in the feed."""

    scope: str
    position: Position
    entity: str
    row_id: UUID
    is_deleted: bool
    fields: dict[str, FieldValue]
    revisions: dict[str, int]


class _Shape:
    """SQL and converters of one entity's table."""

    def __init__(self, entity: Entity) -> None:
        table = TABLES[entity]
        self.name = table.name
        self.key = table.primary_key.columns[0].name
        self.columns = {
            c.name: c for c in table.columns if c.name != self.key and c.name not in LOCAL_COLUMNS
        }

    def values(self, fields: Mapping[str, FieldValue]) -> dict[str, object]:
        """Return what SQLite stores of the fields this app knows; others are a newer app's."""
        return {
            name: from_json(column, fields[name])
            for name, column in self.columns.items()
            if name in fields
        }

    def upsert(self, names: Sequence[str]) -> str:
        """Return an upsert that leaves the columns not named alone."""
        sets = [f"{name} = excluded.{name}" for name in names]
        if self.name == Entity.VISITOR:
            sets.append(
                "search_text = CASE WHEN name IS excluded.name AND phone IS excluded.phone "
                "THEN search_text END"
            )
        marks = ", ".join(f":{name}" for name in (self.key, *names))
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
        overlays = self._overlays({row.row_id for row in feed})
        for row in feed:
            if row.entity in _SHAPES:  # a newer centre may keep more than this app knows
                self._apply_one(row, overlays.get((row.entity, row.row_id), []))
        for scope, at in {row.scope: row.position for row in feed}.items():
            rows(
                self._connection,
                "INSERT INTO cursor (scope, seq, tag) VALUES (:scope, :seq, :tag) "
                "ON CONFLICT (scope) DO UPDATE SET seq = excluded.seq, tag = excluded.tag",
                scope=scope,
                seq=at.seq,
                tag=at.tag,
            )

    def _apply_one(self, row: FeedRow, overlay: list[dict[str, FieldValue]]) -> None:
        entity = Entity(row.entity)
        if row.is_deleted:
            if row.fields.get("erased"):
                scrub(self._connection, row.row_id)
            self._delete(entity, row.row_id)
            return
        if overlay or entity is Entity.VISITOR:
            rows(
                self._connection,
                "INSERT OR REPLACE INTO server_row (entity, row_id, revisions, image) "
                "VALUES (:entity, :row_id, :revisions, :image)",
                entity=entity.value,
                row_id=row.row_id,
                revisions=json.dumps(row.revisions),
                image=json.dumps(row.fields, ensure_ascii=False) if overlay else None,
            )
        else:
            self._drop_image(row.entity, row.row_id)
        visible = dict(row.fields)
        for fields in overlay:
            visible |= fields
        self._show(entity, row.row_id, visible)

    def _show(self, entity: Entity, row_id: UUID, fields: Mapping[str, FieldValue]) -> None:
        shape = _SHAPES[entity]
        values = shape.values(fields)
        if entity is Entity.BOOKING:
            self._note_booking(row_id, fields)
        rows(self._connection, shape.upsert(list(values)), **{shape.key: row_id}, **values)
        if entity is Entity.PASS:
            rows(
                self._connection,
                "UPDATE check_in "
                "SET visitor_id = (SELECT visitor_id FROM pass WHERE pass_id = :id) "
                "WHERE pass_id = :id AND visitor_id IS NULL",
                id=row_id,
            )
        elif entity is Entity.CHECK_IN and fields.get("visitor_id") is None:
            rows(
                self._connection,
                "UPDATE check_in SET visitor_id = (SELECT visitor_id FROM pass "
                "WHERE pass.pass_id = check_in.pass_id) WHERE check_in_id = :id",
                id=row_id,
            )

    def _note_booking(self, row_id: UUID, fields: Mapping[str, FieldValue]) -> None:
        history = BookingHistory(self._connection)
        history.note(
            row_id,
            history.standing(row_id),
            fields,
            kind="",
            at=system_clock(),
            source=HistorySource.CENTRE,
        )

    def _delete(self, entity: Entity, row_id: UUID) -> None:
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
        self, row_ids: Iterable[UUID]
    ) -> dict[tuple[str, UUID], list[dict[str, FieldValue]]]:
        found = rows(
            self._connection,
            "SELECT entity, row_id, fields FROM outbox WHERE row_id IN "  # noqa: S608
            f"(SELECT value FROM json_each(:ids)) AND {_OVERLAID} ORDER BY q",
            ids=json.dumps([row_id.hex for row_id in row_ids]),
        )
        overlays: dict[tuple[str, UUID], list[dict[str, FieldValue]]] = {}
        for entity, row_id, fields in found:
            overlays.setdefault((str(entity), UUID(str(row_id))), []).append(
                json.loads(str(fields))
            )
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
            self._show(Entity(str(entity)), UUID(str(row_id)), json.loads(str(image)))
            self._drop_image(str(entity), UUID(str(row_id)))
        return len(found) == limit

    def has_overlays(self) -> bool:
        """Whether answered operations are still folded over what the centre sent."""
        left = rows(
            self._connection,
            "SELECT EXISTS (SELECT 1 FROM outbox WHERE pos IS NOT NULL) "
            "OR EXISTS (SELECT 1 FROM server_row WHERE image IS NOT NULL)",
        )
        return bool(left[0][0])

    def _drop_image(self, entity: str, row_id: UUID) -> None:
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

    def row_ids(self, entity: Entity) -> set[UUID]:
        """Return the ids of all rows of an entity."""
        shape = _SHAPES[entity]
        found = rows(self._connection, f'SELECT {shape.key} FROM "{shape.name}"')  # noqa: S608
        return {UUID(str(row_id)) for (row_id,) in found}

    def drop(self, entity: Entity, row_ids: Iterable[UUID]) -> None:
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
