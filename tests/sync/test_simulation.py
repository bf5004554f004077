"""Random weeks with a bad line, killed backends, clones, restores and wrong clocks.

``make soak SEEDS=n`` runs more of them; a seed that found a fault is kept below.
"""

import logging
import os
from contextlib import ExitStack
from itertools import count

import psycopg
import pytest

from desk_app.sync import engine, protocol
from desk_app.sync.throwaway_postgres import ThrowawayPostgres
from tests.sync.full_disks import small_disk
from tests.sync.gateway_process import GatewayProcess
from tests.sync.must_hold import check
from tests.sync.simulation import Week

STEPS = int(os.environ.get("SOAK_STEPS", "120"))
FIRST, COUNT = int(os.environ.get("SOAK_FIRST", "0")), int(os.environ.get("SOAK_SEEDS", "3"))
FOUND: tuple[int, ...] = (230, 254, 2049, 2123, 40039)
_numbers = count(1)
log = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def small():
    """A folder on a small disk, or None."""
    with small_disk() as folder:
        yield folder


@pytest.fixture(scope="module")
def postgres(small, tmp_path_factory):
    """A server of these tests' own: it is restarted and its disk fills up."""
    with ThrowawayPostgres(tmp_path_factory.mktemp("postgres")) as server:
        if small is not None:
            with psycopg.connect(server.url, autocommit=True) as owner:
                owner.execute(f"CREATE TABLESPACE small LOCATION '{small}'")
        yield server


@pytest.fixture
def database_url(postgres, small):
    """A database on the small disk that is gone after the test, so that many fit."""
    name = f"week{next(_numbers)}"
    where = "" if small is None else " TABLESPACE small"
    with psycopg.connect(postgres.url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name}{where}")
    yield postgres.url_of(name)
    with psycopg.connect(postgres.url, autocommit=True) as owner:
        owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def disks(postgres, small):
    return {"server": postgres, "tables": small}


@pytest.fixture
def bounds(monkeypatch):
    """Small pages and batches, so that there are many edges between them."""
    monkeypatch.setattr(protocol, "PAGE_ROWS", 20)
    monkeypatch.setattr(engine, "BATCH_OPS", 25)


@pytest.mark.usefixtures("bounds")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", sorted({*FOUND, *range(FIRST, FIRST + COUNT)}))
def test_after_calm_everything_that_must_hold_holds(
    centre_url, disks, empty_database, tmp_path, seed, papers
):
    with ExitStack() as stack:
        gateway = None
        if seed % 2:
            gateway = GatewayProcess(centre_url, papers)
            stack.callback(gateway.stop)
        week = Week(seed, centre_url, tmp_path, empty_database, stack, gateway=gateway, **disks)
        for _ in range(STEPS):
            week.step()
        week.calm_down()
        check(week)
        log.info("%s", dict(week.happened))
