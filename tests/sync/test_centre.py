"""What the centre accepts, from whom, and what its owner is told."""

import json
from uuid import UUID, uuid4

import psycopg
import pytest

from desk_app.domain.changes import SCHEMA, Entity
from desk_app.domain.errors import KnownError
from desk_app.domain.link import LinkProblem
from desk_app.sync import central, transport
from desk_app.sync.addresses import Centre, check_tls, read_invitation
from desk_app.sync.engine import SyncEngine
from desk_app.sync.enrolment import enrol, leave
from desk_app.sync.throwaway_postgres import ThrowawayPostgres
from desk_app.sync.transport import connect
from tests.sync.raw_desk import RawDesk, op


def code_of(call, *args):
    with pytest.raises(KnownError) as caught:
        call(*args)
    assert caught.value.zh
    assert caught.value.en
    return caught.value.code


def test_init_again_changes_nothing(centre_url):
    assert central.init(centre_url)["applied"] == []
    assert central.migrate(centre_url)["applied"] == []
    assert central.status(centre_url)["stations"] == 1


def test_the_owner_is_told_what_is_wrong(database_url, postgres):
    assert code_of(central.status, database_url) == "not_a_centre"
    central.init(database_url)
    central.add_station(database_url, "静安寺站")
    assert code_of(central.add_station, database_url, "静安寺站") == "duplicate_name"
    assert code_of(central.add_station, database_url, " ") == "bad_name"
    assert code_of(central.add_desk, database_url, "没有这个站", "东") == "unknown_station"
    central.add_desk(database_url, "静安寺站", "东")
    assert code_of(central.add_desk, database_url, "静安寺站", "东") == "duplicate_name"
    assert code_of(central.status, "postgresql://127.0.0.1:1/x") == "cannot_connect"
    assert code_of(central.status, "nonsense") == "bad_url"
    assert code_of(central.init, "postgresql://db.example.org/x?sslmode=prefer") == "tls_required"
    with psycopg.connect(postgres.url, autocommit=True) as owner:
        owner.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
        owner.execute("CREATE DATABASE visited")
    guest = postgres.url_of("visited").replace("postgres@", "guest:guest@")
    assert code_of(central.init, guest) == "not_owner"


def test_an_owner_who_is_no_superuser_can_run_a_centre(make_desk, postgres):
    with psycopg.connect(postgres.url, autocommit=True) as superuser:
        superuser.execute("CREATE ROLE boss LOGIN CREATEROLE PASSWORD 'boss'")
        superuser.execute("CREATE DATABASE bosses OWNER boss")
    url = postgres.url_of("bosses").replace("postgres@", "boss:boss@")
    central.init(url)
    central.add_station(url, "静安寺站")
    desk = make_desk("东", is_enrolled=False)
    desk.enrol(central.add_desk(url, "静安寺站", "东")["enrol"])
    desk.visitor()
    assert desk.run_online().pushed == 1
    assert central.status(url)["counts"]["visitor"] == 1


def test_an_enrolment_text_can_name_the_address_desks_use(centre_url):
    text = central.add_desk(
        centre_url, "静安寺站", "东", address="postgresql://centre.example.org:6000/station"
    )["enrol"]
    centre = read_invitation(text).centre
    assert (centre.host, centre.port, centre.sslmode) == ("centre.example.org", 6000, "verify-full")


def test_status_counts_what_is_there(make_desk, centre_url):
    desk = make_desk("东")
    desk.check_in(desk.session(), desk.visitor())
    desk.run_online()
    status = central.status(centre_url)
    assert status["counts"]["check_in"] == status["counts"]["visitor"] == 1
    assert (status["operations"], status["dead_operations"]) == (4, 0)
    (row,) = status["desks"]
    assert (row["name"], row["enrolled"], row["last_seq"]) == ("东", True, 4)
    assert row["last_seen"]


def test_plain_connections_stay_on_this_computer():
    check_tls("127.0.0.1", "disable")
    check_tls("/run/postgresql", "disable")
    check_tls("centre.example.org", "verify-full")
    assert code_of(check_tls, "192.168.1.5", "require") == "tls_required"


def test_enrolling_takes_over_identity_and_keeps_what_waits(make_desk, centre_url):
    desk = make_desk("东", is_enrolled=False)
    desk.visitor()
    invited = central.add_desk(centre_url, "静安寺站", "东台")
    enrolled = desk.enrol(invited["enrol"])
    assert (enrolled.desk_name, enrolled.station_name) == ("东台", "静安寺站")
    assert (desk.setting("desk_id"), desk.setting("station_id")) == (
        invited["desk"],
        invited["station"],
    )
    assert desk.run_online().pushed == 1
    assert code_of(enrol, desk.database.begin, invited["enrol"]) == "already_joined"


def test_a_desk_that_left_or_was_withdrawn_can_join_anew_with_all_it_has(make_desk, centre_url):
    desk = make_desk("东")
    visitor = desk.visitor()
    desk.run_online()
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE sync.desk SET disabled = true")
    desk.sync.close()
    desk.sync = SyncEngine(desk.database.begin, None, desk.clock)
    assert desk.run().problem is LinkProblem.REVOKED
    assert desk.setting("centre_token") is None
    desk.sync.close()
    desk.enrol(central.add_desk(centre_url, "静安寺站", "东二")["enrol"])
    assert desk.run_online().pending == 0
    assert set(desk.table(Entity.VISITOR)) == {visitor}

    desk.sync.close()
    leave(desk.database.begin)
    desk.sync = SyncEngine(desk.database.begin, None, desk.clock)
    assert not desk.run().has_centre
    desk.enrol(central.add_desk(centre_url, "静安寺站", "东三")["enrol"])
    assert desk.run_online().pending == 0


def test_an_enrolment_text_works_once_but_may_be_repeated_when_the_answer_was_lost(
    make_desk, centre_url, monkeypatch
):
    text = central.add_desk(centre_url, "静安寺站", "东")["enrol"]
    desk, thief = make_desk("东", is_enrolled=False), make_desk("西", is_enrolled=False)

    def crash(_replica):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("desk_app.db.outbox.Outbox.fork", crash)
        with pytest.raises(KeyboardInterrupt):
            desk.enrol(text)
    assert desk.setting("centre") is None
    desk.enrol(text)
    assert desk.run().online
    assert code_of(thief.enrol, text) == "enrolment_used"
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        connect(read_invitation(text).centre)


def test_damaged_and_expired_enrolment_texts_are_refused(make_desk, centre_url):
    desk = make_desk("东", is_enrolled=False)
    text = central.add_desk(centre_url, "静安寺站", "东")["enrol"]
    for bad in ("", "hello", text[:-9], "sd-enrol:1:" + "A" * 9000, text.replace("1", "é")):
        assert code_of(desk.enrol, bad) == "bad_enrolment_text"
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE sync.desk SET code_expires_at = now() - interval '1 s'")
    assert code_of(desk.enrol, text) == "enrolment_expired"


def test_secrets_are_stored_hashed(make_desk, centre_url):
    desk = make_desk("东")
    with psycopg.connect(centre_url) as owner:
        stored = owner.execute("SELECT token_hash FROM sync.desk").fetchone()[0]
        scram = owner.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolname = %s",
            (desk.setting("centre")["role"],),
        ).fetchone()[0]
    assert len(stored) == 32
    assert stored != desk.setting("centre_token").encode()
    assert scram.startswith("SCRAM-SHA-256$")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM core.visitor",
        "SELECT * FROM sync.desk",
        "SELECT * FROM sync.feed",
        "INSERT INTO sync.txn VALUES (gen_random_uuid())",
        "SELECT sync.publish(gen_random_uuid(), '{}', '{}')",
        "CREATE TABLE public.mine (a integer)",
        "CREATE TEMP TABLE mine (a integer)",
        "CREATE SCHEMA mine",
        "SELECT pg_advisory_lock(1)",
        "SELECT lo_create(0)",
        "SET ROLE postgres",
    ],
)
def test_a_desk_can_do_nothing_but_call_the_functions(make_desk, statement):
    desk = make_desk("东")
    with (
        connect(Centre(**desk.setting("centre"))) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_a_token_does_not_work_with_another_desks_role(make_desk):
    east, west = make_desk("东"), make_desk("西")
    thief = transport.DirectTransport(
        Centre(**west.setting("centre")), east.setting("centre_token")
    )
    assert thief.hello(east.setting("stream")).code == "REVOKED"
    thief.close()


def test_a_disabled_desk_gets_nothing_and_keeps_what_it_has(make_desk, centre_url):
    desk = make_desk("东")
    desk.visitor()
    desk.run_online()
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE sync.desk SET disabled = true")
    desk.visitor()
    report = desk.run()
    assert (report.problem, report.pushed, report.pending) == (LinkProblem.REVOKED, 0, 1)


def test_no_row_leaves_its_station_and_none_is_written_from_outside(make_desk, centre_url):
    central.add_station(centre_url, "徐家汇站")
    ours, theirs = make_desk("东"), make_desk("外", station="徐家汇站")
    visitor, course = ours.visitor("林晓"), ours.course(capacity=1)
    session = ours.session(course)
    ours.run_online()
    theirs.run_online()
    assert all(rows == {} for rows in theirs.everything().values())

    theirs.add(Entity.VISITOR, row_id=visitor, name="改名")
    theirs.enrolment(course, theirs.visitor())
    theirs.check_in(session, theirs.visitor())
    report = theirs.run_online()
    assert report.refused == 3
    assert [code for code in theirs.results().values() if code] == ["forbidden"] * 3
    ours.run_online()
    assert ours.table(Entity.VISITOR)[visitor]["name"] == "林晓"
    assert ours.table(Entity.ENROLMENT) == ours.table(Entity.CHECK_IN) == {}


def test_all_that_the_centre_keeps_of_a_visitor_is_sent_to_its_station(make_desk, centre_url):
    make_desk("东")
    with psycopg.connect(centre_url) as owner:
        kept = owner.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = 'core' AND table_name = 'visitor'"
        ).fetchall()
    desk = RawDesk(centre_url, "西")
    desk.push([op("visitor", name="林晓")])
    (row,) = desk.pull()["rows"]
    desk.close()
    assert {*row[6], "visitor_id", "station_id", "revisions"} == {name for (name,) in kept}


def test_public_keys_reach_every_station_and_link_secrets_do_not(make_desk, centre_url):
    central.add_station(centre_url, "徐家汇站")
    ours, theirs = make_desk("东"), make_desk("外", station="徐家汇站")
    key = ours.add(Entity.PASS_KEY, key_id=7, public=b"k" * 32)
    ours.add(Entity.LINK_KEY, secret=b"s" * 32)
    ours.run_online()
    theirs.run_online()
    assert theirs.table(Entity.PASS_KEY)[key]["public"] == b"k" * 32
    assert theirs.table(Entity.LINK_KEY) == {}
    theirs.change(Entity.PASS_KEY, key, public=b"x" * 32)
    theirs.run_online()
    ours.run_online()
    assert theirs.results() == {1: "forbidden"}
    assert ours.table(Entity.PASS_KEY)[key]["public"] == b"k" * 32


BAD_FIELDS = [
    '{"name": 5, "is_blocked": "perhaps"}',
    '{"name": "\\u0000"}',
    '{"name": null}',
    json.dumps({"name": "长" * 500}),
    "[]",
]


@pytest.mark.parametrize("fields", BAD_FIELDS)
def test_a_bad_operation_is_kept_aside_and_blocks_nothing(make_desk, centre_url, fields):
    east, west = make_desk("东"), make_desk("西")
    east.visitor("甲")
    bad = east.visitor("坏")
    east.visitor("乙")
    east.sql("UPDATE outbox SET fields = :fields WHERE q = 2", fields=fields)
    report = east.run_online()
    assert (report.pending, report.refused, report.problem) == (0, 1, LinkProblem.REFUSED)
    assert east.results() == {1: None, 2: "dead_op", 3: None}
    west.run_online()
    assert {row["name"] for row in west.table(Entity.VISITOR).values()} == {"甲", "乙"}
    with psycopg.connect(centre_url) as owner:
        payload, desk_id = owner.execute("SELECT payload, desk_id FROM sync.dead_op").fetchone()
    assert json.loads(payload)["r"] == str(bad)
    assert str(desk_id) == east.setting("desk_id")
    assert central.status(centre_url)["dead_operations"] == 1


def test_an_unknown_entity_and_a_second_row_of_one_nonce_are_kept_aside(make_desk):
    desk = make_desk("东")
    session, visitor = desk.session(), desk.visitor()
    first, second = desk.check_in(session, visitor), desk.check_in(session, visitor)
    nonce = str(desk.table(Entity.CHECK_IN)[first]["nonce"])
    desk.sql(
        "UPDATE outbox SET fields = json_set(fields, '$.nonce', :nonce) WHERE row_id = :row",
        nonce=nonce,
        row=second,
    )
    desk.visitor()
    desk.sql("UPDATE outbox SET entity = 'wish' WHERE q = 6")
    desk.run_online()
    assert [desk.results()[q] for q in (5, 6)] == ["dead_op", "dead_op"]


def test_fields_this_centre_does_not_know_are_left_out(make_desk):
    east, west = make_desk("东"), make_desk("西")
    visitor = east.visitor("甲", phone="1")
    east.sql("UPDATE outbox SET fields = json_set(fields, '$.shoe_size', 42)")
    east.run_online()
    west.run_online()
    assert west.table(Entity.VISITOR)[visitor]["phone"] == "1"


def test_a_missing_field_keeps_its_value(make_desk):
    east, west = make_desk("东"), make_desk("西")
    course = east.course(capacity=9)
    east.run_online()
    east.change(Entity.COURSE, course, room="二楼")
    east.run_online()
    west.run_online()
    row = west.table(Entity.COURSE)[course]
    assert (row["room"], row["capacity"], row["name"]) == ("二楼", 9, "国画入门")


def test_a_centre_with_another_schema_says_so_and_nothing_is_lost(make_desk, centre_url):
    desk = make_desk("东")
    desk.visitor()
    with psycopg.connect(centre_url) as owner:  # a centre that still takes old pushes
        newer = SCHEMA + 1
        owner.execute("UPDATE sync.epoch SET schema_pull_min = %s, schema_max = %s", (newer, newer))
    report = desk.run()
    assert (report.problem, report.pushed, report.pulled) == (LinkProblem.SCHEMA, 1, 0)
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE sync.epoch SET schema_push_min = %s", (newer,))
    desk.visitor()
    report = desk.run()
    assert (report.problem, report.pending) == (LinkProblem.SCHEMA, 1)
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE sync.epoch SET schema_push_min = 1, schema_pull_min = 1")
    report = desk.run()
    assert (report.problem, report.pending, report.pulled) == (None, 0, 2)


def test_batches_out_of_bounds_are_refused(make_desk):
    desk = make_desk("东")
    with connect(Centre(**desk.setting("centre"))) as connection:
        call = json.dumps({"stream": str(uuid4()), "first": 1, "schema": 1})
        for ids in ([uuid4()] * 501, [uuid4()]):
            with pytest.raises(psycopg.DataError):
                connection.execute(
                    "SELECT api.push(%s, %s, %s::uuid[], %s::text[])",
                    (desk.setting("centre_token"), call, ids, ["{}"] * (501 if ids[1:] else 2)),
                )


def test_the_owner_cannot_log_in_and_parameters_are_not_logged(centre_url):
    with psycopg.connect(centre_url) as owner:
        name = owner.info.dbname
        roles = owner.execute(
            "SELECT rolcanlogin, rolsuper FROM pg_roles WHERE rolname IN (%s, %s)",
            (f"{name}_owner", f"{name}_desk"),
        ).fetchall()
        assert roles == [(False, False)] * 2
        assert owner.execute("SHOW log_parameter_max_length").fetchone() == ("0",)
        assert owner.execute("SHOW log_parameter_max_length_on_error").fetchone() == ("0",)
        owned = owner.execute(
            "SELECT DISTINCT pg_get_userbyid(c.relowner) FROM pg_class c JOIN pg_namespace n "
            "ON n.oid = c.relnamespace WHERE n.nspname IN ('core', 'sync', 'api')"
        ).fetchall()
        assert owned == [(f"{name}_owner",)]


SAME = UUID("00000000-0000-4000-8000-000000000001")


def test_the_same_rows_on_another_cluster_are_another_history(centre_url, tmp_path):
    epochs = []
    with ThrowawayPostgres(tmp_path) as other:
        central.init(other.url)
        for url in (centre_url, other.url):
            with psycopg.connect(url) as owner:
                owner.execute(
                    "UPDATE sync.epoch SET epoch = '00000000-0000-4000-8000-000000000001'"
                )
                epochs.append(owner.execute("SELECT sync.epoch_now()").fetchone())
    assert epochs[0] != epochs[1]


def test_a_clock_years_ahead_wins_no_tie_for_longer_than_five_minutes(centre_url):
    desk = RawDesk(centre_url, "东")
    far = op("visitor", hlc=1 << 62, name="林晓", phone="1")
    missing = op("visitor", name="林晓", phone="1")
    del missing[1]["h"]
    desk.push([far, missing])
    with psycopg.connect(centre_url) as owner:
        found = owner.execute(
            "SELECT (revisions #>> '{phone,h}')::bigint >> 16, "
            "extract(epoch FROM clock_timestamp()) * 1000 FROM core.visitor"
        ).fetchall()
    assert len(found) == 2
    assert all(hlc_ms <= now_ms + 300_000 for hlc_ms, now_ms in found)
    desk.close()
