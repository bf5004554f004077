"""Finds dark four-cornered patches, as codes are from afar, and shows them square on."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from desk_app.scan.engines import Quad
from desk_app.scan.frames import Image
from desk_app.scan.pictures import load_cv2

_SIDE = 330
_MARGIN = 30
_BLOCK = 51
_LEAST_AREA = 900
_LEAST_FILLED = 0.6
_MOST_FILLED_PICTURE = 0.9
_ROUGHNESS = (0.03, 0.05, 0.08, 0.1)


def straightened(gray: Image, *, close: int, most: int) -> Iterator[tuple[Quad, Image]]:
    """Yield the largest patches: their corners, and each as a square of 330 pixels.

    Args:
        gray: (height, width), uint8.
        close: Gaps up to this many pixels belong to a patch: about two modules.
        most: No more patches than that.
    """
    cv2 = load_cv2()
    low, high = float(_MARGIN), float(_SIDE - _MARGIN)
    square = np.array([[low, low], [high, low], [high, high], [low, high]], np.float32)
    for corners in _patches(gray, close)[:most]:
        matrix = cv2.getPerspectiveTransform(corners, square)
        patch = cv2.warpPerspective(
            gray,
            matrix,
            (_SIDE, _SIDE),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        yield tuple((float(x), float(y)) for x, y in corners), patch


def _patches(gray: Image, close: int) -> list[Any]:
    """Return the corners of filled dark patches, largest first."""
    cv2 = load_cv2()
    dark = cv2.adaptiveThreshold(
        gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, 7
    )
    dark = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((close, close), np.uint8))
    dark = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((close + 4, close + 4), np.uint8))
    contours, _ = cv2.findContours(dark, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    kept = []
    for contour in contours:
        area = cv2.contourArea(contour)
        if not _LEAST_AREA <= area <= _MOST_FILLED_PICTURE * gray.size:
            continue
        hull = cv2.convexHull(contour)
        if area >= _LEAST_FILLED * cv2.contourArea(hull):
            kept.append((area, _four_corners(hull)))
    kept.sort(key=lambda patch: -patch[0])
    return [corners for _, corners in kept]


def _four_corners(hull: Any) -> Any:  # noqa: ANN401
    cv2 = load_cv2()
    length = cv2.arcLength(hull, True)  # noqa: FBT003
    for share in _ROUGHNESS:
        corners = cv2.approxPolyDP(hull, share * length, True)  # noqa: FBT003
        if len(corners) == 4:  # noqa: PLR2004
            return corners.reshape(4, 2).astype(np.float32)
    return cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float32)
