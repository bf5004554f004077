"""A real PostgreSQL for tests: one server a run, a fresh database a test."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path  # noqa: TC003  (pytest reads annotations)

import psycopg
import pytest

from desk_app.sync import central
from desk_app.sync.throwaway_postgres import ThrowawayPostgres

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThrowawayPostgres]:
    """A server that lives as long as the run."""
    folder: Path = tmp_path_factory.mktemp("postgres")
    with ThrowawayPostgres(folder) as server:
        yield server


@pytest.fixture
def database_url(postgres: ThrowawayPostgres) -> str:
    """An empty database of the test's own, as its owner."""
    name = f"centre{next(_numbers)}"
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgres.url_of(name)


@pytest.fixture
def centre_url(database_url: str) -> str:
    """A centre with one station."""
    central.init(database_url)
    central.add_station(database_url, "静安寺站")
    return database_url
