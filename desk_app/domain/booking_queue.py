"""The queue for a slot that is taken: who waits for it, in which place, and when one may join."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.bookings import BookingOutcome
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import Room, sharing_floor

_MINUTE = timedelta(minutes=1)
_HELD = timedelta(hours=24)
_HELD_ONCE_BEGUN = timedelta(minutes=15)

WAITS_FOR = frozenset({BookingOutcome.CONFLICT, BookingOutcome.FULL, BookingOutcome.BUFFER})
"""Refusals that end when somebody else gives up a booking."""

TAKEN_UP = frozenset({BookingStatus.CONFIRMED, BookingStatus.PENDING, BookingStatus.TENTATIVE})
"""What a place in the queue has become once its booker has the room."""


def waits_for(waiting: Booking, held: Booking, rooms: Mapping[RoomId, Room]) -> bool:
    """Whether one stands in the way of the other: the same floor, nearer than the room's gap."""
    room = rooms.get(held.room_id)
    if room is None or waiting.room_id not in sharing_floor(rooms, held.room_id):
        return False
    return (
        waiting.starts_at < held.ends_at + room.gap and held.starts_at < waiting.ends_at + room.gap
    )


def queue_for(
    held: Booking, waiting: Iterable[Booking], rooms: Mapping[RoomId, Room]
) -> list[Booking]:
    """Return who of a queue waits for a booking's slot, in the queue's order, without itself."""
    return [
        one for one in waiting if one.booking_id != held.booking_id and waits_for(one, held, rooms)
    ]


def still_wished(waiting: Booking, at: datetime) -> Booking:
    """Return what of a wish can still be had: of a slot that has begun the rest, to the minute."""
    if at <= waiting.starts_at:
        return waiting
    begun = (at - waiting.starts_at) // -_MINUTE * -_MINUTE
    return replace(waiting, starts_at=waiting.starts_at + begun)


def held_until(waiting: Booking, at: datetime) -> datetime:
    """Return how long an offer made now is kept: a day, but no longer than to the slot's start.

    Of a slot that has begun the rest is offered, for a quarter of an hour.
    """
    if at < waiting.starts_at:
        return min(at + _HELD, waiting.starts_at)
    return min(at + _HELD_ONCE_BEGUN, waiting.ends_at)


def is_same_wish(one: Booking, other: Booking) -> bool:
    """Whether two places in a queue are one and the same wish, asked twice."""
    return (
        one.room_id == other.room_id
        and (one.starts_at, one.ends_at) == (other.starts_at, other.ends_at)
        and (one.visitor_id, one.company) == (other.visitor_id, other.company)
        and bool(one.visitor_id or one.company)
    )
