"""Bookings that are stored: read, decided anew, changed, and offered to who waits."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.booking_queue import held_until, still_wished
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.bookings import (
    Booker,
    BookingDecision,
    Request,
)
from desk_app.domain.changes import Change, Entity
from desk_app.domain.ids import BookingId
from desk_app.domain.rooms import sharing_floor
from desk_app.services.booking_plan import Scene, Who, scene_of
from desk_app.services.rooms import unknown_booking


def found_booking(work: UnitOfWork, booking_id: BookingId) -> Booking:
    """Return a booking.

    Raises:
        KnownError: There is no such booking.
    """
    found = work.bookings.booking(booking_id)
    if found is None:
        raise unknown_booking(booking_id)
    return found


def set_fields(work: UnitOfWork, booking: Booking, what: str, **values: object) -> None:
    """Change fields of a booking and queue them."""
    work.change(
        Change(
            kind=f"booking.{what}",
            entity=Entity.BOOKING,
            row_id=booking.booking_id,
            values=values,
        )
    )


def request_of(booking: Booking) -> Request:
    """Return what a booking asked for; staff's reason still holds."""
    return Request(
        room_id=booking.room_id,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        headcount=booking.headcount,
        needs=booking.needs,
        is_walk_in=booking.is_walk_in,
        is_override=bool(booking.override_reason),
    )


def scene_without(work: UnitOfWork, at: datetime, *bookings: Booking) -> Scene:
    """Read what stands around bookings, without themselves."""
    first = min(booking.starts_at for booking in bookings)
    last = max(booking.ends_at for booking in bookings)
    scene = scene_of(work, at, first, last)
    scene.ignored = frozenset(booking.booking_id for booking in bookings)
    return scene


def who_of(booking: Booking) -> Who:
    """Return for whom a booking is."""
    return Who(visitor_id=booking.visitor_id, company=booking.company)


def decide_again(
    work: UnitOfWork,
    booking: Booking,
    at: datetime,
    *,
    ends_at: datetime | None = None,
    is_override: bool = False,
) -> BookingDecision:
    """Decide a stored booking anew, as if it were not there, with another end if one is given.

    With ``is_override`` staff set aside what they may.
    """
    scene = scene_without(work, at, booking)
    asked = request_of(booking)
    if is_override:
        asked = replace(asked, is_override=True)
    if ends_at is not None:
        asked = replace(asked, ends_at=ends_at)
    room = scene.rooms[booking.room_id]
    booker: Booker = scene.booker(who_of(booking), room, asked.starts_at, asked.starts_at)
    return decide_booking(scene.question(asked, booker))


def settle_offers(work: UnitOfWork, at: datetime) -> None:
    """Let offers go that nobody took up in time, and offer the slot to the next in the queue."""
    for booking in work.bookings.expired_offers(at):
        set_fields(work, booking, "offer_expired", status=BookingStatus.CANCELLED.value)
        offer_next(work, booking, at)


def offer_what_is_free(work: UnitOfWork, at: datetime) -> tuple[Booking, ...]:
    """Offer what came free by itself, when nobody came or an offer ran out, to who waits for it.

    Of the station's own rooms alone: another station offers its own.
    """
    settle_offers(work, at)
    own = {room.room_id for room in work.rooms.all().values() if not room.station}
    waiting = [b for b in work.bookings.all_waiting(at) if b.room_id in own]
    return _offer_what_fits(work, waiting, at)


def offer_next(work: UnitOfWork, freed: Booking, at: datetime) -> tuple[Booking, ...]:
    """Offer what was freed to those who wait for it, first come first; each offer is held."""
    floor = sharing_floor(work.rooms.all(), freed.room_id)
    return _offer_what_fits(work, work.bookings.waiting(floor, at), at)


def _offer_what_fits(
    work: UnitOfWork, waiting: Iterable[Booking], at: datetime
) -> tuple[Booking, ...]:
    """Offer each their slot, or the rest of it; one offer stands in the way of the next."""
    offered = []
    for booking in waiting:
        rest = still_wished(booking, at)
        if decide_again(work, rest, at).outcome.holds_room:
            values = {"status": BookingStatus.OFFERED.value, "held_until": held_until(booking, at)}
            if rest.starts_at != booking.starts_at:
                values["starts_at"] = rest.starts_at
            set_fields(work, booking, "offered", **values)
            offered.append(found_booking(work, booking.booking_id))
    return tuple(offered)
