"""Picture files: checked before they are decoded, so that no file can fill the memory."""

import importlib
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from desk_app.domain.errors import KnownError
from desk_app.scan.frames import Image

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 50_000_000
_JPEG_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_JPEG_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
_WORDS = {
    "image_empty": ("图片是空的", "The picture is empty"),
    "image_too_large": (
        "图片太大（上限 64 MB、5000 万像素）",
        "The picture is over 64 MB or 50 Mpixel",
    ),
    "image_unreadable": ("这不是能读的图片", "This is no picture that can be read"),
}


@lru_cache(maxsize=1)
def load_cv2() -> Any:  # noqa: ANN401  (OpenCV's types do not say uint8)
    """Return OpenCV, loaded when first needed (150 ms), silent about cameras that are away."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
    return importlib.import_module("cv2")


def fit(image: Image, width: int, height: int) -> tuple[Image, float]:
    """Shrink a picture to fit, never enlarge it; answers the picture and the scale."""
    if 0 in image.shape:
        return image, 1.0
    scale = min(1.0, width / image.shape[1], height / image.shape[0])
    if scale == 1.0:
        return image, 1.0
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return load_cv2().resize(image, size, interpolation=load_cv2().INTER_AREA), scale


def read_image(path: Path) -> Image:
    """Read a PNG, JPEG, WebP or BMP file as BGR.

    Raises:
        KnownError: It is missing, empty, too large, or no picture.
    """
    data = _bytes_of(path)
    if not data:
        raise _error("image_empty", path)
    size = picture_size(data)
    if size is None or min(size) < 1:
        raise _error("image_unreadable", path)
    if size[0] * size[1] > MAX_PIXELS:
        raise _error("image_too_large", path)
    cv2 = load_cv2()
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise _error("image_unreadable", path) from error
    if image is None:
        raise _error("image_unreadable", path)
    return image  # type: ignore[no-any-return]


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height as the header says, or None for no picture of a known kind."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return _numbers(data, 16, 4, "big")
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    if data.startswith(b"BM"):
        return _bmp_size(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp_size(data)
    return None


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe or a device may never end
            raise _error("image_unreadable", path)
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _error("image_too_large", path)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise KnownError(
            "image_missing",
            zh=f"打不开图片：{path}。请检查文件名和权限。",
            en=f"Cannot open the picture {path}: check its name and permissions.",
        ) from error


def _numbers(data: bytes, at: int, length: int, order: Any) -> tuple[int, int] | None:  # noqa: ANN401
    pair = data[at : at + 2 * length]
    if len(pair) < 2 * length:
        return None
    return int.from_bytes(pair[:length], order), int.from_bytes(pair[length:], order)


def _bmp_size(data: bytes) -> tuple[int, int] | None:
    if data[14:18] == (12).to_bytes(4, "little"):
        return _numbers(data, 18, 2, "little")
    size = _numbers(data, 18, 4, "little")
    if size is None:
        return None
    # A height below zero says that the first line is the top one.
    width, height = size
    return width, height if height < 2**31 else 2**32 - height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the markers to the frame header."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004
        marker = data[at + 1]
        if marker == 0xFF:  # noqa: PLR2004  (padding)
            at += 1
        elif marker in _JPEG_WITHOUT_LENGTH:
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in _JPEG_NO_FRAME:  # noqa: PLR2004
            size = _numbers(data, at + 5, 2, "big")
            return None if size is None else (size[1], size[0])
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8 ":
        size = _numbers(data, 26, 2, "little")
        return None if size is None else (size[0] & 0x3FFF, size[1] & 0x3FFF)
    if kind == b"VP8L" and len(data) >= 25:  # noqa: PLR2004
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    size = _numbers(data, 24, 3, "little") if kind == b"VP8X" else None
    return None if size is None else (size[0] + 1, size[1] + 1)


def _error(code: str, path: Path) -> KnownError:
    zh, en = _WORDS[code]
    return KnownError(code, zh=f"{zh}：{path}。请换一张。", en=f"{en}: {path}. Choose another.")
