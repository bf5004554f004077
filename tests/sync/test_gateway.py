"""The gateway: what it takes, from whom, how much of it, and what it says about itself."""

import contextlib
import gzip
import io
import json
import logging
import socket
import ssl
import threading

import httpx
import psycopg
import pytest

from desk_app.domain.errors import KnownError
from desk_app.sync import central
from desk_app.sync.addresses import read_invitation
from desk_app.sync.gateway.app import Gateway, Limits
from desk_app.sync.gateway.calls import CALLS
from desk_app.sync.gateway.server import JsonLines, Listen, make_server
from desk_app.sync.links import transport_to
from desk_app.sync.protocol import Code
from tests.sync.gateway import gateway_url, serving

pytestmark = pytest.mark.postgres

TOKEN = "x" * 43


@pytest.fixture
def way():
    return "gateway"


def client_of(running, token=TOKEN):
    return httpx.Client(
        base_url=running.centre.url,
        verify=ssl.create_default_context(cadata=running.centre.ca),
        headers={"authorization": f"Bearer {token}"},
        trust_env=False,
    )


def call(running, function="hello", token=TOKEN, **options):
    with client_of(running, token) as client:
        options = options or {"json": {"call": {"proto": 1}}}
        return client.post(f"/v1/{function}", **options)


def raw_line(running):
    context = ssl.create_default_context(cadata=running.centre.ca)
    line = socket.create_connection(("127.0.0.1", running.port), timeout=20)
    return context.wrap_socket(line, server_hostname="127.0.0.1")


def read_end(line):
    """What comes until the other side hangs up."""
    found = b""
    try:
        while part := line.recv(65536):
            found += part
    except (ConnectionError, ssl.SSLError):
        pass
    return found


def test_a_desk_enrols_by_one_text_with_address_and_authority(make_desk, centre_url, gateway):
    text = central.add_desk(centre_url, "静安寺站", "东", gateway=gateway.centre)["enrol"]
    assert text.startswith("sd-enrol:2:")
    assert read_invitation(text).centre == gateway.centre
    desk = make_desk("东", is_enrolled=False)
    assert desk.enrol(text).desk_name == "东"
    desk.visitor()
    assert desk.run_online().pushed == 1
    other = make_desk("西", is_enrolled=False)
    with pytest.raises(KnownError) as caught:
        other.enrol(text)
    assert caught.value.code == "enrolment_used"


def test_an_expired_text_says_so(make_desk, centre_url, gateway):
    text = central.add_desk(centre_url, "静安寺站", "东", gateway=gateway.centre, valid_hours=-1)[
        "enrol"
    ]
    with pytest.raises(KnownError) as caught:
        make_desk("东", is_enrolled=False).enrol(text)
    assert caught.value.code == "enrolment_expired"


def test_the_gateways_role_can_do_nothing_but_call_the_functions(centre_url):
    with psycopg.connect(gateway_url(centre_url), autocommit=True) as connection:
        assert connection.execute("SELECT api.hello('x', '{}')").fetchone()[0]["code"] == "REVOKED"
        for statement in (
            "SELECT * FROM sync.desk",
            "SELECT * FROM core.visitor",
            "SELECT sync.calling_role('x')",
            "CREATE TABLE public.mine (x int)",
            "CREATE TEMP TABLE mine (x int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_token_of_a_desk_with_its_own_login_is_worth_nothing_here(make_desk, centre_url, gateway):
    direct = make_desk("东", is_enrolled=False)
    direct.enrol(central.add_desk(centre_url, "静安寺站", "东")["enrol"])
    transport = transport_to(gateway.centre, direct.setting("centre_token"))
    assert transport.hello(direct.setting("stream")).code is Code.REVOKED
    transport.close()


def test_a_disabled_desk_gets_nothing(make_desk, centre_url):
    desk = make_desk("东")
    desk.run_online()
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE sync.desk SET disabled = true")
    assert desk.transport.hello(desk.setting("stream")).code is Code.REVOKED


def test_calls_without_token_function_or_sense_are_refused(gateway):
    assert call(gateway, token="short").status_code == 401
    assert call(gateway, "drop").status_code == 404
    assert call(gateway, content=b"{").status_code == 400
    assert call(gateway, json=[]).status_code == 400
    assert call(gateway, "push", json={"call": {}, "ids": [1], "ops": []}).status_code == 400
    assert call(gateway, content=b"[" * 100_000).status_code == 400
    assert call(gateway).json() == {"code": "REVOKED"}
    assert set(CALLS) >= {"enrol", "hello", "push", "pull", "lookup", "rotate"}


def test_a_gzip_bomb_is_refused_unpacked_only_up_to_the_limit(gateway):
    bomb = gzip.compress(bytes(200 * 1024 * 1024))
    assert len(bomb) < gateway.gateway.limits.max_wire
    packed = {"content-encoding": "gzip"}
    assert call(gateway, content=bomb, headers=packed).status_code == 413
    assert call(gateway, content=b"no gzip", headers=packed).status_code == 400
    whole = gzip.compress(b'{"call": {}}')
    assert call(gateway, content=whole[:-9], headers=packed).status_code == 400
    assert call(gateway, content=whole, headers=packed).status_code == 200
    assert call(gateway, content=whole, headers={"content-encoding": "br"}).status_code == 400


def test_a_hundred_megabytes_are_refused_before_they_are_read(gateway):
    with raw_line(gateway) as line:
        line.sendall(
            b"POST /v1/push HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
            + TOKEN.encode()
            + b"\r\ncontent-length: 104857600\r\n\r\n"
        )
        assert read_end(line).startswith(b"HTTP/1.1 413")


def test_a_body_without_a_length_is_cut_off_at_the_limit(gateway):
    chunks = (bytes(65536) for _ in range(1600))
    with contextlib.suppress(httpx.TransportError):  # it may hang up while we are still sending
        assert call(gateway, content=chunks).status_code == 413
    text = httpx.get(f"{gateway.centre.url}/metrics", verify=_trust(gateway)).text
    assert 'code="TOO_LARGE"' in text


def _trust(running):
    return ssl.create_default_context(cadata=running.centre.ca)


def test_slow_headers_and_slow_bodies_are_hung_up_on(centre_url, papers):
    limits = Limits(header_timeout_s=0.2, body_timeout_s=0.2)
    with serving(centre_url, papers, limits) as running:
        with raw_line(running) as line:
            line.sendall(b"POST /v1/hello HTTP/1.1\r\nhost: x\r\n")
            assert read_end(line) == b""
        with raw_line(running) as line:
            assert read_end(line) == b""
        with socket.create_connection(("127.0.0.1", running.port), timeout=20) as line:
            assert read_end(line) == b""  # not even a handshake
        with raw_line(running) as line:
            line.sendall(
                b"POST /v1/hello HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n"
                b"authorization: Bearer " + TOKEN.encode() + b'\r\n\r\n{"call"'
            )
            assert read_end(line).startswith(b"HTTP/1.1 408")


ODD_VALUES = (
    "1e400", "-1e400", "NaN", "Infinity", "-0", "0.5", "123456789012345678901234567890", "true",
    '"\\u0000"', '"\\ud800"', '"x"', "[]", "{}", "[" * 900 + "]" * 900, "[" * 20_000 + "]" * 20_000,
)  # fmt: skip


def test_values_no_desk_sends_are_answered_and_break_nothing(gateway, make_desk):
    desk = make_desk("东")
    token, answers = desk.setting("centre_token"), set()
    names = ("proto", "schema", "epoch", "stream", "prev", "careful", "first", "cursor", "limit",
             "read", "app", "phone", "pass", "digest", "attach", "operator")  # fmt: skip
    for odd in ODD_VALUES:
        for function in ("hello", "push", "pull", "lookup"):
            head = ", ".join(f'"{name}": {odd}' for name in names)
            body = f'{{"call": {{{head}}}, "call": {{{head}}}, "ids": [], "ops": []}}'
            answers.add(call(gateway, function, token, content=body.encode()).status_code)
        for body in (
            f'{{"call": {odd}, "ids": {odd}, "ops": {odd}, "code": {odd}, "new_token": {odd}}}',
            f'{{"call": {{"first": 1, "schema": 5}}, "ids": [{odd}], "ops": [{odd}]}}',
            odd,
        ):
            for function in CALLS:
                answers.add(call(gateway, function, token, content=body.encode()).status_code)
    assert answers <= {200, 400, 413, 422}
    desk.visitor("周明")
    assert desk.run_online().pushed == 1


@pytest.mark.timeout(120)
def test_a_thousand_lines_that_say_nothing_keep_no_desk_out(centre_url, papers, make_desk):
    with contextlib.ExitStack() as stack, serving(centre_url, papers) as running:
        desk = make_desk("东", is_enrolled=False)
        desk.enrol(central.add_desk(centre_url, "静安寺站", "东", gateway=running.centre)["enrol"])
        desk.visitor("周明")
        for _ in range(1000):
            stack.enter_context(socket.create_connection(("127.0.0.1", running.port), timeout=20))
        assert desk.run_online().pushed == 1
        desk.close()


def test_a_desk_that_asks_too_often_is_told_when_to_come_again(make_desk, centre_url, papers):
    limits = Limits(per_s=0.01, burst=3)
    with serving(centre_url, papers, limits) as running:
        desk = make_desk("东", is_enrolled=False)
        desk.enrol(central.add_desk(centre_url, "静安寺站", "东", gateway=running.centre)["enrol"])
        stream = desk.setting("stream")
        assert [desk.transport.hello(stream).code for _ in range(2)] == [Code.OK] * 2
        reply = desk.transport.hello(stream)
        assert reply.code is Code.BUSY
        assert reply.next_poll_ms > 15_000
        refused = call(running, token=desk.setting("centre_token"))
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 15
        other = call(running, token="y" * 43)
        assert other.status_code == 200  # another desk is not held up
        desk.close()


def test_guessing_tokens_is_slowed_down_by_address(centre_url, papers):
    with serving(centre_url, papers, Limits(fails_per_s=0.01, fails_burst=3)) as running:
        codes = [call(running, token=f"{n:043}").status_code for n in range(5)]
    assert codes == [200, 200, 200, 429, 429]


def test_health_tells_a_stopped_database_from_a_stopped_gateway(gateway, postgres):
    with client_of(gateway) as client:
        assert client.get("/health").json() == {"live": True, "ready": True}
        postgres.stop("immediate")
        try:
            assert client.get("/health/live").status_code == 200
            assert client.get("/health/ready").status_code == 503
            answer = client.post("/v1/hello", json={"call": {}})
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        finally:
            postgres.start()


def fill(pool, connections=6):
    """Have every connection of the pool opened and laid back."""

    async def take():
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(connections):
                await stack.enter_async_context(pool.connection())

    return take()


def test_no_desk_notices_that_postgresql_was_started_again(make_desk, gateway, postgres):
    desks = [make_desk(name) for name in "东南西北"]
    for desk in desks:
        desk.run_online()
    gateway.run(fill(gateway.gateway._pool))
    postgres.stop("fast")
    postgres.start()
    codes = [call(gateway, token=desk.setting("centre_token")).status_code for desk in desks * 2]
    assert codes == [200] * 8


def test_no_desk_notices_that_every_pooled_connection_was_ended(make_desk, centre_url, gateway):
    desks = [make_desk(name) for name in "东南西北"]
    for desk in desks:
        desk.visitor("周明")
    gateway.run(fill(gateway.gateway._pool))
    end_all(centre_url)
    assert [desk.run_online().pushed for desk in desks] == [1] * 4


def test_a_call_under_way_is_made_again_where_its_connection_broke(make_desk, centre_url, gateway):
    desk, replies = make_desk("东"), []
    stream = desk.setting("stream")
    with psycopg.connect(centre_url) as owner:
        owner.execute("SELECT FROM sync.desk FOR UPDATE")
        caller = threading.Thread(target=lambda: replies.append(desk.transport.hello(stream).code))
        caller.start()
        wait_for_a_lock(owner)
        end_all(centre_url)
    caller.join(20)
    assert replies == [Code.OK]


def end_all(centre_url):
    """End every connection of the gateway, and see it ended."""
    with psycopg.connect(centre_url) as owner:
        ended = owner.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE application_name = 'desk-app gateway' AND datname = current_database()"
        ).fetchall()
    assert ended


def wait_for_a_lock(owner):
    while not owner.execute(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND datname = current_database()"
    ).fetchone():
        owner.execute("SELECT pg_stat_clear_snapshot()")


def test_a_stop_lets_the_call_under_way_end(make_desk, centre_url, papers):
    with serving(centre_url, papers) as running:
        desk = make_desk("东", is_enrolled=False)
        desk.enrol(central.add_desk(centre_url, "静安寺站", "东", gateway=running.centre)["enrol"])
        stream, replies = desk.setting("stream"), []
        with psycopg.connect(centre_url) as owner:
            owner.execute("SELECT FROM sync.desk FOR UPDATE")
            caller = threading.Thread(
                target=lambda: replies.append(desk.transport.hello(stream).code)
            )
            caller.start()
            wait_for_a_lock(owner)
            running.server.should_exit = True
        caller.join(20)
        assert replies == [Code.OK]
        desk.close()


def test_metrics_and_logs_name_no_person_token_or_address(make_desk, gateway):
    log = logging.getLogger("desk_app.gateway")
    lines, was = io.StringIO(), log.level
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        desk = make_desk("东")
        desk.visitor("林晓", phone="13900000001")
        desk.run_online()
    finally:
        log.removeHandler(handler)
        log.setLevel(was)
    with client_of(gateway) as client:
        figures = client.get("/metrics").text
    assert 'desk_gateway_answers_total{code="ok",function="push"} 1.0' in figures
    facts = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert {"enrol", "hello", "push", "pull"} <= {fact.get("function") for fact in facts}
    assert set().union(*facts) <= {"at", "level", "event", "function", "code", "status", "ms"}
    secret = (desk.setting("centre_token"), "林晓", "13900000001", "127.0.0.1", "静安寺", "东")
    for word in secret:
        assert word not in figures + lines.getvalue()


def test_a_gateway_never_speaks_in_the_clear_to_other_computers():
    gateway = Gateway("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(KnownError) as caught:
        make_server(gateway, Listen(host="0.0.0.0"))  # noqa: S104
    assert caught.value.code == "tls_required"
    assert make_server(gateway, Listen(host="0.0.0.0", proxies="10.0.0.1"))  # noqa: S104
