"""Reads codes in pictures: several libraries and stages, quick ones first, each optional."""

import importlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from types import ModuleType
from typing import Any

import numpy as np

from desk_app.scan.frames import Image
from desk_app.scan.pictures import MAX_PIXELS, load_cv2

logger = logging.getLogger(__name__)

Quad = tuple[tuple[float, float], ...]
BUDGET_MS = 40.0
_LEAST_SIDE = 8
_CROP_MARGIN = 0.2
_MOST_RETRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One code that was read.

    Attributes:
        text: Decoded as UTF-8 where it is, else as the library guesses (Shift JIS, GB18030, …).
        format: qr_code, micro_qr_code, code_128, …
        quad: Four (x, y) corners in pixels of the picture given.
        stage: What read it.
    """

    text: str
    data: bytes
    format: str
    quad: Quad
    stage: str
    ms: float = 0.0


@lru_cache(maxsize=8)
def _library(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except (ImportError, OSError) as error:  # pyzbar raises OSError where libzbar is missing
        logger.warning("decoder library missing: %s (%s)", name, type(error).__name__)
        return None


class Decoder:
    """Finds and reads QR and Micro QR codes; one per thread.

    Args:
        deep: Take every stage and all that they read; otherwise quick stages and one of the
            others in turn, within BUDGET_MS, until one reads something.
        linear: Also read Code 128 and EAN, for linked badges.
    """

    def __init__(self, *, deep: bool = False, linear: bool = False) -> None:
        self._deep = deep
        self._linear = linear or deep
        self._turn = 0
        self._slow: tuple[tuple[str, Callable[[Image], list[Reading]]], ...] = (
            ("adaptive-71", lambda gray: _zxing(_adaptive(gray, 71), "adaptive-71")),
            ("double", lambda gray: _scaled(gray, 2.0, "double")),
            ("clahe", lambda gray: _zxing(_clahe(gray), "clahe")),
            ("median", lambda gray: _zxing(load_cv2().medianBlur(gray, 3), "median")),
            ("pyzbar-half", lambda gray: _zbar(gray[::2, ::2].copy(), "pyzbar-half", scale=2.0)),
            ("sharpen", lambda gray: _zxing(_sharpen(gray), "sharpen")),
            ("adaptive-31", lambda gray: _zxing(_adaptive(gray, 31), "adaptive-31")),
            ("pyzbar", lambda gray: _zbar(gray, "pyzbar")),
            ("opencv", _opencv),
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the libraries that are not here."""
        return tuple(n for n in ("zxingcpp", "pyzbar.pyzbar", "cv2") if _library(n) is None)

    def decode(self, image: Image) -> tuple[Reading, ...]:
        """Read the codes of a picture; empty for anything that is no picture.

        Args:
            image: BGR, BGRA or gray, uint8.
        """
        started = time.perf_counter()
        gray = _gray(image)
        if gray is None:
            return ()
        found = self._quick(gray, started)
        if self._deep or not found:
            found += self._slow_stages(gray, started)
        took_ms = (time.perf_counter() - started) * 1000
        return tuple(replace(reading, ms=took_ms) for reading in _unique(found))

    def _quick(self, gray: Image, started: float) -> list[Reading]:
        """Read with the quick stages, and once more wherever a code was seen but not read."""
        found, misses = _zxing_near(gray, "zxing")
        if self._deep or misses or not found:
            more, missed = _zxing_near(gray, "histogram", is_histogram=True)
            found += more
            misses += missed
        for box in misses[:_MOST_RETRIES]:
            if self._has_time(started) and not any(_covers(r.quad, box) for r in found):
                found += _guarded("crop", partial(self._retry, quad=box, started=started), gray)
        if self._linear:
            found += _guarded("linear", _zxing_linear, gray)
        return found

    def _slow_stages(self, gray: Image, started: float) -> list[Reading]:
        """Read with every other stage, or with the one whose turn it is if there is time."""
        if self._deep:
            return [r for name, stage in self._slow for r in _guarded(name, stage, gray)]
        if not self._has_time(started):
            return []
        self._turn = (self._turn + 1) % len(self._slow)
        name, stage = self._slow[self._turn]
        return _guarded(name, stage, gray)

    def _retry(self, gray: Image, quad: Quad, started: float) -> list[Reading]:
        """Cut out a place where a code was found but not read, and try harder there."""
        xs, ys = [x for x, _ in quad], [y for _, y in quad]
        margin = _CROP_MARGIN * max(max(xs) - min(xs), max(ys) - min(ys), _LEAST_SIDE)
        left, top = max(0, int(min(xs) - margin)), max(0, int(min(ys) - margin))
        crop = gray[top : int(max(ys) + margin) + 1, left : int(max(xs) + margin) + 1]
        if min(crop.shape[:2]) < _LEAST_SIDE:
            return []
        for readings in _crop_stages(np.ascontiguousarray(crop)):
            if readings:
                return [
                    replace(r, quad=tuple((x + left, y + top) for x, y in r.quad)) for r in readings
                ]
            if not self._has_time(started):
                break
        return []

    def _has_time(self, started: float) -> bool:
        return self._deep or (time.perf_counter() - started) * 1000 < BUDGET_MS


def _gray(image: Image) -> Image | None:
    """Return a contiguous gray picture, or None where there is nothing to see."""
    if image.dtype != np.uint8 or image.ndim not in {2, 3} or min(image.shape[:2]) < _LEAST_SIDE:
        return None
    if image.ndim == 2:  # noqa: PLR2004
        return np.ascontiguousarray(image)
    if image.shape[2] == 1:
        return np.ascontiguousarray(image[:, :, 0])
    if image.shape[2] not in {3, 4}:
        return None
    cv2 = load_cv2()
    code = cv2.COLOR_BGRA2GRAY if image.shape[2] == 4 else cv2.COLOR_BGR2GRAY  # noqa: PLR2004
    return cv2.cvtColor(image, code)  # type: ignore[no-any-return]


def _guarded(name: str, stage: Callable[[Image], list[Reading]], gray: Image) -> list[Reading]:
    """Run a stage whose library may fail on odd pictures; a failure reads nothing."""
    faults = (ImportError, ValueError, ArithmeticError, RuntimeError, TypeError, load_cv2().error)
    try:
        return stage(gray)
    except faults as error:
        logger.info("stage %s failed: %s", name, type(error).__name__)
        return []


def _zxing(gray: Image, stage: str) -> list[Reading]:
    return _zxing_near(gray, stage)[0]


def _zxing_near(
    gray: Image, stage: str, *, is_histogram: bool = False
) -> tuple[list[Reading], list[Quad]]:
    """Return what zxing reads, and the places where a code was found but not read."""
    zxing = _library("zxingcpp")
    if zxing is None:
        return [], []
    qr = (zxing.BarcodeFormat.QRCode, zxing.BarcodeFormat.MicroQRCode)
    options: dict[str, Any] = {
        "formats": qr,
        "return_errors": True,
        "text_mode": zxing.TextMode.Plain,
    }
    if is_histogram:
        options |= {
            "try_rotate": False,
            "try_downscale": False,
            "try_invert": False,
            "binarizer": zxing.Binarizer.GlobalHistogram,
        }
    try:
        found = zxing.read_barcodes(gray, **options)
    except (ValueError, RuntimeError, TypeError) as error:
        logger.info("stage %s failed: %s", stage, type(error).__name__)
        return [], []
    readings = [_from_zxing(code, stage) for code in found if code.valid and code.bytes]
    return readings, [_zxing_quad(code) for code in found if not code.valid]


def _zxing_linear(gray: Image) -> list[Reading]:
    zxing = _library("zxingcpp")
    if zxing is None:
        return []
    kinds = zxing.BarcodeFormat
    wanted = (kinds.Code128, kinds.EAN13, kinds.DataMatrix)
    found = zxing.read_barcodes(gray, formats=wanted, text_mode=zxing.TextMode.Plain)
    return [_from_zxing(code, "linear") for code in found if code.valid and code.bytes]


def _from_zxing(code: Any, stage: str) -> Reading:  # noqa: ANN401
    data = bytes(code.bytes)
    return Reading(
        text=_text(data, fallback=code.text),
        data=data,
        format=_format_name(str(code.format).rpartition(".")[2]),
        quad=_zxing_quad(code),
        stage=stage,
    )


def _zxing_quad(code: Any) -> Quad:  # noqa: ANN401
    p = code.position
    corners = (p.top_left, p.top_right, p.bottom_right, p.bottom_left)
    return tuple((float(c.x), float(c.y)) for c in corners)


def _format_name(name: str) -> str:
    known = {"qrcode": "qr_code", "microqrcode": "micro_qr_code", "code128": "code_128"}
    plain = name.lower().replace(" ", "").replace("_", "").replace("-", "")
    return known.get(plain, plain)


def _text(data: bytes, *, fallback: str = "") -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return fallback or data.decode("gb18030", "replace")


def _zbar(gray: Image, stage: str, *, scale: float = 1.0) -> list[Reading]:
    zbar = _library("pyzbar.pyzbar")
    if zbar is None or min(gray.shape[:2]) < _LEAST_SIDE:
        return []
    found = zbar.decode(gray, symbols=[zbar.ZBarSymbol.QRCODE])
    return [
        Reading(
            text=_text(code.data),
            data=bytes(code.data),
            format="qr_code",
            quad=_zbar_quad(code, scale),
            stage=stage,
        )
        for code in found
        if code.data
    ]


def _zbar_quad(code: Any, scale: float) -> Quad:  # noqa: ANN401
    """Return the outline, or the box around it where zbar's outline has not four corners."""
    corners = [(p.x, p.y) for p in code.polygon]
    if len(corners) != 4:  # noqa: PLR2004
        box = code.rect
        right, bottom = box.left + box.width, box.top + box.height
        corners = [(box.left, box.top), (right, box.top), (right, bottom), (box.left, bottom)]
    return tuple((x * scale, y * scale) for x, y in corners)


def _opencv(gray: Image) -> list[Reading]:
    is_found, texts, points, _ = load_cv2().QRCodeDetector().detectAndDecodeMulti(gray)
    if not is_found:
        return []
    return [
        Reading(
            text=text,
            data=text.encode(),
            format="qr_code",
            quad=tuple((float(x), float(y)) for x, y in quad),
            stage="opencv",
        )
        for text, quad in zip(texts, points, strict=False)
        if text
    ]


def _crop_stages(crop: Image) -> Iterator[list[Reading]]:
    yield _guarded("crop-pyzbar", lambda g: _zbar(g, "crop-pyzbar"), crop)
    for scale in (2.0, 3.0):
        yield _scaled(crop, scale, f"crop-{scale:.0f}x")
        yield _scaled(_sharpen(crop), scale, f"crop-sharp-{scale:.0f}x")
    yield _scaled(load_cv2().GaussianBlur(crop, (3, 3), 0), 2.0, "crop-blur")


def _scaled(gray: Image, scale: float, stage: str) -> list[Reading]:
    if gray.shape[0] * gray.shape[1] * scale * scale > MAX_PIXELS:
        return []
    cv2 = load_cv2()
    larger = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return [
        replace(r, quad=tuple((x / scale, y / scale) for x, y in r.quad))
        for r in _zxing(larger, stage)
    ]


def _adaptive(gray: Image, block: int) -> Image:
    cv2 = load_cv2()
    return cv2.adaptiveThreshold(  # type: ignore[no-any-return]
        gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, 5
    )


def _clahe(gray: Image) -> Image:
    return load_cv2().createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(gray)  # type: ignore[no-any-return]


def _sharpen(gray: Image) -> Image:
    cv2 = load_cv2()
    return cv2.addWeighted(gray, 2.0, cv2.GaussianBlur(gray, (0, 0), 2.0), -1.0, 0)  # type: ignore[no-any-return]


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
