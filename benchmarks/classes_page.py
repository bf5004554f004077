"""Opening a course of 150 learners in the window: from the click to the painted matrix.

Run ``python -m benchmarks.classes_page`` (offscreen). The station is that of
`benchmarks.generated`; the base is the same course read without a window.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks.generated import fill
from desk_app.compose import DATABASE, DeskApp, open_desk
from desk_app.domain.ids import CourseId
from desk_app.main.appearance import apply_appearance
from desk_app.main.pages import join_pages
from desk_app.main.start import make_application
from desk_app.main.window import DeskWindow
from desk_app.runtime.settings import Settings
from desk_app.ui.classes.page import ClassesPage

_ROUNDS = 30


def main() -> None:
    """Print p95 of each, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        app = open_desk(Path(folder))
        app.desk.set_up(station="Bench", desk="1")
        app.desk.begin_shift("Bench")
        big = fill(Path(folder) / DATABASE)
        base = _p95([_ms_of_reading(app, big) for _ in range(_ROUNDS)])
        opened = _p95(_openings(app, big))
        app.close()
    _line(f"read the course, 150 learners x 12        p95 {base:7.1f} ms")
    _line(f"click to painted matrix                   p95 {opened:7.1f} ms   {opened / base:.2f} x")


def _ms_of_reading(app: DeskApp, course_id: CourseId) -> float:
    started = time.perf_counter()
    app.class_list.open(course_id)
    return (time.perf_counter() - started) * 1000


def _openings(app: DeskApp, course_id: CourseId) -> list[float]:
    qt = make_application()
    settings = Settings().with_value("sound.is_muted", True)  # noqa: FBT003  (a stored value)
    apply_appearance(qt, settings)
    desk = DeskWindow(app, settings)
    pages = join_pages(desk)
    desk.window.resize(1366, 768)
    desk.show()
    desk.window.show_page("classes")
    page = pages["classes"].join.page
    if not isinstance(page, ClassesPage):
        raise TypeError(page)
    _wait(qt, lambda: bool(page.list.courses.lines))
    other = next(c.course_id for c in page.list.courses.lines if c.course_id != course_id)
    times = []
    for _ in range(_ROUNDS):
        _choose(qt, page, other)
        started = time.perf_counter()
        _choose(qt, page, course_id)
        page.matrix.viewport().repaint()
        times.append((time.perf_counter() - started) * 1000)
    desk.window.close()
    desk.close()
    return times


def _choose(qt: QApplication, page: ClassesPage, course_id: CourseId) -> None:
    page.list.choose(course_id)
    _wait(qt, lambda: page.wished_course() == course_id)


def _wait(qt: QApplication, is_there: Callable[[], bool]) -> None:
    while not is_there():
        qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
