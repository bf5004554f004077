"""A day of rooms laid out for paper: rooms as rows, hours as columns, bookings as blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from desk_app.domain.booking_use import HOLDING, Booking, BookingStatus
from desk_app.domain.clock import day_bounds
from desk_app.domain.holidays import HolidayCalendar
from desk_app.domain.rooms import DAY_MIN, Closure, Room, open_periods

_MINUTE = timedelta(minutes=1)
_HOUR_MIN = 60
_USUAL = (9 * _HOUR_MIN, 18 * _HOUR_MIN)
_NOT_SURE = frozenset({BookingStatus.PENDING, BookingStatus.TENTATIVE, BookingStatus.OFFERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBlock:
    """A booking within a day, in minutes of the day; ``lane`` counts from 0 where several run."""

    start_min: int
    end_min: int
    label: str
    purpose: str = ""
    is_sure: bool = True
    lane: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """A room's day; ``open_min`` holds ``(opens, closes)`` in minutes of the day."""

    room: str
    open_min: Sequence[tuple[int, int]]
    blocks: Sequence[DayBlock]

    @property
    def lanes(self) -> int:
        """How many blocks run beside each other at most, at least one."""
        return 1 + max((block.lane for block in self.blocks), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """A Shanghai day; ``[first_min, last_min)`` are whole hours that hold all that happens."""

    station: str
    day: date
    first_min: int
    last_min: int
    rows: Sequence[DayRow]


def held_until(booking: Booking) -> datetime | None:
    """Return when a booking's hold on its room ended or ends; None: it holds nothing."""
    if booking.status not in HOLDING:
        return None
    ends_at = min(booking.ends_at, booking.freed_at or booking.ends_at)
    return ends_at if ends_at > booking.starts_at else None


def block_of(booking: Booking, day: date, label: str) -> DayBlock | None:
    """Return the part of a booking that lies in a day, or None."""
    ends_at = held_until(booking)
    midnight, _ = day_bounds(day)
    if ends_at is None:
        return None
    start = max(0, (booking.starts_at - midnight) // _MINUTE)
    end = min(DAY_MIN, (ends_at - midnight) // _MINUTE)
    if start >= end:
        return None
    return DayBlock(
        start_min=start,
        end_min=end,
        label=label,
        purpose=booking.purpose,
        is_sure=booking.status not in _NOT_SURE,
    )


def in_lanes(blocks: Iterable[DayBlock]) -> tuple[DayBlock, ...]:
    """Give each block the first lane that is free at its start."""
    ends: list[int] = []
    placed: list[DayBlock] = []
    for block in sorted(blocks, key=lambda one: (one.start_min, -one.end_min, one.label)):
        lane = next((n for n, end in enumerate(ends) if end <= block.start_min), len(ends))
        ends[lane : lane + 1] = [block.end_min]
        placed.append(replace(block, lane=lane))
    return tuple(placed)


def open_minutes(
    room: Room, calendar: HolidayCalendar, closures: Iterable[Closure], day: date
) -> tuple[tuple[int, int], ...]:
    """Return when a room is open on a day, in minutes of the day, its closures taken out."""
    midnight, end = day_bounds(day)
    found: list[tuple[int, int]] = [
        (max(0, (opens - midnight) // _MINUTE), min(DAY_MIN, (closes - midnight) // _MINUTE))
        for opens, closes in open_periods(room, calendar, midnight, end - _MINUTE)
    ]
    for closure in closures:
        start, stop = (
            min(DAY_MIN, max(0, (at - midnight) // _MINUTE))
            for at in (closure.starts_at, closure.ends_at)
        )
        found = [
            piece
            for opens, closes in found
            for piece in ((opens, min(closes, start)), (max(opens, stop), closes))
            if piece[0] < piece[1]
        ]
    return tuple(dict.fromkeys(found))


def span(rows: Iterable[DayRow]) -> tuple[int, int]:
    """Return the whole hours of a day, in minutes, that hold all opening times and blocks.

    A room that never closes does not stretch the day.
    """
    edges: list[tuple[int, int]] = []
    for row in rows:
        edges += [(block.start_min, block.end_min) for block in row.blocks]
        edges += [piece for piece in row.open_min if piece != (0, DAY_MIN)]
    first, last = (
        min((start for start, _ in edges), default=_USUAL[0]),
        max((end for _, end in edges), default=_USUAL[1]),
    )
    return first // _HOUR_MIN * _HOUR_MIN, -(-last // _HOUR_MIN) * _HOUR_MIN
