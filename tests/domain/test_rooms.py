from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.booking_queue import still_wished
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.bookings import (
    Booker,
    BookingOutcome,
    BookingQuestion,
    Request,
    Surroundings,
    Use,
)
from desk_app.domain.clock import iso_local, parse_local
from desk_app.domain.free_times import AlternativeKind, alternatives, free_until
from desk_app.domain.holidays import CalendarDay, DayKind, HolidayCalendar
from desk_app.domain.recurrence import RuleProblem, RuleRefusedError, expand, parse_rule
from desk_app.domain.rooms import (
    Bookers,
    Closure,
    GapMode,
    Room,
    RoomUse,
    parse_hours,
    write_hours,
)
from desk_app.domain.series import SeriesScope, affected, split

DAY = "2026-11-24"
NOW = parse_local("2026-11-23T08:00")
HOURS = parse_hours(["09:00-21:00"])


def at(time):
    return parse_local(time if "T" in time else f"{DAY}T{time}")


def minute(n):
    return at("09:00") + timedelta(minutes=n)


def room(n=1, **settings):
    return Room(**{"room_id": UUID(int=n), "name": f"Room {n}", "hours": HOURS, **settings})


def use(start, end, n=1, number=0, **facts):
    start, end = (at(x) if isinstance(x, str) else x for x in (start, end))
    return Use(
        booking_id=UUID(int=100 + number),
        room_id=UUID(int=n),
        starts_at=start,
        ends_at=end,
        **facts,
    )


def ask(start, end, *uses, rooms=None, booker=None, closures=(), calendar=None, n=1, **request):
    rooms = {r.room_id: r for r in (rooms or [room()])}
    start, end = (at(x) if isinstance(x, str) else x for x in (start, end))
    return BookingQuestion(
        request=Request(room_id=UUID(int=n), starts_at=start, ends_at=end, **request),
        around=Surroundings(
            rooms=rooms,
            uses={i: tuple(u for u in uses if u.room_id == i) for i in rooms},
            at=NOW,
            closures=tuple(closures),
            calendar=calendar or HolidayCalendar(),
        ),
        booker=booker or Booker(),
    )


def closure(start, end, n=None):
    return Closure(
        closure_id=UUID(int=900),
        starts_at=at(start),
        ends_at=at(end),
        room_id=None if n is None else UUID(int=n),
    )


WORST = ask(
    "08:00", "12:00", use("10:00", "11:00"),
    rooms=[room(capacity=5, cleanup_min=15, max_min=60, ahead_days=0, week_quota_min=60,
                bookers=Bookers.STAFF)],
    closures=[closure("08:00", "09:00"), closure("09:00", "10:00", 1)],
    booker=Booker(is_blocked=True), headcount=9, needs=(("projector", 1),),
)  # fmt: skip


def test_the_first_rule_of_the_order_names_the_outcome():
    found, question = [], WORST
    free = question.around
    steps = [
        lambda q: replace(q, booker=replace(q.booker, is_blocked=False)),
        lambda q: replace(q, booker=replace(q.booker, is_staff=True)),
        lambda q: replace(q, request=replace(q.request, starts_at=at("09:00"))),
        lambda q: replace(q, around=replace(q.around, closures=())),
        lambda q: replace(q, request=replace(q.request, headcount=5)),
        lambda q: replace(
            q, around=replace(q.around, uses={UUID(int=1): (use("12:00", "13:00"),)})
        ),
        lambda q: replace(q, around=replace(q.around, uses={})),
        lambda q: replace(q, request=replace(q.request, needs=())),
        lambda q: replace(q, request=replace(q.request, ends_at=at("10:00"))),
        lambda q: replace(q, booker=replace(q.booker, taken=((at("14:00"), 1),))),
    ]
    assert free.uses
    for step in [*steps, lambda q: q]:
        found.append(decide_booking(question).outcome.value)
        question = step(question)
    assert found == [
        "blocked", "not_allowed", "closed", "blackout", "too_small", "conflict", "buffer",
        "equipment_taken", "too_long", "ok", "quota",
    ]  # fmt: skip


def test_staff_set_rules_aside_but_never_take_a_room_that_is_taken():
    free = replace(WORST, around=replace(WORST.around, uses={}))
    wanted = replace(WORST.request, is_override=True, needs=())
    decision = decide_booking(replace(free, request=wanted))
    assert decision.outcome is BookingOutcome.OK
    assert [o.value for o in decision.overrode] == [
        "blocked", "not_allowed", "closed", "blackout", "too_small", "too_long", "quota",
    ]  # fmt: skip
    assert decide_booking(replace(WORST, request=wanted)).outcome is BookingOutcome.CONFLICT


def test_quotas_count_weeks_from_monday():
    sunday, monday = ((at(f"2026-11-{d}T10:00"), 60) for d in (22, 23))
    limited = [room(week_quota_min=90)]
    for taken, outcome in ((sunday, "ok"), (monday, "quota")):
        decision = decide_booking(
            ask("10:00", "11:00", rooms=limited, booker=Booker(taken=(taken,)))
        )
        assert decision.outcome == outcome
    assert decision.facts == {"per": "week", "limit_min": 90, "used_min": 60}


def test_a_month_and_open_bookings_have_limits_too():
    first = (at("2026-11-02T10:00"), 60)
    q = ask("10:00", "11:00", rooms=[room(month_quota_min=119)], booker=Booker(taken=(first,)))
    assert decide_booking(q).facts["per"] == "month"
    q = ask("10:00", "11:00", rooms=[room(open_quota=2)], booker=Booker(open_count=2))
    assert decide_booking(q).facts == {"per": "open", "limit": 2}


def test_one_may_not_book_further_ahead_than_the_room_says():
    limited = [room(ahead_days=1)]
    assert decide_booking(ask("10:00", "11:00", rooms=limited)).outcome == "ok"
    later = ask("2026-11-25T10:00", "2026-11-25T11:00", rooms=limited)
    assert decide_booking(later).outcome == "too_far_ahead"
    assert decide_booking(later).facts == {"ahead_days": 1, "last_day": "2026-11-24"}


@pytest.mark.parametrize(
    ("settings", "is_walk_in", "outcome"),
    [
        ({"use": RoomUse.WALK_IN}, False, "not_allowed"),
        ({"use": RoomUse.WALK_IN}, True, "ok"),
        ({"use": RoomUse.RESERVATION}, True, "not_allowed"),
        ({"bookers": Bookers.COMPANIES}, False, "not_allowed"),
        ({"needs_approval": True}, False, "pending"),
        ({"station": "别处", "needs_approval": True}, False, "tentative"),
    ],
)
def test_how_a_room_is_used_and_by_whom(settings, is_walk_in, outcome):
    q = ask("10:00", "11:00", rooms=[room(**settings)], is_walk_in=is_walk_in)
    assert decide_booking(q).outcome == outcome


def test_a_reading_area_is_shared_by_headcount():
    area = [room(capacity=10, by_headcount=True)]
    taken = use("10:00", "12:00", headcount=6)
    assert decide_booking(ask("10:00", "11:00", taken, rooms=area, headcount=4)).outcome == "ok"
    full = decide_booking(ask("10:00", "11:00", taken, rooms=area, headcount=5))
    assert (full.outcome, full.facts) == ("full", {"capacity": 10})


def test_a_room_is_open_on_a_make_up_workday_and_shut_on_a_holiday():
    weekdays = [room(hours=parse_hours(["mo-fr 09:00-21:00"]))]
    kinds = {date(2026, 10, 1): DayKind.HOLIDAY, date(2026, 10, 10): DayKind.MAKEUP_WORKDAY}
    days = HolidayCalendar(days={d: CalendarDay(day=d, kind=k) for d, k in kinds.items()})
    for day, outcome in (("10-01", "closed"), ("10-10", "ok"), ("10-17", "closed")):
        q = ask(f"2026-{day}T10:00", f"2026-{day}T11:00", rooms=weekdays, calendar=days)
        assert decide_booking(q).outcome == outcome


def test_hours_to_midnight_go_on_into_the_next_day():
    q = ask("22:00", "2026-11-25T02:00", rooms=[room(hours=parse_hours(["00:00-24:00"]))])
    assert decide_booking(q).outcome == "ok"


@pytest.mark.parametrize("text", ["21:00-09:00", "mon 09:00-10:00", "9-10", "09:00", "25:00-26:00"])
def test_hours_that_cannot_be_are_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  (the command line turns it into wrong usage)
        parse_hours([text])


def test_hours_read_back_as_written():
    for texts in (["09:00-21:00"], ["mo 09:00-12:00", "mo 13:00-24:00", "su 10:00-11:00"], []):
        assert write_hours(parse_hours(texts)) == texts


def test_an_hour_of_one_digit_is_read():
    assert parse_hours(["mo-fr 9:00-12:30"]) == parse_hours(["mo-fr 09:00-12:30"])


def test_built_in_equipment_needs_no_stock():
    rooms = [room(fixtures=(("projector", 1),)), room(2, equipment=(("projector", 1),))]
    taken = use("10:00", "11:00", 2, needs=(("projector", 1),))
    needs = (("projector", 1),)
    assert decide_booking(ask("10:00", "11:00", taken, rooms=rooms, needs=needs)).outcome == "ok"
    two = decide_booking(ask("10:00", "11:00", taken, rooms=rooms, needs=(("projector", 2),)))
    assert (two.outcome, two.facts["left"]) == ("equipment_taken", 0)


def test_a_refusal_offers_the_next_time_a_shorter_one_and_another_room():
    rooms = [room(capacity=8, cleanup_min=10), room(2, capacity=4), room(3, capacity=30)]
    q = ask("10:00", "11:00", use("10:30", "12:00"), rooms=rooms, headcount=6)
    found = [(a.kind, a.room_id.int, a.starts_at, a.ends_at) for a in alternatives(q)]
    assert found == [
        (AlternativeKind.OTHER_HOUR, 1, at("12:10"), at("13:10")),
        (AlternativeKind.SHORTER, 1, at("10:00"), at("10:20")),
        (AlternativeKind.OTHER_ROOM, 3, at("10:00"), at("11:00")),
    ]


@pytest.mark.parametrize(
    ("people", "offered"), [(0, [8, 30, 4, 2]), (3, [4, 8, 30]), (9, [30]), (31, [])]
)
def test_another_room_seats_as_many_as_come_or_else_as_the_asked_one_if_any_does(people, offered):
    rooms = [room(100, capacity=8), *(room(n, capacity=n) for n in (2, 30, 4, 8))]
    taken, found = [use("10:00", "11:00", 100)], []
    while True:
        q = ask("10:00", "11:00", *taken, rooms=rooms, n=100, headcount=people)
        other = next((a for a in alternatives(q) if a.kind is AlternativeKind.OTHER_ROOM), None)
        if other is None:
            break
        found.append(other.room_id.int)
        taken.append(use("10:00", "11:00", found[-1], len(taken)))
    assert found == offered


def test_a_walk_in_learns_until_when_the_room_is_free():
    assert free_until(ask("10:00", "21:00", use("10:45", "12:00"))) == at("10:45")
    assert free_until(ask("10:00", "21:00", use("09:00", "12:00"))) is None


periods = st.tuples(st.integers(-60, 740), st.integers(1, 240)).map(lambda p: (p[0], p[0] + p[1]))
kinds = st.fixed_dictionaries(
    {
        "setup_min": st.integers(0, 20),
        "cleanup_min": st.integers(0, 20),
        "gap_mode": st.sampled_from(GapMode),
        "at_once": st.integers(1, 3),
    }
)


def runs_at_once(taken, gap, n):
    """Bookings of a room in minute n, each with its gap."""
    return sum(s <= n < e + gap for s, e in taken)


@settings(max_examples=300, deadline=None)
@given(kind=kinds, wanted=st.lists(periods, max_size=25))
def test_what_is_accepted_never_overlaps_and_what_fits_is_never_refused(kind, wanted):
    kept, uses, it = [], [], room(**kind)
    gap = it.gap // timedelta(minutes=1)
    for number, (start, end) in enumerate(wanted):
        minutes = range(start, end + gap)
        is_open = start >= 0 and end <= 720
        has_place = all(runs_at_once(kept, gap, n) < it.at_once for n in minutes)
        decision = decide_booking(ask(minute(start), minute(end), *uses, rooms=[it]))
        assert (decision.outcome is BookingOutcome.OK) == (is_open and has_place)
        if decision.outcome is BookingOutcome.OK:
            kept.append((start, end))
            uses.append(use(minute(start), minute(end), number=number))
    for n in range(740):
        assert runs_at_once(kept, gap, n) <= it.at_once


@settings(max_examples=150, deadline=None)
@given(wanted=st.lists(st.tuples(st.sampled_from([1, 2, 3]), periods), max_size=25))
def test_a_hall_and_its_halves_never_share_a_minute(wanted):
    rooms = [room(1), room(2, part_of=UUID(int=1)), room(3, part_of=UUID(int=1))]
    beside = {1: {1, 2, 3}, 2: {1, 2}, 3: {1, 3}}
    kept = []
    for number, (n, (start, end)) in enumerate(wanted):
        is_free = start >= 0 and end <= 720
        for other, s, e, _ in kept:
            is_free &= other not in beside[n] or not any(s <= m < e for m in range(start, end))
        q = ask(minute(start), minute(end), *(k[3] for k in kept), rooms=rooms, n=n)
        assert (decide_booking(q).outcome is BookingOutcome.OK) == is_free
        if is_free:
            kept.append((n, start, end, use(minute(start), minute(end), n, number)))


@settings(max_examples=150, deadline=None)
@given(taken=st.lists(periods, max_size=12), wanted=periods)
def test_every_alternative_can_be_booked_and_the_next_time_is_the_first(taken, wanted):
    uses = [use(minute(s), minute(e), number=n) for n, (s, e) in enumerate(taken)]
    q = ask(minute(wanted[0]), minute(wanted[1]), *uses)
    found = {a.kind: a for a in alternatives(q)}
    for one in found.values():
        asked = replace(q.request, starts_at=one.starts_at, ends_at=one.ends_at)
        assert decide_booking(replace(q, request=asked)).outcome is BookingOutcome.OK
    first = next(
        n
        for n in range(wanted[0], 3000)
        if decide_booking(ask(minute(n), minute(n + wanted[1] - wanted[0]), *uses)).outcome == "ok"
    )
    assert found[AlternativeKind.OTHER_HOUR].starts_at == minute(first)


@settings(max_examples=100, deadline=None)
@given(
    taken=st.lists(st.tuples(st.sampled_from([1, 2, 3]), periods), max_size=10),
    wanted=periods,
    kind=st.sampled_from(
        [
            {"cleanup_min": 20},
            {"at_once": 2, "cleanup_min": 5},
            {"by_headcount": True, "capacity": 10},
        ]
    ),
)
def test_the_next_time_is_the_first_in_halls_with_gaps_and_in_shared_rooms(taken, wanted, kind):
    rooms = [room(1, **kind), room(2, part_of=UUID(int=1), cleanup_min=30), room(3)]
    uses = [
        use(minute(s), minute(e), n, number, headcount=4)
        for number, (n, (s, e)) in enumerate(taken)
    ]
    start, length = wanted[0], wanted[1] - wanted[0]
    q = ask(minute(start), minute(wanted[1]), *uses, rooms=rooms, headcount=3)
    first = next(
        n
        for n in range(start, 3000)
        if decide_booking(
            ask(minute(n), minute(n + length), *uses, rooms=rooms, headcount=3)
        ).outcome
        == "ok"
    )
    found = {a.kind: a for a in alternatives(q)}
    assert found[AlternativeKind.OTHER_HOUR].starts_at == minute(first)


rules = st.builds(
    lambda freq, interval, days, count: f"FREQ={freq};INTERVAL={interval}{days};COUNT={count}",
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.sampled_from(["", ";BYDAY=MO,TH", ";BYDAY=SA;WKST=SU", ";BYMONTHDAY=31", ";BYDAY=2WE"]),
    st.integers(1, 40),
).filter(lambda text: "2WE" not in text or "MONTHLY" in text or "YEARLY" in text)


@settings(max_examples=150, deadline=None)
@given(text=rules, day=st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_recurrence_equals_dateutil(text, day):
    starts = datetime.combine(day, datetime.min.time().replace(hour=19))
    plain = text if "WKST" in text else f"{text};WKST=MO"
    expected = tuple(rrule.rrulestr(plain, dtstart=starts))
    if not expected:
        with pytest.raises(RuleRefusedError, match="nothing_to_book"):
            expand(parse_rule(text), starts, timedelta(hours=1))
        return
    found = expand(parse_rule(text), starts, timedelta(hours=1))
    assert found == expected[: len(found)]
    assert all(one.year >= starts.year + 100 for one in expected[len(found) :])


STATUSES = st.sampled_from([*BookingStatus] + [BookingStatus.CONFIRMED] * 6)


@settings(max_examples=200, deadline=None)
@given(
    statuses=st.lists(st.tuples(STATUSES, st.booleans()), min_size=1, max_size=20),
    data=st.data(),
    scope=st.sampled_from(SeriesScope),
)
def test_a_series_edit_touches_only_what_it_names_and_never_the_past(statuses, data, scope):
    series = tuple(
        Booking(
            booking_id=UUID(int=n + 1),
            room_id=UUID(int=1),
            starts_at=minute(n * 1440),
            ends_at=minute(n * 1440 + 60),
            occurrence=iso_local(minute(n * 1440)),
            status=status,
            checked_in_at=minute(n * 1440) if is_in else None,
        )
        for n, (status, is_in) in enumerate(statuses)
    )
    chosen = data.draw(st.integers(0, len(series) - 1))
    now = minute(data.draw(st.integers(0, 1440 * 20)))
    found = affected(series, series[chosen].booking_id, scope, now)
    expected_from = {SeriesScope.ALL: 0}.get(scope, chosen)
    expected_to = chosen if scope is SeriesScope.THIS else len(series)
    for n, one in enumerate(series):
        is_future = one.starts_at > now or scope is SeriesScope.THIS
        is_meant = (
            expected_from <= n <= expected_to
            and is_future
            and one.checked_in_at is None
            and one.status in {"confirmed", "pending", "tentative"}
        )
        assert (one in found) == is_meant
    before, after = split(series, series[chosen].occurrence)
    assert before + after == series
    assert after[0] == series[chosen]


@pytest.mark.parametrize("interval", ["0", "-1", "1.5", ""])
def test_a_rule_that_does_not_go_forward_is_refused(interval):
    with pytest.raises(RuleRefusedError) as refused:
        parse_rule(f"FREQ=WEEKLY;INTERVAL={interval};COUNT=3")
    assert refused.value.problem is RuleProblem.INVALID


@pytest.mark.parametrize(
    ("now", "starts"),
    [("14:59", "15:00"), ("15:00", "15:00"), ("15:00:01", "15:01"), ("15:16", "15:16")],
)
def test_of_a_slot_that_has_begun_the_rest_is_wished_to_the_minute(now, starts):
    waiting = Booking(
        booking_id=UUID(int=1),
        room_id=UUID(int=2),
        starts_at=at("15:00"),
        ends_at=at("16:00"),
        status=BookingStatus.WAITING,
    )
    assert still_wished(waiting, at(now)) == replace(waiting, starts_at=at(starts))
