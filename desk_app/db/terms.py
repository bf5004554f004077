"""Rows of terms and of days that differ from China's calendar."""

from datetime import date
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import rows
from desk_app.domain.holidays import CalendarDay, DayKind
from desk_app.domain.ids import TermId
from desk_app.domain.terms import Term


class Terms:
    """Reads terms and calendar days; they are written through UnitOfWork.add and change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Term]:
        """Return all terms, the latest first."""
        found = rows(
            self._connection,
            "SELECT term_id, name, first_day, last_day FROM term ORDER BY first_day DESC, name",
        )
        return [
            Term(
                term_id=TermId(UUID(str(term_id))),
                name=str(name),
                first_day=date.fromisoformat(str(first)),
                last_day=date.fromisoformat(str(last)),
            )
            for term_id, name, first, last in found
        ]

    def calendar_days(self) -> list[CalendarDay]:
        """Return the days that were set by hand, in order."""
        found = rows(self._connection, "SELECT day, kind, name FROM calendar_day ORDER BY day")
        return [
            CalendarDay(day=date.fromisoformat(str(day)), kind=DayKind(str(kind)), name=str(name))
            for day, kind, name in found
        ]

    def has_calendar_day(self, day: date) -> bool:
        """Whether a day was set by hand before."""
        sql = "SELECT 1 FROM calendar_day WHERE day = :day"
        return bool(rows(self._connection, sql, day=day))
