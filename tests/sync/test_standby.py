"""Pulls are answered by a hot standby while it is close, and never by one that knows too little."""

from functools import partial
from types import SimpleNamespace

import psycopg
import pytest

from desk_app.domain.changes import Entity
from desk_app.domain.link import LinkProblem
from desk_app.sync import central, central_desks
from desk_app.sync.engine import SyncEngine
from desk_app.sync.gateway.standby import Standby
from desk_app.sync.throwaway_postgres import ThrowawayPostgres
from tests.sync.gateway import gateway_url, serving
from tests.sync.replica import Replica

pytestmark = pytest.mark.postgres
STATION = "静安寺站"


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """A primary with a centre, and its streaming standby."""
    folder = tmp_path_factory.mktemp("pair")
    with ThrowawayPostgres(folder / "primary") as primary:
        with psycopg.connect(primary.url, autocommit=True) as owner:
            owner.execute("CREATE DATABASE centre")
        url = primary.url_of("centre")
        central.init(url)
        central.add_station(url, STATION)
        with Replica(folder / "standby", primary) as replica:
            role = gateway_url(url)
            port = replica.url.rpartition(":")[2].partition("/")[0]
            old = url.rpartition(":")[2].partition("/")[0]
            yield SimpleNamespace(
                primary=primary,
                replica=replica,
                url=url,
                gateway=role,
                reading=role.replace(f":{old}/", f":{port}/"),
            )


@pytest.fixture
def until(qtbot):
    """Waits for a condition."""
    return partial(qtbot.waitUntil, timeout=15_000)


def reads(running, place):
    return running.gateway.metrics.reads.labels(place)._value.get()


@pytest.fixture
def make(pair, papers, make_desk):
    """Serves with the standby, and makes desks behind it."""
    opened = []

    def serve(max_lag_s=5.0):
        standby = Standby(pair.reading, connections=4, max_lag_s=max_lag_s)
        context = serving(pair.url, papers, standby=standby, url=pair.gateway)
        running = context.__enter__()
        opened.append(context)
        running.standby = standby

        def desk(name):
            made = make_desk(name, is_enrolled=False)
            text = central.add_desk(pair.url, STATION, name, gateway=running.centre)
            made.enrol(text["enrol"])
            made.sync = SyncEngine(made.database.begin, None, made.clock)
            return made

        running.desk = desk
        return running

    yield serve
    pair.replica.sql("SELECT pg_wal_replay_resume()")
    for context in opened:
        context.__exit__(None, None, None)


def caught_up(pair, until):
    with psycopg.connect(pair.primary.url, autocommit=True) as owner:
        at = owner.execute("SELECT pg_current_wal_lsn()").fetchone()[0]
    until(lambda: pair.replica.sql(f"SELECT pg_last_wal_replay_lsn() >= '{at}'"))


def test_a_standby_answers_pulls_and_the_primary_everything_else(make, pair, until):
    running = make()
    until(lambda: running.standby.is_close)
    east, west = running.desk("甲东"), running.desk("甲西")
    caught_up(pair, until)
    east.visitor("林晓")
    east.run_online()
    caught_up(pair, until)
    before = reads(running, "standby")
    until(lambda: west.run_online().pulled > 0)
    assert reads(running, "standby") > before
    assert "林晓" in {row["name"] for row in west.table(Entity.VISITOR).values()}


def test_a_standby_that_lags_never_makes_a_desk_forget_what_it_read(make, pair, until):
    running = make(max_lag_s=3600)
    desk = running.desk("乙东")
    other = running.desk("乙西")
    caught_up(pair, until)
    until(lambda: running.standby.is_close)
    desk.run_online()
    pair.replica.sql("SELECT pg_wal_replay_pause()")
    until(lambda: pair.replica.sql("SELECT pg_get_wal_replay_pause_state()") == "paused")
    other.visitor("周明")
    other.run_online()
    running.gateway._standby = None  # this once the primary, so that the desk is ahead
    until(lambda: desk.run_online().pulled > 0)
    running.gateway._standby = running.standby
    cursor = desk.sql("SELECT scope, seq FROM cursor ORDER BY scope")
    before = reads(running, "primary")
    report = desk.run_online()
    assert reads(running, "primary") > before
    assert (report.pulled, report.problem) == (0, None)
    assert desk.sql("SELECT scope, seq FROM cursor ORDER BY scope") == cursor
    assert desk.setting("rebuild") is None


def test_a_standby_too_far_behind_is_not_asked(make, pair, until):
    running = make(max_lag_s=1)
    desk = running.desk("丙东")
    caught_up(pair, until)
    until(lambda: running.standby.is_close)
    pair.replica.sql("SELECT pg_wal_replay_pause()")
    until(lambda: pair.replica.sql("SELECT pg_get_wal_replay_pause_state()") == "paused")
    desk.visitor("贺明川")
    desk.run_online()
    until(lambda: not running.standby.is_close)
    before = reads(running, "standby")
    desk.run_online()
    assert reads(running, "standby") == before
    pair.replica.sql("SELECT pg_wal_replay_resume()")
    until(lambda: running.standby.is_close)


def test_a_desk_the_standby_has_not_heard_of_and_one_withdrawn_get_the_primarys_answer(
    make, pair, until
):
    running = make(max_lag_s=1)
    gone = running.desk("丁东")
    caught_up(pair, until)
    until(lambda: running.standby.is_close)
    assert gone.run_online().problem is None
    pair.replica.sql("SELECT pg_wal_replay_pause()")
    until(lambda: pair.replica.sql("SELECT pg_get_wal_replay_pause_state()") == "paused")
    fresh = running.desk("丁西")
    assert fresh.run_online().problem is None
    central_desks.revoke_desk(pair.url, STATION, "丁东")
    until(lambda: not running.standby.is_close)
    assert gone.run().problem is LinkProblem.REVOKED


def test_a_standby_that_goes_away_costs_no_desk_an_exchange(make, pair, until):
    running = make()
    desk = running.desk("戊东")
    until(lambda: running.standby.is_close)
    pair.replica.stop("immediate")
    try:
        desk.visitor("沈亦禾")
        assert desk.run_online().pushed == 1
        until(lambda: not running.standby.is_close)
        assert desk.run_online().problem is None
    finally:
        pair.replica.start()
    until(lambda: running.standby.is_close)
    before = reads(running, "standby")
    caught_up(pair, until)
    desk.run_online()
    assert reads(running, "standby") > before


def test_a_database_that_follows_nobody_answers_no_pull(pair, papers, make_desk):
    primary_twice = Standby(pair.gateway, connections=2)
    with serving(pair.url, papers, standby=primary_twice, url=pair.gateway) as running:
        desk = make_desk("己东", is_enrolled=False)
        text = central.add_desk(pair.url, STATION, "己东", gateway=running.centre)["enrol"]
        desk.enrol(text)
        desk.run_online()
        desk.run_online()
        assert not primary_twice.is_close
        assert reads(running, "standby") == 0
