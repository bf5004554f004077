"""Says why a code that is held up cannot be read, from what can be measured of it.

Something counts as held up where fine, even texture is new against what the camera is used to
see, in a compact patch; print and keyboards that lie there are learned as background.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from desk_app.scan.frames import Image
from desk_app.scan.near_miss import Box
from desk_app.scan.pictures import load_cv2

LOOK_S = 0.2
PATIENCE_S = 0.6
STAY_S = 1.0
_SMALL = (320, 180)
_WINDOW = 5
_NOVEL = 0.10
_SOLID = 9
_LEARN = 0.04
_LEAST_SHARE, _MOST_ASPECT = 0.45, 2.0
_LEAST_SIDE = 10
_ALIKE_GRADIENTS = 3.5

Float = npt.NDArray[np.float32]


class Advice(StrEnum):
    """What to tell whoever holds the code."""

    CLOSER = "closer"
    HOLD_STILL = "hold_still"
    TOO_DARK = "too_dark"
    GLARE = "glare"
    BRIGHTER_SCREEN = "brighter_screen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What can be measured of a patch; grey values are 0 to 255.

    Attributes:
        side_px: Geometric mean of its sides, in pixels of the frame.
        dark: Its 5th percentile.
        bright: Its 95th percentile.
        around: Median of the whole frame.
        burnt: Share of it that is burnt out in areas wider than a module, 0 to 1.
        edge_px: Width of its edges, where they are widest: contrast over the steepest slope.
    """

    side_px: float
    dark: float
    bright: float
    around: float
    burnt: float
    edge_px: float


# Where the decoder gave up on drawn codes of 37 modules; tests/scan/test_guidance.py redraws them.
_TOO_DARK, _DIM_AGAINST = 60.0, 70.0
_BURNT, _SMALL_SIDE, _BLURRED_PX = 0.10, 110.0, 6.0


def advise(seen: Measures) -> Advice | None:
    """Return the likeliest reason: light before distance before sharpness; None without one."""
    if seen.bright < _TOO_DARK:
        return Advice.BRIGHTER_SCREEN if seen.around > _DIM_AGAINST else Advice.TOO_DARK
    if seen.burnt > _BURNT:
        return Advice.GLARE
    if seen.side_px < _SMALL_SIDE:
        return Advice.CLOSER
    if seen.edge_px > _BLURRED_PX:
        return Advice.HOLD_STILL
    return None


class Guide:
    """Watches what cannot be read; one per thread. Looks five times a second at most."""

    def __init__(self) -> None:
        self._usual: Float | None = None
        self._looked_at = -LOOK_S
        self._since: float | None = None
        self._told: Advice | None = None
        self._told_at = 0.0

    def see(
        self, image: Image, at: float, *, is_read: bool, missed: Box | None = None
    ) -> Advice | None:
        """Return what to say now.

        Args:
            image: The frame, BGR or gray, uint8.
            at: When it was taken, monotonic seconds.
            is_read: A code was read in it: nothing more to say.
            missed: Left, top, right, bottom of a code that was seen but not read.
        """
        if is_read:
            self._since, self._told = None, None
            return None
        if at - self._looked_at < LOOK_S:
            return self._told
        self._looked_at = at
        gray = load_cv2().cvtColor(image, load_cv2().COLOR_BGR2GRAY) if image.ndim > 2 else image  # noqa: PLR2004
        box = missed or self._held_up(gray)
        if box is None:
            self._since = None
            if self._told is not None and at - self._told_at > STAY_S:
                self._told = None
            return self._told
        self._since = at if self._since is None else self._since
        if at - self._since < PATIENCE_S:
            return self._told
        advice = advise(measure(gray, box))
        if advice is not None and (self._told is None or at - self._told_at > STAY_S):
            self._told, self._told_at = advice, at
        return self._told

    def _held_up(self, gray: Image) -> Box | None:
        """Return the patch of fine texture that is new, in pixels of the frame."""
        cv2 = load_cv2()
        small = cv2.resize(gray, _SMALL, interpolation=cv2.INTER_AREA).astype(np.float32)
        texture = _texture(small)
        usual = self._usual
        if usual is None:
            self._usual = texture
            return None
        novel = ((texture - usual) > _NOVEL).astype(np.uint8)
        self._usual = usual + _LEARN * (texture - usual)
        kernel = np.ones((_SOLID, _SOLID), np.uint8)
        solid = cv2.morphologyEx(novel, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
        solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, kernel)
        count, _, stats, _ = cv2.connectedComponentsWithStats(solid)
        if count < 2:  # noqa: PLR2004  (the first is the background)
            return None
        left, top, width, height, area = max(stats[1:].tolist(), key=lambda row: row[4])
        if min(width, height) < _LEAST_SIDE or area < _LEAST_SHARE * width * height:
            return None
        if max(width, height) > _MOST_ASPECT * min(width, height):
            return None
        across, down = gray.shape[1] / _SMALL[0], gray.shape[0] / _SMALL[1]
        box = (
            int(left * across),
            int(top * down),
            int((left + width) * across),
            int((top + height) * down),
        )
        return box if _is_even(gray, box) else None


def measure(gray: Image, box: Box) -> Measures:
    """Measure the patch of a frame between left, top and right, bottom."""
    cv2 = load_cv2()
    left, top, right, bottom = box
    patch = np.ascontiguousarray(gray[top:bottom, left:right])
    dark, bright = (float(v) for v in np.percentile(patch, (5, 95)))
    burnt = (patch >= 250).astype(np.uint8)  # noqa: PLR2004
    wide = max(3, int(max(patch.shape) * 0.12))
    burnt = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((wide, wide), np.uint8))
    soft = cv2.GaussianBlur(patch, (3, 3), 0).astype(np.float32)
    # A sweep of the hand blurs one direction only, so the flatter of the two counts.
    steepest = min(
        float(np.percentile(np.abs(cv2.Sobel(soft, cv2.CV_32F, *way)), 95)) / 8
        for way in ((1, 0), (0, 1))
    )
    return Measures(
        side_px=float(np.sqrt(patch.shape[0] * patch.shape[1])),
        dark=dark,
        bright=bright,
        around=float(np.median(gray[::8, ::8])),
        burnt=float(burnt.mean()),
        edge_px=(bright - dark) / max(steepest, 0.5),
    )


def _texture(small: Float) -> Float:
    """Return the local contrast of a small picture: deviation over mean, in a window."""
    cv2 = load_cv2()
    window = (_WINDOW, _WINDOW)
    mean: Any = cv2.blur(small, window)
    square: Any = cv2.blur(small * small, window)
    deviation = np.sqrt(np.maximum(square - mean * mean, 0.0))
    return (deviation / (mean + 16.0)).astype(np.float32)  # type: ignore[no-any-return]


def _is_even(gray: Image, box: Box) -> bool:
    """Whether the patch has edges in both directions, as codes have and stripes have not."""
    cv2 = load_cv2()
    left, top, right, bottom = box
    patch = gray[top:bottom:2, left:right:2]
    across = float(np.abs(cv2.Sobel(patch, cv2.CV_32F, 1, 0)).mean())
    down = float(np.abs(cv2.Sobel(patch, cv2.CV_32F, 0, 1)).mean())
    return max(across, down) < _ALIKE_GRADIENTS * (min(across, down) + 1.0)
