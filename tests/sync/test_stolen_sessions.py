"""A thief at the SQL prompt of a stolen role holds on to what it can: the others go on working."""

import threading

import psycopg
import pytest

from desk_app.sync import central, central_desks
from desk_app.sync.transport import connect
from tests.sync.raw_desk import RawDesk, op

WITHOUT_LIMITS = (
    "SET statement_timeout = 0",
    "SET lock_timeout = 0",
    "SET idle_in_transaction_session_timeout = 0",
    "SET idle_session_timeout = 0",
)


@pytest.fixture
def desks(centre_url):
    """The thief's desk, its neighbour at the station, and a desk of another station."""
    central.add_station(centre_url, "外滩站")
    found = (
        RawDesk(centre_url, "东"),
        RawDesk(centre_url, "西"),
        RawDesk(centre_url, "南", "外滩站"),
    )
    yield found
    for desk in found:
        desk.close()


def holding(desk, *texts):
    """Return a connection of the desk's role that is in a transaction it does not end."""
    line = connect(desk.centre)
    for text in WITHOUT_LIMITS:
        line.execute(text)
    line.execute("BEGIN")
    for text in texts:
        line.execute(text)
    return line


def hold_by_push(desk):
    """Push inside a transaction that stays open: the scopes of city and station are locked."""
    line = holding(desk)
    own, desk.connection = desk.connection, line
    try:
        assert desk.push([op("room", name="大厅"), op("visitor", name="林晓")])["code"] == "ok"
    finally:
        desk.connection = own
        desk.stream = "00000000-0000-4000-8000-000000000001"
    return line


def goes_through(desk, ops):
    """Push as a desk does: what is busy is tried again."""
    for _ in range(3):
        code = desk.push(ops)["code"]
        if code != "BUSY":
            break
    return code


def is_gone(line):
    try:
        line.execute("SELECT 1")
    except psycopg.Error:
        return line.closed
    return False


@pytest.mark.timeout(60)
def test_a_transaction_a_thief_does_not_end_is_ended_by_who_waits_for_it(desks):
    thief, neighbour, other = desks
    line = hold_by_push(thief)
    try:
        assert goes_through(other, [op("room", name="小厅")]) == "ok"
        assert goes_through(neighbour, [op("visitor", name="周明")]) == "ok"
        assert is_gone(line)
    finally:
        line.close()


@pytest.mark.timeout(60)
def test_a_desk_that_holds_a_transaction_open_can_be_withdrawn(desks, centre_url):
    thief, _, _ = desks
    line = hold_by_push(thief)
    try:
        found = central_desks.revoke_desk(centre_url, "静安寺站", "东")
        assert found["revoked"]
        assert is_gone(line)
        with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
            connect(thief.centre)
    finally:
        line.close()


@pytest.mark.timeout(60)
def test_a_thief_may_ask_for_no_time_limit_but_a_hello_of_anybody_sets_one(desks, centre_url):
    thief, neighbour, _ = desks
    lines = [holding(thief, "SELECT api.hello('x', '{}')") for _ in range(2)]
    with psycopg.connect(centre_url, autocommit=True) as owner:
        owner.execute("SELECT sync.hang_up(interval '0')")
    neighbour.call("SELECT api.hello(%s, '{}')", neighbour.token)
    try:
        assert all(is_gone(line) for line in lines)
    finally:
        for line in lines:
            line.close()


WITHOUT_END = (
    "SELECT count(*) FROM generate_series(1, 1e12::bigint)",
    "SELECT pg_sleep(1e9)",
    "DO 'BEGIN LOOP COMMIT; PERFORM 1; END LOOP; END'",
    "DO 'BEGIN LOOP BEGIN PERFORM pg_sleep(9); EXCEPTION WHEN OTHERS THEN END; END LOOP; END'",
)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", WITHOUT_END)
def test_a_statement_without_end_is_ended(desks, centre_url, text):
    thief, _, _ = desks
    line = connect(thief.centre)
    for limit in WITHOUT_LIMITS:
        line.execute(limit)
    ended = []

    def burn():
        try:
            line.execute(text)
        except psycopg.Error as error:
            ended.append(error)

    thread = threading.Thread(target=burn)
    thread.start()
    with psycopg.connect(centre_url, autocommit=True) as owner:
        while True:  # as a hello of anybody would, but for a hundredth of the time
            found = owner.execute("SELECT sync.hang_up(interval '20 ms')").fetchone()
            if found == (1,):
                break
    thread.join()
    assert ended
    line.close()


@pytest.mark.timeout(60)
def test_a_transaction_kept_open_by_small_questions_is_ended(desks, centre_url):
    thief, _, _ = desks
    line = hold_by_push(thief)
    answers = []
    with psycopg.connect(centre_url, autocommit=True) as owner, line:
        while answers != [(1,)]:
            line.execute("SELECT 1")
            answers = owner.execute("SELECT sync.hang_up(interval '20 ms')").fetchall()
        assert is_gone(line)


def test_honest_desks_are_not_hung_up_on(desks, centre_url):
    _, neighbour, other = desks
    with psycopg.connect(centre_url, autocommit=True) as owner:
        assert owner.execute("SELECT sync.hang_up(interval '0')").fetchone() == (0,)
    for desk in (neighbour, other):
        assert desk.push([op("visitor", name="周明")])["code"] == "ok"


def test_a_thief_cannot_fill_the_disk_with_what_a_query_puts_aside(desks):
    thief, _, _ = desks
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        thief.connection.execute("SET temp_file_limit = -1")
    thief.connection.execute("SET work_mem = '64kB'")
    with pytest.raises(psycopg.errors.ConfigurationLimitExceeded):
        thief.connection.execute(
            "SELECT count(*) FROM (SELECT g FROM generate_series(1, 30000000) g ORDER BY -g) o"
        )
    assert thief.push([op("visitor", name="周明")])["code"] == "ok"


def test_shouting_to_everybody_reaches_no_desk_and_stops_none(desks):
    thief, neighbour, _ = desks
    thief.connection.execute("LISTEN sync")
    for _ in range(200):
        thief.connection.execute("SELECT pg_notify('sync', repeat('x', 7000))")
    assert neighbour.push([op("visitor", name="周明")])["code"] == "ok"
    assert list(neighbour.connection.notifies(timeout=0)) == []


def test_what_the_server_logs_of_a_refused_batch_names_nobody(desks, postgres):
    thief, _, _ = desks
    bad = (
        {"name": "顾晚晴", "phone": "13900001111" * 30},
        {"name": "顾晚晴", "phone": "13900001111", "is_blocked": "顾晚晴"},
        {"name": "顾晚晴", "phone": None},
    )
    for fields in bad:
        with pytest.raises((psycopg.DataError, psycopg.IntegrityError)) as found:
            thief.push([op("visitor", **fields)])
        assert "顾晚晴" not in str(found.value.diag.message_detail or "")
    with pytest.raises(psycopg.Error):
        thief.push([(op("visitor")[0], '{"e": "visitor", "f": {"name": "顾晚晴"')])
    text = postgres.log()
    assert "refused" in text
    assert "顾晚晴" not in text
    assert "13900001111" not in text
