"""What use cases answer and pages show: frozen values, no words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from desk_app.domain.check_in import CheckInOutcome, Direction
from desk_app.domain.code_kinds import CodeKind
from desk_app.domain.courses import Attendance, ClassSession, LessonMark
from desk_app.domain.ids import BookingId, CheckInId, CourseId, Nonce, SessionId, VisitorId


class Channel(StrEnum):
    """How a presentation reached the desk."""

    CAMERA = "camera"
    SCANNER = "scanner"
    SEARCH = "search"
    COMMAND = "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorCard:
    """A visitor as the result card shows them; the phone is masked already."""

    visitor_id: VisitorId
    name: str
    phone_masked: str
    company: str
    workplace: str
    attention: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInOption:
    """One thing the visitor could do now; ``is_enrolled`` is False for a walk-in."""

    session: ClassSession
    is_enrolled: bool
    seats_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCard:
    """A booked room as the counter shows it; all moments aware UTC."""

    booking_id: BookingId
    room: str
    starts_at: datetime
    ends_at: datetime
    company: str = ""
    purpose: str = ""
    checked_in_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatHeld:
    """A seat from the waitlist, held for the visitor until they answer."""

    course_id: CourseId
    course_name: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """What a course asks at check-in and has no answer to yet."""

    question_id: UUID
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInResult:
    """What the check-in page shows after one presentation.

    Attributes:
        at: When it was presented (aware UTC).
        visitor: None where the code names nobody this desk knows.
        session: The session the answer is about, if one is.
        attendance: Set when admitted to or already in a session; ``late_min`` goes with it.
        first_at: For ``already_in`` and ``admitted``: the earliest entry that counts.
        first_desk: Name of the desk of the first entry; empty if unknown.
        next_lesson: The visitor's own next lesson, for refusals.
        options: For ``choose``, the likeliest first; answer with ``present(..., session_id=…)``.
        marks: The lesson strip, one per lesson; empty for lectures and strangers.
        absent: Lessons missed so far in this course.
        is_last_allowed_absence: One more absence and the award is out of reach.
        waitlist_place: 1-based, for ``waitlisted``.
        seats_left: Of ``session``; for ``not_enrolled``: how many could still enrol.
        is_provisional: Admitted on the signature alone; the roster has nobody for it yet.
        pass_hint: Last four characters of a code this desk does not know.
        noted_name: Of a provisional one: who they say they are, as the volunteer noted.
        code_kind: For ``foreign_code``: what the code is for.
        can_link: The code may be tied to a visitor.
        can_force: Staff may admit with a reason.
        overrode: Staff did, against the rules.
        may_be_elsewhere: Admitted where one entry counts, and the station has another desk: while
            this one is offline, that one may have admitted the same visitor.
        room: For ``admitted`` and ``already_in``: the booking checked in to, instead of a session.
        room_options: For ``choose``: rooms that wait for the visitor, after ``options``.
        rooms_today: The visitor's rooms of the day, in use or to come.
        seats_held: Seats the visitor may accept.
        questions: For ``question``: what is to be answered, in order.
        nonce: Of this presentation; the same nonce again gives the same check-in.
        ms: Milliseconds the use case took.
    """

    outcome: CheckInOutcome
    at: datetime
    nonce: Nonce
    channel: Channel = Channel.CAMERA
    direction: Direction = Direction.IN
    visitor: VisitorCard | None = None
    session: ClassSession | None = None
    attendance: Attendance | None = None
    late_min: int = 0
    check_in_id: CheckInId | None = None
    first_at: datetime | None = None
    first_desk: str = ""
    next_lesson: ClassSession | None = None
    options: tuple[CheckInOption, ...] = ()
    marks: tuple[LessonMark, ...] = ()
    absent: int = 0
    is_last_allowed_absence: bool = False
    waitlist_place: int | None = None
    seats_left: int | None = None
    is_provisional: bool = False
    pass_hint: str = ""
    noted_name: str = ""
    code_kind: CodeKind = CodeKind.OTHER
    can_link: bool = False
    can_force: bool = False
    overrode: bool = False
    may_be_elsewhere: bool = False
    room: RoomCard | None = None
    room_options: tuple[RoomCard, ...] = ()
    rooms_today: tuple[RoomCard, ...] = ()
    seats_held: tuple[SeatHeld, ...] = ()
    questions: tuple[AskedQuestion, ...] = ()
    ms: float = 0.0

    @property
    def undo_id(self) -> CheckInId | BookingId | None:
        """What an undo of this result takes."""
        return self.room.booking_id if self.room else self.check_in_id

    @property
    def choices(self) -> tuple[CheckInOption | RoomCard, ...]:
        """For ``choose``: everything they could go to, sessions before rooms."""
        return (*self.options, *self.room_options)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMeter:
    """A session of today with its head count (``arrived`` of ``expected``)."""

    session: ClassSession
    arrived: int
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One line of 刚到: a presentation and what came of it.

    Attributes:
        name: Visitor's name; empty for a stranger.
        title: Course or lecture name; empty where none was asked for.
        undo_id: Set while it can be undone (admitted and not undone).
        is_flagged: Let in, but by now the pass is revoked or the enrolment cancelled.
        is_room: Admitted to a booked room, not to a class.
        is_walk_in: Admitted without an enrolment (旁听).
        is_pending: Its check-in has not reached the centre (only where a centre is joined).
    """

    at: datetime
    outcome: CheckInOutcome
    name: str
    title: str
    attendance: Attendance | None
    undo_id: CheckInId | BookingId | None
    is_undone: bool = False
    is_flagged: bool = False
    is_room: bool = False
    is_walk_in: bool = False
    is_pending: bool = False
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaySheet:
    """What the check-in page shows beside the stage.

    Attributes:
        meters: Sessions of today that are not over, soonest first.
        open_count: How many of them are open for check-in now.
        arrivals: Latest presentations, newest first, at most 30.
        recent_count: People admitted in the last 5 minutes.
        missing: Enrolled people not yet here, over the meters.
    """

    at: datetime
    meters: tuple[SessionMeter, ...] = ()
    open_count: int = 0
    arrivals: tuple[Arrival, ...] = ()
    recent_count: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorHit:
    """One line of a search: who, and what they have tonight.

    Attributes:
        pinyin: Syllables with tone marks, one per character of the name, for example ("gù", "wǎn").
        matched: Indexes of the characters that the text typed stands for.
        tonight: The session of today the visitor is enrolled in, if any.
        arrived_at: When the visitor arrived at it, if they did.
    """

    visitor: VisitorCard
    pinyin: tuple[str, ...] = ()
    matched: tuple[int, ...] = ()
    tonight: ClassSession | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """Hits, best first (those with a class tonight before the others), at most 50.

    Attributes:
        text: What was searched, so that a late answer can be dropped.
        needs_more: The text is too short to search (one letter or one digit).
    """

    text: str
    hits: tuple[VisitorHit, ...] = ()
    needs_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskIdentity:
    """What the top bar says; ``session_id`` is set while the desk is pinned to one session."""

    station: str
    desk: str
    operator: str
    session_id: SessionId | None = None
