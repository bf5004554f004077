"""Use cases: lessons moved, cancelled, reinstated and made up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import SessionId, uuid7
from desk_app.domain.lessons import (
    LessonOutcome,
    decide_cancel,
    decide_make_up,
    decide_move,
    decide_reinstate,
    room_clashes,
)
from desk_app.services.unknown import unknown_session


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonChange:
    """What came of changing a lesson.

    Attributes:
        session: As it stands now; for ``made_up`` the added lesson.
        clashes: Lessons that need the same room at the same time; shown, never refused.
    """

    outcome: LessonOutcome
    session: ClassSession
    clashes: tuple[ClassSession, ...] = ()


class LessonService:
    """Changes single lessons of a course; a lecture's sittings are lessons too."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def move(self, session_id: SessionId, to: datetime, room: str | None = None) -> LessonChange:
        """Let a lesson start at another moment, or in another room; its length stays.

        Raises:
            KnownError: There is no such session.
        """

        def decide(work: UnitOfWork, lesson: ClassSession) -> LessonOutcome:
            lessons = work.courses.sessions_of(lesson.course_id)
            return decide_move(lesson, to, lessons, has_check_ins=_has_entries(work, lesson))

        def values(lesson: ClassSession) -> dict[str, object]:
            times: dict[str, object] = {
                "starts_at": to,
                "ends_at": to + (lesson.ends_at - lesson.starts_at),
            }
            return times if room is None else {**times, "room": room}

        return self._change(session_id, decide, LessonOutcome.MOVED, values)

    def cancel(self, session_id: SessionId) -> LessonChange:
        """Cancel a lesson that nobody came to; it counts for no rate."""
        return self._change(
            session_id,
            lambda work, lesson: decide_cancel(lesson, has_check_ins=_has_entries(work, lesson)),
            LessonOutcome.CANCELLED,
            lambda _lesson: {"is_cancelled": True},
        )

    def reinstate(self, session_id: SessionId) -> LessonChange:
        """Take a cancellation back."""
        return self._change(
            session_id,
            lambda work, lesson: decide_reinstate(
                lesson, work.courses.sessions_of(lesson.course_id)
            ),
            LessonOutcome.REINSTATED,
            lambda _lesson: {"is_cancelled": False},
        )

    def make_up(self, session_id: SessionId, to: datetime) -> LessonChange:
        """Add a lesson of the same length and number in place of a cancelled one."""
        added = SessionId(uuid7(self._clock()))
        with self._begin() as work:
            lesson = _lesson(work, session_id)
            outcome = decide_make_up(lesson, to, work.courses.sessions_of(lesson.course_id))
            if outcome is not LessonOutcome.MADE_UP:
                return LessonChange(outcome=outcome, session=lesson)
            work.add(
                Change(
                    kind="class_session.made_up",
                    entity=Entity.CLASS_SESSION,
                    row_id=added,
                    values={
                        "course_id": lesson.course_id,
                        "number": lesson.number,
                        "starts_at": to,
                        "ends_at": to + (lesson.ends_at - lesson.starts_at),
                        "room": lesson.room,
                        "makes_up": session_id,
                    },
                )
            )
            return _described(work, outcome, added)

    def _change(
        self,
        session_id: SessionId,
        decide: Callable[[UnitOfWork, ClassSession], LessonOutcome],
        done: LessonOutcome,
        values: Callable[[ClassSession], dict[str, object]],
    ) -> LessonChange:
        with self._begin() as work:
            lesson = _lesson(work, session_id)
            outcome = decide(work, lesson)
            if outcome is done:
                work.change(
                    Change(
                        kind=f"class_session.{outcome.value}",
                        entity=Entity.CLASS_SESSION,
                        row_id=session_id,
                        values=values(lesson),
                    )
                )
            return _described(work, outcome, session_id)


def clashes_of(work: UnitOfWork, lesson: ClassSession) -> tuple[ClassSession, ...]:
    """Return the lessons of the same day that need the same room at the same time."""
    start, end = day_bounds(local_day(lesson.starts_at))
    return tuple(room_clashes(lesson, work.courses.sessions_between(start, end)))


def _described(work: UnitOfWork, outcome: LessonOutcome, session_id: SessionId) -> LessonChange:
    lesson = _lesson(work, session_id)
    return LessonChange(outcome=outcome, session=lesson, clashes=clashes_of(work, lesson))


def _lesson(work: UnitOfWork, session_id: SessionId) -> ClassSession:
    found = work.courses.session(session_id)
    if found is None:
        raise unknown_session(str(session_id))
    return found


def _has_entries(work: UnitOfWork, lesson: ClassSession) -> bool:
    return work.check_ins.arrived_counts([lesson.session_id])[lesson.session_id][0] > 0
