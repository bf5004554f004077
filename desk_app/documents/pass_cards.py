"""Passes as cards on A4: ten a sheet, 85.6 x 54 mm, with cut marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.documents.paper import draw_centred, draw_code, draw_line, open_paper

if TYPE_CHECKING:
    from fpdf import FPDF

_CARD_MM = (85.6, 54.0)
_MARGIN_MM = ((210 - 2 * 85.6) / 2, (297 - 5 * 54.0) / 2)
_CODE_MM = 46.0
_A_SHEET = 10
LABEL_MM = (62, 78)
_LABEL_CODE_MM = 56


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands on one card; ``code`` is what its QR holds."""

    name: str
    station: str
    code: str


def cards_pdf(cards: Sequence[Card]) -> bytes:
    """Draw cards as a PDF, ten a page.

    A character the shipped font lacks is drawn as the geta mark; the PDF's text keeps it.
    """
    pdf = open_paper(card.name + card.station for card in cards)
    for place, card in enumerate(cards):
        if place % _A_SHEET == 0:
            pdf.add_page()
        row, column = divmod(place % _A_SHEET, 2)
        _draw(pdf, card, _MARGIN_MM[0] + column * _CARD_MM[0], _MARGIN_MM[1] + row * _CARD_MM[1])
    return bytes(pdf.output())


def label_pdf(card: Card) -> bytes:
    """Draw one label for 62 mm tape as a PDF: code, name, station."""
    width, _ = LABEL_MM
    pdf = open_paper([card.name + card.station], size=LABEL_MM)
    pdf.add_page()
    draw_code(pdf, card.code, (width - _LABEL_CODE_MM) / 2, 2, _LABEL_CODE_MM)
    for words, y, size in ((card.name, 67, 18), (card.station, 74, 9)):
        draw_centred(pdf, words, width / 2, y, size=size, width=width - 6)
    return bytes(pdf.output())


def _draw(pdf: "FPDF", card: Card, x: float, y: float) -> None:
    pdf.set_draw_color(150)
    pdf.set_line_width(0.1)
    for at_x in (x, x + _CARD_MM[0]):
        for at_y in (y, y + _CARD_MM[1]):
            pdf.line(at_x - 1, at_y, at_x + 1, at_y)
            pdf.line(at_x, at_y - 1, at_x, at_y + 1)
    draw_code(pdf, card.code, x + 2, y + 4, _CODE_MM)
    width = _CARD_MM[0] - _CODE_MM - 5
    left = x + _CODE_MM + 2
    draw_line(pdf, card.name, left, y + 16, size=14, width=width)
    for step, words in enumerate((card.station, "签到时请对准镜头", "遗失请到前台补发")):
        draw_line(pdf, words, left, y + 26 + 6 * step, size=8, width=width)
