"""Reads codes in pictures: quick stages first, then one of the others a frame in turn."""

import time
from dataclasses import replace

import numpy as np

from desk_app.scan.engines import (
    LEAST_SIDE,
    LIBRARIES,
    Quad,
    Reading,
    library,
    read_barcodes,
    read_zxing_near,
)
from desk_app.scan.frames import Image
from desk_app.scan.near_miss import Box, NearMiss, box_around
from desk_app.scan.pictures import load_cv2
from desk_app.scan.stages import all_stages, crop_stages, guarded, live_stages, scaled

__all__ = ["Decoder", "Quad", "Reading"]

BUDGET_MS = 40.0
_MOST_BUDGET_MS = 120.0
_BUDGET_IN_QUICK = 8.0
_NEWS = 0.1
_HEADROOM = 1.4
_MOST_RETRIES = 3
_LINEAR_EVERY = 5


class Decoder:
    """Finds and reads QR and Micro QR codes; one per thread.

    Args:
        deep: Take every stage and all that they read; otherwise quick stages and one of the
            others in turn, within the budget, until one reads something.
        linear: Also read Code 128, EAN-13 and Data Matrix, for linked badges: live, in each
            fifth frame without a QR code, so that those are read as fast as without.
    """

    def __init__(self, *, deep: bool = False, linear: bool = False) -> None:
        self._deep = deep
        self._linear = linear or deep
        self._stages = all_stages() if deep else live_stages()
        self._turn = 0
        self._frames = 0
        self._quick_ms: float | None = None
        self._stage_ms: dict[str, float] = {}
        self._near = NearMiss()

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the libraries that are not here."""
        return tuple(name for name in LIBRARIES if library(name) is None)

    @property
    def missed(self) -> Box | None:
        """Left, top, right, bottom of a code that was seen lately but not read."""
        return self._near.box

    @property
    def budget_ms(self) -> float:
        """What a live frame may take: 40 ms, up to three times that on a slow machine."""
        quick_ms = self._quick_ms or 0.0
        return max(BUDGET_MS, min(_MOST_BUDGET_MS, _BUDGET_IN_QUICK * quick_ms))

    def decode(self, image: Image) -> tuple[Reading, ...]:
        """Read the codes of a picture; empty for anything that is no picture.

        Args:
            image: BGR, BGRA or gray, uint8.
        """
        started = time.perf_counter()
        self._frames += 1
        gray = _gray(image)
        if gray is None:
            return ()
        found = self._quick(gray, started)
        if self._deep:
            found += [r for s in self._stages for r in guarded(s.name, s.read, gray)]
        elif not found:
            found = self._averaged(gray, started) or self._next_stage(gray, started)
        if found:
            self._near.forget()
        if self._deep or (self._linear and not found and self._frames % _LINEAR_EVERY == 0):
            found += guarded("linear", read_barcodes, gray)
        took_ms = (time.perf_counter() - started) * 1000
        return tuple(replace(reading, ms=took_ms) for reading in _unique(found))

    def _quick(self, gray: Image, started: float) -> list[Reading]:
        """Read with the quick stages, and once more wherever a code was seen but not read."""
        found, misses = read_zxing_near(gray, "zxing")
        if self._deep or misses or not found:
            more, missed = read_zxing_near(gray, "histogram", is_histogram=True)
            found += more
            misses += missed
        self._quick_ms = _smoothed(self._quick_ms, _ms_since(started))
        for quad in misses[:_MOST_RETRIES]:
            if not any(_covers(r.quad, quad) for r in found):
                self._near.see(box_around(quad, gray))
                if self._has_time(started):
                    found += self._retry(gray, quad, started)
        return found

    def _averaged(self, gray: Image, started: float) -> list[Reading]:
        """Read the mean of the last frames where a code was seen but not read."""
        if self._near.box is None or library("cv2") is None or not self._has_time(started):
            return []
        left, top = self._near.box[:2]
        mean = self._near.averaged(gray)
        if mean is None:
            return []
        found = guarded("average", lambda g: scaled(g, 2.0, 2.0, "average"), mean)
        return _moved(found, left, top)

    def _next_stage(self, gray: Image, started: float) -> list[Reading]:
        """Read with the stage whose turn it is, if it should end within the budget."""
        self._turn = (self._turn + 1) % len(self._stages)
        stage = self._stages[self._turn]
        # A stage dearer than the budget loses its estimate slowly and so is tried again.
        expected_ms = self._stage_ms.get(stage.name, 0.0)
        if _ms_since(started) + _HEADROOM * expected_ms > self.budget_ms:
            self._stage_ms[stage.name] = expected_ms * (1 - _NEWS)
            return []
        began = time.perf_counter()
        found = guarded(stage.name, stage.read, gray)
        self._stage_ms[stage.name] = max(_ms_since(began), expected_ms * (1 - _NEWS))
        return found

    def _retry(self, gray: Image, quad: Quad, started: float) -> list[Reading]:
        """Cut out a place where a code was found but not read, and try harder there."""
        left, top, right, bottom = box_around(quad, gray)
        crop = gray[top:bottom, left:right]
        if min(crop.shape[:2]) < LEAST_SIDE:
            return []
        for readings in crop_stages(np.ascontiguousarray(crop)):
            if readings:
                return _moved(readings, left, top)
            if not self._has_time(started):
                break
        return []

    def _has_time(self, started: float) -> bool:
        return self._deep or _ms_since(started) < self.budget_ms


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _smoothed(before: float | None, now: float) -> float:
    return now if before is None else before + _NEWS * (now - before)


def _gray(image: Image) -> Image | None:
    """Return a contiguous gray picture, or None where there is nothing to see."""
    if image.dtype != np.uint8 or image.ndim not in {2, 3} or min(image.shape[:2]) < LEAST_SIDE:
        return None
    if image.ndim == 2:  # noqa: PLR2004
        return np.ascontiguousarray(image)
    if image.shape[2] == 1:
        return np.ascontiguousarray(image[:, :, 0])
    if image.shape[2] not in {3, 4}:
        return None
    if library("cv2") is None:
        return (image[:, :, :3] @ np.array([0.114, 0.587, 0.299])).astype(np.uint8)  # type: ignore[no-any-return]
    cv2 = load_cv2()
    code = cv2.COLOR_BGRA2GRAY if image.shape[2] == 4 else cv2.COLOR_BGR2GRAY  # noqa: PLR2004
    return cv2.cvtColor(np.ascontiguousarray(image), code)  # type: ignore[no-any-return]


def _moved(readings: list[Reading], left: int, top: int) -> list[Reading]:
    return [replace(r, quad=tuple((x + left, y + top) for x, y in r.quad)) for r in readings]


def _unique(readings: list[Reading]) -> tuple[Reading, ...]:
    """Keep the first reading of each place."""
    kept: list[Reading] = []
    for reading in readings:
        if not any(_covers(known.quad, reading.quad) for known in kept):
            kept.append(reading)
    return tuple(kept)


def _covers(quad: Quad, other: Quad) -> bool:
    """Whether the middle of the other outline lies within reach of this one's middle."""
    x, y = _middle(quad)
    u, v = _middle(other)
    return abs(u - x) + abs(v - y) <= max((abs(p - x) + abs(q - y) for p, q in quad), default=0.0)


def _middle(quad: Quad) -> tuple[float, float]:
    corners = max(1, len(quad))
    return sum(x for x, _ in quad) / corners, sum(y for _, y in quad) / corners
