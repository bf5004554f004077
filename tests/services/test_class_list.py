import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain.attendance import MARKABLE, LearnerMark
from desk_app.domain.errors import KnownError
from desk_app.services.course_forms import CourseDetails, NewCourse
from tests.station import moment


@pytest.fixture
def evening(station):
    """Tonight's class of three, one of them here, and one who waits."""
    station.clock.set("09:00")
    people = tuple(station.visitor(name) for name in ("林晓", "赵敏", "孙立"))
    course_id, lessons = station.course("国画入门", day=-7, lessons=3, capacity=3, learners=people)
    station.app.courses.enrol(course_id, station.visitor("周宁"), waitlist=True)
    station.find(people[0], "18:55", session=lessons[1])
    return course_id, lessons, people


def names(station, text=""):
    return [line.name for line in station.app.class_list.courses(text)]


def test_what_runs_comes_first_then_what_is_next_then_what_is_over(station):
    station.course("已结课", day=-9)
    station.course("后天", day=2)
    station.course("今晚")
    station.course("明天", day=1)
    station.clock.set("19:10")
    assert names(station) == ["今晚", "明天", "后天", "已结课"]


def test_courses_are_found_by_name_teacher_and_room(station):
    course_id, _ = station.course("国画入门")
    station.course("书法", day=1)
    station.app.courses.change(course_id, CourseDetails(teacher="陈静"))
    assert names(station, "陈") == names(station, "国画") == ["国画入门"]
    assert names(station, "古琴") == []


def test_an_opened_course_tells_who_is_here_who_waits_and_what_may_be_released(station, evening):
    course_id, lessons, people = evening
    station.clock.set("19:14")
    early = station.app.class_list.open(course_id)
    assert (early.arrived, len(early.sheet.lines)) == (1, 3)
    assert [one.name for one in early.queue] == ["周宁"]
    assert (early.today, early.releasable) == (lessons[1], 0)
    assert early.release_from == moment("19:15")
    station.clock.set("19:15")
    assert station.app.class_list.open(course_id).releasable == 1
    station.app.waitlist.release(lessons[1].session_id)
    assert station.app.class_list.open(course_id).releasable == 0
    assert (lessons[1].session_id, people[0]) in early.arrivals


def test_a_mark_is_taken_back_to_what_stood_there_and_put_again(station, evening):
    course_id, lessons, people = evening
    cell = (lessons[0].session_id, people[1])

    def shown():
        sheet = station.app.class_list.open(course_id).sheet
        (line,) = [s for s in sheet.lines if s.attendance.visitor_id == people[1]]
        return line.attendance.marks[0]

    assert shown() is LearnerMark.ABSENT
    station.app.class_list.mark([cell], LearnerMark.EXCUSED)
    second = station.app.class_list.mark([cell], LearnerMark.PRESENT)
    assert shown() is LearnerMark.PRESENT
    again = station.app.class_list.take_back(second)
    assert shown() is LearnerMark.EXCUSED
    station.app.class_list.take_back(again)
    assert shown() is LearnerMark.PRESENT


def test_a_visit_to_a_parallel_class_is_offered_and_makes_up(station, evening):
    course_id, lessons, people = evening
    _, (other,) = station.course("国画周末班", day=1, learners=(people[1],))
    station.find(people[1], "18:55", day=1, session=other)
    (visit,) = station.app.class_list.visits_elsewhere(course_id, people[1])
    assert (visit.session_id, visit.course_name) == (other.session_id, "国画周末班")
    marked = station.app.class_list.make_up(lessons[0].session_id, people[1], visit.session_id)
    assert marked.outcome == "marked"
    station.app.class_list.take_back([marked])
    sheet = station.app.class_list.open(course_id).sheet
    (line,) = [s for s in sheet.lines if s.attendance.visitor_id == people[1]]
    assert line.attendance.marks[0] is LearnerMark.ABSENT


def test_a_course_that_is_not_there_is_said_so(station, evening):
    course_id, *_ = evening
    with pytest.raises(KnownError, match="No such course"):
        station.app.class_list.open(type(course_id)(int=1))


def test_the_settings_of_a_course_are_what_can_be_changed(station, evening):
    course_id, *_ = evening
    known = station.app.courses.settings(course_id)
    assert known["capacity"] == 3
    assert known.pop("room") == ""
    station.app.courses.change(course_id, CourseDetails(**{**known, "capacity": 5}))
    assert station.app.courses.settings(course_id) == {"room": "", **known, "capacity": 5}


def form(name, starts):
    return NewCourse(
        name=name, starts_at=moment(starts), minutes=60, lessons=1, capacity=9, room="书画室"
    )


@pytest.mark.parametrize(("starts", "taken"), [("19:30", ["书法"]), ("20:00", []), ("18:00", [])])
def test_a_room_that_is_taken_is_named_before_the_course_is_made(station, starts, taken):
    station.app.courses.add(form("书法", "19:00"))
    asked = form("茶艺", starts)
    assert station.app.courses.room_taken(asked, station.app.courses.plan(asked)) == taken


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("国画", ["少儿国画（二班）"]),
        ("guohua", ["少儿国画（二班）"]),
        ("guo hua", ["少儿国画（二班）"]),
        ("gh", ["少儿国画（二班）"]),
        ("seg", ["少儿国画（二班）"]),
        ("ＧＨ", ["少儿国画（二班）"]),
        ("yq", ["乐器入门"]),
        ("ceg", []),
        ("pilates", ["Pilates 普拉提"]),
        ("lates", ["Pilates 普拉提"]),
        ("plt", ["Pilates 普拉提"]),
        ("单", ["乐器入门"]),
        ("swd", ["乐器入门"]),
        ("", ["Pilates 普拉提", "乐器入门", "少儿国画（二班）"]),
        ("%", []),
        ("𠮷", []),
    ],
)
def test_a_course_is_found_by_name_teacher_pinyin_and_initials(station, typed, found):
    station.course("少儿国画（二班）")
    course_id, _ = station.course("乐器入门")
    station.course("Pilates 普拉提")
    station.app.courses.change(course_id, CourseDetails(teacher="单文东"))
    assert sorted(c.name for c in station.app.class_list.courses(typed)) == sorted(found)


histories = st.lists(
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=3, unique=True
    ).flatmap(lambda cells: st.tuples(st.just(cells), st.sampled_from([*sorted(MARKABLE), None]))),
    max_size=8,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories)
def test_any_marks_undone_in_turn_lead_back_and_redone_lead_forth(station, history):
    station.clock.set("12:00")
    people = [station.visitor(name) for name in ("林晓", "赵敏")]
    course_id, lessons = station.course(lessons=2, learners=tuple(people))
    station.find(people[0], "18:50")
    station.clock.set("22:00", day=8)
    service = station.app.class_list

    def shown():
        return [
            (line.attendance.marks, line.attendance.tally, line.attendance.rates)
            for line in service.open(course_id).sheet.lines
        ]

    states, undo, redo = [shown()], [], []
    for cells, mark in history:
        marked = [(lessons[number].session_id, people[who]) for number, who in cells]
        undo.append(service.mark(marked, mark))
        states.append(shown())
    for state in reversed(states[:-1]):
        redo.append(service.take_back(undo.pop()))
        assert shown() == state
    for state in states[1:]:
        service.take_back(redo.pop())
        assert shown() == state
