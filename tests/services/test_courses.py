from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.courses import (
    MOST_OPENS_BEFORE_MIN,
    MOST_TOLERANCE_MIN,
    EnrolmentStatus,
    LessonMark,
)
from desk_app.domain.errors import KnownError
from desk_app.domain.lessons import HolidayPolicy
from desk_app.services.course_forms import CourseDetails, NewCourse
from desk_app.services.waitlist import EnrolOutcome
from tests.station import moment

COURSE = NewCourse(name="国画入门", starts_at=moment("19:00"), minutes=90, lessons=12, capacity=2)


def test_a_course_has_its_lessons_a_week_apart(station):
    _, sessions = station.app.courses.add(replace(COURSE, holidays=HolidayPolicy.KEEP))
    assert [s.number for s in sessions] == list(range(1, 13))
    assert {s.lessons for s in sessions} == {12}
    assert sessions[1].starts_at - sessions[0].starts_at == timedelta(weeks=1)
    assert {s.ends_at - s.starts_at for s in sessions} == {timedelta(minutes=90)}
    assert station.app.courses.session(sessions[3].session_id) == sessions[3]


def test_a_course_over_a_holiday_is_prolonged(station):
    _, sessions = station.app.courses.add(replace(COURSE, starts_at=moment("19:00", day=3)))
    assert len(sessions) == 12
    days = {s.starts_at.date().isoformat() for s in sessions}
    assert "2026-03-05" in days


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"minutes": 0}, "bad_number"),
        ({"minutes": 1441}, "bad_number"),
        ({"lessons": 0}, "bad_number"),
        ({"lessons": 367}, "bad_number"),
        ({"capacity": 0}, "bad_number"),
        ({"name": " "}, "bad_name"),
    ],
)
def test_a_course_that_cannot_be_is_refused_and_nothing_is_stored(station, wrong, code):
    with pytest.raises(KnownError) as refused:
        station.app.courses.add(replace(COURSE, **wrong))
    assert refused.value.code == code
    assert refused.value.zh
    assert refused.value.en
    assert station.app.courses.all() == []


def test_places_go_in_order_then_the_queue_does(station):
    course_id, _ = station.app.courses.add(COURSE)
    people = [station.visitor(name) for name in ("林晓", "赵敏", "孙立", "周宁", "吴桐")]
    enrol = station.app.courses.enrol
    assert enrol(course_id, people[0]) == (EnrolOutcome.CONFIRMED, 1)
    station.clock.set("19:00:30")
    assert enrol(course_id, people[1], waitlist=True) == (EnrolOutcome.CONFIRMED, 2)
    assert enrol(course_id, people[2]) == (EnrolOutcome.FULL, 1)
    for minute, place in ((1, 1), (2, 2)):
        station.clock.set(f"19:0{minute}")
        assert enrol(course_id, people[1 + minute], waitlist=True) == ("waitlisted", place)
    assert enrol(course_id, people[3]) == (EnrolOutcome.ALREADY_ENROLLED, 2)
    roster = station.app.courses.roster(course_id)
    assert [(line.visitor.name, line.waitlist_place) for line in roster] == [
        ("林晓", None),
        ("赵敏", None),
        ("孙立", 1),
        ("周宁", 2),
    ]
    (summary,) = station.app.courses.all()
    assert (summary.confirmed, summary.waitlisted) == (2, 2)


def test_a_place_given_back_is_free_again(station):
    course_id, _ = station.app.courses.add(replace(COURSE, capacity=1))
    first, second = station.visitor(), station.visitor("赵敏")
    station.app.courses.enrol(course_id, first)
    assert station.app.courses.drop(course_id, first)
    assert not station.app.courses.drop(course_id, first)
    assert station.app.courses.enrol(course_id, second)[0] is EnrolOutcome.CONFIRMED
    assert [line.status for line in station.app.courses.roster(course_id)] == [
        EnrolmentStatus.CONFIRMED
    ]


def test_the_roster_counts_lessons_attended(station):
    visitor_id = station.visitor()
    course_id, sessions = station.course(lessons=3, several_entries=True, learners=(visitor_id,))
    station.find(visitor_id, "18:50")
    station.find(visitor_id, "19:30")
    second = station.find(visitor_id, "18:50", day=7)
    assert second.session == sessions[1]
    (line,) = station.app.courses.roster(course_id)
    assert line.attended == 2
    station.undo(second.check_in_id)
    (line,) = station.app.courses.roster(course_id)
    assert line.attended == 1


def test_the_result_shows_the_lessons_of_the_course(station):
    visitor_id = station.visitor()
    station.course(lessons=5, learners=(visitor_id,))
    station.find(visitor_id, "18:50")
    station.find(visitor_id, "19:30", day=7)
    result = station.find(visitor_id, "18:50", day=21)
    assert result.marks == (
        LessonMark.PRESENT,
        LessonMark.LATE,
        LessonMark.ABSENT,
        LessonMark.TODAY,
        LessonMark.FUTURE,
    )
    assert (result.absent, result.is_last_allowed_absence) == (1, False)


def test_the_last_absence_the_award_allows_is_named(station):
    visitor_id = station.visitor()
    station.course(lessons=4, learners=(visitor_id,))
    result = station.find(visitor_id, "18:50", day=14)
    assert (result.absent, result.is_last_allowed_absence) == (2, True)


def test_each_course_says_how_many_absences_its_award_allows(station):
    once, twice = station.visitor(), station.visitor("赵敏")
    course_id, _ = station.course(lessons=4, learners=(once, twice))
    station.app.courses.change(course_id, CourseDetails(award_absences=1))
    assert station.find(once, "18:50", day=7).is_last_allowed_absence
    assert not station.find(twice, "18:50", day=14).is_last_allowed_absence


def test_doors_that_open_as_early_as_they_may_are_seen_the_evening_before(station):
    visitor_id = station.visitor()
    course_id, _ = station.course(day=1, starts="06:00", learners=(visitor_id,))
    early = CourseDetails(opens_before_min=MOST_OPENS_BEFORE_MIN, tolerance_min=MOST_TOLERANCE_MIN)
    station.app.courses.change(course_id, early)
    assert station.find(visitor_id, "17:59").outcome is not CheckInOutcome.ADMITTED
    assert station.find(visitor_id, "18:00").outcome is CheckInOutcome.ADMITTED


@pytest.mark.parametrize(
    "details",
    [
        CourseDetails(opens_before_min=MOST_OPENS_BEFORE_MIN + 1),
        CourseDetails(tolerance_min=MOST_TOLERANCE_MIN + 1),
        CourseDetails(late_after_min=31),
        CourseDetails(very_late_after_min=9),
    ],
)
def test_doors_nobody_would_see_and_very_late_before_late_are_refused(station, details):
    course_id, _ = station.course()
    before = station.app.courses.settings(course_id)
    with pytest.raises(KnownError) as refused:
        station.app.courses.change(course_id, details)
    assert refused.value.code == "bad_number"
    assert station.app.courses.settings(course_id) == before


def test_a_walk_in_is_welcome_while_seats_are_free(station):
    _, (lecture,) = station.course("防诈骗讲座", capacity=1, walk_ins=True)
    first, second = station.visitor(), station.visitor("赵敏")
    admitted = station.find(first, "18:50")
    assert admitted.outcome == "admitted"
    assert admitted.marks == ()
    full = station.find(second, "18:51")
    assert (full.outcome, full.seats_left, full.can_force) == ("not_enrolled", 0, True)
    assert full.session == lecture
    station.undo(admitted.check_in_id)
    assert station.find(second, "18:52").outcome == "admitted"


def test_a_cancelled_lesson_admits_nobody(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    station.sql(
        "UPDATE class_session SET is_cancelled = 1 WHERE session_id = :i", i=lesson.session_id
    )
    assert station.find(visitor_id, "18:50").outcome != "admitted"
    assert station.app.desk.today().meters == ()


def test_a_course_is_known_by_a_name_only_one_has(station):
    course_id, _ = station.app.courses.add(COURSE)
    assert station.app.courses.resolve("国画入门") == course_id
    assert station.app.courses.resolve(str(course_id)) == course_id
    station.app.courses.add(COURSE)
    for text, code in (("国画入门", "several_courses"), ("书法", "unknown_course")):
        with pytest.raises(KnownError) as refused:
            station.app.courses.resolve(text)
        assert refused.value.code == code


def test_what_does_not_exist_is_said_so(station):
    course_id, _ = station.app.courses.add(COURSE)
    for act, code in (
        (lambda: station.app.courses.enrol(uuid4(), station.visitor()), "unknown_course"),
        (lambda: station.app.courses.enrol(course_id, uuid4()), "unknown_visitor"),
        (lambda: station.app.courses.session(uuid4()), "unknown_session"),
    ):
        with pytest.raises(KnownError) as refused:
            act()
        assert refused.value.code == code
