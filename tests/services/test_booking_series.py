"""Series taken apart and put together, and a history that tells how a booking came to stand."""

import random
from datetime import timedelta

import pytest

from desk_app.domain.clock import parse_local
from desk_app.domain.errors import KnownError
from desk_app.domain.series import SeriesScope
from desk_app.services.booking_changes import Move
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from tests.station import moment


def series(station, room_id, count, *, start="10:00", end="11:00"):
    answer = station.app.bookings.book(
        BookingRequest(
            room_id=room_id,
            starts_at=moment(start, day=1),
            ends_at=moment(end, day=1),
            who=Who(company="云帆科技"),
            rule=f"FREQ=DAILY;COUNT={count}",
        )
    )
    assert answer.decision.outcome == "ok", answer.decision
    return answer


@pytest.fixture
def room(station):
    station.clock.set("08:00")
    return station.app.rooms.add("会议室", opens_on_holidays=True)


@pytest.mark.parametrize("seed", range(12))
def test_splitting_and_merging_loses_no_date_and_moves_none(station, room, seed):
    chance = random.Random(seed)  # noqa: S311
    made = series(station, room, chance.randint(2, 9))
    before = {b.booking_id: (b.starts_at, b.ends_at, b.occurrence) for b in made.bookings}
    parts = {made.series_id: list(before)}
    changes = station.app.booking_changes
    for _ in range(6):
        if len(parts) > 1 and chance.random() < 0.4:
            keep, other = chance.sample(list(parts), 2)
            merged = changes.merge(keep, other)
            parts[keep] = sorted((*parts[keep], *parts.pop(other)), key=list(before).index)
            assert [b.booking_id for b in merged] == parts[keep]
        else:
            whole = chance.choice(list(parts))
            if not parts[whole]:
                continue
            place = chance.randrange(len(parts[whole]))
            new_id, following = changes.split(parts[whole][place])
            parts[whole], parts[new_id] = parts[whole][:place], parts[whole][place:]
            assert [b.booking_id for b in following] == parts[new_id]
        now = {i: [b.booking_id for b in changes.series(i)[1]] for i in parts}
        assert now == parts
    stand = [station.app.booking_use.booking(i) for i in before]
    assert {b.booking_id: (b.starts_at, b.ends_at, b.occurrence) for b in stand} == before
    assert {b.status.value for b in stand} == {"confirmed"}


def test_a_series_merged_into_itself_or_from_nowhere_changes_nothing(station, room):
    made = series(station, room, 3)
    changes = station.app.booking_changes
    assert len(changes.merge(made.series_id, made.series_id)) == 3
    with pytest.raises(KnownError) as refused:
        changes.merge(made.series_id, room)
    assert refused.value.code == "unknown_series"
    assert len(changes.series(made.series_id)[1]) == 3


@pytest.mark.parametrize("seed", range(10))
def test_a_history_read_from_the_start_gives_the_booking_as_it_stands(station, room, seed):
    chance = random.Random(seed)  # noqa: S311
    made = series(station, room, 4)
    changes, use = station.app.booking_changes, station.app.booking_use
    ids = [b.booking_id for b in made.bookings]
    for step in range(8):
        station.clock.set(f"08:{step + 1:02}")
        booking = use.booking(chance.choice(ids))
        by = timedelta(minutes=chance.choice((-30, 15, 45)))
        scope = chance.choice(list(SeriesScope))
        match chance.randrange(4):
            case 0:
                changes.move(
                    Move(
                        booking_id=booking.booking_id,
                        starts_at=booking.starts_at + by,
                        ends_at=booking.ends_at + by,
                        scope=scope,
                    )
                )
            case 1:
                changes.cancel(booking.booking_id, SeriesScope.THIS)
            case 2:
                changes.add_back(booking.booking_id)
            case _:
                changes.reword(booking.booking_id, scope, purpose=f"茶艺 {step}")
    for booking_id in ids:
        stands = use.booking(booking_id)
        told: dict[str, object] = {}
        for event in station.app.booking_calls.history(booking_id):
            for name, (was, now) in event.differences.items():
                assert (told.get(name) or None) == (was or None)
                told[name] = now
        assert parse_local(str(told["starts_at"])) == stands.starts_at
        assert parse_local(str(told["ends_at"])) == stands.ends_at
        assert told["status"] == stands.status.value
        assert told["series_id"] == str(stands.series_id)
