"""Use cases: courses and lectures with their sessions, and places in them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from desk_app.db.courses import CourseSummary
from desk_app.db.unit_of_work import BeginWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.courses import ClassSession, CourseKind, EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CourseId, EnrolmentId, SessionId, VisitorId, uuid7
from desk_app.domain.lessons import HolidayPolicy, plan_lessons
from desk_app.domain.people import Visitor
from desk_app.services.check_in import unknown_session
from desk_app.services.holidays import statutory_calendar
from desk_app.services.passes import unknown_visitor
from desk_app.services.visitors import clean_name

MAX_LESSONS = 366
MAX_MINUTES = 24 * 60


class EnrolOutcome(StrEnum):
    """What came of an enrolment."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    ALREADY_ENROLLED = "already_enrolled"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCourse:
    """A course to be added; its lessons follow weekly from ``starts_at`` (aware)."""

    name: str
    starts_at: datetime
    minutes: int
    lessons: int
    capacity: int
    kind: CourseKind = CourseKind.COURSE
    room: str = ""
    room_hint: str = ""
    walk_ins: bool = False
    several_entries: bool = False
    holidays: HolidayPolicy = HolidayPolicy.SKIP_AND_EXTEND


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One visitor in a course; ``attended`` counts lessons with an entry that still counts."""

    visitor: Visitor
    status: EnrolmentStatus
    waitlist_place: int | None
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
        _require(1 <= new.minutes <= MAX_MINUTES, "minutes", f"1–{MAX_MINUTES}")
        _require(1 <= new.lessons <= MAX_LESSONS, "lessons", f"1–{MAX_LESSONS}")
        _require(new.capacity >= 1, "capacity", "≥ 1")
        at = self._clock()
        course_id = CourseId(uuid7(at))
        calendar = statutory_calendar()
        starts = plan_lessons(new.starts_at, new.lessons, new.holidays, calendar).starts
        with self._begin() as work:
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
                    },
                )
            )
            for number, start in enumerate(starts, start=1):
                work.add(
                    Change(
                        kind="class_session.added",
                        entity=Entity.CLASS_SESSION,
                        row_id=SessionId(uuid7(at)),
                        values={
                            "course_id": course_id,
                            "number": number,
                            "starts_at": start,
                            "ends_at": start + timedelta(minutes=new.minutes),
                        },
                    )
                )
            sessions = tuple(work.courses.sessions_of(course_id))
        return course_id, sessions

    def enrol(
        self, course_id: CourseId, visitor_id: VisitorId, *, waitlist: bool = False
    ) -> tuple[EnrolOutcome, int | None]:
        """Give a visitor a place, or a place in the queue where ``waitlist`` allows it.

        Answers the outcome and the 1-based place: among the confirmed, or in the queue.

        Raises:
            KnownError: There is no such course or visitor.
        """
        with self._begin() as work:
            sessions = work.courses.sessions_of(course_id)
            if not sessions:
                raise _unknown_course(str(course_id))
            if work.people.visitor(visitor_id) is None:
                raise unknown_visitor(str(visitor_id))
            known = work.courses.places_of(visitor_id).get(course_id)
            if known is not None:
                return EnrolOutcome.ALREADY_ENROLLED, known.waitlist_place
            taken = work.courses.confirmed_count(course_id)
            is_full = taken >= sessions[0].capacity
            if is_full and not waitlist:
                return EnrolOutcome.FULL, None
            status = EnrolmentStatus.WAITLISTED if is_full else EnrolmentStatus.CONFIRMED
            at = self._clock()
            work.add(
                Change(
                    kind="enrolment.added",
                    entity=Entity.ENROLMENT,
                    row_id=EnrolmentId(uuid7(at)),
                    values={
                        "course_id": course_id,
                        "visitor_id": visitor_id,
                        "status": status.value,
                        "enrolled_at": at,
                    },
                )
            )
            place = work.courses.places_of(visitor_id)[course_id].waitlist_place
        return EnrolOutcome(status.value), place or taken + 1

    def drop(self, course_id: CourseId, visitor_id: VisitorId) -> bool:
        """Give a place back; False where there was none."""
        with self._begin() as work:
            known = work.courses.places_of(visitor_id).get(course_id)
            if known is None:
                return False
            work.change(
                Change(
                    kind="enrolment.dropped",
                    entity=Entity.ENROLMENT,
                    row_id=known.enrolment_id,
                    values={"status": EnrolmentStatus.DROPPED.value},
                )
            )
        return True

    def all(self) -> list[CourseSummary]:
        """Return all courses with their counts."""
        with self._read() as work:
            return work.courses.summaries()

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
            waiting = 0
            lessons = {s.session_id for s in work.courses.sessions_of(course_id)}
            for visitor, status in work.courses.roster(course_id):
                waiting += status is EnrolmentStatus.WAITLISTED
                lines.append(
                    RosterLine(
                        visitor=visitor,
                        status=status,
                        waitlist_place=waiting if status is EnrolmentStatus.WAITLISTED else None,
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
                _unknown_course(text)
                if not found
                else KnownError(
                    "several_courses",
                    zh=f"有 {len(found)} 门课叫“{text}”，请改用编号（course list 可查）。",
                    en=f"{len(found)} courses are called {text}: use the id (see course list).",
                )
            )
        return found[0].course_id


def _require(holds: bool, option: str, allowed: str) -> None:  # noqa: FBT001
    if not holds:
        raise KnownError(
            "bad_number",
            zh=f"{option} 超出范围，允许 {allowed}。",
            en=f"{option} is out of range: {allowed}.",
        )


def _unknown_course(text: str) -> KnownError:
    return KnownError(
        "unknown_course",
        zh=f"没有这门课：{text}。请用 course list 查看。",
        en=f"No such course: {text}. course list shows them.",
    )
