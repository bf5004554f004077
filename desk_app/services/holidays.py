"""China's calendar of statutory holidays and make-up workdays, as the State Council sets it."""

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
