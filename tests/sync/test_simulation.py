"""Random weeks with a bad line, killed backends, clones, restores and wrong clocks.

``make soak SEEDS=n`` runs more of them; a seed that found a fault is kept below.
"""

import os
from contextlib import ExitStack

import psycopg
import pytest

from desk_app.sync import engine, protocol
from tests.sync.must_hold import check
from tests.sync.simulation import Week

STEPS = int(os.environ.get("SOAK_STEPS", "120"))
FIRST, COUNT = int(os.environ.get("SOAK_FIRST", "0")), int(os.environ.get("SOAK_SEEDS", "3"))
FOUND: tuple[int, ...] = ()


@pytest.fixture
def centre_of_its_own(centre_url, postgres):
    """A centre that is gone after the test, so that many fit on the disk."""
    yield centre_url
    with psycopg.connect(postgres.url, autocommit=True) as owner:
        owner.execute(f"DROP DATABASE {centre_url.rpartition('/')[2]} WITH (FORCE)")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", sorted({*FOUND, *range(FIRST, FIRST + COUNT)}))
def test_after_calm_everything_that_must_hold_holds(
    centre_of_its_own, empty_database, tmp_path, seed, monkeypatch
):
    monkeypatch.setattr(protocol, "PAGE_ROWS", 20)
    monkeypatch.setattr(engine, "BATCH_OPS", 25)
    with ExitStack() as stack:
        week = Week(seed, centre_of_its_own, tmp_path, empty_database, stack)
        for _ in range(STEPS):
            week.step()
        week.calm_down()
        check(week)
