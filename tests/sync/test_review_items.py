"""What a person must decide: raised by the centre once, for the desk whose operation lost."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.rows import dict_row

from desk_app.domain.changes import Entity
from desk_app.sync import central
from tests.sync.desk import STARTS
from tests.sync.raw_desk import RawDesk, op


@pytest.fixture
def desks(make_desk):
    return make_desk("东"), make_desk("西")


@pytest.fixture
def items(centre_url):
    """Answers the items at the centre, oldest first, with their facts read."""

    def read():
        with psycopg.connect(centre_url, row_factory=dict_row) as owner:
            found = owner.execute("SELECT * FROM core.review_item ORDER BY raised_at").fetchall()
        return [row | {"facts": json.loads(row["facts"])} for row in found]

    return read


def one(found, kind, desk, about, other=None):
    """The only item: of this kind, for this desk, open, and nothing else."""
    assert [(i["kind"], i["status"], i["about_id"], i["other_id"]) for i in found] == [
        (kind, "open", about, other)
    ]
    assert str(found[0]["for_desk"]) == desk.setting("desk_id")
    assert found[0]["raised_at"] is not None
    return found[0]["facts"]


def exchange(*desks):
    for _ in range(2):
        for desk in desks:
            desk.run_online()


def send_all_again(*desks):
    """As after a restored file: a new stream with all the old operations."""
    for desk in desks:
        desk.sync._fork()
    exchange(*desks)


def room(desk):
    return desk.add(Entity.ROOM, name="多功能厅")


def booking(desk, room_id, start=0, end=60, **facts):
    return desk.add(
        Entity.BOOKING,
        room_id=room_id,
        starts_at=STARTS + timedelta(minutes=start),
        ends_at=STARTS + timedelta(minutes=end),
        status="confirmed",
        booked_at=STARTS - timedelta(days=1),
        **facts,
    )


def test_a_displaced_booking_names_the_winner(desks, items):
    east, west = desks
    hall = room(east)
    exchange(*desks)
    won = booking(east, hall, company="梧桐科技")
    lost = booking(west, hall, 30, 90, company="合欢设计", headcount=12)
    exchange(*desks)
    facts = one(items(), "displaced_booking", west, lost, won)
    assert (facts["mine"]["who"], facts["theirs"]["who"]) == ("合欢设计", "梧桐科技")
    assert (facts["mine"]["desk"], facts["theirs"]["desk"]) == ("西", "东")
    assert facts["mine"]["room"] == "多功能厅"
    assert facts["mine"]["headcount"] == 12
    assert facts["theirs"]["starts_at"] == "2026-03-02T11:00:00+00:00"
    assert facts["op_id"]
    send_all_again(*desks)
    one(items(), "displaced_booking", west, lost, won)
    west.change(Entity.BOOKING, lost, status="cancelled")
    exchange(*desks)
    assert [(i["status"], i["resolution"]) for i in items()] == [("resolved", "settled")]


def test_a_booking_displaced_again_is_one_thing_to_decide(desks, items):
    east, west = desks
    hall = room(east)
    exchange(*desks)
    winners = [booking(east, hall, start, start + 60) for start in (0, 120)]
    lost = booking(west, hall)
    exchange(*desks)
    west.change(
        Entity.BOOKING,
        lost,
        starts_at=STARTS + timedelta(minutes=120),
        ends_at=STARTS + timedelta(minutes=180),
        status="confirmed",
    )
    exchange(*desks)
    found = [(i["status"], i["resolution"], i["other_id"]) for i in items()]
    assert found == [("resolved", "replaced", winners[0]), ("open", "", winners[1])]


def test_what_another_station_may_not_see_is_not_in_the_facts(make_desk, centre_url, items):
    central.add_station(centre_url, "外滩站")
    own, guest = make_desk("东"), make_desk("南", station="外滩站")
    hall = room(own)
    exchange(own, guest)
    won = booking(own, hall, company="梧桐科技", purpose="招聘会", visitor_id=own.visitor("林晓"))
    lost = booking(guest, hall, company="合欢设计")
    exchange(own, guest)
    facts = one(items(), "displaced_booking", guest, lost, won)
    assert set(facts["theirs"]) == {"room_id", "room", "starts_at", "ends_at", "at", "desk"}
    page = guest.transport.inner.pull(
        epoch=guest.setting("epoch"), stream=guest.setting("stream"), cursor={}
    )
    assert [row.fields["for_desk"] for row in page.rows if row.entity == "review_item"] == [
        guest.setting("desk_id")
    ]
    page = own.transport.inner.pull(
        epoch=own.setting("epoch"), stream=own.setting("stream"), cursor={}
    )
    assert "review_item" not in {row.entity for row in page.rows}


def test_what_the_rooms_station_settles_is_settled_in_the_tray_of_who_asked(
    make_desk, centre_url, items
):
    central.add_station(centre_url, "外滩站")
    home, guest = make_desk("东"), make_desk("南", station="外滩站")
    hall = room(home)
    exchange(home, guest)
    booking(home, hall)
    home.run_online()
    lost = booking(guest, hall)
    exchange(guest, home)
    assert guest.sql("SELECT status FROM review_item") == [("open",)]
    home.change(Entity.BOOKING, lost, status="cancelled")
    exchange(home, guest)
    assert [i["status"] for i in items()] == ["resolved"]
    assert guest.sql("SELECT status FROM review_item") == [("resolved",)]


def test_a_duplicate_check_in_from_two_desks_is_raised_and_promoting_it_closes_it(desks, items):
    east, west = desks
    visitor, session = east.visitor("林晓"), east.session()
    exchange(*desks)
    first = east.check_in(session, visitor)
    east.run_online()
    second = west.check_in(session, visitor, minute=3)
    third = west.check_in(session, visitor, minute=5)
    exchange(*desks)
    found = {i["about_id"]: i for i in items()}
    assert {key: i["other_id"] for key, i in found.items()} == {second: first, third: first}
    assert {i["kind"] for i in found.values()} == {"duplicate_check_in"}
    assert {str(i["for_desk"]) for i in found.values()} == {west.setting("desk_id")}
    facts = found[second]["facts"]
    assert (facts["mine"]["who"], facts["mine"]["course"]) == ("林晓", "国画入门")
    assert facts["mine"]["at"] == "2026-03-02T11:03:00+00:00"
    assert (facts["mine"]["desk"], facts["theirs"]["desk"]) == ("西", "东")
    send_all_again(*desks)
    assert [i["status"] for i in items()] == ["open", "open"]

    east.undo(first)  # the second stands now; the third is the same desk's own repetition
    exchange(*desks)
    assert {(i["status"], i["resolution"]) for i in items()} == {("resolved", "promoted")}


def test_undoing_the_losing_check_in_closes_its_item(desks, items):
    east, west = desks
    visitor, session = east.visitor(), east.session()
    exchange(*desks)
    first = east.check_in(session, visitor)
    east.run_online()
    second = west.check_in(session, visitor)
    exchange(*desks)
    one(items(), "duplicate_check_in", west, second, first)
    west.undo(second)
    exchange(*desks)
    assert [(i["status"], i["resolution"]) for i in items()] == [("resolved", "undone")]


def test_repetitions_of_one_desk_and_several_entries_are_nobodys_to_decide(desks, items):
    east, west = desks
    visitor, session = east.visitor(), east.session()
    open_house = east.session(east.course(several_entries=True))
    exchange(*desks)
    for _ in range(3):
        east.check_in(session, visitor)
        east.check_in(open_house, visitor)
        west.check_in(open_house, visitor)
    exchange(*desks)
    assert items() == []


def test_an_enrolment_over_capacity_is_raised_until_a_seat_is_found(desks, items):
    east, west = desks
    course, people = east.course(capacity=1), [east.visitor(name) for name in ("甲某", "林晓")]
    exchange(*desks)
    kept = east.enrolment(course, people[0])
    east.run_online()
    lost = west.enrolment(course, people[1])
    exchange(*desks)
    facts = one(items(), "over_capacity", west, lost)
    assert (facts["place"], facts["mine"]["course"], facts["mine"]["capacity"]) == (
        1,
        "国画入门",
        1,
    )
    assert facts["mine"]["who"] == "林晓"
    send_all_again(*desks)
    one(items(), "over_capacity", west, lost)
    east.change(Entity.ENROLMENT, kept, status="dropped")
    east.change(Entity.ENROLMENT, lost, status="confirmed")
    exchange(*desks)
    assert [(i["status"], i["resolution"]) for i in items()] == [("resolved", "settled")]


def test_a_name_two_desks_changed_is_raised_with_both_values(desks, items):
    east, west = desks
    visitor = east.visitor("林晓")
    exchange(*desks)
    east.change(Entity.VISITOR, visitor, name="林小", phone="13800001111")
    west.change(Entity.VISITOR, visitor, name="林筱", phone="13800002222")
    exchange(*desks)
    facts = one(items(), "profile_conflict", west, visitor)
    assert (facts["field"], facts["mine"]["value"], facts["theirs"]["value"]) == (
        "name",
        "林筱",
        "林小",
    )
    assert (facts["mine"]["desk"], facts["theirs"]["desk"]) == ("西", "东")
    send_all_again(*desks)
    one(items(), "profile_conflict", west, visitor)


def test_one_person_entered_at_two_desks_is_suggested_once(desks, items):
    east, west = desks
    first = east.visitor("林晓", phone="138 0000 1111")
    exchange(east)
    second = west.visitor("林 晓", phone="+86 13800001111")
    west.visitor("周明", phone="13800001111")
    west.visitor("林晓", phone="13900001111")
    east.visitor("")
    west.visitor("")
    west.run_online()
    facts = one(items(), "same_person", west, second, first)
    assert (facts["mine"]["who"], facts["theirs"]["who"]) == ("林 晓", "林晓")
    send_all_again(west)
    one(items(), "same_person", west, second, first)
    west.change(Entity.VISITOR, second, merged_into=first)
    west.run_online()
    assert [(i["status"], i["resolution"]) for i in items()] == [("resolved", "merged")]


def test_a_sheet_brought_in_at_two_desks_does_not_bury_the_rest(desks, items):
    for desk in desks:
        for n in range(210):
            desk.visitor(f"来访者{n}", phone=f"13800000{n:03}")
        desk.run_online()
    assert {i["kind"] for i in items()} == {"same_person"}
    assert len(items()) == 200


def test_a_refused_operation_is_raised_and_its_payload_kept(make_desk, centre_url, items):
    central.add_station(centre_url, "徐家汇站")
    ours, theirs = make_desk("东"), make_desk("外", station="徐家汇站")
    visitor = ours.visitor("林晓")
    ours.run_online()
    theirs.add(Entity.VISITOR, row_id=visitor, name="改名", phone="1")
    theirs.run_online()
    facts = one(items(), "forbidden", theirs, visitor)
    assert (sorted(facts["fields"]), facts["op_kind"]) == (["name", "phone"], "test")
    assert "林晓" not in json.dumps(facts, ensure_ascii=False)
    with psycopg.connect(centre_url) as owner:
        payload, why = owner.execute("SELECT payload, why FROM sync.dead_op").fetchone()
    assert (json.loads(payload)["f"]["name"], why) == ("改名", "forbidden")
    assert central.status(centre_url)["dead_operations"] == 0
    send_all_again(theirs)
    one(items(), "forbidden", theirs, visitor)


@pytest.mark.parametrize("fields", ['{"name": null}', '{"name": "\\u0000"}', "[]"])
def test_an_operation_that_cannot_be_applied_is_raised(make_desk, items, fields):
    desk = make_desk("东")
    visitor = desk.visitor()
    desk.sql("UPDATE outbox SET fields = :fields", fields=fields)
    desk.run_online()
    (op_id,) = desk.sql("SELECT op_id FROM outbox")[0]
    (item,) = items()
    assert item["kind"] == "dead_operation"
    assert item["about_id"] in {visitor, UUID(op_id)}
    assert item["facts"]["op_id"] == str(UUID(op_id))
    send_all_again(desk)
    assert len(items()) == 1


def test_a_decision_reaches_the_other_desk_and_desks_set_nothing_else(desks, items):
    east, west = desks
    course = east.course(capacity=1)
    exchange(*desks)
    for desk in desks:
        desk.enrolment(course, desk.visitor())
    exchange(*desks)
    item = items()[0]["review_item_id"]

    def decide(desk, **fields):
        desk.visitor()
        desk.sql(
            "UPDATE outbox SET kind = 'review.resolved', entity = 'review_item', row_id = :row, "
            "fields = :fields WHERE q = (SELECT max(q) FROM outbox)",
            row=item,
            fields=json.dumps(fields),
        )
        exchange(desk)

    decide(
        west,
        status="resolved",
        resolution="leave",
        resolved_by="小林",
        resolved_at="2026-03-02T11:00:00.000000Z",
        facts="{}",
        for_desk=str(uuid4()),
        kind="forbidden",
    )
    (after,) = items()
    assert (after["status"], after["resolution"], after["resolved_by"]) == (
        "resolved",
        "leave",
        "小林",
    )
    assert (after["kind"], str(after["for_desk"])) == ("over_capacity", west.setting("desk_id"))
    assert after["facts"]["place"] == 1
    decide(east, status="open", resolution="", resolved_by="", resolved_at=None)
    assert items()[0]["status"] == "open"


def test_a_decision_that_arrives_before_what_it_decides_is_kept(desks, items, centre_url):
    east = desks[0]
    course = east.course(capacity=1)
    exchange(*desks)
    for desk in desks:
        desk.enrolment(course, desk.visitor())
    exchange(*desks)
    item = items()[0]
    with psycopg.connect(centre_url) as owner:  # as if a restored centre heard the decision first
        owner.execute(
            "UPDATE core.review_item SET kind = NULL, raised_at = NULL, status = 'dismissed'"
        )
        owner.execute("DELETE FROM sync.op")
        owner.execute("DELETE FROM core.enrolment")
        owner.execute("UPDATE sync.stream SET last_seq = 0, head = NULL")
    for desk in desks:
        desk.sync._hello_s = None
    exchange(*desks)
    (after,) = items()
    assert (after["kind"], after["status"]) == ("over_capacity", "dismissed")
    assert after["review_item_id"] == item["review_item_id"]


def test_a_desk_that_is_refused_over_and_over_does_not_bury_the_rest(centre_url):
    desk = RawDesk(centre_url, "东")
    mad = [op("course", capacity=-1) for _ in range(260)]
    desk.send(mad)
    with psycopg.connect(centre_url) as owner:
        count = "SELECT count(*) FROM core.review_item WHERE status = 'open'"
        assert owner.execute(count).fetchone() == (200,)
        assert owner.execute("SELECT count(*) FROM sync.dead_op").fetchone() == (260,)
        owner.execute("UPDATE core.review_item SET status = 'resolved' WHERE kind IS NOT NULL")
        owner.commit()
        desk.send([op("course", capacity=-1)])
        assert owner.execute(count).fetchone() == (1,)
    (found,) = central.status(centre_url)["desks"]
    assert found["dead_operations"] == 261
    desk.close()
