"""China's statutory holidays and make-up workdays, as the station keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

_SATURDAY = 5


class DayKind(StrEnum):
    """What a date is, whatever its weekday."""

    HOLIDAY = "holiday"
    MAKEUP_WORKDAY = "makeup_workday"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A date that differs from its weekday; ``name`` is the holiday it belongs to."""

    day: date
    kind: DayKind
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayCalendar:
    """Dates that differ from their weekday; every other date is ordinary, in any year."""

    days: Mapping[date, CalendarDay] = field(default_factory=dict)

    def kind(self, day: date) -> DayKind:
        """Return what a date is."""
        known = self.days.get(day)
        return known.kind if known else DayKind.ORDINARY

    def is_holiday(self, day: date) -> bool:
        """Whether the station is closed for a statutory holiday."""
        return self.kind(day) is DayKind.HOLIDAY

    def is_workday(self, day: date) -> bool:
        """Whether people go to work: Monday to Friday but holidays, and make-up workdays."""
        kind = self.kind(day)
        if kind is DayKind.ORDINARY:
            return day.weekday() < _SATURDAY
        return kind is DayKind.MAKEUP_WORKDAY
