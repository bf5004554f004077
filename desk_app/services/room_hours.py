"""Which closures shut which room in a period."""

from collections.abc import Callable
from datetime import date

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.clock import day_bounds
from desk_app.domain.rooms import Closure, Room, sharing_floor


def closures_of(work: UnitOfWork, first: date, last: date) -> Callable[[Room], tuple[Closure, ...]]:
    """Read the closures of a period; what is returned says which of them shut a room.

    A closure of a hall shuts its parts too, one of the station all but other stations' rooms.
    """
    rooms = work.rooms.all()
    found = work.rooms.closures(day_bounds(first)[0], day_bounds(last)[1])

    def of(room: Room) -> tuple[Closure, ...]:
        floor = sharing_floor(rooms, room.room_id)
        return tuple(
            c for c in found if (c.room_id is None and not room.station) or c.room_id in floor
        )

    return of
