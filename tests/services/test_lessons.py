from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain.courses import CourseKind
from desk_app.domain.errors import KnownError
from desk_app.domain.holidays import DayKind
from desk_app.domain.lessons import HolidayPolicy
from desk_app.services.course_forms import CourseDetails, NewCourse
from tests.station import moment

COURSE = NewCourse(name="国画入门", starts_at=moment("19:00"), minutes=90, lessons=12, capacity=20)


def code_of(call, *args):
    with pytest.raises(KnownError) as refused:
        call(*args)
    assert refused.value.zh
    assert refused.value.en
    return refused.value.code


def starts(sessions):
    return [s.starts_at for s in sessions]


def test_a_holiday_set_by_hand_moves_lessons_beyond_chinas_calendar(station):
    first = moment("19:00", day=4 * 364)
    new = replace(COURSE, starts_at=first, lessons=2)
    station.app.terms.set_day(date(2030, 2, 25), DayKind.HOLIDAY, "台风")
    _, sessions = station.app.courses.add(new)
    assert [s.starts_at.date().isoformat() for s in sessions] == ["2030-03-04", "2030-03-11"]
    station.app.terms.set_day(date(2030, 2, 25), DayKind.ORDINARY)
    _, sessions = station.app.courses.add(new)
    assert sessions[0].starts_at == first


def test_a_statutory_holiday_can_be_taken_away_by_hand(station):
    station.app.terms.set_day(date(2026, 10, 6), DayKind.ORDINARY)
    days = [d.day.isoformat() for d in station.app.terms.days(2026)]
    assert "2026-10-06" not in days
    assert {"2026-10-05", "2026-10-10"} <= set(days)


def test_a_term_has_a_name_of_its_own_and_ends_after_it_begins(station):
    add = station.app.terms.add
    term_id = add("2026 秋季班", date(2026, 9, 1), date(2026, 12, 31))
    assert code_of(add, "2026 秋季班", date(2026, 9, 1), date(2026, 12, 31)) == "duplicate_name"
    assert code_of(add, "错", date(2026, 9, 1), date(2026, 8, 31)) == "bad_days"
    assert code_of(station.app.terms.resolve, "没有") == "unknown_term"
    assert station.app.terms.resolve("2026 秋季班").term_id == term_id


def test_a_course_copied_to_the_next_term_keeps_its_rules_and_loses_its_learners(station):
    course_id, _ = station.app.courses.add(
        replace(COURSE, room="三楼", details=CourseDetails(teacher="何老师", late_weight_pct=50))
    )
    station.app.courses.enrol(course_id, station.visitor())
    station.app.terms.add("2026 秋季班", date(2026, 9, 1), date(2026, 12, 31))
    term = station.app.terms.resolve("2026 秋季班")
    copy_id, sessions = station.app.courses.copy_to_term(
        course_id, term, HolidayPolicy.SKIP_AND_EXTEND
    )
    assert sessions[0].starts_at == moment("19:00", day=189)
    assert (len(sessions), sessions[0].room) == (12, "三楼")
    assert station.app.courses.roster(copy_id) == []
    (copied,) = [c for c in station.app.courses.all() if c.course_id == copy_id]
    assert (copied.teacher, copied.term_id) == ("何老师", term.term_id)
    with station.app.read() as work:
        assert work.attendance.policy(copy_id).late_weight_pct == 50


def test_a_moved_lesson_keeps_its_length_and_shows_who_has_the_room(station):
    _, (first, *_) = station.app.courses.add(replace(COURSE, room="三楼"))
    _, (other, *_) = station.app.courses.add(
        replace(COURSE, name="书法", room="三楼", starts_at=moment("19:00", day=1))
    )
    moved = station.app.lessons.move(first.session_id, moment("19:30", day=1))
    assert (moved.outcome, moved.clashes) == ("moved", (other,))
    assert moved.session.ends_at - moved.session.starts_at == first.ends_at - first.starts_at
    back = station.app.lessons.move(first.session_id, first.starts_at, "四楼")
    assert (back.outcome, back.clashes, back.session.room) == ("moved", (), "四楼")


def test_a_lesson_does_not_move_onto_another_of_its_course(station):
    _, (first, second, *_) = station.app.courses.add(COURSE)
    refused = station.app.lessons.move(first.session_id, second.starts_at)
    assert (refused.outcome, refused.session) == ("overlaps", first)


def test_a_lesson_that_people_came_to_stays(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    entered = station.find(visitor_id, "18:50")
    assert station.app.lessons.cancel(lesson.session_id).outcome == "has_check_ins"
    station.undo(entered.check_in_id)
    assert station.app.lessons.cancel(lesson.session_id).outcome == "cancelled"


def test_a_cancelled_lesson_is_made_up_once_or_reinstated(station):
    course_id, (first, *_) = station.app.courses.add(COURSE)
    lessons = station.app.lessons
    sunday = moment("19:00", day=6)
    assert lessons.make_up(first.session_id, sunday).outcome == "not_cancelled"
    lessons.cancel(first.session_id)
    added = lessons.make_up(first.session_id, sunday)
    assert (added.outcome, added.session.number, added.session.starts_at) == ("made_up", 1, sunday)
    assert lessons.reinstate(first.session_id).outcome == "already_made_up"
    assert lessons.cancel(added.session.session_id).outcome == "cancelled"
    assert lessons.reinstate(first.session_id).outcome == "reinstated"
    held = [s for s in station.app.courses.sessions(course_id) if not s.is_cancelled]
    assert [s.number for s in held] == list(range(1, 13))
    assert code_of(lessons.cancel, uuid4()) == "unknown_session"


def held(station, course_id):
    found = [s for s in station.app.courses.sessions(course_id) if not s.is_cancelled]
    return {(s.session_id, s.number, s.starts_at) for s in found}


histories = st.lists(
    st.tuples(
        st.sampled_from(["move", "cancel", "reinstate", "make_up"]),
        st.integers(0, 5),
        st.integers(0, 30),
    ),
    max_size=12,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories)
def test_every_change_of_a_lesson_can_be_taken_back_and_none_overlaps(station, history):
    course_id, _ = station.app.courses.add(replace(COURSE, lessons=3, holidays=HolidayPolicy.KEEP))
    lessons = station.app.lessons

    acts = {
        "move": lambda session, day: lessons.move(session.session_id, moment("19:00", day=day)),
        "make_up": lambda session, day: lessons.make_up(
            session.session_id, moment("19:00", day=day)
        ),
        "cancel": lambda session, _day: lessons.cancel(session.session_id),
        "reinstate": lambda session, _day: lessons.reinstate(session.session_id),
    }
    inverse = {
        "moved": lambda was, _now: lessons.move(was.session_id, was.starts_at),
        "cancelled": lambda was, _now: lessons.reinstate(was.session_id),
        "reinstated": lambda was, _now: lessons.cancel(was.session_id),
        "made_up": lambda _was, now: lessons.cancel(now.session_id),
    }
    for what, number, day in history:
        every = station.app.courses.sessions(course_id)
        lesson, before = every[number % len(every)], held(station, course_id)
        done = acts[what](lesson, day)
        if done.outcome in inverse:
            inverse[done.outcome](lesson, done.session)
            assert held(station, course_id) == before
            acts[what](lesson, day)
        else:
            assert held(station, course_id) == before
        starts_at = sorted(start for _, _, start in held(station, course_id))
        assert all(b - a >= timedelta(minutes=90) for a, b in pairwise(starts_at))
        numbers = [number for _, number, _ in held(station, course_id)]
        assert len(numbers) == len(set(numbers))


def test_a_lecture_has_its_sittings_and_speakers(station):
    second = moment("14:00", day=2)
    _, sessions = station.app.courses.add(
        replace(
            COURSE,
            kind=CourseKind.LECTURE,
            lessons=2,
            sittings=(second, moment("19:00")),
            speakers=("沈警官", "乔律师"),
        )
    )
    assert [(s.starts_at, s.speaker, s.lessons) for s in sessions] == [
        (moment("19:00"), "沈警官", 2),
        (second, "乔律师", 2),
    ]


def test_a_rule_out_of_range_is_refused_and_nothing_changes(station):
    course_id, _ = station.app.courses.add(COURSE)
    change = station.app.courses.change
    for wrong in (CourseDetails(certificate_pct=101), CourseDetails(capacity=0)):
        assert code_of(change, course_id, wrong) == "bad_number"
    assert code_of(change, uuid4(), CourseDetails(capacity=1)) == "unknown_course"
    assert station.app.courses.all()[0].capacity == 20
