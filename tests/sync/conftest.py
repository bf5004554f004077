from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk_app.db.database import Database
from desk_app.sync import central
from tests.postgres import centre_url, database_url, postgres  # noqa: F401
from tests.sync.desk import Desk

MakeDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without rows; migrating costs more than a test."""
    path = tmp_path_factory.mktemp("template") / "desk.db"
    Database(path).close()
    return path


@pytest.fixture
def make_desk(
    tmp_path: Path, empty_database: Path, request: pytest.FixtureRequest
) -> Iterator[MakeDesk]:
    """Makes desks of the centre's first station, enrolled unless said otherwise."""
    desks: list[Desk] = []

    def make(name: str, *, station: str = "静安寺站", is_enrolled: bool = True) -> Desk:
        desk = Desk(tmp_path / name, template=empty_database)
        desks.append(desk)
        if is_enrolled:
            url = request.getfixturevalue("centre_url")
            desk.enrol(central.add_desk(url, station, name)["enrol"])
        return desk

    yield make
    for desk in desks:
        desk.close()
