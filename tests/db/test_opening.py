"""What becomes of the data file when the desk opens it."""

import os
import random
import shutil
import sqlite3
import stat
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from desk_app.compose import open_desk
from desk_app.db import migrate
from desk_app.db.columns import metadata
from desk_app.db.database import Database
from desk_app.domain.errors import KnownError
from tests.station import FixedClock, moment

NEXT = f'''"""Add a column."""
import sqlalchemy as sa
from alembic import op
revision = "8000"
down_revision = "{migrate.HEAD}"
def upgrade():
    op.add_column("visitor", sa.Column("nickname", sa.Text))
'''


def pragma(database, name):
    with database.begin() as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_file_gets_the_schema_that_the_tables_describe(tmp_path):
    database = Database(tmp_path / "desk.db")
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()
    assert migrate.current_revision(tmp_path / "desk.db") == migrate.HEAD


def test_a_commit_survives_a_power_cut_and_writers_take_turns(tmp_path):
    database = Database(tmp_path / "desk.db")
    assert pragma(database, "journal_mode") == "wal"
    assert pragma(database, "synchronous") == 2
    assert pragma(database, "foreign_keys") == 1
    assert pragma(database, "busy_timeout") == 5000
    database.close()


def test_only_its_owner_may_read_the_data_file(tmp_path):
    Database(tmp_path / "desk.db").close()
    assert stat.S_IMODE((tmp_path / "desk.db").stat().st_mode) == 0o600


def test_the_second_way_in_only_reads(tmp_path):
    database = Database(tmp_path / "desk.db")
    with database.read() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute("DELETE FROM visitor")
    database.close()


def test_the_file_is_copied_before_it_is_migrated(make_station, tmp_path, monkeypatch):
    station = make_station()
    visitor_id = station.visitor("林晓")
    station.close()
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate._SCRIPTS, scripts)
    (scripts / "versions" / "8000_nickname.py").write_text(NEXT)
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
    before = migrate.HEAD
    monkeypatch.setattr(migrate, "HEAD", "8000")
    path = station.data / "desk.db"
    migrate.migrate(path)
    with closing(sqlite3.connect(path)) as new:
        assert new.execute("SELECT name, nickname FROM visitor").fetchall() == [("林晓", None)]
    copy = station.data / "desk-before-8000.db"
    assert migrate.current_revision(copy) == before
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT visitor_id FROM visitor").fetchall() == [(visitor_id.hex,)]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_file_of_the_first_version_arrives_whole_and_reads_the_feed_anew(tmp_path, monkeypatch):
    path = tmp_path / "desk.db"
    monkeypatch.setattr(migrate, "HEAD", "0001")
    migrate.migrate(path)
    course_id = "0" * 31 + "1"
    with closing(sqlite3.connect(path)) as old, old:
        old.execute(
            "INSERT INTO course (course_id, name, capacity) VALUES (?, '国画', 20)", (course_id,)
        )
        old.execute("INSERT INTO cursor VALUES ('2', 7, 'x')")
    monkeypatch.undo()
    app = open_desk(tmp_path, FixedClock())
    (course,) = app.courses.all()
    app.close()
    assert (course.name, course.capacity, course.teacher, course.term_id) == ("国画", 20, "", None)
    with closing(sqlite3.connect(path)) as new:
        found = new.execute(
            "SELECT late_weight_pct, reentry, hold_min, cut_off_min, max_entries FROM course"
        )
        assert found.fetchall() == [(100, 1, 1440, 120, 0)]
        assert new.execute("SELECT * FROM cursor").fetchall() == []


def test_bookings_made_before_there_was_a_history_begin_with_the_moment_they_were_made(
    tmp_path, monkeypatch
):
    path = tmp_path / "desk.db"
    monkeypatch.setattr(migrate, "HEAD", "0004")
    migrate.migrate(path)
    booking_id = UUID(int=7)
    with closing(sqlite3.connect(path)) as old, old:
        old.execute(
            "INSERT INTO booking (booking_id, room_id, starts_at, ends_at, booked_at) VALUES "
            "(?, ?, '2026-03-02 02:00:00.000000', '2026-03-02 03:00:00.000000', "
            "'2026-03-01 01:30:00.000000')",
            (booking_id.hex, booking_id.hex),
        )
    monkeypatch.undo()
    app = open_desk(tmp_path, FixedClock())
    (event,) = app.booking_calls.history(booking_id)
    (booking,) = app.booking_use.between(moment("00:00"), moment("23:00"))
    app.close()
    assert (event.action, event.at) == ("created", moment("09:30", day=-1))
    assert (booking.booking_id, booking.starts_at) == (booking_id, moment("10:00"))


def test_a_file_of_a_newer_app_is_refused_and_left_alone(migrated_file, tmp_path):
    path = shutil.copy(migrated_file, tmp_path / "desk.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(KnownError) as refused:
        open_desk(tmp_path, FixedClock())
    assert refused.value.code == "database_newer"
    assert "9999" in refused.value.zh
    assert "9999" in refused.value.en
    assert path.read_bytes() == before


def _random_bytes(content):
    return random.Random(1).randbytes(len(content))  # noqa: S311


def _flip_every_other_page(content):
    pages = [content[i : i + 4096] for i in range(0, len(content), 4096)]
    return b"".join(p if n % 2 == 0 else bytes(b ^ 0xFF for b in p) for n, p in enumerate(pages))


DAMAGES = {
    "random bytes": _random_bytes,
    "text": lambda _content: "姓名,电话\n".encode() * 300,
    "cut to a half": lambda content: content[: len(content) // 2],
    "cut to a third of a page": lambda content: content[:1300],
    "cut inside the header": lambda content: content[:50],
    "last page lost": lambda content: content[:-4096],
    "pages flipped": _flip_every_other_page,
    "one page zeroed": lambda content: content[:8192] + bytes(4096) + content[12288:],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_and_left_untouched(damage, make_station):
    station = make_station()
    for number in range(50):
        station.visitor(f"林晓{number}")
    station.close()
    path = station.data / "desk.db"
    damaged = DAMAGES[damage](path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(KnownError) as refused:
        open_desk(station.data, FixedClock())
    assert refused.value.code == "database_damaged"
    assert "restore" in refused.value.zh
    assert "restore" in refused.value.en
    assert path.read_bytes() == damaged


@contextmanager
def _ordinary_rights():
    """Act as somebody without root's power over files; nothing changes for who has none."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder(migrated_file):
    """A data directory everybody may look into and nobody but its owner may change."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "full, busy"  # no fault is read from a name
        folder.mkdir()
        shutil.copy(migrated_file, folder / "desk.db")
        (folder / "desk.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_a_file_without_rights_is_named_with_what_to_do(open_folder):
    with _ordinary_rights(), pytest.raises(KnownError) as refused:
        open_desk(open_folder, FixedClock())
    assert refused.value.code == "data_dir_not_writable"
    assert str(open_folder) in refused.value.zh
    assert "--data" in refused.value.en


def test_a_folder_without_rights_is_named_with_what_to_do(open_folder):
    open_folder.chmod(0o755)
    (open_folder / "desk.db").unlink()
    open_folder.chmod(0o555)
    with _ordinary_rights(), pytest.raises(KnownError) as refused:
        open_desk(open_folder, FixedClock())
    assert refused.value.code == "data_dir_not_writable"


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path):
    (tmp_path / "desk.db").mkdir()
    with pytest.raises(KnownError) as refused:
        open_desk(tmp_path, FixedClock())
    assert refused.value.code == "data_dir_not_writable"
