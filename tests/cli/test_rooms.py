"""`room`, `closure`, `book` and `booking`: what they take and answer beside the decisions."""

import json
import shutil
from contextlib import closing
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from PIL import Image
from typer.testing import CliRunner

from desk_app.cli.app import app
from desk_app.compose import open_desk
from desk_app.domain.clock import local_day, system_clock
from desk_app.domain.errors import KnownError

_NEXT = date(local_day(system_clock()).year + 1, 3, 4)  # commands run on the real clock
DAY, BEFORE, AFTER = (f"{_NEXT + timedelta(days=n)}" for n in (0, -4, 1))


@pytest.fixture
def run(tmp_path, migrated_file):
    (tmp_path / "desk").mkdir()
    shutil.copy(migrated_file, tmp_path / "desk" / "desk.db")

    def call(*arguments: str):
        found = CliRunner().invoke(app, ["--data", str(tmp_path / "desk"), *arguments, "--json"])
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        facts = json.loads(found.stdout.splitlines()[0]) if found.stdout else {}
        return SimpleNamespace(status=found.exit_code, facts=facts)

    return call


def test_the_picture_of_a_room_is_kept_with_it_and_what_is_none_is_refused(run, tmp_path):
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "hall.png")
    (tmp_path / "text.png").write_text("no picture")
    run("room", "add", "大厅", "--photo", str(tmp_path / "hall.png"))
    (tmp_path / "hall.png").unlink()
    photo = run("room", "list").facts["rooms"][0]["photo"]
    with closing(open_desk(tmp_path / "desk")) as desk:
        assert desk.room_pictures.of(photo)
    with pytest.raises(KnownError, match=r"text\.png"):
        run("room", "change", "大厅", "--photo", str(tmp_path / "text.png"))
    run("room", "change", "大厅", "--photo", "")
    assert run("room", "list").facts["rooms"][0]["photo"] == ""


def book(run, start="10:00", end="11:00", *options, room="会议室", who="云帆科技"):
    return run("book", room, f"{DAY}T{start}", end, "--for", who, *options)


def booking_id(found):
    return found.facts["bookings"][0]["id"]


def test_a_room_is_listed_with_every_setting_it_was_given(run):
    hall = run("room", "add", "大厅").facts["id"]
    given = {
        "capacity": 30, "open": ["mo 09:00-12:00", "su 13:00-24:00"], "setup": 5, "cleanup": 10,
        "gap": "sum", "at_once": 2, "by_headcount": True, "equipment": {"投影仪": 2, "白板": 1},
        "fixtures": {"音响": 1}, "part_of": hall, "use": "reservation", "bookers": "companies",
        "approval": True, "holidays": True, "max_minutes": 240, "ahead_days": 30,
        "week_quota": 300, "month_quota": 900, "open_quota": 4, "early": 10, "release": 20,
        "rules": "请勿饮食", "photo": "hall.jpg",
    }  # fmt: skip
    options = [
        "--capacity", "30", "--open", "mo 09:00-12:00", "--open", "su 13:00-24:00", "--setup", "5",
        "--cleanup", "10", "--gap", "sum", "--at-once", "2", "--by-headcount",
        "--equipment", "投影仪:2", "--equipment", "白板", "--fixture", "音响", "--part-of", "大厅",
        "--use", "reservation", "--bookers", "companies", "--approval", "--holidays",
        "--max-minutes", "240", "--ahead-days", "30", "--week-quota", "300", "--month-quota", "900",
        "--open-quota", "4", "--early", "10", "--release", "20", "--rules", "请勿饮食",
        "--photo", "hall.jpg",
    ]  # fmt: skip
    added = run("room", "add", "会议室", *options).facts
    listed = {room["name"]: room for room in run("room", "list").facts["rooms"]}
    assert listed["会议室"] == {"id": added["id"], "name": "会议室", "station": None, **given}
    run("room", "change", "会议室", "--name", "小会议室", "--no-approval", "--capacity", "8")
    listed = {room["name"]: room for room in run("room", "list").facts["rooms"]}
    assert listed["小会议室"] == {
        **listed["小会议室"],
        **given,
        "capacity": 8,
        "approval": False,
    }
    run("room", "change", "小会议室", "--retired")
    assert [room["name"] for room in run("room", "list").facts["rooms"]] == ["大厅"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("room", "add", "书房", "--open", "21:00-09:00"),
        ("book", "会议室", "tomorrow", "11:00", "--for", "云帆科技"),
        ("book", "会议室", f"{DAY}T10:00", "11:00", "--for", "云帆科技", "--workdays", "soon"),
        ("book", "会议室", f"{DAY}T10:00", "11:00", "--for", "云帆科技", "--choose", "maybe"),
        (
            "book", "会议室", f"{DAY}T10:00", "11:00", "--for", "云帆科技",
            "--repeat", "FREQ=DAILY;COUNT=2", "--workdays", AFTER,
        ),
        ("booking", "show", "会议室"),
        ("booking", "check-in"),
        ("booking", "edit", "0198f0aa-0000-7000-8000-000000000000"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_wrong_usage(run, arguments):
    run("room", "add", "会议室")
    assert run(*arguments).status == 2


def test_a_closure_by_date_includes_its_last_day_and_can_be_lifted(run):
    run("room", "add", "会议室")
    closure = run("closure", "add", BEFORE, DAY, "--reason", "检修").facts["id"]
    assert book(run).facts["outcome"] == "closed"
    assert run("closure", "lift", closure).status == 0
    assert book(run).facts["outcome"] == "ok"
    with pytest.raises(KnownError, match="结束要晚于开始"):
        run("room", "close", "会议室", f"{DAY}T12:00", f"{DAY}T11:00")


def test_a_closure_may_end_at_an_hour_of_its_day(run):
    run("closure", "add", f"{DAY}T10:00", "12:00")
    (one,) = run("closure", "list").facts["closures"]
    assert one["ends_at"] == f"{DAY}T12:00:00+08:00"


def test_a_count_below_one_is_never_taken_for_a_name(run):
    with pytest.raises(KnownError):
        run("room", "add", "会议室", "--equipment", "白板:-1")
    run("room", "add", "会议室", "--equipment", "白板:2")
    for count in ("-1", "0"):
        assert book(run, "10:00", "11:00", "--need", f"白板:{count}").facts["outcome"] == "invalid"
    assert book(run, "10:00", "11:00", "--need", "白板 x2").facts["outcome"] == "ok"


def test_what_is_asked_for_at_another_time_is_decided_as_of_then(run):
    run("room", "add", "会议室", "--ahead-days", "7", "--holidays")
    before = ["--at", f"{DAY[:4]}-03-01T09:00"]
    assert book(run).facts["outcome"] == "too_far_ahead"
    assert book(run, "10:00", "11:00", *before).facts["outcome"] == "ok"
    assert book(run, "10:30", "11:00", *before, who="晨光").facts["outcome"] == "conflict"
    late = ["--at", f"{DAY}T10:30", "--walk-in"]
    walked_in = run("book", "会议室", "now", f"{DAY}T11:00", "--for", "晨光", *late).facts
    (booking,) = walked_in["bookings"]
    assert booking["starts_at"] == booking["checked_in_at"] == f"{DAY}T10:30:00+08:00"


def test_a_refusal_exits_1_with_facts_and_alternatives(run):
    run("room", "add", "会议室", "--open", "09:00-12:00")
    run("room", "add", "书画室", "--capacity", "20")
    held = booking_id(book(run))
    refused = book(run, "10:30", "11:30")
    assert refused.status == 1
    assert refused.facts["against"] == [held]
    assert refused.facts["next_free"] == f"{DAY}T11:00:00+08:00"
    assert [a["kind"] for a in refused.facts["alternatives"]] == [
        "other_hour", "shorter", "other_room",
    ]  # fmt: skip


def test_a_refusal_says_what_the_limit_is(run):
    run("room", "add", "会议室", "--open", "09:00-12:00", "--open", "13:00-21:00")
    shut = book(run, "12:00", "13:00").facts["facts"]
    assert shut == {"why": "hours", "open": ["09:00-12:00", "13:00-21:00"]}
    made = booking_id(book(run))
    assert book(run, "10:30", "11:30").facts["facts"] == {"until": f"{DAY}T11:00:00+08:00"}
    early = run("booking", "check-in", made, "--at", f"{DAY}T09:00").facts
    assert (early["outcome"], early["opens_at"]) == ("too_early", f"{DAY}T09:45:00+08:00")
    late = run("booking", "check-in", made, "--at", f"{DAY}T10:30").facts
    assert (late["outcome"], late["released_at"]) == ("released", f"{DAY}T10:15:00+08:00")


def test_an_end_of_24_00_is_midnight(run):
    run("room", "add", "会议室", "--open", "09:00-24:00")
    late = book(run, "22:00", "24:00").facts["bookings"][0]
    assert late["ends_at"] == f"{AFTER}T00:00:00+08:00"
    assert book(run, "20:00", f"{DAY}T24:00").facts["outcome"] == "conflict"


def test_a_contact_is_shown_masked(run):
    run("room", "add", "会议室")
    made = book(run, "10:00", "11:00", "--contact", "13812341234", "--purpose", "茶艺").facts
    assert made["bookings"][0]["contact"] == "138****1234"


def test_a_booking_through_its_life(run):
    run("room", "add", "会议室")
    made = booking_id(book(run))
    assert run("booking", "check-in", made, "--at", f"{DAY}T09:50").facts["outcome"] == "ok"
    longer = run("booking", "extend", made, "11:30", "--at", f"{DAY}T10:30").facts
    assert longer["booking"]["ends_at"] == f"{DAY}T11:30:00+08:00"
    out = run("booking", "check-out", made, "--at", f"{DAY}T11:00").facts["booking"]
    assert out["freed_at"] == f"{DAY}T11:00:00+08:00"
    other = booking_id(book(run, "11:00", "12:00"))
    moved = run("booking", "move", other, f"{DAY}T12:00", "13:00").facts
    assert (moved["outcome"], moved["bookings"][0]["starts_at"][11:16]) == ("ok", "12:00")
    assert run("booking", "release", other, "--at", f"{DAY}T12:30").facts["outcome"] == "ok"
    listed = run("booking", "list", "--day", DAY, "--room", "会议室").facts["bookings"]
    assert [b["status"] for b in listed] == ["confirmed", "released"]
    only = run("booking", "list", "--day", DAY, "--status", "released").facts["bookings"]
    assert [b["id"] for b in only] == [other]


def test_a_booking_moved_without_an_end_stays_as_long_as_it_was(run):
    run("room", "add", "会议室")
    made = booking_id(book(run, "10:00", "11:30"))
    moved = run("booking", "move", made, f"{AFTER}T14:00").facts["bookings"][0]
    assert (moved["starts_at"], moved["ends_at"]) == (
        f"{AFTER}T14:00:00+08:00",
        f"{AFTER}T15:30:00+08:00",
    )


def test_staff_move_and_extend_past_the_rules_with_a_reason(run):
    run("room", "add", "会议室", "--open", "09:00-21:00", "--holidays")
    made = booking_id(book(run, "19:00", "20:00"))
    late = ("booking", "move", made, f"{DAY}T20:30", "21:30")
    assert (run(*late).status, run(*late).facts["outcome"]) == (1, "closed")
    with pytest.raises(KnownError) as refused:
        run(*late, "--override", "年度活动")
    assert refused.value.code == "staff_needed"
    signed = ("--override", "年度活动", "--operator", "陈静")
    forced = run(*late, *signed).facts
    assert (forced["outcome"], forced["bookings"][0]["starts_at"][11:16]) == ("ok", "20:30")
    run("booking", "cancel", made)
    other = booking_id(book(run, "20:00", "21:00"))
    longer = ("booking", "extend", other, "22:00", "--at", f"{DAY}T20:45")
    assert run(*longer).facts["outcome"] == "closed"
    assert run(*longer, *signed).facts["booking"]["ends_at"][11:16] == "22:00"


def test_staff_confirm_what_is_pending(run):
    run("room", "add", "会议室", "--approval")
    made = book(run)
    assert (made.status, made.facts["outcome"]) == (0, "pending")
    assert run("booking", "accept", booking_id(made)).facts["booking"]["status"] == "confirmed"
    assert book(run, "12:00", "13:00", "--operator", "陈静").facts["outcome"] == "ok"


def test_a_block_is_set_and_lifted(run):
    run("room", "add", "会议室")
    run("booking", "block", "云帆科技", "--until", "2099-12-31")
    assert book(run).facts["outcome"] == "blocked"
    forced = book(run, "10:00", "11:00", "--override", "街道会议", "--operator", "陈静").facts
    assert (forced["outcome"], forced["overrode"]) == ("ok", ["blocked"])
    assert run("booking", "unblock", "云帆科技").facts == {"lifted": 1}
    assert run("booking", "unblock", "云帆科技").status == 1


def test_a_queue_for_a_taken_slot(run):
    run("room", "add", "会议室", "--holidays")
    soon = f"{local_day(system_clock()) + timedelta(days=3)}T10:00"
    first = booking_id(run("book", "会议室", soon, "11:00", "--for", "云帆科技"))
    queued = run("book", "会议室", soon, "11:00", "--for", "晨光", "--waitlist")
    assert (queued.status, queued.facts["waiting"]) == (1, 1)
    (offer,) = run("booking", "cancel", first).facts["offered"]
    assert (offer["company"], offer["status"]) == ("晨光", "offered")


def test_series_split_merge_and_add_back(run):
    run("room", "add", "会议室", "--holidays")
    made = book(run, "10:00", "11:00", "--repeat", "FREQ=WEEKLY;COUNT=3").facts
    ids = [b["id"] for b in made["bookings"]]
    new = run("booking", "series", "split", ids[1]).facts
    assert new["count"] == 2
    assert run("booking", "series", "merge", made["series"], new["series"]).facts["count"] == 3
    run("booking", "cancel", ids[2])
    assert run("booking", "series", "add-back", ids[2]).facts["outcome"] == "ok"
    shown = run("booking", "series", "show", made["series"]).facts
    assert (shown["rule"], len(shown["bookings"])) == ("FREQ=WEEKLY;COUNT=3", 3)


def test_who_did_not_come_is_counted(run):
    run("room", "add", "会议室", "--holidays")
    day = local_day(system_clock()) - timedelta(days=30)
    run("book", "会议室", f"{day}T10:00", "11:00", "--for", "云帆科技")
    assert run("booking", "no-shows", "云帆科技").facts["count"] == 1


def test_the_board_lists_every_room(run):
    run("room", "add", "会议室")
    book(run)
    (line,) = run("room", "board", "--at", f"{DAY}T09:00").facts["rooms"]
    assert (line["room"], line["free_until"]) == ("会议室", f"{DAY}T10:00:00+08:00")
