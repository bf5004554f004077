"""Use cases: terms, and the station's own calendar over China's."""

from datetime import date
from functools import lru_cache
from uuid import UUID, uuid5

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.errors import KnownError
from desk_app.domain.holidays import CalendarDay, DayKind, HolidayCalendar
from desk_app.domain.ids import TermId, uuid7
from desk_app.domain.terms import Term
from desk_app.services.holidays import statutory_calendar
from desk_app.services.unknown import unknown_term
from desk_app.services.visitors import clean_name

_DAYS = UUID("6b1e1a52-54cb-4f0c-9a3e-0c5b7f3f2d11")


class TermService:
    """Keeps terms and which days are holidays."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def add(self, name: str, first_day: date, last_day: date) -> TermId:
        """Add a term.

        Raises:
            KnownError: The name is empty or taken, or it ends before it begins.
        """
        name = clean_name(name)
        if last_day < first_day:
            raise KnownError(
                "bad_days",
                zh=f"学期的结束日 {last_day} 早于开始日 {first_day}。请改正日期。",
                en=f"The term ends ({last_day}) before it begins ({first_day}). Mend the days.",
            )
        term_id = TermId(uuid7(self._clock()))
        with self._begin() as work:
            if any(t.name == name for t in work.terms.all()):
                raise KnownError(
                    "duplicate_name",
                    zh=f"已经有叫“{name}”的学期。请换一个名字。",
                    en=f"There is a term called “{name}” already. Choose another name.",
                )
            work.add(
                Change(
                    kind="term.added",
                    entity=Entity.TERM,
                    row_id=term_id,
                    values={"name": name, "first_day": first_day, "last_day": last_day},
                )
            )
        return term_id

    def all(self) -> list[Term]:
        """Return all terms, the latest first."""
        with self._read() as work:
            return work.terms.all()

    def resolve(self, text: str) -> Term:
        """Read a term's id or name.

        Raises:
            KnownError: There is none.
        """
        found = [t for t in self.all() if text in {t.name, str(t.term_id)}]
        if not found:
            raise unknown_term(text)
        return found[0]

    def set_day(self, day: date, kind: DayKind, name: str = "") -> None:
        """Say what a date is; ``ordinary`` takes a holiday or a make-up workday away."""
        with self._begin() as work:
            change = Change(
                kind="calendar_day.set",
                entity=Entity.CALENDAR_DAY,
                row_id=uuid5(_DAYS, day.isoformat()),
                values={"day": day, "kind": kind.value, "name": name.strip()},
            )
            (work.change if work.terms.has_calendar_day(day) else work.add)(change)

    def days(self, year: int) -> list[CalendarDay]:
        """Return the days of a year that differ from their weekday, in order."""
        with self._read() as work:
            calendar = station_calendar(work)
        return [
            known
            for day, known in sorted(calendar.days.items())
            if day.year == year and known.kind is not DayKind.ORDINARY
        ]


def station_calendar(work: UnitOfWork) -> HolidayCalendar:
    """Return China's calendar with what was set by hand over it."""
    return _with(tuple(work.terms.calendar_days()))


@lru_cache(maxsize=4)
def _with(by_hand: tuple[CalendarDay, ...]) -> HolidayCalendar:
    set_days = {known.day: known for known in by_hand}
    return HolidayCalendar(days={**statutory_calendar().days, **set_days})
