"""What the two commands rest on: lock files and the set-up script."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ["setup", "runtime", "dev"]


def pins(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)(.*(?:\n    .*)*)", text, re.M)
    return {(package.lower(), version): rest for package, version, rest in found}


def said_by_setup(goal, script):
    code = f"set -euo pipefail; source scripts/setup-system.sh; {script}; need_system {goal}"
    return subprocess.run(
        ["bash", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_has_hashes_and_no_address(name):
    locked = pins(name)

    assert locked
    assert all("--hash=sha256:" in rest for rest in locked.values())
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_the_app_runs_and_is_tested_on_the_same_versions():
    assert set(pins("runtime")) <= set(pins("dev"))


@pytest.mark.parametrize("name", LOCKS)
def test_everything_asked_for_is_locked_as_asked(name):
    asked = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8")
    locked = set(pins(name))

    for package, version in re.findall(r"^([A-Za-z0-9-]+)(?:\[\w+\])?==(\S+)", asked, re.M):
        assert (package.lower(), version) in locked


def test_what_the_project_needs_is_said_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert "dependencies" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["dependencies"] == {
        "file": "requirements/runtime.in"
    }


def test_a_user_who_may_not_install_is_told_exactly_what_to_install():
    done = said_by_setup("test", "may_install() { return 1; }; has() { return 1; }")

    assert done.returncode == 1
    for package in ("libegl1", "postgresql", "xvfb", "poppler-utils", "libzbar0"):
        assert package in done.stderr
    assert done.stderr.count("apt-get install") == 1


def test_running_goes_on_without_what_it_can_do_without():
    done = said_by_setup("run", "may_install() { return 1; }; has_postgresql() { return 1; }")

    assert done.returncode == 0, done.stderr
    assert "postgresql" in done.stdout


def test_set_up_is_silent_where_nothing_is_missing():
    done = said_by_setup("run", "has() { return 0; }")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
