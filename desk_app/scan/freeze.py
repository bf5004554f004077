"""Notices a camera that repeats one picture for ever."""

import numpy as np

from desk_app.scan.frames import Image

FROZEN_S = 3.0


class FreezeWatch:
    """Compares each picture with the one before; a sensor's noise makes every live one differ.

    A picture of one single colour is a covered lens, not a fault.
    """

    def __init__(self) -> None:
        self._last: Image | None = None
        self._since_s = 0.0

    def is_frozen(self, image: Image, at_s: float) -> bool:
        """Whether the picture has been the same, to the last bit, for FROZEN_S seconds.

        Args:
            image: BGR, (height, width, 3), uint8.
            at_s: Monotonic seconds of the picture.
        """
        last, self._last = self._last, image
        if last is None or not _is_same(last, image) or _is_plain(image):
            self._since_s = at_s
            return False
        return at_s - self._since_s >= FROZEN_S


def _is_same(one: Image, other: Image) -> bool:
    if one.shape != other.shape or not np.array_equal(one[::16, ::16], other[::16, ::16]):
        return False
    return np.array_equal(one, other)


def _is_plain(image: Image) -> bool:
    few = image[::16, ::16]
    return bool((few == few[:1, :1]).all())
