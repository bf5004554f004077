"""Lessons and calendars for tests of the domain."""

from datetime import datetime, timedelta
from uuid import UUID

from desk_app.domain.clock import parse_local
from desk_app.domain.courses import CheckInPolicy, ClassSession, CourseKind
from desk_app.domain.ids import CourseId, SessionId


def local(text: str) -> datetime:
    return parse_local(text)


def lesson(
    starts: str,
    *,
    number: int = 1,
    minutes: int = 90,
    course: int = 1,
    capacity: int = 20,
    makes_up: SessionId | None = None,
    is_cancelled: bool = False,
    room: str = "A",
    policy: CheckInPolicy | None = None,
) -> ClassSession:
    starts_at = local(starts)
    return ClassSession(
        session_id=SessionId(UUID(int=course << 64 | number << 32 | (makes_up is not None))),
        course_id=CourseId(UUID(int=course)),
        course_name="国画入门",
        kind=CourseKind.COURSE,
        number=number,
        lessons=12,
        room=room,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        capacity=capacity,
        makes_up=makes_up,
        is_cancelled=is_cancelled,
        policy=policy or CheckInPolicy(),
    )
