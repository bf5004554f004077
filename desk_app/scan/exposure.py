"""Lowers a webcam's exposure for a while, so that an over-bright phone screen can be read."""

import sys

from desk_app.scan.frames import Capture
from desk_app.scan.pictures import load_cv2

DIM_S = 4.0
_IS_WINDOWS = sys.platform == "win32"
# DirectShow counts exposure in powers of two of a second, V4L2 in units of 0.1 ms; and what turns
# the automatic off differs (OpenCV, cap_dshow.cpp and cap_v4l.cpp).
_MANUAL = 0.25 if _IS_WINDOWS else 1.0


class Exposure:
    """The exposure of one capture; used by the thread that reads it."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._before: tuple[float, float] | None = None
        self._until = 0.0

    def dim(self, at: float) -> None:
        """Let in about a third of the light until 4 s from ``at`` (monotonic seconds)."""
        self._until = at + DIM_S
        if self._before is not None:
            return
        cv2, capture = load_cv2(), self._capture
        auto = float(capture.get(cv2.CAP_PROP_AUTO_EXPOSURE))
        exposure = float(capture.get(cv2.CAP_PROP_EXPOSURE))
        lower = exposure - 1.6 if _IS_WINDOWS else exposure * 0.33
        is_manual = bool(capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, _MANUAL))
        if is_manual and bool(capture.set(cv2.CAP_PROP_EXPOSURE, lower)):
            self._before = (auto, exposure)
        elif is_manual:
            capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, auto)

    def keep_time(self, at: float) -> None:
        """Put everything back when the time is over."""
        if self._before is not None and at >= self._until:
            self.restore()

    def restore(self) -> None:
        """Put exposure and automatic back as they were."""
        if self._before is None:
            return
        cv2 = load_cv2()
        auto, exposure = self._before
        self._before = None
        self._capture.set(cv2.CAP_PROP_EXPOSURE, exposure)
        self._capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, auto)
