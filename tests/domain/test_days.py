from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.clock import day_bounds, iso_local, local_day, parse_local, system_clock
from desk_app.domain.people import mask_phone
from desk_app.services.courses import HolidayPolicy, is_statutory_holiday, lesson_starts

moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


@given(moments)
def test_a_day_in_shanghai_holds_its_moments_and_no_other(at):
    start, end = day_bounds(local_day(at))
    assert start <= at < end
    assert end - start == timedelta(days=1)


@given(moments)
def test_a_moment_reads_back_from_its_local_text(at):
    assert iso_local(at).endswith("+08:00")
    assert parse_local(iso_local(at)) == at


def test_a_time_without_offset_is_shanghai_time():
    assert parse_local("2026-03-02T19:00") == datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert parse_local("2026-03-02T19:00Z") == datetime(2026, 3, 2, 19, tzinfo=UTC)


def test_the_clock_is_aware_and_in_utc():
    assert system_clock().tzinfo is UTC


def starts(first, lessons, policy):
    at = parse_local(f"{first}T19:00")
    return [s.date().isoformat() for s in lesson_starts(at, lessons, policy)]


def test_lessons_skip_national_day_and_come_later_instead():
    assert starts("2026-09-24", 4, HolidayPolicy.SKIP_AND_EXTEND) == [
        "2026-09-24",
        "2026-10-08",
        "2026-10-15",
        "2026-10-22",
    ]


def test_lessons_that_are_only_skipped_are_fewer():
    assert starts("2026-09-24", 4, HolidayPolicy.SKIP) == ["2026-09-24", "2026-10-08", "2026-10-15"]


def test_lessons_that_keep_their_days_ignore_holidays():
    assert starts("2026-09-24", 2, HolidayPolicy.KEEP) == ["2026-09-24", "2026-10-01"]


def test_lessons_skip_spring_festival():
    assert starts("2026-02-11", 2, HolidayPolicy.SKIP_AND_EXTEND) == ["2026-02-11", "2026-02-25"]


def test_plain_weekends_and_make_up_workdays_are_no_holidays():
    assert not is_statutory_holiday(date(2026, 3, 7))
    assert not is_statutory_holiday(date(2026, 2, 14))
    assert is_statutory_holiday(date(2026, 10, 1))


def test_years_the_calendar_does_not_know_count_as_ordinary():
    assert starts("2040-10-01", 2, HolidayPolicy.SKIP_AND_EXTEND) == ["2040-10-01", "2040-10-08"]


def test_lessons_keep_their_hour_whatever_offset_the_first_was_given_in():
    first = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=1)))
    assert [s.hour for s in lesson_starts(first, 3, HolidayPolicy.KEEP)] == [19, 19, 19]


@given(
    st.integers(1, 60), st.sampled_from(HolidayPolicy), st.dates(date(2024, 1, 1), date(2026, 6, 1))
)
def test_lessons_are_whole_weeks_apart_and_never_on_a_holiday_unless_kept(lessons, policy, day):
    found = lesson_starts(parse_local(f"{day}T19:00"), lessons, policy)
    assert all((b - a) % timedelta(weeks=1) == timedelta() for a, b in pairwise(found))
    assert len(found) == lessons or policy is HolidayPolicy.SKIP
    if policy is not HolidayPolicy.KEEP:
        assert not any(is_statutory_holiday(s.date()) for s in found)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812341234", "138****1234"), ("62341234", "623****1234"), ("62345", "****45"), ("", "")],
)
def test_phones_are_shown_masked(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize("text", ["9999-12-31T23:59", "0001-01-01T00:00", "1999-12-31T23:59"])
def test_a_moment_beyond_any_evening_of_a_station_is_no_moment(text):
    with pytest.raises(ValueError, match=text):
        parse_local(text)
