"""The lessons of a course: planned over the holidays, then moved, cancelled and made up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desk_app.domain.clock import SHANGHAI, local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.holidays import DayKind, HolidayCalendar

_MAX_HOLIDAY_WEEKS = 52
"""So many weeks in a row nobody declares a holiday; a calendar that says so is mistaken."""


class HolidayPolicy(StrEnum):
    """What becomes of a lesson that falls on a statutory holiday."""

    SKIP_AND_EXTEND = "skip_and_extend"
    SKIP = "skip"
    KEEP = "keep"


class LessonOutcome(StrEnum):
    """What came of changing a lesson."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    MADE_UP = "made_up"
    ALREADY_CANCELLED = "already_cancelled"
    NOT_CANCELLED = "not_cancelled"
    ALREADY_MADE_UP = "already_made_up"
    OVERLAPS = "overlaps"
    HAS_CHECK_INS = "has_check_ins"


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPlan:
    """When a course meets.

    Attributes:
        starts: Aware starts in Shanghai time, a week apart but for holidays.
        skipped: Holidays on which the course would have met.
        on_makeup_workdays: Dates kept although learners may be at work that day.
    """

    starts: tuple[datetime, ...]
    skipped: tuple[date, ...]
    on_makeup_workdays: tuple[date, ...]


def plan_lessons(
    first: datetime, lessons: int, policy: HolidayPolicy, calendar: HolidayCalendar
) -> LessonPlan:
    """Plan weekly lessons from an aware first start, at the same time of day in Shanghai.

    ``skip_and_extend`` gives all lessons and ends later; ``skip`` loses those on holidays;
    ``keep`` meets on holidays too.

    Raises:
        ValueError: The calendar makes a holiday of that weekday for a year on end.
    """
    local = first.astimezone(SHANGHAI)
    starts: list[datetime] = []
    skipped: list[date] = []
    wanted = lessons
    while len(starts) < wanted:
        week = len(starts) + len(skipped)
        start = (local.replace(tzinfo=None) + timedelta(weeks=week)).replace(tzinfo=SHANGHAI)
        if policy is HolidayPolicy.KEEP or not calendar.is_holiday(start.date()):
            starts.append(start)
            continue
        skipped.append(start.date())
        wanted -= policy is HolidayPolicy.SKIP
        if len(skipped) > _MAX_HOLIDAY_WEEKS:
            raise ValueError(start)
    return LessonPlan(
        starts=tuple(starts),
        skipped=tuple(skipped),
        on_makeup_workdays=tuple(
            s.date() for s in starts if calendar.kind(s.date()) is DayKind.MAKEUP_WORKDAY
        ),
    )


def decide_move(
    lesson: ClassSession, to: datetime, of_course: Iterable[ClassSession], *, has_check_ins: bool
) -> LessonOutcome:
    """Decide whether a lesson may start at another moment; its length stays."""
    if lesson.is_cancelled:
        return LessonOutcome.ALREADY_CANCELLED
    if has_check_ins:
        return LessonOutcome.HAS_CHECK_INS
    return _unless_overlapping(lesson, to, of_course, LessonOutcome.MOVED)


def decide_cancel(lesson: ClassSession, *, has_check_ins: bool) -> LessonOutcome:
    """Decide whether a lesson may be cancelled; one that people came to was held."""
    if lesson.is_cancelled:
        return LessonOutcome.ALREADY_CANCELLED
    return LessonOutcome.HAS_CHECK_INS if has_check_ins else LessonOutcome.CANCELLED


def decide_reinstate(lesson: ClassSession, of_course: Iterable[ClassSession]) -> LessonOutcome:
    """Decide whether a cancelled lesson may be held after all, unless another stands in for it."""
    return _decide_holding(lesson, lesson.starts_at, of_course, LessonOutcome.REINSTATED)


def decide_make_up(
    lesson: ClassSession, to: datetime, of_course: Iterable[ClassSession]
) -> LessonOutcome:
    """Decide whether a cancelled lesson is made up by an added one at ``to``, once."""
    return _decide_holding(lesson, to, of_course, LessonOutcome.MADE_UP)


def room_clashes(lesson: ClassSession, others: Iterable[ClassSession]) -> list[ClassSession]:
    """Return the lessons of any course that need the same room at the same time."""
    return [
        s
        for s in others
        if s.session_id != lesson.session_id
        and lesson.room
        and s.room == lesson.room
        and not (s.is_cancelled or lesson.is_cancelled)
        and s.overlaps(lesson)
    ]


def shift_to_term(first: datetime, term_first_day: date) -> datetime:
    """Return the first start of the same weekday and time of day in another term."""
    ahead = (local_day(first).weekday() - term_first_day.weekday()) % 7
    local = first.astimezone(SHANGHAI)
    return datetime.combine(term_first_day + timedelta(days=ahead), local.time(), SHANGHAI)


def _decide_holding(
    lesson: ClassSession, to: datetime, of_course: Iterable[ClassSession], done: LessonOutcome
) -> LessonOutcome:
    """Every number of a course is held once: the lesson itself or what stands in for it."""
    lessons = list(of_course)
    if not lesson.is_cancelled:
        return LessonOutcome.NOT_CANCELLED
    if any(s.number == lesson.number and not s.is_cancelled for s in lessons):
        return LessonOutcome.ALREADY_MADE_UP
    return _unless_overlapping(lesson, to, lessons, done)


def _unless_overlapping(
    lesson: ClassSession, to: datetime, of_course: Iterable[ClassSession], done: LessonOutcome
) -> LessonOutcome:
    ends = to + (lesson.ends_at - lesson.starts_at)
    overlaps = any(
        s.session_id != lesson.session_id
        and not s.is_cancelled
        and s.starts_at < ends
        and to < s.ends_at
        for s in of_course
    )
    return LessonOutcome.OVERLAPS if overlaps else done
