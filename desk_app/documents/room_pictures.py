"""A room's picture: scaled, stripped of what a camera writes into it, kept on this desk."""

import hashlib
from io import BytesIO
from pathlib import Path

from desk_app.domain.errors import KnownError

FOLDER = "pictures"
MOST_PX = 1280
_QUALITY = 85
_MOST_BYTES = 60_000_000


def keep_picture(data: Path, source: Path) -> str:
    """Keep a picture as JPEG of at most 1280 px a side, upright; answers its name for the room.

    The picture before stays: taking the change back shows it again.

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
    content = written.getvalue()
    name = f"{hashlib.sha256(content).hexdigest()[:24]}.jpg"
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{name}.part"
    partial.write_bytes(content)
    partial.replace(folder / name)
    return name


def picture_of(data: Path, photo: str) -> bytes | None:
    """Return a room's picture, or None where it has none or this desk does not keep it."""
    if not photo or Path(photo).name != photo:
        return None
    path = data / FOLDER / photo
    try:
        return path.read_bytes()
    except (OSError, ValueError):  # a name from elsewhere may hold what no file name may
        return None


def bad_picture(source: Path) -> KnownError:
    """The file is no picture, or too large."""
    return KnownError(
        "bad_picture",
        zh=f"“{source.name}”不是能用的图片，或太大。请选 JPEG 或 PNG 照片。",
        en=f"{source.name} is no picture that can be used, or too large: choose a JPEG or PNG.",
    )
