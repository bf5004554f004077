"""The situations of rooms, by the letter they have in the list, through the command line."""

import json
import shutil
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from desk_app.cli.app import app

DAY = "2026-11-24"


@pytest.fixture
def run(tmp_path, migrated_file):
    """Run a command on a fresh data directory; answers its exit status and its JSON."""
    (tmp_path / "desk").mkdir()
    shutil.copy(migrated_file, tmp_path / "desk" / "desk.db")

    def call(*arguments: str):
        found = CliRunner().invoke(app, ["--data", str(tmp_path / "desk"), *arguments, "--json"])
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        facts = json.loads(found.stdout.splitlines()[0]) if found.stdout else {}
        return SimpleNamespace(status=found.exit_code, facts=facts)

    return call


def book(run, room, start, end, *options, who="云帆科技"):
    found = run("book", room, f"{DAY}T{start}", f"{DAY}T{end}", "--for", who, *options)
    assert found.status == (0 if found.facts["outcome"] in {"ok", "pending", "tentative"} else 1)
    return found.facts


TEN = [("10:00", "11:00")]


@pytest.mark.parametrize(
    ("row", "existing", "candidate", "options", "outcome"),
    [
        ("O01", TEN, ("09:00", "10:00"), [], "ok"),
        ("O02", TEN, ("11:00", "12:00"), [], "ok"),
        ("O03", TEN, ("10:00", "11:00"), [], "conflict"),
        ("O04", TEN, ("09:30", "10:30"), [], "conflict"),
        ("O06", TEN, ("10:15", "10:45"), [], "conflict"),
        ("O07", TEN, ("09:00", "12:00"), [], "conflict"),
        ("O10", TEN, ("11:00", "10:00"), [], "invalid"),
        ("O11", TEN, ("11:00", "12:00"), ["--cleanup", "15"], "buffer"),
        ("O15", TEN, ("09:00", "09:46"), ["--cleanup", "15"], "buffer"),
        ("O16", TEN, ("11:20", "12:00"), ["--setup", "10", "--cleanup", "15"], "ok"),
        ("O19", TEN, ("20:00", "21:00"), ["--cleanup", "15"], "ok"),
        ("O21", TEN, ("08:45", "09:30"), [], "closed"),
        ("O22", TEN, ("12:00", "13:00"), ["--cleanup", "15"], "ok"),
        ("O24", [*TEN, ("12:00", "13:00")], ("11:10", "11:50"), ["--cleanup", "10"], "ok"),
        ("O26", [("09:00", "10:00"), *TEN], ("09:00", "11:00"), ["--at-once", "2"], "ok"),
        (
            "O27", [("09:00", "11:00"), ("10:00", "12:00")], ("10:30", "11:30"),
            ["--at-once", "2"], "full",
        ),
        (
            "O29", [("09:00", "10:00"), ("09:30", "11:00"), ("11:00", "12:00")],
            ("09:00", "12:00"), ["--at-once", "2"], "full",
        ),
    ],
)  # fmt: skip
def test_overlaps(run, row, existing, candidate, options, outcome):
    run("room", "add", "A", "--open", "09:00-21:00", *options)
    if row == "O22":
        run("room", "close", "A", f"{DAY}T13:00", f"{DAY}T14:00")
        assert book(run, "A", "12:30", "13:30")["outcome"] == "blackout"
    for start, end in existing:
        assert book(run, "A", start, end)["outcome"] == "ok"
    assert book(run, "A", *candidate)["outcome"] == outcome


def test_with_gaps_in_turn_both_count(run):
    run("room", "add", "A", "--setup", "10", "--cleanup", "15", "--gap", "sum")
    book(run, "A", "10:00", "11:00")
    refused = book(run, "A", "11:20", "12:00")
    assert (refused["outcome"], refused["facts"]) == ("buffer", {"gap_min": 25})
    assert book(run, "A", "11:25", "12:00")["outcome"] == "ok"


def test_a_closure_of_the_station_is_closed(run):
    run("room", "add", "A")
    run("closure", "add", DAY, DAY)
    assert book(run, "A", "10:00", "11:00")["outcome"] == "closed"


def test_e1_a_projector_is_in_one_room_at_a_time(run):
    for room in "AB":
        run("room", "add", room, "--equipment", "projector:1")
    book(run, "A", "10:00", "11:00", "--need", "projector")
    refused = book(run, "B", "10:30", "11:30", "--need", "projector")
    assert refused["outcome"] == "equipment_taken"
    assert refused["facts"] == {"equipment": "projector", "wanted": 1, "left": 0}


def test_e3_stock_is_counted_at_its_peak(run):
    for room in "ABC":
        run("room", "add", room, "--equipment", "chair:60")
    book(run, "A", "09:00", "10:00", "--need", "chair:40")
    book(run, "B", "10:00", "11:00", "--need", "chair x40")
    assert book(run, "C", "09:00", "11:00", "--need", "chair:21")["outcome"] == "equipment_taken"
    assert book(run, "C", "09:00", "11:00", "--need", "chair:20")["outcome"] == "ok"


def test_p1_and_p2_a_half_keeps_its_hall_but_not_the_other_half(run):
    run("room", "add", "Hall")
    for half in ("Hall-East", "Hall-West"):
        run("room", "add", half, "--part-of", "Hall")
    held = book(run, "Hall-East", "10:00", "11:00")["bookings"][0]["id"]
    refused = book(run, "Hall", "10:30", "11:30")
    assert (refused["outcome"], refused["against"]) == ("conflict", [held])
    assert book(run, "Hall-West", "10:30", "11:30")["outcome"] == "ok"


@pytest.mark.parametrize(
    ("end", "at", "outcome"),
    [
        ("11:00", "09:44:59", "too_early"),
        ("11:00", "09:45:00", "ok"),
        ("11:00", "10:15:00", "ok"),
        ("11:00", "10:15:01", "released"),
        ("11:00", "10:59:59", "released"),
        ("10:10", "10:10:00", "ended"),
    ],
)
def test_the_window_to_check_in(run, end, at, outcome):
    run("room", "add", "A", "--early", "15", "--release", "15")
    booking = book(run, "A", "10:00", end)["bookings"][0]["id"]
    found = run("booking", "checkin", booking, "--at", f"{DAY}T{at}")
    assert found.facts["outcome"] == outcome
    assert found.status == (0 if outcome == "ok" else 1)


def days(month, *found):
    return [f"2026-{month:02}-{day:02}" for day in found]


R01 = days(9, 8, 15, 22, 29) + days(10, 6, 13, 20, 27) + days(11, 3, 10, 17, 24)


@pytest.mark.parametrize(
    ("row", "rule", "start", "expected"),
    [
        ("R01", "FREQ=WEEKLY;COUNT=12;BYDAY=TU", "2026-09-08 19:00", R01),
        ("R04", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261124T190000", "2026-09-08 19:00", R01),
        ("R04 by day", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261124", "2026-09-08 19:00", R01),
        ("R05", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261123T235959", "2026-09-08 19:00", R01[:-1]),
        (
            "R06", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=MO;COUNT=6", "2026-09-02 19:00",
            [*days(9, 2, 14, 16, 28, 30), "2026-10-12"],
        ),
        (
            "R07a", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO;COUNT=4", "2026-09-01 19:00",
            days(9, 1, 6, 15, 20),
        ),
        (
            "R08", "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4", "2026-08-31 14:00",
            ["2026-08-31", "2026-10-31", "2026-12-31", "2027-01-31"],
        ),
        (
            "R09", "FREQ=MONTHLY;BYMONTHDAY=29;COUNT=3", "2027-01-29 14:00",
            ["2027-01-29", "2027-03-29", "2027-04-29"],
        ),
        (
            "R10", "FREQ=MONTHLY;BYDAY=3SA;COUNT=4", "2026-09-19 14:00",
            ["2026-09-19", "2026-10-17", "2026-11-21", "2026-12-19"],
        ),
        (
            "R11a", "FREQ=MONTHLY;BYDAY=5TU;COUNT=4", "2026-09-29 19:00",
            ["2026-09-29", "2026-12-29", "2027-03-30", "2027-06-29"],
        ),
        (
            "R12a", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261012T120000", "2026-09-24 12:00",
            days(9, 24, 25, 28, 29, 30) + days(10, 1, 2, 5, 6, 7, 8, 9, 12),
        ),
        (
            "R13", "FREQ=WEEKLY;COUNT=4;BYDAY=TU EXDATE 2026-11-17 12:00", "2026-11-03 12:00",
            days(11, 3, 10, 24),
        ),
        (
            "R15", "FREQ=WEEKLY;INTERVAL=4;BYDAY=MO;UNTIL=20261129T235959", "2026-09-07 09:00",
            ["2026-09-07", "2026-10-05", "2026-11-02"],
        ),
        (
            "R20", "FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20261125T235959", "2026-11-23 09:00",
            ["2026-11-23"],
        ),
    ],
)  # fmt: skip
def test_repeats(run, row, rule, start, expected):
    run("room", "add", "A", "--holidays")
    end = f"{start[:10]} 20:30"
    found = run(
        "book", "A", start, end, "--for", "云帆科技", "--repeat", rule, "--on-clash", "skip",
        "--dry-run",
    )  # fmt: skip
    assert found.facts["outcome"] == "ok"
    clock = start[11:]
    wanted = [f"{day}T{clock}:00+08:00" for day in expected]
    assert [date["starts_at"] for date in found.facts["dates"]] == wanted
    assert [booking["starts_at"] for booking in found.facts["bookings"]] == wanted
    assert run("booking", "list", "--day", expected[0]).facts["bookings"] == []


def weekly(run, *options, room="A", rule="FREQ=WEEKLY;COUNT=12;BYDAY=TU"):
    start, end = "2026-09-08T19:00", "2026-09-08T20:30"
    repeat = ["--repeat", rule] if rule else []
    return run("book", room, start, end, "--for", "书画社", *repeat, *options).facts


def starts(bookings):
    return [booking["starts_at"][:10] for booking in bookings]


def test_r03_a_holiday_is_left_out_and_reported(run):
    run("room", "add", "A")
    found = weekly(run, "--on-clash", "skip")
    assert starts(found["bookings"]) == [day for day in R01 if day != "2026-10-06"]
    (skipped,) = found["skipped"]
    assert (skipped["starts_at"][:10], skipped["why"]) == ("2026-10-06", "holiday")


def test_r12b_every_chinese_working_day(run):
    run("room", "add", "A")
    found = run(
        "book", "A", "2026-09-24T12:00", "13:00", "--for", "云帆科技", "--workdays", "2026-10-12"
    ).facts
    assert starts(found["bookings"]) == days(9, 24, 28, 29, 30) + days(10, 8, 9, 10, 12)


@pytest.mark.parametrize(
    ("row", "rule", "end", "outcome"),
    [
        ("R21", "FREQ=DAILY;COUNT=5", "2026-11-03T11:00", "self_overlap"),
        ("R22", "FREQ=WEEKLY;BYDAY=MO", "2026-11-02T10:00", "no_end"),
        ("too many", "FREQ=DAILY;COUNT=367", "2026-11-02T10:00", "too_long"),
        ("too many", "FREQ=DAILY;UNTIL=20300101", "2026-11-02T10:00", "too_long"),
        ("no rule", "every Tuesday", "2026-11-02T10:00", "invalid"),
        ("by the minute", "FREQ=MINUTELY;COUNT=2", "2026-11-02T10:00", "invalid"),
        ("never", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "10:00", "nothing_to_book"),
    ],
)
def test_rules_that_make_no_series(run, row, rule, end, outcome):
    run("room", "add", "A")
    found = run("book", "A", "2026-11-02T09:00", end, "--for", "云帆科技", "--repeat", rule)
    assert (found.facts["outcome"], found.facts["bookings"], found.status) == (outcome, [], 1)


@pytest.fixture
def taken(run):
    """Room A is somebody else's on 20 October, as S1 has it; room B is free."""
    run("room", "add", "A")
    run("room", "add", "B")
    found = run("book", "A", "2026-10-20T18:00", "19:30", "--for", "云帆科技")
    return found.facts["bookings"][0]["id"]


def test_s1_what_clashes_is_skipped_and_named(run, taken):
    found = weekly(run, "--on-clash", "skip")
    assert (found["outcome"], len(found["bookings"])) == ("ok", 10)
    assert [(s["starts_at"][:10], s["why"], s["with"]) for s in found["skipped"]] == [
        ("2026-10-06", "holiday", []),
        ("2026-10-20", "conflict", [taken]),
    ]
    assert [d["state"] for d in found["dates"] if d["state"] != "fine"] == ["closed", "clash"]


def test_s2_all_or_nothing_books_nothing_and_reports_both(run, taken):
    found = weekly(run, "--on-clash", "stop")
    assert (found["outcome"], found["bookings"], len(found["skipped"])) == ("closed", [], 2)
    assert len(run("booking", "list", "--day", "2026-09-08", "--days", "90").facts["bookings"]) == 1


def test_s3_a_clash_goes_to_another_room(run, taken):
    found = weekly(run, "--on-clash", "other_room")
    assert len(found["bookings"]) == 11
    assert [(m["starts_at"][:10], m["room"]) for m in found["moved"]] == [("2026-10-20", "B")]
    assert [s["why"] for s in found["skipped"]] == ["holiday"]


def test_each_date_has_a_choice_of_its_own(run, taken):
    found = weekly(run, "--on-clash", "skip", "--choose", "2026-10-20=other_hour")
    (moved,) = found["moved"]
    assert moved["starts_at"] == "2026-10-20T19:30:00+08:00"
    assert len(found["bookings"]) == 11


def test_s5_a_deleted_date_stays_deleted(run):
    run("room", "add", "A", "--holidays")
    bookings = {b["starts_at"][:10]: b["id"] for b in weekly(run)["bookings"]}
    assert run("booking", "cancel", bookings["2026-11-03"]).facts["outcome"] == "ok"
    first = bookings["2026-09-08"]
    when = ["--at", "2026-09-01T08:00"]
    edited = run("booking", "edit", first, "--purpose", "茶艺", "--scope", "all", *when)
    assert len(edited.facts["bookings"]) == 11
    shown = run("booking", "show", bookings["2026-11-03"]).facts
    assert (shown["status"], shown["purpose"]) == ("cancelled", "")


def test_s6_nothing_left_is_an_error(run):
    run("room", "add", "A", "--holidays")
    weekly(run)
    found = weekly(run, "--on-clash", "skip")
    assert (found["outcome"], found["bookings"]) == ("nothing_to_book", [])


def test_s7_an_edit_of_all_leaves_the_past_alone(run):
    run("room", "add", "A", "--holidays")
    made = weekly(run)
    first = made["bookings"][0]["id"]
    moved = run(
        "booking", "move", first, "2026-09-08T19:30", "21:00", "--scope", "all",
        "--at", "2026-10-15T09:00",
    ).facts  # fmt: skip
    assert moved["outcome"] == "ok"
    found = run("booking", "series", "show", made["series"]).facts["bookings"]
    assert [b["starts_at"][5:16] for b in found] == [f"{day[5:]}T19:00" for day in R01[:6]] + [
        f"{day[5:]}T19:30" for day in R01[6:]
    ]
