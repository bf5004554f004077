"""A heartbeat of the GUI thread: how long it was ever away."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT_MS = 5


class Heartbeat(QObject):
    """Counts how late each beat comes; pauses are not counted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last: float | None = None
        self.late_ms: list[float] = []

    def start(self) -> None:
        """Begin to count."""
        self._last = None
        self._timer.start()

    def forgive(self) -> None:
        """Do not count what just held the thread, for example a screenshot."""
        self._last = None

    def facts(self) -> dict[str, float]:
        """Return p50, p99.9 and the longest stall in milliseconds."""
        if not self.late_ms:
            return {}
        ordered = sorted(self.late_ms)
        return {
            "beats": float(len(ordered)),
            "p50": round(ordered[len(ordered) // 2], 1),
            "p99_9": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.999))], 1),
            "max": round(ordered[-1], 1),
        }

    def _beat(self) -> None:
        now = time.monotonic()
        if self._last is not None:
            self.late_ms.append(max(0.0, (now - self._last) * 1000 - _BEAT_MS))
        self._last = now
