"""Remembers where a code was seen but not read, and averages that place over frames."""

import numpy as np
import numpy.typing as npt

from desk_app.scan.engines import LEAST_SIDE, Quad
from desk_app.scan.frames import Image
from desk_app.scan.pictures import load_cv2

Box = tuple[int, int, int, int]
MARGIN = 0.2
_MOST_FRAMES = 8
_MOST_SIDE = 420
_MOST_SHIFT = 12.0
_LEAST_ALIKE = 0.25


def box_around(quad: Quad, gray: Image) -> Box:
    """Return left, top, right, bottom of a place with a margin, within the picture."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    margin = MARGIN * max(max(xs) - min(xs), max(ys) - min(ys), LEAST_SIDE)
    height, width = gray.shape[:2]
    return (
        max(0, int(min(xs) - margin)),
        max(0, int(min(ys) - margin)),
        min(width, int(max(xs) + margin) + 1),
        min(height, int(max(ys) + margin) + 1),
    )


class NearMiss:
    """The last place that was seen but not read; forgotten after eight frames."""

    def __init__(self) -> None:
        self.box: Box | None = None
        self._mean: npt.NDArray[np.float32] | None = None
        self._count = 0
        self._left = 0

    def see(self, box: Box) -> None:
        """Remember a place; one that overlaps the place before keeps its average."""
        self._left = _MOST_FRAMES
        if self.box is None or not _is_inside(box, self.box):
            self.box, self._mean, self._count = box, None, 0

    def forget(self) -> None:
        """Let go of place and pictures."""
        self.box, self._mean, self._count = None, None, 0

    def averaged(self, gray: Image) -> Image | None:
        """Add this frame's picture of the place; return the mean of two or more alike ones."""
        self._left -= 1
        if self.box is None or self._left < 0:
            self.forget()
            return None
        left, top, right, bottom = self.box
        crop = gray[top:bottom, left:right].astype(np.float32)
        sides = crop.shape[:2]
        if min(sides) < LEAST_SIDE or max(sides) > _MOST_SIDE:
            return None
        if self._mean is None or self._mean.shape != crop.shape:
            self._mean, self._count = crop, 1
            return None
        return self._add(crop, self._mean)

    def _add(self, crop: npt.NDArray[np.float32], mean: npt.NDArray[np.float32]) -> Image | None:
        cv2 = load_cv2()
        window = cv2.createHanningWindow((crop.shape[1], crop.shape[0]), cv2.CV_32F)
        # OpenCV lays the window upon what it is given, so it gets copies.
        (across, down), alike = cv2.phaseCorrelate(mean.copy(), crop.copy(), window)
        if alike < _LEAST_ALIKE or abs(across) + abs(down) > _MOST_SHIFT:
            self._mean, self._count = crop, 1
            return None
        back = np.array([[1, 0, -across], [0, 1, -down]], np.float32)
        size = (crop.shape[1], crop.shape[0])
        crop = cv2.warpAffine(crop, back, size, borderMode=cv2.BORDER_REPLICATE)
        self._count = min(self._count + 1, _MOST_FRAMES)
        mean = (mean + (crop - mean) / self._count).astype(np.float32)
        self._mean = mean
        return np.clip(mean, 0, 255).astype(np.uint8)


def _is_inside(box: Box, other: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]
