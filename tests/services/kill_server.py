"""Starts, again and again, a desk that checks people in, and kills it at a random moment.

Each line read from standard input, a seed, is one desk in a process of its own; the answer is a
line of JSON: what the desk had shown as admitted before it was killed.
"""

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

import argon2
import pypinyin  # imported here once, so that each desk starts quickly

from desk_app.compose import open_desk
from desk_app.domain.ids import Nonce, SessionId
from desk_app.services.check_in_facts import Presentation
from tests.station import FixedClock

LONGEST_S = 0.12
assert argon2, pypinyin


def serve(data: Path, session_id: SessionId, pipe: int) -> None:
    """Check fresh visitors in, and show each once the service has answered."""
    app = open_desk(data, FixedClock())
    while True:
        visitor_id = app.visitors.add("林晓")
        result = app.check_in.present_visitor(
            visitor_id, Presentation(nonce=Nonce(uuid4()), session_id=session_id)
        )
        if result.outcome == "admitted":
            os.write(pipe, f"{result.check_in_id}\n".encode())


def kill_one(data: Path, session_id: SessionId, seed: int) -> list[str]:
    """Run one desk until a random moment; answers what it showed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        serve(data, session_id, writing)
        os._exit(1)
    os.close(writing)
    lives_s = random.Random(seed).uniform(0, LONGEST_S)  # noqa: S311
    shown = os.read(reading, 65536) if seed % 2 else b""  # every other dies while it may be opening
    dies_at = time.monotonic() + lives_s
    while (left := dies_at - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            shown += os.read(reading, 65536)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    while more := os.read(reading, 65536):
        shown += more
    os.close(reading)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        raise RuntimeError(status)
    return shown.decode().split()


if __name__ == "__main__":
    folder, lesson = Path(sys.argv[1]), SessionId(UUID(sys.argv[2]))
    for line in sys.stdin:
        sys.stdout.write(json.dumps(kill_one(folder, lesson, int(line))) + "\n")
        sys.stdout.flush()
