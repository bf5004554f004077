"""What a merge of two visitors reads: any field of any row, as it travels."""

from dataclasses import dataclass
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import rows, to_json
from desk_app.db.tables import TABLES, from_json
from desk_app.domain.changes import Entity, FieldValue
from desk_app.domain.ids import VisitorId

OWNED = (
    (Entity.PASS, "visitor_id"),
    (Entity.CHECK_IN, "visitor_id"),
    (Entity.ANSWER, "visitor_id"),
    (Entity.BOOKING, "visitor_id"),
    (Entity.BOOKER_BLOCK, "visitor_id"),
    (Entity.VISITOR_NOTE, "visitor_id"),
    (Entity.SEAT_RELEASE, "given_up_by"),
    (Entity.SEAT_RELEASE, "given_to"),
)
"""Fields that name a visitor and move without a second thought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEnrolment:
    """A place of one of the two."""

    enrolment_id: UUID
    course_id: UUID
    status: str


class Merging:
    """Reads rows of two visitors; they are written through UnitOfWork.change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def owned(self, entity: Entity, field: str, visitor_id: VisitorId) -> list[UUID]:
        """Return the rows whose field names the visitor."""
        table = TABLES[entity]
        key = table.primary_key.columns[0].name
        found = rows(
            self._connection,
            f'SELECT {key} FROM "{table.name}" WHERE {field} = :id',  # noqa: S608
            id=visitor_id,
        )
        return [UUID(str(row_id)) for (row_id,) in found]

    def enrolments(self, visitor_id: VisitorId) -> list[OwnEnrolment]:
        """Return all places, dropped ones too."""
        found = rows(
            self._connection,
            "SELECT enrolment_id, course_id, status FROM enrolment WHERE visitor_id = :id",
            id=visitor_id,
        )
        return [
            OwnEnrolment(enrolment_id=UUID(str(i)), course_id=UUID(str(c)), status=str(s))
            for i, c, s in found
        ]

    def marks_to_move(self, kept: VisitorId, merged: VisitorId) -> list[UUID]:
        """Return the marks of lessons where the one who is kept has none."""
        found = rows(
            self._connection,
            "SELECT attendance_mark_id FROM attendance_mark m WHERE visitor_id = :merged "
            "AND NOT EXISTS (SELECT 1 FROM attendance_mark k "
            "WHERE k.visitor_id = :kept AND k.session_id = m.session_id)",
            kept=kept,
            merged=merged,
        )
        return [UUID(str(row_id)) for (row_id,) in found]

    def value(self, entity: Entity, row_id: UUID, field: str) -> FieldValue:
        """Return a field as it travels; None also where the row is gone."""
        table = TABLES[entity]
        key = table.primary_key.columns[0].name
        found = rows(
            self._connection,
            f'SELECT {field} FROM "{table.name}" WHERE {key} = :id',  # noqa: S608
            id=row_id,
        )
        read: FieldValue = found[0][0] if found else None  # type: ignore[assignment]
        return to_json(stored(entity, field, read))


def stored(entity: Entity, field: str, value: FieldValue) -> object:
    """Return a travelling value as the column's Python type."""
    return from_json(TABLES[entity].columns[field], value)
