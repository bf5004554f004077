"""Plays a story of steps through the real window, one after another, and takes the pictures."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desk_app.demo.heartbeat import Heartbeat
from desk_app.demo.step import Step
from desk_app.services.results import CheckInResult

if TYPE_CHECKING:
    from desk_app.main.window import DeskWindow

_STEP_LIMIT_MS = 9000
_PAUSE_MS = 30


class Player(QObject):
    """Begins a step when the one before is over; the application quits after the last.

    Attributes:
        failures: Where the window did not do what the story is about.
    """

    def __init__(self, desk: "DeskWindow", steps: Iterator[Step], out: Path) -> None:
        super().__init__()
        self._desk = desk
        self._steps = steps
        self._out = out
        self._step: Step | None = None
        self._count = 0
        self.screenshots: list[str] = []
        self.failures: list[str] = []
        self.heartbeat = Heartbeat(self)
        self._limit = QTimer(self, singleShot=True, interval=_STEP_LIMIT_MS)
        self._limit.timeout.connect(self._give_up)
        self._poll = QTimer(self, interval=50)
        self._poll.timeout.connect(self._check)
        desk.check_in.presented.connect(self._presented)

    def start(self) -> None:
        """Play the first step once the window stands."""
        self._out.mkdir(parents=True, exist_ok=True)
        QTimer.singleShot(600, self._begin)

    def _begin(self) -> None:
        self.heartbeat.start()
        self._next()

    @Slot()
    def _next(self) -> None:
        self._limit.stop()
        self._poll.stop()
        try:
            self._step = next(self._steps, None)  # prepares passes and people, behind the stage
        except Exception as broken:
            self.failures.append(f"step {self._count + 1}: {broken}")
            QApplication.quit()
            raise
        self._count += 1
        self.heartbeat.forgive()
        if self._step is None:
            QApplication.quit()
            return
        self._limit.start()
        if self._step.until is not None:
            self._poll.start()
        self._step.act()
        if self._step.is_behind_stage:
            self.heartbeat.forgive()
        if self._step.until is None and not self._step.expect:
            QTimer.singleShot(_PAUSE_MS, self._finish)

    @Slot(object)
    def _presented(self, result: CheckInResult) -> None:
        step = self._step
        if step is None or not step.expect:
            return
        if result.outcome.value != step.expect:
            self.failures.append(f"expected {step.expect}, saw {result.outcome.value}")
        QTimer.singleShot(_PAUSE_MS, self._finish)

    @Slot()
    def _check(self) -> None:
        if self._step is not None and self._step.until is not None and self._step.until():
            self._poll.stop()
            self._finish()

    @Slot()
    def _give_up(self) -> None:
        if self._step is not None:
            self.failures.append(
                f"nothing happened at step {self._count}: {self._step.expect or self._step.picture}"
            )
            self._next()

    @Slot()
    def _finish(self) -> None:
        if self._step is not None and self._step.picture:
            self._limit.stop()
            step = self._step
            QTimer.singleShot(350, lambda: self._photograph_and_go(step.picture))
            return
        self._next()

    def _photograph_and_go(self, name: str) -> None:
        self._photograph(name)
        self._next()

    def _photograph(self, name: str) -> None:
        path = self._out / f"{name}.png"
        self._desk.window.grab().save(str(path))
        self.screenshots.append(str(path))
        self.heartbeat.forgive()
