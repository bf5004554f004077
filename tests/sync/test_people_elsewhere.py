"""People of other stations: looked up exactly, attached, let go; people erased everywhere."""

import json
from datetime import timedelta

import psycopg
import pytest

from desk_app.db.erasure import ERASED
from desk_app.domain.changes import Entity
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import VisitorId
from desk_app.services.erasure import ErasureService
from desk_app.sync import central, central_desks
from desk_app.sync.protocol import BatchRefused
from tests.sync.desk import STARTS
from tests.sync.raw_desk import RawDesk, op

PHONE = "13800001111"


@pytest.fixture
def stations(make_desk, centre_url):
    central.add_station(centre_url, "外滩站")
    return make_desk("东"), make_desk("南", station="外滩站")


def exchange(*desks):
    for _ in range(2):
        for desk in desks:
            desk.run_online()


def known(desk):
    return {
        row_id: (row["name"], row["phone"], row["company"], row["attention"])
        for row_id, row in desk.table(Entity.VISITOR).items()
    }


def look(desk, **call):
    return desk.sync.lookup({"operator": "小林", **call})


@pytest.fixture
def attached(stations):
    """A visitor of the first station whom the second one has attached."""
    home, guest = stations
    visitor = home.visitor("林晓", phone=PHONE, company="梧桐科技", attention="过敏")
    card = home.add(Entity.PASS, visitor_id=visitor, kind="signed", issued_at=STARTS)
    exchange(home, guest)
    answer = look(guest, phone="+86 138-0000-1111", attach=str(visitor))
    assert answer["attached"] == str(visitor)
    exchange(home, guest)
    return visitor, card


def test_a_lookup_finds_an_exact_phone_and_says_little(stations, centre_url):
    home, guest = stations
    visitor = home.visitor("林晓晓", phone=PHONE)
    exchange(home, guest)
    assert known(guest) == {}
    (match,) = look(guest, phone=PHONE)["matches"]
    assert match == {
        "visitor_id": str(visitor),
        "name": "林*",
        "station": "静安寺站",
        "is_here": False,
    }
    assert look(guest, phone="13800001112")["matches"] == []
    assert look(home, phone=PHONE)["matches"][0]["is_here"]
    for nothing in ({"phone": "138"}, {}, {"phone": "%"}, {"digest": "00"}):
        with pytest.raises(BatchRefused):
            look(guest, **nothing)
    assert known(guest) == {}
    with psycopg.connect(centre_url) as owner:
        audit = owner.execute(
            "SELECT operator, asked_by, cardinality(found), attached, to_jsonb(l)::text "
            "FROM sync.lookup l ORDER BY at"
        ).fetchall()
    assert [row[:4] for row in audit] == [
        ("小林", "phone", 1, None),
        ("小林", "phone", 0, None),
        ("小林", "phone", 1, None),
    ]
    assert all(PHONE not in row[4] for row in audit)


def test_a_pass_or_a_linked_code_finds_its_visitor(stations):
    home, guest = stations
    visitor = home.visitor("林晓")
    card = home.add(Entity.PASS, visitor_id=visitor, kind="signed", issued_at=STARTS)
    home.add(Entity.PASS, visitor_id=visitor, kind="linked", issued_at=STARTS, digest=b"d" * 32)
    exchange(home, guest)
    for call in ({"pass": str(card)}, {"digest": (b"d" * 32).hex()}):
        assert [m["visitor_id"] for m in look(guest, **call)["matches"]] == [str(visitor)]


def test_lookups_are_limited_for_each_desk(stations):
    home, guest = stations
    home.visitor("林晓", phone=PHONE)
    exchange(home, guest)
    codes = [look(guest, phone=f"1380000{n:04}")["code"] for n in range(21)]
    assert codes == ["ok"] * 20 + ["TOO_MANY"]
    refused = look(guest, phone=PHONE)
    assert "matches" not in refused
    assert refused["retry_after_s"] == 600
    assert look(home, phone=PHONE)["code"] == "ok"


def test_an_attached_visitor_comes_with_little_and_follows_changes(stations, attached):
    home, guest = stations
    visitor, card = attached
    assert known(guest) == {visitor: ("林晓", PHONE, "梧桐科技", "")}
    assert set(guest.table(Entity.PASS)) == {card}
    home.change(Entity.VISITOR, visitor, name="林筱", attention="花生")
    home.change(Entity.PASS, card, revoked_at=STARTS)
    exchange(home, guest)
    assert known(guest) == {visitor: ("林筱", PHONE, "梧桐科技", "")}
    assert guest.table(Entity.PASS)[card]["revoked_at"] == STARTS
    guest.change(Entity.VISITOR, visitor, name="改名")
    exchange(home, guest)
    assert known(home)[visitor][0] == known(guest)[visitor][0] == "林筱"
    assert guest.sync.run_once().refused == 1


def test_nobody_is_attached_without_the_exact_key(stations):
    home, guest = stations
    visitor = home.visitor("林晓", phone=PHONE)
    exchange(home, guest)
    assert look(guest, phone="13900001111", attach=str(visitor))["attached"] is None
    exchange(guest)
    assert known(guest) == {}


def test_who_was_not_seen_for_a_month_leaves_the_scope(stations, attached, centre_url):
    home, guest = stations
    visitor, card = attached
    assert central_desks.let_go(centre_url)["let_go"] == 0
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE sync.attachment SET at = at - interval '31 days'")
    guest.check_in(guest.session(), visitor)
    guest.sql(
        "UPDATE outbox SET fields = json_set(fields, '$.at', :at) WHERE entity = 'check_in'",
        at=guest.clock().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    )
    exchange(guest)
    assert central_desks.let_go(centre_url)["let_go"] == 0  # seen today
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE core.check_in SET at = at - interval '31 days'")
    assert central_desks.let_go(centre_url)["let_go"] == 1
    exchange(home, guest)
    assert known(guest) == {}
    assert card not in guest.table(Entity.PASS)
    assert visitor in known(home)
    home.change(Entity.VISITOR, visitor, phone="13900002222")
    exchange(home, guest)
    assert known(guest) == {}
    assert central_desks.let_go(centre_url)["let_go"] == 0


SECRETS = ("林晓", PHONE, "梧桐科技", "过敏", "联系人甲", "回答乙", "原因丙", "尾号丁")


def everything_stored(url):
    """All text in all tables of the centre."""
    with psycopg.connect(url) as owner:
        tables = owner.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname IN ('core', 'sync')"
        ).fetchall()
        return "\n".join(
            str(owner.execute(f"SELECT jsonb_agg(to_jsonb(t)) FROM {name} t").fetchone())  # noqa: S608
            for (name,) in tables
        )


def everything_here(desk):
    tables = desk.sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    return "\n".join(str(desk.sql(f'SELECT * FROM "{name}"')) for (name,) in tables)  # noqa: S608


def leaks(text):
    return [secret for secret in SECRETS if secret in text]


def tell_all(home, visitor):
    question = home.add(Entity.QUESTION, course_id=home.course(), wording="?")
    home.add(
        Entity.ANSWER,
        question_id=question,
        visitor_id=visitor,
        wording="回答乙",
        answered_at=STARTS,
    )
    home.add(
        Entity.BOOKING,
        room_id=home.add(Entity.ROOM, name="会议室"),
        visitor_id=visitor,
        contact="联系人甲",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=1),
        booked_at=STARTS,
        status="confirmed",
    )
    home.check_in(home.session(), visitor, force_reason="原因丙")
    home.add(
        Entity.PASS,
        visitor_id=visitor,
        kind="linked",
        issued_at=STARTS,
        digest=b"d" * 32,
        hint="尾号丁",
    )


def test_erased_data_is_in_no_table_feed_outbox_or_log(stations, attached, make_desk, centre_url):
    home, guest = stations
    visitor, _ = attached
    other = make_desk("西")
    tell_all(home, visitor)
    other.run_online()
    other.visitor("林晓晓", phone=PHONE)  # suspected to be the same
    other.change(Entity.VISITOR, visitor, name="林晓二")
    home.change(Entity.VISITOR, visitor, name="林晓一")
    exchange(home, other, guest)
    bad = home.add(
        Entity.ENROLMENT, course_id=home.course(), visitor_id=visitor, enrolled_at=STARTS
    )
    home.sql(
        "UPDATE outbox SET fields = json_set(fields, '$.enrolled_at', '林晓') WHERE row_id = :id",
        id=bad,
    )
    exchange(home, other, guest)
    second = next(i for i, row in known(other).items() if row[0] == "林晓晓")
    assert leaks(everything_stored(centre_url)) == list(SECRETS)

    for who in (visitor, second):
        ErasureService(home.begin, home.clock).erase(VisitorId(who))
    exchange(home, other, guest)
    assert leaks(everything_stored(centre_url)) == []
    for desk in (home, other, guest):
        assert visitor not in known(desk)
    for desk in (other, guest):
        assert leaks(everything_here(desk)) == []
    exchange(home)
    assert leaks(everything_here(home)) == []
    check_in = next(iter(home.table(Entity.CHECK_IN).values()))
    assert check_in["visitor_id"] == visitor  # a bare id, so that it still counts


def test_an_older_edit_that_arrives_late_brings_nothing_back(stations, attached, centre_url):
    home, _ = stations
    visitor, _ = attached
    late = RawDesk(centre_url, "迟到")
    eraser = RawDesk(centre_url, "西")
    assert eraser.push([op("visitor", visitor, kind=ERASED, name="")])["code"] == "ok"
    ops = [
        op("visitor", visitor, name="林晓", phone=PHONE, attention="过敏"),
        op("booking", visitor_id=str(visitor), contact="联系人甲", company="梧桐科技"),
        op("answer", visitor_id=str(visitor), wording="回答乙"),
        op("check_in", visitor_id=str(visitor), force_reason="原因丙"),
        op("check_in", visitor_id=str(visitor), force_reason="原因丙"),
        op("pass", visitor_id=str(visitor), kind="linked", hint="尾号丁"),
    ]
    late.send(ops)
    late.push([op("booking", ops[1][1]["r"], contact="联系人甲")])
    assert leaks(everything_stored(centre_url)) == []
    late.epoch = eraser.epoch
    late.stream = "00000000-0000-4000-8000-000000000001"
    late.head, late.last = None, 0
    late.send(ops)
    assert leaks(everything_stored(centre_url)) == []
    exchange(home)
    assert visitor not in known(home)
    for desk in (late, eraser):
        desk.close()


def test_a_desk_refuses_to_erase_another_stations_visitor_before_anything_is_queued(
    stations, attached
):
    home, guest = stations
    visitor, _ = attached
    before = guest.everything(), guest.sql("SELECT count(*) FROM outbox")
    with pytest.raises(KnownError) as caught:
        ErasureService(guest.begin, guest.clock).erase(VisitorId(visitor))
    assert caught.value.code == "other_station"
    assert "静安寺站" in caught.value.zh
    assert (guest.everything(), guest.sql("SELECT count(*) FROM outbox")) == before
    ErasureService(home.begin, home.clock).erase(VisitorId(visitor))
    exchange(home, guest)
    assert visitor not in known(guest)


def test_another_station_cannot_erase(stations, attached, centre_url):
    visitor, _ = attached
    stranger = RawDesk(centre_url, "西", "外滩站")
    reply = stranger.push([op("visitor", visitor, kind=ERASED)])
    assert [r["code"] for r in reply["results"]] == ["forbidden"]
    assert json.dumps(reply["results"]).count(PHONE) == 0
    assert "林晓" in everything_stored(centre_url)
    stranger.close()
