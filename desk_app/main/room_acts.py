"""What the rooms page does, on the database thread: services called, what undo needs kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, TypeVar

from desk_app.compose import DeskApp
from desk_app.domain.booking_use import Booking, BookingStatus, UseOutcome
from desk_app.domain.bookings import BookingDecision, BookingOutcome
from desk_app.domain.clock import SHANGHAI
from desk_app.domain.ids import RoomId
from desk_app.domain.people import Operator
from desk_app.services.booking_changes import ChangeAnswer, Move
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingAnswer, BookingRequest
from desk_app.services.booking_use import UseAnswer
from desk_app.services.room_day import Standing
from desk_app.ui.rooms.requests import (
    BookWish,
    CancelWish,
    ExtendWish,
    MoveWish,
    RewordWish,
    StaffSign,
    UseWish,
)

_WALK_IN = timedelta(minutes=60)
_QUARTER_MIN = 15


A = TypeVar("A")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[A]):
    """What came of it.

    Attributes:
        before: Bookings as they were, to put them back.
    """

    answer: A
    is_done: bool
    before: tuple[Booking, ...] = ()


class RoomActs:
    """Calls the services; every method runs on a database thread but ``today``."""

    def __init__(self, app: DeskApp) -> None:
        self._app = app

    def today(self) -> date:
        """Return the station's date; reads the clock only."""
        return self._app.room_days.today()

    def book(self, wish: BookWish) -> Done[BookingAnswer]:
        """Book, or tell what would come of it.

        Raises:
            KnownError: Several visitors have the name, or staff's PIN does not fit.
        """
        staff = self._staff(wish.staff)
        request = BookingRequest(
            room_id=wish.room_id,
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            who=replace(self._who(wish), is_staff=staff is not None),
            headcount=wish.headcount,
            needs=wish.needs,
            purpose=wish.purpose,
            contact=wish.contact,
            rule=wish.rule,
            workdays_until=wish.workdays_until,
            on_clash=wish.on_clash,
            choices=wish.choices,
            is_walk_in=wish.is_walk_in,
            waits=wish.waits,
            is_dry_run=wish.is_trial,
            override_reason=wish.staff.reason if wish.staff else "",
            operator=staff,
        )
        return _booked(self._app.bookings.book(request))

    def _who(self, wish: BookWish) -> Who:
        if wish.visitor_id is not None:
            return self._app.bookings.who(str(wish.visitor_id))
        return self._app.bookings.who(wish.who) if wish.who else Who()

    def _staff(self, sign: StaffSign | None) -> Operator | None:
        return None if sign is None else self._app.desk.staff_on_command_line(sign.name, sign.pin)

    def walk_in(self, room_id: RoomId) -> Done[BookingAnswer]:
        """Give a room to somebody who is here, for an hour or as long as it is free."""
        at = self._app.clock()
        local = (at + _WALK_IN).astimezone(SHANGHAI).replace(second=0, microsecond=0)
        ends_at = local + timedelta(minutes=-local.minute % _QUARTER_MIN)
        day = self._app.room_days.day(self.today())
        longest = next((room.max_min for room in day.rooms if room.room_id == room_id), 0)
        if longest:
            ends_at = min(ends_at, at + timedelta(minutes=longest))
        now = day.now.get(room_id)
        if now is not None and now.standing is Standing.FREE and now.until is not None:
            ends_at = min(ends_at, now.until)
        request = BookingRequest(
            room_id=room_id, starts_at=at, ends_at=ends_at, who=Who(), is_walk_in=True
        )
        return _booked(self._app.bookings.book(request))

    def move(self, wish: MoveWish) -> Done[ChangeAnswer]:
        """Move a booking, or those of its series that are meant.

        Raises:
            KnownError: Staff's PIN does not fit.
        """
        staff = self._staff(wish.staff)
        answer = self._app.booking_changes.move(
            Move(
                booking_id=wish.booking.booking_id,
                starts_at=wish.starts_at,
                ends_at=wish.ends_at,
                room_id=wish.room_id,
                scope=wish.scope,
                on_clash=wish.on_clash,
                choices=wish.choices,
                override_reason=wish.staff.reason if wish.staff else "",
                operator=staff,
            )
        )
        return _changed(answer)

    def cancel(self, wish: CancelWish) -> Done[ChangeAnswer]:
        """Cancel a booking, or those of its series that are meant."""
        return _changed(self._app.booking_changes.cancel(wish.booking.booking_id, wish.scope))

    def reword(self, wish: RewordWish) -> Done[ChangeAnswer]:
        """Set purpose and contact."""
        return _changed(
            self._app.booking_changes.reword(
                wish.booking.booking_id, wish.scope, purpose=wish.purpose, contact=wish.contact
            )
        )

    def use(self, wish: UseWish) -> Done[UseAnswer]:
        """Check in or out, release, or approve."""
        use = self._app.booking_use
        before = use.booking(wish.booking_id)
        act = {
            "check_in": use.check_in,
            "check_out": use.check_out,
            "release": use.release,
            "accept": use.accept,
        }[wish.act]
        return _used(act(wish.booking_id), before)

    def extend(self, wish: ExtendWish) -> Done[UseAnswer]:
        """Let them stay longer, if the room is free.

        Raises:
            KnownError: Staff's PIN does not fit.
        """
        use, staff = self._app.booking_use, self._staff(wish.staff)
        before = use.booking(wish.booking_id)
        reason = wish.staff.reason if wish.staff else ""
        answer = use.extend(wish.booking_id, wish.ends_at, override_reason=reason, by=staff)
        return _used(answer, before)

    def put_back(self, before: tuple[Booking, ...]) -> Done[BookingDecision]:
        """Take a change back."""
        decision = self._app.booking_undo.put_back(before)
        return Done(answer=decision, is_done=decision.outcome is BookingOutcome.OK)


def _booked(answer: BookingAnswer) -> Done[BookingAnswer]:
    is_done = answer.decision.outcome.holds_room or answer.waiting is not None
    made = answer.bookings if answer.queued is None else (answer.queued,)
    before = tuple(replace(b, status=BookingStatus.CANCELLED) for b in made)
    return Done(answer=answer, is_done=is_done, before=before if is_done else ())


def _changed(answer: ChangeAnswer) -> Done[ChangeAnswer]:
    is_done = bool(answer.changed)
    before = (*answer.before, *_still_waiting(answer.offered))
    return Done(answer=answer, is_done=is_done, before=before if is_done else ())


def _used(answer: UseAnswer, before: Booking) -> Done[UseAnswer]:
    outcome = answer.outcome
    is_done = outcome is UseOutcome.OK if isinstance(outcome, UseOutcome) else outcome.holds_room
    kept = (before, *_still_waiting(answer.offered))
    return Done(answer=answer, is_done=is_done, before=kept if is_done else ())


def _still_waiting(offered: Iterable[Booking]) -> Iterator[Booking]:
    """Who was offered what a change freed waits again once it is taken back."""
    return (replace(b, status=BookingStatus.WAITING, held_until=None) for b in offered)
