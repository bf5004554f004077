"""A thief names rows of another station in what it sends as its own: nothing is gained by it."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from desk_app.sync import central, central_desks
from tests.sync.raw_desk import RawDesk, op

AT = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)


@pytest.fixture
def stations(centre_url):
    """The thief's desk, and a desk of another station."""
    central.add_station(centre_url, "外滩站")
    thief, other = RawDesk(centre_url, "东"), RawDesk(centre_url, "南", "外滩站")
    yield thief, other
    thief.close()
    other.close()


def one(url, sql, *params):
    with psycopg.connect(url) as owner:
        return owner.execute(sql, params).fetchone()


def codes(desk, *ops):
    """Send one by one; answers what each was answered."""
    found = []
    for this in ops:
        results = desk.push([this], careful=True)["results"]
        found.append(results[0]["code"] if results else "ok")
    return found


def booking(room, hour=0, **fields):
    start = AT + timedelta(hours=hour)
    values = {"room_id": room, "starts_at": start.isoformat(), "booked_at": AT.isoformat()}
    values |= {"ends_at": (start + timedelta(hours=1)).isoformat(), "status": "confirmed"}
    return op("booking", **(values | fields))


def rows_of(desk, entity):
    return {row[4]: row[6] for row in desk.pull()["rows"] if row[3] == entity and not row[5]}


def test_a_pass_for_another_stations_visitor_does_not_bring_them_into_ones_scope(stations):
    thief, other = stations
    victim = op("visitor", name="顾晚晴", phone="13900001111", company="合欢设计")
    other.push([victim])
    forged = op("pass", visitor_id=victim[1]["r"], kind="linked", digest="ab" * 32,
                issued_at=AT.isoformat())  # fmt: skip
    assert codes(thief, forged) == ["forbidden"]
    for way in ({"pass": forged[1]["r"]}, {"digest": "ab" * 32}):
        asked = json.dumps(way | {"attach": victim[1]["r"]})
        assert thief.call("SELECT api.lookup(%s, %s)", thief.token, asked)["matches"] == []
    assert "13900001111" not in json.dumps(thief.pull())


def test_a_pass_sent_before_its_visitor_is_worth_nothing_once_they_turn_out_another_stations(
    stations,
):
    thief, other = stations
    victim = op("visitor", name="顾晚晴", phone="13900001111")
    forged = op("pass", visitor_id=victim[1]["r"], kind="linked", digest="ab" * 32,
                issued_at=AT.isoformat())  # fmt: skip
    assert codes(thief, forged) == ["ok"]
    other.push([victim])
    for way in ({"pass": forged[1]["r"]}, {"digest": "ab" * 32}):
        asked = json.dumps(way | {"attach": victim[1]["r"]})
        assert thief.call("SELECT api.lookup(%s, %s)", thief.token, asked)["matches"] == []
    assert "13900001111" not in json.dumps(thief.pull())


def test_a_pass_for_a_visitor_who_came_over_is_good_at_the_station_that_gave_it(stations):
    here, other = stations
    guest = op("visitor", name="顾晚晴", phone="13900001111")
    other.push([guest])
    asked = json.dumps({"phone": "13900001111", "attach": guest[1]["r"]})
    here.call("SELECT api.lookup(%s, %s)", here.token, asked)
    given = op("pass", visitor_id=guest[1]["r"], kind="linked", digest="ab" * 32,
               issued_at=AT.isoformat())  # fmt: skip
    assert codes(here, given) == ["ok"]
    found = here.call("SELECT api.lookup(%s, %s)", here.token, json.dumps({"digest": "ab" * 32}))
    assert [m["visitor_id"] for m in found["matches"]] == [guest[1]["r"]]


def test_a_part_built_into_another_stations_room_takes_nothing_of_it(stations):
    thief, other = stations
    hall = op("room", name="多功能厅")
    other.push([hall])
    part = op("room", name="半间", part_of=hall[1]["r"])
    whole = op("room", name="整层")
    assert codes(thief, part, whole) == ["forbidden", "ok"]
    early = op("room", name="早来", part_of=str(uuid4()))
    assert codes(thief, early, booking(early[1]["r"])) == ["ok", "ok"]
    assert codes(other, op("room", early[1]["f"]["part_of"], name="小厅")) == ["ok"]
    assert codes(other, booking(early[1]["f"]["part_of"]), booking(hall[1]["r"])) == ["ok", "ok"]


def test_another_stations_room_is_asked_for_and_never_taken_past_its_approval(stations, centre_url):
    thief, other = stations
    room = op("room", name="多功能厅", needs_approval=True)
    other.push([room])
    asked = [booking(room[1]["r"], hour, status=status) for hour, status in enumerate(
        ("confirmed", "released", "offered", "tentative", "displaced"))]  # fmt: skip
    assert set(codes(thief, *asked)) <= {"ok", "dead_op", "conflict"}
    for this in asked:
        assert codes(thief, op("booking", this[1]["r"], status="confirmed")) in (
            ["ok"],
            ["dead_op"],
        )
    found = one(centre_url, "SELECT array_agg(DISTINCT status) FROM core.booking")[0]
    assert set(found) <= {"pending", "displaced", "cancelled"}
    assert codes(other, op("booking", asked[0][1]["r"], status="confirmed")) == ["ok"]
    assert one(centre_url, "SELECT status FROM core.booking WHERE booking_id = %s",
               asked[0][1]["r"]) == ("confirmed",)  # fmt: skip
    assert codes(thief, op("booking", asked[0][1]["r"], headcount=3)) == ["ok"]
    assert one(centre_url, "SELECT status FROM core.booking WHERE booking_id = %s",
               asked[0][1]["r"]) == ("confirmed",)  # fmt: skip


@pytest.mark.parametrize("status", ["released", "pending", "offered", "confirmed"])
def test_no_way_into_a_room_goes_past_who_has_it(stations, centre_url, status):
    desk, _ = stations
    room = op("room", name="多功能厅")
    first = booking(room[1]["r"])
    desk.push([room, first])
    late = booking(room[1]["r"], status=status)
    assert codes(desk, late) == ["conflict"]
    lost = booking(room[1]["r"])
    assert codes(desk, lost, op("booking", lost[1]["r"], status=status)) == ["conflict"] * 2
    held = "SELECT count(*) FROM core.booking WHERE status NOT IN ('displaced', 'cancelled')"
    assert one(centre_url, held) == (1,)


def test_a_booking_without_sense_is_kept_aside_and_stops_nobody_else(stations):
    thief, other = stations
    room = op("room", name="多功能厅", equipment='{"投影": 2}')
    other.push([room])
    ends_before = (AT - timedelta(hours=1)).isoformat()
    mad = [
        booking(room[1]["r"], needs="garbage"),
        booking(room[1]["r"], needs='{"投影": "x"}'),
        booking(room[1]["r"], needs='{"投影": 1e400}'),
        booking(room[1]["r"], needs='{"投影": -5}'),
        booking(room[1]["r"], needs="[]"),
        booking(room[1]["r"], status="released", needs="null"),
        booking(room[1]["r"], ends_at=ends_before),
        booking(room[1]["r"], ends_at=(AT + timedelta(days=400)).isoformat()),
        booking(room[1]["r"], freed_at="1999-01-01T00:00:00Z"),
    ]
    assert codes(thief, *mad) == ["dead_op"] * len(mad)
    assert codes(other, booking(room[1]["r"], needs='{"投影": 2}')) == ["ok"]


MAD_ROOMS = [
    {"hours": "garbage"},
    {"hours": '["25:00-26:00"]'},
    {"hours": '["mo-xx 09:00-10:00"]'},
    {"hours": '{"a": 1}'},
    {"hours": "[[[1]]]"},
    {"hours": "[" * 1000 + "]" * 1000},
    {"equipment": "[]"},
    {"equipment": '{"投影": "many"}'},
    {"fixtures": '{"投影": {"x": 1}}'},
    {"fixtures": "1"},
    {"equipment": '{"投影": 1e400}'},
]


@pytest.mark.parametrize("values", MAD_ROOMS, ids=range(len(MAD_ROOMS)))
def test_a_room_without_sense_reaches_no_other_station(stations, values):
    thief, other = stations
    assert codes(thief, op("room", name="坏", **values)) == ["dead_op"]
    good = op("room", name="好")
    assert codes(thief, good, op("room", good[1]["r"], **values)) == ["ok", "dead_op"]
    assert [room["name"] for room in rows_of(other, "room").values()] == ["好"]


def test_a_row_that_names_another_stations_row_is_refused_or_tells_and_changes_nothing(
    stations, centre_url
):
    thief, other = stations
    theirs = {
        "visitor_id": op("visitor", name="顾晚晴", phone="13900001111"),
        "course_id": op("course", name="茶艺", capacity=1),
        "term_id": op("term", name="春季班", first_day="2026-03-01", last_day="2026-04-01"),
        "room_id": op("room", name="多功能厅"),
    }
    course, visitor = theirs["course_id"][1]["r"], theirs["visitor_id"][1]["r"]
    end = (AT + timedelta(hours=1)).isoformat()
    theirs["session_id"] = op("class_session", course_id=course, starts_at=AT.isoformat(),
                              ends_at=end)  # fmt: skip
    theirs["question_id"] = op("question", course_id=course, wording="过敏吗")
    session = theirs["session_id"][1]["r"]
    waits = op("enrolment", course_id=course, visitor_id=visitor, enrolled_at=AT.isoformat(),
               status="waitlisted")  # fmt: skip
    theirs["enrolment_id"] = waits
    other.push(list(theirs.values()))
    before = [row[3:] for row in other.pull()["rows"]]
    ids = {name: row[1]["r"] for name, row in theirs.items()}
    at, day = AT.isoformat(), "2026-05-04"
    reaching = [
        op("class_session", course_id=course, starts_at=at, ends_at=end),
        op("enrolment", course_id=course, visitor_id=visitor, enrolled_at=at),
        op("enrolment", course_id=str(uuid4()), visitor_id=visitor, enrolled_at=at),
        op("check_in", session_id=session, visitor_id=visitor, at=at, nonce=str(uuid4())),
        op("check_in", session_id=str(uuid4()), visitor_id=visitor, at=at, nonce=str(uuid4())),
        op("seat_offer", enrolment_id=ids["enrolment_id"], offered_at=at,
           expires_at="2190-01-01T00:00:00Z"),
        op("seat_release", session_id=session, given_up_by=visitor, given_to=visitor,
           released_at=at),
        op("attendance_mark", session_id=session, visitor_id=visitor, marked_at=at,
           status="absent"),
        op("question", course_id=course, wording="x"),
        op("answer", question_id=ids["question_id"], visitor_id=visitor, answered_at=at),
        op("visitor_note", visitor_id=visitor, written_at=at, wording="x"),
        op("booker_block", visitor_id=visitor, last_day=day, reason="x"),
        op("closure", room_id=ids["room_id"], starts_at=at, ends_at=end),
        op("booking_series", room_id=ids["room_id"], rule="x"),
        op("visitor", name="我", merged_into=visitor),
        op("course", name="x", term_id=ids["term_id"]),
        op("review_item", about_id=visitor, status="open"),
        op("pass_key", key_id=1, public="11" * 32, desk_id=other.me["desk_id"]),
    ]  # fmt: skip
    thief.send(reaching, one_by_one=True)
    assert [row[3:] for row in other.pull()["rows"] if row[3] != "pass_key"] == before
    seen = json.dumps(thief.pull(), ensure_ascii=False)
    assert all(word not in seen for word in ("顾晚晴", "13900001111", "茶艺", "春季班", "过敏吗"))
    assert codes(other, op("enrolment", ids["enrolment_id"], status="confirmed")) == ["ok"]
    assert rows_of(other, "enrolment")[ids["enrolment_id"]]["status"] == "confirmed"


def test_a_key_in_another_desks_name_is_its_makers(stations, centre_url):
    thief, other = stations
    own = op("pass_key", key_id=7, public="22" * 32, desk_id=other.me["desk_id"])
    other.push([own])
    forged = op("pass_key", key_id=7, public="11" * 32, desk_id=other.me["desk_id"])
    codes(thief, forged)
    central_desks.revoke_desk(centre_url, "静安寺站", "东")
    sql = "SELECT public, status FROM core.pass_key"
    with psycopg.connect(centre_url) as owner:
        found = {bytes(public).hex()[:2]: status for public, status in owner.execute(sql)}
    assert found == {"22": "active", "11": "compromised"}


def test_bookings_that_came_before_their_room_are_decided_when_it_comes(stations, centre_url):
    first, owner = stations
    room = op("room", name="多功能厅")
    later = (AT + timedelta(days=1)).isoformat()
    won = booking(room[1]["r"], purpose="先到")
    lost = booking(room[1]["r"], purpose="后到", booked_at=later)
    free = booking(room[1]["r"], hour=5, status="tentative")
    gone = booking(room[1]["r"], status="cancelled")
    assert codes(first, lost, won, free, gone) == ["ok"] * 4
    owner.push([room])
    for desk in stations:
        found = {row: fields["status"] for row, fields in rows_of(desk, "booking").items()}
        assert found == {
            won[1]["r"]: "confirmed",
            lost[1]["r"]: "displaced",
            free[1]["r"]: "confirmed",
            gone[1]["r"]: "cancelled",
        }
    (item,) = rows_of(first, "review_item").values()
    assert (item["kind"], item["about_id"], item["other_id"]) == (
        "displaced_booking",
        lost[1]["r"],
        won[1]["r"],
    )
    assert rows_of(owner, "review_item") == {}


@pytest.mark.parametrize("whole_station", [True, False])
def test_what_another_station_asks_of_a_closed_room_waits_for_its_owner(stations, whole_station):
    asking, owner = stations
    room = op("room", name="多功能厅")
    hours = {"starts_at": AT.isoformat(), "ends_at": (AT + timedelta(hours=4)).isoformat()}
    closure = op("closure", **hours, **({} if whole_station else {"room_id": room[1]["r"]}))
    owner.push([room, closure])
    closed, later = booking(room[1]["r"], hour=1), booking(room[1]["r"], hour=5)
    assert codes(asking, closed, later) == ["ok", "ok"]
    found = {row: fields["status"] for row, fields in rows_of(asking, "booking").items()}
    assert found == {closed[1]["r"]: "pending", later[1]["r"]: "confirmed"}
    assert codes(owner, op("booking", closed[1]["r"], status="confirmed")) == ["ok"]
    assert rows_of(asking, "booking")[closed[1]["r"]]["status"] == "confirmed"
    assert codes(owner, op("closure", closure[1]["r"], is_lifted=True)) == ["ok"]
    assert codes(asking, booking(room[1]["r"], hour=2)) == ["ok"]
    assert "pending" not in {fields["status"] for fields in rows_of(asking, "booking").values()}
