import csv
import io
import subprocess
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
import python_calamine
from icalendar import Calendar

from desk_app.documents.calendar_files import lessons_ics
from desk_app.documents.certificates import certificates_pdf
from desk_app.documents.sign_in_sheets import sign_in_pdf
from desk_app.documents.table_files import table_csv, table_pdf, table_xlsx
from desk_app.domain.clock import SHANGHAI
from desk_app.domain.errors import KnownError
from desk_app.domain.exports import Column, ColumnKind, Table
from desk_app.scan.decoder import Decoder
from desk_app.scan.pictures import read_image
from desk_app.services.course_forms import CourseDetails
from tests.station import moment

RARE = ["李㛃", "龚䶮", "王𬭚", "林𠮷", "顾晚晴"]


def text_of(content, tmp_path):
    path = tmp_path / "out.pdf"
    path.write_bytes(content)
    run = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return run.stdout.decode()


def calamine_rows(content):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


@pytest.fixture
def course(station):
    """Three lessons: two are over; all came to the first but the last learner."""
    learners = tuple(station.visitor(name) for name in RARE)
    course_id, lessons = station.course(lessons=3)
    for minute, learner in enumerate(learners):
        station.clock.set(f"18:4{minute}")
        station.app.courses.enrol(course_id, learner)
    for learner in learners[:-1]:
        station.find(learner, "18:55", session=lessons[0])
    station.find(learners[0], "19:15", day=7, session=lessons[1])
    station.clock.set("22:00", day=7)
    return course_id


def test_the_matrix_holds_names_marks_and_a_true_rate(station, course):
    content = table_xlsx(station.app.exports.attendance(course))
    head, first, *others = calamine_rows(content)
    assert head == [
        "姓名", "第1课\n03-02", "第2课\n03-09", "第3课\n03-16",
        "到", "迟到", "缺", "请假", "补课", "出勤率", "证书",
    ]  # fmt: skip
    assert first == ["李㛃", "到", "迟到", "", 1, 1, 0, 0, 0, 1.0, "还可达到"]
    assert [row[0] for row in others] == RARE[1:]
    assert others[-1][1:3] == ["缺", "缺"]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert (sheet.freeze_panes, sheet["J2"].number_format) == ("B2", "0.0%")
    assert sheet.column_dimensions["A"].width >= 6


def test_attendance_of_all_courses_has_each_learners_counts_and_rate_in_each(station, course):
    table = station.app.exports.attendance_of_all()
    assert [c.heading for c in table.columns][:3] == ["课程", "姓名", "到"]
    one = station.app.exports.attendance(course)
    lessons = len(one.rows[0]) - len(table.rows[0]) + 1
    assert [list(row[1:]) for row in table.rows] == [
        [row[0], *row[1 + lessons :]] for row in one.rows
    ]


def test_visitors_keep_their_last_visit_as_a_date_and_their_phones_masked(station, course):
    station.visitor("许知予", phone="13812341234")
    table = station.app.exports.visitors()
    rows = calamine_rows(table_xlsx(table))
    by_name = {row[0]: row for row in rows[1:]}
    assert by_name["许知予"][1] == "138****1234"
    assert by_name["李㛃"][5] == datetime(2026, 3, 9, 19, 15)  # noqa: DTZ001  (a sheet has no zone)
    assert by_name["李㛃"][4] == "国画入门"
    of_course = station.app.exports.visitors(course)
    assert {row[0] for row in of_course.rows} == set(RARE)


def test_whole_phones_need_staff_and_the_look_is_recorded(station):
    station.visitor("许知予", phone="13812341234")
    with pytest.raises(KnownError) as refused:
        station.app.exports.visitors(full=True)
    assert refused.value.code == "needs_staff"
    assert station.sql("SELECT count(*) FROM access_log") == [(0,)]
    table = station.app.exports.visitors(full=True, by=station.staff())
    assert table.rows[0][1] == "13812341234"
    recorded = station.sql("SELECT operator, action FROM access_log")
    assert recorded == [("陈静", "exported:visitors:full")]


def test_every_export_is_recorded(station, course):
    station.app.desk.begin_shift("沈亦禾")
    exports = station.app.exports
    station.app.courses.change(course, CourseDetails(certificate_pct=1))
    exports.attendance(course)
    exports.visitors()
    exports.calendar(course)
    exports.sign_in(course)
    exports.certificates(course)
    kinds = ("attendance", "visitors", "calendar", "signin", "certificates")
    recorded = station.sql("SELECT operator, action FROM access_log ORDER BY rowid")
    assert recorded == [("沈亦禾", f"exported:{kind}") for kind in kinds]


def test_csv_has_the_byte_order_mark_and_is_utf_8(station, course):
    content = table_csv(station.app.exports.attendance(course))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0][:2] == ["姓名", "第1课 03-02"]
    assert [row[0] for row in rows[1:]] == RARE
    assert rows[1][9] == "100.0%"


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "@SUM(1)", "-2+3"])
def test_a_name_is_never_a_formula(station, name):
    station.visitor(name)
    table = station.app.exports.visitors()
    sheet = openpyxl.load_workbook(io.BytesIO(table_xlsx(table))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (f"'{name}", "s")
    row = list(csv.reader(io.StringIO(table_csv(table).decode("utf-8-sig"))))[1]
    assert row[0] == f"'{name}"


def test_a_control_character_that_a_pull_brought_breaks_no_workbook():
    table = Table(title="[表]/1", columns=(Column(heading="姓名"),), rows=[["林\x07晓"]])
    assert calamine_rows(table_xlsx(table)) == [["姓名"], ["林晓"]]


def test_paper_holds_every_name_as_text(station, course, tmp_path):
    exports = station.app.exports
    station.app.courses.change(course, CourseDetails(certificate_pct=1))
    sheets = exports.sign_in(course)
    papers = {
        "attendance": table_pdf(exports.attendance(course)),
        "visitors": table_pdf(exports.visitors()),
        "signin": sign_in_pdf(sheets),
    }
    for kind, content in papers.items():
        text = text_of(content, tmp_path)
        assert [name for name in RARE if name not in text] == [], kind
    text = text_of(certificates_pdf(exports.certificates(course)), tmp_path)
    assert [name for name in RARE[:-1] if name not in text] == []
    assert RARE[-1] not in text


def test_many_lessons_and_people_go_on_more_sheets_with_the_names_on_each(tmp_path):
    marks = tuple(Column(heading=f"第{n}课\n03-02", kind=ColumnKind.NUMBER) for n in range(1, 41))
    table = Table(
        title="表",
        columns=(Column(heading="姓名"), *marks, Column(heading="率", kind=ColumnKind.PERCENT)),
        rows=[[f"学员{n}号", *range(40), Decimal("87.5")] for n in range(60)],
    )
    text = text_of(table_pdf(table), tmp_path)
    assert text.count("学员59号") == 2
    assert text.count("87.5%") == 60
    assert "第 6 页，共 6 页" in text


def test_an_empty_table_is_still_a_file():
    table = Table(title="表", columns=(Column(heading="姓名"),), rows=[])
    assert calamine_rows(table_xlsx(table)) == [["姓名"]]
    assert table_pdf(table).startswith(b"%PDF")
    assert table_csv(table).decode("utf-8-sig") == "姓名\r\n"


def test_each_line_of_the_sign_in_sheet_has_the_pass_that_the_desk_reads(station, course, tmp_path):
    (sheet,) = station.app.exports.sign_in(course)
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sign_in_pdf([sheet]))
    subprocess.run(["pdftoppm", "-r", "300", "-png", path, tmp_path / "page"], check=True)
    (page,) = tmp_path.glob("page*.png")
    read = {found.text for found in Decoder(deep=True).decode(read_image(page))}
    assert read == {line.code for line in sheet.lines}


def test_the_sign_in_sheet_has_the_enrolled_only_and_no_cancelled_lesson(station):
    learner, waiting = station.visitor("林晓"), station.visitor("罗一舟")
    course_id, lessons = station.course(lessons=2, capacity=1, learners=(learner,))
    station.app.courses.enrol(course_id, waiting, waitlist=True)
    station.app.lessons.cancel(lessons[1].session_id)
    (sheet,) = station.app.exports.sign_in()
    assert [line.name for line in sheet.lines] == ["林晓"]
    assert [s.session_id for s in sheet.lessons] == [lessons[0].session_id]


def test_tonights_rosters_are_all_that_meet_today(station):
    for name, day, starts in (("书法", 0, "18:30"), ("国画", 1, "19:00"), ("尤克里里", 0, "19:00")):
        station.course(name, day=day, starts=starts, learners=(station.visitor(f"{name}生"),))
    assert [s.course_name for s in station.app.exports.sign_in()] == ["书法", "尤克里里"]
    station.clock.set("12:00", day=3)
    with pytest.raises(KnownError) as refused:
        station.app.exports.sign_in()
    assert refused.value.code == "no_lessons_today"


def test_printing_again_issues_nobody_a_second_pass(station, course):
    first, again = station.app.exports.sign_in(course), station.app.exports.sign_in(course)
    assert first == again


def test_a_sheet_that_is_given_up_is_none_and_the_next_try_goes_on(station, course):
    assert station.app.exports.sign_in(course, is_cancelled=lambda: True) is None
    told = []
    station.app.exports.sign_in(course, on_progress=lambda *progress: told.append(progress))
    assert told[-1] == (5, 5)


def test_thirteen_lessons_and_seventeen_learners_take_four_sheets(station):
    learners = tuple(station.visitor(f"学员{n}") for n in range(17))
    course_id, _ = station.course(lessons=13, learners=learners)
    content = sign_in_pdf(station.app.exports.sign_in(course_id))
    assert content.count(b"/Type /Page\n") == 4


def test_nobody_at_the_threshold_is_said_not_drawn(station, course):
    with pytest.raises(KnownError) as refused:
        station.app.exports.certificates(course)
    assert refused.value.code == "no_certificates"


def test_a_calendar_has_each_lesson_by_its_id_in_shanghai_time(station):
    course_id, lessons = station.course(lessons=3)
    station.app.lessons.cancel(lessons[2].session_id)
    name, found = station.app.exports.calendar(course_id)
    content = lessons_ics(found, name, station.clock())
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [str(e["UID"]) for e in events] == [str(s.session_id) for s in lessons]
    assert [str(e["STATUS"]) for e in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    start = events[0].decoded("DTSTART")
    assert start == moment("19:00")
    assert start.utcoffset() == datetime(2026, 3, 2, tzinfo=SHANGHAI).utcoffset()
    assert events[0].decoded("DTEND") == moment("20:30")
    assert b"TZID:Asia/Shanghai" in content
    assert events[0].decoded("DTSTAMP") == station.clock().astimezone(UTC)


def test_a_calendar_without_a_course_has_all_lessons_in_order(station):
    station.course("书法", day=1)
    station.course("国画", day=0)
    _, found = station.app.exports.calendar()
    assert [s.course_name for s in found] == ["国画", "书法"]
