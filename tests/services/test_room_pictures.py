import sqlite3
from contextlib import closing

import pytest
from alembic import command
from alembic.config import Config

from desk_app.compose import DATABASE, open_desk
from desk_app.db import migrate
from desk_app.runtime.backup import backup, restore

ONE, TWO = b"\xff\xd8\xff one", b"\xff\xd8\xff two"


@pytest.fixture
def pictures(station):
    return station.app.room_pictures


def test_a_picture_is_kept_once_by_what_it_holds_and_never_queued_for_the_centre(station, pictures):
    before = station.sql("SELECT count(*) FROM outbox")
    one, two = pictures.keep(ONE), pictures.keep(TWO)
    assert one != two
    assert pictures.keep(ONE) == one
    assert (pictures.of(one), pictures.of(two)) == (ONE, TWO)
    assert station.sql("SELECT count(*) FROM room_picture") == [(2,)]
    assert station.sql("SELECT count(*) FROM outbox") == before


@pytest.mark.parametrize("photo", ["", "../secret.jpg", "/etc/hostname", "gone.jpg", "a\0b"])
def test_a_name_this_desk_keeps_nothing_under_shows_nothing(pictures, photo):
    assert pictures.of(photo) is None


def test_a_copy_put_back_elsewhere_has_the_pictures(station, pictures, tmp_path):
    photo = pictures.keep(ONE)
    backup(station.app.data / DATABASE, tmp_path / "copy.db")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    restore(tmp_path / "copy.db", elsewhere / DATABASE, keep=elsewhere)
    with closing(open_desk(elsewhere)) as app:
        assert app.room_pictures.of(photo) == ONE


def test_pictures_kept_beside_a_database_of_before_are_taken_in(tmp_path):
    path = tmp_path / DATABASE
    config = Config()
    config.set_main_option("script_location", str(migrate._SCRIPTS))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{path}")
    command.upgrade(config, "0012")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "aa.jpg").write_bytes(ONE)
    (tmp_path / "pictures" / "half.jpg.part").write_bytes(TWO)
    with closing(open_desk(tmp_path)) as app:
        assert app.room_pictures.of("aa.jpg") == ONE
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM room_picture").fetchone() == (1,)
