"""Use cases: whom to call about a booking, what to say, and that it was done."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from desk_app.db.outbox import Outbox
from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.booking_history import BookingAction, BookingEvent
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.bookings import BookingDecision
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.free_times import Alternative, AlternativeKind, alternatives
from desk_app.domain.ids import BookingId, RoomId
from desk_app.domain.people import Operator, Role, mask_phone
from desk_app.domain.phone_scripts import PhoneScript, Slot, displaced_script, reminder_script
from desk_app.domain.rooms import Room
from desk_app.services.booking_plan import status_of
from desk_app.services.stored_bookings import (
    decide_again,
    found_booking,
    request_of,
    scene_without,
    set_fields,
    who_of,
)

_REMINDED = frozenset({BookingStatus.CONFIRMED, BookingStatus.PENDING, BookingStatus.TENTATIVE})
_SHORTEST_PHONE = 7
_STALE_AFTER = (BookingAction.MOVED, BookingAction.EXTENDED, BookingAction.DISPLACED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody to call.

    Attributes:
        name: The visitor, else who was named as contact, else the company.
        phone: Masked, unless staff asked for whole numbers; empty where none is known.
        called: When and by whom they were last called about the booking as it stands now.
        winner: For a displaced booking: what has the room instead, where this desk knows.
        offers: For a displaced booking: what can be booked instead, the first said in the script.
    """

    booking: Booking
    room: Room | None
    name: str
    phone: str
    script: PhoneScript
    called: BookingEvent | None = None
    winner: BookingId | None = None
    offers: tuple[Alternative, ...] = ()


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
            calls = _Calls(work, due, full=full)
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
            calls = _Calls(work, lost, full=full)
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
            offers = _offers(work, booking, now)
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


class _Calls:
    """Makes calls of bookings that were read together."""

    def __init__(self, work: UnitOfWork, bookings: Sequence[Booking], *, full: bool) -> None:
        self._work = work
        self._full = full
        self._rooms = work.rooms.all()
        self._station = work.settings.station_name
        ids = [booking.booking_id for booking in bookings]
        history = work.booking_history
        self._called = history.last(ids, BookingAction.CALLED)
        self._changed = [history.last(ids, action) for action in _STALE_AFTER]

    def reminder(self, booking: Booking) -> Call:
        room = self._rooms.get(booking.room_id)
        script = reminder_script(
            self._station,
            self._slot(booking),
            purpose=booking.purpose,
            early_min=room.early_min if room else 0,
            release_min=room.release_min if room else 0,
        )
        name, phone = self._whom(booking)
        return Call(
            booking=booking,
            room=room,
            name=name,
            phone=phone,
            script=script,
            called=self._call_of(booking.booking_id),
        )

    def displaced(self, booking: Booking, at: datetime) -> Call:
        offers = _offers(self._work, booking, at)
        said = [
            Slot(room=self._name(o.room_id), starts_at=o.starts_at, ends_at=o.ends_at)
            for o in offers
        ]
        name, phone = self._whom(booking)
        return Call(
            booking=booking,
            room=self._rooms.get(booking.room_id),
            name=name,
            phone=phone,
            script=displaced_script(self._station, self._slot(booking), said),
            called=self._call_of(booking.booking_id),
            winner=_winner(self._work, booking, at),
            offers=offers,
        )

    def _call_of(self, booking_id: BookingId) -> BookingEvent | None:
        """Return the last call, unless the booking was changed after it."""
        called = self._called.get(booking_id)
        changes = [found[booking_id].at for found in self._changed if booking_id in found]
        return called if called and all(at <= called.at for at in changes) else None

    def _whom(self, booking: Booking) -> tuple[str, str]:
        visitor = (
            self._work.people.visitor(booking.visitor_id)
            if booking.visitor_id is not None
            else None
        )
        digits = "".join(filter(str.isdigit, booking.contact))
        is_phone = len(digits) >= _SHORTEST_PHONE
        named = "" if is_phone else booking.contact
        name = (visitor.name if visitor else "") or named or booking.company
        phone = digits if is_phone else (visitor.phone if visitor else "")
        return name, phone if self._full else mask_phone(phone)

    def _slot(self, booking: Booking) -> Slot:
        return Slot(
            room=self._name(booking.room_id),
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
        )

    def _name(self, room_id: RoomId) -> str:
        return self._rooms[room_id].name if room_id in self._rooms else ""


def _offers(work: UnitOfWork, booking: Booking, at: datetime) -> tuple[Alternative, ...]:
    """Return what the booker can have instead; the same hours elsewhere come first."""
    scene = scene_without(work, at, booking)
    if booking.room_id not in scene.rooms:
        return ()
    asked = replace(request_of(booking), is_override=False)
    booker = scene.booker(
        who_of(booking), scene.rooms[booking.room_id], asked.starts_at, asked.starts_at
    )
    found = alternatives(scene.wide_question(asked, booker))
    return tuple(
        sorted(
            (one for one in found if one.starts_at >= at),
            key=lambda one: one.kind is not AlternativeKind.OTHER_ROOM,
        )
    )


def _winner(work: UnitOfWork, booking: Booking, at: datetime) -> BookingId | None:
    """Return what has the room: as the centre said, else what stands there as this desk sees it."""
    said = Outbox(work.connection).displaced_by(booking.booking_id)
    if said is not None:
        return BookingId(said)
    if booking.room_id not in work.rooms.all():
        return None
    against = decide_again(work, booking, at).against
    return against[0] if against else None
