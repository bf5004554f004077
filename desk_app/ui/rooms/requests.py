"""What the rooms page asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from desk_app.domain.booking_use import Booking
from desk_app.domain.ids import BookingId, RoomId, VisitorId
from desk_app.domain.rooms import Equipment
from desk_app.domain.series import OnClash, SeriesScope


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSign:
    """Staff set a rule aside: who, their PIN, and why."""

    name: str
    pin: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookWish:
    """A room for somebody, once or in a series.

    Attributes:
        who: What was typed: a company, a visitor or free text.
        visitor_id: The visitor, where one was chosen from the search.
        rule: RRULE text for a series.
        workdays_until: Instead: every working day to this date.
        waits: Join the queue where it is taken.
        is_trial: Only tell what would come of it.
    """

    room_id: RoomId
    starts_at: datetime
    ends_at: datetime
    who: str = ""
    visitor_id: VisitorId | None = None
    headcount: int = 0
    needs: Equipment = ()
    purpose: str = ""
    contact: str = ""
    rule: str = ""
    workdays_until: date | None = None
    on_clash: OnClash = OnClash.STOP
    choices: Mapping[date, OnClash] = field(default_factory=dict)
    staff: StaffSign | None = None
    is_walk_in: bool = False
    waits: bool = False
    is_trial: bool = False

    @property
    def is_series(self) -> bool:
        """Whether it repeats."""
        return bool(self.rule) or self.workdays_until is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveWish:
    """A booking at another time, in another room, or longer or shorter."""

    booking: Booking
    room_id: RoomId
    starts_at: datetime
    ends_at: datetime
    scope: SeriesScope = SeriesScope.THIS
    on_clash: OnClash = OnClash.STOP
    choices: Mapping[date, OnClash] = field(default_factory=dict)
    staff: StaffSign | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelWish:
    """A booking, or with it those that follow or all of its series, taken out."""

    booking: Booking
    scope: SeriesScope = SeriesScope.THIS


@dataclass(frozen=True, slots=True, kw_only=True)
class UseWish:
    """Something done with a booking at the counter: check_in, check_out, release or accept."""

    booking_id: BookingId
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendWish:
    """Stay until ``ends_at``; where a rule forbids it, staff may sign."""

    booking_id: BookingId
    ends_at: datetime
    staff: StaffSign | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RewordWish:
    """Another purpose or contact."""

    booking: Booking
    purpose: str
    contact: str
    scope: SeriesScope = SeriesScope.THIS


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomWish:
    """A room to be added, or with an id to be changed; settings are named as in Room.

    Attributes:
        picture: The JPEG that becomes its picture.
    """

    room_id: RoomId | None
    settings: Mapping[str, Any]
    picture: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureWish:
    """A room, or without one the whole station, shut for ``[starts_at, ends_at)``; aware."""

    starts_at: datetime
    ends_at: datetime
    room_id: RoomId | None = None
    reason: str = ""
