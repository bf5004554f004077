"""What an import has written so far: its operations wait here until all of it is there.

Rows appear at this desk as they are written, but nothing of an import goes to the centre before
it is whole. So a cancelled one, or one that broke off, can be taken back without a trace.
"""

import json
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import insert, rows
from desk_app.db.merging import stored
from desk_app.db.tables import TABLES
from desk_app.domain.changes import Entity

_OP = (
    "op_id, kind, entity, row_id, fields, base, wall_ms, offset_ms, boot, monotonic_ms, hlc, "
    "operator, version"
)
_USES = {
    Entity.VISITOR: (
        "pass.visitor_id",
        "enrolment.visitor_id",
        "check_in.visitor_id",
        "answer.visitor_id",
        "booking.visitor_id",
        "visitor_note.visitor_id",
        "visitor_photo.visitor_id",
    ),
    Entity.ENROLMENT: ("seat_offer.enrolment_id",),
}
"""Columns that name a row of the entity; each has an index."""
_CAME = """
EXISTS (SELECT 1 FROM enrolment e JOIN class_session s ON s.course_id = e.course_id
    JOIN {} c ON c.session_id = s.session_id AND c.visitor_id = e.visitor_id
    WHERE e.enrolment_id = :id)
"""
_COURSE_USED = """
SELECT EXISTS (SELECT 1 FROM enrolment WHERE course_id = :id)
    OR EXISTS (SELECT 1 FROM question WHERE course_id = :id)
    OR EXISTS (SELECT 1 FROM outbox WHERE row_id = :id)
    OR EXISTS (SELECT 1 FROM class_session s WHERE s.course_id = :id AND (
        EXISTS (SELECT 1 FROM check_in c WHERE c.session_id = s.session_id)
        OR EXISTS (SELECT 1 FROM outbox o WHERE o.row_id = s.session_id)))
"""


class Imports:
    """Reads and writes the import that is under way."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, import_id: UUID, at: object) -> None:
        """Note that an import begins."""
        insert(self._connection, "import_run", {"import_id": import_id, "started_at": at})

    def unfinished(self) -> list[tuple[UUID, bool]]:
        """Return the imports that did not come to their end, and whether each is whole."""
        found = rows(self._connection, "SELECT import_id, is_whole FROM import_run")
        return [(UUID(str(import_id)), bool(is_whole)) for import_id, is_whole in found]

    def set_whole(self, import_id: UUID) -> None:
        """Note that all is written: from here on it cannot be taken back."""
        rows(
            self._connection,
            "UPDATE import_run SET is_whole = 1 WHERE import_id = :id",
            id=import_id,
        )

    def end(self, import_id: UUID) -> None:
        """Forget an import."""
        rows(self._connection, "DELETE FROM import_run WHERE import_id = :id", id=import_id)

    def release(self, import_id: UUID, *, limit: int) -> int:
        """Move operations to the outbox, the first first; answers how many."""
        found = rows(
            self._connection,
            "SELECT max(n) FROM "
            "(SELECT n FROM import_op WHERE import_id = :id ORDER BY n LIMIT :k)",
            id=import_id,
            k=limit,
        )
        last = found[0][0]
        if last is None:
            return 0
        rows(
            self._connection,
            f"INSERT INTO outbox ({_OP}) SELECT {_OP} FROM import_op "  # noqa: S608
            "WHERE import_id = :id AND n <= :last ORDER BY n",
            id=import_id,
            last=last,
        )
        gone = self._connection.execute(
            "DELETE FROM import_op WHERE import_id = ? AND n <= ?", (import_id, last)
        )
        return gone.rowcount

    def take_back(self, import_id: UUID, *, limit: int) -> tuple[list[UUID], int]:
        """Undo the latest operations; what somebody used meanwhile stays and is marked as kept.

        Answers the visitors whose names were set back, and how many operations were looked at.
        """
        rows(
            self._connection,
            "UPDATE import_run SET is_whole = 0 WHERE import_id = :id",
            id=import_id,
        )
        found = rows(
            self._connection,
            "SELECT n, entity, row_id, fields, before FROM import_op "
            "WHERE import_id = :id AND NOT is_kept ORDER BY n DESC LIMIT :k",
            id=import_id,
            k=limit,
        )
        merged_into = {
            UUID(str(row_id))
            for (row_id,) in rows(
                self._connection,
                "SELECT DISTINCT merged_into FROM visitor WHERE merged_into IS NOT NULL",
            )
        }
        renamed = []
        for n, name, key, fields, before in found:
            entity, row_id = Entity(str(name)), UUID(str(key))
            if before is not None:
                self._set_back(entity, row_id, json.loads(str(fields)), json.loads(str(before)))
                renamed += [row_id] if entity is Entity.VISITOR else []
            elif row_id in merged_into or self._is_used(entity, row_id):
                rows(self._connection, "UPDATE import_op SET is_kept = 1 WHERE n = :n", n=n)
                continue
            else:
                table = TABLES[entity]
                rows(
                    self._connection,
                    f'DELETE FROM "{table.name}" '  # noqa: S608
                    f"WHERE {table.primary_key.columns[0].name} = :id",
                    id=row_id,
                )
            rows(self._connection, "DELETE FROM import_op WHERE n = :n", n=n)
        return renamed, len(found)

    def _set_back(
        self, entity: Entity, row_id: UUID, fields: dict[str, object], before: dict[str, object]
    ) -> None:
        """Set the fields back that nobody changed since."""
        table = TABLES[entity]
        key = table.primary_key.columns[0].name
        for field, written in fields.items():
            rows(
                self._connection,
                f'UPDATE "{table.name}" SET {field} = :old '  # noqa: S608
                f"WHERE {key} = :id AND {field} IS :new",
                old=stored(entity, field, before[field]),  # type: ignore[arg-type]
                new=stored(entity, field, written),  # type: ignore[arg-type]
                id=row_id,
            )

    def _is_used(self, entity: Entity, row_id: UUID) -> bool:
        if entity in {Entity.COURSE, Entity.CLASS_SESSION}:
            course_id: object = row_id
            if entity is Entity.CLASS_SESSION:
                found = rows(
                    self._connection,
                    "SELECT course_id FROM class_session WHERE session_id = :id",
                    id=row_id,
                )
                course_id = found[0][0] if found else None
            return bool(rows(self._connection, _COURSE_USED, id=course_id)[0][0])
        uses = ["EXISTS (SELECT 1 FROM outbox WHERE row_id = :id)"]
        if entity is Entity.ENROLMENT:
            uses += [_CAME.format(table) for table in ("check_in", "attendance_mark")]
        for use in _USES.get(entity, ()):
            table, column = use.split(".")
            uses.append(f'EXISTS (SELECT 1 FROM "{table}" WHERE {column} = :id)')  # noqa: S608
        found = rows(self._connection, f"SELECT {' OR '.join(uses)}", id=row_id)
        return bool(found[0][0])
