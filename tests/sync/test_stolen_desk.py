"""What a thief of a desk's role, password and token can do: nothing but be that desk."""

import json
from uuid import uuid4

import psycopg
import pytest

from desk_app.db.erasure import ERASED
from desk_app.sync import central
from desk_app.sync.transport import connect
from tests.sync.raw_desk import RawDesk, op


@pytest.fixture
def stations(centre_url):
    """The thief's desk, and a desk of another station with a visitor."""
    central.add_station(centre_url, "外滩站")
    thief, other = RawDesk(centre_url, "东"), RawDesk(centre_url, "南", "外滩站")
    yield thief, other
    thief.close()
    other.close()


def tables_of(url):
    with psycopg.connect(url) as owner:
        return [
            name
            for (name,) in owner.execute(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
                "WHERE schemaname IN ('core', 'sync')"
            )
        ]


def test_no_table_can_be_read_or_written(stations, centre_url):
    thief, _ = stations
    tables = tables_of(centre_url)
    assert len(tables) > 30
    for table in tables:
        for text in ("SELECT FROM {}", "DELETE FROM {}", "TRUNCATE {}", "COPY {} TO STDOUT"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                thief.connection.execute(text.format(table))


def test_no_function_but_the_six_can_be_called(stations, centre_url):
    thief, _ = stations
    with psycopg.connect(centre_url) as owner:
        found = owner.execute(
            "SELECT n.nspname, p.proname, has_function_privilege(%s, p.oid, 'EXECUTE'), "
            "p.prosecdef, p.proconfig FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname IN ('api', 'sync', 'core', 'public')",
            (thief.centre.role,),
        ).fetchall()
    callable_ones = {(schema, name) for schema, name, may, _, _ in found if may}
    assert callable_ones == {
        ("api", name) for name in ("enrol", "hello", "push", "pull", "lookup", "rotate")
    }
    for schema, name, _, is_definer, config in found:
        assert is_definer == (schema == "api"), name
        if is_definer:
            assert "search_path=pg_catalog, pg_temp" in config, name


@pytest.mark.parametrize(
    "text",
    [
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_xact_lock(1)",
        "SELECT pg_advisory_lock_shared(1, 1)",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT lo_import('/etc/passwd')",
        "CREATE TEMP TABLE sync_desk (a integer)",
        "CREATE TABLE public.t (a integer)",
        "CREATE TABLE api.t (a integer)",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA s",
        "CREATE DATABASE d",
        "CREATE ROLE r",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION postgres",
        "SET session_replication_role = replica",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT rolpassword FROM pg_authid",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
        "TABLE sync.scope FOR UPDATE",
        "ALTER FUNCTION api.push RESET ALL",
        "GRANT USAGE ON SCHEMA sync TO PUBLIC",
        "LOAD 'auto_explain'",
        "SELECT dblink('', '')",
        "LISTEN x; NOTIFY x; SELECT FROM sync.desk",
    ],
)
def test_the_sql_prompt_of_a_stolen_role_gives_nothing(stations, text):
    thief, _ = stations
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFunction)):
        thief.connection.execute(text)
    thief.connection.execute("SELECT 1")


def test_what_other_sessions_run_is_not_shown(stations, centre_url):
    thief, _ = stations
    with psycopg.connect(centre_url) as owner:
        owner.execute("SELECT 'geheim'")
        seen = thief.connection.execute(
            "SELECT query FROM pg_stat_activity WHERE usename = 'postgres'"
        ).fetchall()
    assert all("geheim" not in (query or "") for (query,) in seen)


OWN_SETTINGS = (
    "search_path = pg_temp, public, sync, core",
    "timezone = 'Asia/Shanghai'",
    "row_security = off",
    "check_function_bodies = off",
    "standard_conforming_strings = off",
    "array_nulls = off",
    "transform_null_equals = on",
    "quote_all_identifiers = on",
    "bytea_output = 'escape'",
    "datestyle = 'SQL, DMY'",
    "intervalstyle = 'sql_standard'",
    "extra_float_digits = -15",
    "default_transaction_isolation = 'serializable'",
    "from_collapse_limit = 1",
    "statement_timeout = 0",
)


@pytest.mark.parametrize("text", OWN_SETTINGS)
def test_settings_of_ones_own_change_nothing_for_anybody(stations, text):
    thief, other = stations
    mine = [
        op("visitor", name="林晓", phone="13900001111"),
        op("link_key", secret="0a" * 32),
        op("term", name="春", first_day="2026-03-01", last_day="2026-04-01"),
        op("room", name="大厅", equipment='{"投影": 1}'),
    ]
    mine.append(op("pass", visitor_id=mine[0][1]["r"], kind="linked", digest="0b" * 32,
                   issued_at="2026-05-04T02:00:00Z"))  # fmt: skip
    thief.connection.execute(f"SET {text}")
    thief.send(mine, size=1)
    assert thief.pull()["code"] == "ok"
    neighbour = RawDesk(thief.url, "西")
    for desk in (neighbour, other):
        assert desk.push([op("visitor", name="周明")])["code"] == "ok"
    rows = {row[3]: row[6] for row in neighbour.pull()["rows"] if row[3] in {"link_key", "term"}}
    assert rows.get("link_key", {"secret": "0a" * 32}) == {"secret": "0a" * 32}
    if "term" in rows:
        assert rows["term"]["first_day"] == "2026-03-01"
    assert "13900001111" not in json.dumps(other.pull())
    neighbour.close()


NASTY = (
    "'; DROP TABLE core.visitor; --",
    "$$; DROP TABLE core.visitor; $$",
    "\\'; SELECT 1; --",
    '"; DROP SCHEMA sync CASCADE; --',
    "%I %L %s",
    "x' || (SELECT token_hash FROM sync.desk LIMIT 1) || '",
)


@pytest.mark.parametrize("text", NASTY)
def test_sql_in_any_field_is_text(stations, centre_url, text):
    thief, other = stations
    ops = [
        op("visitor", name=text, phone=text, company=text),
        op(text, name=text),
        op("visitor", kind=text, name=text, **{text: text}),
        op("term", name=text, first_day="2026-03-01", last_day="2026-04-01"),
        op("review_item", status=text),
        op("room", name=text, hours=text),
        op("visitor", base={text: text}, name="林晓"),
    ]
    thief.send(ops)
    thief.push([(uuid4(), json.dumps({"e": text, "r": text, "f": text}))], careful=True)
    head = json.dumps({"schema": 4, "epoch": thief.epoch, "stream": thief.stream})
    for bad in ({"cursor": {text: [1, text]}}, {"limit": text}, {"epoch": text}, {"schema": text}):
        with pytest.raises(psycopg.DataError):
            thief.call("SELECT api.pull(%s, %s)", thief.token, json.dumps(json.loads(head) | bad))
    assert thief.call("SELECT api.hello(%s, '{}')", text)["code"] == "REVOKED"
    assert thief.call("SELECT api.enrol(%s, %s)", text, text)["code"] == "REVOKED"
    lookup = json.dumps({"phone": text + "1234567", "operator": text})
    assert thief.call("SELECT api.lookup(%s, %s)", thief.token, lookup)["matches"] == []
    names = {row[6]["name"] for row in thief.pull()["rows"] if row[3] == "visitor"}
    assert text in names
    assert other.pull()["rows"] == [row for row in thief.pull()["rows"] if row[3] == "room"]


def test_nothing_of_another_station_is_read_or_changed(stations, centre_url):
    thief, other = stations
    theirs = [
        op("visitor", name="顾晚晴", phone="13900001111"),
        op("course", name="茶艺"),
        op("company", name="合欢设计"),
        op("term", name="春季班", first_day="2026-03-01", last_day="2026-04-01"),
        op("link_key", secret="00" * 32),
        op("pass_key", key_id=1, public="11" * 32),
    ]
    other.push(theirs)
    seen = json.dumps(thief.pull(), ensure_ascii=False)
    assert all(word not in seen for word in ("顾晚晴", "茶艺", "合欢", "春季班", "00" * 32))
    before = other.pull()["rows"]
    for _, known in theirs:
        change = op(known["e"], known["r"], **(known["f"] | {"name": "改名", "key_id": 2}))
        reply = thief.push([change])
        assert [r["code"] for r in reply["results"]] == ["forbidden"], known["e"]
    after = other.pull()["rows"]
    assert [row[3:] for row in after] == [row[3:] for row in before]
    cursor = {"1": [0, str(uuid4())], "2": [0, str(uuid4())], "3": [0, str(uuid4())]}
    assert thief.pull(cursor)["code"] == "HISTORY_LOST"
    assert "顾晚晴" not in json.dumps(thief.pull(), ensure_ascii=False)


def test_another_desks_stream_cannot_be_continued_or_read(stations):
    thief, other = stations
    other.push([op("visitor", name="顾晚晴")])
    thief.stream, thief.head, thief.last = other.stream, other.head, other.last
    assert thief.push([op("visitor", name="林晓")])["code"] == "CLONE"
    reply = thief.call(
        "SELECT api.hello(%s, %s)", thief.token, json.dumps({"stream": other.stream})
    )
    assert (reply["last_seq"], reply["head"]) == (0, None)
    assert other.push([op("visitor", name="周明")])["code"] == "ok"


def test_an_operation_replayed_under_ones_own_stream_changes_nothing(stations, centre_url):
    thief, other = stations
    seen = op("visitor", name="顾晚晴")
    other.push([seen])
    reply = thief.push([(seen[0], op("visitor", seen[1]["r"], name="改名")[1])])
    assert [r["code"] for r in reply["results"]] == ["same_op"]
    with psycopg.connect(centre_url) as owner:
        assert owner.execute("SELECT name FROM core.visitor").fetchall() == [("顾晚晴",)]


def test_a_body_of_a_hundred_megabytes_is_refused_and_the_centre_goes_on(stations):
    thief, _ = stations
    huge = [op("visitor", name="林晓", note="x" * 100_000_000)]
    for careful in (False, True):
        with pytest.raises(psycopg.DataError, match="out of bounds"):
            thief.push(huge, careful=careful)
    large = [op("visitor", name="林晓", note="x" * 3_000_000), op("visitor", name="周明")]
    reply = thief.push(large, careful=True)
    assert [(r["q"], r["code"]) for r in reply["results"]] == [(1, "dead_op")]
    for desk in stations:
        assert desk.push([op("visitor", name="周明")])["code"] == "ok"


def test_deeply_nested_json_is_kept_aside(stations):
    thief, _ = stations
    deep = '{"e": "visitor", "r": "' + str(uuid4()) + '", "f": ' + "[" * 60_000 + "]" * 60_000 + "}"
    try:
        reply = thief.push([(uuid4(), deep)], careful=True)
    except psycopg.Error:
        pass
    else:
        assert [r["code"] for r in reply["results"]] == ["dead_op"]
    assert thief.push([op("visitor", name="周明")])["code"] == "ok"


def test_the_role_ends_with_four_connections_and_a_statement_with_its_time(stations):
    thief, _ = stations
    more = [connect(thief.centre) for _ in range(3)]
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        connect(thief.centre)
    timeout = thief.call("SELECT current_setting('statement_timeout')")
    assert timeout == "20s"
    for connection in more:
        connection.close()


def test_a_thief_erases_thirty_people_and_no_more(centre_url):
    thief = RawDesk(centre_url, "东")
    people = [str(uuid4()) for _ in range(40)]
    thief.push([op("visitor", who, name="顾晚晴") for who in people])
    results = thief.push([op("visitor", who, kind=ERASED) for who in people])["results"]
    thief.close()
    refused = [result for result in results if result["code"] == "forbidden"]
    assert [result["detail"] for result in refused] == [{"why": "too_many_erased"}] * 10
    with psycopg.connect(centre_url) as owner:
        left = "SELECT count(*) FROM core.visitor WHERE name = '顾晚晴'"
        assert owner.execute(left).fetchone() == (10,)
