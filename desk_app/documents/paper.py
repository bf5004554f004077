"""What every PDF shares: the shipped fonts, stand-ins for what they lack, codes, fitted lines."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desk_app.documents.pass_image import modules
from desk_app.runtime.paths import resource

if TYPE_CHECKING:
    from fpdf import FPDF

_GETA = 0x3013
_BASE_LINE = 0.3
"""How far below its middle a cell's text stands, in font sizes (fpdf2)."""


def open_paper(texts: Iterable[str], *, size: str | tuple[float, float] = "A4") -> "FPDF":
    """Return an empty document in the shipped fonts, measured in millimetres.

    A character of ``texts`` that they lack is drawn as the geta mark; the PDF's text keeps it.
    """
    from fpdf import FPDF  # noqa: PLC0415

    pdf = FPDF(unit="mm", format=size)
    pdf.set_auto_page_break(False)
    pdf.add_font("noto", "", resource("fonts/NotoSansSC-Regular.ttf"))
    pdf.add_font("rare", "", resource("fonts/RareHan-Regular.ttf"))
    pdf.set_fallback_fonts(["rare"])
    pdf.c_margin = 0
    _stand_in(pdf, set[str]().union(*texts))
    return pdf


def draw_code(pdf: "FPDF", code: str, x: float, y: float, width: float) -> None:
    """Draw a QR with its quiet zone, its dark runs as bars."""
    grid = modules(code)
    side = width / len(grid)
    pdf.set_fill_color(0)
    for row, line in enumerate(grid):
        column = 0
        while column < len(line):
            end = column
            while end < len(line) and line[end]:
                end += 1
            if end > column:
                pdf.rect(x + column * side, y + row * side, (end - column) * side, side, style="F")
            column = end + 1


def draw_line(pdf: "FPDF", words: str, x: float, y: float, *, size: float, width: float) -> None:
    """Draw one line of text from ``x`` on its base line ``y``, smaller where it is too long."""
    pdf.set_font("noto", size=size)
    pdf.set_font_size(min(size, size * width / max(pdf.get_string_width(words), 0.1)))
    pdf.set_xy(x, y - _BASE_LINE * pdf.font_size)
    pdf.cell(pdf.get_string_width(words), 0, words)


def draw_centred(
    pdf: "FPDF", words: str, middle: float, y: float, *, size: float, width: float
) -> None:
    """Draw one line of text around ``middle``, smaller where it is too long."""
    pdf.set_font("noto", size=size)
    wide = min(width, pdf.get_string_width(words))
    draw_line(pdf, words, middle - wide / 2, y, size=size, width=width)


def _stand_in(pdf: "FPDF", characters: set[str]) -> None:
    font, rare = pdf.fonts["noto"], pdf.fonts["rare"]
    for character in map(ord, characters):
        if character not in font.glyph_ids and character not in rare.glyph_ids:  # type: ignore[union-attr]
            for table in (font.glyph_ids, font.cmap, font.cw):  # type: ignore[union-attr]
                table[character] = table[_GETA]  # type: ignore[assignment, index]
