"""Rooms against a model that knows nothing but minutes: one bit a minute, one number a count."""

import random
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.bookings import Booker, BookingQuestion, Request, Surroundings, Use
from desk_app.domain.clock import day_bounds, parse_local
from desk_app.domain.holidays import HolidayCalendar
from desk_app.domain.room_days import DayBlock, in_lanes, open_minutes
from desk_app.domain.room_use_rates import rates
from desk_app.domain.rooms import Closure, GapMode, Room, parse_hours

DAY = date(2026, 11, 24)
NINE = parse_local("2026-11-24T09:00")
OPEN_MIN = 720
CALENDARS = 10_000
ROOM_ID = UUID(int=1)
HOURS = parse_hours(["09:00-21:00"])


class Minutes:
    """How many hold each minute: level n is a number whose bits are minutes held more than n times.

    Bit 1000 is the minute the room opens, so that what comes before it has a place too.
    """

    def __init__(self, at_once: int) -> None:
        self.levels = [0] * at_once

    @staticmethod
    def bits(start: int, end: int) -> int:
        return ((1 << (end - start)) - 1) << (start + 1000)

    def has_place(self, start: int, end: int) -> bool:
        return not self.levels[-1] & self.bits(start, end)

    def add(self, start: int, end: int) -> None:
        more = self.bits(start, end)
        for n, level in enumerate(self.levels):
            self.levels[n], more = level | more, level & more
        assert not more


def at(minute: int):
    return NINE + timedelta(minutes=minute)


def decide(room, start, end, uses):
    return decide_booking(
        BookingQuestion(
            request=Request(room_id=ROOM_ID, starts_at=at(start), ends_at=at(end)),
            around=Surroundings(rooms={ROOM_ID: room}, uses={ROOM_ID: tuple(uses)}, at=NINE),
            booker=Booker(),
        )
    ).outcome


def test_ten_thousand_random_calendars_agree_with_their_minutes():
    chance = random.Random(20261124)  # noqa: S311
    seen = dict.fromkeys(("ok", "closed", "conflict", "full", "buffer"), 0)
    for number in range(CALENDARS):
        room = Room(
            room_id=ROOM_ID,
            name="A",
            hours=HOURS,
            setup_min=chance.choice((0, 0, 5, 10)),
            cleanup_min=chance.choice((0, 0, 10, 15)),
            gap_mode=chance.choice(list(GapMode)),
            at_once=chance.choice((1, 1, 1, 2, 3)),
        )
        gap = room.gap // timedelta(minutes=1)
        with_gaps, alone = Minutes(room.at_once), Minutes(room.at_once)
        uses = []
        for _ in range(chance.randint(1, 8)):
            start = chance.randint(-30, OPEN_MIN)
            end = start + chance.choice((15, 30, 60, 90, 120, chance.randint(1, 240)))
            if start < 0 or end > OPEN_MIN:
                expected = "closed"
            elif not alone.has_place(start, end):
                expected = "full" if room.at_once > 1 else "conflict"
            elif not with_gaps.has_place(start, end + gap):
                expected = "buffer"
            else:
                expected = "ok"
            outcome = decide(room, start, end, uses)
            assert outcome == expected, (number, room, start, end, uses)
            seen[expected] += 1
            if expected == "ok":
                with_gaps.add(start, end + gap)
                alone.add(start, end)
                booked = {"starts_at": at(start), "ends_at": at(end)}
                uses.append(Use(booking_id=UUID(int=100 + len(uses)), room_id=ROOM_ID, **booked))
    assert min(seen.values()) > 500, seen


day_minutes = st.tuples(st.integers(0, 1439), st.integers(1, 600)).map(
    lambda pair: (pair[0], min(1440, pair[0] + pair[1]))
)

hours_of_day = st.lists(day_minutes, max_size=6)


@settings(max_examples=200, deadline=None)
@given(periods=st.lists(day_minutes, max_size=15))
def test_blocks_of_one_lane_never_overlap_and_no_lane_is_wasted(periods):
    blocks = in_lanes(DayBlock(start_min=s, end_min=e, label="") for s, e in periods)
    assert sorted((b.start_min, b.end_min) for b in blocks) == sorted(periods)
    for minute in range(1440):
        lanes = [b.lane for b in blocks if b.start_min <= minute < b.end_min]
        assert len(lanes) == len(set(lanes))
    most = max((sum(s <= m < e for s, e in periods) for m in range(1440)), default=0)
    assert max((b.lane + 1 for b in blocks), default=0) == most


@settings(max_examples=150, deadline=None)
@given(shut=st.lists(st.tuples(st.integers(-600, 2000), st.integers(1, 900)), max_size=5))
def test_opening_hours_are_what_no_closure_takes(shut):
    room = Room(room_id=ROOM_ID, name="A", hours=parse_hours(["09:00-12:00", "13:00-21:00"]))
    midnight, _ = day_bounds(DAY)
    closures = [
        Closure(
            closure_id=UUID(int=9),
            starts_at=midnight + timedelta(minutes=start),
            ends_at=midnight + timedelta(minutes=start + length),
        )
        for start, length in shut
    ]
    found = open_minutes(room, HolidayCalendar(), closures, DAY)
    for minute in range(1440):
        is_open = 540 <= minute < 720 or 780 <= minute < 1260
        is_open &= not any(start <= minute < start + length for start, length in shut)
        assert sum(opens <= minute < closes for opens, closes in found) == is_open


@settings(max_examples=150, deadline=None)
@given(days=st.lists(st.tuples(hours_of_day, hours_of_day), max_size=4))
def test_use_by_the_hour_counts_each_minute_once(days):
    found = rates(
        ROOM_ID,
        "A",
        [
            (open_min, [DayBlock(start_min=s, end_min=e, label="") for s, e in held])
            for open_min, held in days
        ],
    )
    for hour in found.hours:
        minutes = range(hour.hour * 60, hour.hour * 60 + 60)
        used = sum(any(s <= m < e for s, e in held) for _, held in days for m in minutes)
        opened = sum(any(s <= m < e for s, e in is_open) for is_open, _ in days for m in minutes)
        assert (hour.used_min, hour.open_min) == (used, opened)
        assert (hour.percent is None) == (opened == 0)
