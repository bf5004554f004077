"""What a roster's headings and cells mean."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.clock import SHANGHAI
from desk_app.domain.errors import KnownError
from desk_app.domain.rosters import (
    PEOPLE,
    Column,
    cell_text,
    column_letter,
    data_rows,
    meaning,
    read_layout,
    read_name,
    read_phone,
    read_start,
)

cells = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.datetimes(),
    st.dates(), st.times(),
)  # fmt: skip


def test_headings_are_found_below_titles_and_merged_headings():
    sheet = [
        ["2026 秋季 市民夜校报名表", None, None],
        ["学员信息", None, None],
        ["序号", "姓 名", "手机号码（必填）", "工作单位*"],
        [1, "林晓", 13812340001.0, "云杉科技"],
    ]
    layout = read_layout(sheet)
    assert layout.header == 2
    assert layout.places == {Column.NAME: 1, Column.PHONE: 2, Column.COMPANY: 3}
    assert layout.names[Column.NAME] == "姓 名"


def test_only_columns_that_are_read_are_said_to_be():
    sheet = [["姓名", "手机", "课程", "费用"], ["林晓", "13812340001", "国画", "500"]]
    assert set(read_layout(sheet).names) == {Column.NAME, Column.PHONE}
    assert Column.COURSE in read_layout(sheet, fields=PEOPLE | {Column.COURSE}).names


def test_without_headings_names_and_phones_are_known_by_their_looks():
    layout = read_layout([[n, name, phone] for n, name, phone in (
        (1, "林晓", 13812340001.0), (2, "张 三", "13812340002"), (3, "欧阳娜娜", "13912340003"),
    )])  # fmt: skip
    assert layout.header is None
    assert layout.places == {Column.NAME: 1, Column.PHONE: 2}
    assert layout.names[Column.PHONE] == "C"


def test_a_sheet_without_names_says_what_to_write():
    with pytest.raises(KnownError) as refused:
        read_layout([["数量", "单价"], [1, 2]])
    assert refused.value.code == "no_name_column"


def test_blank_rows_repeated_headings_and_sums_are_no_people():
    sheet = [["姓名"], ["林晓"], [None], [""], ["姓名"], ["赵敏"], ["合计 2 人"], ["制表：陈静"]]
    layout = read_layout(sheet)
    rows = list(data_rows(sheet, layout, Column.NAME))
    assert [(row.number, row.text(Column.NAME)) for row in rows] == [(2, "林晓"), (6, "赵敏")]


@pytest.mark.parametrize(
    "cell",
    [
        13812340001, 13812340001.0, "13812340001", "１３８１２３４０００１", "138 1234 0001",
        "138-1234-0001", "+86 138 1234 0001", "008613812340001", "8613812340001",
        "1.3812340001E10", "1.3812340001e+10", "'13812340001",
    ],
)  # fmt: skip
def test_a_phone_is_read_however_the_spreadsheet_wrote_it(cell):
    assert read_phone(meaning(cell)) == "13812340001"


def test_a_landline_stays_as_it_is():
    assert read_phone("021-62345678") == "02162345678"


def test_two_numbers_in_one_cell_are_a_question():
    with pytest.raises(KnownError):
        read_phone("13812340001/13912340002")


@pytest.mark.parametrize("cell", ["无", "/", "-", "——", "N/A", "  ", None])
def test_words_for_nothing_mean_nothing(cell):
    assert meaning(cell) == ""


def test_spaces_between_chinese_characters_go_and_others_stay():
    assert read_name("张 三") == "张三"
    assert read_name("欧阳 娜 娜") == "欧阳娜娜"
    assert read_name("Anna Schmidt") == "Anna Schmidt"


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        (datetime(2026, 10, 27, 19, 0), ""),  # noqa: DTZ001
        (date(2026, 10, 27), "19:00-20:30"),
        ("2026-10-27 19:00", ""),
        ("2026/10/27", "19:00"),
        ("2026年10月27日 19:00", ""),
        ("2026年10月27日", "19：00~20：30"),
        (46322.791666666664, ""),
        ("46322", "19:00"),
    ],
)
def test_a_date_is_read_however_it_was_written(day, clock):
    starts_at, minutes = read_start(day, clock)
    assert starts_at == datetime(2026, 10, 27, 11, 0, tzinfo=UTC)
    assert minutes in {None, 90}


def test_what_is_no_date_is_refused():
    for cell in ("下周二", "", None, "2026-13-40", 12):
        with pytest.raises(ValueError, match="no date"):
            read_start(cell)


def test_columns_are_lettered_as_in_a_spreadsheet():
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(st.lists(st.lists(cells, max_size=6), max_size=12))
def test_no_sheet_brings_the_reader_down(sheet):
    try:
        layout = read_layout(sheet)
    except KnownError:
        return
    for row in data_rows(sheet, layout, Column.NAME):
        assert 1 <= row.number <= len(sheet)
        for column in row.cells:
            assert "\n" not in row.text(column)


@given(cells)
def test_every_cell_has_a_text_and_a_time_or_an_error(cell):
    assert cell_text(cell).strip() == cell_text(cell)
    try:
        starts_at, _ = read_start(cell, cell_text(cell))
    except ValueError:
        return
    assert starts_at.tzinfo is not None


def test_a_time_of_day_keeps_its_form():
    assert cell_text(time(19, 0)) == "19:00:00"


@pytest.mark.parametrize("text", ["1.38E+10", "1.38123E+10", "1E10"])
def test_a_number_whose_digits_are_lost_is_not_made_up(text):
    with pytest.raises(KnownError) as refused:
        read_phone(text)
    assert refused.value.code == "digits_lost"


@pytest.mark.parametrize(
    ("clock", "expected", "minutes"),
    [
        ("晚上7点", "19:00", None),
        ("晚7点半", "19:30", None),
        ("下午 3点15分", "15:15", None),
        ("下午13:00", "13:00", None),
        ("上午9点—上午10点半", "09:00", 90),
        ("中午12点", "12:00", None),
        ("中午1点", "13:00", None),
        ("19：00－20：30", "19:00", 90),
    ],
)
def test_a_time_is_read_as_people_write_it(clock, expected, minutes):
    at, length = read_start("2026-03-03", clock)
    assert (at.astimezone(SHANGHAI).strftime("%H:%M"), length) == (expected, minutes)


@pytest.mark.parametrize("clock", ["晚上", "七点", "25:00", "晚上99点"])
def test_a_time_nobody_can_read_is_not_midnight(clock):
    with pytest.raises(ValueError, match="no date and time"):
        read_start("2026-03-03", clock)
