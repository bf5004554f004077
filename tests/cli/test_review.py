"""`review`: listed, decided and taken back without a window."""

from datetime import timedelta

import pytest

from desk_app.compose import open_desk
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import system_clock
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import uuid7


@pytest.fixture
def booking(run, tmp_path):
    """A booking that lost its room, in an hour; another room is free."""
    for name in ("会议室 A", "会议室 B"):
        assert run("room", "add", name, "--capacity", "8").status == 0
    app = open_desk(tmp_path / "desk")
    at = system_clock() + timedelta(hours=1)
    room = next(r for r in app.rooms.all() if r.name == "会议室 A")
    with app.begin() as work:
        row_id = uuid7(at)
        values = {
            "room_id": room.room_id,
            "starts_at": at,
            "ends_at": at + timedelta(hours=1),
            "status": "displaced",
            "company": "拾浪设计",
            "contact": "15612344471",
            "booked_at": at,
        }
        change = Change(kind="test", entity=Entity.BOOKING, row_id=row_id, values=values)
        work.add(change)
    app.close()
    return row_id


def test_an_item_is_listed_shown_decided_and_taken_back(run, booking):
    listed = run("review", "list").facts
    assert listed["open"] == 1
    (item,) = listed["items"]
    assert (item["kind"], item["about"]["id"]) == ("displaced_booking", str(booking))
    assert item["mine"]["contact"] == "156****4471"
    shown = run("review", "show", item["id"]).facts
    first = shown["choices"][0]
    assert (first["action"], first["room"]) == ("move", "会议室 B")
    done = run("review", "act", item["id"], "move")
    assert (done.status, done.facts["status"]) == (0, "resolved")
    assert run("review", "list").facts["open"] == 0
    assert run("review", "list", "--show", "resolved").facts["items"][0]["can_undo"]
    undone = run("review", "undo", item["id"]).facts
    assert undone["status"] == "open"


def test_the_tray_answers_as_conflicts_too(run, booking):
    (item,) = run("conflicts", "list").facts["items"]
    done = run("conflicts", "resolve", item["id"], "move")
    assert (done.status, done.facts["status"]) == (0, "resolved")


def test_what_cannot_be_done_says_why_in_both_languages(run, booking):
    (item,) = run("review", "list").facts["items"]
    with pytest.raises(KnownError) as refused:
        run("review", "act", item["id"], "merge")
    assert refused.value.code == "review_not_offered"
    assert refused.value.zh
    assert refused.value.en
    assert run("review", "act", item["id"], "move", "--alternative", "9").status == 2
    assert run("review", "show", "7").status == 2
