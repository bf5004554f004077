"""The rooms page with 20 rooms and 200 bookings: what a paint costs while it scrolls and drags.

Run ``python -m benchmarks.rooms_page``. Painted offscreen by the raster engine, window 1920×1080.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from desk_app.compose import DeskApp, open_desk
from desk_app.domain.rooms import parse_hours
from desk_app.main.start import make_application
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from desk_app.ui.common.theme import Theme, set_theme
from desk_app.ui.rooms.day_sheets import day_sheet
from desk_app.ui.rooms.sheet import Wanted
from desk_app.ui.rooms.timeline import Timeline

_ROOMS, _EACH = 20, 10
_START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)  # a Monday, 09:00 in Shanghai
_HOURS = parse_hours(["09:00-21:00"])
_SIZE = (1660, 800)


def main() -> None:
    """Print the 50th and 95th percentile of each, in milliseconds."""
    make_application()
    set_theme(Theme(is_wide=True))
    with tempfile.TemporaryDirectory() as folder:
        app = open_desk(Path(folder), clock=lambda: _START + timedelta(hours=5))
        _fill(app)
        _line("read the day", 20, _times(lambda _: app.room_days.day(app.room_days.today()), 60))
        day = app.room_days.day(app.room_days.today())
        _line("build the sheet", 16, _times(lambda _: day_sheet(day, Wanted()), 60))
        timeline = Timeline()
        timeline.resize(*_SIZE)
        timeline.show()
        QApplication.processEvents()
        timeline.show_now(day.at)
        timeline.show_sheet(day_sheet(day, Wanted()))
        _line("first paint", 50, _times(lambda _: _first(timeline), 20))
        _line("paint all that is seen", 16, _times(lambda _: _paint(timeline), 200))
        _line("scroll and paint", 16, _times(lambda n: _scroll(timeline, n), 300))
        _line("drag a new stretch and paint", 16, _drag(timeline, row=2, minute=9 * 60 + 50))
        _line("drag a booking and paint", 16, _drag(timeline, row=2, minute=10 * 60 + 30))
        app.close()


def _fill(app: DeskApp) -> None:
    for n in range(_ROOMS):
        room_id = app.rooms.add(
            f"会议室 {n + 1}", capacity=6 + n, hours=_HOURS, opens_on_holidays=True,
            cleanup_min=5, fixtures=(("投影", 1),),
        )  # fmt: skip
        for place in range(_EACH):
            starts_at = _START + timedelta(minutes=70 * place)
            app.bookings.book(
                BookingRequest(
                    room_id=room_id,
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=50),
                    who=Who(company=f"澄屿数据科技 {n * _EACH + place}"),
                    purpose="周会",
                    headcount=5,
                )
            )


def _first(timeline: Timeline) -> None:
    timeline.forget()
    _paint(timeline)


def _paint(timeline: Timeline) -> None:
    """Paint as the window system asks for it: everything seen, at once."""
    timeline.viewport().repaint()


def _scroll(timeline: Timeline, n: int) -> None:
    bar = timeline.verticalScrollBar()
    bar.setValue((n * 23) % max(1, bar.maximum()))
    timeline.viewport().repaint()


def _drag(timeline: Timeline, *, row: int, minute: int) -> list[tuple[float, float]]:
    timeline.verticalScrollBar().setValue(0)
    at = timeline.span_point(row, minute)
    _send(timeline, QEvent.Type.MouseButtonPress, at)
    steps = 300

    def step(n: int) -> None:
        _send(timeline, QEvent.Type.MouseMove, at + QPointF(40.0 * n % 600, 90 * (n // 15 % 4)))
        QApplication.processEvents()

    found = _times(step, steps)
    _send(timeline, QEvent.Type.MouseButtonRelease, at)
    return found


def _send(timeline: Timeline, kind: QEvent.Type, at: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    view = timeline.viewport()
    QApplication.sendEvent(view, QMouseEvent(kind, at, view.mapToGlobal(at), left, left, none))


def _times(work: Callable[[int], object], rounds: int) -> list[tuple[float, float]]:
    """Return wall and processor time of each round: the second does not see who else is busy."""
    found = []
    for n in range(rounds):
        started, began = time.perf_counter(), time.thread_time()
        work(n)
        found.append(((time.perf_counter() - started) * 1000, (time.thread_time() - began) * 1000))
    return found


def _line(name: str, limit_ms: int, times: list[tuple[float, float]]) -> None:
    walls, own = ([one[place] for one in times] for place in (0, 1))
    p95, own_p95 = (statistics.quantiles(one, n=20)[-1] for one in (walls, own))
    sys.stdout.write(
        f"{name:<30} p50 {statistics.median(walls):6.2f} ms   p95 {p95:6.2f} ms"
        f"   p95 of processor time {own_p95:6.2f} ms   (aim: under {limit_ms})\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
