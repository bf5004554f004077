"""Importing says what it will do, does just that, and twice changes nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain.errors import KnownError
from desk_app.services.import_plan import Verdict
from tests.station import moment

HEAD = ["姓名", "手机号", "单位"]


def verdicts(plan):
    return [row.verdict.value for row in plan.rows]


def counts(station):
    sql = "SELECT (SELECT count(*) FROM visitor), (SELECT count(*) FROM enrolment)"
    return (*station.sql(sql)[0], station.sql("SELECT count(*) FROM outbox")[0][0])


def test_nothing_is_written_before_yes(station):
    before = counts(station)
    plan = station.app.imports.plan_visitors([HEAD, ["林晓", "13812340001", "云杉科技"]])
    assert verdicts(plan) == ["new"]
    assert counts(station) == before


def test_importing_twice_changes_nothing(station):
    course_id, _ = station.course()
    sheet = [HEAD, ["林晓", 13812340001.0, "云杉科技"], ["赵敏", "", "江南纺织"]]
    imports = station.app.imports
    assert imports.apply(imports.plan_roster(sheet, course_id)).stored == 2
    after = counts(station)
    again = imports.plan_roster(sheet, course_id)
    assert verdicts(again) == ["same", "same"]
    assert imports.apply(again).stored == 0
    assert counts(station) == after


def test_a_row_that_says_more_corrects_the_visitor_and_the_search(station):
    station.app.visitors.add("林晓", company="云杉科技")
    imports = station.app.imports
    plan = imports.plan_visitors([HEAD, ["林晓", "13812340001", "云杉科技"]])
    assert verdicts(plan) == ["changed"]
    imports.apply(plan)
    assert [hit.visitor.name for hit in station.app.visitors.find("0001").hits] == ["林晓"]
    assert station.sql("SELECT phone FROM visitor") == [("13812340001",)]


def test_an_empty_cell_takes_nothing_away(station):
    station.app.visitors.add("林晓", phone="13812340001", company="云杉科技")
    plan = station.app.imports.plan_visitors([HEAD, ["林晓", "13812340001", ""]])
    assert verdicts(plan) == ["same"]


def test_namesakes_with_other_phones_are_other_people(station):
    station.app.visitors.add("林晓", phone="13812340001")
    plan = station.app.imports.plan_visitors([HEAD, ["林晓", "13812340002", ""]])
    assert verdicts(plan) == ["new"]


def test_two_who_fit_are_a_question_for_the_phone(station):
    for phone in ("13812340001", "13812340002"):
        station.app.visitors.add("林晓", phone=phone)
    (row,) = station.app.imports.plan_visitors([HEAD, ["林晓", "", ""]]).rows
    assert row.error is not None
    assert row.error.code == "several_visitors"


def test_errors_name_row_and_column_and_the_others_go_in(station):
    course_id, _ = station.course()
    sheet = [["报名表"], HEAD, ["林晓", "abc", ""], ["", "13812340002", ""], ["赵敏", "", ""]]
    imports = station.app.imports
    plan = imports.plan_roster(sheet, course_id)
    assert [(row.number, row.column) for row in plan.errors] == [(3, "手机号"), (4, "姓名")]
    assert imports.apply(plan).stored == 1


def test_a_roster_takes_nobody_beyond_the_places(station):
    course_id, _ = station.course(capacity=1)
    sheet = [HEAD, ["林晓", "13812340001", ""], ["赵敏", "13812340002", ""]]
    imports = station.app.imports
    plan = imports.plan_roster(sheet, course_id)
    assert verdicts(plan) == ["new", "error"]
    queued = imports.plan_roster(sheet, course_id, waitlist=True)
    assert imports.apply(queued).stored == 2
    lines = station.app.courses.roster(course_id)
    assert [line.waitlist_place for line in lines] == [None, 1]


def test_a_course_that_filled_up_meanwhile_stays_full(station):
    course_id, _ = station.course(capacity=1)
    imports = station.app.imports
    plan = imports.plan_roster([HEAD, ["林晓", "13812340001", ""]], course_id)
    station.app.courses.enrol(course_id, station.visitor("赵敏"))
    assert imports.apply(plan).stored == 0
    assert len(station.app.courses.roster(course_id)) == 1


def test_a_sheet_of_several_courses_finds_each_by_its_name(station):
    first, _ = station.course("国画入门")
    second, _ = station.course("行书入门")
    sheet = [["姓名", "课程名称"], ["林晓", "国画入门"], ["林晓", "行书入门"], ["赵敏", "古琴"]]
    imports = station.app.imports
    plan = imports.plan_roster(sheet)
    assert [row.error.code for row in plan.errors] == ["unknown_course"]
    imports.apply(plan)
    again = imports.plan_roster(sheet)
    imports.apply(again)
    for course_id in (first, second):
        assert [line.visitor.name for line in station.app.courses.roster(course_id)] == ["林晓"]
    assert station.sql("SELECT count(*) FROM visitor") == [(1,)]


def test_a_roster_needs_a_course(station):
    with pytest.raises(KnownError) as refused:
        station.app.imports.plan_roster([HEAD, ["林晓", "", ""]])
    assert refused.value.code == "no_course"


def test_courses_come_in_once_with_their_lessons(station):
    sheet = [
        ["课程名称", "开课日期", "上课时间", "课次", "名额", "教室"],
        ["国画入门", "2026年3月3日", "19:00-20:30", 12, 20, "302"],
        ["行书入门", "下周二", "", "", "", ""],
    ]
    imports = station.app.imports
    plan = imports.plan_courses(sheet)
    assert verdicts(plan) == ["new", "error"]
    assert plan.errors[0].column == "开课日期"
    assert imports.apply(plan).stored == 1
    assert verdicts(imports.plan_courses(sheet)) == ["same", "error"]
    (course,) = station.app.courses.all()
    sessions = station.app.courses.sessions(course.course_id)
    assert (course.name, course.capacity, len(sessions)) == ("国画入门", 20, 12)
    assert sessions[0].starts_at == moment("19:00", day=1)
    assert sessions[0].ends_at == moment("20:30", day=1)


def test_what_a_sheet_says_of_teachers_fees_and_materials_comes_with_its_courses(station):
    sheet = [
        ["课程名称", "开课日期", "上课时间", "任课教师", "类别", "费用（元）", "自带物品"],
        ["国画入门", "2026-03-03", "19:00", "何老师", "书画", "500", "毛笔"],
        ["社保讲座", "2026-03-04", "14:00", "罗律师", "无", "", ""],
    ]
    station.app.imports.apply(station.app.imports.plan_courses(sheet))
    course, lecture = sorted(station.app.courses.all(), key=lambda c: c.name)
    assert (course.teacher, course.category) == ("何老师", "书画")
    assert (course.fee_note, course.bring) == ("500", "毛笔")
    assert (lecture.teacher, lecture.category) == ("", "")
    assert station.app.courses.sessions(lecture.course_id)[0].speaker == "罗律师"


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["2026-03-03", "19:00", "0", "20"], "out of range"),
        (["2026-03-03", "19:00", "12", "0"], "out of range"),
        (["2026-03-03", "19:00", "9999", "20"], "out of range"),
        (["2026-03-03", "19:00", "12", "999999999"], "out of range"),
        (["2026-03-03", "20:30-19:00", "12", "20"], "out of range"),
        (["9026-03-03", "19:00", "12", "20"], "out of range"),
        (["2026-03-03", "晚上", "12", "20"], "cannot be read"),
        (["2026-03-03", "晚上7点", "12次", "20人"], None),
    ],
)
def test_a_course_that_cannot_be_is_an_error_of_its_row(station, cells, why):
    sheet = [["课程名称", "开课日期", "时间", "课次", "人数"], ["国画", *cells]]
    plan = station.app.imports.plan_courses(sheet)
    error = plan.rows[0].error
    assert (why is None) if error is None else (why in error.en)
    assert station.app.imports.apply(plan).stored == (0 if why else 1)


names = st.sampled_from(["林晓", "赵敏", "张 三", "欧阳娜娜", ""])
phones = st.sampled_from(["", "13812340001", 13812340001.0, "13812340002", "abc", "无"])
companies = st.sampled_from(["", "云杉科技", "江南纺织"])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(names, phones, companies), max_size=12), st.integers(1, 4))
def test_whatever_a_roster_holds_it_adds_up_and_settles(make_station, people, capacity):
    station = make_station(f"desk-{hash((tuple(people), capacity))}")
    course_id, _ = station.course(capacity=capacity)
    imports = station.app.imports
    sheet = [HEAD, *map(list, people)]
    plan = imports.plan_roster(sheet, course_id)
    assert sum(plan.count(verdict) for verdict in Verdict) == len(plan.rows)
    assert imports.apply(plan).stored == plan.count(Verdict.NEW) + plan.count(Verdict.CHANGED)
    assert len(station.app.courses.roster(course_id)) <= capacity
    again = imports.plan_roster(sheet, course_id)
    assert again.count(Verdict.NEW) == 0
    station.close()
