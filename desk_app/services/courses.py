"""Use cases: courses and lectures with their sessions, and places in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from desk_app.db.courses import CourseSummary
from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.courses import CheckInPolicy, ClassSession, EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CourseId, SessionId, VisitorId, uuid7
from desk_app.domain.lessons import HolidayPolicy, LessonPlan, plan_lessons, shift_to_term
from desk_app.domain.people import Visitor
from desk_app.domain.terms import Term
from desk_app.domain.waitlist import in_order
from desk_app.services.course_forms import CourseDetails, NewCourse
from desk_app.services.lessons import clashes_of
from desk_app.services.terms import station_calendar
from desk_app.services.unknown import unknown_course, unknown_session
from desk_app.services.visitors import clean_name
from desk_app.services.waitlist import EnrolOutcome, drop, enrol, settle_queue


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One visitor in a course.

    Attributes:
        waitlist_place: 1-based, for one who waits without an offer.
        held_until: Until when the seat offered to them is held (aware UTC).
        attended: Lessons with an entry that still counts.
    """

    visitor: Visitor
    status: EnrolmentStatus
    waitlist_place: int | None
    held_until: datetime | None
    attended: int


class CourseService:
    """Keeps courses and who has a place in them."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def add(self, new: NewCourse) -> tuple[CourseId, tuple[ClassSession, ...]]:
        """Add a course with its weekly sessions.

        Raises:
            KnownError: A number is out of range or the name is empty; nothing was stored.
        """
        name = clean_name(new.name)
        new.check()
        at = self._clock()
        course_id = CourseId(uuid7(at))
        details = new.details.values() if new.details else {}
        if new.details:
            new.details.policy(CheckInPolicy()).check()
        with self._begin() as work:
            starts = _plan(work, new).starts
            work.add(
                Change(
                    kind="course.added",
                    entity=Entity.COURSE,
                    row_id=course_id,
                    values={
                        "name": name,
                        "kind": new.kind.value,
                        "room": new.room,
                        "room_hint": new.room_hint,
                        "capacity": new.capacity,
                        "lessons": len(starts),
                        "walk_ins": new.walk_ins,
                        "several_entries": new.several_entries,
                        **details,
                    },
                )
            )
            speakers = new.speakers if len(new.speakers) > 1 else new.speakers * len(starts)
            for number, start in enumerate(starts, start=1):
                values = {
                    "course_id": course_id,
                    "number": number,
                    "starts_at": start,
                    "ends_at": start + timedelta(minutes=new.minutes),
                }
                if number <= len(speakers):
                    values["speaker"] = speakers[number - 1]
                work.add(
                    Change(
                        kind="class_session.added",
                        entity=Entity.CLASS_SESSION,
                        row_id=SessionId(uuid7(at)),
                        values=values,
                    )
                )
            sessions = tuple(work.courses.sessions_of(course_id))
        return course_id, sessions

    def plan(self, new: NewCourse) -> LessonPlan:
        """Return when a course would meet, and which holidays it would lose."""
        with self._read() as work:
            return _plan(work, new)

    def room_taken(self, new: NewCourse, plan: LessonPlan) -> list[str]:
        """Return the other courses that need the room of a course to be made, by name."""
        if not new.room:
            return []
        with self._read() as work:
            found = {
                other.course_name
                for start in plan.starts
                for other in work.courses.sessions_between(
                    start - timedelta(days=1), start + timedelta(minutes=new.minutes)
                )
                if other.room == new.room and not other.is_cancelled and other.ends_at > start
            }
        return sorted(found)

    def clashes(self, sessions: Sequence[ClassSession]) -> list[tuple[ClassSession, ClassSession]]:
        """Return each session with one of another course that needs its room at its time."""
        with self._read() as work:
            return [(s, other) for s in sessions for other in clashes_of(work, s)]

    def copy_to_term(
        self, course_id: CourseId, term: Term, holidays: HolidayPolicy
    ) -> tuple[CourseId, tuple[ClassSession, ...]]:
        """Add the course again in a term: same weekday and hour, its rules, nobody enrolled.

        Raises:
            KnownError: There is no such course.
        """
        with self._read() as work:
            lessons = work.courses.sessions_of(course_id)
            if not lessons:
                raise unknown_course(str(course_id))
            kept = work.courses.settings_of(course_id)
        first = lessons[0]
        regular = [s for s in lessons if s.makes_up is None]
        return self.add(
            NewCourse(
                name=first.course_name,
                starts_at=shift_to_term(first.starts_at, term.first_day),
                minutes=int((first.ends_at - first.starts_at).total_seconds() // 60),
                lessons=len(regular),
                capacity=first.capacity,
                kind=first.kind,
                room=str(kept.pop("room")),
                room_hint=first.room_hint,
                walk_ins=first.policy.walk_ins,
                several_entries=first.policy.several_entries,
                holidays=holidays,
                details=CourseDetails(term_id=term.term_id, **kept),
            )
        )

    def change(self, course_id: CourseId, details: CourseDetails) -> None:
        """Change what is given; seats that a larger capacity frees are offered to the queue.

        Raises:
            KnownError: There is no such course, or a number is out of range.
        """
        values = details.values()
        with self._begin() as work:
            known = work.courses.sessions_of(course_id)
            if not known:
                raise unknown_course(str(course_id))
            policy = details.policy(known[0].policy)
            if policy != known[0].policy:
                policy.check()
            if values:
                work.change(
                    Change(
                        kind="course.changed",
                        entity=Entity.COURSE,
                        row_id=course_id,
                        values=values,
                    )
                )
            settle_queue(work, course_id, self._clock())

    def enrol(
        self,
        course_id: CourseId,
        visitor_id: VisitorId,
        *,
        waitlist: bool = False,
        priority: int = 0,
    ) -> tuple[EnrolOutcome, int | None]:
        """Give a visitor a place, or a place in the queue where ``waitlist`` allows it.

        Answers the outcome and the 1-based place: among the confirmed, in the queue, or for
        ``full`` the place in the queue that is to be had.

        Raises:
            KnownError: There is no such course or visitor.
        """
        with self._begin() as work:
            return enrol(
                work, course_id, visitor_id, self._clock(), waitlist=waitlist, priority=priority
            )

    def enrol_company(
        self, course_id: CourseId, company: str, *, waitlist: bool = False
    ) -> list[tuple[Visitor, EnrolOutcome, int | None]]:
        """Enrol everybody known of a company, by name, in one transaction.

        Raises:
            KnownError: There is no such course, or nobody is known of the company.
        """
        at = self._clock()
        with self._begin() as work:
            people = work.people.of_company(company)
            if not people:
                raise KnownError(
                    "unknown_company",
                    zh=f"没有登记过“{company}”的来访者。请核对企业名称，或先登记来访者。",
                    en=f"No visitor of {company} is known. Check the name, or add visitors first.",
                )
            return [
                (visitor, *enrol(work, course_id, visitor.visitor_id, at, waitlist=waitlist))
                for visitor in people
            ]

    def drop(self, course_id: CourseId, visitor_id: VisitorId) -> bool:
        """Give a place back; False where there was none."""
        with self._begin() as work:
            return drop(work, course_id, visitor_id, self._clock())

    def all(self) -> list[CourseSummary]:
        """Return all courses with their counts."""
        with self._read() as work:
            return work.courses.summaries()

    def settings(self, course_id: CourseId) -> dict[str, Any]:
        """Return what `change` may change, by field.

        Raises:
            KnownError: There is no such course.
        """
        with self._read() as work:
            lessons = work.courses.sessions_of(course_id)
            if not lessons:
                raise unknown_course(str(course_id))
            return {
                **work.courses.settings_of(course_id),
                "capacity": lessons[0].capacity,
                "walk_ins": lessons[0].policy.walk_ins,
                "several_entries": lessons[0].policy.several_entries,
            }

    def sessions(self, course_id: CourseId) -> list[ClassSession]:
        """Return a course's sessions in order of time."""
        with self._read() as work:
            return work.courses.sessions_of(course_id)

    def session(self, session_id: SessionId) -> ClassSession:
        """Return one session.

        Raises:
            KnownError: There is no such session.
        """
        with self._read() as work:
            found = work.courses.session(session_id)
        if found is None:
            raise unknown_session(str(session_id))
        return found

    def roster(self, course_id: CourseId) -> list[RosterLine]:
        """Return who is enrolled or waiting, and how often each has come."""
        with self._read() as work:
            lines: list[RosterLine] = []
            waiting = in_order(work.waitlists.waiting(course_id))
            places = {w.visitor_id: place for place, w in enumerate(waiting, start=1)}
            held = work.waitlists.held(course_id)
            lessons = {s.session_id for s in work.courses.sessions_of(course_id)}
            for visitor, status in work.courses.roster(course_id):
                lines.append(
                    RosterLine(
                        visitor=visitor,
                        status=status,
                        waitlist_place=places.get(visitor.visitor_id),
                        held_until=held.get(visitor.visitor_id),
                        attended=len(
                            lessons
                            & work.check_ins.entries(
                                visitor_id=visitor.visitor_id, pass_id=None
                            ).keys()
                        ),
                    )
                )
        return lines

    def resolve(self, text: str) -> CourseId:
        """Read an id, or a name that only one course has.

        Raises:
            KnownError: None or several fit.
        """
        try:
            return CourseId(UUID(text))
        except ValueError:
            found = [c for c in self.all() if c.name == text]
        if len(found) != 1:
            raise (
                unknown_course(text)
                if not found
                else KnownError(
                    "several_courses",
                    zh=f"有 {len(found)} 门课叫“{text}”，请改用编号（course list 可查）。",
                    en=f"{len(found)} courses are called {text}: use the id (see course list).",
                )
            )
        return found[0].course_id


def _plan(work: UnitOfWork, new: NewCourse) -> LessonPlan:
    if new.sittings:
        starts = tuple(sorted({new.starts_at, *new.sittings}))
        return LessonPlan(starts=starts, skipped=(), on_makeup_workdays=())
    try:
        return plan_lessons(new.starts_at, new.lessons, new.holidays, station_calendar(work))
    except ValueError as error:
        raise KnownError(
            "only_holidays",
            zh="按日历，这个星期几连续一年都是假日。请检查日历（calendar list）。",
            en="The calendar makes a holiday of this weekday for a year: see calendar list.",
        ) from error
