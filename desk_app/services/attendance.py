"""Use cases: the matrix of learners by lessons, marks, rates, warnings and certificates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from desk_app.db.attendance import Cell
from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.attendance import (
    LearnerAttendance,
    LearnerMark,
    Mark,
    MarkOutcome,
    best_attendance,
    decide_making_up,
    learner_attendance,
    needs_absence,
    settle_mark,
)
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.courses import Attendance, ClassSession, EnrolmentStatus, judge_attendance
from desk_app.domain.ids import CourseId, SessionId, VisitorId
from desk_app.services.unknown import unknown_course, unknown_session

_MARKS = UUID("c3f0a4be-6a55-4f0e-8f6c-6d2a9f1d7c32")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceLine:
    """One learner of the matrix; ``is_best`` may hold for several."""

    name: str
    attendance: LearnerAttendance
    is_best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSheet:
    """A course's matrix: each line has one mark per lesson, in the order of ``lessons``.

    Attributes:
        arrivals: Each learner's first entry to a lesson; aware UTC.
    """

    lessons: tuple[ClassSession, ...]
    lines: tuple[AttendanceLine, ...]
    arrivals: Mapping[Cell, datetime]


class AttendanceService:
    """Puts marks down and counts them."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def sheet(self, course_id: CourseId) -> AttendanceSheet:
        """Return the matrix; absences of lessons that are over are put down first.

        Raises:
            KnownError: There is no such course.
        """
        with self._begin() as work:
            matrix = _Matrix(work, course_id)
            if self._put_absences_down(work, matrix):
                matrix = _Matrix(work, course_id)
            at = self._clock()
            judged = {
                learner.visitor_id: learner_attendance(
                    learner.visitor_id,
                    [matrix.settled(lesson, learner.visitor_id, at) for lesson in matrix.lessons],
                    matrix.policy,
                )
                for learner in matrix.learners
            }
            best = best_attendance({v: a.tally for v, a in judged.items()}, matrix.policy)
        return AttendanceSheet(
            lessons=tuple(matrix.lessons),
            lines=tuple(
                AttendanceLine(
                    name=learner.name,
                    attendance=judged[learner.visitor_id],
                    is_best=learner.visitor_id in best,
                )
                for learner in matrix.learners
            ),
            arrivals=matrix.arrivals,
        )

    def mark(
        self,
        session_id: SessionId,
        visitor_id: VisitorId,
        status: LearnerMark | None,
        reason: str = "",
    ) -> MarkOutcome:
        """Put a mark down, before or after the lesson; None clears it.

        Raises:
            KnownError: There is no such session.
        """
        with self._begin() as work:
            lesson = _lesson(work, session_id)
            if not _is_learner(work, lesson.course_id, visitor_id):
                return MarkOutcome.NOT_ENROLLED
            known = work.attendance.marks(lesson.course_id).get((session_id, visitor_id))
            is_same = known is not None and not known.is_automatic and known.status is status
            if is_same or (known is None and status is None):
                return MarkOutcome.UNCHANGED
            self._write(work, session_id, visitor_id, Mark(status=status), known, reason)
        return MarkOutcome.CLEARED if status is None else MarkOutcome.MARKED

    def make_up(
        self, session_id: SessionId, visitor_id: VisitorId, attended: SessionId
    ) -> MarkOutcome:
        """Count a missed lesson as made up by a visit to another course's lesson.

        Raises:
            KnownError: There is no such session.
        """
        with self._begin() as work:
            missed, other = _lesson(work, session_id), _lesson(work, attended)
            if not _is_learner(work, missed.course_id, visitor_id):
                return MarkOutcome.NOT_ENROLLED
            matrix = _Matrix(work, missed.course_id)
            outcome = decide_making_up(
                matrix.settled(missed, visitor_id, self._clock()),
                is_parallel=other.course_id != missed.course_id,
                was_there=(attended, visitor_id) in work.attendance.arrivals(other.course_id),
            )
            if outcome is MarkOutcome.MARKED:
                mark = Mark(status=LearnerMark.MADE_UP, made_up_in=attended)
                known = matrix.marks.get((session_id, visitor_id))
                self._write(work, session_id, visitor_id, mark, known)
        return outcome

    def _put_absences_down(self, work: UnitOfWork, matrix: "_Matrix") -> int:
        at, count = self._clock(), 0
        for lesson in matrix.lessons:
            for learner in matrix.learners:
                cell = (lesson.session_id, learner.visitor_id)
                is_over = lesson.is_over(at) and not matrix.is_before_joining(lesson, cell[1])
                arrival = matrix.arrival(lesson, learner.visitor_id)
                if needs_absence(matrix.marks.get(cell), arrival, is_over=is_over):
                    mark = Mark(status=LearnerMark.ABSENT, is_automatic=True)
                    self._write(work, *cell, mark, None)
                    count += 1
        return count

    def _write(
        self,
        work: UnitOfWork,
        session_id: SessionId,
        visitor_id: VisitorId,
        mark: Mark,
        known: Mark | None,
        reason: str = "",
    ) -> None:
        row_id = work.attendance.mark_id(session_id, visitor_id) if known is not None else None
        change = Change(
            kind="attendance.marked",
            entity=Entity.ATTENDANCE_MARK,
            row_id=row_id or uuid5(_MARKS, f"{session_id} {visitor_id}"),
            values={
                "session_id": session_id,
                "visitor_id": visitor_id,
                "status": mark.status.value if mark.status else "",
                "is_automatic": mark.is_automatic,
                "made_up_in": mark.made_up_in,
                "reason": reason,
                "marked_at": self._clock(),
                "marked_by": "" if mark.is_automatic else work.operator,
            },
        )
        (work.add if known is None else work.change)(change)


class _Matrix:
    """What is known of a course's attendance."""

    def __init__(self, work: UnitOfWork, course_id: CourseId) -> None:
        sessions = work.courses.sessions_of(course_id)
        if not sessions:
            raise unknown_course(str(course_id))
        self.lessons = [s for s in sessions if not s.is_cancelled]
        self.policy = work.attendance.policy(course_id)
        self.learners = work.attendance.learners(course_id)
        self.marks = work.attendance.marks(course_id)
        self.arrivals = work.attendance.arrivals(course_id)
        self._since = {learner.visitor_id: learner.enrolled_at for learner in self.learners}
        self._roster_since = min(self._since.values(), default=None)

    def arrival(self, lesson: ClassSession, visitor_id: VisitorId) -> Attendance | None:
        at = self.arrivals.get((lesson.session_id, visitor_id))
        return None if at is None else judge_attendance(lesson, at)

    def is_before_joining(self, lesson: ClassSession, visitor_id: VisitorId) -> bool:
        """Whether others were enrolled when the lesson ended and the learner was not yet."""
        if self._roster_since is None:
            return False
        return self._roster_since <= lesson.ends_at < self._since[visitor_id]

    def settled(
        self, lesson: ClassSession, visitor_id: VisitorId, at: datetime
    ) -> LearnerMark | None:
        mark = self.marks.get((lesson.session_id, visitor_id))
        arrival = self.arrival(lesson, visitor_id)
        if mark is None and arrival is None and self.is_before_joining(lesson, visitor_id):
            return LearnerMark.NOT_JOINED
        return settle_mark(mark, arrival, is_over=lesson.is_over(at))


def _lesson(work: UnitOfWork, session_id: SessionId) -> ClassSession:
    found = work.courses.session(session_id)
    if found is None:
        raise unknown_session(str(session_id))
    return found


def _is_learner(work: UnitOfWork, course_id: CourseId, visitor_id: VisitorId) -> bool:
    place = work.courses.places_of(visitor_id).get(course_id)
    return place is not None and place.status is EnrolmentStatus.CONFIRMED
