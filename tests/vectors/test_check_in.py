"""The situations a check-in desk meets, by the number they have in the list of situations."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from desk_app.domain.changes import Entity
from desk_app.domain.check_in import CheckInOutcome, Direction, UndoOutcome
from desk_app.domain.courses import Attendance
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import Nonce
from desk_app.domain.people import Operator, Role
from desk_app.services.course_forms import CourseDetails
from tests.keys import keys_of
from tests.station import DAY, moment


def test_01_first_valid_scan_admits_with_one_check_in_and_one_outbox_row(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    result = station.scan(station.issue(visitor_id), "18:50")
    assert result.outcome is CheckInOutcome.ADMITTED
    assert result.session == lesson
    assert result.attendance is Attendance.PRESENT
    assert station.check_ins() == [
        (result.check_in_id.hex, lesson.session_id.hex, visitor_id.hex, "in")
    ]
    assert [row["visitor_id"] for row in station.queued()] == [str(visitor_id)]


def test_02_the_same_pass_again_is_already_in_with_the_first_time(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    code = station.issue(visitor_id)
    first = station.scan(code, "18:50")
    again = station.scan(code, "18:58")
    assert again.outcome is CheckInOutcome.ALREADY_IN
    assert again.first_at == moment("18:50")
    assert again.check_in_id == first.check_in_id
    assert len(station.check_ins()) == len(station.queued()) == 1
    assert station.attempts() == ["admitted", "already_in"]


@pytest.mark.parametrize("is_asked", [True, False])
@pytest.mark.parametrize("reason", ["", "熟人"])
def test_02_an_attended_lesson_stays_attended_after_its_end(station, is_asked, reason):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    station.find(visitor_id, "18:50")
    result = station.find(
        visitor_id,
        "21:30",
        session=lesson if is_asked else None,
        force_reason=reason,
        operator=station.staff(),
    )
    assert (result.outcome, result.session) == (CheckInOutcome.ALREADY_IN, lesson)
    assert len(station.check_ins()) == 1


@pytest.mark.parametrize("row", [3, 36])
def test_03_36_the_same_scan_delivered_twice_succeeds_twice_with_one_check_in(station, row):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    code, nonce = station.issue(visitor_id), Nonce(uuid4())
    first = station.scan(code, "18:50", nonce=nonce)
    again = station.scan(code, "18:51", nonce=nonce)
    assert first.outcome is again.outcome is CheckInOutcome.ADMITTED
    assert first.check_in_id == again.check_in_id
    assert again.first_at == moment("18:50")
    assert len(station.check_ins()) == len(station.queued()) == 1


def test_04_a_nonce_known_from_a_refusal_may_still_succeed(station):
    visitor_id, nonce = station.visitor(), Nonce(uuid4())
    station.course(learners=(visitor_id,))
    code = station.issue(visitor_id)
    assert station.scan(code, "17:00", nonce=nonce).outcome is CheckInOutcome.TOO_EARLY
    assert station.scan(code, "18:50", nonce=nonce).outcome is CheckInOutcome.ADMITTED
    assert len(station.check_ins()) == 1


def test_05_a_session_of_several_entries_counts_each(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,), several_entries=True)
    code = station.issue(visitor_id)
    assert [station.scan(code, at).outcome for at in ("18:50", "19:20")] == ["admitted"] * 2
    assert len(station.check_ins()) == len(station.queued()) == 2


def test_06_admitted_in_one_course_is_admitted_in_another(station):
    visitor_id = station.visitor()
    station.course("瑜伽", starts="18:00", minutes=60, learners=(visitor_id,))
    _, (second,) = station.course("国画入门", learners=(visitor_id,))
    code = station.issue(visitor_id)
    station.scan(code, "18:05")
    result = station.scan(code, "18:59")
    assert (result.outcome, result.session) == (CheckInOutcome.ADMITTED, second)


def test_06_a_desk_of_course_b_admits_one_who_is_in_course_a_at_the_same_time(station):
    visitor_id = station.visitor()
    _, (first,) = station.course("瑜伽", learners=(visitor_id,))
    _, (second,) = station.course("国画入门", learners=(visitor_id,))
    station.find(visitor_id, "18:50", session=first)
    result = station.find(visitor_id, "18:55", session=second)
    assert (result.outcome, result.session) == (CheckInOutcome.ADMITTED, second)


def test_07_an_unknown_code_is_refused_kept_as_an_attempt_and_may_be_linked(station):
    station.course(walk_ins=True)
    result = station.scan("LIB-0012345", "18:50")
    assert result.outcome is CheckInOutcome.UNKNOWN_CODE
    assert result.can_link
    assert not result.can_force
    (attempt,) = station.sql("SELECT outcome, digest, code_kind FROM attempt")
    assert attempt[0] == "unknown_code"
    assert len(attempt[1]) == 32
    assert station.check_ins() == station.queued() == []


def test_07_no_attempt_holds_the_raw_code(station):
    station.scan("LIB-0012345", "18:50")
    for row in station.sql("SELECT * FROM attempt"):
        assert not any("0012345" in str(value) for value in row)


def test_08_an_unknown_code_is_refused_even_when_forced(station):
    station.course(walk_ins=True)
    result = station.scan("LIB-1", "18:50", force_reason="认识", operator=station.staff())
    assert result.outcome is CheckInOutcome.UNKNOWN_CODE
    assert station.check_ins() == []


def test_09_a_revoked_pass_is_refused(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    issued = station.app.passes.issue(visitor_id)
    station.app.passes.revoke(issued.pass_id)
    result = station.scan(issued.code, "18:50", force_reason="熟人", operator=station.staff())
    assert result.outcome is CheckInOutcome.REVOKED
    assert station.check_ins() == []


def test_09_an_admission_before_the_revocation_arrived_stays_and_is_flagged(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    issued = station.app.passes.issue(visitor_id)
    station.scan(issued.code, "18:50")
    assert not station.check_ins_of(lesson)[0].is_pass_revoked
    station.pull(Entity.PASS, issued.pass_id, revoked_at=moment("18:40"))
    (kept,) = station.check_ins_of(lesson)
    assert kept.undone_at is None
    assert kept.is_pass_revoked
    assert station.app.desk.today().arrivals[0].is_flagged


def test_10_a_blocked_visitor_is_refused_and_nothing_is_queued(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    station.pull(Entity.VISITOR, visitor_id, is_blocked=True, blocked_reason="多次冲撞值班员")
    staff = station.staff()
    result = station.scan(station.issue(visitor_id), "18:50", force_reason="熟人", operator=staff)
    assert result.outcome is CheckInOutcome.BLOCKED
    assert "多次冲撞值班员" not in repr(result)
    assert station.app.visitor_notes.why_blocked(visitor_id, staff) == "多次冲撞值班员"
    assert station.check_ins() == station.queued() == []


def test_11_an_enrolment_cancelled_later_leaves_the_check_in(station):
    visitor_id = station.visitor()
    course_id, (lesson,) = station.course(learners=(visitor_id,))
    station.find(visitor_id, "18:50")
    station.app.courses.drop(course_id, visitor_id)
    (kept,) = station.check_ins_of(lesson)
    assert (kept.undone_at, kept.is_place_cancelled) == (None, True)
    assert station.app.desk.today().arrivals[0].is_flagged
    assert station.find(visitor_id, "18:55").outcome is CheckInOutcome.ALREADY_IN


def test_12_forcing_what_was_valid_anyway_does_not_override(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    result = station.scan(
        station.issue(visitor_id), "18:50", force_reason="熟人", operator=station.staff()
    )
    assert result.outcome is CheckInOutcome.ADMITTED
    assert not result.overrode
    assert not station.check_ins_of(lesson)[0].overrode
    assert station.queued()[0]["force_reason"] == ""


def test_13_the_waitlisted_are_told_their_place_and_staff_may_admit_them(station):
    learners = tuple(station.visitor(name) for name in ("林晓", "赵敏", "孙立"))
    course_id, (lesson,) = station.course(capacity=1, learners=learners[:1])
    for minute, visitor_id in enumerate(learners[1:]):
        station.clock.set(f"12:0{minute}")
        station.app.courses.enrol(course_id, visitor_id, waitlist=True)
    result = station.find(learners[2], "18:50")
    assert result.outcome is CheckInOutcome.WAITLISTED
    assert result.waitlist_place == 2
    assert result.seats_left == 0
    assert result.can_force
    forced = station.find(learners[2], "18:50", force_reason="有人不来", operator=station.staff())
    assert forced.outcome is CheckInOutcome.ADMITTED
    assert forced.overrode
    assert station.check_ins_of(lesson)[0].overrode


def test_13_only_staff_may_force(station):
    visitor_id = station.visitor()
    station.course()
    volunteer = Operator(operator_id=uuid4(), name="小林", role=Role.VOLUNTEER)
    for operator in (None, volunteer):
        with pytest.raises(KnownError) as refused:
            station.find(visitor_id, "18:50", force_reason="熟人", operator=operator)
        assert refused.value.code == "needs_staff"
    assert station.check_ins() == []


def test_14_the_wrong_course_is_refused_with_the_visitors_own_next_lesson(station):
    visitor_id = station.visitor()
    station.course("国画入门")
    _, (own,) = station.course("书法", day=2, learners=(visitor_id,))
    result = station.scan(station.issue(visitor_id), "18:50")
    assert result.outcome is CheckInOutcome.WRONG_COURSE
    assert result.next_lesson == own
    assert station.check_ins() == []


def test_14_a_desk_of_another_course_names_the_visitors_own_lesson(station):
    visitor_id = station.visitor()
    _, (asked,) = station.course("国画入门")
    _, (own,) = station.course("书法", starts="20:00", learners=(visitor_id,))
    result = station.find(visitor_id, "18:50", session=asked)
    assert result.outcome is CheckInOutcome.WRONG_COURSE
    assert result.session == asked
    assert result.next_lesson == own


def test_15_another_days_lesson_is_refused_and_filed_under_what_was_asked_for(station):
    visitor_id = station.visitor()
    _, (_today, in_a_week) = station.course(lessons=2, learners=(visitor_id,))
    result = station.find(visitor_id, "18:50", session=in_a_week)
    assert result.outcome is CheckInOutcome.WRONG_DAY
    assert result.session == in_a_week
    ((filed_under,),) = station.sql("SELECT session_id FROM attempt")
    assert filed_under == in_a_week.session_id.hex
    assert station.check_ins() == []


@pytest.mark.parametrize(("at", "outcome"), [("18:20", "admitted"), ("18:19", "too_early")])
def test_16_doors_open_half_an_hour_early_with_ten_minutes_of_grace(station, at, outcome):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    result = station.find(visitor_id, at)
    assert result.outcome == outcome
    assert result.session == lesson
    assert lesson.opens_at == moment("18:30")


@pytest.mark.parametrize(("at", "outcome"), [("20:40", "admitted"), ("20:41", "too_late")])
def test_17_ten_minutes_after_the_end_is_too_late(station, at, outcome):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    assert station.find(visitor_id, at).outcome == outcome


@pytest.mark.parametrize("is_asked", [True, False])
def test_18_leaving_is_never_refused_for_time(station, is_asked):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    station.find(visitor_id, "18:50")
    session = lesson if is_asked else None
    left = station.find(visitor_id, "22:30", direction=Direction.OUT, session=session)
    assert (left.outcome, left.session) == (CheckInOutcome.ADMITTED, lesson)
    assert [row[3] for row in station.check_ins()].count("out") == 1


def test_18_leaving_is_not_refused_to_one_who_is_not_enrolled(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course()
    left = station.find(visitor_id, "23:30", direction=Direction.OUT, session=lesson)
    assert left.outcome is CheckInOutcome.ADMITTED


def test_19_of_several_windows_the_nearest_is_named(station):
    visitor_id = station.visitor()
    station.course("晚课", starts="20:00", learners=(visitor_id,))
    _, (nearest,) = station.course("午课", starts="12:00", learners=(visitor_id,))
    result = station.find(visitor_id, "10:00")
    assert (result.outcome, result.session) == (CheckInOutcome.TOO_EARLY, nearest)


def test_20_of_two_reasons_the_one_closest_to_being_fixable_is_given(station):
    visitor_id = station.visitor()
    _, (asked,) = station.course("国画入门", starts="20:30")
    station.course("书法", day=2, learners=(visitor_id,))
    result = station.find(visitor_id, "18:50", session=asked)
    assert result.outcome is CheckInOutcome.TOO_EARLY


def test_20_coming_too_early_for_a_later_lesson_beats_having_missed_one(station):
    visitor_id = station.visitor()
    station.course("早课", starts="09:00", minutes=60, learners=(visitor_id,))
    _, (later,) = station.course("晚课", learners=(visitor_id,))
    result = station.find(visitor_id, "15:00")
    assert (result.outcome, result.session) == (CheckInOutcome.TOO_EARLY, later)


def test_23_out_before_in_leaves_the_next_in_admitted(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    station.find(visitor_id, "18:45", direction=Direction.OUT, session=lesson)
    assert station.find(visitor_id, "18:50").outcome is CheckInOutcome.ADMITTED


def test_24_two_departures_are_both_kept(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    station.find(visitor_id, "18:50")
    for at in ("20:00", "20:05"):
        assert station.find(visitor_id, at, direction=Direction.OUT).outcome == "admitted"
    assert [row[3] for row in station.check_ins()].count("out") == 2


def test_25_out_then_in_is_refused_where_one_entry_counts(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    station.find(visitor_id, "18:50")
    station.find(visitor_id, "19:30", direction=Direction.OUT)
    assert station.find(visitor_id, "19:40").outcome is CheckInOutcome.ALREADY_IN
    assert [row[3] for row in station.check_ins()].count("in") == 1


def test_21_the_fourth_of_three_entries_is_refused(station):
    visitor_id = station.visitor()
    course_id, _ = station.course(several_entries=True, learners=(visitor_id,))
    station.app.courses.change(course_id, CourseDetails(max_entries=3))
    outcomes = [station.find(visitor_id, f"19:0{n}").outcome for n in range(4)]
    assert outcomes == [*[CheckInOutcome.ADMITTED] * 3, CheckInOutcome.LIMIT_REACHED]
    assert len(station.check_ins()) == 3


def test_21_staff_admit_beyond_the_limit(station):
    visitor_id = station.visitor()
    course_id, _ = station.course(several_entries=True, learners=(visitor_id,))
    station.app.courses.change(course_id, CourseDetails(max_entries=1))
    station.find(visitor_id, "19:00")
    forced = station.find(visitor_id, "19:01", force_reason="忘带东西", operator=station.staff())
    assert (forced.outcome, forced.overrode) == (CheckInOutcome.ADMITTED, True)


def test_22_a_daily_limit_starts_anew_at_midnight_in_shanghai(station):
    visitor_id = station.visitor()
    course_id, _ = station.course(
        "自习", starts="22:00", minutes=240, several_entries=True, learners=(visitor_id,)
    )
    station.app.courses.change(course_id, CourseDetails(daily_entries=2))
    assert station.find(visitor_id, "22:00").outcome is CheckInOutcome.ADMITTED
    assert station.find(visitor_id, "23:58").outcome is CheckInOutcome.ADMITTED
    assert station.find(visitor_id, "23:59").outcome is CheckInOutcome.LIMIT_REACHED
    assert station.find(visitor_id, "00:01", day=1).outcome is CheckInOutcome.ADMITTED


def test_25_with_re_entry_off_who_has_left_stays_out(station):
    visitor_id = station.visitor()
    course_id, _ = station.course(several_entries=True, learners=(visitor_id,))
    station.app.courses.change(course_id, CourseDetails(reentry=False))
    station.find(visitor_id, "18:50")
    assert station.find(visitor_id, "18:55").outcome is CheckInOutcome.ADMITTED
    station.find(visitor_id, "19:30", direction=Direction.OUT)
    assert station.find(visitor_id, "19:40").outcome is CheckInOutcome.NO_REENTRY
    station.app.courses.change(course_id, CourseDetails(reentry=True))
    assert station.find(visitor_id, "19:41").outcome is CheckInOutcome.ADMITTED


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_27_a_required_question_left_blank_is_asked_again(station, blank):
    visitor_id = station.visitor()
    course_id, _ = station.course(learners=(visitor_id,))
    question = station.app.questions.add(course_id, "对花生过敏吗？", is_required=True)
    answers = {} if blank is None else {question: blank}
    for _ in range(2):
        asked = station.find(visitor_id, "18:50", answers=answers)
        assert asked.outcome is CheckInOutcome.QUESTION
        assert [q.wording for q in asked.questions] == ["对花生过敏吗？"]
    assert station.check_ins() == []
    assert station.find(visitor_id, answers={question: "不过敏"}).outcome == "admitted"
    assert [row["wording"] for row in station.queued(Entity.ANSWER)] == ["不过敏"]


def test_27_an_optional_question_left_blank_holds_nobody_up(station):
    visitor_id = station.visitor()
    course_id, _ = station.course(learners=(visitor_id,))
    question = station.app.questions.add(course_id, "从哪里知道我们？", is_required=False)
    assert station.find(visitor_id, "18:50", answers={question: ""}).outcome == "admitted"
    assert station.queued(Entity.ANSWER) == []


def test_27_an_answered_or_withdrawn_question_is_not_asked_again(station):
    first, second = station.visitor(), station.visitor("赵敏")
    course_id, _ = station.course(lessons=2, learners=(first, second))
    question = station.app.questions.add(course_id, "对花生过敏吗？", is_required=True)
    station.find(first, "18:50", answers={question: "否"})
    assert station.find(first, "18:50", day=7).outcome is CheckInOutcome.ADMITTED
    assert station.app.questions.withdraw(course_id, question)
    assert not station.app.questions.withdraw(course_id, question)
    assert station.find(second).outcome is CheckInOutcome.ADMITTED


def test_28_everyone_out_passes_over_who_came_after_its_moment(station):
    early, gone, late = (station.visitor(n) for n in ("林晓", "赵敏", "孙立"))
    _, (lesson,) = station.course(learners=(early, gone, late))
    station.find(early, "18:50")
    station.find(gone, "18:51")
    station.find(gone, "19:20", direction=Direction.OUT)
    station.find(late, "19:31")
    station.clock.set("21:00")
    assert station.app.departures.everyone_out(moment("19:30")) == 1
    outs = [c for c in station.check_ins_of(lesson) if c.direction is Direction.OUT]
    assert [(c.visitor_id, c.at) for c in outs] == [
        (gone, moment("19:20")),
        (early, moment("19:30")),
    ]
    assert station.app.departures.everyone_out() == 1
    assert station.app.departures.everyone_out() == 0


def test_26_an_older_check_in_is_judged_by_when_it_happened(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    station.find(visitor_id, "19:30")
    station.pull_check_in(lesson, visitor_id, "19:05")
    result = station.find(visitor_id, "19:40")
    assert result.outcome is CheckInOutcome.ALREADY_IN
    assert result.first_at == moment("19:05")
    assert result.first_desk == "二号台"
    assert result.attendance is Attendance.PRESENT


def test_26_a_check_in_keyed_in_afterwards_is_judged_by_its_own_time(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    result = station.app.check_in.present_visitor(
        visitor_id, station.presentation("22:00", at=moment("19:20"))
    )
    assert result.outcome is CheckInOutcome.ADMITTED
    assert (result.attendance, result.late_min) == (Attendance.LATE, 20)


def test_29_database_ids_are_no_codes(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    issued = station.app.passes.issue(visitor_id)
    for row_id in (visitor_id, issued.pass_id, lesson.session_id):
        for text in (str(row_id), row_id.hex, str(row_id).upper()):
            result = station.scan(text, "18:50")
            assert result.outcome is CheckInOutcome.UNKNOWN_CODE
            assert not result.can_link
    assert station.check_ins() == []


@pytest.mark.parametrize(
    "code", ["a+b", "x/y=z==", "100%", "p&q;r", "https://a.example/?n=1&m=%20+"]
)
def test_30_a_linked_code_may_hold_any_sign(station, code):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    station.app.passes.link(visitor_id, code)
    assert station.scan(code, "18:50").outcome is CheckInOutcome.ADMITTED


@pytest.mark.parametrize(
    ("before", "after"),
    [("]Q3", ""), ("]C1", "\r\n"), ("", "\r"), ("", "\n"), ("\x1d", ""), ("", "\x1d"), ("", "\t"),
     ("\\000026", ""), ("", "\\000026"), ("\x02]Q1", "\x03\r\n"), (" ", " ")],
)  # fmt: skip
def test_31_what_a_scanner_adds_around_a_code_is_stripped(station, before, after):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,), several_entries=True)
    station.app.passes.link(visitor_id, "LIB-0012345")
    for code in (station.issue(visitor_id), "LIB-0012345"):
        assert station.scan(before + code + after, "18:50").outcome == "admitted"


def test_32_two_things_to_do_now_are_a_choice_and_one_is_done_at_once(station):
    visitor_id = station.visitor()
    _, (first,) = station.course("国画入门", learners=(visitor_id,))
    _, (second,) = station.course("书法", learners=(visitor_id,))
    code = station.issue(visitor_id)
    asked = station.scan(code, "18:50")
    assert asked.outcome is CheckInOutcome.CHOOSE
    assert {option.session for option in asked.options} == {first, second}
    assert station.check_ins() == []
    chosen = station.scan(code, "18:51", session=second)
    assert (chosen.outcome, chosen.session) == (CheckInOutcome.ADMITTED, second)


def test_32_a_learner_is_not_asked_about_the_lecture_next_door(station):
    visitor_id = station.visitor()
    _, (own,) = station.course("国画入门", learners=(visitor_id,))
    station.course("防诈骗讲座", walk_ins=True)
    result = station.find(visitor_id, "18:50")
    assert (result.outcome, result.session) == (CheckInOutcome.ADMITTED, own)


def test_32_a_learner_who_asks_for_the_lecture_is_admitted_to_it(station):
    visitor_id = station.visitor()
    station.course("国画入门", learners=(visitor_id,))
    _, (lecture,) = station.course("防诈骗讲座", walk_ins=True)
    result = station.find(visitor_id, "18:50", session=lecture)
    assert (result.outcome, result.session) == (CheckInOutcome.ADMITTED, lecture)


def test_32_two_lectures_that_welcome_everybody_are_a_choice(station):
    for name in ("防诈骗讲座", "创业讲座"):
        station.course(name, walk_ins=True)
    assert station.find(station.visitor(), "18:50").outcome is CheckInOutcome.CHOOSE


def test_33_a_forged_pass_is_called_forged(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    code = station.issue(visitor_id)
    bad = code[:60] + ("A" if code[60] != "A" else "B") + code[61:]
    assert station.scan(bad, "18:50").outcome is CheckInOutcome.FORGED


def test_33_a_pass_of_a_desk_nobody_here_knows_is_called_forged(station, make_station):
    other = make_station("other")
    code = other.issue(other.visitor())
    station.course(walk_ins=True)
    assert station.scan(code, "18:50").outcome is CheckInOutcome.FORGED


def test_33_a_pass_counts_from_its_first_to_the_end_of_its_last_day(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,), starts="00:00", minutes=1439)
    _, days = station.course("自习", starts="00:00", minutes=1439, lessons=3, day=-7,
                             learners=(visitor_id,))  # fmt: skip
    code = station.issue(visitor_id, first_day=DAY, last_day=DAY)
    before, _, after = days
    assert station.scan(code, "23:59", day=-1, session=before).outcome == "not_yet_valid"
    assert station.scan(code, "00:00").outcome is CheckInOutcome.CHOOSE
    assert station.scan(code, "23:59").outcome is CheckInOutcome.CHOOSE
    assert station.scan(code, "00:00", day=1, session=after).outcome == "expired"


@pytest.mark.parametrize("at_day", [-1, 1])
def test_33_staff_may_admit_on_a_pass_out_of_its_days(station, at_day):
    visitor_id = station.visitor()
    _, days = station.course("自习", lessons=1, day=at_day, learners=(visitor_id,))
    code = station.issue(visitor_id, first_day=DAY, last_day=DAY)
    result = station.scan(
        code, "18:50", day=at_day, force_reason="新码没到", operator=station.staff()
    )
    assert (result.outcome, result.overrode) == (CheckInOutcome.ADMITTED, True)
    assert result.session == days[0]


def retire(station, **values):
    ((row_id,),) = station.sql("SELECT pass_key_id FROM pass_key")
    station.pull(Entity.PASS_KEY, UUID(row_id), **values)


def test_33_a_retired_key_verifies_until_its_passes_expire_and_is_then_named(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    code = station.issue(visitor_id, first_day=DAY, last_day=DAY)
    retire(station, status="retired", retired_at=moment("19:05"))
    assert station.scan(code, "19:06").outcome is CheckInOutcome.ADMITTED
    assert station.scan(code, "18:50", day=1).outcome is CheckInOutcome.RETIRED_KEY


@pytest.mark.parametrize("status", ["retired", "compromised"])
def test_33_what_a_dead_key_signs_is_refused_unless_the_pass_is_known(
    station, make_station, status
):
    other = make_station("other")
    station.course(walk_ins=True)
    known, unknown = other.visitor("林晓"), other.visitor("赵敏")
    issued = other.app.passes.issue(known)
    station.pull(Entity.VISITOR, known, name="林晓")
    station.pull(
        Entity.PASS, issued.pass_id, visitor_id=known, kind="signed", issued_at=other.clock()
    )
    keys_of(other, station)
    station.sql("UPDATE pass_key SET status = :s, retired_at = :at WHERE key_id = :k", s=status,
                at=moment("18:00"), k=other.sql("SELECT key_id FROM pass_key")[0][0])  # fmt: skip
    assert station.scan(other.issue(unknown), "18:50").outcome is CheckInOutcome.RETIRED_KEY
    assert station.scan(issued.code, "18:50").outcome is CheckInOutcome.ADMITTED


def test_34_a_pass_of_another_desk_is_provisional_where_walk_ins_are_welcome(station, make_station):
    other = make_station("other")
    keys_of(other, station)
    visitor_id = other.visitor()
    issued = other.app.passes.issue(visitor_id)
    station.course(walk_ins=True)
    result = station.scan(issued.code, "18:50")
    assert result.outcome is CheckInOutcome.ADMITTED
    assert result.is_provisional
    assert result.visitor is None
    assert result.pass_hint == issued.code[-4:]
    assert station.scan(issued.code, "18:52").outcome is CheckInOutcome.ALREADY_IN
    (row,) = station.queued()
    assert (row["visitor_id"], row["pass_id"]) == (None, str(issued.pass_id))


def test_34_a_provisional_visitor_is_not_enrolled_elsewhere_unless_staff_say_so(
    station, make_station
):
    other = make_station("other")
    keys_of(other, station)
    code = other.issue(other.visitor())
    station.course()
    result = station.scan(code, "18:50")
    assert (result.outcome, result.can_force) == (CheckInOutcome.NOT_ENROLLED, True)
    forced = station.scan(code, "18:51", force_reason="名单未到", operator=station.staff())
    assert forced.outcome is CheckInOutcome.ADMITTED
    assert forced.is_provisional
    assert forced.overrode


def test_37_an_entry_is_undone_within_fifteen_minutes_at_the_same_desk(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    entered = station.find(visitor_id, "18:50")
    station.clock.set("19:05")
    assert station.undo(entered.check_in_id) is UndoOutcome.UNDONE
    assert station.undo(entered.check_in_id) is UndoOutcome.ALREADY_UNDONE
    assert [sorted(row) for row in station.queued()][1] == ["undone_at", "undone_by"]
    assert station.find(visitor_id, "19:06").outcome is CheckInOutcome.ADMITTED


def test_37_later_or_elsewhere_only_staff_undo(station):
    visitor_id, other_id = station.visitor(), station.visitor("赵敏")
    _, (lesson,) = station.course(learners=(visitor_id, other_id))
    late = station.find(visitor_id, "18:50").check_in_id
    elsewhere = station.pull_check_in(lesson, other_id, "19:05")
    station.clock.now = moment("19:05") + timedelta(seconds=1)
    for check_in_id in (late, elsewhere):
        assert station.undo(check_in_id) is UndoOutcome.NEEDS_STAFF
    assert len(station.queued()) == 1
    for check_in_id in (late, elsewhere):
        assert station.undo(check_in_id, station.staff()) is UndoOutcome.UNDONE
    assert [row["undone_by"] for row in station.queued()[1:]] == ["陈静"] * 2


def test_37_undoing_what_does_not_exist_says_so(station):
    assert station.undo(uuid4()) is UndoOutcome.UNKNOWN_CHECK_IN


@pytest.mark.parametrize(
    ("typed", "is_enough"),
    [("g", False), ("4", False), ("顾晚", True), ("gw", True), ("1234", True)],
)
def test_38_one_letter_asks_for_more_and_two_or_four_digits_find(station, typed, is_enough):
    sought = station.visitor("顾晚晴", phone="13800001234")
    station.visitor("罗一舟", phone="13800005678")
    while station.app.visitors.index_new():
        pass
    answer = station.app.visitors.find(typed)
    assert answer.needs_more is not is_enough
    assert [hit.visitor.visitor_id for hit in answer.hits] == ([sought] if is_enough else [])


@pytest.mark.parametrize(
    ("at", "attendance", "late_min"),
    [("19:10", "present", 10), ("19:10:59", "present", 10), ("19:11", "late", 11),
     ("19:30", "late", 30), ("19:31", "very_late", 31), ("18:45", "present", 0)],
)  # fmt: skip
def test_41_late_is_counted_in_whole_minutes(station, at, attendance, late_min):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    result = station.find(visitor_id, at)
    assert result.outcome is CheckInOutcome.ADMITTED
    assert (result.attendance, result.late_min) == (attendance, late_min)


@pytest.mark.parametrize(
    ("code", "kind", "can_link"),
    [
        ("https://s.sh.gov.cn/k/8f2a", "city_identity", False),
        ("134567890123456789", "wechat_pay", False),
        ("281234567890123456", "alipay", False),
        ("6212345678901234567", "union_pay", False),
        ("https://example.com/member/7731", "web_link", True),
        ("WIFI:T:WPA;S:station;P:secret;;", "wifi", True),
    ],
)
def test_44_a_code_for_something_else_is_explained_and_not_kept(station, code, kind, can_link):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    result = station.scan(code, "18:50", force_reason="认识", operator=station.staff())
    assert result.outcome is CheckInOutcome.FOREIGN_CODE
    assert (result.code_kind, result.can_link, bool(result.pass_hint)) == (kind, can_link, can_link)
    (attempt,) = station.sql("SELECT outcome, code_kind, digest FROM attempt")
    assert attempt[:2] == ("foreign_code", kind)
    assert len(attempt[2]) == 32
    for row in station.sql("SELECT * FROM attempt"):
        assert not any(code[-6:] in str(value) for value in row)
    linked = station.app.passes.link(visitor_id, code)[0]
    assert linked == ("linked" if can_link else "not_linkable")
    assert station.check_ins() == []


def test_44_links_are_looked_up_before_kinds_are_judged(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    station.app.passes.link(visitor_id, "https://example.com/member/7731")
    result = station.scan("https://example.com/member/7731", "18:50")
    assert result.outcome is CheckInOutcome.ADMITTED


def test_45_the_earliest_entry_counts_whichever_desk_spoke_first(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    here = station.find(visitor_id, "19:15")
    assert here.attendance is Attendance.LATE
    there = station.pull_check_in(lesson, visitor_id, "19:05")
    station.pull(Entity.CHECK_IN, here.check_in_id, dup_of=there)
    again = station.find(visitor_id, "19:20")
    assert again.outcome is CheckInOutcome.ALREADY_IN
    assert again.check_in_id == there
    assert (again.first_at, again.attendance) == (moment("19:05"), Attendance.PRESENT)
    (meter,) = station.app.desk.today().meters
    assert meter.arrived == 1


def test_45_a_fast_clock_is_corrected_before_times_are_compared(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    station.pull_check_in(lesson, visitor_id, "21:05", offset_ms=-2 * 3600 * 1000)
    again = station.find(visitor_id, "19:20")
    assert (again.first_at, again.attendance) == (moment("19:05"), Attendance.PRESENT)


def test_46_when_the_canonical_entry_is_undone_the_next_one_is_promoted(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(learners=(visitor_id,))
    here = station.find(visitor_id, "19:15")
    there = station.pull_check_in(lesson, visitor_id, "19:05")
    station.pull(Entity.CHECK_IN, here.check_in_id, dup_of=there)
    assert station.undo(there, station.staff()) is UndoOutcome.UNDONE
    again = station.find(visitor_id, "19:20")
    assert again.outcome is CheckInOutcome.ALREADY_IN
    assert again.check_in_id == here.check_in_id
    assert (again.first_at, again.attendance) == (moment("19:15"), Attendance.LATE)


def test_43_events_keep_the_desks_time_and_its_measured_offset(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    with station.app.begin() as work:
        work.settings.put("clock_offset_ms", 2 * 3600 * 1000)
    result = station.find(visitor_id, "17:15")
    assert (result.outcome, result.attendance) == (CheckInOutcome.ADMITTED, Attendance.LATE)
    (row,) = station.queued()
    assert (row["at"], row["offset_ms"]) == ("2026-03-02T09:15:00.000000Z", 7_200_000)


def test_43_seconds_of_offset_do_not_make_a_punctual_visitor_late_afterwards(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    with station.app.begin() as work:
        work.settings.put("clock_offset_ms", 3000)
    first = station.find(visitor_id, "19:10:58")
    again = station.find(visitor_id, "19:12")
    assert first.attendance is again.attendance is Attendance.PRESENT
    assert first.first_at == again.first_at


def test_a_pinned_desk_stands_for_its_session_alone(station):
    visitor_id = station.visitor()
    station.course("国画入门", learners=(visitor_id,))
    _, (asked,) = station.course("书法")
    station.pin(asked.session_id)
    assert station.find(visitor_id, "18:50").outcome is CheckInOutcome.WRONG_COURSE
    station.pin(None)
    assert station.find(visitor_id, "18:50").outcome is CheckInOutcome.ADMITTED


def test_a_session_nobody_knows_is_said_to_be_unknown(station):
    with pytest.raises(KnownError) as refused:
        station.find(station.visitor(), "18:50", session_id=uuid4())
    assert refused.value.code == "unknown_session"
    assert station.attempts() == []


def test_22_a_day_turns_at_midnight_in_shanghai(station):
    visitor_id = station.visitor()
    _, (_, second) = station.course(
        starts="00:30", minutes=60, lessons=2, day=-6, learners=(visitor_id,)
    )
    assert second.starts_at.date() == DAY
    assert station.find(visitor_id, "23:49", session=second).outcome is CheckInOutcome.WRONG_DAY
    assert station.find(visitor_id, "23:50", session=second).outcome is CheckInOutcome.ADMITTED


def test_staff_admit_a_stranger_to_the_only_session_open_and_choose_between_two(station):
    staff = station.staff()
    _, (first,) = station.course("国画入门")
    result = station.find(station.visitor(), "18:50", force_reason="试听", operator=staff)
    assert (result.outcome, result.session) == (CheckInOutcome.ADMITTED, first)
    _, (second,) = station.course("书法")
    asked = station.find(station.visitor("赵敏"), "18:51", force_reason="试听", operator=staff)
    assert asked.outcome is CheckInOutcome.CHOOSE
    assert {option.session for option in asked.options} == {first, second}
    assert [row["force_reason"] for row in station.queued()] == ["试听"]


def test_staff_admit_a_stranger_to_nothing_where_nothing_is_open(station):
    result = station.find(station.visitor(), "09:00", force_reason="试听", operator=station.staff())
    assert result.outcome is CheckInOutcome.NOT_ENROLLED
    assert station.check_ins() == []


def test_staff_forcing_between_two_own_lessons_still_choose(station):
    visitor_id = station.visitor()
    for name in ("国画入门", "书法"):
        station.course(name, learners=(visitor_id,))
    result = station.find(visitor_id, "18:50", force_reason="熟人", operator=station.staff())
    assert result.outcome is CheckInOutcome.CHOOSE


def test_nobody_is_admitted_under_an_id_that_nobody_has(station):
    with pytest.raises(KnownError) as refused:
        station.find(uuid4(), "18:50")
    assert refused.value.code == "unknown_visitor"


def test_midnight_closes_no_door(station):
    visitor_id = station.visitor()
    _, (lesson,) = station.course(starts="00:10", day=1, learners=(visitor_id,))
    early = station.find(visitor_id, "23:50")
    assert early.outcome is CheckInOutcome.ADMITTED
    assert early.session == lesson
