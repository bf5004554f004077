"""Words in pictures: in the shipped font, rare characters in the one that has them."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from desk_app.runtime.paths import resource

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Across = Literal["l", "m"]
Ink = int | tuple[int, int, int]


def words_width(words: str, px: float, *, is_bold: bool = False) -> float:
    """Return how wide a line is, in pixels."""
    return sum(font.getlength(run) for font, run in _runs(words, px, is_bold=is_bold))


def draw_words(
    draw: "ImageDraw",
    at: tuple[float, float],
    words: str,
    px: float,
    *,
    fill: Ink = 0,
    is_bold: bool = False,
    across: Across = "l",
    down: Literal["s", "m"] = "m",
) -> None:
    """Draw a line that begins (l) or is centred (m) at ``at``: its base line (s) or middle (m)."""
    x, y = at
    if across == "m":
        x -= words_width(words, px, is_bold=is_bold) / 2
    for font, run in _runs(words, px, is_bold=is_bold):
        draw.text((x, y), run, fill=fill, font=font, anchor=f"l{down}")
        x += font.getlength(run)


def _runs(words: str, px: float, *, is_bold: bool) -> Iterator[tuple["FreeTypeFont", str]]:
    """Divide a line where the font changes."""
    rare = _rare()
    for is_rare, run in groupby(words, key=lambda character: ord(character) in rare):
        yield _font("RareHan" if is_rare else "NotoSansSC", px, is_bold=is_bold), "".join(run)


@lru_cache(maxsize=16)
def _font(name: str, px: float, *, is_bold: bool) -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415  (only exports need it)

    weight = "Bold" if is_bold else "Regular"
    return ImageFont.truetype(str(resource(f"fonts/{name}-{weight}.ttf")), px)


@lru_cache(maxsize=1)
def _rare() -> frozenset[int]:
    """Return the characters that only the font of rare characters has."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(resource("fonts/RareHan-Regular.ttf"), lazy=True) as font:
        return frozenset(font.getBestCmap())
