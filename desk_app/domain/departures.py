"""Who is still inside when the station closes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from desk_app.domain.check_in import Direction


def still_inside(
    moves: Iterable[tuple[UUID | None, Direction, datetime]], at: datetime
) -> list[UUID]:
    """Return who came in by a moment and has not left since, in the order of coming.

    Args:
        moves: Who (None: nobody known), which way and when; undone ones left out.
        at: Who arrived after it is passed over, even where they had come before.
    """
    last: dict[UUID, tuple[Direction, datetime]] = {}
    for person, direction, moved_at in sorted(moves, key=lambda m: m[2]):
        if person is not None:
            last[person] = (direction, moved_at)
    return [
        person
        for person, (direction, moved_at) in last.items()
        if direction is Direction.IN and moved_at <= at
    ]
