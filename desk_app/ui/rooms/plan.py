"""Where and when a booking is planned, as the panel and the timeline exchange it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desk_app.domain.clock import SHANGHAI
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import DAY_MIN, Room


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which room on which day, ``[start_min, end_min)`` in minutes of it."""

    room_id: RoomId
    day: date
    start_min: int
    end_min: int


def read_minutes(text: str) -> int | None:
    """Read ``14:30``, ``1430``, ``14`` or ``24:00`` as a minute of the day."""
    plain = text.strip().replace("：", ":").replace(".", ":")
    hours, _, minutes = plain.partition(":")
    if not minutes and hours.isdecimal() and len(hours) > 2:  # noqa: PLR2004
        hours, minutes = hours[:-2], hours[-2:]
    if not hours.isdecimal() or not (minutes or "0").isdecimal():
        return None
    found = int(hours) * 60 + int(minutes or 0)
    return found if int(minutes or 0) < 60 and 0 <= found <= DAY_MIN else None  # noqa: PLR2004


def moment_at(day: date, minute: int) -> datetime:
    """Return the moment of a minute of a Shanghai date."""
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minute)


def equipment_of(rooms: Sequence[Room]) -> tuple[str, ...]:
    """Return the names of all equipment that rooms have."""
    return tuple(sorted({name for room in rooms for name, _ in (*room.equipment, *room.fixtures)}))
