"""A room's picture from a file: scaled, stripped of what a camera writes into it."""

from io import BytesIO
from pathlib import Path

from desk_app.domain.errors import KnownError

MOST_PX = 1280
_QUALITY = 85
_MOST_BYTES = 60_000_000


def room_picture(source: Path) -> bytes:
    """Make a JPEG of at most 1280 px a side, upright, of a picture file.

    Raises:
        KnownError: The file is no picture, or too large.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415  (rarely needed)

    try:
        if source.stat().st_size > _MOST_BYTES:
            raise bad_picture(source)
        with Image.open(source) as opened:
            opened.draft("RGB", (MOST_PX, MOST_PX))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
            picture = Image.new("RGB", upright.size, "white")
            picture.paste(upright, mask=upright.getchannel("A"))
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError) as error:
        raise bad_picture(source) from error
    picture.thumbnail((MOST_PX, MOST_PX))
    written = BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def bad_picture(source: Path) -> KnownError:
    """The file is no picture, or too large."""
    return KnownError(
        "bad_picture",
        zh=f"“{source.name}”不是能用的图片，或太大。请选 JPEG 或 PNG 照片。",
        en=f"{source.name} is no picture that can be used, or too large: choose a JPEG or PNG.",
    )
