"""Using a booking: the window to check in, release of no-shows, early check-out, the held offer.

Nothing runs in the background: what time alone changes is worked out whenever a booking is read.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk_app.domain.bookings import Use
from desk_app.domain.ids import BookingId, RoomId, SeriesId, VisitorId
from desk_app.domain.rooms import Equipment, Room


class BookingStatus(StrEnum):
    """What a booking is."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    TENTATIVE = "tentative"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    RELEASED = "released"
    DISPLACED = "displaced"
    SKIPPED = "skipped"


HOLDING = frozenset(
    {
        BookingStatus.CONFIRMED,
        BookingStatus.PENDING,
        BookingStatus.TENTATIVE,
        BookingStatus.OFFERED,
        BookingStatus.RELEASED,
    }
)
"""What occupies a room, each until it was freed."""


class UseOutcome(StrEnum):
    """What came of acting on a booking."""

    OK = "ok"
    TOO_EARLY = "too_early"
    RELEASED = "released"
    ENDED = "ended"
    NOT_CHECKED_IN = "not_checked_in"
    ALREADY_IN = "already_in"
    NOT_CONFIRMED = "not_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One use of a room, as asked for and as it went.

    Attributes:
        visitor_id: The person who booked, where the station knows them.
        company: The company it counts for, or the free text it was booked for.
        occurrence: Naive local start the series gave it, as ISO text; empty without a series.
        freed_at: From when the rest is free: early check-out or release.
        held_until: How long an offer is kept.
    """

    booking_id: BookingId
    room_id: RoomId
    starts_at: datetime
    ends_at: datetime
    status: BookingStatus = BookingStatus.CONFIRMED
    visitor_id: VisitorId | None = None
    company: str = ""
    contact: str = ""
    purpose: str = ""
    headcount: int = 0
    needs: Equipment = ()
    series_id: SeriesId | None = None
    occurrence: str = ""
    checked_in_at: datetime | None = None
    freed_at: datetime | None = None
    held_until: datetime | None = None
    override_reason: str = ""
    is_walk_in: bool = False


def decide_use(booking: Booking, room: Room, at: datetime) -> UseOutcome:
    """Decide a check-in: from ``early_min`` before the start to ``release_min`` after it.

    The end wins over the release: after it a booking has ended, whoever came.
    """
    if booking.status not in {BookingStatus.CONFIRMED, BookingStatus.RELEASED}:
        return UseOutcome.NOT_CONFIRMED
    is_in = booking.checked_in_at is not None
    outcome = UseOutcome.ALREADY_IN if is_in else UseOutcome.OK
    if at >= booking.ends_at or (is_in and booking.freed_at is not None and at >= booking.freed_at):
        outcome = UseOutcome.ENDED
    elif booking.status is BookingStatus.RELEASED or is_no_show(booking, room, at):
        outcome = UseOutcome.RELEASED
    elif at < opens_at(booking, room) and not is_in:
        outcome = UseOutcome.TOO_EARLY
    return outcome


def opens_at(booking: Booking, room: Room) -> datetime:
    """Return from when one may check in."""
    return booking.starts_at - timedelta(minutes=room.early_min)


def release_at(booking: Booking, room: Room) -> datetime | None:
    """Return the last moment the booking waits for its booker; None: it waits to its end."""
    if not room.release_min:
        return None
    return min(booking.ends_at, booking.starts_at + timedelta(minutes=room.release_min))


def is_no_show(booking: Booking, room: Room, at: datetime) -> bool:
    """Whether a confirmed booking's booker has not come in time."""
    last = release_at(booking, room)
    return (
        booking.status is BookingStatus.CONFIRMED
        and booking.checked_in_at is None
        and not booking.is_walk_in
        and last is not None
        and at > last
    )


def occupied(booking: Booking, room: Room, at: datetime) -> Use | None:
    """Return what a booking occupies, seen at ``at``; None where it holds nothing.

    A no-show frees what is left of its time, not what has passed: the past stays as it was booked.
    """
    if booking.status not in HOLDING:
        return None
    if booking.status is BookingStatus.OFFERED and (booking.held_until or at) <= at:
        return None
    ends_at = booking.ends_at if booking.freed_at is None else booking.freed_at
    if ends_at > at and is_no_show(booking, room, at):
        ends_at = at
    if ends_at <= booking.starts_at:
        return None
    return Use(
        booking_id=booking.booking_id,
        room_id=booking.room_id,
        starts_at=booking.starts_at,
        ends_at=min(ends_at, booking.ends_at),
        headcount=booking.headcount,
        needs=booking.needs,
    )
