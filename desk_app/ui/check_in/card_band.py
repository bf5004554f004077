"""The band of the result card: one shape, one word, why, and the sound that was played."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from desk_app.ui.check_in.card_layout import CardLayout
from desk_app.ui.check_in.said import COLOURS, Kind, Said
from desk_app.ui.check_in.words import sound_caption
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, draw_icon, draw_line, fit, width_of
from desk_app.ui.common.shapes import draw_shape
from desk_app.ui.common.theme import theme

translate = QCoreApplication.translate


def paint_band(
    painter: QPainter, said: Said, size: CardLayout, *, is_muted: bool, scale: float
) -> None:
    """Paint the shape (at ``scale``), the word to say aloud, the reason and what is heard."""
    look = theme()
    colours = f"outcome.{COLOURS[said.kind]}"
    painter.save()
    painter.setClipRect(QRectF(0, 0, size.band, size.height))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(f"{colours}.band"))
    painter.drawRoundedRect(QRectF(0.5, 0.5, size.band + 24, size.height - 1), 12, 12)
    if said.kind is Kind.REFUSED:
        edge = QRectF(size.band - 4, 0, 4, size.height)
        painter.fillRect(edge, look.color(f"{colours}.border"))
    painter.restore()
    color = look.color(f"{colours}.onBand")
    shape = QRectF(0, 0, size.shape, size.shape)
    middle = size.height / 2
    offset = 56 if look.is_wide else 48
    shape.moveCenter(QPointF(size.band / 2, middle - offset - size.shape * 0.12))
    grown = QRectF(0, 0, size.shape * scale, size.shape * scale)
    grown.moveCenter(shape.center())
    draw_shape(painter, said.shape.value, grown, color)
    room = QRectF(16, 0, size.band - 32, 60)
    lines = _word_lines(said.word, room.width())
    y = shape.bottom() + (36 if look.is_wide else 24)
    for text, font in lines:
        height = font.pixelSize() * 1.25
        draw_line(painter, text, QRectF(room.left(), y, room.width(), height), font, color, CENTER)
        y += height
    reason = fit(said.reason, look.font("result.reason"), room.width(), 14)
    draw_line(painter, said.reason, QRectF(room.left(), y, room.width(), 40), reason, color, CENTER)
    _paint_caption(painter, said, size, color, is_muted=is_muted)


def _word_lines(word: str, width: float) -> list[tuple[str, QFont]]:
    look = theme()
    font = fit(word, look.font("result.word"), width, 72 if look.is_wide else 36)
    if width_of(word, font) <= width or " " not in word:
        return [(word, fit(word, font, width, 24))]
    first, _, second = word.partition(" ")
    least = 24
    return [(first, fit(first, font, width, least)), (second, fit(second, font, width, least))]


def _paint_caption(
    painter: QPainter, said: Said, size: CardLayout, color: QColor, *, is_muted: bool
) -> None:
    font = sized_font(13 if not theme().is_wide else 15, is_strong=False)
    text = translate("ResultCard", "Sound off") if is_muted else sound_caption(said.kind)
    width = width_of(text, font) + 22
    x = (size.band - width) / 2
    y = size.height - 44
    draw_icon(painter, "volume-off" if is_muted else "volume", x, y + 4, 16, color)
    draw_line(painter, text, QRectF(x + 22, y, width, 24), font, color)
