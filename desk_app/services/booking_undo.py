"""Use case: take a change of bookings back, as long as nobody else has taken the room."""

from collections.abc import Sequence

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.booking_queue import TAKEN_UP
from desk_app.domain.booking_use import HOLDING, Booking, BookingStatus
from desk_app.domain.bookings import BookingDecision, BookingOutcome
from desk_app.domain.clock import Clock
from desk_app.services.stored_bookings import (
    found_booking,
    request_of,
    scene_without,
    set_fields,
    who_of,
)

_FIELDS = (
    "room_id",
    "starts_at",
    "ends_at",
    "visitor_id",
    "company",
    "purpose",
    "contact",
    "headcount",
    "checked_in_at",
    "freed_at",
    "held_until",
    "override_reason",
)


class BookingUndoService:
    """Puts bookings back to what they were."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def put_back(self, before: Sequence[Booking]) -> BookingDecision:
        """Put bookings back, all or none.

        Who waited, was offered a slot and has taken it up keeps it: that stands against it too.
        A booking whose room has been given to somebody else in the meantime stands against it:
        the decision names it.

        Raises:
            KnownError: One of them does not exist.
        """
        if not before:
            return BookingDecision(outcome=BookingOutcome.NOTHING_TO_BOOK)
        with self._begin() as work:
            refused = self._refusal(work, before)
            if refused is not None:
                return refused
            for old in before:
                found = found_booking(work, old.booking_id)
                values: dict[str, object] = {
                    name: getattr(old, name)
                    for name in _FIELDS
                    if getattr(old, name) != getattr(found, name)
                }
                if old.status is not found.status:
                    values["status"] = old.status.value
                if values:
                    set_fields(work, old, "put_back", **values)
        return BookingDecision(outcome=BookingOutcome.OK)

    def _refusal(self, work: UnitOfWork, before: Sequence[Booking]) -> BookingDecision | None:
        scene = scene_without(work, self._clock(), *before)
        for old in before:
            found = found_booking(work, old.booking_id)
            if old.status is BookingStatus.WAITING and found.status in TAKEN_UP:
                return BookingDecision(outcome=BookingOutcome.CONFLICT, against=(old.booking_id,))
            if old.status in HOLDING:
                room = scene.rooms[old.room_id]
                booker = scene.booker(who_of(old), room, old.starts_at, old.starts_at)
                decision = decide_booking(scene.question(request_of(old), booker))
                if decision.outcome in _GONE:
                    return decision
        return None


_GONE = frozenset(
    {
        BookingOutcome.CONFLICT,
        BookingOutcome.FULL,
        BookingOutcome.BUFFER,
        BookingOutcome.EQUIPMENT_TAKEN,
    }
)
