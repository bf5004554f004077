"""`make bench`: a check-in, rooms, a station of years, an import, the window, an evening."""

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from benchmarks import generated, imports, rooms
from desk_app.compose import DeskApp, open_desk
from desk_app.db.database import PRAGMAS
from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.clock import system_clock
from desk_app.domain.ids import Nonce, VisitorId, uuid7
from desk_app.services.check_in import CheckInService
from desk_app.services.check_in_facts import Presentation
from desk_app.services.course_forms import NewCourse

_ROUNDS = 300
_STARTS = 7


def main() -> None:
    """Print every figure as a ratio, a line each."""
    store()
    rooms.main()
    generated.main()
    imports.main()
    rooms_page()
    start()
    evening()


def store() -> None:
    """One durable check-in against a bare durable insert, in turn on the same disk."""
    with tempfile.TemporaryDirectory() as folder:
        app = open_desk(Path(folder))
        people = _station(app)
        bare = _bare_insert(Path(folder) / "bare.db")
        by_name, by_pass, inserts = [], [], []
        stored: list[float] = []
        storing = CheckInService(_timed(app.begin, stored), app.read, app.clock)
        codes = [app.passes.issue(v).code for v in people[_ROUNDS:]]
        for visitor_id, code in zip(people[:_ROUNDS], codes, strict=True):
            inserts.append(_ms(bare))
            presentation = Presentation(nonce=Nonce(uuid7(system_clock())))
            by_name.append(_ms(lambda v=visitor_id, p=presentation: storing.present_visitor(v, p)))
            presentation = Presentation(nonce=Nonce(uuid7(system_clock())))
            by_pass.append(_ms(lambda c=code, p=presentation: app.check_in.present(c, p)))
        app.close()
    base = statistics.median(inserts)
    _print("bare SQLite insert, same pragmas (median)", base, base)
    _print("store one check-in: decision and rows, durable", statistics.median(stored), base)
    _print("the same with what the card shows", statistics.median(by_name), base)
    _print("by signed pass, signature and card included", statistics.median(by_pass), base)


def rooms_page() -> None:
    """What the timeline costs to paint, in a process of its own: Qt is not loaded here."""
    subprocess.run([sys.executable, "-m", "benchmarks.rooms_page"], check=True)


def start() -> None:
    """The window until ready against importing PySide6 and cv2, each a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        app = open_desk(Path(folder))
        app.desk.set_up(station="Bench", desk="1")
        app.desk.begin_shift("Bench")
        app.close()
        bare = "import PySide6.QtWidgets, cv2"
        window = (
            "from pathlib import Path; import desk_app.cli.entry; "
            "from desk_app.cli.window import load_window; "
            f"load_window().probe_window(Path({folder!r}))"
        )
        imports = [_ms(lambda: _python(bare)) for _ in range(_STARTS)]
        windows = [_ms(lambda: _python(window)) for _ in range(_STARTS)]
    base = statistics.median(imports)
    _print("import PySide6.QtWidgets and cv2", base, base)
    _print("window start to ready", statistics.median(windows), base)


def evening() -> None:
    """The demo's evening: from the camera's frame to the painted card, and the GUI's stalls."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "desk_app.cli", "demo", "--headless", "--json"]
        done = subprocess.run(
            [*command, "--out", folder], capture_output=True, text=True, check=False
        )
    facts = json.loads(done.stdout.strip().splitlines()[-1])
    scan, stall = facts["scan_to_result_ms"], facts["gui_stall_ms"]
    _line(f"scan to painted card    p50 {scan['p50']} ms, p95 {scan['p95']} ms (aim: under 150)")
    offline = facts["scan_to_result_offline_ms"]
    _line(f"the same with the centre gone    p50 {offline['p50']} ms, p95 {offline['p95']} ms")
    _line(f"GUI stalls    p99.9 {stall['p99_9']} ms, longest {stall['max']} ms (aim: 50 and 100)")


def _timed(begin: BeginWork, durations_ms: list[float]) -> BeginWork:
    """Time each transaction from BEGIN to the end of COMMIT."""

    @contextmanager
    def timed() -> Iterator[UnitOfWork]:
        started = time.perf_counter()
        with begin() as work:
            yield work
        durations_ms.append((time.perf_counter() - started) * 1000)

    return timed


def _station(app: DeskApp) -> list[VisitorId]:
    at = system_clock()
    course_id, _ = app.courses.add(
        NewCourse(
            name="Bench", starts_at=at + timedelta(minutes=5), minutes=90, lessons=12, capacity=5000
        )
    )
    people = [app.visitors.add(f"Bench {place}") for place in range(2 * _ROUNDS)]
    for visitor_id in people:
        app.courses.enrol(course_id, visitor_id)
    return people


def _bare_insert(path: Path) -> Callable[[], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE entry (id TEXT PRIMARY KEY, who TEXT, at TEXT)")

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO entry VALUES (?, ?, ?)", (uuid4().hex, "x" * 32, "y" * 26))
        connection.execute("COMMIT")

    return insert


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _print(name: str, value_ms: float, base_ms: float) -> None:
    _line(f"{name:<52} {value_ms:9.3f} ms   {value_ms / base_ms:5.2f} x")


def _line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
