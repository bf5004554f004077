"""A desk killed anywhere, no space on either side, a centre that goes down: nothing is lost."""

import psycopg
import pytest

from desk_app.domain.changes import Entity
from desk_app.domain.errors import KnownError
from desk_app.sync import central, central_desks
from desk_app.sync.engine import SyncEngine
from desk_app.sync.protocol import CentreUnreachable
from desk_app.sync.throwaway_postgres import ThrowawayPostgres
from tests.sync.desk import Desk
from tests.sync.full_disks import CentreDisk, DeskDisk, small_disk
from tests.sync.killed import run_and_kill

STATION = "静安寺站"
LONG = "满" * 2000


def at_centre(url):
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT name FROM core.visitor ORDER BY 1").fetchall()
    return [name for (name,) in names]


def stored(desk):
    return desk.everything(), desk.sql("SELECT * FROM outbox"), desk.sql("SELECT * FROM setting")


def code_of(act):
    with pytest.raises(KnownError) as caught:
        act()
    return caught.value.code


def test_a_desk_killed_at_any_edge_of_a_transaction_loses_nothing(make_desk, centre_url):
    east, west = make_desk("东"), make_desk("西")
    shared = east.visitor("周明")
    east.run_online()
    west.run_online()
    entered, edge, is_killed = ["周明"], 0, True
    while is_killed:
        edge += 1
        name = f"来访者{edge:03}"
        west.change(Entity.VISITOR, shared, company=name)
        west.run_online()

        def work(name=name):
            east.visitor(name)
            east.run_online()

        is_killed = run_and_kill(east, edge, work)
        rows = {row["name"] for row in east.table(Entity.VISITOR).values()}
        if name in rows:
            entered.append(name)
        assert len(rows) == len(east.table(Entity.VISITOR))
    east.run_online()
    west.run_online()
    assert edge > 20, "an exchange has more transactions than that"
    assert at_centre(centre_url) == sorted(entered)
    assert east.table(Entity.VISITOR) == west.table(Entity.VISITOR)
    assert east.table(Entity.VISITOR)[shared]["company"] == f"来访者{edge:03}"


def test_what_does_not_fit_on_the_desks_disk_is_not_stored_and_said_in_words(make_desk, centre_url):
    desk = make_desk("东")
    desk.run_online()
    disk = DeskDisk(desk)
    disk.fill()
    before = stored(desk)
    assert code_of(lambda: desk.visitor("满", attention=LONG)) == "disk_full"
    assert stored(desk) == before
    disk.free()
    desk.visitor("空", attention=LONG)
    assert desk.run_online().pending == 0
    assert at_centre(centre_url) == ["空"]


def test_a_page_that_does_not_fit_on_the_desks_disk_is_read_again(make_desk):
    east, west = make_desk("东"), make_desk("西")
    west.run_online()
    for n in range(40):
        east.visitor(f"来访者{n}", attention=LONG)
    east.run_online()
    disk = DeskDisk(west)
    disk.fill(spare_pages=20)
    assert code_of(west.run) == "disk_full"
    assert not west.table(Entity.VISITOR)
    assert west.sql("SELECT * FROM cursor") == []
    disk.free()
    west.run_online()
    assert west.table(Entity.VISITOR) == east.table(Entity.VISITOR)


def test_a_new_token_the_disk_has_no_room_for_does_not_lock_the_desk_out(make_desk, centre_url):
    desk = make_desk("东")
    desk.run_online()
    desk.sync.close()
    desk.sync = SyncEngine(desk.database.begin, None, desk.clock)  # its own transport, as the app
    central_desks.ask_for_rotation(centre_url, STATION, "东")
    desk.sql(
        "CREATE TRIGGER no_space BEFORE INSERT ON setting WHEN NEW.key = 'centre_token' "
        "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )
    old = desk.setting("centre_token")
    for _ in range(2):
        assert code_of(desk.run) == "disk_full"
    desk.sql("DROP TRIGGER no_space")
    desk.close()
    desk.open()
    assert desk.setting("centre_token") == old
    assert desk.run_online().problem is None
    assert desk.setting("centre_token") != old
    assert desk.run_online().problem is None


def test_a_token_is_changed_at_the_next_hello_where_the_answer_was_lost(make_desk, centre_url):
    desk = make_desk("东")
    old = desk.setting("centre_token")

    def lose():
        raise CentreUnreachable("lost")

    central_desks.ask_for_rotation(centre_url, STATION, "东")
    desk.transport.after_rotate = lose
    desk.visitor()
    assert desk.run_online().pushed == 1
    assert desk.setting("centre_token") == old
    desk.transport.after_rotate = lambda: None
    desk.sync._hello_s = None
    desk.run_online()
    assert desk.setting("centre_token") != old


@pytest.fixture
def small():
    with small_disk() as folder:
        yield folder


@pytest.fixture
def server(tmp_path):
    with ThrowawayPostgres(tmp_path / "postgres") as server:
        yield server


@pytest.fixture
def centre_on_its_own(small, server):
    where = ""
    with psycopg.connect(server.url, autocommit=True) as owner:
        if small is not None:
            owner.execute(f"CREATE TABLESPACE small LOCATION '{small}'")
            where = " TABLESPACE small"
        owner.execute(f"CREATE DATABASE centre{where}")
    url = server.url_of("centre")
    central.init(url)
    central.add_station(url, STATION)
    yield url
    with psycopg.connect(server.url, autocommit=True) as owner:
        owner.execute("DROP DATABASE centre WITH (FORCE)")


@pytest.fixture
def desk(centre_on_its_own, tmp_path, empty_database):
    desk = Desk(tmp_path / "desk", template=empty_database)
    desk.enrol(central.add_desk(centre_on_its_own, STATION, "东")["enrol"])
    desk.sync._sleep = lambda _s: None
    yield desk
    desk.close()


@pytest.mark.parametrize("kind", ["a real small disk", "postgres says so"])
def test_a_centre_whose_disk_is_full_is_busy_and_takes_everything_later(
    desk, centre_on_its_own, small, kind
):
    if kind == "a real small disk" and small is None:
        pytest.skip("needs the right to mount a disk")
    desk.run_online()
    disk = CentreDisk(centre_on_its_own, small if kind == "a real small disk" else None)
    disk.fill()
    names = [f"来访者{n:02}" for n in range(60)]
    for name in names:
        desk.visitor(name, attention=LONG)
    for _ in range(3):
        report = desk.run_online()
        assert (report.problem, report.pushed, report.pending) == (None, 0, 60)
    assert at_centre(centre_on_its_own) == []
    disk.free()
    report = desk.run_online()
    assert (report.pushed, report.pending, report.refused) == (60, 0, 0)
    assert at_centre(centre_on_its_own) == names


@pytest.mark.parametrize("when", ["before_push", "after_push", "before_pull"])
def test_a_centre_that_goes_down_at_once_amid_an_exchange_loses_nothing(
    desk, centre_on_its_own, server, when
):
    desk.run_online()
    desk.visitor("周明")

    def go_down(*_):
        setattr(desk.transport, when, lambda *_: None)
        server.stop("immediate")
        server.start()

    setattr(desk.transport, when, go_down)
    desk.run()
    desk.run_online()
    assert at_centre(centre_on_its_own) == ["周明"]
    assert desk.sql("SELECT count(*) FROM outbox WHERE acked_at IS NULL") == [(0,)]
