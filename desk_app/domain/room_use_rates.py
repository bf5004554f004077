"""How much rooms are used, hour by hour of the day, over a period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desk_app.domain.ids import RoomId
from desk_app.domain.room_days import DayBlock

HOURS = 24
_HOUR_MIN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HourUse:
    """One hour of the day over the whole period, in minutes.

    Attributes:
        used_min: In which the room was held, within its opening hours or not; side by side
            bookings count once.
        open_min: In which it was open.
    """

    hour: int
    used_min: int
    open_min: int

    @property
    def percent(self) -> int | None:
        """Used of open, at most 100; None where the room was never open in this hour."""
        if not self.open_min:
            return None
        return min(100, round(100 * self.used_min / self.open_min))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomUseRates:
    """A room's use by hour of the day, 24 hours from midnight."""

    room_id: RoomId
    room: str
    hours: Sequence[HourUse]

    @property
    def used_min(self) -> int:
        """Minutes held in all."""
        return sum(hour.used_min for hour in self.hours)

    @property
    def open_min(self) -> int:
        """Minutes open in all."""
        return sum(hour.open_min for hour in self.hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """The use of rooms from ``first`` to ``last``, both included."""

    station: str
    first: date
    last: date
    rooms: Sequence[RoomUseRates]


def rates(
    room_id: RoomId,
    room: str,
    days: Iterable[tuple[Sequence[tuple[int, int]], Sequence[DayBlock]]],
) -> RoomUseRates:
    """Add up days, each its opening hours and its blocks, both in minutes of the day."""
    used, opened = [0] * HOURS, [0] * HOURS
    for open_min, blocks in days:
        _add(opened, open_min)
        _add(used, ((block.start_min, block.end_min) for block in blocks))
    return RoomUseRates(
        room_id=room_id,
        room=room,
        hours=[HourUse(hour=h, used_min=used[h], open_min=opened[h]) for h in range(HOURS)],
    )


def _add(hours: list[int], periods: Iterable[tuple[int, int]]) -> None:
    end_so_far = 0
    for begin, end in sorted(periods):
        start = max(begin, end_so_far)
        for hour in range(start // _HOUR_MIN, -(-end // _HOUR_MIN)):
            lo, hi = max(start, hour * _HOUR_MIN), min(end, (hour + 1) * _HOUR_MIN)
            hours[hour] += max(0, hi - lo)
        end_so_far = max(end_so_far, end)
