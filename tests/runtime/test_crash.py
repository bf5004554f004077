import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest

from desk_app.runtime.crash import CrashKeeper, forget, last_crash

AT = datetime(2026, 10, 27, 4, 40, tzinfo=UTC)

NATIVE = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from desk_app.runtime.crash import CrashKeeper
at = datetime(2026, 1, 1, tzinfo=UTC)
CrashKeeper(Path(sys.argv[1]), clock=lambda: at, version="1").install()
os.kill(os.getpid(), signal.SIGSEGV)
"""


@pytest.fixture
def quiet_hooks(monkeypatch):
    monkeypatch.setattr(sys, "excepthook", lambda *_args: None)
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)


@pytest.fixture
def keeper(tmp_path, quiet_hooks):
    keeper = CrashKeeper(tmp_path, clock=lambda: AT, version="0.1.0")
    keeper.install()
    yield keeper
    keeper.uninstall()


def crash_with(error):
    visitor = "顾晚晴"
    try:
        raise error
    except type(error):
        sys.excepthook(*sys.exc_info())
    return visitor


def test_an_error_nobody_caught_is_kept_until_it_is_forgotten(keeper, tmp_path):
    crash_with(KeyError("column"))

    report = last_crash(tmp_path)
    assert report is not None
    assert (report.kind, report.version, report.thread) == ("KeyError", "0.1.0", "main")
    assert report.at == AT.isoformat()
    assert "tests/runtime/test_crash.py" in report.trace
    assert "crash_with" in report.trace

    forget(tmp_path)
    forget(tmp_path)
    assert last_crash(tmp_path) is None


def test_a_report_holds_nothing_personal(keeper, tmp_path):
    crash_with(ValueError("no row for 顾晚晴 ('13812345678', \"secret\") 13912345678"))

    written = (tmp_path / "last.json").read_text(encoding="utf-8")
    for personal in ("顾晚晴", "\\u987e", "12345678", "secret"):
        assert personal not in written
    assert "no row for" in written


def test_an_error_in_a_thread_is_kept_too(keeper, tmp_path):
    def work():
        raise RuntimeError("gone")

    thread = threading.Thread(target=work, name="camera")
    thread.start()
    thread.join()

    report = last_crash(tmp_path)
    assert report is not None
    assert (report.kind, report.thread) == ("RuntimeError", "camera")


def test_ctrl_c_is_no_crash(keeper, tmp_path):
    crash_with(KeyboardInterrupt())

    assert last_crash(tmp_path) is None


def test_the_window_is_told_at_once(tmp_path, quiet_hooks):
    told = []
    keeper = CrashKeeper(tmp_path, clock=lambda: AT, version="1", on_crash=told.append)
    keeper.install()
    crash_with(ValueError())
    keeper.uninstall()

    assert [r.kind for r in told] == ["ValueError"]


def test_a_crash_below_python_is_shown_at_the_next_start(tmp_path, quiet_hooks):
    done = subprocess.run([sys.executable, "-c", NATIVE, str(tmp_path)], check=False)
    assert done.returncode < 0
    assert last_crash(tmp_path) is None

    keeper = CrashKeeper(tmp_path, clock=lambda: AT, version="1")
    keeper.install()
    keeper.uninstall()

    report = last_crash(tmp_path)
    assert report is not None
    assert report.kind == "native"
    assert "Segmentation fault" in report.trace


def test_an_orderly_end_leaves_nothing_and_gives_the_hooks_back(tmp_path, quiet_hooks):
    before = (sys.excepthook, threading.excepthook)
    keeper = CrashKeeper(tmp_path, clock=lambda: AT, version="1")
    keeper.install()
    keeper.uninstall()
    keeper.uninstall()

    assert (sys.excepthook, threading.excepthook) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"at": 1}'])
def test_an_unreadable_report_does_not_stop_the_start(tmp_path, text):
    (tmp_path / "last.json").write_text(text)

    assert last_crash(tmp_path) is None


def test_a_report_that_cannot_be_written_does_not_hide_the_error(tmp_path, quiet_hooks):
    told = []
    folder = tmp_path / "crashes"
    folder.mkdir()
    keeper = CrashKeeper(folder, clock=lambda: AT, version="1", on_crash=told.append)
    keeper.install()
    (folder / "last.json").mkdir()
    crash_with(ValueError())
    keeper.uninstall()

    assert len(told) == 1
