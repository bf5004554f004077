from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.attendance import (
    AttendancePolicy,
    Certificate,
    LearnerMark,
    Mark,
    MarkOutcome,
    Tally,
    best_attendance,
    count,
    decide_making_up,
    learner_attendance,
    needs_absence,
    rates,
    settle_mark,
)
from desk_app.domain.courses import Attendance
from desk_app.domain.ids import VisitorId

M = LearnerMark
POLICY = AttendancePolicy()
LIN, ZHAO, SUN = (VisitorId(UUID(int=n)) for n in (1, 2, 3))
marks = st.lists(st.sampled_from([*LearnerMark, None]), max_size=14)
policies = st.builds(
    AttendancePolicy,
    late_weight_pct=st.integers(0, 100),
    counts_excused=st.booleans(),
    certificate_pct=st.integers(0, 100),
)
AUTOMATIC = Mark(status=M.ABSENT, is_automatic=True)


@pytest.mark.parametrize(
    ("mark", "arrival", "is_over", "settled"),
    [
        (None, None, False, None),
        (None, None, True, M.ABSENT),
        (None, Attendance.PRESENT, True, M.PRESENT),
        (None, Attendance.VERY_LATE, False, M.VERY_LATE),
        (AUTOMATIC, None, True, M.ABSENT),
        (AUTOMATIC, Attendance.LATE, True, M.LATE),
        (Mark(status=M.ABSENT), Attendance.PRESENT, True, M.ABSENT),
        (Mark(status=M.EXCUSED), None, False, M.EXCUSED),
        (Mark(status=M.EXCUSED), None, True, M.EXCUSED),
        (Mark(status=M.EXCUSED), Attendance.PRESENT, True, M.PRESENT),
        (Mark(status=M.PRESENT), None, True, M.PRESENT),
        (Mark(status=M.MADE_UP), None, True, M.MADE_UP),
        (Mark(status=None), None, True, M.ABSENT),
        (Mark(status=None), Attendance.PRESENT, True, M.PRESENT),
    ],
)
def test_a_persons_word_counts_first_but_whoever_came_was_there(mark, arrival, is_over, settled):
    assert settle_mark(mark, arrival, is_over=is_over) is settled


@pytest.mark.parametrize(
    ("mark", "arrival", "is_over", "needed"),
    [
        (None, None, True, True),
        (None, None, False, False),
        (None, Attendance.LATE, True, False),
        (AUTOMATIC, None, True, False),
        (Mark(status=M.EXCUSED), None, True, False),
        (Mark(status=None), None, True, False),
    ],
)
def test_absence_is_put_down_once_after_the_lesson_and_never_over_a_mark(
    mark, arrival, is_over, needed
):
    assert needs_absence(mark, arrival, is_over=is_over) is needed


@pytest.mark.parametrize(
    ("missed", "is_parallel", "was_there", "outcome"),
    [
        (M.ABSENT, True, True, MarkOutcome.MARKED),
        (M.EXCUSED, True, True, MarkOutcome.MARKED),
        (None, True, True, MarkOutcome.MARKED),
        (M.LATE, True, True, MarkOutcome.WAS_PRESENT),
        (M.ABSENT, False, True, MarkOutcome.SAME_COURSE),
        (M.ABSENT, True, False, MarkOutcome.NOT_THERE),
    ],
)
def test_a_lesson_is_made_up_by_a_visit_to_a_parallel_class(
    missed, is_parallel, was_there, outcome
):
    assert decide_making_up(missed, is_parallel=is_parallel, was_there=was_there) is outcome


@given(marks)
def test_every_lesson_is_counted_once(row):
    tally = count(row)
    joined = [m for m in row if m is not M.NOT_JOINED]
    assert tally.held + tally.ahead == len(joined)


@given(marks, policies)
def test_rates_stay_within_bounds_and_the_best_is_never_below_the_rate_over_all(row, policy):
    found = rates(count(row), policy)
    for rate in (found.over_held, found.over_all, found.best_reachable):
        assert rate is None or Decimal(0) <= rate <= Decimal(100)
    if found.over_all is not None:
        assert found.best_reachable is not None
        assert found.over_all <= found.best_reachable


@given(marks)
def test_before_the_first_lesson_there_is_a_dash_and_no_certificate(row):
    ahead = [None for _ in row]
    found = learner_attendance(LIN, ahead, POLICY)
    assert (found.rates.over_held, found.rates.over_all, found.rates.best_reachable) == (None,) * 3
    assert found.certificate is None
    assert not found.is_warned


def test_three_rates_tell_the_past_the_whole_and_the_hope():
    found = rates(Tally(present=5, late=1, absent=2, excused=1, ahead=3), POLICY)
    assert found.over_held == Decimal("75.0")
    assert found.over_all == Decimal("54.5")
    assert found.best_reachable == Decimal("81.8")


def test_an_excuse_counts_as_missed_only_where_the_course_says_so():
    tally = Tally(present=3, excused=1)
    assert rates(tally, POLICY).over_held == Decimal("100.0")
    assert rates(tally, AttendancePolicy(counts_excused=True)).over_held == Decimal("75.0")


@pytest.mark.parametrize(
    ("row", "is_warned"),
    [
        ([M.ABSENT, M.ABSENT, None], False),
        ([M.PRESENT, M.ABSENT, M.ABSENT], True),
        ([M.PRESENT, M.PRESENT, M.PRESENT, M.ABSENT], False),
        ([M.EXCUSED, M.EXCUSED, M.EXCUSED], False),
    ],
)
def test_a_warning_needs_enough_lessons_and_too_low_a_rate(row, is_warned):
    assert learner_attendance(LIN, row, POLICY).is_warned is is_warned


@pytest.mark.parametrize(
    ("present", "absent", "ahead", "certificate"),
    [
        (10, 2, 0, Certificate.EARNED),
        (10, 0, 2, Certificate.EARNED),
        (9, 0, 3, Certificate.REACHABLE),
        (9, 2, 1, Certificate.REACHABLE),
        (9, 3, 0, Certificate.OUT_OF_REACH),
        (0, 3, 9, Certificate.OUT_OF_REACH),
    ],
)
def test_the_certificate_needs_eighty_percent_of_all_lessons(present, absent, ahead, certificate):
    row = [M.PRESENT] * present + [M.ABSENT] * absent + [None] * ahead
    assert learner_attendance(LIN, row, POLICY).certificate is certificate


def test_the_certificate_is_judged_on_exact_numbers_not_on_rounded_ones():
    row = [M.PRESENT] * 2 + [M.ABSENT]
    policy = AttendancePolicy(certificate_pct=67)
    found = learner_attendance(LIN, row, policy)
    assert found.rates.over_all == Decimal("66.7")
    assert found.certificate is Certificate.OUT_OF_REACH


def test_the_best_of_a_class_came_most_and_then_was_late_least():
    learners = {LIN: Tally(present=3), ZHAO: Tally(present=2, late=1), SUN: Tally(absent=3)}
    assert best_attendance(learners, POLICY) == {LIN}
    learners[ZHAO] = Tally(present=6)
    assert best_attendance(learners, POLICY) == {LIN, ZHAO}
    assert best_attendance({SUN: Tally(absent=3)}, POLICY) == set()
    assert best_attendance({LIN: Tally(ahead=3)}, POLICY) == set()
