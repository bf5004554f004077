"""Use cases: rooms, their closures, and what is free now."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from desk_app.db.rooms import room_values
from desk_app.db.unit_of_work import BeginWork
from desk_app.domain.booking_use import Booking, occupied
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import ClosureId, RoomId, uuid7
from desk_app.domain.people import Operator
from desk_app.domain.rooms import Closure, Room, is_within, sharing_floor
from desk_app.services.visitors import clean_name

_LISTED = timedelta(days=366)
_MAX_NUMBER = 100_000
MOST_LETTERS = {"name": 60, "rules": 2000, "photo": 200}
_TYPES = {field.name: field.type for field in fields(Room)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClosure:
    """A closure to be added; without a room it is the whole station's."""

    starts_at: datetime
    ends_at: datetime
    room_id: RoomId | None = None
    reason: str = ""


class RoomService:
    """Keeps rooms and when they are shut."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def add(self, name: str, by: Operator | None = None, **settings: Any) -> RoomId:  # noqa: ANN401
        """Add a room; settings are named as in Room.

        Raises:
            KnownError: Name taken or empty, a number out of range or a text too long; nothing was
                stored.
        """
        room_id = RoomId(uuid7(self._clock()))
        room = Room(room_id=room_id, name=clean_name(name), **settings)
        _check(room)
        with self._begin() as work:
            work.operator = by.name if by else work.operator
            _check_among(room, work.rooms.all())
            work.add(
                Change(
                    kind="room.added",
                    entity=Entity.ROOM,
                    row_id=room_id,
                    values=room_values(room),
                )
            )
        return room_id

    def change(self, room_id: RoomId, by: Operator | None = None, **settings: Any) -> Room:  # noqa: ANN401
        """Set settings of a room; bookings made before stay as they are.

        Answers the room as it was.

        Raises:
            KnownError: Name taken or empty, a number out of range, a text too long, or a room
                within itself; nothing was stored.
        """
        if "name" in settings:
            settings["name"] = clean_name(settings["name"])
        with self._begin() as work:
            work.operator = by.name if by else work.operator
            rooms = work.rooms.all()
            old = room_values(rooms[room_id])
            room = replace(rooms[room_id], **settings)
            _check(room)
            if {"name", "part_of", "is_retired"} & settings.keys():
                _check_among(room, rooms)
            values = {k: v for k, v in room_values(room).items() if v != old[k]}
            if values:
                work.change(
                    Change(kind="room.changed", entity=Entity.ROOM, row_id=room_id, values=values)
                )
        return rooms[room_id]

    def all(self) -> list[Room]:
        """Return the rooms in use, in order of name."""
        with self._read() as work:
            return [room for room in work.rooms.all().values() if not room.is_retired]

    def own(self) -> list[Room]:
        """Return the station's own rooms in order of name, those out of use last."""
        with self._read() as work:
            found = [room for room in work.rooms.all().values() if not room.station]
        return sorted(found, key=lambda room: room.is_retired)

    def resolve(self, text: str) -> RoomId:
        """Read an id, or a name that only one room has.

        Raises:
            KnownError: None or several fit.
        """
        found = [r for r in self.all() if text in {r.name, str(r.room_id), r.room_id.hex}]
        if len(found) > 1:  # other stations may use the same names: ours is meant
            found = [room for room in found if not room.station] or found
        if len(found) != 1:
            raise KnownError(
                "several_rooms" if found else "unknown_room",
                zh=f"{'不止一个场地叫' if found else '没有这个场地：'}{text}。"
                "请用 room list 查看编号。",
                en=f"{'Several rooms are' if found else 'No such room'}: {text}. "
                "room list shows their ids.",
            )
        return found[0].room_id

    def close(self, new: NewClosure, by: Operator | None = None) -> ClosureId:
        """Shut a room, or the whole station, for a period.

        Raises:
            KnownError: It ends before it begins.
        """
        if new.ends_at <= new.starts_at:
            raise KnownError(
                "bad_period",
                zh="结束要晚于开始。请检查时间。",
                en="The end must come after the start: check the times.",
            )
        closure_id = ClosureId(uuid7(self._clock()))
        with self._begin() as work:
            work.operator = by.name if by else work.operator
            work.add(
                Change(
                    kind="closure.added",
                    entity=Entity.CLOSURE,
                    row_id=closure_id,
                    values={
                        "starts_at": new.starts_at,
                        "ends_at": new.ends_at,
                        "room_id": new.room_id,
                        "reason": new.reason,
                    },
                )
            )
        return closure_id

    def closures(self) -> tuple[Closure, ...]:
        """Return the closures of today and the year to come."""
        today, _ = day_bounds(local_day(self._clock()))
        with self._read() as work:
            return work.rooms.closures(today, today + _LISTED)

    def touched_by(self, new: NewClosure) -> list[Booking]:
        """Return the bookings that fall into a closure, in order of time: people to call."""
        with self._read() as work:
            rooms = work.rooms.all()
            shut = rooms.keys() if new.room_id is None else sharing_floor(rooms, new.room_id)
            return [
                booking
                for booking in work.bookings.between(new.starts_at, new.ends_at)
                if booking.room_id in shut
                and not rooms[booking.room_id].station
                and occupied(booking, rooms[booking.room_id], self._clock()) is not None
            ]

    def restore(self, closure_id: ClosureId, by: Operator | None = None) -> None:
        """Put a closure back that was lifted."""
        with self._begin() as work:
            work.operator = by.name if by else work.operator
            work.change(
                Change(
                    kind="closure.restored",
                    entity=Entity.CLOSURE,
                    row_id=closure_id,
                    values={"is_lifted": False},
                )
            )

    def lift(self, closure_id: ClosureId, by: Operator | None = None) -> None:
        """Take a closure back.

        Raises:
            KnownError: There is no such closure.
        """
        with self._begin() as work:
            work.operator = by.name if by else work.operator
            if not work.rooms.has_closure(closure_id):
                raise KnownError(
                    "unknown_closure",
                    zh="没有这次闭馆安排。请用 closure list 查看编号。",
                    en="No such closure: closure list shows their ids.",
                )
            work.change(
                Change(
                    kind="closure.lifted",
                    entity=Entity.CLOSURE,
                    row_id=closure_id,
                    values={"is_lifted": True},
                )
            )


def _check(room: Room) -> None:
    for name, kind in _TYPES.items():
        value = getattr(room, name)
        if kind is int and not (1 if name == "at_once" else 0) <= value <= _MAX_NUMBER:
            raise KnownError(
                "bad_number",
                zh=f"{name} 超出范围，允许 {1 if name == 'at_once' else 0}–{_MAX_NUMBER}。",
                en=f"{name} is out of range: {1 if name == 'at_once' else 0}–{_MAX_NUMBER}.",
            )
    for thing, count in (*room.equipment, *room.fixtures):
        if not 1 <= count <= _MAX_NUMBER:
            raise KnownError(
                "bad_number",
                zh=f"{thing}：数量应为 1–{_MAX_NUMBER}。",
                en=f"{thing}: say how many, 1–{_MAX_NUMBER}.",
            )
    for name, most in MOST_LETTERS.items():
        if len(getattr(room, name)) > most:
            raise KnownError(
                "too_long_text",
                zh=f"{name} 太长，最多 {most} 个字。请写短些。",
                en=f"{name} is too long, at most {most} characters: shorten it.",
            )


def _check_among(room: Room, rooms: Mapping[RoomId, Room]) -> None:
    """Refuse a name that another room of the station has, and a room that is part of itself."""
    others = [r for r in rooms.values() if r.room_id != room.room_id]
    if not room.is_retired and any(
        r.name == room.name and not (r.is_retired or r.station) for r in others
    ):
        raise KnownError(
            "room_exists",
            zh=f"已有场地“{room.name}”。请换个名字，或修改原来那个。",
            en=f"There is a room {room.name} already: choose another name, or change that one.",
        )
    if room.part_of is not None and is_within({**rooms, room.room_id: room}, room.room_id):
        raise KnownError(
            "room_within_itself",
            zh=f"“{room.name}”不能是它自己的一部分。请另选整间。",
            en=f"{room.name} cannot be a part of itself: choose another whole room.",
        )


def unknown_booking(text: UUID) -> KnownError:
    """No such booking."""
    return KnownError(
        "unknown_booking",
        zh=f"没有这次预约：{text}。请用 booking list 查看。",
        en=f"No such booking: {text}. booking list shows them.",
    )
