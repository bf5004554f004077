"""`room now|sign|quota|use` and what of rooms `export` writes."""

from datetime import timedelta
from uuid import UUID

import cv2
import icalendar
import numpy as np
import pytest

from desk_app.domain.clock import local_day, system_clock
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import RoomId
from desk_app.domain.room_signs import sign_code

DAY = "2026-03-04"  # a Wednesday that is over: what was booked stays as it was


@pytest.fixture
def hall(run):
    """A hall with two bookings of a company, 10:00 to 11:00 and 14:00 to 16:00."""
    added = run(
        "room", "add", "多功能厅", "--open", "09:00-18:00", "--capacity", "30", "--week-quota",
        "300", "--open-quota", "2",
    )  # fmt: skip
    run("visitor", "add", "--name", "林晓", "--phone", "13812341234", "--company", "云帆科技")
    ids = []
    for start, end in (("10:00", "11:00"), ("14:00", "16:00")):
        booked = run(
            "book", "多功能厅", f"{DAY}T{start}", end, "--for", "云帆科技", "--purpose", "茶艺",
            "--contact", "13812341234",
        )  # fmt: skip
        ids.append(booked.facts["bookings"][0]["id"])
        run("booking", "check-in", ids[-1], "--at", f"{DAY}T{start}")
    return added.facts["id"], ids


def now(run, room, at):
    return run("room", "now", room, "--at", f"{DAY}T{at}").facts


def test_a_room_says_what_is_on_what_comes_and_until_when_it_is_free(run, hall):
    room_id, ids = hall
    found = now(run, "多功能厅", "10:30")
    (one,) = found["now"]
    assert (one["booking"], one["for"], one["purpose"]) == (ids[0], "云帆科技", "茶艺")
    assert (found["next"]["booking"], found["free_until"]) == (ids[1], None)
    free = now(run, room_id, "11:00")
    assert (free["now"], free["free_until"]) == ([], f"{DAY}T14:00:00+08:00")


def test_the_sign_of_a_door_is_read_back_as_its_room(run, hall, tmp_path):
    out = tmp_path / "sign.pdf"
    code = run("room", "sign", "多功能厅", str(out)).facts["code"]
    assert out.read_bytes().startswith(b"%PDF")
    assert code == sign_code(RoomId(UUID(hall[0])))
    assert now(run, f" {code.lower()} ", "10:30")["now"][0]["booking"] == hall[1][0]
    with pytest.raises(KnownError) as refused:
        now(run, f"{code[:-4]}0000", "10:30")
    assert refused.value.code == "unknown_room"


def test_who_is_in_a_room_is_masked_where_it_may_be_a_person(run, hall):
    run("book", "多功能厅", f"{DAY}T12:00", "13:00", "--for", "顾晚晴")
    assert now(run, "多功能厅", "12:05")["now"][0]["for"] == "顾**"


def test_a_quota_is_counted_by_monday_weeks_and_months(run, hall):
    at = ("--at", f"{DAY}T12:00")
    (line,) = run("room", "quota", "--company", "云帆科技", *at).facts["rooms"]
    assert line["week"] == {"used_min": 180, "limit_min": 300, "left_min": 120}
    assert line["month"] == {"used_min": 180, "limit_min": None, "left_min": None}
    assert line["open"] == {"bookings": 1, "limit": 2, "left": 1}
    found = run("room", "quota", "--company", "云帆科技", "--at", "2026-03-09T12:00").facts
    assert (found["week_from"], found["rooms"][0]["week"]["used_min"]) == ("2026-03-09", 0)
    assert found["rooms"][0]["month"]["used_min"] == 180
    assert (
        run("room", "quota", "--company", "晨光", *at).facts["rooms"][0]["week"]["left_min"] == 300
    )


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_use_by_the_hour_as_figures_and_as_a_picture(run, hall, tmp_path, ending):
    out = tmp_path / f"heat.{ending}"
    (room,) = run("room", "use", str(out), "--from", DAY, "--to", "2026-03-05").facts["rooms"]
    by_hour = {line["hour"]: line["percent"] for line in room["hours"]}
    assert (by_hour[9], by_hour[10], by_hour[11], by_hour[14], by_hour[15]) == (0, 50, 0, 50, 50)
    assert (room["used_min"], room["open_min"]) == (180, 2 * 9 * 60)
    if ending == "png":
        picture = cv2.imdecode(np.frombuffer(out.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
        assert picture.shape[1] > 1000
    else:
        assert out.read_bytes().startswith(b"%PDF")


def test_figures_need_no_picture_and_a_picture_no_other_ending(run, hall, tmp_path):
    assert run("room", "use", "--from", DAY, "--to", DAY).facts["out"] is None
    assert run("room", "use", str(tmp_path / "heat.jpg")).status == 2
    assert run("room", "sign", "多功能厅", str(tmp_path / "sign.doc")).status == 2
    with pytest.raises(KnownError) as refused:
        run("room", "use", "--from", DAY, "--to", "2026-03-01")
    assert refused.value.code == "bad_period"


def events(path):
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return {str(e["uid"]): e for e in calendar.walk("VEVENT")}


@pytest.fixture
def soon():
    """A date of next week."""
    return local_day(system_clock()) + timedelta(days=7)


def test_a_calendar_is_of_a_room_or_of_a_booker(run, hall, tmp_path):
    assert run("export", "room-calendar", str(tmp_path / "room.ics")).status == 2


def test_series_are_single_events_with_ids_of_their_own(run, tmp_path, soon):
    run("room", "add", "会议室", "--holidays")
    made = run(
        "book", "会议室", f"{soon}T10:00", "11:00", "--for", "云帆科技", "--repeat",
        "FREQ=WEEKLY;COUNT=3",
    ).facts["bookings"]  # fmt: skip
    ids = [booking["id"] for booking in made]
    out = tmp_path / "room.ics"
    run("export", "room-calendar", "--room", "会议室", str(out))
    before = events(out)
    assert list(before) == ids
    run("booking", "move", ids[1], made[1]["starts_at"].replace("T10", "T12"), "13:00")
    run("booking", "cancel", ids[2])
    run("export", "room-calendar", "--for", "云帆科技", str(out))
    after = events(out)
    assert list(after) == ids
    assert [int(e["sequence"]) for e in after.values()] == [0, 1, 1]
    assert [str(e["status"]) for e in after.values()] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert after[ids[1]]["dtstart"].dt.hour == 12
    assert before[ids[0]]["dtstart"].dt == after[ids[0]]["dtstart"].dt


@pytest.mark.parametrize("ending", ["xlsx", "csv", "pdf"])
def test_bookings_of_a_period_as_a_table(run, hall, tmp_path, ending):
    out = tmp_path / f"bookings.{ending}"
    done = run("export", "bookings", "--from", DAY, "--to", DAY, "--room", "多功能厅", str(out))
    assert (done.facts["rows"], done.facts["format"]) == (2, ending)
    if ending == "csv":
        text = out.read_text("utf-8-sig")
        assert "138****1234" in text
        assert "13812341234" not in text
        assert f"多功能厅,{DAY} 10:00,{DAY} 11:00,云帆科技" in text


def test_a_day_on_paper_has_a_page_for_each_day(run, hall, tmp_path):
    out = tmp_path / "days.pdf"
    done = run("export", "day", "--from", DAY, "--to", "2026-03-06", str(out))
    assert done.facts["rows"] == 3
    assert out.read_bytes().count(b"/Type /Page\n") == 3
    with pytest.raises(KnownError) as refused:
        run("export", "day", "--from", DAY, "--full", str(out))
    assert refused.value.code == "needs_staff"
    assert run("export", "day", "--from", DAY, str(out)).facts["rows"] == 1
