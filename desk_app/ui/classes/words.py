"""What the classes page says of courses, lessons and marks."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desk_app.domain.attendance import LearnerMark, Rates
from desk_app.domain.class_list import CourseLine
from desk_app.domain.clock import SHANGHAI, local_day
from desk_app.domain.courses import ClassSession, minutes_late
from desk_app.ui.common.texts import clock_text, date_text, weekday_text

translate = QCoreApplication.translate
_WEEK = timedelta(days=7)

KEYS = (
    LearnerMark.PRESENT,
    LearnerMark.LATE,
    LearnerMark.ABSENT,
    LearnerMark.EXCUSED,
    LearnerMark.MADE_UP,
)
"""The marks of the keys 1 to 5."""


def when_text(line: CourseLine, now: datetime) -> str:
    """Return when a course meets next, as people say it."""
    if line.starts_at is None or line.ends_at is None:
        return translate("Classes", "No lesson yet")
    if line.is_over or line.starts_at <= now:
        return translate("Classes", "Over") if line.is_over else translate("Classes", "Running")
    days = local_day(line.starts_at) - local_day(now)
    if days <= timedelta():
        return translate("Classes", "Today")
    if days == timedelta(days=1):
        return translate("Classes", "Tomorrow")
    return weekday_text(line.starts_at) if days < _WEEK else short_day(line.starts_at)


def where_text(line: CourseLine) -> str:
    """Return weekday, time and room of the next lesson."""
    if line.starts_at is None:
        return line.room
    words = f"{weekday_text(line.starts_at)} {clock_text(line.starts_at)}"
    return ", ".join(part for part in (words, line.room, line.teacher) if part)


def short_day(at: datetime) -> str:
    """Return ``10.27`` in Asia/Shanghai."""
    day = at.astimezone(SHANGHAI)
    return f"{day.month}.{day.day}"


def mark_letter(mark: LearnerMark) -> str:
    """Return the letter in a cell; a present learner has a tick instead."""
    return {
        LearnerMark.LATE: lambda: translate("LessonStrip", "L"),
        LearnerMark.VERY_LATE: lambda: translate("LessonStrip", "L"),
        LearnerMark.ABSENT: lambda: translate("LessonStrip", "A"),
        LearnerMark.EXCUSED: lambda: translate("LessonStrip", "E"),
        LearnerMark.MADE_UP: lambda: translate("LessonStrip", "M"),
    }.get(mark, str)()


def mark_word(mark: LearnerMark) -> str:
    """Return what a key puts down."""
    return _MARKS[mark]()


_MARKS = {
    LearnerMark.PRESENT: lambda: translate("Classes", "present"),
    LearnerMark.LATE: lambda: translate("Classes", "late"),
    LearnerMark.VERY_LATE: lambda: translate("Classes", "very late"),
    LearnerMark.ABSENT: lambda: translate("Classes", "absent"),
    LearnerMark.EXCUSED: lambda: translate("Classes", "excused"),
    LearnerMark.MADE_UP: lambda: translate("Classes", "made up"),
    LearnerMark.NOT_JOINED: lambda: translate("Classes", "not enrolled yet"),
}


def cell_text(
    name: str, lesson: ClassSession, mark: LearnerMark | None, arrived_at: datetime | None
) -> str:
    """Spell a cell out: who, which lesson, what, and how late."""
    head = translate("Classes", "{0}, lesson {1} on {2}").format(
        name, lesson.number, date_text(lesson.starts_at)
    )
    if mark is None:
        return translate("Classes", "{0}: open").format(head)
    word = mark_word(mark)
    late = minutes_late(lesson, arrived_at) if arrived_at else 0
    if mark in {LearnerMark.LATE, LearnerMark.VERY_LATE} and late:
        word = translate("Classes", "{0}, %n min", "", late).format(word)
    elif arrived_at is not None:
        word = translate("Classes", "{0}, came {1}").format(word, clock_text(arrived_at))
    return translate("Classes", "{0}: {1}").format(head, word)


def rate_text(rates: Rates) -> str:
    """Return the rate over the lessons held, or a dash."""
    return "–" if rates.over_held is None else f"{rates.over_held:.0f}%"


def rates_text(rates: Rates) -> str:
    """Return the three rates in words."""

    def shown(value: object) -> str:
        return "–" if value is None else f"{value}%"

    return translate("Classes", "Held so far {0}, of all lessons {1}, best still {2}").format(
        shown(rates.over_held), shown(rates.over_all), shown(rates.best_reachable)
    )
