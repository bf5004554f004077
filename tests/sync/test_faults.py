"""Everything that can be lost, doubled or rolled back; each operation arrives exactly once."""

import shutil
from datetime import timedelta
from random import Random

import psycopg
import pytest

from desk_app.db.outbox import Outbox
from desk_app.domain.changes import Entity
from desk_app.sync import central, feed, protocol
from desk_app.sync.enrolment import leave
from desk_app.sync.protocol import CentreUnreachable, Code, Reply
from tests.sync.desk import Desk


def at_centre(url, table="core.visitor"):
    with psycopg.connect(url) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608


def keep(url):
    """Back the centre up; answers what puts it back without telling anybody."""
    tables = ["core.visitor", "sync.op", "sync.txn", "sync.feed", "sync.stream"]
    with psycopg.connect(url) as owner:
        for table in [*tables, "sync.scope"]:
            owner.execute(f"CREATE TABLE public.{table.replace('.', '_')} AS TABLE {table}")

    def put_back():
        with psycopg.connect(url) as owner:
            for table in tables:
                owner.execute(f"DELETE FROM {table}")  # noqa: S608
                owner.execute(f"INSERT INTO {table} TABLE public.{table.replace('.', '_')}")
            owner.execute(
                "UPDATE sync.scope s SET seq = b.seq FROM public.sync_scope b "
                "WHERE b.scope_id = s.scope_id"
            )

    return put_back


def lose(*_):
    raise CentreUnreachable("lost")


def test_a_lost_acknowledgement_is_sent_again_and_counts_once(make_desk, centre_url):
    desk = make_desk("东")
    desk.visitor()
    desk.transport.after_push = lose
    report = desk.run()
    assert (report.online, report.pending) == (False, 1)
    desk.transport.after_push = lambda _reply: None
    report = desk.run_online()
    assert (report.pushed, report.pending) == (1, 0)
    assert at_centre(centre_url) == at_centre(centre_url, "sync.op") == 1


def test_a_lost_acknowledgement_never_loses_a_refusal(make_desk):
    desk = make_desk("东")
    course = desk.course(capacity=1)
    desk.enrolment(course, desk.visitor())
    desk.enrolment(course, desk.visitor())
    desk.transport.after_push = lose
    desk.run()
    desk.transport.after_push = lambda _reply: None
    assert desk.run_online().refused == 1
    assert desk.results()[5] == "waitlisted"


def test_a_repeated_batch_changes_nothing_and_answers_the_same(make_desk, centre_url):
    desk = make_desk("东")
    visitor, session = desk.visitor(), desk.session()
    desk.check_in(session, visitor)
    desk.check_in(session, visitor)
    replies = []
    desk.transport.after_push = replies.append
    desk.run_online()
    again = desk.transport.inner.push(desk.transport.batches[0])
    assert (again.results, again.pos, again.last_seq) == (
        replies[0].results,
        replies[0].pos,
        replies[0].last_seq,
    )
    assert again.results[5]["code"] == "duplicate"
    assert at_centre(centre_url, "core.check_in") == 2


@pytest.mark.parametrize("size", [300_000, 900_000, 6_000_000])
def test_an_operation_of_any_size_blocks_no_other(make_desk, size):
    east, west = make_desk("东"), make_desk("西")
    rng = Random(1)  # noqa: S311
    noise = "".join(chr(rng.randrange(0x4E00, 0x9FFF)) for _ in range(size // 3))
    before, large = east.visitor("一"), east.visitor("大", attention=noise)
    after = east.visitor("二")
    east.run_online()
    east.run_online()
    west.run_online()
    assert east.results() == {1: None, 2: "dead_op", 3: None}
    assert set(west.table(Entity.VISITOR)) == {before, after}
    assert east.table(Entity.VISITOR)[large]["attention"] == noise  # kept here


def test_a_hole_is_answered_with_a_gap_and_filled(make_desk, centre_url):
    desk = make_desk("东")
    desk.visitor()
    desk.run_online()
    with psycopg.connect(centre_url) as owner:  # the centre forgot, the desk does not know yet
        owner.execute("DELETE FROM sync.op")
        owner.execute("DELETE FROM core.visitor")
        owner.execute("UPDATE sync.stream SET last_seq = 0, head = NULL")
    desk.visitor()
    desk.run()
    report = desk.run_online()
    assert report.pending == 0
    assert at_centre(centre_url) == 2


def test_a_cloned_desk_forks_and_no_operation_counts_twice(
    make_desk, centre_url, tmp_path, request
):
    desk = make_desk("东")
    desk.visitor("甲")
    desk.run_online()
    desk.visitor("乙")  # pending in both
    desk.database.close()
    (tmp_path / "clone").mkdir()
    shutil.copy(desk.path, tmp_path / "clone" / "desk.db")
    clone = Desk(tmp_path / "clone")
    request.addfinalizer(clone.close)
    desk.visitor("丙")
    clone.visitor("丁")
    for each in (desk, clone, desk, clone):
        each.run()
    assert desk.setting("stream") != clone.setting("stream")
    assert desk.everything() == clone.everything()
    assert at_centre(centre_url) == 4


def test_a_clone_that_speaks_between_two_pushes_is_found_by_the_push(
    make_desk, centre_url, tmp_path, request
):
    desk = make_desk("东")
    desk.visitor("甲")
    desk.run_online()
    desk.database.close()
    (tmp_path / "clone").mkdir()
    shutil.copy(desk.path, tmp_path / "clone" / "desk.db")
    clone = Desk(tmp_path / "clone")
    request.addfinalizer(clone.close)
    clone.visitor("乙")
    clone.run_online()
    desk.visitor("丙")
    report = desk.run_online()  # no hello in between: same number, another operation
    assert report.pending == 0
    clone.run_online()
    assert desk.everything() == clone.everything()
    assert at_centre(centre_url) == 3


def test_a_restored_desk_file_forks_and_reads_back_what_it_lost(make_desk, tmp_path):
    desk = make_desk("东")
    desk.visitor("甲")
    desk.run_online()
    desk.database.close()
    shutil.copy(desk.path, tmp_path / "backup.db")
    desk.visitor("乙")
    desk.run_online()
    desk.close()
    for ending in ("-wal", "-shm"):
        desk.path.with_name(desk.path.name + ending).unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.db", desk.path)
    desk.open()
    desk.visitor("丙")
    desk.run_online()
    names = {row["name"] for row in desk.table(Entity.VISITOR).values()}
    assert names == {"甲", "乙", "丙"}


@pytest.mark.parametrize("is_told", [True, False])
def test_a_centre_restored_from_backup_gets_back_what_it_lost(make_desk, centre_url, is_told):
    east, west = make_desk("东"), make_desk("西")
    kept = east.visitor("甲")
    east.run_online()
    west.run_online()
    put_back = keep(centre_url)
    lost = east.visitor("乙")
    east.change(Entity.VISITOR, kept, phone="2")
    for desk in (east, west, east):
        desk.run_online()
    put_back()
    with psycopg.connect(centre_url) as owner:
        if is_told:
            owner.execute("UPDATE sync.epoch SET epoch = gen_random_uuid()")
    for desk in (west, east, west, east, west):
        desk.run()
    assert east.run_online().pending == 0
    assert east.everything() == west.everything()
    assert set(west.table(Entity.VISITOR)) == {kept, lost}
    assert west.table(Entity.VISITOR)[kept]["phone"] == "2"


def test_an_own_change_does_not_flicker_back_where_the_centre_went_back_and_others_wrote_on(
    make_desk, centre_url
):
    east, west = make_desk("东"), make_desk("西")
    row = east.visitor("甲", phone="1")
    for desk in (east, west):
        desk.run_online()
    west.change(Entity.VISITOR, row, company="梧桐科技")
    west.run_online()

    def change():
        east.transport.before_pull = lambda: None
        east.change(Entity.VISITOR, row, phone="2")

    east.transport.before_pull = change
    east.run_online()
    put_back = keep(centre_url)
    pull, east.transport.pull = east.transport.pull, lambda **_: Reply(code=Code.BUSY)
    assert east.run_online().pushed == 1
    east.transport.pull = pull
    put_back()
    for n in range(5):
        west.visitor(f"来访者{n}")
    west.sync._hello_s = None
    west.run_online()
    for _ in range(3):
        east.run_online()
        assert east.table(Entity.VISITOR)[row]["phone"] == "2"
    west.run_online()
    assert west.table(Entity.VISITOR)[row]["phone"] == "2"


def test_rows_stay_visible_while_a_new_epoch_is_read(make_desk, centre_url):
    desk = make_desk("东")
    visitor = desk.visitor()
    gone = desk.visitor()
    desk.run_online()
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE sync.epoch SET epoch = gen_random_uuid()")
        owner.execute("DELETE FROM sync.feed WHERE row_id = %s", (gone,))
    desk.transport.before_pull = lose
    desk.run()
    assert visitor in desk.table(Entity.VISITOR)
    desk.close()
    desk.open()  # a crash half-way through
    desk.run_online()
    assert set(desk.table(Entity.VISITOR)) == {visitor}
    assert desk.setting("rebuild") is None


def test_postgres_stopped_in_the_middle_of_a_sync_and_started_again(
    make_desk, centre_url, postgres
):
    desk = make_desk("东")
    for number in range(700):
        desk.visitor(f"来访者{number}")

    def stop(batch):
        if batch.ops[0].q > 1:
            postgres.stop("immediate")

    desk.transport.before_push = stop
    try:
        report = desk.run()
        assert (report.online, report.pushed, report.pending) == (False, 500, 200)
        desk.visitor("断网时来的")
        assert desk.run().pending == 201
    finally:
        desk.transport.before_push = lambda _batch: None
        postgres.start()
    report = desk.run_online()
    assert (report.pushed, report.pending) == (201, 0)
    assert at_centre(centre_url) == at_centre(centre_url, "sync.op") == 701


def test_35_a_download_that_breaks_off_resumes_where_it_stopped(make_desk, monkeypatch):
    monkeypatch.setattr(protocol, "PAGE_ROWS", 40)
    east, west = make_desk("东"), make_desk("西")
    for number in range(100):
        east.visitor(f"来访者{number}")
    east.run_online()
    asked = 0

    def break_off():
        nonlocal asked
        asked += 1
        if asked == 2:
            raise CentreUnreachable("the line went")

    west.transport.before_pull = break_off
    assert west.run().online is False
    assert len(west.table(Entity.VISITOR)) == 40
    assert west.run_online().pulled == 60
    assert west.everything() == east.everything()


def test_a_crash_between_two_chunks_of_a_pull_loses_no_row(make_desk):
    east, west = make_desk("东"), make_desk("西")
    people = 2 * feed.CHUNK_ROWS + 50
    for number in range(people):
        east.visitor(f"来访者{number}")
    east.run_online()

    def crash(job):
        if west.table(Entity.VISITOR):  # the first chunk is stored
            raise KeyboardInterrupt
        with west.database.begin() as connection:
            return job(connection)

    west.sync._run_write = crash
    with pytest.raises(KeyboardInterrupt):
        west.run()
    assert 0 < len(west.table(Entity.VISITOR)) < people
    west.close()
    west.open()
    west.run_online()
    assert west.everything() == east.everything()


def test_answered_operations_are_forgotten_after_a_month_but_for_the_head(make_desk, centre_url):
    desk = make_desk("东")
    for _ in range(5):
        desk.visitor()
    desk.run_online()
    desk.visitor()
    with desk.database.begin() as connection:
        Outbox(connection).prune(before=desk.clock() + timedelta(days=1))
    assert desk.sql("SELECT q FROM outbox ORDER BY q") == [(5,), (6,)]
    assert desk.run_online().pushed == 1
    with psycopg.connect(centre_url) as owner:  # the centre lost more than this desk still has
        owner.execute("DELETE FROM sync.op WHERE seq > 2")
        head = owner.execute("SELECT op_id FROM sync.op WHERE seq = 2").fetchone()[0]
        owner.execute("UPDATE sync.stream SET last_seq = 2, head = %s", (head,))
    desk.sync._hello_s = None
    assert desk.run_online().pending == 0
    assert at_centre(centre_url, "sync.op") == 4


def test_what_the_centre_lost_meanwhile_goes_when_a_desk_joins_its_station_anew(
    make_desk, centre_url
):
    east, west = make_desk("东"), make_desk("西")
    theirs, kept = east.visitor(), west.visitor()
    east.run_online()
    west.run_online()
    with psycopg.connect(centre_url) as owner:  # a centre put back to before, and its desks anew
        owner.execute("DELETE FROM sync.feed WHERE row_id = %s", (theirs,))
        owner.execute("DELETE FROM core.visitor WHERE visitor_id = %s", (theirs,))
    leave(west.database.begin)
    west.sync.close()
    west.enrol(central.add_desk(centre_url, "静安寺站", "西二")["enrol"])
    west.run_online()
    assert set(west.table(Entity.VISITOR)) == {kept}


def test_what_a_desk_has_stays_when_it_joins_another_station(make_desk, centre_url):
    desk = make_desk("东")
    visitor = desk.visitor()
    desk.run_online()
    desk.sql("DELETE FROM outbox")  # sent long ago
    central.add_station(centre_url, "外滩站")
    leave(desk.database.begin)
    desk.sync.close()
    desk.enrol(central.add_desk(centre_url, "外滩站", "南")["enrol"])
    desk.run_online()
    assert set(desk.table(Entity.VISITOR)) == {visitor}
