"""What to offer instead: another hour, a shorter slot, another room."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.bookings import BookingOutcome, BookingQuestion
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import Room, open_periods, sharing_floor

LOOKS_AHEAD = timedelta(days=14)
_NO_LIMIT = 1_000_000
SHORTEST = timedelta(minutes=15)
_HOPELESS = frozenset(
    {
        BookingOutcome.INVALID,
        BookingOutcome.BLOCKED,
        BookingOutcome.TOO_LONG,
        BookingOutcome.TOO_FAR_AHEAD,
    }
)


class AlternativeKind(StrEnum):
    """How an alternative differs from what was asked."""

    OTHER_HOUR = "other_hour"
    SHORTER = "shorter"
    OTHER_ROOM = "other_room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A period of a room that can be booked as it stands."""

    kind: AlternativeKind
    room_id: RoomId
    starts_at: datetime
    ends_at: datetime


def alternatives(question: BookingQuestion) -> tuple[Alternative, ...]:
    """Return up to three: the next free time, a shorter slot at this time, another room."""
    if decide_booking(question).outcome in _HOPELESS:
        return ()
    found = (next_free(question), shorter(question), other_room(question))
    return tuple(one for one in found if one is not None)


def next_free(question: BookingQuestion) -> Alternative | None:
    """Return the first time from the asked one on that has the asked length, within 14 days.

    Only moments at which something ends or opens can be the first, so only those are tried.
    """
    request = question.request
    tries = {request.starts_at, *_moments(question)}
    taken = _Taken(question)
    for starts_at in sorted(at for at in tries if at >= request.starts_at):
        if starts_at > request.starts_at + LOOKS_AHEAD:
            break
        ends_at = starts_at + request.length
        if not taken.touches(starts_at, ends_at) and _fits(question, starts_at, ends_at):
            return Alternative(
                kind=AlternativeKind.OTHER_HOUR,
                room_id=request.room_id,
                starts_at=starts_at,
                ends_at=ends_at,
            )
    return None


def shorter(question: BookingQuestion) -> Alternative | None:
    """Return the longest piece of the asked period that is free, of at least 15 minutes."""
    request = question.request
    edges = {request.starts_at, request.ends_at}
    edges |= {at for at in _moments(question) if request.starts_at < at < request.ends_at}
    ordered = sorted(edges)
    pieces = [
        (end - start, start, end)
        for n, start in enumerate(ordered)
        for end in ordered[n + 1 :]
        if SHORTEST <= end - start < request.length
    ]
    for _, starts_at, ends_at in sorted(pieces, key=lambda piece: (-piece[0], piece[1])):
        if _fits(question, starts_at, ends_at):
            return Alternative(
                kind=AlternativeKind.SHORTER,
                room_id=request.room_id,
                starts_at=starts_at,
                ends_at=ends_at,
            )
    return None


def other_room(question: BookingQuestion) -> Alternative | None:
    """Return the smallest other room of the station in which the request fits as it stands.

    Where nobody said how many come, rooms that seat as many as the asked one go first.
    """
    request = question.request
    rooms = [
        room
        for room in question.around.rooms.values()
        if room.room_id != request.room_id and room.station == question.room.station
    ]
    people = request.headcount or question.room.capacity
    for room in sorted(rooms, key=lambda room: _nearest(room, people)):
        if _is_same_kind(question.room, room) and _fits(
            question, request.starts_at, request.ends_at, room.room_id
        ):
            return Alternative(
                kind=AlternativeKind.OTHER_ROOM,
                room_id=room.room_id,
                starts_at=request.starts_at,
                ends_at=request.ends_at,
            )
    return None


def _nearest(room: Room, people: int) -> tuple[bool, int, str]:
    """Order rooms: with enough seats from the smallest on, then the others from the largest."""
    seats = room.capacity or _NO_LIMIT
    is_small = seats < people
    return is_small, -seats if is_small else seats, room.name


class _Taken:
    """When nothing may begin or go on in the room, whoever asks: what others have, with its gap.

    In a full fortnight hundreds of moments are tried; most are told from this alone.
    """

    def __init__(self, question: BookingQuestion) -> None:
        rooms, own = question.around.rooms, question.room
        self._starts: list[datetime] = []
        self._ends: list[datetime] = []
        is_shared = own.at_once > 1 or own.by_headcount
        floor = sharing_floor(rooms, own.room_id) - ({own.room_id} if is_shared else set())
        periods = [
            (use.starts_at - gap, use.ends_at + gap)
            for room_id in floor
            for gap in (max(own.gap, rooms[room_id].gap),)
            for use in question.around.uses.get(room_id, ())
        ]
        for start, end in sorted(periods):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touches(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether a half-open period shares a moment with what is taken."""
        place = bisect_left(self._starts, ends_at) - 1
        return place >= 0 and starts_at < self._ends[place]


def _is_same_kind(asked: Room, other: Room) -> bool:
    return asked.by_headcount == other.by_headcount


def free_until(question: BookingQuestion) -> datetime | None:
    """Return until when the room is free from the asked start, or None where it is not free now.

    Nothing later than the asked end is looked at, nor how long one may book at most.
    """
    request = question.request
    rooms = {**question.around.rooms, request.room_id: replace(question.room, max_min=0)}
    question = replace(question, around=replace(question.around, rooms=rooms))
    ends = sorted(
        at
        for at in {request.ends_at, *_moments(question)}
        if request.starts_at < at <= request.ends_at
    )
    # Whatever fits, fits when it is shorter too: the first end that does not is looked for.
    place = bisect_left(ends, 1, key=lambda at: not _fits(question, request.starts_at, at))
    return ends[place - 1] if place else None


def _fits(
    question: BookingQuestion,
    starts_at: datetime,
    ends_at: datetime,
    room_id: RoomId | None = None,
) -> bool:
    asked = replace(
        question.request,
        starts_at=starts_at,
        ends_at=ends_at,
        room_id=room_id or question.request.room_id,
        is_override=False,
    )
    return decide_booking(replace(question, request=asked)).outcome.holds_room


def _moments(question: BookingQuestion) -> Iterator[datetime]:
    """Every moment at which the answer may change, from the asked start on for 14 days."""
    request, around, room = question.request, question.around, question.room
    for room_id in sharing_floor(around.rooms, request.room_id):
        gap = max(room.gap, around.rooms[room_id].gap)
        for use in around.uses.get(room_id, ()):
            yield from (use.starts_at - gap, use.ends_at + gap)
    if request.needs:
        for uses in around.uses.values():
            for use in uses:
                yield from (use.starts_at, use.ends_at)
    for closure in around.closures:
        yield from (closure.starts_at, closure.ends_at)
    until = request.starts_at + LOOKS_AHEAD
    for period in open_periods(room, around.calendar, request.starts_at, until):
        yield from period
