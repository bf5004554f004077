"""What the timeline draws: rows, blocks in minutes of the day, and the rules asked at once."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.bookings import Booker, BookingDecision, BookingQuestion, Request, Surroundings
from desk_app.domain.clock import SHANGHAI
from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import BookingId, RoomId
from desk_app.domain.rooms import Equipment, Room
from desk_app.services.room_day import BookingLine, RoomDay, RoomNow

SNAP_MIN = 15
_HOUR = 60
USUAL = (7 * _HOUR, 22 * _HOUR)


class BlockKind(StrEnum):
    """What a block is; each has its own tint, icon and border."""

    LESSON = "lesson"
    MEETING = "meeting"
    FIXED = "fixed"
    WALK_IN = "walkin"


class BlockState(StrEnum):
    """How a booking stands."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    TENTATIVE = "tentative"
    OFFERED = "offered"
    CHECKED_IN = "checked_in"
    OVERDUE = "overdue"
    RELEASED = "released"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a row: ``[start_min, end_min)`` in minutes of the row's day."""

    row: int
    start_min: int
    end_min: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end_min - self.start_min


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A booking or a lesson in a row.

    Attributes:
        lane: Its place among those at the same time, of ``lanes``.
        waiting: How many wait for its time.
    """

    span: Span
    kind: BlockKind
    state: BlockState = BlockState.CONFIRMED
    line: BookingLine | None = None
    lesson: ClassSession | None = None
    lane: int = 0
    lanes: int = 1
    waiting: int = 0

    @property
    def use_id(self) -> BookingId | None:
        """The id by which the rules name it; a lesson's is its session's."""
        return BookingId(self.lesson.session_id) if self.lesson else self.booking_id

    @property
    def booking_id(self) -> BookingId | None:
        """Which booking it is; None for a lesson."""
        return self.line.booking.booking_id if self.line else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """A room on a day.

    Attributes:
        open: When it is open, in minutes of the day.
        shut: Closures of it or of the station, likewise.
        is_fitting: It holds the headcount and has the equipment filtered for.
    """

    room: Room
    source: RoomDay
    open: tuple[tuple[int, int], ...]
    shut: tuple[tuple[int, int], ...] = ()
    now: RoomNow | None = None
    is_fitting: bool = True

    @property
    def day(self) -> date:
        """The date of the row."""
        return self.source.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a room must offer; the others are dimmed."""

    headcount: int = 0
    equipment: tuple[str, ...] = ()

    def fits(self, room: Room) -> bool:
        """Whether a room has the seats and the equipment."""
        has = {name for name, count in (*room.fixtures, *room.equipment) if count > 0}
        seats = not room.capacity or room.capacity >= self.headcount
        return seats and has.issuperset(self.equipment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All rows with their blocks.

    Attributes:
        by_room: Rows are rooms of one day; else they are days of one room.
        first_min: The first minute shown, ``last_min`` the end; whole hours.
    """

    rows: tuple[RowLine, ...] = ()
    blocks: tuple[Block, ...] = ()
    by_room: bool = True
    first_min: int = USUAL[0]
    last_min: int = USUAL[1]
    at: datetime = field(default_factory=lambda: datetime(2000, 1, 1, tzinfo=UTC))

    def moment(self, row: int, minute: int) -> datetime:
        """Return the moment of a minute of a row's day."""
        midnight = datetime.combine(self.rows[row].day, time(), SHANGHAI).astimezone(UTC)
        return midnight + timedelta(minutes=minute)

    def at_minute(self, row: int, minute: int) -> list[Block]:
        """Return the blocks of a row that hold a minute."""
        return [
            b
            for b in self.blocks
            if b.span.row == row and b.span.start_min <= minute < b.span.end_min
        ]

    def row_of(self, room_id: RoomId, day: date) -> int | None:
        """Return the row of a room on a day, if it is shown."""
        for place, row in enumerate(self.rows):
            if row.room.room_id == room_id and row.day == day:
                return place
        return None

    def block_of(self, booking_id: BookingId) -> Block | None:
        """Return the block of a booking or a lesson, if it is shown."""
        return next((b for b in self.blocks if b.use_id == booking_id), None)

    def find(self, booking_id: BookingId) -> BookingLine | ClassSession | None:
        """Return a booking or a lesson of the days read, by the id the rules gave."""
        lessons = (session for row in self.rows for _, session in row.source.lessons)
        found = next((one for one in lessons if one.session_id == booking_id), None)
        return found or self.line_of(booking_id)

    def line_of(self, booking_id: BookingId) -> BookingLine | None:
        """Return a booking of the days read."""
        for row in self.rows:
            for line in row.source.bookings:
                if line.booking.booking_id == booking_id:
                    return line
        return None

    def ask(
        self,
        span: Span,
        *,
        headcount: int = 0,
        needs: Equipment = (),
        ignoring: BookingId | None = None,
        is_walk_in: bool = False,
    ) -> BookingDecision:
        """Ask the rules about a stretch with what was read of the day; nothing is waited for.

        Limits of the booker are asked when it is booked.
        """
        around = self.rows[span.row].source.around
        request = Request(
            room_id=self.rows[span.row].room.room_id,
            starts_at=self.moment(span.row, span.start_min),
            ends_at=self.moment(span.row, span.end_min),
            headcount=headcount,
            needs=needs,
            is_walk_in=is_walk_in,
        )
        if ignoring is not None:
            around = _without(around, ignoring)
        booker = Booker(is_company=True, is_staff=True)
        return decide_booking(BookingQuestion(request=request, around=around, booker=booker))


def _without(around: Surroundings, ignoring: BookingId) -> Surroundings:
    uses = {
        room_id: tuple(use for use in found if use.booking_id != ignoring)
        for room_id, found in around.uses.items()
    }
    return replace(around, uses=uses)


def minute_of(at: datetime, day: date) -> int:
    """Return the minute of a Shanghai date at a moment; before it below 0, after it over 1440."""
    midnight = datetime.combine(day, time(), SHANGHAI)
    return int((at - midnight).total_seconds() // 60)
