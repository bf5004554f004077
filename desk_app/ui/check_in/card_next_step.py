"""The next-step box of the result card: a sentence, or facts in columns."""

import re

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from desk_app.services.results import CheckInResult
from desk_app.ui.check_in.card_layout import CardLayout
from desk_app.ui.check_in.said import COLOURS, Said
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import draw_icon, draw_line, width_of
from desk_app.ui.common.theme import theme

_WORDS = re.compile(r"[\x21-\x7e]+ *[，。、；：？！）”]*|.[，。、；：？！）”]*", re.DOTALL)
_LABEL, _LINE, _LEAST = 22, 1.4, 15
"""Height of the caption, of a line in font sizes, and the smallest font, in logical pixels."""


def paint_next_step(painter: QPainter, result: CheckInResult, said: Said, size: CardLayout) -> None:
    """Paint what to do next: a sentence, or facts to tell the visitor."""
    if not said.next_step and not said.facts:
        return
    look = theme()
    is_offline = result.is_provisional or result.may_be_elsewhere
    colours = "outcome.offline" if is_offline else f"outcome.{COLOURS[said.kind]}"
    fg = look.color(f"{colours}.fg")
    box = size.next_box(has_facts=bool(said.facts))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(f"{colours}.bg"))
    painter.drawRoundedRect(box, 8, 8)
    if said.facts:
        _paint_facts(painter, said, box, fg)
        return
    draw_icon(painter, "arrow-right", box.left() + 20, box.center().y() - 12, 24, fg)
    x = box.left() + 60
    caption = sized_font(15 if look.is_wide else 13, is_strong=False)
    font, lines = _fitting(said.next_step, box.right() - x - 16, box.height() - _LABEL - 8)
    height = font.pixelSize() * _LINE
    y = box.center().y() - (_LABEL + height * len(lines)) / 2
    draw_line(painter, said.next_label, QRectF(x, y, box.width() - 80, _LABEL), caption, fg)
    for line in lines:
        room = QRectF(x, y + _LABEL, box.right() - x - 16, height)
        draw_line(painter, line, room, font, fg)
        y += height


def _paint_facts(painter: QPainter, said: Said, box: QRectF, fg: QColor) -> None:
    look = theme()
    draw_icon(painter, "arrow-right", box.left() + 20, box.top() + 16, 24, fg)
    x = box.left() + 62
    title = look.font("result.next")
    draw_line(painter, said.next_label, QRectF(x, box.top() + 10, box.width() - 80, 38), title, fg)
    y = box.top() + (66 if look.is_wide else 50)
    caption = sized_font(15 if look.is_wide else 13, is_strong=False)
    font = look.font("result.fact")
    room = box.right() - x - 20
    while font.pixelSize() > 20 and sum(width_of(v, font) for _, v in said.facts) + 112 > room:  # noqa: PLR2004
        font = sized_font(font.pixelSize() - 2, is_strong=True)
    for place, (label, value) in enumerate(said.facts):
        if place:
            painter.setPen(QPen(fg, 1))
            painter.drawLine(QPointF(x - 28, y), QPointF(x - 28, box.bottom() - 14))
        width = max(width_of(value, font), width_of(label, caption)) + 2
        draw_line(painter, label, QRectF(x, y - 2, width, 22), caption, fg)
        height = box.bottom() - 12 - y - 20
        draw_line(painter, value, QRectF(x, y + 20, min(width, box.right() - x), height), font, fg)
        x += width + 56


def _fitting(text: str, width: float, height: float) -> tuple[QFont, list[str]]:
    """Return the largest font in which a sentence fits, and its lines; not under 15."""
    size = theme().font("result.next").pixelSize()
    while True:
        font = sized_font(size, is_strong=True)
        lines = _wrap(text, font, width)
        is_whole = width_of(lines[-1], font) <= width and size * _LINE * len(lines) <= height
        if is_whole or size <= _LEAST:
            return font, lines
        size -= 1


def _wrap(text: str, font: QFont, width: float) -> list[str]:
    """Break a sentence into at most two lines: between Han characters, or at spaces."""
    if width_of(text, font) <= width:
        return [text]
    rest = _WORDS.findall(text)
    first = ""
    while rest and width_of((first + rest[0]).rstrip(), font) <= width:
        first += rest.pop(0)
    return [first.rstrip(), "".join(rest).lstrip()]
