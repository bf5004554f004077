"""Use cases: check in to a booking, leave early, stay longer, let go, approve, and the queue."""

from dataclasses import dataclass
from datetime import date, datetime

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.booking_use import (
    Booking,
    BookingStatus,
    UseOutcome,
    decide_use,
    is_no_show,
    opens_at,
    release_at,
)
from desk_app.domain.bookings import (
    BookingDecision,
    BookingOutcome,
)
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock, local_day
from desk_app.domain.ids import BookingId, uuid7
from desk_app.domain.people import Operator
from desk_app.services.booking_arrival import booking_by_pass
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import staff_needed
from desk_app.services.stored_bookings import (
    decide_again,
    found_booking,
    offer_next,
    offer_what_is_free,
    set_fields,
    settle_offers,
)

_LIVE = frozenset(
    {
        BookingStatus.CONFIRMED,
        BookingStatus.PENDING,
        BookingStatus.TENTATIVE,
        BookingStatus.WAITING,
        BookingStatus.OFFERED,
        BookingStatus.DISPLACED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseAnswer:
    """What came of acting on a booking.

    Attributes:
        opens_at: From when one may check in.
        released_at: Until when the booking waits for its booker, or None: to its end.
        offered: Those whose turn came because of it.
    """

    outcome: UseOutcome | BookingOutcome
    booking: Booking
    decision: BookingDecision | None = None
    opens_at: datetime | None = None
    released_at: datetime | None = None
    offered: tuple[Booking, ...] = ()


class BookingUseService:
    """Keeps what becomes of bookings. ``at`` is when it happens; left out, now."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def booking(self, booking_id: BookingId) -> Booking:
        """Return a booking.

        Raises:
            KnownError: There is no such booking; as every method here.
        """
        with self._read() as work:
            return found_booking(work, booking_id)

    def between(self, starts_at: datetime, ends_at: datetime) -> list[Booking]:
        """Return every booking that touches ``[starts_at, ends_at)``, whatever became of it."""
        with self._read() as work:
            return work.bookings.between(starts_at, ends_at)

    def check_in(self, booking_id: BookingId, at: datetime | None = None) -> UseAnswer:
        """Check the booker in; too late, the booking is released and the rest of it free."""
        now = at or self._clock()
        with self._begin() as work:
            booking = found_booking(work, booking_id)
            room = work.rooms.all()[booking.room_id]
            outcome = decide_use(booking, room, now)
            if outcome is UseOutcome.OK:
                set_fields(work, booking, "checked_in", checked_in_at=now)
            return UseAnswer(
                outcome=outcome,
                booking=found_booking(work, booking_id),
                opens_at=opens_at(booking, room),
                released_at=release_at(booking, room),
            )

    def check_in_by_pass(self, code: str, at: datetime | None = None) -> UseAnswer:
        """Check in to the booking of today that fits best the visitor of a pass.

        Raises:
            KnownError: The pass is not good, or nothing is booked today.
        """
        with self._read() as work:
            booking = booking_by_pass(work, code, at or self._clock())
        return self.check_in(booking.booking_id, at)

    def check_out(self, booking_id: BookingId, at: datetime | None = None) -> UseAnswer:
        """Leave early: the rest is free again."""
        now = at or self._clock()
        with self._begin() as work:
            booking = found_booking(work, booking_id)
            outcome = UseOutcome.OK
            if booking.checked_in_at is None:
                outcome = UseOutcome.NOT_CHECKED_IN
            elif now >= (booking.freed_at or booking.ends_at):
                outcome = UseOutcome.ENDED
            return self._freed(work, booking, now, outcome, BookingStatus.CONFIRMED)

    def release(self, booking_id: BookingId, at: datetime | None = None) -> UseAnswer:
        """Give the rest of a booking free whose booker has not come."""
        now = at or self._clock()
        with self._begin() as work:
            booking = found_booking(work, booking_id)
            outcome = UseOutcome.OK
            if booking.status not in _LIVE:
                outcome = UseOutcome.NOT_CONFIRMED
            elif now >= booking.ends_at:
                outcome = UseOutcome.ENDED
            return self._freed(
                work, booking, max(now, booking.starts_at), outcome, BookingStatus.RELEASED
            )

    def _freed(
        self,
        work: UnitOfWork,
        booking: Booking,
        now: datetime,
        outcome: UseOutcome,
        status: BookingStatus,
    ) -> UseAnswer:
        offered: tuple[Booking, ...] = ()
        if outcome is UseOutcome.OK:
            set_fields(work, booking, "freed", freed_at=now, status=status.value)
            offered = offer_next(work, booking, now)
        return UseAnswer(
            outcome=outcome, booking=found_booking(work, booking.booking_id), offered=offered
        )

    def extend(
        self,
        booking_id: BookingId,
        ends_at: datetime,
        at: datetime | None = None,
        *,
        override_reason: str = "",
        by: Operator | None = None,
    ) -> UseAnswer:
        """Stay longer, if the room is free; a change of its end alone.

        Raises:
            KnownError: A reason without staff.
        """
        if override_reason and by is None:
            raise staff_needed()
        now = at or self._clock()
        with self._begin() as work:
            work.operator = by.name if by else work.operator
            booking = found_booking(work, booking_id)
            if booking.status not in _LIVE or now >= (booking.freed_at or booking.ends_at):
                return UseAnswer(outcome=UseOutcome.ENDED, booking=booking)
            decision = decide_again(
                work, booking, now, ends_at=ends_at, is_override=bool(override_reason)
            )
            if decision.outcome.holds_room:
                kept = (
                    {"override_reason": override_reason}
                    if override_reason and decision.overrode
                    else {}
                )
                set_fields(work, booking, "extended", ends_at=ends_at, **kept)
            return UseAnswer(
                outcome=decision.outcome,
                booking=found_booking(work, booking_id),
                decision=decision,
            )

    def accept(self, booking_id: BookingId, at: datetime | None = None) -> UseAnswer:
        """Confirm a pending booking, or take up an offer; refused if the room is gone."""
        now = at or self._clock()
        with self._begin() as work:
            settle_offers(work, now)
            booking = found_booking(work, booking_id)
            if booking.status not in {BookingStatus.PENDING, BookingStatus.OFFERED}:
                return UseAnswer(outcome=UseOutcome.NOT_CONFIRMED, booking=booking)
            decision = decide_again(work, booking, now)
            if decision.outcome.holds_room:
                set_fields(work, booking, "accepted", status=BookingStatus.CONFIRMED.value)
            return UseAnswer(
                outcome=BookingOutcome.OK if decision.outcome.holds_room else decision.outcome,
                booking=found_booking(work, booking_id),
                decision=decision,
            )

    def settle_queue(self, at: datetime | None = None) -> tuple[Booking, ...]:
        """Let offers go that ran out, and offer what came free by itself; answers whose turn came.

        Opens no writing transaction where nobody waits.
        """
        now = at or self._clock()
        with self._read() as work:
            if not (work.bookings.all_waiting(now) or work.bookings.expired_offers(now)):
                return ()
        with self._begin() as work:
            return offer_what_is_free(work, now)

    def no_shows(self, who: Who) -> list[Booking]:
        """Return the bookings of the past year whose booker did not come."""
        now = self._clock()
        with self._read() as work:
            rooms = work.rooms.all()
            year_ago = now.replace(year=now.year - 1, day=min(now.day, 28))
            found = work.bookings.of_booker(who.visitor_id, who.company, year_ago, now)
            return [b for b in found if b.room_id in rooms and is_no_show(b, rooms[b.room_id], now)]

    def block(self, who: Who, last_day: date, reason: str) -> None:
        """Let somebody book nothing up to and including a day."""
        with self._begin() as work:
            work.add(
                Change(
                    kind="booker_block.added",
                    entity=Entity.BOOKER_BLOCK,
                    row_id=uuid7(self._clock()),
                    values={
                        "visitor_id": None if who.company else who.visitor_id,
                        "company": who.company,
                        "last_day": last_day,
                        "reason": reason,
                    },
                )
            )

    def unblock(self, who: Who) -> int:
        """Lift every block of a booker; answers how many there were."""
        day = local_day(self._clock())
        with self._begin() as work:
            found = work.rooms.blocks_of(who.visitor_id, who.company, day)
            for block_id, _ in found:
                work.change(
                    Change(
                        kind="booker_block.lifted",
                        entity=Entity.BOOKER_BLOCK,
                        row_id=block_id,
                        values={"is_lifted": True},
                    )
                )
        return len(found)
