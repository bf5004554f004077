"""Passes as pictures: for a phone's screen, and for a label printer's 62 mm tape."""

import io
from typing import TYPE_CHECKING

from desk_app.documents.lettering import draw_words, words_width
from desk_app.documents.pass_cards import LABEL_MM, Card
from desk_app.documents.pass_image import modules

if TYPE_CHECKING:
    from PIL.Image import Image

_PHONE_PX = (1080, 1920)
_PHONE_CODE_PX = 960
_DOTS_PER_MM = 300 / 25.4
_LABEL_CODE_MM = 56
_BLACK, _GREY = 0, 90
_HOW = ("签到时把屏幕调亮，对准镜头", "Turn the screen up and hold it to the camera")
_LOST = "换手机或遗失，请到前台补发"


def phone_png(card: Card) -> bytes:
    """Return a picture of 1080 x 1920 px: name, station, code, what to do with it.

    Black on white in light and dark mode alike: scanners read that best.
    """
    from PIL import Image  # noqa: PLC0415

    width, height = _PHONE_PX
    picture = Image.new("L", _PHONE_PX, 255)
    _write(picture, card.station, middle=170, px=52, ink=_GREY)
    _write(picture, card.name, middle=290, px=104, is_bold=True)
    top = 400
    picture.paste(_code(card.code, _PHONE_CODE_PX), ((width - _PHONE_CODE_PX) // 2, top))
    below = top + _PHONE_CODE_PX
    for step, words in enumerate(_HOW):
        _write(picture, words, middle=below + 110 + 90 * step, px=52 if not step else 40)
    _write(picture, _LOST, middle=height - 160, px=40, ink=_GREY)
    return _png(picture, dpi=None)


def label_png(card: Card) -> bytes:
    """Return a label of 62 x 78 mm at 300 dpi: code, name, station."""
    from PIL import Image  # noqa: PLC0415

    width, height = (round(mm * _DOTS_PER_MM) for mm in LABEL_MM)
    side = round(_LABEL_CODE_MM * _DOTS_PER_MM)
    picture = Image.new("L", (width, height), 255)
    picture.paste(_code(card.code, side), ((width - side) // 2, round(2 * _DOTS_PER_MM)))
    _write(picture, card.name, middle=round(65 * _DOTS_PER_MM), px=92, is_bold=True)
    _write(picture, card.station, middle=round(73 * _DOTS_PER_MM), px=44, ink=_GREY)
    return _png(picture, dpi=300)


def _code(code: str, side: int) -> "Image":
    """Draw a code at most ``side`` px wide in whole pixels a module, quiet zone included."""
    from PIL import Image  # noqa: PLC0415

    grid = modules(code)
    small = Image.new("L", (len(grid), len(grid)))
    small.putdata([_BLACK if dark else 255 for row in grid for dark in row])
    whole = side // len(grid) * len(grid)
    drawn = Image.new("L", (side, side), 255)
    edge = (side - whole) // 2
    drawn.paste(small.resize((whole, whole), Image.Resampling.NEAREST), (edge, edge))
    return drawn


def _write(
    picture: "Image", text: str, *, middle: int, px: int, ink: int = _BLACK, is_bold: bool = False
) -> None:
    """Write one line in the middle; it shrinks until it fits."""
    from PIL import ImageDraw  # noqa: PLC0415

    room = picture.width * 0.92
    width = words_width(text, px, is_bold=is_bold)
    if width > room:
        px = max(12, int(px * room / width))
    at = (picture.width / 2, middle)
    draw = ImageDraw.Draw(picture)
    draw_words(draw, at, text, px, fill=ink, is_bold=is_bold, across="m")


def _png(picture: "Image", dpi: int | None) -> bytes:
    out = io.BytesIO()
    if dpi is None:
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, "PNG", optimize=True, dpi=(dpi, dpi))
    return out.getvalue()
