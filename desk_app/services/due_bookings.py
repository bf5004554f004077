"""The booked rooms of the visitor at the desk."""

from datetime import datetime

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.booking_use import Booking, UseOutcome, decide_use
from desk_app.domain.check_in import CheckInOutcome, Decision, Settled, UndoOutcome, may_undo
from desk_app.domain.clock import local_day
from desk_app.domain.due_bookings import DueBooking, decide_room, with_due_bookings
from desk_app.domain.ids import BookingId
from desk_app.domain.people import Operator, Role, Visitor
from desk_app.services.check_in_facts import Presentation
from desk_app.services.results import RoomCard
from desk_app.services.rooms import unknown_booking
from desk_app.services.stored_bookings import set_fields

_SHOWN = frozenset({UseOutcome.OK, UseOutcome.TOO_EARLY, UseOutcome.ALREADY_IN})


def rooms_today(work: UnitOfWork, visitor: Visitor, at: datetime) -> tuple[RoomCard, ...]:
    """Return the visitor's rooms of the day that are not over, in use or still to come."""
    return tuple(
        room_card(work, booking)
        for booking, use in _near(work, visitor, at)
        if use in _SHOWN and local_day(booking.starts_at) == local_day(at)
    )


def room_card(work: UnitOfWork, booking: Booking) -> RoomCard:
    """Return what the counter shows of a booking."""
    room = work.rooms.all()[booking.room_id]
    return RoomCard(
        booking_id=booking.booking_id,
        room=room.name,
        starts_at=booking.starts_at,
        ends_at=booking.freed_at or booking.ends_at,
        company=booking.company,
        purpose=booking.purpose,
        checked_in_at=booking.checked_in_at,
    )


def settle_rooms(
    work: UnitOfWork, plain: Decision, presentation: Presentation, visitor: Visitor, at: datetime
) -> Settled:
    """Add booked rooms to what the classes alone would give, and check in to the one that fits.

    A repeated delivery of one scan is answered as the first time.

    Raises:
        KnownError: The room asked for is none of the visitor's or their company's.
    """
    repeated = work.check_ins.booking_of_attempt(presentation.nonce)
    chosen = presentation.booking_id or repeated
    near = _near(work, visitor, at)
    if chosen is None:
        due = [
            DueBooking(booking=booking, is_own=booking.visitor_id == visitor.visitor_id)
            for booking, use in near
            if use is UseOutcome.OK
        ]
        settled = with_due_bookings(plain, due)
    else:
        found = next(((b, use) for b, use in near if b.booking_id == chosen), None)
        if found is None:
            raise unknown_booking(chosen)
        booking, use = found
        is_again = repeated == chosen and booking.checked_in_at is not None
        settled = decide_room(plain, booking, UseOutcome.OK if is_again else use)
    is_in = settled.decision.outcome is CheckInOutcome.ADMITTED
    if is_in and settled.room is not None and settled.room.checked_in_at is None:
        set_fields(work, settled.room, "checked_in", checked_in_at=at)
    return settled


def undo_room(
    work: UnitOfWork, booking_id: BookingId, at: datetime, operator: Operator | None
) -> UndoOutcome:
    """Undo a check-in to a booked room, by the rule of all check-ins."""
    booking = work.bookings.booking(booking_id)
    if booking is None:
        return UndoOutcome.UNKNOWN_CHECK_IN
    if booking.checked_in_at is None:
        return UndoOutcome.ALREADY_UNDONE
    outcome = may_undo(
        at=at,
        entered_at=booking.checked_in_at,
        is_same_desk=work.check_ins.is_booking_admitted_here(booking_id),
        is_staff=operator is not None and operator.role is Role.STAFF,
    )
    if outcome is UndoOutcome.UNDONE:
        set_fields(work, booking, "check_in_undone", checked_in_at=None)
    return outcome


def _near(work: UnitOfWork, visitor: Visitor, at: datetime) -> list[tuple[Booking, UseOutcome]]:
    ids = work.visits.booking_ids(visitor, at)
    rooms = work.rooms.all()
    found = [booking for i in ids if (booking := work.bookings.booking(i)) is not None]
    return [(b, decide_use(b, rooms[b.room_id], at)) for b in found if b.room_id in rooms]
