"""The command line of terms, courses, queues and attendance."""

import pytest

from desk_app.domain.errors import KnownError


@pytest.fixture
def course(run):
    """A course of one place that 顾晚晴 has, with its two lessons far ahead."""
    for name in ("顾晚晴", "罗一舟", "许知予"):
        run("visitor", "add", "--name", name)
    added = run(
        "course", "add", "--name", "彩妆基础", "--starts", "2041-09-24T19:00", "--minutes", "90",
        "--lessons", "2", "--capacity", "1", "--room", "三楼", "--teacher", "何老师",
    ).facts  # fmt: skip
    run("course", "enrol", "彩妆基础", "顾晚晴")
    return added


def test_a_course_says_which_holidays_it_lost_and_whose_room_it_needs(run, course):
    run("calendar", "set", "2041-10-01", "holiday", "--name", "国庆节")
    assert run("calendar", "list", "2041").facts["days"] == [
        {"day": "2041-10-01", "kind": "holiday", "name": "国庆节"}
    ]
    other = run(
        "course", "add", "--name", "书法", "--starts", "2041-09-24T20:00", "--minutes", "60",
        "--lessons", "2", "--capacity", "9", "--room", "三楼",
    ).facts  # fmt: skip
    assert other["skipped"] == ["2041-10-01"]
    assert other["sessions"][1]["starts_at"] == "2041-10-08T20:00:00+08:00"
    assert [c["with"]["course"] for c in other["clashes"]] == ["彩妆基础"]


def test_a_course_is_copied_into_a_term(run, course):
    run("term", "add", "2042 春季班", "2042-03-01", "2042-06-30")
    (term,) = run("term", "list").facts["terms"]
    assert (term["name"], term["first_day"]) == ("2042 春季班", "2042-03-01")
    copied = run("course", "copy", "彩妆基础", "2042 春季班").facts
    assert [s["starts_at"] for s in copied["sessions"]] == [
        "2042-03-04T19:00:00+08:00",
        "2042-03-11T19:00:00+08:00",
    ]
    (listed,) = [c for c in run("course", "list").facts["courses"] if c["id"] == copied["id"]]
    assert (listed["teacher"], listed["term"], listed["confirmed"]) == ("何老师", term["id"], 0)


def test_full_names_the_place_that_is_to_be_had_and_the_queue_moves_up(run, course):
    full = run("course", "enrol", "彩妆基础", "罗一舟")
    assert (full.status, full.facts) == (1, {"outcome": "full", "place": 1})
    run("course", "enrol", "彩妆基础", "罗一舟", "--waitlist")
    run("course", "enrol", "彩妆基础", "许知予", "--waitlist", "--priority", "3")
    queue = run("course", "waitlist", "彩妆基础").facts
    assert [w["name"] for w in queue["waiting"]] == ["许知予", "罗一舟"]
    run("course", "drop", "彩妆基础", "顾晚晴")
    (offer,) = run("course", "waitlist", "彩妆基础").facts["offers"]
    assert (offer["name"], offer["status"]) == ("许知予", "open")
    lines = run("course", "roster", "彩妆基础").facts["visitors"]
    assert [(v["name"], v["status"], v["place"], v["held_until"]) for v in lines] == [
        ("许知予", "offered", None, offer["expires_at"]),
        ("罗一舟", "waitlisted", 1, None),
    ]
    assert run("course", "accept", "彩妆基础", "罗一舟").status == 1
    assert run("course", "decline", "彩妆基础", "许知予").facts == {"outcome": "declined"}
    accepted = run("course", "accept", "彩妆基础", "罗一舟")
    assert (accepted.status, accepted.facts) == (0, {"outcome": "confirmed"})


def test_the_people_of_a_company_are_enrolled_together(run):
    for name, company in (("顾晚晴", "云栖"), ("罗一舟", "云栖"), ("许知予", "临港")):
        run("visitor", "add", "--name", name, "--company", company)
    run(
        "course", "add", "--name", "书法", "--starts", "2041-09-25T20:00", "--minutes", "60",
        "--lessons", "1", "--capacity", "1",
    )  # fmt: skip
    enrolled = run("course", "enrol", "书法", "--company", "云栖", "--waitlist")
    assert enrolled.status == 0
    assert [v["outcome"] for v in enrolled.facts["visitors"]] == ["confirmed", "waitlisted"]
    assert run("course", "enrol", "书法", "--company", "云栖").status == 1
    assert run("course", "enrol", "书法").status == 2
    with pytest.raises(KnownError) as refused:
        run("course", "enrol", "书法", "--company", "没有")
    assert refused.value.code == "unknown_company"


def test_a_place_is_transferred(run, course):
    run(
        "course", "add", "--name", "书法", "--starts", "2041-09-25T20:00", "--minutes", "60",
        "--lessons", "1", "--capacity", "1",
    )  # fmt: skip
    moved = run("course", "transfer", "顾晚晴", "彩妆基础", "书法")
    assert (moved.status, moved.facts["outcome"]) == (0, "transferred")
    assert run("course", "transfer", "顾晚晴", "彩妆基础", "书法").status == 1


def test_a_lesson_is_moved_cancelled_made_up_and_reinstated(run, course):
    first = course["sessions"][0]["id"]
    moved = run("course", "move", first, "2041-09-25T19:00", "--room", "四楼").facts
    assert (moved["outcome"], moved["session"]["room"]) == ("moved", "四楼")
    assert run("course", "make-up", first, "2041-09-26T19:00").facts["outcome"] == "not_cancelled"
    assert run("course", "cancel", first).facts["outcome"] == "cancelled"
    again = run("course", "cancel", first)
    assert (again.status, again.facts["outcome"]) == (1, "already_cancelled")
    added = run("course", "make-up", first, "2041-09-26T19:00").facts
    assert (added["outcome"], added["session"]["number"]) == ("made_up", 1)
    run("course", "cancel", added["session"]["id"])
    assert run("course", "reinstate", first).facts["outcome"] == "reinstated"


@pytest.fixture
def past(run):
    """A course of three lessons that were held; 顾晚晴 came to two of them, once late."""
    for name in ("顾晚晴", "罗一舟"):
        run("visitor", "add", "--name", name)
    sessions = run(
        "course", "add", "--name", "国画", "--starts", "2026-03-02T19:00", "--minutes", "90",
        "--lessons", "3", "--capacity", "9", "--holidays", "keep",
    ).facts["sessions"]  # fmt: skip
    for name in ("顾晚晴", "罗一舟"):
        run("course", "enrol", "国画", name)
    for at in ("2026-03-02T18:55", "2026-03-09T19:20"):
        assert run("checkin", "--visitor", "顾晚晴", "--at", at).facts["outcome"] == "admitted"
    return [s["id"] for s in sessions]


def learner(facts, name):
    (found,) = [line for line in facts["learners"] if line["name"] == name]
    return found


def test_attendance_gives_marks_rates_warnings_and_certificates(run, past):
    sheet = run("course", "attendance", "国画").facts
    assert learner(sheet, "顾晚晴")["marks"] == ["present", "late", "absent"]
    assert learner(sheet, "顾晚晴")["rate"] == 66.7
    assert learner(sheet, "顾晚晴")["best"] is True
    assert learner(sheet, "罗一舟")["rate"] == 0.0
    assert run("course", "mark", past[2], "顾晚晴", "excused").facts == {"outcome": "marked"}
    warned = run("course", "attendance", "国画", "--warnings").facts["learners"]
    assert [line["name"] for line in warned] == ["罗一舟"]
    certified = run("course", "attendance", "国画", "--certificates").facts["learners"]
    assert [(line["name"], line["certificate"]) for line in certified] == [("顾晚晴", "earned")]
    assert run("course", "mark", past[2], "顾晚晴", "clear").facts == {"outcome": "cleared"}
    assert run("course", "attendance", "国画", "--certificates").facts["learners"] == []


def test_doors_and_lateness_are_set_for_each_course(run, course):
    session = run("course", "list").facts["courses"][0]["sessions"][0]
    day = session["starts_at"][:10]
    came = ("checkin", "--visitor", "顾晚晴", "--session", session["id"], "--at")
    run(
        "course", "set", "彩妆基础", "--opens-before", "60", "--tolerance", "5",
        "--late-after", "20", "--very-late-after", "25", "--teacher", "许老师",
    )  # fmt: skip
    assert run(*came, f"{day}T17:54").facts["outcome"] == "too_early"
    entry = run(*came, f"{day}T17:55").facts
    assert (entry["outcome"], entry["opens_at"][11:16]) == ("admitted", "18:00")
    run("checkin", "undo", entry["check_in"])
    for at, attendance in (("19:20", "present"), ("19:21", "late"), ("19:26", "very_late")):
        entry = run(*came, f"{day}T{at}").facts
        assert entry["attendance"] == attendance
        run("checkin", "undo", entry["check_in"])
    assert run("course", "list").facts["courses"][0]["teacher"] == "许老师"
    with pytest.raises(KnownError, match="Very late"):
        run("course", "set", "彩妆基础", "--late-after", "26")


def test_late_counts_what_the_course_is_set_to(run, past):
    assert run("course", "set", "国画", "--late-weight", "50").facts["late_weight_pct"] == 50
    sheet = run("course", "attendance", "国画").facts
    assert learner(sheet, "顾晚晴")["rate"] == 50.0


def test_a_missed_lesson_is_made_up_in_a_parallel_class(run, past):
    parallel = run(
        "lecture", "add", "--name", "国画公开课", "--starts", "2026-03-17T19:00",
        "--minutes", "90", "--capacity", "9",
    ).facts["sessions"][0]["id"]  # fmt: skip
    refused = run("course", "made-up", past[2], "顾晚晴", parallel)
    assert (refused.status, refused.facts["outcome"]) == (1, "not_there")
    run("checkin", "--visitor", "顾晚晴", "--at", "2026-03-17T18:55")
    assert run("course", "made-up", past[2], "顾晚晴", parallel).facts["outcome"] == "marked"
    assert learner(run("course", "attendance", "国画").facts, "顾晚晴")["made_up"] == 1


def test_a_lecture_lists_its_sittings_speakers_and_series(run):
    run(
        "lecture", "add", "--name", "用工风险", "--starts", "2041-10-09T14:00",
        "--starts", "2041-10-08T14:00", "--minutes", "60", "--capacity", "80",
        "--speaker", "乔律师", "--series", "企业用工",
    )  # fmt: skip
    (lecture,) = run("lecture", "list", "--series", "企业用工").facts["lectures"]
    assert lecture["walk_ins"] is True
    assert [s["starts_at"][:10] for s in lecture["sittings"]] == ["2041-10-08", "2041-10-09"]
    assert {s["speaker"] for s in lecture["sittings"]} == {"乔律师"}
    assert run("lecture", "list", "--series", "别的").facts["lectures"] == []


def test_a_required_question_is_asked_until_it_is_answered(run, past):
    question = run("course", "ask", "国画", "对花生过敏吗？", "--required").facts["id"]
    at = ["checkin", "--visitor", "罗一舟", "--at", "2026-03-16T18:55"]
    asked = run(*at)
    assert (asked.status, asked.facts["outcome"]) == (1, "question")
    assert asked.facts["questions"] == [{"id": question, "question": "对花生过敏吗？"}]
    assert run(*at, "--answer", f"{question}=否").facts["outcome"] == "admitted"
    assert run("course", "ask", "国画").facts["questions"][0]["required"] is True
    assert run("course", "ask", "国画", "--withdraw", question).facts["outcome"] == "withdrawn"
    assert run("course", "ask", "国画").facts["questions"] == []


def test_everyone_is_out_at_the_end_of_the_day(run, past):
    assert run("everyone-out", "--at", "2026-03-02T21:00").facts == {"left": 1}
    assert run("everyone-out", "--at", "2026-03-02T21:30").facts == {"left": 0}


def test_seats_are_not_released_when_the_lesson_is_over(run, past):
    with pytest.raises(KnownError) as refused:
        run("course", "release", past[0])
    assert refused.value.code == "not_now"


@pytest.mark.parametrize(
    "arguments",
    [
        ["course", "mark", "x", "y", "ill"],
        ["course", "move", "x", "tomorrow"],
        ["calendar", "set", "soon", "holiday"],
        ["calendar", "set", "2041-10-01", "party"],
        ["checkin", "--visitor", "x", "--answer", "nonsense"],
    ],
)
def test_nonsense_is_wrong_usage(run, past, arguments):
    arguments = [past[0] if a == "x" and "course" in arguments else a for a in arguments]
    assert run(*arguments).status == 2
