"""Rooms at the centre: who comes first has the room, the other is displaced and knows by whom."""

from datetime import timedelta

import pytest

from desk_app.domain.series import SeriesScope
from desk_app.services.booking_calls import BookingCallService
from desk_app.services.booking_changes import BookingChangeService
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from desk_app.services.booking_use import BookingUseService
from desk_app.services.bookings import BookingService
from desk_app.services.rooms import RoomService
from desk_app.sync import central
from tests.sync.desk import STARTS

pytestmark = pytest.mark.postgres


class Counter:
    """What a desk does with rooms."""

    def __init__(self, desk):
        parts = (desk.begin, desk.begin, lambda: STARTS - timedelta(days=1))
        self.desk = desk
        self.rooms = RoomService(*parts)
        self.changes = BookingChangeService(*parts)
        self.use = BookingUseService(*parts)
        self.calls = BookingCallService(*parts)
        self._bookings = BookingService(*parts)

    def book(self, room_id, start=0, end=60, **facts):
        """Book for some minutes from the test's start; answers the booking."""
        answer = self._bookings.book(
            BookingRequest(
                room_id=room_id,
                starts_at=STARTS + timedelta(minutes=start),
                ends_at=STARTS + timedelta(minutes=end),
                who=Who(company=self.desk.path.parent.name),
                **facts,
            )
        )
        assert answer.decision.outcome.holds_room, answer.decision
        return answer.bookings[0]

    def status(self, booking):
        return self.use.booking(booking.booking_id).status


@pytest.fixture
def counters(make_desk):
    return Counter(make_desk("东")), Counter(make_desk("西"))


def exchange(*counters):
    for _ in range(2):
        for counter in counters:
            counter.desk.run_online()


def statuses(booking, *counters):
    return [counter.status(booking) for counter in counters]


def test_the_first_to_arrive_has_the_room_and_the_other_is_displaced(counters):
    east, west = counters
    room = east.rooms.add("多功能厅", cleanup_min=15)
    exchange(*counters)
    first, second = east.book(room), west.book(room, 70, 90)
    exchange(*counters)
    assert statuses(first, *counters) == ["confirmed", "confirmed"]
    assert statuses(second, *counters) == ["displaced", "displaced"]
    free = west.book(room, 75, 90)
    exchange(*counters)
    assert statuses(free, *counters) == ["confirmed", "confirmed"]


def test_the_loser_is_a_task_that_names_the_winner_and_ends_with_another_room(counters):
    east, west = counters
    room, other = east.rooms.add("多功能厅"), east.rooms.add("会议室")
    exchange(*counters)
    first, second = east.book(room), west.book(room)
    exchange(*counters)
    assert [len(counter.calls.displaced()) for counter in counters] == [1, 1]
    for counter in counters:
        (task,) = counter.calls.displaced()
        assert (task.booking.booking_id, task.winner) == (second.booking_id, first.booking_id)
        assert task.offers[0].room_id == other
    done = west.calls.rebook(second.booking_id)
    assert (done.decision.outcome, done.booking.room_id) == ("ok", other)
    exchange(*counters)
    assert statuses(second, *counters) == ["confirmed"] * 2
    assert [counter.calls.displaced() for counter in counters] == [[], []]
    told = [
        [(e.action.value, e.source.value) for e in counter.calls.history(second.booking_id)]
        for counter in counters
    ]
    assert told[1] == [
        ("created", "desk"), ("displaced", "centre"), ("added_back", "desk"), ("moved", "desk"),
    ]  # fmt: skip
    assert told[0][-2:] == [("added_back", "centre"), ("moved", "centre")]
    assert {source for _, source in told[0]} == {"centre"}


def test_a_hall_and_its_half_are_one_floor_at_the_centre(counters):
    east, west = counters
    hall = east.rooms.add("大厅")
    half = east.rooms.add("东半厅", part_of=hall)
    other = east.rooms.add("西半厅", part_of=hall)
    exchange(*counters)
    first, second, third = east.book(half), west.book(hall), west.book(other, 60, 90)
    exchange(*counters)
    assert statuses(first, *counters) == ["confirmed"] * 2
    assert statuses(second, *counters) == ["displaced"] * 2
    assert statuses(third, *counters) == ["confirmed"] * 2


def test_a_shared_room_holds_as_many_as_it_says(counters):
    east, west = counters
    room = east.rooms.add("阅览区", at_once=2)
    area = east.rooms.add("自习区", capacity=10, by_headcount=True)
    exchange(*counters)
    found = [east.book(room), east.book(room), west.book(room), west.book(room, 60, 90)]
    heads = [east.book(area, headcount=6), west.book(area, headcount=5)]
    exchange(*counters)
    assert [west.status(b) for b in found] == ["confirmed", "confirmed", "displaced", "confirmed"]
    assert [west.status(b) for b in heads] == ["confirmed", "displaced"]


def test_stock_that_two_desks_gave_away_twice_stays_with_the_first(counters):
    east, west = counters
    rooms = [east.rooms.add(name, equipment=(("投影仪", 1),)) for name in ("甲", "乙")]
    built_in = east.rooms.add("丙", fixtures=(("投影仪", 1),))
    exchange(*counters)
    needs = (("投影仪", 1),)
    kept = [east.book(rooms[0], needs=needs), west.book(built_in, needs=needs)]
    lost = west.book(rooms[1], 30, 90, needs=needs)
    kept += [west.book(rooms[1], 90, 120, needs=needs)]
    exchange(*counters)
    assert [east.status(booking) for booking in kept] == ["confirmed"] * 3
    assert statuses(lost, *counters) == ["displaced"] * 2


def test_what_was_freed_is_free_at_the_centre_too(counters):
    east, west = counters
    room = east.rooms.add("会议室")
    exchange(*counters)
    gone = east.book(room)
    east.changes.cancel(gone.booking_id, SeriesScope.THIS)
    kept = west.book(room)
    exchange(*counters)
    assert statuses(kept, *counters) == ["confirmed"] * 2
    assert statuses(gone, *counters) == ["cancelled"] * 2


def test_another_stations_room_is_tentative_until_the_centre_answers(make_desk, centre_url):
    central.add_station(centre_url, "外滩站")
    own, guest = Counter(make_desk("东")), Counter(make_desk("南", station="外滩站"))
    room = own.rooms.add("多功能厅")
    exchange(own, guest)
    taken = own.book(room, 0, 30)
    assert own.status(taken) == "confirmed"
    assert own.rooms.resolve("多功能厅") == room
    assert [r.station for r in (*own.rooms.all(), *guest.rooms.all())] == ["", "静安寺站"]
    asked, refused = guest.book(room, 60, 90), guest.book(room, 0, 30)
    assert statuses(asked, guest) == ["tentative"]
    exchange(own, guest)
    assert statuses(asked, own, guest) == ["confirmed"] * 2
    assert statuses(refused, own, guest) == ["displaced"] * 2
    assert own.status(taken) == "confirmed"
    own.changes.cancel(asked.booking_id, SeriesScope.THIS)
    exchange(own, guest)
    assert statuses(asked, own, guest) == ["cancelled"] * 2


def test_closures_and_blocks_reach_the_other_desk(counters):
    from desk_app.services.rooms import NewClosure  # noqa: PLC0415

    east, west = counters
    room = east.rooms.add("会议室")
    east.rooms.close(NewClosure(starts_at=STARTS, ends_at=STARTS + timedelta(hours=1)))
    east.use.block(Who(company="云帆科技"), STARTS.date(), "多次未到")
    made = east.book(room, 120, 150, rule="FREQ=WEEKLY;COUNT=2")
    exchange(*counters)
    with west.desk.begin() as work:
        assert len(work.rooms.closures(STARTS, STARTS + timedelta(hours=1))) == 1
        assert len(work.rooms.blocks_of(None, "云帆科技", STARTS.date())) == 1
    assert west.changes.series(made.series_id)[0] == "FREQ=WEEKLY;COUNT=2"
