"""Who waits for a taken room: places, offers, and what undo does to them."""

from datetime import timedelta
from uuid import uuid4

from desk_app.domain.booking_use import BookingStatus
from desk_app.domain.changes import Entity
from desk_app.domain.series import SeriesScope
from desk_app.services.booking_plan import Who
from tests.bookings import OTHER, book, booked, outcome
from tests.station import DAY, moment


def test_who_waits_is_offered_what_is_freed_and_the_offer_is_held(station, hall):
    first = booked(station, hall, "10:00", "11:00", day=3)
    refused = book(station, hall, "10:00", "11:00", day=3, who=OTHER, waits=True)
    assert (refused.decision.outcome, refused.waiting) == ("conflict", 1)
    station.clock.set("08:01")
    again = book(station, hall, "10:30", "11:30", day=3, who=Who(company="晨光"), waits=True)
    assert again.waiting == 2
    cancelled = station.app.booking_changes.cancel(first.booking_id, SeriesScope.THIS)
    (offer,) = cancelled.offered
    assert (offer.company, offer.status) == ("临港设计", "offered")
    assert offer.held_until == moment("08:01", day=1)
    assert outcome(station, hall, "10:00", "11:00", day=3) == "conflict"
    accepted = station.app.booking_use.accept(offer.booking_id)
    assert (accepted.outcome, accepted.booking.status) == ("ok", "confirmed")


def test_an_offer_not_taken_up_in_time_holds_nothing(station, hall):
    first = booked(station, hall, "10:00", "11:00", day=3)
    book(station, hall, "10:00", "11:00", day=3, who=OTHER, waits=True)
    (offer,) = station.app.booking_changes.cancel(first.booking_id, SeriesScope.THIS).offered
    station.clock.set("08:00", day=1)
    assert outcome(station, hall, "10:00", "11:00", day=3) == "ok"
    assert station.app.booking_use.accept(offer.booking_id).outcome == "not_confirmed"


def test_nobody_waits_for_a_slot_that_is_over(station, hall):
    booked(station, hall, "10:00", "11:00")
    station.clock.set("11:00")
    late = book(station, hall, "10:00", "11:00", who=OTHER, waits=True)
    assert (late.decision.outcome, late.waiting) == ("conflict", None)


def test_an_offer_that_runs_out_goes_to_the_next_in_the_queue(station, hall):
    first = booked(station, hall, "10:00", "11:00", day=3)
    book(station, hall, "10:00", "11:00", day=3, who=OTHER, waits=True)
    station.clock.set("08:01")
    book(station, hall, "10:00", "11:00", day=3, who=Who(company="晨光"), waits=True)
    station.app.booking_changes.cancel(first.booking_id, SeriesScope.THIS)
    station.clock.set("08:01", day=1)
    assert outcome(station, hall, "10:00", "11:00", day=3) == "conflict"
    today = station.app.booking_use.between(moment("00:00", day=3), moment("23:00", day=3))
    found = {b.company: b.status for b in today}
    assert found == {"云帆科技": "cancelled", "临港设计": "cancelled", "晨光": "offered"}


def test_who_walks_in_and_waits_is_not_in_yet(station, hall):
    booked(station, hall, "10:00", "11:00")
    queued = book(station, hall, "10:00", "11:00", is_walk_in=True, waits=True).queued
    stored = station.app.booking_use.booking(queued.booking_id)
    assert stored.status is BookingStatus.WAITING
    assert stored.checked_in_at is None


def test_asking_twice_for_one_slot_is_one_place_in_the_queue(station, hall):
    booked(station, hall, "10:00", "11:00", day=3)
    first = book(station, hall, "10:00", "11:00", day=3, who=OTHER, waits=True)
    again = book(station, hall, "10:00", "11:00", day=3, who=OTHER, waits=True)
    assert (first.waiting, again.waiting, again.queued) == (1, 1, None)
    waiting = [b for b in station.app.room_days.day(DAY + timedelta(days=3)).bookings if b.since]
    assert [line.booking for line in waiting] == [first.queued]


def test_a_place_in_the_queue_counts_those_who_wait_for_that_hour_alone(station, hall):
    booked(station, hall, "10:00", "11:00", day=3)
    booked(station, hall, "15:00", "16:00", day=3)
    book(station, hall, "15:00", "16:00", day=3, who=OTHER, waits=True)
    tried = book(station, hall, "10:00", "11:00", day=3, who=OTHER, is_dry_run=True)
    assert tried.ahead == 0
    assert book(station, hall, "10:00", "11:00", day=3, who=OTHER, waits=True).waiting == 1


def test_what_came_free_by_itself_is_offered_when_the_queue_is_settled(station, hall):
    booked(station, hall, "10:00", "12:00")
    book(station, hall, "11:00", "12:00", who=OTHER, waits=True)
    settle = station.app.booking_use.settle_queue
    assert settle(moment("10:15")) == ()
    (offer,) = settle(moment("10:16"))
    assert (offer.company, offer.status, offer.held_until) == (
        "临港设计",
        "offered",
        moment("11:00"),
    )


def test_of_a_slot_that_has_begun_the_rest_is_offered_for_a_quarter_of_an_hour(station, hall):
    first = booked(station, hall, "10:00", "11:00")
    book(station, hall, "10:00", "11:00", who=OTHER, waits=True)
    (offer,) = station.app.booking_changes.cancel(
        first.booking_id, SeriesScope.THIS, moment("10:05")
    ).offered
    assert offer.held_until == moment("10:20")


def test_taking_a_cancellation_back_puts_who_was_offered_the_slot_back_in_the_queue(station, hall):
    first = booked(station, hall, "10:00", "11:00", day=3)
    queued = book(station, hall, "10:00", "11:00", day=3, who=OTHER, waits=True).queued
    answer = station.app.booking_changes.cancel(first.booking_id, SeriesScope.THIS)
    undo = station.app.booking_undo
    assert undo.put_back((*answer.before, queued)).outcome == "ok"
    found = [station.app.booking_use.booking(b.booking_id) for b in (first, queued)]
    assert found == [first, queued]


def test_who_took_up_an_offer_keeps_it_when_the_cancellation_is_taken_back(station, hall):
    first = booked(station, hall, "10:00", "11:00", day=3)
    queued = book(station, hall, "10:00", "11:00", day=3, who=OTHER, waits=True).queued
    answer = station.app.booking_changes.cancel(first.booking_id, SeriesScope.THIS)
    station.app.booking_use.accept(queued.booking_id)
    refused = station.app.booking_undo.put_back((*answer.before, queued))
    assert (refused.outcome, refused.against) == ("conflict", (queued.booking_id,))
    assert station.app.booking_use.booking(first.booking_id).status == "cancelled"


def test_the_slots_of_another_station_are_for_that_station_to_offer(station, hall):
    first = booked(station, hall, "10:00", "11:00", day=3)
    book(station, hall, "10:00", "11:00", day=3, who=OTHER, waits=True)
    station.pull(Entity.BOOKING, first.booking_id, status="cancelled")
    station.pull(Entity.ROOM, hall, station="外滩站")
    assert station.app.booking_use.settle_queue() == ()
    unknown = station.pull(
        Entity.BOOKING,
        room_id=uuid4(),
        starts_at=moment("12:00", day=3),
        ends_at=moment("13:00", day=3),
        status="waiting",
        booked_at=moment("08:00"),
    )
    assert station.app.booking_use.settle_queue() == ()
    assert station.app.booking_use.booking(unknown).status == "waiting"
