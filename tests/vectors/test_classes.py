"""Attendance, waitlist and lesson rows of the shared vectors, restated."""

from decimal import Decimal

import pytest

from desk_app.domain.attendance import AttendancePolicy, LearnerMark, Tally, rates
from desk_app.domain.changes import Entity
from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.courses import Attendance, EnrolmentStatus, judge_attendance
from desk_app.domain.lessons import HolidayPolicy
from desk_app.domain.waitlist import AnswerOutcome, OfferStatus
from desk_app.services.course_forms import NewCourse
from desk_app.services.waitlist import EnrolOutcome
from tests.classes import lesson, local

FIRST = local("2026-09-08T19:00")
TUESDAYS = [
    "2026-09-08", "2026-09-15", "2026-09-22", "2026-09-29", "2026-10-06", "2026-10-13",
    "2026-10-20", "2026-10-27", "2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24",
]  # fmt: skip
WITHOUT_HOLIDAY = [day for day in TUESDAYS if day != "2026-10-06"]


@pytest.mark.parametrize(
    ("policy", "days"),
    [
        (HolidayPolicy.KEEP, TUESDAYS),
        (HolidayPolicy.SKIP, WITHOUT_HOLIDAY),
        (HolidayPolicy.SKIP_AND_EXTEND, [*WITHOUT_HOLIDAY, "2026-12-01"]),
    ],
)
def test_twelve_tuesdays_meet_the_national_holiday_as_the_course_says(station, policy, days):
    new = NewCourse(
        name="国画入门", starts_at=FIRST, minutes=90, lessons=12, capacity=20, holidays=policy
    )
    _, sessions = station.app.courses.add(new)
    assert [s.starts_at for s in sessions] == [local(f"{day}T19:00") for day in days]
    lost = [] if policy is HolidayPolicy.KEEP else ["2026-10-06"]
    assert [d.isoformat() for d in station.app.courses.plan(new).skipped] == lost


@pytest.mark.parametrize(
    ("scan", "attendance"),
    [
        ("18:30", Attendance.PRESENT),
        ("19:10", Attendance.PRESENT),
        ("19:11", Attendance.LATE),
        ("19:31", Attendance.VERY_LATE),
    ],
)
def test_a_lesson_at_nineteen_judges_arrivals_by_whole_minutes(scan, attendance):
    assert judge_attendance(lesson("2026-09-08T19:00"), local(f"2026-09-08T{scan}")) is attendance


@pytest.mark.parametrize(
    ("tally", "late_weight_pct", "expect"),
    [
        (Tally(present=10, late=1, absent=1), 100, Decimal("91.7")),
        (Tally(present=9, excused=3), 100, Decimal("100.0")),
        (Tally(), 100, None),
        (Tally(present=2, late=2, absent=1), 50, Decimal("60.0")),
        (Tally(present=8, absent=1, made_up=3), 100, Decimal("91.7")),
    ],
)
def test_the_rate_follows_the_formula(tally, late_weight_pct, expect):
    policy = AttendancePolicy(late_weight_pct=late_weight_pct)
    assert rates(tally, policy).over_held == expect


class Class:
    """A course with all places taken on Monday, a week before its first lesson."""

    def __init__(self, station, capacity=20):
        self.station = station
        station.clock.set("09:00")
        self.course_id, _ = station.course("国画入门", day=7, lessons=12, capacity=capacity)
        self.learners = [station.visitor(f"学员{n}") for n in range(capacity)]
        for visitor_id in self.learners:
            assert self.enrol(visitor_id)[0] is EnrolOutcome.CONFIRMED

    def enrol(self, visitor_id, **options):
        return self.station.app.courses.enrol(self.course_id, visitor_id, **options)

    def join(self, name, at, priority=0):
        self.station.clock.set(at)
        visitor_id = self.station.visitor(name)
        outcome, _ = self.enrol(visitor_id, waitlist=True, priority=priority)
        assert outcome is EnrolOutcome.WAITLISTED
        return visitor_id

    def drop(self, count=1):
        for _ in range(count):
            assert self.station.app.courses.drop(self.course_id, self.learners.pop())

    def offers(self):
        return [
            (o.visitor_id, o.offer.status)
            for o in self.station.app.waitlist.queue(self.course_id).offers
        ]

    def seats(self):
        roster = self.station.app.courses.roster(self.course_id)
        held = [o for _, o in self.offers() if o is OfferStatus.OPEN]
        return sum(line.status is EnrolmentStatus.CONFIRMED for line in roster) + len(held)


def test_a_dropped_place_is_offered_to_the_first_and_held_a_day(station):
    full = Class(station)
    first, _, _ = (full.join(name, "09:01") for name in ("甲", "乙", "丙"))
    full.drop()
    assert full.offers() == [(first, OfferStatus.OPEN)]
    (known,) = station.app.waitlist.queue(full.course_id).offers
    assert (known.offer.expires_at - known.offer.offered_at).total_seconds() == 24 * 3600
    assert full.seats() == 20


def test_a_newcomer_finds_the_held_seat_taken_and_is_offered_the_third_place(station):
    full = Class(station)
    for name in ("甲", "乙", "丙"):
        full.join(name, "09:01")
    full.drop()
    newcomer = station.visitor("新来")
    assert full.enrol(newcomer) == (EnrolOutcome.FULL, 3)
    assert full.enrol(newcomer, waitlist=True) == (EnrolOutcome.WAITLISTED, 3)


def test_an_offer_that_ran_out_is_kept_in_history_and_the_next_is_asked(station):
    full = Class(station)
    first, second, _ = (full.join(name, f"09:0{n}") for n, name in enumerate("甲乙丙", start=1))
    full.drop()
    station.clock.set("09:03", day=1)
    assert full.offers() == [(first, OfferStatus.EXPIRED), (second, OfferStatus.OPEN)]
    answer = station.app.waitlist.answer(full.course_id, first, is_accepted=True)
    assert answer is AnswerOutcome.EXPIRED
    assert full.seats() == 20


def test_two_drops_make_two_offers_by_priority_then_time(station):
    full = Class(station)
    full.join("甲", "09:00")
    second = full.join("乙", "09:05", priority=5)
    station.clock.set("08:59")
    third = station.visitor("丙")
    full.enrol(third, waitlist=True)
    full.drop(2)
    assert full.offers() == [(second, OfferStatus.OPEN), (third, OfferStatus.OPEN)]
    for visitor_id in (second, third):
        answer = station.app.waitlist.answer(full.course_id, visitor_id, is_accepted=True)
        assert answer is AnswerOutcome.CONFIRMED
    assert full.seats() == 20


def test_42_the_seat_of_one_who_does_not_come_goes_to_the_queue_in_order(station):
    station.clock.set("12:00")
    here, gone, late = (station.visitor(n) for n in ("到了", "没来", "候补"))
    course_id, (tonight,) = station.course(capacity=2, walk_ins=True, learners=(here, gone))
    first, second = station.visitor("甲"), station.visitor("乙")
    for minute, visitor_id in enumerate((first, second)):
        station.clock.set(f"12:0{minute}")
        station.app.courses.enrol(course_id, visitor_id, waitlist=True)
    station.find(here, "18:50")
    assert station.find(first, "19:14").outcome is CheckInOutcome.WAITLISTED
    station.clock.set("19:15")
    (seat,) = station.app.waitlist.release(tonight.session_id)
    assert (seat.given_up_by, seat.given_to, seat.place) == (gone, first, 1)
    assert station.find(second).outcome is CheckInOutcome.WAITLISTED
    assert station.find(late).outcome is CheckInOutcome.NOT_ENROLLED
    assert station.find(first).outcome is CheckInOutcome.ADMITTED
    assert station.find(gone).outcome is CheckInOutcome.WAITLISTED
    assert station.app.waitlist.release(tonight.session_id) == (seat,)
    kept = station.queued(Entity.SEAT_RELEASE)
    assert [(row["given_to"], row["place"]) for row in kept] == [(str(first), 1)]


def test_42_a_released_seat_goes_back_until_it_is_used(station):
    gone, first = station.visitor("没来"), station.visitor("甲")
    course_id, (tonight,) = station.course(capacity=1, learners=(gone,))
    station.app.courses.enrol(course_id, first, waitlist=True)
    station.clock.set("19:15")
    station.app.waitlist.release(tonight.session_id)
    assert station.app.waitlist.undo_release(tonight.session_id, first)
    assert station.find(gone, "19:16").outcome is CheckInOutcome.ADMITTED
    assert station.find(first).outcome is CheckInOutcome.WAITLISTED
    assert not station.app.waitlist.undo_release(tonight.session_id, first)


def test_excused_and_made_up_lessons_count_as_they_should(station):
    learner, other = station.visitor("林晓"), station.visitor("赵敏")
    course_id, lessons = station.course(lessons=4, learners=(learner, other))
    _, (parallel, *_) = station.course("国画二班", day=8, lessons=4)
    station.find(learner, "18:50")
    station.find(other, "18:50")
    staff = station.staff()
    station.find(learner, "18:50", day=8, session=parallel, force_reason="补课", operator=staff)
    marks = station.app.attendance
    assert marks.make_up(lessons[1].session_id, learner, parallel.session_id) == "marked"
    assert marks.mark(lessons[2].session_id, learner, LearnerMark.EXCUSED) == "marked"
    station.clock.set("21:00", day=14)
    lines = {line.name: line for line in marks.sheet(course_id).lines}
    line, idle = lines["林晓"], lines["赵敏"]
    assert line.attendance.marks == (
        LearnerMark.PRESENT,
        LearnerMark.MADE_UP,
        LearnerMark.EXCUSED,
        None,
    )
    assert line.attendance.rates.over_held == Decimal("100.0")
    assert line.is_best
    missed = [LearnerMark.ABSENT] * 2
    assert idle.attendance.marks == (LearnerMark.PRESENT, *missed, None)
    assert idle.attendance.is_warned
    assert idle.attendance.rates.best_reachable == Decimal("50.0")
