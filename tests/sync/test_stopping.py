"""A real gateway process stopped by a real SIGTERM: calls under way end, no new ones begin."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from functools import partial

import httpx
import psycopg
import pytest

from desk_app.db.settings import Settings
from desk_app.sync import central
from desk_app.sync.addresses import GatewayCentre
from desk_app.sync.engine import SyncEngine
from tests.sync.gateway import gateway_url

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM"),
]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


class Process:
    """``desk-app central serve`` with its address; ``errors`` is what it wrote."""

    def __init__(self, url, papers, *options):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.centre = GatewayCentre(url=f"https://127.0.0.1:{self.port}", ca=papers.ca)
        self._context = ssl.create_default_context(cadata=papers.ca)
        command = [sys.executable, "-m", "desk_app.cli", "central", "serve"]
        command += ["--port", str(self.port), *options]
        command += ["--certificate", str(papers.certificate), "--key", str(papers.key)]
        environment = os.environ | {"DESK_GATEWAY_DATABASE": url}  # no password among arguments
        self.process = subprocess.Popen(
            command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(self.process.stderr.read())
        try:
            with self.client() as client:
                return client.get("/health/ready").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def is_listening(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
        except ConnectionRefusedError:
            return False
        return True

    def client(self):
        return httpx.Client(base_url=self.centre.url, verify=self._context, trust_env=False)

    def end(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def until(qtbot):
    return partial(qtbot.waitUntil, timeout=20_000)


@pytest.fixture
def process(centre_url, papers, until):
    made = Process(gateway_url(centre_url), papers)
    try:
        until(made.is_ready)
        yield made
    finally:
        made.end()


@pytest.fixture
def desk(process, centre_url, make_desk):
    desk = make_desk("东", is_enrolled=False)
    desk.enrol(central.add_desk(centre_url, "静安寺站", "东", gateway=process.centre)["enrol"])
    desk.sync = SyncEngine(desk.database.begin, None, desk.clock)
    return desk


def test_sigterm_lets_the_push_under_way_end_and_takes_no_new_call(
    process, desk, centre_url, until
):
    desk.run_online()
    desk.visitor("林晓")
    reports = []
    pushing = threading.Thread(target=lambda: reports.append(desk.run()))
    with psycopg.connect(centre_url) as owner:
        owner.execute("LOCK TABLE core.visitor")
        pushing.start()
        with psycopg.connect(centre_url, autocommit=True) as other:
            until(lambda: other.execute(WAITING).fetchone()[0] > 0)
        process.process.send_signal(signal.SIGTERM)
        until(lambda: not process.is_listening())
        assert process.process.poll() is None  # it waits for the push
    pushing.join(20)
    errors = process.process.communicate(timeout=20)[1]
    assert process.process.returncode in {0, -signal.SIGTERM}
    assert desk.results() == {1: None}  # acknowledged, and nothing to say about it
    calls = [json.loads(line) for line in errors.splitlines()]
    pushes = [line["code"] for line in calls if line.get("function") == "push"]
    assert pushes == ["ok"]
    assert not [line for line in calls if line["level"] == "error"]
    with psycopg.connect(centre_url) as owner:
        assert owner.execute("SELECT name FROM core.visitor").fetchall() == [("林晓",)]


def test_sigterm_ends_an_idle_gateway_at_once_though_desks_keep_their_lines_open(process, desk):
    desk.run_online()  # its line stays open
    process.process.send_signal(signal.SIGTERM)
    process.process.communicate(timeout=5)
    assert process.process.returncode in {0, -signal.SIGTERM}
    report = desk.run()
    assert (report.online, report.problem) == (False, None)


def test_what_was_not_answered_is_sent_again_to_the_next_gateway(
    process, desk, centre_url, papers, until
):
    desk.visitor("周明")
    desk.run_online()
    process.process.send_signal(signal.SIGTERM)
    process.process.communicate(timeout=20)
    desk.visitor("贺明川")
    assert not desk.run().online
    after = Process(gateway_url(centre_url), papers)
    try:
        until(after.is_ready)
        moved = desk.setting("centre") | {"url": after.centre.url}
        with desk.database.begin() as connection:
            Settings(connection).put("centre", moved)
        report = desk.run_online()
        assert (report.pushed, report.pending) == (1, 0)
    finally:
        after.end()
