import os
import signal
import subprocess
import sys

import pytest

from desk_app.runtime.locks import AlreadyRunningError, FileLock

HOLD = """
import sys
from pathlib import Path
from desk_app.runtime.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
assert lock.acquire() is (sys.argv[2] == "free")
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    started = []

    def start(path, expected="free"):
        code = [sys.executable, "-c", HOLD, str(path), expected]
        process = subprocess.Popen(code, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_another_process_is_refused_and_told_who_holds_the_lock(tmp_path, holder):
    process = holder(tmp_path / "lock")
    lock = FileLock(tmp_path / "lock")

    assert not lock.acquire()
    assert lock.holder_pid() == process.pid


def test_a_killed_process_gives_its_lock_back(tmp_path, holder):
    process = holder(tmp_path / "lock")
    process.send_signal(signal.SIGKILL)
    process.wait()

    with FileLock(tmp_path / "lock") as lock:
        assert lock.is_held


def test_a_released_lock_is_free_for_others(tmp_path, holder):
    lock = FileLock(tmp_path / "lock")
    assert lock.acquire()
    lock.release()

    holder(tmp_path / "lock")


def test_a_held_lock_is_refused_to_others(tmp_path, holder):
    with FileLock(tmp_path / "lock"):
        holder(tmp_path / "lock", expected="taken")


def test_two_locks_of_one_process_exclude_each_other(tmp_path):
    with FileLock(tmp_path / "lock") as lock:
        assert lock.is_held
        with pytest.raises(AlreadyRunningError) as caught, FileLock(tmp_path / "lock"):
            pass

    assert caught.value.code == "already_running"
    assert caught.value.holder_pid == os.getpid()
    assert str(os.getpid()) in caught.value.zh


def test_taking_a_held_lock_again_changes_nothing(tmp_path):
    lock = FileLock(tmp_path / "lock")

    assert lock.acquire()
    assert lock.acquire()
    lock.release()
    lock.release()

    assert not lock.is_held
    assert lock.holder_pid() is None
