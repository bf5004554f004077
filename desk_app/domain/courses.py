"""Courses, lectures, their sessions and places."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CourseId, SessionId


class CourseKind(StrEnum):
    """A course runs for a term; a lecture has one sitting or several."""

    COURSE = "course"
    LECTURE = "lecture"


class EnrolmentStatus(StrEnum):
    """A visitor's place in a course."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    DROPPED = "dropped"


MOST_OPENS_BEFORE_MIN, MOST_TOLERANCE_MIN = 10 * 60, 2 * 60
"""Doors open no earlier before a session than a desk looks ahead: together twelve hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInPolicy:
    """When and how often one may enter a session; set per course.

    Attributes:
        opens_before_min: Doors open this long before the start.
        tolerance_min: Grace before opening and after the end.
        late_after_min: Whole minutes after the start that still count as present.
        very_late_after_min: Whole minutes after which the desk asks the visitor.
        several_entries: Each entry counts; otherwise one per visitor and session.
        max_entries: At most so many entries to one session; 0: no limit.
        daily_entries: At most so many entries to the course in a local day; 0: no limit.
        reentry: Who has left may come back in.
        walk_ins: People who are not enrolled are welcome while seats are free.
        award_absences: Absences that still allow the outstanding-learner award.
    """

    opens_before_min: int = 30
    tolerance_min: int = 10
    late_after_min: int = 10
    very_late_after_min: int = 30
    several_entries: bool = False
    max_entries: int = 0
    daily_entries: int = 0
    reentry: bool = True
    walk_ins: bool = False
    award_absences: int = 2

    def check(self) -> None:
        """Refuse doors that no desk would see open, and being very late before being late.

        Raises:
            KnownError: It is so.
        """
        for zh, en, given, most in (
            ("提前开放", "Doors", self.opens_before_min, MOST_OPENS_BEFORE_MIN),
            ("前后宽限", "Grace", self.tolerance_min, MOST_TOLERANCE_MIN),
        ):
            if not 0 <= given <= most:
                raise KnownError(
                    "bad_number",
                    zh=f"{zh} {given} 分钟超出范围，允许 0–{most} 分钟。",
                    en=f"{en}: {given} min is out of range: 0–{most} min.",
                )
        if self.very_late_after_min < self.late_after_min:
            late, very_late = self.late_after_min, self.very_late_after_min
            raise KnownError(
                "bad_number",
                zh=f"“迟很多”（{very_late} 分钟）不能早于“迟到”（{late} 分钟）。",
                en=f"Very late ({very_late} min) cannot begin before late ({late} min).",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSession:
    """One lesson of a course or one sitting of a lecture, with what the desk says of it.

    Attributes:
        number: 1-based place in the course; ``lessons`` is how many there are.
        room_hint: How to find the room, for example 二楼，出电梯右转.
        starts_at: Aware UTC; the session is ``[starts_at, ends_at)``.
        makes_up: The cancelled session of the course that this one stands in for.
    """

    session_id: SessionId
    course_id: CourseId
    course_name: str
    kind: CourseKind
    number: int
    lessons: int
    room: str
    room_hint: str = ""
    starts_at: datetime
    ends_at: datetime
    capacity: int
    is_cancelled: bool = False
    makes_up: SessionId | None = None
    speaker: str = ""
    policy: CheckInPolicy = field(default_factory=CheckInPolicy)

    @property
    def opens_at(self) -> datetime:
        """When the doors open, as told to people (without the tolerance)."""
        return self.starts_at - timedelta(minutes=self.policy.opens_before_min)

    def is_before_opening(self, at: datetime) -> bool:
        """Whether it is too early, tolerance included."""
        return at < self.opens_at - timedelta(minutes=self.policy.tolerance_min)

    def is_over(self, at: datetime) -> bool:
        """Whether it is too late, tolerance included."""
        return at > self.ends_at + timedelta(minutes=self.policy.tolerance_min)

    def is_open(self, at: datetime) -> bool:
        """Whether one may enter at this moment."""
        return not (self.is_cancelled or self.is_before_opening(at) or self.is_over(at))

    def overlaps(self, other: "ClassSession") -> bool:
        """Whether nobody can attend both in full."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Attendance(StrEnum):
    """How punctual an admitted visitor is."""

    PRESENT = "present"
    LATE = "late"
    VERY_LATE = "very_late"


def minutes_late(session: ClassSession, at: datetime) -> int:
    """Whole minutes after the start; 0 when on time."""
    return max(0, int((at - session.starts_at).total_seconds() // 60))


def judge_attendance(session: ClassSession, at: datetime) -> Attendance:
    """Judge an arrival by when it happened: 19:10 present, 19:11 late (late after 10)."""
    late_min = minutes_late(session, at)
    if late_min > session.policy.very_late_after_min:
        return Attendance.VERY_LATE
    return Attendance.LATE if late_min > session.policy.late_after_min else Attendance.PRESENT


class LessonMark(StrEnum):
    """One cell of the lesson strip."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"
    MADE_UP = "made_up"
    FUTURE = "future"
    TODAY = "today"
