"""Whether a room can be booked: one pure decision over what stands around a request.

The first thing that stands against it names the outcome, in this order: invalid, blocked,
not_allowed, closed, blackout, too_small, conflict or full, buffer, equipment_taken, too_long,
too_far_ahead, quota.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from desk_app.domain.bookings import (
    MAX_LENGTH,
    BookingDecision,
    BookingOutcome,
    BookingQuestion,
    Use,
)
from desk_app.domain.clock import SHANGHAI, iso_local, local_day
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import (
    Bookers,
    Room,
    RoomUse,
    is_holiday,
    open_periods,
    shared_stock,
    sharing_floor,
)

_MINUTE = timedelta(minutes=1)
STAFF_MAY_OVERRIDE = frozenset(
    {
        BookingOutcome.BLOCKED,
        BookingOutcome.NOT_ALLOWED,
        BookingOutcome.CLOSED,
        BookingOutcome.BLACKOUT,
        BookingOutcome.TOO_SMALL,
        BookingOutcome.BUFFER,
        BookingOutcome.TOO_LONG,
        BookingOutcome.TOO_FAR_AHEAD,
        BookingOutcome.QUOTA,
    }
)


def decide_booking(question: BookingQuestion) -> BookingDecision:
    """Decide whether a request may be booked as it stands."""
    overrode: list[BookingOutcome] = []
    for rule in _RULES:
        found = rule(question)
        if found is None:
            continue
        if not (question.request.is_override and found.outcome in STAFF_MAY_OVERRIDE):
            return found
        overrode.append(found.outcome)
    outcome = BookingOutcome.OK
    if question.room.station:
        outcome = BookingOutcome.TENTATIVE
    elif question.room.needs_approval and not question.booker.is_staff:
        outcome = BookingOutcome.PENDING
    return BookingDecision(outcome=outcome, overrode=tuple(overrode))


def _refuse(
    outcome: BookingOutcome, against: Iterable[Use] = (), **facts: object
) -> BookingDecision:
    return BookingDecision(
        outcome=outcome, facts=facts, against=tuple(use.booking_id for use in against)
    )


def _sense(q: BookingQuestion) -> BookingDecision | None:
    if q.request.length <= timedelta() or q.request.headcount < 0:
        return _refuse(BookingOutcome.INVALID)
    if any(count < 1 for _, count in q.request.needs) or q.room.is_retired:
        return _refuse(BookingOutcome.INVALID)
    if q.request.length > MAX_LENGTH:
        return _refuse(BookingOutcome.TOO_LONG, max_min=MAX_LENGTH // _MINUTE)
    return None


def _person(q: BookingQuestion) -> BookingDecision | None:
    if q.booker.is_blocked:
        return _refuse(BookingOutcome.BLOCKED)
    return None


def _allowed(q: BookingQuestion) -> BookingDecision | None:
    is_theirs = (
        q.room.bookers is Bookers.ANYONE
        or q.booker.is_staff
        or (q.room.bookers is Bookers.COMPANIES and q.booker.is_company)
    )
    is_wrong_way = q.room.use is (RoomUse.RESERVATION if q.request.is_walk_in else RoomUse.WALK_IN)
    if not is_theirs or is_wrong_way:
        why = f"only_{q.room.use.value}" if is_theirs else f"only_{q.room.bookers.value}"
        return _refuse(BookingOutcome.NOT_ALLOWED, why=why)
    return None


def _closed(q: BookingQuestion) -> BookingDecision | None:
    ours = () if q.room.station else q.around.closures  # another station has its own
    for closure in ours:
        if closure.room_id is None and q.request.overlaps(closure.starts_at, closure.ends_at):
            why = "holiday" if _is_holiday_touched(q) else "closure"
            return _refuse(BookingOutcome.CLOSED, why=why, reason=closure.reason)
    if not q.room.hours and not q.around.calendar.days:
        return None
    periods = open_periods(q.room, q.around.calendar, q.request.starts_at, q.request.ends_at)
    if any(s <= q.request.starts_at and q.request.ends_at <= e for s, e in periods):
        return None
    if _is_holiday_touched(q):
        return _refuse(BookingOutcome.CLOSED, why="holiday")
    day = local_day(q.request.starts_at)
    hours = [
        f"{start.astimezone(SHANGHAI):%H:%M}-{_closing(end, day)}"
        for start, end in periods
        if local_day(start) == day
    ]
    return _refuse(BookingOutcome.CLOSED, why="hours", open=hours)


def _closing(ends_at: datetime, day: date) -> str:
    return f"{ends_at.astimezone(SHANGHAI):%H:%M}" if local_day(ends_at) == day else "24:00"


def _is_holiday_touched(q: BookingQuestion) -> bool:
    return is_holiday(q.room, q.around.calendar, local_day(q.request.starts_at))


def _blackout(q: BookingQuestion) -> BookingDecision | None:
    floor = sharing_floor(q.around.rooms, q.request.room_id)
    for closure in q.around.closures:
        if closure.room_id in floor and q.request.overlaps(closure.starts_at, closure.ends_at):
            return _refuse(BookingOutcome.BLACKOUT, reason=closure.reason)
    return None


def _size(q: BookingQuestion) -> BookingDecision | None:
    if q.room.capacity and q.request.headcount > q.room.capacity:
        return _refuse(
            BookingOutcome.TOO_SMALL, capacity=q.room.capacity, headcount=q.request.headcount
        )
    return None


def _overlap(q: BookingQuestion) -> BookingDecision | None:
    found = _in_the_way(q, is_gap_kept=False)
    if not found:
        return None
    is_shared = q.room.at_once > 1 or q.room.by_headcount
    if is_shared and all(use.room_id == q.request.room_id for use in found):
        return _refuse(BookingOutcome.FULL, found, **_limit_of(q.room))
    until = iso_local(max(use.ends_at for use in found))
    return _refuse(BookingOutcome.CONFLICT, found, until=until)


def _buffer(q: BookingQuestion) -> BookingDecision | None:
    found = _in_the_way(q, is_gap_kept=True)
    if not found:
        return None
    return _refuse(BookingOutcome.BUFFER, found, gap_min=q.room.gap // _MINUTE)


def _limit_of(room: Room) -> dict[str, object]:
    return {"capacity": room.capacity} if room.by_headcount else {"at_once": room.at_once}


def _in_the_way(q: BookingQuestion, *, is_gap_kept: bool) -> list[Use]:
    """Return the uses that leave no room, each with its gap after it where that is kept."""
    rooms, own_id = q.around.rooms, q.request.room_id
    for room_id in sharing_floor(rooms, own_id) - {own_id}:
        gap = max(q.room.gap, rooms[room_id].gap) if is_gap_kept else timedelta()
        if near := _near(q, room_id, gap):
            return near
    gap = q.room.gap if is_gap_kept else timedelta()
    near = _near(q, own_id, gap)
    if not near:
        return []
    if q.room.by_headcount:
        wanted = max(1, q.request.headcount)
        held = peak(near, lambda use: max(1, use.headcount), gap)
        return near if 0 < q.room.capacity < held + wanted else []
    return near if peak(near, lambda _use: 1, gap) >= q.room.at_once else []


def _near(q: BookingQuestion, room_id: RoomId, gap: timedelta) -> list[Use]:
    starts_at, ends_at = q.request.starts_at, q.request.ends_at + gap
    return [
        use
        for use in q.around.uses.get(room_id, ())
        if use.starts_at < ends_at and starts_at < use.ends_at + gap
    ]


def peak(uses: Iterable[Use], weight: Callable[[Use], int], gap: timedelta = timedelta()) -> int:
    """Return the most that runs at once; a use that ends when another starts is not beside it.

    Where all uses touch one request, the peak lies within it (intervals that meet pairwise share a
    moment), so nothing is clipped.
    """
    steps: list[tuple[datetime, int]] = []
    for use in uses:
        steps += [(use.starts_at, weight(use)), (use.ends_at + gap, -weight(use))]
    now = most = 0
    for _, step in sorted(steps):
        now += step
        most = max(most, now)
    return most


def _equipment(q: BookingQuestion) -> BookingDecision | None:
    needs = q.room.lacks(q.request.needs)
    if not needs:
        return None
    rooms = {i: room for i, room in q.around.rooms.items() if room.station == q.room.station}
    stock = shared_stock(rooms.values())
    beside = [
        (use, dict(rooms[room_id].lacks(use.needs)))
        for room_id in rooms
        for use in q.around.uses.get(room_id, ())
        if use.needs and q.request.overlaps(use.starts_at, use.ends_at)
    ]
    for name, count in needs:
        holders = {use: held[name] for use, held in beside if name in held}
        left = stock.get(name, 0) - peak(holders, holders.__getitem__)
        if count > left:
            return _refuse(
                BookingOutcome.EQUIPMENT_TAKEN, holders, equipment=name, wanted=count, left=left
            )
    return None


def _reach(q: BookingQuestion) -> BookingDecision | None:
    if q.room.max_min and q.request.length > q.room.max_min * _MINUTE:
        return _refuse(BookingOutcome.TOO_LONG, max_min=q.room.max_min)
    last = local_day(q.around.at) + timedelta(days=q.room.ahead_days)
    if q.room.ahead_days and local_day(q.request.starts_at) > last:
        return _refuse(
            BookingOutcome.TOO_FAR_AHEAD, ahead_days=q.room.ahead_days, last_day=last.isoformat()
        )
    return None


def week_of(day: date) -> date:
    """Return the Monday of a date's week."""
    return day - timedelta(days=day.weekday())


def minutes_taken(taken: Iterable[tuple[datetime, int]], day: date) -> tuple[int, int]:
    """Return the minutes of bookings that start in a date's week from Monday, and in its month.

    Args:
        taken: Start and minutes of each booking.
        day: A Shanghai date.
    """
    found = [(local_day(starts_at), taken_min) for starts_at, taken_min in taken]
    return (
        sum(m for d, m in found if week_of(d) == week_of(day)),
        sum(m for d, m in found if (d.year, d.month) == (day.year, day.month)),
    )


def _quota(q: BookingQuestion) -> BookingDecision | None:
    minutes = q.request.length // _MINUTE
    in_week, in_month = minutes_taken(q.booker.taken, local_day(q.request.starts_at))
    for per, limit_min, used_min in (
        ("week", q.room.week_quota_min, in_week),
        ("month", q.room.month_quota_min, in_month),
    ):
        if limit_min and used_min + minutes > limit_min:
            return _refuse(BookingOutcome.QUOTA, per=per, limit_min=limit_min, used_min=used_min)
    if q.room.open_quota and q.booker.open_count >= q.room.open_quota:
        return _refuse(BookingOutcome.QUOTA, per="open", limit=q.room.open_quota)
    return None


_RULES: tuple[Callable[[BookingQuestion], BookingDecision | None], ...] = (
    _sense,
    _person,
    _allowed,
    _closed,
    _blackout,
    _size,
    _overlap,
    _buffer,
    _equipment,
    _reach,
    _quota,
)
