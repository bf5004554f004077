"""Asking for a room: the request, who makes it, what stands around it, and the answer.

Periods are half-open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from desk_app.domain.holidays import HolidayCalendar
from desk_app.domain.ids import BookingId, RoomId
from desk_app.domain.rooms import Closure, Equipment, Room

MAX_LENGTH = timedelta(days=14)


class BookingOutcome(StrEnum):
    """What came of asking for a room."""

    OK = "ok"
    PENDING = "pending"
    TENTATIVE = "tentative"
    INVALID = "invalid"
    BLOCKED = "blocked"
    NOT_ALLOWED = "not_allowed"
    CLOSED = "closed"
    BLACKOUT = "blackout"
    TOO_SMALL = "too_small"
    CONFLICT = "conflict"
    FULL = "full"
    BUFFER = "buffer"
    EQUIPMENT_TAKEN = "equipment_taken"
    TOO_LONG = "too_long"
    TOO_FAR_AHEAD = "too_far_ahead"
    QUOTA = "quota"
    SELF_OVERLAP = "self_overlap"
    NO_END = "no_end"
    NOTHING_TO_BOOK = "nothing_to_book"

    @property
    def holds_room(self) -> bool:
        """Whether the room is the booker's, at least for now."""
        return self in _HOLDS


_HOLDS = frozenset({BookingOutcome.OK, BookingOutcome.PENDING, BookingOutcome.TENTATIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A booking as it occupies its room: ``[starts_at, ends_at)``, what was freed left out."""

    booking_id: BookingId
    room_id: RoomId
    starts_at: datetime
    ends_at: datetime
    headcount: int = 0
    needs: Equipment = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Booker:
    """Who asks, and what they have in this room already.

    Attributes:
        taken: Start and minutes of each of their bookings in the weeks and months asked about.
        open_count: Their bookings that are not over.
    """

    is_company: bool = False
    is_staff: bool = False
    is_blocked: bool = False
    taken: tuple[tuple[datetime, int], ...] = ()
    open_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for; ``headcount`` 0 is not said."""

    room_id: RoomId
    starts_at: datetime
    ends_at: datetime
    headcount: int = 0
    needs: Equipment = ()
    is_walk_in: bool = False
    is_override: bool = False

    @property
    def length(self) -> timedelta:
        """How long the room is wanted."""
        return self.ends_at - self.starts_at

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether a half-open period shares a moment with this one."""
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around requests within one stretch of time.

    Attributes:
        uses: By room; at least all that come within a gap of the requests.
        at: The present moment.
    """

    rooms: Mapping[RoomId, Room]
    uses: Mapping[RoomId, tuple[Use, ...]]
    at: datetime
    closures: tuple[Closure, ...] = ()
    calendar: HolidayCalendar = field(default_factory=HolidayCalendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingQuestion:
    """A request, who makes it, and what stands around it."""

    request: Request
    around: Surroundings
    booker: Booker = field(default_factory=Booker)

    @property
    def room(self) -> Room:
        """The room asked for."""
        return self.around.rooms[self.request.room_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingDecision:
    """The outcome and its facts.

    Attributes:
        facts: JSON values by name: what was asked and what the limit is.
        against: Bookings that stand against it.
        overrode: What staff's reason set aside.
    """

    outcome: BookingOutcome
    facts: Mapping[str, object] = field(default_factory=dict)
    against: tuple[BookingId, ...] = ()
    overrode: tuple[BookingOutcome, ...] = ()
