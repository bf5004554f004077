"""Use cases: whom to call about a booking, what to say, and that it was done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.booking_history import BookingAction, BookingEvent
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.bookings import BookingDecision
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import BookingId
from desk_app.domain.people import Operator, Role
from desk_app.services.booking_plan import status_of
from desk_app.services.call_list import Call, CallList, offers_for
from desk_app.services.stored_bookings import (
    found_booking,
    request_of,
    scene_without,
    set_fields,
    who_of,
)

_REMINDED = frozenset({BookingStatus.CONFIRMED, BookingStatus.PENDING, BookingStatus.TENTATIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class RebookAnswer:
    """What came of giving a displaced booker something else."""

    decision: BookingDecision
    booking: Booking


class BookingCallService:
    """Keeps the list of calls. ``at`` is when it is asked; left out, now."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def history(self, booking_id: BookingId) -> list[BookingEvent]:
        """Return what was done to a booking, oldest first.

        Raises:
            KnownError: There is no such booking.
        """
        with self._read() as work:
            found_booking(work, booking_id)
            return work.booking_history.of(booking_id)

    def reminders(
        self,
        day: date | None = None,
        *,
        full: bool = False,
        by: Operator | None = None,
        at: datetime | None = None,
    ) -> list[Call]:
        """Return whom to remind of a Shanghai day's bookings, in order of time; default today.

        Who has come, what has begun and walk-ins are left out.

        Raises:
            KnownError: Whole phone numbers without a staff member.
        """
        now = at or self._clock()
        starts_at, ends_at = day_bounds(day or local_day(now))
        with self._open(full=full, by=by, why="reminders") as work:
            due = [
                booking
                for booking in work.bookings.between(starts_at, ends_at)
                if booking.status in _REMINDED
                and booking.starts_at >= max(now, starts_at)
                and booking.checked_in_at is None
                and not booking.is_walk_in
            ]
            calls = CallList(work, due, full=full)
            return [calls.reminder(booking) for booking in due]

    def displaced(
        self, *, full: bool = False, by: Operator | None = None, at: datetime | None = None
    ) -> list[Call]:
        """Return who lost their room to another desk and has nothing else yet, the next first.

        Raises:
            KnownError: Whole phone numbers without a staff member.
        """
        now = at or self._clock()
        with self._open(full=full, by=by, why="displaced") as work:
            lost = work.bookings.displaced(now)
            calls = CallList(work, lost, full=full)
            return [calls.displaced(booking, now) for booking in lost]

    def called(self, booking_id: BookingId, by: Operator | None = None) -> BookingEvent:
        """Note that the booker was called.

        Raises:
            KnownError: There is no such booking.
        """
        with self._begin() as work:
            found_booking(work, booking_id)
            event = BookingEvent(
                booking_id=booking_id,
                at=self._clock(),
                action=BookingAction.CALLED,
                operator=by.name if by else work.operator,
            )
            work.booking_history.add(event)
        return event

    def rebook(
        self, booking_id: BookingId, choice: int = 1, by: Operator | None = None
    ) -> RebookAnswer:
        """Give a displaced booker one of the offers, counted from 1; decided anew, all or nothing.

        Raises:
            KnownError: No such booking, it is not displaced, or there is no such offer.
        """
        now = self._clock()
        with self._begin() as work:
            if by is not None:
                work.operator = by.name
            booking = found_booking(work, booking_id)
            if booking.status is not BookingStatus.DISPLACED:
                raise KnownError(
                    "not_displaced",
                    zh="这次预约没有被挤掉，不用另找。要改时间请用 booking move。",
                    en="This booking was not displaced. To change it use booking move.",
                )
            offers = offers_for(work, booking, now)
            if not 1 <= choice <= len(offers):
                raise KnownError(
                    "no_such_offer",
                    zh=f"没有第 {choice} 个备选，现有 {len(offers)} 个。"
                    "请用 booking displaced 查看。",
                    en=f"There is no offer {choice}, there are {len(offers)}: "
                    "see booking displaced.",
                )
            offer = offers[choice - 1]
            taken = replace(
                request_of(booking),
                room_id=offer.room_id,
                starts_at=offer.starts_at,
                ends_at=offer.ends_at,
                is_override=False,
            )
            scene = scene_without(work, now, booking)
            room = scene.rooms[offer.room_id]
            booker = scene.booker(who_of(booking), room, taken.starts_at, taken.starts_at)
            decision = decide_booking(scene.question(taken, booker))
            if decision.outcome.holds_room:
                set_fields(
                    work,
                    booking,
                    "moved",
                    room_id=taken.room_id,
                    starts_at=taken.starts_at,
                    ends_at=taken.ends_at,
                    status=status_of(decision.outcome).value,
                )
            return RebookAnswer(decision=decision, booking=found_booking(work, booking_id))

    @contextmanager
    def _open(self, *, full: bool, by: Operator | None, why: str) -> Iterator[UnitOfWork]:
        """Read; who sees whole phone numbers is recorded first."""
        if full and (by is None or by.role is not Role.STAFF):
            raise KnownError(
                "needs_staff",
                zh="完整手机号只给工作人员看：请加 --operator 姓名（和 --pin）；"
                "不加 --full 则隐去中间几位。",
                en="Only staff may see whole phone numbers: add --operator NAME (and --pin), "
                "or leave --full out to have them masked.",
            )
        if full and by is not None:
            with self._begin() as work:
                work.visitor_list.record_access(self._clock(), by.name, f"calls:{why}", None)
        with self._read() as work:
            yield work
