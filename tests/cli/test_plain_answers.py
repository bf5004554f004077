"""What people read where no --json was asked for."""

import json
import re
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from desk_app.cli.app import app
from desk_app.cli.plain import say
from desk_app.domain.clock import SHANGHAI, system_clock


@pytest.fixture
def call(tmp_path, monkeypatch, qapp):
    """Run a command for a person; answers what it found."""
    monkeypatch.delenv("DESK_PIN", raising=False)
    return lambda *words: CliRunner().invoke(app, ["--data", str(tmp_path / "desk"), *words])


def test_several_alike_are_a_table_with_moments_as_people_write_them(capsys):
    say(
        {
            "left": 0,
            "nothing": [],
            "only_empty": {"a": None},
            "is_done": True,
            "columns": {"name": "姓名", "phone": None},
            "marks": ["present", None],
            "lessons": [
                {
                    "number": 1,
                    "starts_at": "2026-10-27T19:00:00+08:00",
                    "room": "",
                    "of": [{"a": 1}],
                },
                {
                    "number": 12,
                    "starts_at": "2026-11-03T11:00:00Z",
                    "room": "",
                    "of": [{"a": 1}, {"a": 2}],
                },
            ],
        }
    )
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "left: 0",
        "is_done: yes",
        "columns: name 姓名",
        "marks: present, -",
        "lessons:",
        "number  starts_at         of",
        "1       2026-10-27 19:00  1",
        "12      2026-11-03 19:00  2",
    ]


def test_a_table_that_goes_to_a_file_is_neither_folded_nor_cut(capsys):
    long = "字" * 400
    say({"lines": [{"name": long, "id": "0198" * 8}]})
    assert capsys.readouterr().out.splitlines()[2].rstrip() == f"{long}  {'0198' * 8}"


def test_who_is_not_admitted_hears_why_and_what_to_do_in_both_languages(call):
    tomorrow = system_clock().astimezone(SHANGHAI) + timedelta(days=1)
    starts = f"{tomorrow:%Y-%m-%d}T19:00"
    call("visitor", "add", "--name", "周雨")
    course = ["--name", "陶艺", "--starts", starts, "--minutes", "90", "--lessons", "1"]
    call("course", "add", *course, "--capacity", "20")
    call("course", "enrol", "陶艺", "周雨")
    early = call("checkin", "--visitor", "周雨", "--at", f"{tomorrow:%Y-%m-%d}T17:00")
    assert early.exit_code == 1
    assert "outcome: too_early" in early.stdout
    assert early.stderr.splitlines() == [
        "还早 · 18:30 开门 · 请 18:30 再扫，座位留着。",
        "Early · Opens 18:30 · Scan again at 18:30; the seat is kept.",
    ]

    unknown = call("checkin", "BADGE-0042")
    assert [line.split(" · ")[1] for line in unknown.stderr.splitlines()] == [
        "还不认识这张码",
        "Code not known yet",
    ]
    assert "desk-app pass link" in unknown.stderr
    assert json.loads(call("checkin", "BADGE-0042", "--json").stdout)["outcome"] == "unknown_code"

    call("visitor", "add", "--name", "罗一舟")
    stranger = call("checkin", "--visitor", "罗一舟", "--at", f"{tomorrow:%Y-%m-%d}T18:50")
    assert "没有报名" in stranger.stderr
    assert stranger.stderr.count("--force WHY --operator STAFF") == 2

    admitted = call("checkin", "--visitor", "周雨", "--at", f"{tomorrow:%Y-%m-%d}T18:50")
    assert (admitted.exit_code, admitted.stderr) == (0, "")


def test_who_cannot_have_a_room_hears_why_and_what_would_work_in_both_languages(call):
    day = f"{system_clock().astimezone(SHANGHAI) + timedelta(days=3):%Y-%m-%d}"
    call("room", "add", "会议室", "--capacity", "8", "--open", "09:00-21:00")
    booked = call("book", "会议室", f"{day}T10:00", "11:00", "--for", "云帆科技")
    assert (booked.exit_code, booked.stderr) == (0, "")

    taken = call("book", "会议室", f"{day}T10:30", "11:30", "--for", "云海科技")
    assert taken.exit_code == 1
    assert taken.stderr.splitlines() == [
        "这个时间已经有人用，换个时间或场地。",
        "Taken at this time: choose another time or room.",
    ]
    assert f"other_hour  会议室  {day} 11:00" in taken.stdout

    small = call("book", "会议室", f"{day}T12:00", "13:00", "--for", "云海科技", "--headcount", "9")
    assert small.stderr.splitlines()[1] == "Seats 8, for 9 people: choose a larger room."

    booking_id = re.search(r"[0-9a-f-]{36}", booked.stdout)[0]
    early = call("booking", "check-in", booking_id, "--at", f"{day}T09:00")
    assert early.exit_code == 1
    assert early.stderr.splitlines()[1] == ("Too early: from 09:45 on. Show them where to wait.")
    moved = call("booking", "move", booking_id, f"{day}T22:00", "23:00")
    assert moved.stderr.splitlines()[1] == "Open 09:00–21:00: choose a time within."
