"""Use cases of the classes page: the list, one course opened, marks with what they replaced."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desk_app.db.attendance import Cell
from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.attendance import LearnerMark, Mark, MarkOutcome
from desk_app.domain.class_list import CourseLine, Visit
from desk_app.domain.clock import Clock, local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import CourseId, SessionId, VisitorId
from desk_app.domain.waitlist import in_order, may_release
from desk_app.services.attendance import AttendanceService, AttendanceSheet
from desk_app.services.pinyin import has_text_within
from desk_app.services.unknown import unknown_course
from desk_app.services.waitlist import settle_queue

_LATER = timedelta(days=36_500)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One who waits for a place; ``held_until`` where a seat is offered (aware UTC)."""

    visitor_id: VisitorId
    name: str
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCourse:
    """A course opened on the page.

    Attributes:
        lessons: All of them, cancelled ones too; the matrix has those that are not.
        arrivals: When each learner first came to each lesson.
        today: The lesson of today that runs, else comes next, else was last.
        arrived: Learners who came to it.
        releasable: Seats of ``today`` that may be given to the queue now.
        release_from: From when they may.
    """

    line: CourseLine
    sheet: AttendanceSheet
    lessons: tuple[ClassSession, ...]
    arrivals: Mapping[Cell, datetime]
    queue: tuple[QueueLine, ...]
    today: ClassSession | None = None
    arrived: int = 0
    releasable: int = 0
    release_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What came of putting one mark down, and the word of a person that stood there before."""

    session_id: SessionId
    visitor_id: VisitorId
    outcome: MarkOutcome
    before: Mark | None


class ClassListService:
    """Answers what the classes page shows; changes are those of the other class services."""

    def __init__(
        self, begin: BeginWork, read: BeginWork, clock: Clock, attendance: AttendanceService
    ) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._attendance = attendance

    def courses(self, text: str = "") -> list[CourseLine]:
        """Return the courses whose name, teacher, term or room has the text, in pinyin too.

        What runs now comes first, then what meets next, then what is over, the latest first.
        """
        now = self._clock()
        wanted = unicodedata.normalize("NFKC", text).strip()
        with self._read() as work:
            found = [line for line in work.class_list.courses(now) if _fits(line, wanted)]
        return sorted(found, key=lambda line: _order(line, now))

    def open(self, course_id: CourseId) -> OpenCourse:
        """Return a course with its matrix and queue; absences and offers are settled first.

        Raises:
            KnownError: There is no such course.
        """
        sheet = self._attendance.sheet(course_id)
        at = self._clock()
        with self._begin() as work:
            settle_queue(work, course_id, at)
        with self._read() as work:
            line = next((c for c in work.class_list.courses(at) if c.course_id == course_id), None)
            if line is None:
                raise unknown_course(str(course_id))
            lessons = tuple(work.courses.sessions_of(course_id))
            opened = OpenCourse(
                line=line,
                sheet=sheet,
                lessons=lessons,
                arrivals=sheet.arrivals,
                queue=_queue(work, course_id),
            )
            return _with_today(work, opened, at)

    def mark(
        self, cells: Sequence[tuple[SessionId, VisitorId]], status: LearnerMark | None
    ) -> list[Marked]:
        """Put the same mark down for each; None clears it. Answers what to take back, if wished."""
        return [self._mark_one(*cell, Mark(status=status)) for cell in cells]

    def take_back(self, marked: Sequence[Marked]) -> list[Marked]:
        """Put back what stood there before; answers what takes this back in turn."""
        nothing = Mark(status=None)
        return [self._mark_one(m.session_id, m.visitor_id, m.before or nothing) for m in marked]

    def make_up(self, session_id: SessionId, visitor_id: VisitorId, attended: SessionId) -> Marked:
        """Count a lesson as made up by a visit elsewhere."""
        mark = Mark(status=LearnerMark.MADE_UP, made_up_in=attended)
        return self._mark_one(session_id, visitor_id, mark)

    def visits_elsewhere(self, course_id: CourseId, visitor_id: VisitorId) -> list[Visit]:
        """Return the visits to other courses that could make up for a lesson."""
        with self._read() as work:
            return work.class_list.visits_elsewhere(course_id, visitor_id)

    def _mark_one(self, session_id: SessionId, visitor_id: VisitorId, mark: Mark) -> Marked:
        with self._read() as work:
            session = work.courses.session(session_id)
            marks = work.attendance.marks_of(session.course_id, visitor_id) if session else {}
        known = marks.get(session_id)
        if mark.made_up_in is not None:
            outcome = self._attendance.make_up(session_id, visitor_id, mark.made_up_in)
        else:
            outcome = self._attendance.mark(session_id, visitor_id, mark.status)
        return Marked(
            session_id=session_id,
            visitor_id=visitor_id,
            outcome=outcome,
            before=None if known is None or known.is_automatic else known,
        )


def _fits(line: CourseLine, wanted: str) -> bool:
    titles = (line.name, line.teacher, line.term, line.room)
    return any(has_text_within(title, wanted) for title in titles)


def _order(line: CourseLine, now: datetime) -> tuple[bool, float, str]:
    at = line.starts_at or now + _LATER
    return line.is_over, -at.timestamp() if line.is_over else at.timestamp(), line.name


def _queue(work: UnitOfWork, course_id: CourseId) -> tuple[QueueLine, ...]:
    """Return who has an offer, then who waits, in the order of turns."""
    held = work.waitlists.held(course_id)
    ids = [*held, *(w.visitor_id for w in in_order(work.waitlists.waiting(course_id)))]
    names = {visitor_id: work.people.visitor(visitor_id) for visitor_id in ids}
    return tuple(
        QueueLine(visitor_id=i, name=known.name, held_until=held.get(i))
        for i in ids
        if (known := names[i]) is not None
    )


def _with_today(work: UnitOfWork, opened: OpenCourse, at: datetime) -> OpenCourse:
    """Add how today's lesson stands."""
    lessons = [
        s for s in opened.lessons if local_day(s.starts_at) == local_day(at) and not s.is_cancelled
    ]
    if not lessons:
        return opened
    today = next((s for s in lessons if s.ends_at > at), lessons[-1])
    learners = [line.attendance.visitor_id for line in opened.sheet.lines]
    arrived = sum((today.session_id, v) in opened.arrivals for v in learners)
    policy = work.waitlists.policy(opened.line.course_id)
    given = sum(r.undone_at is None for r in work.waitlists.releases(today.session_id))
    free = len(learners) - arrived - given
    waiting = sum(line.held_until is None for line in opened.queue) - given
    can = may_release(policy, today, at)
    return replace(
        opened,
        today=today,
        arrived=arrived,
        releasable=max(0, min(free, waiting)) if can else 0,
        release_from=today.starts_at + timedelta(minutes=policy.release_after_min),
    )
