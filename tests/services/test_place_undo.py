from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain.errors import KnownError
from desk_app.domain.waitlist import OfferStatus


@pytest.fixture
def full(station):
    """A course of one place that is taken, a week ahead; two wait for it, one minute apart."""
    station.clock.set("09:00")
    people = [station.visitor(name) for name in ("林晓", "赵敏", "孙立")]
    course_id, _ = station.course(day=7, capacity=1, learners=(people[0],))
    for visitor_id in people[1:]:
        station.clock.now += timedelta(minutes=1)
        station.app.courses.enrol(course_id, visitor_id, waitlist=True)
    return course_id, people


def standing(station, *course_ids):
    """Who has a place, who waits in which order, whom a seat is held for."""
    found = []
    for course_id in course_ids:
        queue = station.app.waitlist.queue(course_id)
        roster = station.app.courses.roster(course_id)
        waiting = [(w.visitor_id, w.priority, w.since) for w in queue.waiting]
        held = {o.visitor_id for o in queue.offers if o.offer.status is OfferStatus.OPEN}
        found.append(({(r.visitor.visitor_id, r.status) for r in roster}, waiting, held))
    return found


def test_a_place_given_back_by_mistake_is_theirs_again_though_it_was_offered_on(station, full):
    course_id, (holder, first, _) = full
    app, before = station.app, standing(station, course_id)
    _, step = app.place_undo.noting([course_id], lambda: app.courses.drop(course_id, holder))
    assert standing(station, course_id)[0][2] == {first}
    app.place_undo.take_back(step)
    assert standing(station, course_id) == before


def test_who_left_the_queue_by_mistake_stands_where_they_stood(station, full):
    course_id, (_, first, _) = full
    app, before = station.app, standing(station, course_id)
    _, step = app.place_undo.noting([course_id], lambda: app.courses.drop(course_id, first))
    app.place_undo.take_back(step)
    assert standing(station, course_id) == before


def test_a_seat_that_was_accepted_meanwhile_is_not_taken_away_again(station, full):
    course_id, (holder, first, _) = full
    app = station.app
    _, step = app.place_undo.noting([course_id], lambda: app.courses.drop(course_id, holder))
    app.waitlist.answer(course_id, first, is_accepted=True)
    before = standing(station, course_id)
    with pytest.raises(KnownError) as refused:
        app.place_undo.take_back(step)
    assert refused.value.code == "place_changed"
    assert standing(station, course_id) == before


def test_a_seat_somebody_else_got_meanwhile_is_not_given_twice(station):
    station.clock.set("09:00")
    holder, other = station.visitor("林晓"), station.visitor("赵敏")
    course_id, _ = station.course(day=7, capacity=1, learners=(holder,))
    app = station.app
    _, step = app.place_undo.noting([course_id], lambda: app.courses.drop(course_id, holder))
    assert app.courses.enrol(course_id, other) == ("confirmed", 1)
    with pytest.raises(KnownError) as refused:
        app.place_undo.take_back(step)
    assert refused.value.code == "seat_gone"
    assert {visitor for visitor, _ in standing(station, course_id)[0][0]} == {other}


def test_a_company_enrolled_by_mistake_is_gone_again(station):
    for name in ("林晓", "赵敏", "孙立"):
        station.app.visitors.add(name, company="云帆科技")
    course_id, _ = station.course(day=7, capacity=2)
    app, before = station.app, standing(station, course_id)
    enrolled, step = app.place_undo.noting(
        [course_id], lambda: app.courses.enrol_company(course_id, "云帆科技", waitlist=True)
    )
    assert [outcome for _, outcome, _ in enrolled] == ["confirmed", "confirmed", "waitlisted"]
    app.place_undo.take_back(step)
    assert standing(station, course_id) == before


acts = st.lists(
    st.tuples(
        st.sampled_from(["enrol", "enrol", "drop", "drop", "accept", "decline", "leave", "come"]),
        st.integers(0, 5),
        st.integers(0, 2),
    ),
    max_size=10,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts, st.integers(1, 3))
def test_whatever_was_done_to_places_each_step_taken_back_leads_to_what_was(
    station, history, capacity
):
    app = station.app
    station.clock.set("09:00")
    people = [station.visitor(f"学员{n}") for n in range(6)]
    one, _ = station.course(day=5, capacity=capacity)
    two, _ = station.course("书法", day=5, capacity=2)
    for place, visitor_id in enumerate(people[:4]):
        station.clock.now += timedelta(minutes=1)
        app.courses.enrol(one, visitor_id, waitlist=True, priority=place % 2)
    done = []
    for what, who, priority in history:
        station.clock.now += timedelta(minutes=1)
        person = people[who]
        act = {
            "enrol": lambda v=person, p=priority: app.courses.enrol(
                one, v, waitlist=True, priority=p
            ),
            "drop": lambda v=person: app.courses.drop(one, v),
            "accept": lambda v=person: app.waitlist.answer(one, v, is_accepted=True),
            "decline": lambda v=person: app.waitlist.answer(one, v, is_accepted=False),
            "leave": lambda v=person: app.waitlist.transfer(v, one, two),
            "come": lambda v=person: app.waitlist.transfer(v, two, one),
        }[what]
        before = standing(station, one, two)
        _, step = app.place_undo.noting([one, two], act)
        done.append((before, step))
    for before, step in reversed(done):
        app.place_undo.take_back(step)
        assert standing(station, one, two) == before
