"""`booking history`, `reminders`, `called`, `displaced`, `rebook`."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from desk_app.domain.clock import local_day, system_clock
from desk_app.domain.errors import KnownError


@pytest.fixture
def made(run):
    """A booking of tomorrow; answers its id and its date."""
    day = local_day(system_clock()) + timedelta(days=1)
    run("room", "add", "会议室", "--holidays")
    found = run(
        "book", "会议室", f"{day}T10:00", "11:00", "--for", "云帆科技", "--contact", "13812341234"
    )
    return found.facts["bookings"][0]["id"], day


def test_a_history_names_rooms_and_local_times(run, made):
    booking, day = made
    run("booking", "move", booking, f"{day}T12:00", "13:00")
    run("booking", "cancel", booking)
    events = run("booking", "history", booking).facts["events"]
    assert [e["action"] for e in events] == ["created", "moved", "cancelled"]
    assert events[0]["changes"]["room_id"] == [None, "会议室"]
    assert events[1]["changes"]["starts_at"] == [f"{day}T10:00:00+08:00", f"{day}T12:00:00+08:00"]
    assert {e["at"][-6:] for e in events} == {"+08:00"}


def test_reminders_are_masked_and_ticked_off(run, made):
    booking, day = made
    found = run("booking", "reminders", "--date", str(day)).facts
    (line,) = found["reminders"]
    assert (found["to_call"], line["phone"], line["called_at"]) == (1, "138****1234", None)
    assert "会议室" in line["script"]["zh"]
    assert "会议室" in line["script"]["en"]
    run("operator", "add", "陈静", "--role", "staff", "--pin", "2468")
    staff = ("--operator", "陈静", "--pin", "2468")
    assert run("booking", "called", booking, *staff).facts["by"] == "陈静"
    found = run("booking", "reminders", "--date", str(day), "--full", *staff).facts
    (line,) = found["reminders"]
    assert (found["to_call"], line["phone"], line["called_by"]) == (0, "13812341234", "陈静")


def test_what_staff_do_on_the_command_line_is_theirs(run, made):
    booking, day = made
    run("operator", "add", "陈静", "--role", "staff", "--pin", "2468")
    staff = ("--operator", "陈静", "--pin", "2468")
    run("booking", "edit", booking, "--purpose", "茶艺", *staff)
    run("booking", "check-in", booking, "--at", f"{day}T10:00", *staff)
    run("booking", "extend", booking, "12:00", "--at", f"{day}T10:30", *staff)
    run("booking", "check-out", booking, "--at", f"{day}T11:30")
    events = run("booking", "history", booking).facts["events"]
    assert [(e["action"], e["by"]) for e in events] == [
        ("created", ""),
        ("reworded", "陈静"),
        ("checked_in", "陈静"),
        ("extended", "陈静"),
        ("checked_out", ""),
    ]


def test_who_lost_a_room_is_listed_with_an_offer_that_can_be_taken(run, made, tmp_path):
    booking, day = made
    run("room", "add", "书画室", "--holidays")
    with closing(sqlite3.connect(tmp_path / "desk" / "desk.db")) as desk, desk:
        sql = "UPDATE booking SET status = 'displaced' WHERE booking_id = ?"
        desk.execute(sql, (booking.replace("-", ""),))
    winner = run("book", "会议室", f"{day}T10:30", "11:30", "--for", "晨光").facts["bookings"][0]
    (task,) = run("booking", "displaced").facts["displaced"]
    assert (task["booking"]["id"], task["winner"]) == (booking, winner["id"])
    assert (task["phone"], task["alternatives"][0]["room"]) == ("138****1234", "书画室")
    assert "书画室" in task["script"]["zh"]
    done = run("booking", "rebook", booking, "--choice", "1")
    assert (done.status, done.facts["booking"]["room"]) == (0, "书画室")
    assert run("booking", "displaced").facts["displaced"] == []


def test_nobody_is_displaced_without_a_centre(run, made):
    assert run("booking", "displaced").facts == {"to_call": 0, "displaced": []}
    with pytest.raises(KnownError) as refused:
        run("booking", "rebook", made[0])
    assert refused.value.code == "not_displaced"
