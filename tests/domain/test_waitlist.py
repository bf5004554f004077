from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.ids import EnrolmentId, SeatOfferId, VisitorId
from desk_app.domain.waitlist import (
    AnswerOutcome,
    OfferStatus,
    SeatOffer,
    Waiting,
    WaitlistPolicy,
    decide_answer,
    decide_offers,
    decide_releases,
    in_order,
    may_release,
    offer_until,
)
from tests.classes import lesson, local

NOW = local("2026-09-01T09:00")
POLICY = WaitlistPolicy()
LESSON = lesson("2026-09-08T19:00")


def person(number):
    return VisitorId(UUID(int=number))


def waiting(number, *, priority=0, minute=0):
    return Waiting(
        enrolment_id=EnrolmentId(UUID(int=number)),
        visitor_id=person(number),
        priority=priority,
        since=NOW + timedelta(minutes=minute),
    )


def offer(**values):
    given_ = {
        "offer_id": SeatOfferId(UUID(int=1)),
        "enrolment_id": EnrolmentId(UUID(int=1)),
        "offered_at": NOW,
        "expires_at": NOW + timedelta(hours=24),
    }
    return SeatOffer(**{**given_, **values})


queues = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 600)), max_size=12).map(
    lambda rows: [waiting(n + 1, priority=p, minute=m) for n, (p, m) in enumerate(rows)]
)


def test_priority_goes_before_time_and_time_before_chance():
    queue = [waiting(1, minute=0), waiting(2, priority=5, minute=5), waiting(3, minute=-1)]
    assert [w.visitor_id for w in in_order(queue)] == [person(2), person(3), person(1)]


@given(queues, st.integers(0, 20), st.integers(0, 25))
def test_offers_never_exceed_the_free_seats_and_never_pass_anybody_over(queue, capacity, taken):
    until = NOW + timedelta(hours=1)
    made = decide_offers(queue, capacity=capacity, taken=taken, until=until)
    assert len(made) == min(len(queue), max(0, capacity - taken))
    assert [o.to for o in made] == in_order(queue)[: len(made)]


def test_after_the_cut_off_nothing_is_offered():
    assert decide_offers([waiting(1)], capacity=1, taken=0, until=None) == []


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-09-01T09:00", "2026-09-02T09:00"),
        ("2026-09-08T09:00", "2026-09-08T17:00"),
        ("2026-09-08T17:00", None),
        ("2026-09-08T19:00", None),
    ],
)
def test_a_hold_lasts_a_day_but_never_past_the_cut_off(at, until):
    assert offer_until(POLICY, [LESSON], local(at)) == (until and local(until))


def test_between_lessons_seats_are_offered_until_the_next_cut_off():
    second = lesson("2026-09-15T19:00", number=2)
    found = offer_until(POLICY, [LESSON, second], local("2026-09-08T20:00"))
    assert found == local("2026-09-09T20:00")
    cancelled = replace(second, is_cancelled=True)
    assert offer_until(POLICY, [LESSON, cancelled], local("2026-09-08T20:00")) is None


def test_an_offer_is_answered_until_it_runs_out():
    last = NOW + timedelta(hours=24) - timedelta(seconds=1)
    assert decide_answer(offer(), last, is_accepted=True) == AnswerOutcome.CONFIRMED
    assert decide_answer(offer(), last, is_accepted=False) == AnswerOutcome.DECLINED
    late = NOW + timedelta(hours=24)
    assert decide_answer(offer(), late, is_accepted=True) == AnswerOutcome.EXPIRED


def test_what_was_answered_or_never_offered_cannot_be_accepted():
    assert decide_answer(None, NOW, is_accepted=True) == AnswerOutcome.NO_OFFER
    declined = offer(status=OfferStatus.DECLINED)
    assert decide_answer(declined, NOW, is_accepted=True) == AnswerOutcome.NO_OFFER
    expired = offer(status=OfferStatus.EXPIRED)
    assert decide_answer(expired, NOW, is_accepted=True) == AnswerOutcome.EXPIRED


@pytest.mark.parametrize(
    ("at", "may"),
    [("19:14", False), ("19:15", True), ("20:29", True), ("20:30", False)],
)
def test_seats_are_released_from_a_quarter_past_until_the_end(at, may):
    assert may_release(POLICY, LESSON, local(f"2026-09-08T{at}")) is may
    assert not may_release(POLICY, replace(LESSON, is_cancelled=True), local(f"2026-09-08T{at}"))


@given(queues, st.integers(0, 6), st.booleans())
def test_released_seats_go_to_the_queue_in_order_then_to_walk_ins(queue, missing, welcome):
    gone = [person(100 + n) for n in range(missing)]
    here = [person(50), person(51)]
    found = decide_releases(gone, queue, here, is_walk_in_welcome=welcome)
    expected = [w.visitor_id for w in in_order(queue)] + (here if welcome else [])
    assert [r.given_to for r in found] == expected[: len(gone)]
    assert [r.given_up_by for r in found] == gone[: len(expected)]
