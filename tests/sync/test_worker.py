"""The sync thread and the truth of the offline light."""

import socket
from datetime import timedelta

import psycopg
import pytest

from desk_app.db.settings import Settings
from desk_app.domain.changes import Entity
from desk_app.domain.clock import system_clock
from desk_app.domain.link import LinkProblem, LinkState
from desk_app.runtime.locks import FileLock
from desk_app.sync import central, transport
from desk_app.sync.engine import SyncEngine
from desk_app.sync.protocol import CentreUnreachable, Code, Reply
from desk_app.workers import sync
from desk_app.workers.sync import SyncWorker


@pytest.fixture
def watch(qtbot, monkeypatch):
    monkeypatch.setattr(sync, "SOON_S", 0.05)
    workers = []

    def start(desk, **options):
        worker = SyncWorker(
            lambda on_progress: SyncEngine(
                desk.database.begin, None, desk.clock, on_progress=on_progress
            ),
            **options,
        )
        workers.append(worker)
        worker.seen = []
        worker.status_changed.connect(worker.seen.append)
        worker.start()
        return worker

    yield start
    for worker in workers:
        assert worker.stop()


def test_a_change_is_sent_soon_after_a_nudge(make_desk, watch, qtbot):
    desk = make_desk("东")
    worker = watch(desk)
    qtbot.waitUntil(lambda: worker.status.state is LinkState.ONLINE)
    assert worker.status.roster_at is not None
    desk.visitor()
    worker.nudge()
    qtbot.waitUntil(
        lambda: desk.sql("SELECT count(*) FROM outbox WHERE acked_at IS NULL") == [(0,)]
    )
    qtbot.waitUntil(lambda: worker.status.state is LinkState.ONLINE)
    assert LinkState.SENDING in [status.state for status in worker.seen]


@pytest.mark.parametrize("is_online", [True, False])
def test_a_centre_that_asks_for_time_has_it_whatever_is_stored_meanwhile(
    make_desk, watch, qtbot, monkeypatch, is_online
):
    desk = make_desk("东")

    def asked(_transport, _stream, _cursor=None):
        if is_online:
            return Reply(code=Code.BUSY, next_poll_ms=600_000)
        raise CentreUnreachable("status 503", retry_after_ms=600_000)

    monkeypatch.setattr(transport.DirectTransport, "hello", asked)
    monkeypatch.setattr(SyncEngine, "_timed", lambda _engine, call: _heard(_engine, call()))
    worker = watch(desk)
    qtbot.waitUntil(lambda: worker.due_in_s() > 400)
    worker.nudge()
    assert worker.due_in_s() > 400
    worker.exchange_now()  # but a person may try
    qtbot.waitUntil(lambda: worker.due_in_s() > 400)


def _heard(engine, reply):
    engine._next_poll_ms = reply.next_poll_ms
    return reply


def test_rows_of_other_desks_are_announced(make_desk, watch, qtbot):
    east, west = make_desk("东"), make_desk("西")
    east.visitor()
    east.run_online()
    worker = watch(west)
    with qtbot.waitSignal(worker.pulled) as caught:
        worker.exchange_now()
    assert caught.args[0].pulled == 1
    assert len(west.table(Entity.VISITOR)) == 1


def test_a_desk_without_a_centre_is_alone_until_it_joins(make_desk, centre_url, watch, qtbot):
    desk = make_desk("东", is_enrolled=False)
    desk.visitor()
    worker = watch(desk)
    qtbot.waitUntil(lambda: worker.status.state is LinkState.ALONE)
    assert worker.status.pending == 1
    desk.enrol(sync_text(centre_url))
    worker.exchange_now()
    qtbot.waitUntil(lambda: worker.status.state is LinkState.ONLINE)
    assert worker.status.pending == 0


def sync_text(url):
    return central.add_desk(url, "静安寺站", "新")["enrol"]


def test_the_light_says_since_when_the_centre_is_away_and_recovers(
    make_desk, postgres, watch, qtbot
):
    desk = make_desk("东")
    worker = watch(desk)
    qtbot.waitUntil(lambda: worker.status.state is LinkState.ONLINE)
    roster_at = worker.status.roster_at
    postgres.stop("immediate")
    try:
        desk.visitor()
        worker.exchange_now()
        qtbot.waitUntil(lambda: worker.status.state is LinkState.OFFLINE)
        status = worker.status
        assert (status.pending, status.problem) == (1, None)
        assert status.offline_since is not None
        assert status.oldest_pending_at is not None
        assert status.roster_at >= roster_at
    finally:
        postgres.start()
    recovered = LinkState.ONLINE  # by itself, once PostgreSQL has repaired its files
    qtbot.waitUntil(lambda: worker.status.state is recovered, timeout=30_000)
    assert (worker.status.pending, worker.status.offline_since) == (0, None)


def test_a_withdrawn_desk_asks_for_attention_and_keeps_its_data(
    make_desk, centre_url, watch, qtbot
):
    desk = make_desk("东")
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE sync.desk SET disabled = true")
    desk.visitor()
    worker = watch(desk)
    qtbot.waitUntil(lambda: worker.status.state is LinkState.ATTENTION)
    assert worker.status.problem is LinkProblem.REVOKED
    worker.exchange_now()
    qtbot.waitUntil(lambda: desk.setting("centre_token") is None)
    assert worker.status.problem is LinkProblem.REVOKED
    assert len(desk.table(Entity.VISITOR)) == 1


def test_a_clock_hours_off_asks_for_attention_and_is_measured(make_desk, watch, qtbot):
    desk = make_desk("东")
    desk.clock = lambda: system_clock() - timedelta(hours=3)
    worker = watch(desk)
    qtbot.waitUntil(lambda: worker.status.state is LinkState.ATTENTION)
    assert worker.status.problem is LinkProblem.CLOCK
    assert worker.status.clock_offset_s == pytest.approx(10_800, abs=2)
    assert desk.setting("clock_offset_ms") == pytest.approx(10_800_000, abs=2000)


def test_only_one_process_syncs_a_data_directory(make_desk, watch, qtbot, tmp_path):
    desk = make_desk("东")
    other = FileLock(tmp_path / "sync.lock")
    assert other.acquire()
    desk.visitor()
    lock = FileLock(tmp_path / "sync.lock")
    worker = watch(desk, lock=lock)
    qtbot.waitUntil(lambda: worker._due_at_s > 0)
    assert worker.status.state is LinkState.CONNECTING
    other.release()
    worker.exchange_now()
    qtbot.waitUntil(lambda: worker.status.state is LinkState.ONLINE)
    assert lock.is_held


def test_stopping_breaks_off_a_call_that_hangs(make_desk, centre_url, watch, qtbot):
    desk = make_desk("东")
    with psycopg.connect(centre_url) as owner:
        owner.execute("LOCK TABLE sync.desk")
        worker = watch(desk)
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with psycopg.connect(centre_url, autocommit=True) as other:
            qtbot.waitUntil(lambda: other.execute(waiting).fetchone()[0] > 0)
        assert worker.stop(timeout_s=2)


def test_stopping_does_not_wait_long_for_a_centre_that_does_not_answer(
    make_desk, watch, qtbot, monkeypatch
):
    monkeypatch.setattr(transport, "CONNECT_TIMEOUT_S", 2)
    desk = make_desk("东")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        centre = desk.setting("centre") | {"port": silent.getsockname()[1]}
        with desk.database.begin() as connection:
            Settings(connection).put("centre", centre)
        worker = watch(desk)
        silent.settimeout(5)
        line, _ = silent.accept()
        with line:
            assert worker.stop(timeout_s=7)


def test_the_age_of_the_roster_outlives_a_restart_without_a_network(make_desk, watch, qtbot):
    desk = make_desk("东")
    desk.run_online()
    read_at = desk.clock()
    desk.run_online()
    with desk.database.begin() as connection:
        nowhere = Settings(connection).get("centre") | {"port": 1}
        Settings(connection).put("centre", nowhere)
    worker = watch(desk)
    qtbot.waitUntil(lambda: worker.status.state is LinkState.OFFLINE, timeout=10_000)
    assert abs(worker.status.roster_at - read_at) < timedelta(minutes=1)
