from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain.courses import EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.waitlist import OfferStatus
from desk_app.services.course_forms import CourseDetails
from tests.station import moment


@pytest.fixture
def queue(station):
    """A course of one place that is taken, a week ahead, and two who wait for it."""
    station.clock.set("09:00")
    people = [station.visitor(name) for name in ("林晓", "赵敏", "孙立")]
    course_id, _ = station.course(day=7, capacity=1, learners=(people[0],))
    for minute, visitor_id in enumerate(people[1:], start=1):
        station.clock.set(f"09:0{minute}")
        station.app.courses.enrol(course_id, visitor_id, waitlist=True)
    return course_id, people


def statuses(station, course_id):
    return [o.offer.status.value for o in station.app.waitlist.queue(course_id).offers]


def test_a_declined_seat_goes_to_the_next(station, queue):
    course_id, (holder, first, second) = queue
    station.app.courses.drop(course_id, holder)
    answer = station.app.waitlist.answer
    assert answer(course_id, second, is_accepted=True) == "no_offer"
    assert answer(course_id, first, is_accepted=False) == "declined"
    assert statuses(station, course_id) == ["declined", "open"]
    assert answer(course_id, second, is_accepted=True) == "confirmed"
    assert answer(course_id, first, is_accepted=True) == "no_offer"


def test_the_roster_tells_who_is_offered_a_seat_and_counts_the_others_from_one(station, queue):
    course_id, (holder, first, second) = queue
    station.app.courses.drop(course_id, holder)
    roster = station.app.courses.roster(course_id)
    assert [(r.visitor.visitor_id, r.waitlist_place, r.held_until) for r in roster] == [
        (first, None, moment("09:02", day=1)),
        (second, 1, None),
    ]


def test_who_leaves_the_queue_while_a_seat_is_held_frees_it(station, queue):
    course_id, (holder, first, second) = queue
    station.app.courses.drop(course_id, holder)
    assert station.app.courses.drop(course_id, first)
    offers = station.app.waitlist.queue(course_id).offers
    assert [(o.visitor_id, o.offer.status) for o in offers] == [
        (first, OfferStatus.DECLINED),
        (second, OfferStatus.OPEN),
    ]


def test_a_larger_class_offers_its_new_seats(station, queue):
    course_id, _ = queue
    station.app.courses.change(course_id, CourseDetails(capacity=3))
    assert statuses(station, course_id) == ["open", "open"]


def test_after_the_cut_off_a_free_seat_waits_for_the_queue_and_not_for_a_newcomer(station, queue):
    course_id, (holder, *_) = queue
    station.clock.set("17:30", day=7)
    station.app.courses.drop(course_id, holder)
    assert statuses(station, course_id) == []
    assert station.app.courses.enrol(course_id, station.visitor("周宁")) == ("full", 3)


def test_a_held_seat_is_not_given_to_a_walk_in(station):
    station.clock.set("09:00")
    first, walk_in = station.visitor(), station.visitor("赵敏")
    holder = station.visitor("孙立")
    course_id, _ = station.course(capacity=1, walk_ins=True, learners=(holder,))
    station.app.courses.change(course_id, CourseDetails(cut_off_min=0))
    station.app.courses.enrol(course_id, first, waitlist=True)
    station.app.courses.drop(course_id, holder)
    assert statuses(station, course_id) == ["open"]
    assert station.find(walk_in, "18:50").outcome == "not_enrolled"


def test_a_transfer_moves_the_place_or_changes_nothing(station, queue):
    course_id, (holder, first, _) = queue
    other, _ = station.course("书法", day=8, capacity=1)
    transfer = station.app.waitlist.transfer
    assert transfer(first, course_id, other) == ("not_enrolled", None)
    assert transfer(holder, course_id, other) == ("transferred", 1)
    assert statuses(station, course_id) == ["open"]
    station.app.waitlist.answer(course_id, first, is_accepted=True)
    assert transfer(first, course_id, other) == ("full", 1)
    (line, _) = station.app.courses.roster(course_id)
    assert (line.visitor.visitor_id, line.status) == (first, EnrolmentStatus.CONFIRMED)


def test_seats_are_released_neither_too_soon_nor_when_the_lesson_is_over(station):
    _, (lesson,) = station.course(learners=(station.visitor(),))
    for at in ("19:14", "20:30"):
        station.clock.set(at)
        with pytest.raises(KnownError) as refused:
            station.app.waitlist.release(lesson.session_id)
        assert refused.value.code == "not_now"
    station.clock.set("19:15")
    assert station.app.waitlist.release(lesson.session_id) == ()


def test_a_walk_in_gets_a_released_seat_after_the_queue_where_they_are_welcome(station):
    gone, away, queued, guest = (station.visitor(n) for n in ("林晓", "赵敏", "孙立", "周宁"))
    course_id, (lesson,) = station.course(capacity=2, walk_ins=True, learners=(gone, away))
    station.app.courses.enrol(course_id, queued, waitlist=True)
    station.clock.set("19:15")
    seats = station.app.waitlist.release(lesson.session_id, [guest, queued])
    assert [(s.place, s.given_to) for s in seats] == [(1, queued), (2, guest)]
    for visitor_id in (queued, guest):
        assert station.find(visitor_id).outcome == "admitted"


USUAL = ["enrol"] * 4 + ["drop"] * 3 + ["accept"] * 2
steps = st.lists(
    st.tuples(
        st.sampled_from([*USUAL, "decline", "wait", "day", "leave", "come", "more"]),
        st.integers(0, 5),
        st.integers(0, 2),
    ),
    min_size=6,
    max_size=20,
)


def by_turn(waiting):
    """The order promised: priority, then time; said anew, so that a wrong one shows."""
    return sorted(waiting, key=lambda w: (-w.priority, w.since, w.enrolment_id))


def act(app, what, visitor_id, courses, numbers):
    (course_id, other), (priority, capacity) = courses, numbers
    acts = {
        "enrol": lambda: app.courses.enrol(course_id, visitor_id, waitlist=True, priority=priority),
        "drop": lambda: app.courses.drop(course_id, visitor_id),
        "accept": lambda: app.waitlist.answer(course_id, visitor_id, is_accepted=True),
        "decline": lambda: app.waitlist.answer(course_id, visitor_id, is_accepted=False),
        "leave": lambda: app.waitlist.transfer(visitor_id, course_id, other),
        "come": lambda: app.waitlist.transfer(visitor_id, other, course_id),
        "more": lambda: app.courses.change(course_id, CourseDetails(capacity=capacity)),
    }
    if what in acts:
        acts[what]()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps, st.integers(1, 3))
def test_whatever_happens_capacity_holds_and_nobody_is_passed_over(station, history, capacity):
    app = station.app
    station.clock.set("09:00")
    people = [station.visitor(f"学员{n}") for n in range(6)]
    course_id, _ = station.course(day=5, capacity=capacity)
    other, _ = station.course("书法", day=5, capacity=6)
    for place, visitor_id in enumerate(people[:5]):
        station.clock.now += timedelta(minutes=1)
        app.courses.enrol(course_id, visitor_id, waitlist=True, priority=place % 3)
    for what, who, priority in history:
        before = by_turn(app.waitlist.queue(course_id).waiting)
        offered = {o.offer.offer_id for o in app.waitlist.queue(course_id).offers}
        station.clock.now += timedelta(minutes=1)
        visitor_id = people[who]
        capacity += what == "more"
        act(app, what, visitor_id, (course_id, other), (priority, capacity))
        station.clock.now += timedelta(hours={"wait": priority, "day": 24}.get(what, 0))
        if what == "enrol":
            before = by_turn(app.waitlist.queue(course_id).waiting)
        queue = app.waitlist.queue(course_id)
        roster = app.courses.roster(course_id)
        confirmed = [r for r in roster if r.status is EnrolmentStatus.CONFIRMED]
        held = [o for o in queue.offers if o.offer.status is OfferStatus.OPEN]
        assert len(confirmed) + len(held) <= capacity
        new = [o.visitor_id for o in queue.offers if o.offer.offer_id not in offered]
        still = {visitor for visitor in (w.visitor_id for w in before) if visitor != visitor_id}
        served = [w.visitor_id for w in before if w.visitor_id in still]
        assert [v for v in new if v in still] == served[: len([v for v in new if v in still])]
        assert len({o.offer.enrolment_id for o in held}) == len(held)
        if station.clock.now < moment("17:00", day=5):
            assert not queue.waiting or len(confirmed) + len(held) == capacity
