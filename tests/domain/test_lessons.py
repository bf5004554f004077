from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.holidays import CalendarDay, DayKind, HolidayCalendar
from desk_app.domain.lessons import (
    HolidayPolicy,
    LessonOutcome,
    decide_cancel,
    decide_make_up,
    decide_move,
    decide_reinstate,
    plan_lessons,
    room_clashes,
    shift_to_term,
)
from desk_app.services.holidays import statutory_calendar
from tests.classes import lesson, local

FIRST = lesson("2026-09-08T19:00", number=1)
SECOND = lesson("2026-09-15T19:00", number=2)


def plan(first, lessons, policy):
    return plan_lessons(local(f"{first}T19:00"), lessons, policy, statutory_calendar())


def starts(first, lessons, policy):
    return [s.date().isoformat() for s in plan(first, lessons, policy).starts]


def test_lessons_skip_national_day_and_come_later_instead():
    assert starts("2026-09-24", 4, HolidayPolicy.SKIP_AND_EXTEND) == [
        "2026-09-24",
        "2026-10-08",
        "2026-10-15",
        "2026-10-22",
    ]


def test_lessons_that_keep_their_days_ignore_holidays():
    assert starts("2026-09-24", 2, HolidayPolicy.KEEP) == ["2026-09-24", "2026-10-01"]


def test_lessons_skip_spring_festival():
    assert starts("2026-02-11", 2, HolidayPolicy.SKIP_AND_EXTEND) == ["2026-02-11", "2026-02-25"]


def test_a_holiday_that_was_lost_is_reported():
    found = plan("2026-09-24", 4, HolidayPolicy.SKIP)
    assert [s.date() for s in found.starts] == [
        date(2026, 9, 24),
        date(2026, 10, 8),
        date(2026, 10, 15),
    ]
    assert found.skipped == (date(2026, 10, 1),)


def test_a_saturday_on_which_people_work_is_kept_and_named():
    found = plan("2026-10-03", 2, HolidayPolicy.SKIP_AND_EXTEND)
    assert [s.date() for s in found.starts] == [date(2026, 10, 10), date(2026, 10, 17)]
    assert found.on_makeup_workdays == (date(2026, 10, 10),)


def test_plain_weekends_and_make_up_workdays_are_no_holidays():
    calendar = statutory_calendar()
    assert not calendar.is_holiday(date(2026, 3, 7))
    assert not calendar.is_holiday(date(2026, 2, 14))
    assert calendar.is_holiday(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-09-24", True), ("2026-09-25", False), ("2026-10-10", True), ("2026-10-11", False)],
)
def test_people_work_on_weekdays_but_holidays_and_on_make_up_workdays(day, works):
    assert statutory_calendar().is_workday(date.fromisoformat(day)) is works


def test_years_the_calendar_does_not_know_count_as_ordinary():
    assert starts("2040-10-01", 2, HolidayPolicy.SKIP_AND_EXTEND) == ["2040-10-01", "2040-10-08"]


def test_lessons_keep_their_hour_whatever_offset_the_first_was_given_in():
    first = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=1)))
    found = plan_lessons(first, 3, HolidayPolicy.KEEP, HolidayCalendar())
    assert [s.hour for s in found.starts] == [19, 19, 19]


def test_a_calendar_without_any_free_monday_ends_the_search():
    mondays = [date(2026, 3, 2) + timedelta(weeks=n) for n in range(60)]
    days = {d: CalendarDay(day=d, kind=DayKind.HOLIDAY) for d in mondays}
    with pytest.raises(ValueError, match="2027"):
        plan_lessons(
            local("2026-03-02T19:00"),
            2,
            HolidayPolicy.SKIP_AND_EXTEND,
            HolidayCalendar(days=days),
        )


@given(
    st.integers(1, 60), st.sampled_from(HolidayPolicy), st.dates(date(2024, 1, 1), date(2026, 6, 1))
)
def test_lessons_are_whole_weeks_apart_and_never_on_a_holiday_unless_kept(lessons, policy, day):
    found = plan(day, lessons, policy)
    assert all((b - a) % timedelta(weeks=1) == timedelta() for a, b in pairwise(found.starts))
    assert len(found.starts) == lessons or policy is HolidayPolicy.SKIP
    if policy is HolidayPolicy.SKIP:
        assert len(found.starts) + len(found.skipped) == lessons
    if policy is not HolidayPolicy.KEEP:
        assert not any(statutory_calendar().is_holiday(s.date()) for s in found.starts)


def test_a_lesson_moves_where_it_does_not_overlap_another_of_its_course():
    both = [FIRST, SECOND]
    to = local("2026-09-15T18:00")
    assert decide_move(FIRST, to, both, has_check_ins=False) == LessonOutcome.OVERLAPS
    to = local("2026-09-15T17:30")
    assert decide_move(FIRST, to, both, has_check_ins=False) == LessonOutcome.MOVED


def test_a_lesson_people_came_to_is_neither_moved_nor_cancelled():
    to = local("2026-09-16T19:00")
    assert decide_move(FIRST, to, [FIRST], has_check_ins=True) == LessonOutcome.HAS_CHECK_INS
    assert decide_cancel(FIRST, has_check_ins=True) == LessonOutcome.HAS_CHECK_INS


def test_a_cancelled_lesson_comes_back_unless_it_was_made_up():
    assert decide_cancel(FIRST, has_check_ins=False) == LessonOutcome.CANCELLED
    gone = replace(FIRST, is_cancelled=True)
    assert decide_cancel(gone, has_check_ins=False) == LessonOutcome.ALREADY_CANCELLED
    assert decide_reinstate(gone, [gone, SECOND]) == LessonOutcome.REINSTATED
    assert decide_reinstate(FIRST, [FIRST]) == LessonOutcome.NOT_CANCELLED
    extra = lesson("2026-09-20T19:00", number=1, makes_up=gone.session_id)
    assert decide_reinstate(gone, [gone, extra]) == LessonOutcome.ALREADY_MADE_UP
    withdrawn = replace(extra, is_cancelled=True)
    assert decide_reinstate(gone, [gone, withdrawn]) == LessonOutcome.REINSTATED


def test_only_a_cancelled_lesson_is_made_up_and_only_once():
    to = local("2026-09-20T19:00")
    assert decide_make_up(FIRST, to, [FIRST]) == LessonOutcome.NOT_CANCELLED
    gone = replace(FIRST, is_cancelled=True)
    assert decide_make_up(gone, SECOND.starts_at, [gone, SECOND]) == LessonOutcome.OVERLAPS
    assert decide_make_up(gone, to, [gone, SECOND]) == LessonOutcome.MADE_UP
    extra = lesson("2026-09-20T19:00", number=1, makes_up=gone.session_id)
    assert decide_make_up(gone, to, [gone, extra]) == LessonOutcome.ALREADY_MADE_UP


def test_a_room_clash_needs_the_same_room_at_the_same_time():
    other = lesson("2026-09-08T20:00", course=2)
    after = lesson("2026-09-08T20:30", course=2, number=2)
    next_door = replace(other, room="B")
    nowhere = replace(FIRST, room="")
    assert room_clashes(FIRST, [FIRST, other, after, next_door]) == [other]
    assert room_clashes(FIRST, [replace(other, is_cancelled=True)]) == []
    assert room_clashes(nowhere, [replace(other, room="")]) == []


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_the_next_term_keeps_weekday_and_hour_and_starts_within_its_first_week(first_day):
    found = shift_to_term(FIRST.starts_at, first_day)
    assert (found.weekday(), found.hour) == (1, 19)
    assert 0 <= (found.date() - first_day).days < 7
