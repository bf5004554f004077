"""Somebody to call about a booking: who, under which number, what to say, what to offer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk_app.db.outbox import Outbox
from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.booking_history import BookingAction, BookingEvent
from desk_app.domain.booking_use import Booking
from desk_app.domain.free_times import Alternative, AlternativeKind, alternatives
from desk_app.domain.ids import BookingId, RoomId
from desk_app.domain.people import mask_phone
from desk_app.domain.phone_scripts import PhoneScript, Slot, displaced_script, reminder_script
from desk_app.domain.rooms import Room
from desk_app.services.stored_bookings import decide_again, request_of, scene_without, who_of

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


class CallList:
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
        """Return the call that reminds of a booking."""
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
        """Return the call to who lost a room, with offers as they stand at a moment."""
        offers = offers_for(self._work, booking, at)
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


def offers_for(work: UnitOfWork, booking: Booking, at: datetime) -> tuple[Alternative, ...]:
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
