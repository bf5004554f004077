from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.clock import day_bounds, iso_local, local_day, parse_local, system_clock
from desk_app.domain.people import mask_phone

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
