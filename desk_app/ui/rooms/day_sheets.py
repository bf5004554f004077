"""A day of all rooms, or a week of one, as the timeline draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from desk_app.domain.booking_use import BookingStatus
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import DAY_MIN, Room
from desk_app.services.room_day import BookingLine, Period, RoomDay
from desk_app.ui.rooms.sheet import (
    USUAL,
    Block,
    BlockKind,
    BlockState,
    RowLine,
    Sheet,
    Span,
    Wanted,
    minute_of,
)

_HOUR = 60
_GONE = frozenset(
    {
        BookingStatus.CANCELLED,
        BookingStatus.DISPLACED,
        BookingStatus.SKIPPED,
        BookingStatus.WAITING,
    }
)


def day_sheet(day: RoomDay, wanted: Wanted) -> Sheet:
    """Return all rooms of a day."""
    return _sheet([(room, day) for room in day.rooms], wanted, by_room=True)


def week_sheet(days: Sequence[RoomDay], room_id: RoomId) -> Sheet:
    """Return the days of one room; none is dimmed, since the room was chosen."""
    pairs = [(room, day) for day in days for room in day.rooms if room.room_id == room_id]
    return _sheet(pairs, Wanted(), by_room=False)


def _sheet(pairs: Sequence[tuple[Room, RoomDay]], wanted: Wanted, *, by_room: bool) -> Sheet:
    rows = tuple(
        RowLine(
            room=room,
            source=day,
            open=tuple(_minutes(day.open.get(room.room_id, ()), day.day)),
            shut=tuple(
                _minutes(
                    (
                        (c.starts_at, c.ends_at)
                        for c in day.closures
                        if c.room_id in {None, room.room_id}
                    ),
                    day.day,
                )
            ),
            now=day.now.get(room.room_id),
            is_fitting=wanted.fits(room),
        )
        for room, day in pairs
    )
    blocks: list[Block] = []
    for place, row in enumerate(rows):
        blocks += _laned(_blocks(place, row))
    first, last = _reach(rows, blocks)
    at = rows[0].source.at if rows else datetime(2000, 1, 1, tzinfo=UTC)
    return Sheet(
        rows=rows,
        blocks=tuple(blocks),
        by_room=by_room,
        first_min=first,
        last_min=last,
        at=at,
    )


def _minutes(periods: Iterable[Period], day: date) -> Iterable[tuple[int, int]]:
    for start, end in periods:
        yield max(0, minute_of(start, day)), min(DAY_MIN, minute_of(end, day))


def _blocks(place: int, row: RowLine) -> list[Block]:
    found: list[Block] = []
    for line in row.source.bookings:
        booking = line.booking
        if booking.room_id != row.room.room_id or _is_gone(line):
            continue
        ends_at = booking.ends_at if booking.freed_at is None else booking.freed_at
        if ends_at <= booking.starts_at and booking.status is not BookingStatus.RELEASED:
            continue
        if ends_at <= booking.starts_at:
            ends_at = booking.ends_at
        start = max(0, minute_of(booking.starts_at, row.day))
        end = min(DAY_MIN, minute_of(min(ends_at, booking.ends_at), row.day))
        if end > start:
            found.append(
                Block(
                    span=Span(row=place, start_min=start, end_min=end),
                    kind=_kind(line),
                    state=_state(line, row.source.at),
                    line=line,
                    waiting=len(row.source.queue_of(booking)),
                )
            )
    for room_id, session in row.source.lessons:
        if room_id == row.room.room_id:
            start = max(0, minute_of(session.starts_at, row.day))
            end = min(DAY_MIN, minute_of(session.ends_at, row.day))
            is_over = session.ends_at <= row.source.at
            found.append(
                Block(
                    span=Span(row=place, start_min=start, end_min=max(end, start + 1)),
                    kind=BlockKind.LESSON,
                    state=BlockState.ENDED if is_over else BlockState.CONFIRMED,
                    lesson=session,
                )
            )
    return found


def _is_gone(line: BookingLine) -> bool:
    """Whether a booking has no place in the day: it never took one, or its offer ran out."""
    status = line.booking.status
    return status in _GONE or (status is BookingStatus.OFFERED and line.use is None)


def _kind(line: BookingLine) -> BlockKind:
    if line.booking.is_walk_in:
        return BlockKind.WALK_IN
    return BlockKind.FIXED if line.booking.series_id else BlockKind.MEETING


def _state(line: BookingLine, at: datetime) -> BlockState:
    booking = line.booking
    if booking.status is BookingStatus.RELEASED or line.is_no_show:
        return BlockState.RELEASED
    if (booking.freed_at or booking.ends_at) <= at:
        return BlockState.ENDED
    if booking.checked_in_at is not None:
        return BlockState.CHECKED_IN
    if booking.status is BookingStatus.CONFIRMED and booking.starts_at <= at:
        return BlockState.OVERDUE
    return BlockState(booking.status.value)


def _laned(blocks: list[Block]) -> list[Block]:
    """Put what runs at once into lanes of one row."""
    found: list[Block] = []
    group: list[tuple[Block, int]] = []
    ends: list[int] = []
    for block in sorted(blocks, key=lambda b: (b.span.start_min, -b.span.end_min)):
        if ends and block.span.start_min >= max(ends):
            found += [replace(b, lane=lane, lanes=len(ends)) for b, lane in group]
            group, ends = [], []
        free = [n for n, end in enumerate(ends) if end <= block.span.start_min]
        lane = free[0] if free else len(ends)
        if free:
            ends[lane] = block.span.end_min
        else:
            ends.append(block.span.end_min)
        group.append((block, lane))
    return found + [replace(b, lane=lane, lanes=len(ends)) for b, lane in group]


def _reach(rows: Sequence[RowLine], blocks: Sequence[Block]) -> tuple[int, int]:
    """Return the whole hours to show: opening hours and all blocks, with an hour shut after."""
    spans = [span for row in rows for span in row.open if span != (0, DAY_MIN)]
    first = min((start for start, _ in spans), default=USUAL[0])
    last = max((end for _, end in spans), default=USUAL[1] - _HOUR) + _HOUR
    if any((0, DAY_MIN) in row.open for row in rows):
        first, last = min(first, USUAL[0]), max(last, USUAL[1])
    first = min([first, *(b.span.start_min for b in blocks)])
    last = max([last, *(b.span.end_min for b in blocks)])
    return first // _HOUR * _HOUR, min(DAY_MIN, -(-last // _HOUR) * _HOUR)
