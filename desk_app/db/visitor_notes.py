"""Rows of what staff noted about visitors."""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import known_moment, rows
from desk_app.domain.ids import VisitorId


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorNote:
    """One note; ``written_at`` is aware UTC."""

    note_id: UUID
    wording: str
    written_at: datetime
    written_by: str


class VisitorNotes:
    """Reads notes; they are written through UnitOfWork.add and change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, visitor_id: VisitorId) -> list[VisitorNote]:
        """Return the notes that stand, the latest first."""
        found = rows(
            self._connection,
            "SELECT visitor_note_id, wording, written_at, written_by FROM visitor_note "
            "WHERE visitor_id = :id AND NOT is_withdrawn AND wording != '' "
            "ORDER BY written_at DESC, visitor_note_id",
            id=visitor_id,
        )
        return [
            VisitorNote(
                note_id=UUID(str(row[0])),
                wording=str(row[1]),
                written_at=known_moment(row[2]),
                written_by=str(row[3]),
            )
            for row in found
        ]
