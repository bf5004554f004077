"""Lessons as an iCalendar file (RFC 5545) for phones and office calendars."""

from collections.abc import Sequence
from datetime import date, datetime

from desk_app.domain.clock import SHANGHAI
from desk_app.domain.courses import ClassSession, CourseKind

_SUMMER_TIME_IS_PAST = date(2000, 1, 1)


def lessons_ics(lessons: Sequence[ClassSession], name: str, at: datetime) -> bytes:
    """Write lessons as events; a calendar that has one knows it by its id and takes changes over.

    Args:
        lessons: Cancelled ones stay, marked as such.
        name: What the calendar is called.
        at: When it was written.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415  (only exports need it)

    calendar = Calendar()
    calendar.add("prodid", "-//Station Desk//驿站前台//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name or "驿站")
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


def _summary(lesson: ClassSession) -> str:
    if lesson.kind is CourseKind.LECTURE and lesson.lessons == 1:
        return lesson.course_name
    made_up = "（补课）" if lesson.makes_up else ""
    return f"{lesson.course_name} 第 {lesson.number} / {lesson.lessons} 课{made_up}"
