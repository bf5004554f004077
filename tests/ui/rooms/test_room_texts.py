from datetime import date

import pytest

from desk_app.ui.rooms.room_texts import (
    equipment_text,
    hours_text,
    read_day,
    read_equipment,
    read_hours,
    week_of,
)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("09:00–21:00", ((540, 1260),)),
        ("9-12，14：00～21:00", ((540, 720), (840, 1260))),
        ("14:00-24:00, 9-12", ((540, 720), (840, 1440))),
        ("９：００至１２：００", ((540, 720),)),
        ("  ", ()),
    ],
)
def test_hours_are_read_as_people_write_them_and_written_back(text, hours):
    assert read_hours(text) == hours
    assert read_hours(hours_text(hours)) == hours


@pytest.mark.parametrize("text", ["9-8", "9", "9-9", "24-25", "a-b", "9-12, 11-14", "9:70-10", "-"])
def test_hours_that_make_no_sense_are_not_read(text):
    assert read_hours(text) is None


def test_a_week_without_hours_is_always_open():
    assert week_of([()] * 7) == ()
    assert week_of([((540, 600),), *[()] * 6])[1] == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("投影 1、白板 2", (("投影", 1), ("白板", 2))),
        ("白板：2,白板", (("白板", 3),)),
        ("椅子x20；音响", (("椅子", 20), ("音响", 1))),
        ("", ()),
    ],
)
def test_equipment_is_read_with_how_many_and_written_back(text, found):
    assert read_equipment(text) == tuple(sorted(found))
    assert read_equipment(equipment_text(found)) == tuple(sorted(found))


@pytest.mark.parametrize("text", ["投影 0", "字" * 41, ":3"])
def test_equipment_without_a_name_or_a_count_is_not_read(text):
    assert read_equipment(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("3/5", date(2026, 3, 5)),
        ("1.9", date(2027, 1, 9)),
        ("2026-02-30", None),
        ("周三", None),
        ("", None),
        ("99999-1-1", None),
    ],
)
def test_a_day_is_read_without_a_year_as_the_next_one(text, day):
    assert read_day(text, date(2026, 3, 2)) == day
