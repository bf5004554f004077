"""What the rooms page reads, finds and takes back."""

from datetime import timedelta

import pytest

from desk_app.domain.booking_use import BookingStatus
from desk_app.domain.rooms import RoomUse, parse_hours
from desk_app.domain.series import SeriesScope
from desk_app.services.booking_changes import Move
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from desk_app.services.course_forms import NewCourse
from desk_app.services.room_day import Standing
from desk_app.services.rooms import NewClosure
from tests.station import DAY, moment

HOURS = parse_hours(["09:00-21:00"])


@pytest.fixture
def room(station):
    station.clock.set("13:00")
    return station.app.rooms.add("会议室 B", capacity=8, hours=HOURS)


def book(station, room_id, start, end, *, day=0, who="云帆科技", **facts):
    answer = station.app.bookings.book(
        BookingRequest(
            room_id=room_id,
            starts_at=moment(start, day=day),
            ends_at=moment(end, day=day),
            who=Who(company=who) if isinstance(who, str) else who,
            **facts,
        )
    )
    assert answer.decision.outcome.holds_room, answer.decision
    return answer.bookings


def now(station, room_id):
    return station.app.room_days.day(DAY).now[room_id]


def test_a_day_holds_what_touches_it_with_the_names_that_belong_to_it(station, room):
    visitor = station.visitor("顾晚晴", phone="13812341234")
    book(station, room, "10:00", "11:00", who=Who(visitor_id=visitor))
    book(station, room, "10:00", "11:00", day=1)
    day = station.app.room_days.day(DAY)
    assert [(line.name, line.title) for line in day.bookings] == [("顾晚晴", "顾晚晴")]
    assert day.open[room] == ((moment("09:00"), moment("21:00")),)


def test_rooms_that_are_retired_are_not_shown(station, room):
    station.app.rooms.change(room, is_retired=True)
    assert station.app.room_days.day(DAY).rooms == ()


def lesson(station, room, *, starts="19:00"):
    _, (session,) = station.app.courses.add(
        NewCourse(
            name="行书入门", starts_at=moment(starts), minutes=90, lessons=1, capacity=9, room=room
        )
    )
    return session


def test_a_lesson_stands_in_the_room_it_names(station, room):
    station.course(starts="19:00")
    assert station.app.room_days.day(DAY).lessons == ()
    session = lesson(station, "会议室 B")
    assert station.app.room_days.day(DAY).lessons == ((room, session),)


def test_a_room_is_not_free_where_a_lesson_meets(station, room):
    session = lesson(station, "会议室 B")
    found = now(station, room)
    assert (found.standing, found.until) == (Standing.FREE, moment("19:00"))
    request = BookingRequest(
        room_id=room,
        starts_at=moment("20:00"),
        ends_at=moment("21:00"),
        who=Who(company="云帆科技"),
    )
    answer = station.app.bookings.book(request)
    assert (answer.decision.outcome, answer.decision.against) == ("conflict", (session.session_id,))
    station.app.lessons.cancel(session.session_id)
    assert station.app.bookings.book(request).decision.outcome == "ok"


def test_a_room_is_free_until_the_next_booking_and_in_use_until_its_end(station, room):
    book(station, room, "15:00", "16:00")
    found = now(station, room)
    assert (found.standing, found.until) == (Standing.FREE, moment("15:00"))
    station.clock.set("15:05")
    found = now(station, room)
    assert (found.standing, found.until) == (Standing.IN_USE, moment("16:00"))
    station.clock.set("21:30")
    assert now(station, room).standing is Standing.SHUT


def test_a_hall_is_in_use_while_a_part_of_it_is(station, room):
    half = station.app.rooms.add("东半间", part_of=room, hours=HOURS)
    book(station, half, "12:30", "14:00", is_walk_in=True)
    found = now(station, room)
    assert (found.standing, found.until) == (Standing.IN_USE, moment("14:00"))


def test_a_room_by_booking_only_has_a_standing_too(station, room):
    station.app.rooms.change(room, use=RoomUse.RESERVATION)
    assert now(station, room).standing is Standing.FREE


def test_how_long_one_may_book_does_not_make_a_room_busy(station, room):
    station.app.rooms.change(room, max_min=60)
    found = now(station, room)
    assert (found.standing, found.until) == (Standing.FREE, moment("21:00"))


def test_only_the_day_of_the_clock_has_a_standing(station, room):
    assert station.app.room_days.day(DAY + timedelta(days=1)).now == {}


def test_closures_of_the_day_are_told(station, room):
    station.app.rooms.close(NewClosure(starts_at=moment("14:00"), ends_at=moment("15:00")))
    (closure,) = station.app.room_days.day(DAY).closures
    assert closure.room_id is None
    assert now(station, room).until == moment("14:00")


def test_a_week_has_seven_days_from_monday(station, room):
    days = station.app.room_days.week(DAY + timedelta(days=3))
    assert [day.day for day in days] == [DAY + timedelta(days=n) for n in range(7)]


def test_a_month_counts_minutes_in_use_and_open(station, room):
    book(station, room, "14:00", "14:30", day=1)
    month = station.app.room_days.month(DAY, room)
    loads = {load.day: load for load in month.days}
    assert len(loads) == 31
    second = loads[DAY + timedelta(days=1)]
    assert (second.used_min, second.open_min, second.bookings) == (30, 12 * 60, 1)


def test_companies_and_visitors_are_found_by_what_was_typed(station, room):
    station.app.visitors.add("顾晚晴", phone="13812341234", company="澄屿数据科技")
    book(station, room, "15:00", "16:00", who="澄海贸易")
    found = station.app.bookers.find("澄")
    assert [(hit.name, hit.people) for hit in found] == [("澄海贸易", 0), ("澄屿数据科技", 1)]
    (hit,) = station.app.bookers.find("gwq")
    assert (hit.name, hit.phone_masked, hit.company) == ("顾晚晴", "138****1234", "澄屿数据科技")
    assert station.app.bookers.find("%") == ()
    assert station.app.bookers.find(" ") == ()


def test_a_cancelled_series_is_put_back_whole(station, room):
    made = book(station, room, "15:00", "16:00", rule="FREQ=WEEKLY;COUNT=3")
    answer = station.app.booking_changes.cancel(made[0].booking_id, SeriesScope.ALL)
    assert answer.before == made
    assert station.app.booking_undo.put_back(answer.before).outcome == "ok"
    assert [station.app.booking_use.booking(b.booking_id) for b in made] == list(made)


def test_a_move_is_put_back_and_queued_for_the_centre(station, room):
    (booking,) = book(station, room, "15:00", "16:00")
    answer = station.app.booking_changes.move(
        Move(booking_id=booking.booking_id, starts_at=moment("17:00"), ends_at=moment("18:30"))
    )
    station.app.booking_undo.put_back(answer.before)
    assert station.app.booking_use.booking(booking.booking_id) == booking
    with station.app.read() as work:
        kinds = work.connection.execute("SELECT kind FROM outbox ORDER BY rowid").fetchall()
    assert kinds[-1] == ("booking.put_back",)


def test_what_somebody_else_has_taken_is_not_put_back(station, room):
    (booking,) = book(station, room, "15:00", "16:00")
    answer = station.app.booking_changes.cancel(booking.booking_id, SeriesScope.THIS)
    (other,) = book(station, room, "15:30", "16:30", who="临港设计")
    decision = station.app.booking_undo.put_back(answer.before)
    assert (decision.outcome, decision.against) == ("conflict", (other.booking_id,))
    found = station.app.booking_use.booking(booking.booking_id)
    assert found.status is BookingStatus.CANCELLED


def test_nothing_is_put_back_of_nothing(station):
    assert station.app.booking_undo.put_back(()).outcome == "nothing_to_book"
