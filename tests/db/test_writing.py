"""What is stored, together with what travels; what happens when it cannot be."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import islice
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.db.driver import insert, to_json
from desk_app.db.tables import TABLES, from_json
from desk_app.domain.changes import Change, Entity
from desk_app.domain.errors import KnownError

REGISTER = """
import sys
from pathlib import Path
from desk_app.compose import open_desk
app = open_desk(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    print(app.visitors.add(f"赵{number}"), flush=True)
app.close()
"""


class PowerCutError(Exception):
    pass


def add_and_fail(station):
    change = Change(
        kind="visitor.added", entity=Entity.VISITOR, row_id=uuid4(), values={"name": "赵敏"}
    )
    with station.app.begin() as work:
        work.add(change)
        raise PowerCutError


def test_a_change_and_its_outbox_row_are_stored_together_or_not_at_all(station):
    before = station.sql("SELECT count(*) FROM outbox")
    with pytest.raises(PowerCutError):
        add_and_fail(station)
    assert station.sql("SELECT count(*) FROM visitor") == [(0,)]
    assert station.sql("SELECT count(*) FROM outbox") == before


def test_the_numbers_of_the_outbox_have_no_gaps_after_a_failure(station):
    station.visitor("林晓")
    with pytest.raises(PowerCutError):
        add_and_fail(station)
    station.visitor("孙立")
    numbers = [q for (q,) in station.sql("SELECT q FROM outbox ORDER BY q")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_operation_carries_wall_time_boot_and_a_clock_that_never_goes_back(station):
    station.visitor("林晓")
    station.clock.set("09:00")
    station.visitor("赵敏")
    found = station.sql("SELECT wall_ms, boot, monotonic_ms, hlc, op_id FROM outbox ORDER BY q")
    assert found[-1][0] < found[-2][0]
    assert found[-1][2] >= found[-2][2]
    assert len({row[1] for row in found}) == 1
    assert [row[3] for row in found] == sorted({row[3] for row in found})
    assert len({row[4] for row in found}) == len(found)


def test_what_a_desk_changes_names_the_revisions_it_had_seen(station):
    visitor_id = station.visitor()
    with station.app.begin() as work:
        insert(
            work.connection,
            "server_row",
            {"entity": "visitor", "row_id": visitor_id, "revisions": '{"name": 7, "phone": 3}'},
        )
        work.change(
            Change(
                kind="visitor.renamed",
                entity=Entity.VISITOR,
                row_id=visitor_id,
                values={"name": "林小"},
            )
        )
    ((base,),) = station.sql("SELECT base FROM outbox ORDER BY q DESC LIMIT 1")
    assert json.loads(base) == {"name": 7}


def test_naive_times_are_refused(station):
    naive = datetime(2026, 3, 2, 19)  # noqa: DTZ001
    times = {"starts_at": naive, "ends_at": naive}
    values = {"session_id": uuid4(), "course_id": uuid4(), **times}
    with station.app.begin() as work, pytest.raises(Exception, match="naive"):
        insert(work.connection, "class_session", values)


values = {
    "visitor_id": st.uuids(),
    "name": st.text(),
    "is_blocked": st.booleans(),
}


@given(st.fixed_dictionaries(values))
def test_fields_read_back_from_their_json(fields):
    columns = TABLES[Entity.VISITOR].columns
    for name, value in fields.items():
        text = json.loads(json.dumps(to_json(value)))
        assert from_json(columns[name], text) == value


@pytest.mark.parametrize(
    ("entity", "name", "value", "text"),
    [
        (Entity.PASS, "first_day", date(2026, 3, 2), "2026-03-02"),
        (Entity.PASS, "digest", b"\x00\xff", "00ff"),
        (Entity.PASS, "revoked_at", None, None),
        (
            Entity.PASS,
            "issued_at",
            datetime(2026, 3, 2, 11, tzinfo=UTC),
            "2026-03-02T11:00:00.000000Z",
        ),
        (Entity.COURSE, "capacity", 20, 20),
    ],
)
def test_fields_travel_as_json(entity, name, value, text):
    assert to_json(value) == text
    assert from_json(TABLES[entity].columns[name], text) == value


def test_what_is_no_field_value_is_refused():
    with pytest.raises(TypeError):
        to_json(1.5)


@pytest.fixture
def fill_disk(station):
    """Leave the data file no page to grow by, as on a full disk; call again to free it."""

    def limit(pages):
        with station.app.database.begin() as connection:
            (used,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {used + pages}")

    return limit


def test_on_a_full_disk_nothing_is_half_stored_and_the_next_scan_works(station, fill_disk):
    visitor_id = station.visitor()
    station.course(several_entries=True, learners=(visitor_id,))
    fill_disk(1)
    with pytest.raises(KnownError) as refused:
        all(station.find(visitor_id, "18:50") for _ in range(500))
    stored = len(station.check_ins())
    assert refused.value.code == "disk_full"
    assert refused.value.zh
    assert refused.value.en
    counts = (
        "SELECT (SELECT count(*) FROM check_in), (SELECT count(*) FROM attempt), "
        "(SELECT count(*) FROM outbox WHERE entity = 'check_in')"
    )
    assert station.sql(counts) == [(stored, stored, stored)]
    fill_disk(1000)
    assert station.find(visitor_id, "18:51").outcome == "admitted"
    assert station.sql(counts) == [(stored + 1, stored + 1, stored + 1)]


def test_a_file_that_may_not_grow_is_reported_as_a_disk_that_failed(station, tmp_path):
    code = """
import resource, signal, sys
from pathlib import Path
from desk_app.compose import open_desk
from desk_app.domain.errors import KnownError
app = open_desk(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = (Path(sys.argv[1]) / "desk.db-wal").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, resource.RLIM_INFINITY))
stored = 0
try:
    while stored < 1000:
        app.visitors.add("林晓")
        stored += 1
except KnownError as error:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    app.visitors.add("赵敏")
    print(error.code, stored + 1)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(station.data)], capture_output=True, text=True, check=True
    )
    fault, stored = done.stdout.split()
    assert fault in {"disk_error", "disk_full"}
    assert station.sql("SELECT count(*) FROM visitor") == [(int(stored),)]


def test_two_processes_write_at_once_and_lose_nothing(station):
    command = [sys.executable, "-c", REGISTER, str(station.data), "40"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "ready\n"
        other.stdin.write("\n")
        other.stdin.flush()
        ours = [station.visitor(f"林{number}") for number in range(40)]
        theirs = [UUID(line) for line in other.communicate()[0].split()]
    assert other.returncode == 0
    known = {UUID(i) for (i,) in station.sql("SELECT visitor_id FROM visitor")}
    assert known == {*ours, *theirs}
    assert len(known) == 80
    numbers = [q for (q,) in station.sql("SELECT q FROM outbox ORDER BY q")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_file_held_by_another_program_is_said_to_be_busy(station):
    station.sql("PRAGMA user_version")
    with station.app.database.begin() as connection:
        connection.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(station.data / "desk.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError) as refused:
            station.visitor()
        other.rollback()
    assert refused.value.code == "database_busy"
    station.visitor()
    assert station.sql("SELECT count(*) FROM visitor") == [(1,)]


def test_a_copy_made_while_the_desk_writes_is_whole(station, tmp_path):
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(station.data / "desk.db")) as source:
        station.visitor("林晓")
        with closing(sqlite3.connect(copy)) as target:
            names = iter(["赵敏", "孙立"])
            source.backup(
                target, pages=5, progress=lambda *_: [station.visitor(n) for n in islice(names, 1)]
            )
            assert target.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            stored = target.execute("SELECT count(*) FROM visitor").fetchone()[0]
            queued = target.execute(
                "SELECT count(*) FROM outbox WHERE entity = 'visitor'"
            ).fetchone()[0]
    assert stored == queued == 3
