"""Rows of rooms and closures, and of bookings blocked to someone."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from sqlite3 import Connection
from typing import Any
from uuid import UUID

from desk_app.db.driver import Row, known_moment, rows
from desk_app.domain.ids import ClosureId, RoomId, VisitorId
from desk_app.domain.rooms import (
    Bookers,
    Closure,
    Equipment,
    GapMode,
    Room,
    RoomUse,
    parse_hours,
    write_hours,
)

_NUMBERS = (
    "capacity",
    "setup_min",
    "cleanup_min",
    "at_once",
    "max_min",
    "ahead_days",
    "week_quota_min",
    "month_quota_min",
    "open_quota",
    "early_min",
    "release_min",
)
_FLAGS = ("by_headcount", "needs_approval", "opens_on_holidays", "is_retired")
_TEXTS = ("name", "rules", "photo", "station")
_COLUMNS = (
    "room_id", "hours", "gap_mode", "equipment", "fixtures", "part_of", "use", "bookers",
    *_NUMBERS, *_FLAGS, *_TEXTS,
)  # fmt: skip
_OTHER_STATION = (
    "CASE WHEN station = (SELECT json_extract(value, '$') FROM setting "
    "WHERE key = 'station_name') THEN '' ELSE station END"
)


def equipment_to_text(equipment: Equipment) -> str:
    """Write equipment as it is stored."""
    return json.dumps(dict(sorted(equipment)), ensure_ascii=False)


def equipment_from_text(text: object) -> Equipment:
    """Read stored equipment."""
    return () if text == "{}" else tuple(json.loads(str(text)).items())


def room_values(room: Room) -> dict[str, object]:
    """Return the columns of a room; whose it is, only the centre says."""
    return {
        "hours": json.dumps(write_hours(room.hours)),
        "gap_mode": room.gap_mode.value,
        "equipment": equipment_to_text(room.equipment),
        "fixtures": equipment_to_text(room.fixtures),
        "part_of": room.part_of,
        "use": room.use.value,
        "bookers": room.bookers.value,
        **{name: getattr(room, name) for name in (*_NUMBERS, *_FLAGS, *_TEXTS[:-1])},
    }


@lru_cache(maxsize=512)  # pure; every question reads the same few rooms
def _room_from(row: Row) -> Room:
    found = dict(zip(_COLUMNS, row, strict=True))
    plain: dict[str, Any] = {name: found[name] for name in (*_NUMBERS, *_TEXTS)}
    return Room(
        room_id=RoomId(UUID(str(found["room_id"]))),
        hours=parse_hours(json.loads(str(found["hours"]))),
        gap_mode=GapMode(str(found["gap_mode"])),
        equipment=equipment_from_text(found["equipment"]),
        fixtures=equipment_from_text(found["fixtures"]),
        part_of=RoomId(UUID(str(found["part_of"]))) if found["part_of"] else None,
        use=RoomUse(str(found["use"])),
        bookers=Bookers(str(found["bookers"])),
        by_headcount=bool(found["by_headcount"]),
        needs_approval=bool(found["needs_approval"]),
        opens_on_holidays=bool(found["opens_on_holidays"]),
        is_retired=bool(found["is_retired"]),
        **plain,
    )


class Rooms:
    """Reads rooms; they are written through UnitOfWork.add and change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Mapping[RoomId, Room]:
        """Return all rooms by id, in order of name; retired ones too."""
        found = rows(
            self._connection,
            f"SELECT {', '.join(_COLUMNS[:-1])}, {_OTHER_STATION} FROM room ORDER BY name",  # noqa: S608
        )
        return {room.room_id: room for room in map(_room_from, found)}

    def closures(self, starts_at: datetime, ends_at: datetime) -> tuple[Closure, ...]:
        """Return the closures that touch ``[starts_at, ends_at)``, in order of time."""
        found = rows(
            self._connection,
            "SELECT closure_id, starts_at, ends_at, room_id, reason FROM closure "
            "WHERE ends_at > :starts_at AND starts_at < :ends_at AND NOT is_lifted "
            "ORDER BY starts_at",
            starts_at=starts_at,
            ends_at=ends_at,
        )
        return tuple(
            Closure(
                closure_id=ClosureId(UUID(str(closure_id))),
                starts_at=known_moment(start),
                ends_at=known_moment(end),
                room_id=RoomId(UUID(str(room_id))) if room_id else None,
                reason=str(reason),
            )
            for closure_id, start, end, room_id, reason in found
        )

    def has_closure(self, closure_id: ClosureId) -> bool:
        """Whether there is such a closure that was not lifted."""
        sql = "SELECT 1 FROM closure WHERE closure_id = :id AND NOT is_lifted"
        return bool(rows(self._connection, sql, id=closure_id))

    def blocks_of(
        self, visitor_id: VisitorId | None, company: str, day: date
    ) -> list[tuple[UUID, str]]:
        """Return the blocks of a booker that hold on a day: id and reason."""
        found = rows(
            self._connection,
            "SELECT booker_block_id, reason FROM booker_block "
            "WHERE NOT is_lifted AND last_day >= :day "
            "AND (visitor_id = :visitor_id OR (company = :company AND company != ''))",
            visitor_id=visitor_id,
            company=company,
            day=day,
        )
        return [(UUID(str(block_id)), str(reason)) for block_id, reason in found]
