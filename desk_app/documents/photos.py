"""Pictures made into a visitor's photo: square, small, without what a camera wrote into them."""

import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps

from desk_app.domain.errors import KnownError
from desk_app.domain.photos import MOST_BYTES, MOST_FILE_BYTES, MOST_PIXELS, SIDE_PX

_QUALITIES = (85, 75, 65, 55, 45, 35, 25)
_SMALLEST_PX = 24
_THINNEST = 20


def photo_of_file(path: Path) -> bytes:
    """Read a JPEG or PNG and return the photo to keep.

    Raises:
        KnownError: It cannot be read, is no such picture, or is far too large or too small.
    """
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            raise _too_large()
        content = path.read_bytes()
    except OSError as error:
        raise KnownError(
            "file_not_readable",
            zh=f"读不了 {path}：{error.strerror}。请检查文件，或换一张。",
            en=f"Cannot read {path}: {error.strerror}. Check the file, or choose another.",
        ) from error
    return _photo_of_content(content)


def photo_of_frame(pixels: bytes, width: int, height: int) -> bytes:
    """Return the photo to keep of a camera's frame: ``width`` x ``height`` RGB, three bytes each.

    Raises:
        KnownError: The frame is far too small.
    """
    return _photo(Image.frombytes("RGB", (width, height), pixels))


def _photo_of_content(content: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # measured here instead
        try:
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS:
                    raise _too_large()
                if max(width, height) > _THINNEST * min(width, height):
                    raise _too_small()
                picture.draft("RGB", (SIDE_PX * 2, SIDE_PX * 2))  # a JPEG decodes small at once
                upright = ImageOps.exif_transpose(picture)
                return _photo(_flat(upright))
        except KnownError:
            raise
        except Image.DecompressionBombError as error:
            raise _too_large() from error
        except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError) as error:
            raise KnownError(
                "no_picture",
                zh="这不是能用的照片。请选一张 JPEG 或 PNG 图片。",
                en="This is no picture that can be used. Choose a JPEG or PNG.",
            ) from error


def _flat(picture: Image.Image) -> Image.Image:
    """Return a picture in plain RGB; what was transparent is white."""
    if picture.mode in {"I", "I;16", "I;16B", "F"}:
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        see_through = picture.convert("RGBA")
        ground = Image.new("RGBA", see_through.size, "white")
        ground.alpha_composite(see_through)
        picture = ground
    return picture.convert("RGB")


def _photo(picture: Image.Image) -> bytes:
    if min(picture.size) < _SMALLEST_PX:
        raise _too_small()
    side = min(SIDE_PX, *picture.size)
    square = ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS)
    bare = Image.frombytes("RGB", square.size, square.tobytes())  # pixels alone: no EXIF, no GPS
    content = b""
    while side >= _SMALLEST_PX:
        for quality in _QUALITIES:
            written = io.BytesIO()
            bare.save(written, "JPEG", quality=quality, optimize=True)
            content = written.getvalue()
            if len(content) <= MOST_BYTES:
                return content
        side = side * 3 // 4
        bare = bare.resize((side, side), Image.Resampling.LANCZOS)
    return content


def _too_large() -> KnownError:
    return KnownError(
        "picture_too_large",
        zh=f"照片太大了，最多 {MOST_FILE_BYTES // 1_000_000} MB、"
        f"{MOST_PIXELS // 10_000} 万像素。请缩小，或换一张。",
        en=f"The picture is too large: at most {MOST_FILE_BYTES // 1_000_000} MB and "
        f"{MOST_PIXELS // 1_000_000} megapixels. Make it smaller, or choose another.",
    )


def _too_small() -> KnownError:
    return KnownError(
        "picture_too_small",
        zh="照片太小或太窄，认不出人。请换一张。",
        en="The picture is too small or too narrow to tell anybody. Choose another.",
    )
