"""Chooses how large a frame the decoder gets, by what frames have cost it."""

SIZES = ((1280, 720), (960, 540), (640, 360))
"""Widths and heights, dearest first. Beyond 1280 x 720 range grows less than cost."""

_DEAR_MS, _CHEAP_MS = 60.0, 15.0
_SOON, _LATER = 30, 300
_NEWS = 0.1


class FrameSize:
    """One step down once 30 frames in a row were dear on average, up after 300 cheap ones.

    Dear is over 60 ms: fewer than 15 frames a second would be read. Cheap is under 15 ms.
    """

    def __init__(self) -> None:
        self._place = 0
        self._mean_ms: float | None = None
        self._count = 0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height to fit frames into."""
        return SIZES[self._place]

    def note(self, ms: float) -> None:
        """Take in what a frame has cost."""
        mean = self._mean_ms
        self._mean_ms = ms if mean is None else mean + _NEWS * (ms - mean)
        self._count += 1
        if self._mean_ms > _DEAR_MS and self._count >= _SOON:
            self._move(1)
        elif self._mean_ms < _CHEAP_MS and self._count >= _LATER:
            self._move(-1)

    def _move(self, step: int) -> None:
        self._place = max(0, min(len(SIZES) - 1, self._place + step))
        self._mean_ms, self._count = None, 0
