from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain.attendance import MARKABLE, Certificate, LearnerMark
from desk_app.domain.changes import Entity
from desk_app.domain.check_in import UndoOutcome
from desk_app.domain.errors import KnownError
from desk_app.services.course_forms import CourseDetails


def marks(station, course_id):
    return [line.attendance.marks for line in station.app.attendance.sheet(course_id).lines]


def test_an_absence_is_put_down_once_when_the_lesson_is_over(station):
    station.clock.set("12:00")
    course_id, _ = station.course(learners=(station.visitor(),))
    station.clock.set("20:40")
    assert marks(station, course_id) == [(None,)]
    assert station.queued(Entity.ATTENDANCE_MARK) == []
    station.clock.set("20:41")
    for _ in range(2):
        assert marks(station, course_id) == [(LearnerMark.ABSENT,)]
    (put_down,) = station.queued(Entity.ATTENDANCE_MARK)
    assert (put_down["status"], put_down["is_automatic"]) == ("absent", True)


def test_a_check_in_that_arrives_afterwards_beats_the_absence(station):
    visitor_id = station.visitor()
    course_id, (lesson,) = station.course(learners=(visitor_id,))
    station.clock.set("21:00")
    assert marks(station, course_id) == [(LearnerMark.ABSENT,)]
    station.pull_check_in(lesson, visitor_id, "19:12")
    assert marks(station, course_id) == [(LearnerMark.LATE,)]


def test_an_excuse_given_beforehand_is_never_overwritten(station):
    visitor_id = station.visitor()
    course_id, (lesson,) = station.course(learners=(visitor_id,))
    mark = station.app.attendance.mark
    assert mark(lesson.session_id, visitor_id, LearnerMark.EXCUSED, "出差") == "marked"
    assert mark(lesson.session_id, visitor_id, LearnerMark.EXCUSED) == "unchanged"
    station.clock.set("21:00")
    assert marks(station, course_id) == [(LearnerMark.EXCUSED,)]
    assert len(station.queued(Entity.ATTENDANCE_MARK)) == 1


def test_a_mark_that_is_cleared_leaves_what_was_scanned(station):
    visitor_id = station.visitor()
    course_id, (lesson,) = station.course(learners=(visitor_id,))
    station.find(visitor_id, "18:50")
    mark = station.app.attendance.mark
    assert mark(lesson.session_id, visitor_id, None) == "unchanged"
    mark(lesson.session_id, visitor_id, LearnerMark.ABSENT)
    assert marks(station, course_id) == [(LearnerMark.ABSENT,)]
    assert mark(lesson.session_id, visitor_id, None) == "cleared"
    assert marks(station, course_id) == [(LearnerMark.PRESENT,)]


def test_lessons_before_one_joined_count_neither_way(station):
    station.clock.set("12:00")
    first, late = station.visitor(), station.visitor("赵敏")
    course_id, _ = station.course(lessons=3, learners=(first,))
    station.clock.set("12:00", day=3)
    station.app.courses.enrol(course_id, late)
    station.clock.set("21:00", day=7)
    assert marks(station, course_id) == [
        (LearnerMark.ABSENT, LearnerMark.ABSENT, None),
        (LearnerMark.NOT_JOINED, LearnerMark.ABSENT, None),
    ]


def test_a_course_keyed_in_afterwards_counts_all_its_lessons(station):
    station.clock.set("12:00", day=30)
    course_id, _ = station.course(lessons=2, learners=(station.visitor(),))
    assert marks(station, course_id) == [(LearnerMark.ABSENT, LearnerMark.ABSENT)]


def test_a_cancelled_lesson_counts_for_nobody(station):
    visitor_id = station.visitor()
    course_id, lessons = station.course(lessons=2, learners=(visitor_id,))
    station.find(visitor_id, "18:50")
    station.app.lessons.cancel(lessons[1].session_id)
    station.clock.set("21:00", day=7)
    (line,) = station.app.attendance.sheet(course_id).lines
    assert line.attendance.marks == (LearnerMark.PRESENT,)
    assert line.attendance.certificate is Certificate.EARNED


def test_only_learners_are_marked_and_only_in_lessons_that_exist(station):
    _, (lesson,) = station.course(learners=(station.visitor(),))
    stranger = station.visitor("赵敏")
    attendance = station.app.attendance
    assert attendance.mark(lesson.session_id, stranger, LearnerMark.PRESENT) == "not_enrolled"
    assert attendance.make_up(lesson.session_id, stranger, lesson.session_id) == "not_enrolled"
    for call, code in (
        (lambda: attendance.mark(uuid4(), stranger, LearnerMark.PRESENT), "unknown_session"),
        (lambda: attendance.sheet(uuid4()), "unknown_course"),
    ):
        with pytest.raises(KnownError) as refused:
            call()
        assert refused.value.code == code


def test_a_lesson_is_not_made_up_where_one_was_not(station):
    visitor_id = station.visitor()
    _, (lesson, later) = station.course(lessons=2, learners=(visitor_id,))
    _, (parallel,) = station.course("国画二班", day=1)
    make_up = station.app.attendance.make_up
    assert make_up(lesson.session_id, visitor_id, parallel.session_id) == "not_there"
    assert make_up(lesson.session_id, visitor_id, later.session_id) == "same_course"
    station.find(visitor_id, "18:50")
    assert make_up(lesson.session_id, visitor_id, parallel.session_id) == "was_present"


def test_the_rules_of_a_course_decide_what_late_counts(station):
    visitor_id = station.visitor()
    course_id, _ = station.course(learners=(visitor_id,))
    station.app.courses.change(course_id, CourseDetails(late_weight_pct=50))
    station.find(visitor_id, "19:11")
    (line,) = station.app.attendance.sheet(course_id).lines
    assert line.attendance.rates.over_held == 50


acts = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 1),
        st.sampled_from([*sorted(MARKABLE), None, "come", "undo"]),
    ),
    max_size=12,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts)
def test_whatever_is_marked_every_lesson_counts_once_and_clearing_leads_back(station, history):
    station.clock.set("12:00")
    learners = [station.visitor(name) for name in ("林晓", "赵敏")]
    course_id, lessons = station.course(lessons=3, learners=tuple(learners))
    entries = {}
    for number, who, act in history:
        lesson, visitor_id = lessons[number], learners[who]
        if act == "come":
            came = station.find(visitor_id, "18:50", day=7 * number, session=lesson)
            entries.setdefault((number, who), came.check_in_id)
        elif act == "undo":
            entered = entries.get((number, who))
            if entered is not None and station.undo(entered) is UndoOutcome.UNDONE:
                del entries[number, who]
        else:
            station.app.attendance.mark(lesson.session_id, visitor_id, act)
        for line in station.app.attendance.sheet(course_id).lines:
            tally = line.attendance.tally
            assert tally.held + tally.ahead == len(lessons)
    station.clock.set("22:00", day=14)
    for number, lesson in enumerate(lessons):
        for who, visitor_id in enumerate(learners):
            station.app.attendance.mark(lesson.session_id, visitor_id, None)
            lines = station.app.attendance.sheet(course_id).lines
            (found,) = [
                line.attendance.marks[number]
                for line in lines
                if line.attendance.visitor_id == visitor_id
            ]
            came = (number, who) in entries
            assert found is (LearnerMark.PRESENT if came else LearnerMark.ABSENT)
