"""A desk killed at any moment keeps what it showed, and nothing twice."""

import json
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

KILLS = 100
SERVER = Path(__file__).with_name("kill_server.py")


def agreed(station):
    """The ids of the check-ins, having made sure that outbox and table hold the same ones."""
    stored = [UUID(i) for (i,) in station.sql("SELECT check_in_id FROM check_in")]
    queued = [
        UUID(i) for (i,) in station.sql("SELECT row_id FROM outbox WHERE kind = 'check_in.entered'")
    ]
    attempted = [UUID(i) for (i,) in station.sql("SELECT check_in_id FROM attempt")]
    assert sorted(stored) == sorted(queued) == sorted(attempted)
    assert len(set(stored)) == len(stored)
    assert station.sql("SELECT count(*), max(q) - min(q) + 1, min(q) FROM outbox")[0][0::2] == (
        station.sql("SELECT max(q) FROM outbox")[0][0],
        1,
    )
    return set(stored)


@pytest.mark.timeout(120)
def test_a_hundred_kills_lose_no_check_in_that_was_shown_and_store_none_twice(station):
    _, (lesson,) = station.course(capacity=100_000, walk_ins=True)
    command = [sys.executable, str(SERVER), str(station.data), str(lesson.session_id)]
    shown: set[UUID] = set()
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=SERVER.parents[2],
        env={"PYTHONPATH": str(SERVER.parents[2])},
    ) as server:
        for seed in range(KILLS):
            server.stdin.write(f"{seed}\n")
            server.stdin.flush()
            answered = [UUID(text) for text in json.loads(server.stdout.readline())]
            assert len(set(answered)) == len(answered)
            assert shown.isdisjoint(answered)
            shown.update(answered)
            stored = agreed(station)
            assert shown <= stored
            assert len(stored) <= len(shown) + seed + 1  # at most one was cut off unseen
            assert station.sql("PRAGMA integrity_check") == [("ok",)]
        server.stdin.close()
    assert server.returncode == 0
    assert len(shown) >= KILLS // 2
    assert station.app.desk.today().meters[0].arrived == len(stored)
