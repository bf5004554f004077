"""Courses as the classes page lists them."""

from dataclasses import dataclass
from datetime import datetime

from desk_app.domain.courses import CourseKind
from desk_app.domain.ids import CourseId, SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """A course as it stands; all moments aware UTC.

    Attributes:
        session_id: The session that runs or comes next, else the last one; the next four are its.
        is_over: No session is still to come.
    """

    course_id: CourseId
    name: str
    kind: CourseKind
    term: str
    teacher: str
    capacity: int
    confirmed: int
    waiting: int
    session_id: SessionId | None
    starts_at: datetime | None
    ends_at: datetime | None
    room: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit to a lesson of another course, which may make up for a missed one."""

    session_id: SessionId
    course_name: str
    number: int
    at: datetime
