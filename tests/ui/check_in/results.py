"""Results as the check-in service answers them, with invented people."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.courses import ClassSession, CourseKind
from desk_app.domain.ids import CourseId, Nonce, SessionId, VisitorId
from desk_app.services.results import CheckInOption, CheckInResult, VisitorCard

EVENING = datetime(2026, 10, 27, 11, 0, tzinfo=UTC)


def session(name: str = "彩妆基础") -> ClassSession:
    return ClassSession(
        session_id=SessionId(uuid4()),
        course_id=CourseId(uuid4()),
        course_name=name,
        kind=CourseKind.COURSE,
        number=7,
        lessons=12,
        room="3 号教室",
        room_hint="二楼",
        starts_at=EVENING,
        ends_at=EVENING + timedelta(minutes=90),
        capacity=24,
    )


def result(outcome: CheckInOutcome, **facts) -> CheckInResult:
    base = CheckInResult(
        outcome=outcome,
        at=EVENING,
        nonce=Nonce(uuid4()),
        visitor=VisitorCard(
            visitor_id=VisitorId(uuid4()),
            name="顾晚晴",
            phone_masked="138****1234",
            company="澄屿数据科技",
            workplace="梧桐里大厦 17 层",
        ),
        session=session(),
    )
    return replace(base, **facts)


def choice() -> CheckInResult:
    options = tuple(
        CheckInOption(session=session(name), is_enrolled=True, seats_left=0)
        for name in ("行书入门", "彩妆基础")
    )
    return result(CheckInOutcome.CHOOSE, options=options, session=None)
