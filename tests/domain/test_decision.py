"""Properties of the check-in decision, whatever it is asked."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.check_in import (
    OVERRIDABLE,
    CheckInOutcome,
    Direction,
    Entry,
    Offer,
    Question,
    UndoOutcome,
    decide_check_in,
    may_undo,
)
from desk_app.domain.courses import CheckInPolicy, ClassSession, CourseKind, EnrolmentStatus
from desk_app.domain.ids import CheckInId, CourseId, SessionId
from desk_app.domain.passes import PassStanding
from tests.station import moment

NOON = moment("12:00")
minutes = st.integers(-36 * 60, 36 * 60).map(lambda m: timedelta(minutes=m))


@st.composite
def offers(draw, number):
    starts_at = NOON + draw(minutes)
    enrolment = draw(st.sampled_from([None, *EnrolmentStatus]))
    arrivals = draw(st.lists(minutes, max_size=2))
    return Offer(
        session=ClassSession(
            session_id=SessionId(UUID(int=number)),
            course_id=CourseId(UUID(int=number)),
            course_name="国画入门",
            kind=CourseKind.COURSE,
            number=1,
            lessons=12,
            room="",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=draw(st.integers(1, 300))),
            capacity=20,
            is_cancelled=draw(st.booleans()),
            policy=CheckInPolicy(several_entries=draw(st.booleans()), walk_ins=draw(st.booleans())),
        ),
        enrolment=enrolment,
        waitlist_place=1 if enrolment is EnrolmentStatus.WAITLISTED else None,
        seats_left=draw(st.integers(0, 2)),
        entries=tuple(
            Entry(check_in_id=CheckInId(UUID(int=n)), at=at)
            for n, at in enumerate(sorted(NOON + arrival for arrival in arrivals))
        ),
    )


@st.composite
def questions(draw):
    found = [draw(offers(number)) for number in range(draw(st.integers(0, 4)))]
    return Question(
        standing=draw(st.just(PassStanding.GOOD) | st.sampled_from(PassStanding)),
        is_blocked=draw(st.integers(0, 9)) == 0,
        offers=found,
        at=NOON + draw(minutes),
        asked=draw(st.sampled_from([None, *found])),
        direction=draw(st.sampled_from(Direction)),
        forced=draw(st.booleans()),
    )


def good(question):
    return question.standing is PassStanding.GOOD and not question.is_blocked


@settings(max_examples=150, deadline=None)
@given(questions())
def test_every_question_has_one_outcome_with_what_it_needs(question):
    decision = decide_check_in(question)
    assert decision.outcome in CheckInOutcome
    assert (decision.outcome is CheckInOutcome.CHOOSE) == (len(decision.options) >= 2)
    if decision.outcome in {CheckInOutcome.ADMITTED, CheckInOutcome.ALREADY_IN}:
        assert decision.offer is not None
    assert decision.offer is None or decision.offer in question.offers
    assert all(option in question.offers for option in decision.options)


@settings(max_examples=150, deadline=None)
@given(questions())
def test_one_is_admitted_only_to_an_open_session_unless_staff_overrode_or_one_leaves(question):
    decision = decide_check_in(question)
    if decision.outcome is CheckInOutcome.ADMITTED and not (
        decision.overrode or question.direction is Direction.OUT
    ):
        assert decision.offer.session.is_open(question.at)
        assert decision.offer.is_enrolled or decision.offer.is_welcome


@settings(max_examples=150, deadline=None)
@given(questions())
def test_a_code_that_is_not_good_admits_only_where_staff_may_override_it(question):
    decision = decide_check_in(question)
    if decision.outcome is CheckInOutcome.ADMITTED and not good(question):
        assert question.forced
        assert not question.is_blocked
        assert CheckInOutcome(question.standing.value) in OVERRIDABLE


@settings(max_examples=150, deadline=None)
@given(questions())
def test_nobody_overrides_what_nobody_forced(question):
    decision = decide_check_in(question)
    assert question.forced or not decision.overrode
    assert decision.outcome is CheckInOutcome.ADMITTED or not decision.overrode


@settings(max_examples=150, deadline=None)
@given(questions())
def test_an_answer_about_a_session_asked_for_is_filed_under_it(question):
    decision = decide_check_in(question)
    if question.asked is not None:
        assert decision.offer == question.asked


@settings(max_examples=150, deadline=None)
@given(questions())
def test_the_order_of_the_sessions_does_not_change_the_outcome(question):
    turned = Question(
        standing=question.standing,
        is_blocked=question.is_blocked,
        offers=list(reversed(question.offers)),
        at=question.at,
        asked=question.asked,
        direction=question.direction,
        forced=question.forced,
    )
    assert decide_check_in(turned).outcome is decide_check_in(question).outcome


@settings(max_examples=150, deadline=None)
@given(questions())
def test_one_entry_a_session_counts_where_only_one_may(question):
    decision = decide_check_in(question)
    if decision.outcome is CheckInOutcome.ADMITTED and question.direction is Direction.IN:
        policy = decision.offer.session.policy
        assert policy.several_entries or not decision.offer.entries


@given(minutes, st.booleans(), st.booleans())
def test_an_entry_is_undone_by_its_desk_for_a_quarter_of_an_hour_and_by_staff_always(
    age, is_same_desk, is_staff
):
    outcome = may_undo(at=NOON + age, entered_at=NOON, is_same_desk=is_same_desk, is_staff=is_staff)
    may = is_staff or (is_same_desk and age <= timedelta(minutes=15))
    assert outcome is (UndoOutcome.UNDONE if may else UndoOutcome.NEEDS_STAFF)
