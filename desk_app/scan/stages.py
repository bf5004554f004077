"""Ways to make a hard code easier: contrast, size, light, and straightening."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from desk_app.scan.engines import (
    LEAST_SIDE,
    Quad,
    Reading,
    library,
    read_opencv,
    read_zbar,
    read_zxing,
)
from desk_app.scan.frames import Image
from desk_app.scan.pictures import MAX_PIXELS, load_cv2
from desk_app.scan.straighten import straightened

logger = logging.getLogger(__name__)

Stage = Callable[[Image], list[Reading]]
_FAULTS = (ImportError, ValueError, ArithmeticError, RuntimeError, TypeError, OSError)
_DARK_GAMMA = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStage:
    """One way to read a gray picture; ``is_live`` ones are cheap enough for a camera."""

    name: str
    read: Stage
    is_live: bool = True


def guarded(name: str, stage: Stage, gray: Image) -> list[Reading]:
    """Run a stage whose library may fail on odd pictures; a failure reads nothing."""
    try:
        return stage(gray)
    except _FAULTS as error:
        logger.info("stage %s failed: %s", name, type(error).__name__)
    except Exception as error:
        cv2 = library("cv2")
        if cv2 is None or not isinstance(error, cv2.error):
            raise
        logger.info("stage %s failed: %s", name, type(error).__name__)
    return []


def all_stages() -> tuple[NamedStage, ...]:
    """Return the stages behind the quick ones, in the order in which a camera takes them."""
    return (
        NamedStage(name="adaptive-71", read=lambda g: read_zxing(_adaptive(g, 71), "adaptive-71")),
        NamedStage(name="straighten", read=partial(_straighten, closes=(9,), most=4)),
        NamedStage(name="double", read=lambda g: scaled(g, 2.0, 2.0, "double")),
        NamedStage(name="third", read=lambda g: scaled(g, 1 / 3, 1 / 3, "third")),
        NamedStage(name="clahe", read=lambda g: read_zxing(_clahe(g), "clahe")),
        NamedStage(name="lighten", read=lambda g: read_zxing(_lighten(g), "lighten")),
        NamedStage(name="median", read=lambda g: read_zxing(_median(g), "median")),
        NamedStage(name="pyzbar-half", read=_half),
        NamedStage(name="sharpen", read=lambda g: read_zxing(sharpened(g), "sharpen")),
        NamedStage(name="adaptive-31", read=lambda g: read_zxing(_adaptive(g, 31), "adaptive-31")),
        NamedStage(name="smaller", read=lambda g: scaled(g, 0.7, 0.7, "smaller")),
        NamedStage(name="pyzbar", read=lambda g: read_zbar(g, "pyzbar")),
        NamedStage(name="opencv", read=read_opencv, is_live=False),
        NamedStage(name="wide", read=lambda g: scaled(g, 2.0, 1.0, "wide"), is_live=False),
        NamedStage(name="tall", read=lambda g: scaled(g, 1.0, 2.0, "tall"), is_live=False),
        NamedStage(
            name="lighten-double",
            read=lambda g: scaled(_lighten(g), 2.0, 2.0, "lighten-double"),
            is_live=False,
        ),
        NamedStage(name="clahe-double", read=_clahe_double, is_live=False),
        NamedStage(
            name="straighten-more", read=partial(_straighten, closes=(5, 15)), is_live=False
        ),
    )


def live_stages() -> tuple[NamedStage, ...]:
    """Return the stages for a camera, fewer or others where a library is missing."""
    if library("cv2") is None:
        return tuple(stage for stage in all_stages() if stage.name.startswith("pyzbar"))
    has_zxing = library("zxingcpp") is not None
    return tuple(s for s in all_stages() if s.is_live or (s.name == "opencv" and not has_zxing))


def crop_stages(crop: Image) -> Iterator[list[Reading]]:
    """Read a place where a code was seen but not read, one way after another."""
    yield guarded("crop-pyzbar", lambda g: read_zbar(g, "crop-pyzbar"), crop)
    for size in (2, 3):
        yield _larger(crop, size, f"crop-{size}x", lambda g: g)
        yield _larger(crop, size, f"crop-sharp-{size}x", sharpened)
    yield _larger(crop, 2, "crop-blur", _blurred)


def scaled(gray: Image, across: float, down: float, stage: str) -> list[Reading]:
    """Read the picture at another size; outlines are in pixels of the picture given."""
    width, height = gray.shape[1] * across, gray.shape[0] * down
    if width * height > MAX_PIXELS or min(width, height) < LEAST_SIDE:
        return []
    cv2 = load_cv2()
    how = cv2.INTER_CUBIC if across * down > 1 else cv2.INTER_AREA
    resized = cv2.resize(gray, None, fx=across, fy=down, interpolation=how)
    return [
        replace(r, quad=tuple((x / across, y / down) for x, y in r.quad))
        for r in read_zxing(resized, stage)
    ]


def _larger(gray: Image, size: int, name: str, prepare: Callable[[Image], Image]) -> list[Reading]:
    return guarded(name, lambda g: scaled(prepare(g), size, size, name), gray)


def sharpened(gray: Image) -> Image:
    """Return the picture with its edges steeper."""
    cv2 = load_cv2()
    return cv2.addWeighted(gray, 2.0, cv2.GaussianBlur(gray, (0, 0), 2.0), -1.0, 0)  # type: ignore[no-any-return]


def _straighten(gray: Image, closes: tuple[int, ...], most: int = 40) -> list[Reading]:
    """Read every dark four-cornered patch seen square on."""
    name = "straighten" if most < 40 else "straighten-more"  # noqa: PLR2004
    found: list[Reading] = []
    for close in closes:
        for quad, patch in straightened(gray, close=close, most=most):
            found += _at(quad, read_zxing(patch, name) or read_zxing(sharpened(patch), name))
    return found


def _at(quad: Quad, readings: list[Reading]) -> list[Reading]:
    return [replace(reading, quad=quad) for reading in readings[:1]]


def _half(gray: Image) -> list[Reading]:
    return read_zbar(np.ascontiguousarray(gray[::2, ::2]), "pyzbar-half", scale=2.0)


def _clahe_double(gray: Image) -> list[Reading]:
    return scaled(_clahe(gray), 2.0, 2.0, "clahe-double")


def _adaptive(gray: Image, block: int) -> Image:
    cv2 = load_cv2()
    return cv2.adaptiveThreshold(  # type: ignore[no-any-return]
        gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, 5
    )


def _clahe(gray: Image) -> Image:
    return load_cv2().createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(gray)  # type: ignore[no-any-return]


def _lighten(gray: Image) -> Image:
    levels = 255 * (np.arange(256) / 255) ** _DARK_GAMMA
    return load_cv2().LUT(gray, levels.astype(np.uint8))  # type: ignore[no-any-return]


def _median(gray: Image) -> Image:
    return load_cv2().medianBlur(gray, 3)  # type: ignore[no-any-return]


def _blurred(gray: Image) -> Image:
    return load_cv2().GaussianBlur(gray, (3, 3), 0)  # type: ignore[no-any-return]
