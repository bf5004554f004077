from uuid import uuid4

import pytest

from desk_app.domain.check_in import Direction
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import BookingId, Nonce
from desk_app.domain.rooms import parse_hours
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from tests.station import moment

FIRM = "云帆科技"


@pytest.fixture
def hall(station):
    station.clock.set("08:00")
    return station.app.rooms.add("多功能厅", capacity=30, hours=parse_hours(["09:00-21:00"]))


def booked(station, room_id, start="19:00", end="20:00", **who):
    asked = BookingRequest(
        room_id=room_id, starts_at=moment(start), ends_at=moment(end), who=Who(**who)
    )
    (booking,) = station.app.bookings.book(asked).bookings
    return booking


def arrived(station, booking):
    return station.app.booking_use.booking(booking.booking_id).checked_in_at is not None


def test_a_booker_with_nothing_else_now_is_checked_in_to_the_room_at_once(station, hall):
    visitor = station.visitor()
    booking = booked(station, hall, visitor_id=visitor)
    result = station.scan(station.issue(visitor), "18:50")
    assert (result.outcome, result.room.room, result.session) == ("admitted", "多功能厅", None)
    assert arrived(station, booking)
    assert station.check_ins() == []


def test_a_colleague_of_who_booked_opens_the_room_too(station, hall):
    booking = booked(station, hall, company=FIRM)
    colleague = station.app.visitors.add("赵敏", company=FIRM)
    assert station.find(colleague, "18:50").room.booking_id == booking.booking_id
    assert arrived(station, booking)


def test_a_lesson_and_a_room_of_ones_own_are_a_choice_and_nothing_is_stored(station, hall):
    visitor = station.visitor()
    _, (lesson,) = station.course(learners=(visitor,))
    booking = booked(station, hall, visitor_id=visitor)
    asked = station.find(visitor, "18:50")
    assert asked.outcome == "choose"
    assert [o.session for o in asked.options] == [lesson]
    assert [r.booking_id for r in asked.room_options] == [booking.booking_id]
    assert station.check_ins() == []
    assert not arrived(station, booking)
    chosen = station.find(visitor, nonce=asked.nonce, booking_id=booking.booking_id)
    assert (chosen.outcome, chosen.room.booking_id) == ("admitted", booking.booking_id)
    then = station.find(visitor, "18:52")
    assert (then.outcome, then.session) == ("admitted", lesson)


def test_a_colleague_with_a_lesson_is_not_asked_about_the_companys_room(station, hall):
    colleague = station.app.visitors.add("赵敏", company=FIRM)
    _, (lesson,) = station.course(learners=(colleague,))
    booked(station, hall, company=FIRM)
    result = station.find(colleague, "18:50")
    assert (result.outcome, result.session) == ("admitted", lesson)
    assert [room.room for room in result.rooms_today] == ["多功能厅"]


def test_two_rooms_that_wait_are_a_choice(station, hall):
    visitor = station.visitor()
    small = station.app.rooms.add("书画室", capacity=8)
    bookings = {booked(station, room, visitor_id=visitor).booking_id for room in (hall, small)}
    asked = station.find(visitor, "18:50")
    assert asked.outcome == "choose"
    assert {room.booking_id for room in asked.room_options} == bookings


def test_a_room_that_does_not_wait_yet_or_any_more_is_only_told(station, hall):
    visitor = station.visitor()
    booking = booked(station, hall, visitor_id=visitor)
    early = station.find(visitor, "12:00")
    assert (early.outcome, len(early.rooms_today)) == ("not_enrolled", 1)
    late = station.find(visitor, "19:40")
    assert (late.outcome, late.rooms_today) == ("not_enrolled", ())
    assert not arrived(station, booking)


def test_the_same_scan_delivered_twice_is_one_success_both_times(station, hall):
    visitor = station.visitor()
    booked(station, hall, visitor_id=visitor)
    nonce = Nonce(uuid4())
    first = station.find(visitor, "18:50", nonce=nonce)
    assert station.find(visitor, nonce=nonce).outcome == first.outcome == "admitted"
    assert station.find(visitor).outcome == "not_enrolled"


def test_a_room_check_in_is_undone_within_15_minutes_and_later_by_staff(station, hall):
    visitor = station.visitor()
    booking = booked(station, hall, visitor_id=visitor)
    result = station.find(visitor, "18:50")
    station.clock.set("19:06")
    assert station.undo(result.undo_id) == "needs_staff"
    assert station.undo(result.undo_id, station.staff()) == "undone"
    assert not arrived(station, booking)
    assert station.undo(result.undo_id) == "already_undone"
    assert station.find(visitor, "19:07").room is not None
    station.clock.set("19:10")
    assert station.undo(result.undo_id) == "undone"


def test_the_list_of_arrivals_names_the_room_and_offers_the_undo(station, hall):
    visitor = station.visitor("林晓")
    booking = booked(station, hall, visitor_id=visitor)
    station.find(visitor, "18:50")
    (arrival,) = station.app.desk.today().arrivals
    assert (arrival.name, arrival.title, arrival.is_room) == ("林晓", "多功能厅", True)
    assert arrival.undo_id == booking.booking_id
    station.undo(arrival.undo_id)
    (arrival,) = station.app.desk.today().arrivals
    assert (arrival.is_undone, arrival.undo_id) == (True, None)


def test_a_blocked_visitor_opens_no_room(station, hall):
    visitor = station.visitor()
    booking = booked(station, hall, visitor_id=visitor)
    station.sql("UPDATE visitor SET is_blocked = 1")
    result = station.find(visitor, "18:50")
    assert (result.outcome, result.rooms_today) == ("blocked", ())
    assert not arrived(station, booking)


def test_a_revoked_pass_opens_no_room(station, hall):
    visitor = station.visitor()
    booking = booked(station, hall, visitor_id=visitor)
    code = station.issue(visitor)
    station.app.passes.reissue(visitor)
    assert station.scan(code, "18:50").outcome == "revoked"
    assert not arrived(station, booking)


def test_nobody_chooses_a_room_of_others(station, hall):
    booking = booked(station, hall, company=FIRM)
    stranger = station.visitor("孙立")
    for booking_id in (booking.booking_id, BookingId(uuid4())):
        with pytest.raises(KnownError, match="No such booking"):
            station.find(stranger, "18:50", booking_id=booking_id)
    assert not arrived(station, booking)


def test_leaving_and_forcing_touch_no_room(station, hall):
    visitor = station.visitor()
    booking = booked(station, hall, visitor_id=visitor)
    station.find(visitor, "18:50", direction=Direction.OUT)
    station.find(visitor, "18:50", force_reason="老师同意", operator=station.staff())
    assert not arrived(station, booking)


def test_a_seat_held_for_the_visitor_is_told_and_gone_once_it_is_theirs(station):
    station.clock.set("08:00")
    visitor, holder = station.visitor(), station.visitor("孙立")
    course_id, _ = station.course("书法", day=7, capacity=1, learners=(holder,))
    station.app.courses.enrol(course_id, visitor, waitlist=True)
    station.app.courses.drop(course_id, holder)
    (seat,) = station.find(visitor, "12:00").seats_held
    assert (seat.course_id, seat.course_name) == (course_id, "书法")
    station.app.waitlist.answer(course_id, visitor, is_accepted=True)
    assert station.find(visitor).seats_held == ()
