from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk_app.db.database import Database
from desk_app.sync import central
from tests.postgres import centre_url, database_url, postgres  # noqa: F401
from tests.sync.desk import Desk
from tests.sync.gateway import Papers, Running, make_papers, serving

MakeDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without rows; migrating costs more than a test."""
    path = tmp_path_factory.mktemp("template") / "desk.db"
    Database(path).close()
    return path


BOTH_WAYS = frozenset(
    {"test_bookings", "test_classes", "test_faults", "test_merging", "test_push_and_pull",
     "test_simulation"}
)  # fmt: skip
"""Modules whose rules hold whichever way a desk reaches its centre."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "way" in metafunc.fixturenames and metafunc.module.__name__.split(".")[-1] in BOTH_WAYS:
        metafunc.parametrize("way", ["direct", "gateway"], indirect=True)


@pytest.fixture
def way(request: pytest.FixtureRequest) -> str:
    """How the test's desks reach the centre: direct or gateway."""
    return getattr(request, "param", "direct")


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return make_papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def gateway(
    centre_url: str,  # noqa: F811
    papers: Papers,
) -> Iterator[Running]:
    """A gateway before the test's centre."""
    with serving(centre_url, papers) as running:
        yield running


@pytest.fixture
def make_desk(
    tmp_path: Path, empty_database: Path, request: pytest.FixtureRequest, way: str
) -> Iterator[MakeDesk]:
    """Makes desks of the centre's first station, enrolled unless said otherwise."""
    desks: list[Desk] = []

    def make(name: str, *, station: str = "静安寺站", is_enrolled: bool = True) -> Desk:
        desk = Desk(tmp_path / name, template=empty_database)
        desks.append(desk)
        if is_enrolled:
            url = request.getfixturevalue("centre_url")
            through = request.getfixturevalue("gateway").centre if way == "gateway" else None
            desk.enrol(central.add_desk(url, station, name, gateway=through)["enrol"])
        return desk

    yield make
    for desk in desks:
        desk.close()
