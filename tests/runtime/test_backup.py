import sqlite3
import stat
from contextlib import closing
from datetime import date, timedelta

import pytest

from desk_app.domain.errors import KnownError
from desk_app.runtime.backup import backup, copy_daily, restore


@pytest.fixture
def desk(tmp_path):
    """A database in use: its rows are in the write-ahead log only."""
    path = tmp_path / "desk.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("CREATE TABLE check_in (id INTEGER PRIMARY KEY, note TEXT)")
    fill(connection, 50)
    yield connection, path
    connection.close()


def fill(connection, count):
    connection.executemany("INSERT INTO check_in (note) VALUES (?)", [("x" * 100,)] * count)


def count(path):
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT count(*) FROM check_in").fetchone()[0]


def code_of(run):
    with pytest.raises(KnownError) as caught:
        run()
    return caught.value.code


def test_a_copy_holds_what_is_only_in_the_write_ahead_log(desk, tmp_path):
    facts = backup(desk[1], tmp_path / "copy.db")

    assert count(facts.path) == 50
    assert facts.size_bytes == facts.path.stat().st_size
    assert stat.S_IMODE(facts.path.stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.glob("*copy*")) == ["copy.db"]


def test_a_copy_leaves_out_what_is_not_committed(desk, tmp_path):
    connection, path = desk
    connection.execute("BEGIN IMMEDIATE")
    fill(connection, 1)
    backup(path, tmp_path / "copy.db")
    connection.execute("COMMIT")

    assert count(tmp_path / "copy.db") == 50
    assert count(path) == 51


def test_an_existing_file_is_never_overwritten_unasked(desk, tmp_path):
    out = tmp_path / "copy.db"
    out.write_text("mine")

    assert code_of(lambda: backup(desk[1], out)) == "backup_exists"
    assert out.read_text() == "mine"

    backup(desk[1], out, may_overwrite=True)
    assert count(out) == 50


def test_nothing_to_copy_is_said(tmp_path):
    assert code_of(lambda: backup(tmp_path / "desk.db", tmp_path / "c")) == "nothing_to_back_up"


def test_a_missing_folder_is_explained(desk, tmp_path):
    assert code_of(lambda: backup(desk[1], tmp_path / "no" / "c.db")) == "backup_not_written"


def test_a_full_disk_leaves_no_half_copy(desk, tmp_path, monkeypatch):
    def full(_source, out):
        out.write_text("half")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("desk_app.runtime.backup._copy", full)

    assert code_of(lambda: backup(desk[1], tmp_path / "copy.db")) == "disk_full"
    assert not list(tmp_path.glob("*copy*"))


def test_a_damaged_database_is_not_copied(desk, tmp_path):
    connection, path = desk
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    path.write_bytes(data)

    assert code_of(lambda: backup(path, tmp_path / "copy.db")) == "database_damaged"
    assert not (tmp_path / "copy.db").exists()


def test_what_was_restored_is_the_copy_and_the_present_is_kept(desk, tmp_path):
    connection, path = desk
    backup(path, tmp_path / "copy.db")
    fill(connection, 7)
    connection.close()

    first = restore(tmp_path / "copy.db", path, keep=tmp_path)
    second = restore(tmp_path / "copy.db", path, keep=tmp_path)

    assert count(path) == 50
    assert count(first) == 57
    assert count(second) == 50
    assert not (tmp_path / "desk.db-wal").exists()


def test_a_damaged_database_can_be_replaced_by_a_copy(desk, tmp_path):
    connection, path = desk
    backup(path, tmp_path / "copy.db")
    connection.close()
    path.write_bytes(b"\xff" * 9000)

    kept = restore(tmp_path / "copy.db", path, keep=tmp_path)

    assert count(path) == 50
    assert kept.read_bytes() == b"\xff" * 9000


def test_a_copy_can_be_restored_to_an_empty_place(desk, tmp_path):
    backup(desk[1], tmp_path / "copy.db")

    assert restore(tmp_path / "copy.db", tmp_path / "new.db", keep=tmp_path) is None
    assert count(tmp_path / "new.db") == 50


def test_what_is_no_backup_is_refused_and_the_present_stays(desk, tmp_path):
    _, path = desk
    keep = tmp_path / "backups"
    keep.mkdir()
    (tmp_path / "note.txt").write_text("hello")
    (tmp_path / "other.db").touch()

    for name, code in (
        ("none.db", "backup_missing"),
        ("note.txt", "database_damaged"),
        ("other.db", "not_a_backup"),
    ):
        assert code_of(lambda name=name: restore(tmp_path / name, path, keep=keep)) == code
    assert count(path) == 50
    assert list(keep.iterdir()) == []


def test_a_day_is_copied_once_and_the_last_seven_days_are_kept(desk, tmp_path):
    _, path = desk
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "desk-by-hand.db").write_bytes(b"mine")
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(9)]
    for day in days:
        assert copy_daily(path, folder, day) == folder / f"daily-{day:%Y%m%d}.db"
        assert copy_daily(path, folder, day) is None
    kept = [f"daily-{day:%Y%m%d}.db" for day in days[2:]]
    assert sorted(p.name for p in folder.iterdir()) == [*kept, "desk-by-hand.db"]
    assert count(folder / kept[-1]) == 50


def test_a_damaged_database_costs_no_daily_copy(desk, tmp_path):
    connection, path = desk
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(8)]
    for day in days[:7]:
        copy_daily(path, tmp_path, day)
    connection.close()
    path.write_bytes(b"no database" * 1000)
    assert code_of(lambda: copy_daily(path, tmp_path, days[7])) == "database_damaged"
    assert len(list(tmp_path.glob("daily-*.db"))) == 7
