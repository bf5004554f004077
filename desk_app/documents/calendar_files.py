"""Lessons and room bookings as an iCalendar file (RFC 5545) for phones and office calendars."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from desk_app.domain.clock import SHANGHAI
from desk_app.domain.courses import ClassSession, CourseKind
from desk_app.domain.room_papers import RoomCalendar

if TYPE_CHECKING:
    from icalendar import Calendar

_SUMMER_TIME_IS_PAST = date(2000, 1, 1)


def lessons_ics(lessons: Sequence[ClassSession], name: str, at: datetime) -> bytes:
    """Write lessons as events; a calendar that has one knows it by its id and takes changes over.

    Args:
        lessons: Cancelled ones stay, marked as such.
        name: What the calendar is called.
        at: When it was written.
    """
    from icalendar import Event  # noqa: PLC0415  (only exports need it)

    calendar = _calendar(name)
    for lesson in lessons:
        event = Event()
        event.add("uid", str(lesson.session_id))
        event.add("dtstamp", at)
        event.add("dtstart", lesson.starts_at.astimezone(SHANGHAI))
        event.add("dtend", lesson.ends_at.astimezone(SHANGHAI))
        event.add("summary", _summary(lesson))
        place = "，".join(filter(None, (lesson.room, lesson.room_hint)))
        if place:
            event.add("location", place)
        if lesson.speaker:
            event.add("description", f"主讲：{lesson.speaker}")
        event.add("status", "CANCELLED" if lesson.is_cancelled else "CONFIRMED")
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=_SUMMER_TIME_IS_PAST)
    content: bytes = calendar.to_ical()
    return content


def bookings_ics(found: RoomCalendar, at: datetime) -> bytes:
    """Write bookings as events, each date of a series as one of its own.

    A calendar that has one knows it by its id and takes changes over.

    Args:
        found: Cancelled ones stay, marked as such.
        at: When it was written.
    """
    from icalendar import Event  # noqa: PLC0415

    calendar = _calendar(found.name)
    for one in found.events:
        event = Event()
        event.add("uid", str(one.booking_id))
        event.add("sequence", one.revision)
        event.add("dtstamp", at)
        event.add("dtstart", one.starts_at.astimezone(SHANGHAI))
        event.add("dtend", one.ends_at.astimezone(SHANGHAI))
        event.add("summary", " · ".join(filter(None, (one.label, one.purpose))) or one.room)
        event.add("location", one.room)
        sure = "CONFIRMED" if one.is_sure else "TENTATIVE"
        event.add("status", "CANCELLED" if one.is_cancelled else sure)
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=_SUMMER_TIME_IS_PAST)
    content: bytes = calendar.to_ical()
    return content


def _calendar(name: str) -> "Calendar":
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", "-//Station Desk//驿站前台//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name or "驿站")
    return calendar


def _summary(lesson: ClassSession) -> str:
    if lesson.kind is CourseKind.LECTURE and lesson.lessons == 1:
        return lesson.course_name
    made_up = "（补课）" if lesson.makes_up else ""
    return f"{lesson.course_name} 第 {lesson.number} / {lesson.lessons} 课{made_up}"
