"""The station's calendar: the State Council's days, and what was changed by hand."""

from functools import lru_cache

from desk_app.domain.holidays import CalendarDay, DayKind, HolidayCalendar


@lru_cache(maxsize=1)
def statutory_calendar() -> HolidayCalendar:
    """Return the days chinesecalendar knows; beyond its years every day is ordinary."""
    from chinese_calendar import constants  # noqa: PLC0415  (rarely needed)

    days = {
        day: CalendarDay(day=day, kind=kind, name=str(name))
        for kind, known in (
            (DayKind.HOLIDAY, constants.holidays),
            (DayKind.MAKEUP_WORKDAY, constants.workdays),
        )
        for day, name in known.items()
    }
    return HolidayCalendar(days=days)
