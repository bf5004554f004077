"""The visitors page: pages of the list, a profile, corrections that can be taken back."""

from dataclasses import replace

import pytest

from desk_app.domain.attendance import LearnerMark
from desk_app.domain.courses import LessonMark
from desk_app.domain.errors import KnownError
from desk_app.services.visitor_list import PAGE, Correction, Group, ListQuery


def names(station, **query):
    page = station.app.visitor_list.page(ListQuery(**query))
    return [line.visitor.name for line in page.lines]


def correction(visitor_id, **fields):
    known = {"name": "顾晚晴", "phone": None, "company": "", "workplace": "", "attention": ""}
    return Correction(visitor_id=visitor_id, **{**known, **fields})


def test_the_list_is_in_the_order_of_pinyin_with_surnames_as_people_say_them(station):
    for name in ("曾静", "安然", "单伟", "顾晚晴", "Bob"):
        station.visitor(name)
    assert names(station) == ["安然", "Bob", "顾晚晴", "单伟", "曾静"]
    assert names(station, order="-name") == ["曾静", "单伟", "顾晚晴", "Bob", "安然"]


def test_a_company_is_found_as_a_name_is(station):
    station.app.visitors.add("顾晚晴", phone="13812341234", company="澄屿数据科技")
    station.app.visitors.add("贺明川", company="云岫 100% 咨询")
    assert names(station, text="澄屿") == ["顾晚晴"]
    station.app.visitors.add("白露", workplace="云栖大厦 12楼")
    assert names(station, text="100%") == ["贺明川"]
    assert names(station, text="12楼") == ["白露"]
    assert names(station, text="gwq") == ["顾晚晴"]
    assert names(station, text="1234") == ["顾晚晴"]
    assert station.app.visitor_list.page(ListQuery(text="顾")).needs_more


def test_groups_are_learners_and_those_who_came_today(station):
    learner, guest = station.visitor("安然"), station.visitor("白露")
    station.visitor("陈安")
    station.course(learners=(learner,))
    station.course("讲座", walk_ins=True)
    station.find(guest, "18:50")
    assert names(station, group=Group.LEARNERS) == ["安然"]
    assert names(station, group=Group.TODAY) == ["白露"]
    page = station.app.visitor_list.page(ListQuery(order="-seen"))
    assert page.lines[0].visitor.name == "白露"
    assert page.lines[0].seen_at is not None
    assert page.total == 3


def test_a_long_list_comes_in_pages_without_a_gap(station):
    for number in range(PAGE + 5):
        station.visitor(f"林{number:03}")
    first = station.app.visitor_list.page(ListQuery())
    rest = station.app.visitor_list.page(ListQuery(), PAGE)
    past_the_end = station.app.visitor_list.page(ListQuery(), 10 * PAGE)
    assert (past_the_end.lines, past_the_end.total) == ((), first.total)
    assert (len(first.lines), len(rest.lines), first.total) == (PAGE, 5, PAGE + 5)
    seen = {line.visitor.visitor_id for line in (*first.lines, *rest.lines)}
    assert len(seen) == PAGE + 5


def test_a_profile_tells_courses_marks_visits_and_pass(station):
    visitor_id = station.visitor("顾晚晴", phone="13812341234")
    station.course("彩妆基础", lessons=3, learners=(visitor_id,))
    station.find(visitor_id, "18:55")
    station.app.passes.issue(visitor_id)
    station.app.passes.link(visitor_id, "BADGE-1")
    station.clock.set("21:00", day=8)
    profile = station.app.visitor_list.profile(visitor_id)
    (record,) = profile.courses
    assert record.name == "彩妆基础"
    assert record.marks == (LessonMark.PRESENT, LessonMark.ABSENT, LessonMark.FUTURE)
    assert (record.attended, record.absent) == (1, 1)
    assert [visit.title for visit in profile.visits] == ["彩妆基础"]
    assert profile.pass_until is not None
    assert profile.linked_codes == 1
    assert profile.has_phone
    assert profile.visitor.phone_masked == "138****1234"


def test_the_strip_shows_excused_lessons_and_a_scan_beats_an_excuse(station):
    visitor_id = station.visitor("顾晚晴")
    _, lessons = station.course("彩妆基础", lessons=3, learners=(visitor_id,))
    for lesson in lessons[:2]:
        station.app.attendance.mark(lesson.session_id, visitor_id, LearnerMark.EXCUSED, "出差")
    station.find(visitor_id, "18:55")
    station.clock.set("21:00", day=8)
    (record,) = station.app.visitor_list.profile(visitor_id).courses
    assert record.marks == (LessonMark.PRESENT, LessonMark.EXCUSED, LessonMark.FUTURE)


def test_a_look_at_a_phone_is_recorded_with_who_looked(station):
    visitor_id = station.visitor("顾晚晴", phone="13812341234")
    station.app.desk.begin_shift("沈亦禾")
    assert station.app.visitor_list.show_phone(visitor_id) == "13812341234"
    assert station.sql("SELECT operator, action, visitor_id FROM access_log") == [
        ("沈亦禾", "phone_shown", visitor_id.hex)
    ]


def test_a_correction_is_found_at_once_and_can_be_taken_back(station):
    service = station.app.visitor_list
    visitor_id = station.visitor("顾晚情", phone="13812341234")
    before = service.correct(correction(visitor_id, name="顾晚晴", company="澄屿数据科技"))
    assert names(station, text="gwq") == ["顾晚晴"]
    assert service.correct(correction(visitor_id, name="顾晚晴", company="澄屿数据科技")) is None
    assert before is not None
    service.correct(before)
    assert names(station, text="晚情") == ["顾晚情"]
    assert station.sql("SELECT phone, company FROM visitor") == [("13812341234", "")]


def test_a_correction_that_cannot_be_used_changes_nothing(station):
    visitor_id = station.visitor("顾晚晴")
    for bad in (correction(visitor_id, name=" "), correction(visitor_id, phone="abc")):
        with pytest.raises(KnownError):
            station.app.visitor_list.correct(bad)
    assert station.sql("SELECT name, phone FROM visitor") == [("顾晚晴", "")]
    stranger = replace(correction(visitor_id), visitor_id=type(visitor_id)(int=1))
    with pytest.raises(KnownError):
        station.app.visitor_list.correct(stranger)
