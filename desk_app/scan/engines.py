"""The libraries that read codes, each optional: zxing-cpp, pyzbar, OpenCV."""

import importlib
import logging
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

from desk_app.scan.frames import Image
from desk_app.scan.pictures import load_cv2

logger = logging.getLogger(__name__)

Quad = tuple[tuple[float, float], ...]
LEAST_SIDE = 8
LIBRARIES = ("zxingcpp", "pyzbar.pyzbar", "cv2")


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
def library(name: str) -> ModuleType | None:
    """Return a library, loaded once, or None where it is missing."""
    try:
        return importlib.import_module(name)
    except (ImportError, OSError) as error:  # pyzbar raises OSError where libzbar is missing
        logger.warning("decoder library missing: %s (%s)", name, type(error).__name__)
        return None


def read_zxing(gray: Image, stage: str) -> list[Reading]:
    """Return what zxing reads of QR and Micro QR codes."""
    return read_zxing_near(gray, stage)[0]


def read_zxing_near(
    gray: Image, stage: str, *, is_histogram: bool = False
) -> tuple[list[Reading], list[Quad]]:
    """Return what zxing reads, and the places where a code was found but not read."""
    zxing = library("zxingcpp")
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


def read_barcodes(gray: Image) -> list[Reading]:
    """Return the Code 128, EAN-13 and Data Matrix codes that zxing reads."""
    zxing = library("zxingcpp")
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


def read_zbar(gray: Image, stage: str, *, scale: float = 1.0) -> list[Reading]:
    """Return the QR codes that zbar reads; outlines are enlarged by ``scale``."""
    zbar = library("pyzbar.pyzbar")
    if zbar is None or min(gray.shape[:2]) < LEAST_SIDE:
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


def read_opencv(gray: Image) -> list[Reading]:
    """Return the QR codes that OpenCV reads."""
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
