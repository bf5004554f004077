"""The demo's evening, offscreen: what it prints was counted in the databases."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

REFUSED = {
    "already_in", "forged", "expired", "wrong_course", "waitlisted", "too_early", "not_enrolled",
    "unknown_code", "malformed", "choose",
}  # fmt: skip


@pytest.mark.timeout(240)
def test_an_evening_of_more_than_forty_people_reaches_the_centre_once(tmp_path):
    command = [sys.executable, "-m", "desk_app.cli", "demo", "--headless", "--json"]
    done = subprocess.run(
        [*command, "--out", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout.splitlines()[-1])
    assert facts["presented"] >= 40
    assert facts["admitted"] == facts["stored"] == facts["synced"] >= 40
    assert facts["presented"] == facts["admitted"] + sum(facts["refused"].values())
    assert set(facts["refused"]) == REFUSED
    assert facts["pending"] == 0
    assert len(facts["screenshots"]) >= 15
    assert all(Path(picture).stat().st_size > 10_000 for picture in facts["screenshots"])
