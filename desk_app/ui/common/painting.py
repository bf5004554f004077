"""Small drawing helpers of painted widgets."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.icons import icon_pixmap
from desk_app.ui.common.shapes import draw_shape
from desk_app.ui.common.theme import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


def draw_row(painter: QPainter, option: QStyleOptionViewItem) -> QRectF:
    """Draw what lies behind every row of a list: whether it is chosen, hovered; a line above it."""
    look, box = theme(), QRectF(option.rect)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(box, look.color("accent.tint"))
        bar = QRectF(box.left(), box.top(), 4, box.height())
        painter.fillRect(bar, look.color("accent.fill"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, look.color("surface.hover"))
    painter.setPen(QPen(look.color("border.hairline"), 1))
    painter.drawLine(box.topLeft(), box.topRight())
    return box


def draw_icon(painter: QPainter, name: str, x: float, y: float, size: int, color: QColor) -> None:
    """Draw an icon of the set with its top left corner at a point."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(x, y), icon_pixmap(name, size, color, ratio))


def width_of(text: str, font: QFont) -> int:
    """Return the width of one line of text."""
    return QFontMetrics(font).horizontalAdvance(text)


def fit(text: str, font: QFont, width: float, least_px: int) -> QFont:
    """Return the font shrunk until the text fits a width, but not under ``least_px``."""
    size = font.pixelSize()
    while size > least_px and width_of(text, sized_font(size, is_strong=font.bold())) > width:
        size -= 2
    return sized_font(max(size, least_px), is_strong=font.bold())


def draw_line(
    painter: QPainter,
    text: str,
    box: QRectF,
    font: QFont,
    color: QColor,
    flags: Qt.AlignmentFlag = LEFT,
) -> float:
    """Draw one line, elided at the right; answers the width it took."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(box.width())))
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(box, flags | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)


_LEAST_PART = 25 + 48  # the rule with its margins, and room for a few letters


def draw_parts(
    painter: QPainter, parts: list[str], box: QRectF, font: QFont, color: QColor
) -> None:
    """Draw texts in one line with a hairline rule between them."""
    x = box.left()
    for place, part in enumerate(parts):
        if place:
            if box.right() - x < _LEAST_PART:
                return
            painter.setPen(QPen(theme().color("border.strong"), 1))
            height = font.pixelSize()
            middle = box.center().y()
            painter.drawLine(
                QPointF(x + 12, middle - height / 2), QPointF(x + 12, middle + height / 2)
            )
            x += 25
        room = QRectF(x, box.top(), box.right() - x, box.height())
        x += draw_line(painter, part, room, font, color)


def draw_badge(painter: QPainter, kind: str, shape: str, box: QRectF) -> None:
    """Draw the small mark of an outcome: its shape on its tint, round for admitted."""
    look = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(f"outcome.{kind}.bg"))
    if kind == "admitted":
        painter.drawEllipse(box)
        pen = QPen(look.color(f"outcome.{kind}.fg"), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        c = box.center()
        painter.drawPolyline(
            [
                QPointF(c.x() - 5, c.y() + 0.5),
                QPointF(c.x() - 1.5, c.y() + 4),
                QPointF(c.x() + 5.5, c.y() - 4),
            ]
        )
    else:
        painter.drawRoundedRect(box, 6, 6)
        inner = QRectF(0, 0, 16, 16)
        inner.moveCenter(box.center())
        draw_shape(painter, shape, inner, look.color(f"outcome.{kind}.fg"))
    painter.restore()


def draw_card(painter: QPainter, box: QRectF, *, radius: float = 12) -> None:
    """Draw a raised card with a hairline."""
    look = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.color("border.hairline"), 1))
    painter.setBrush(look.color("surface.raised"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def draw_chip(painter: QPainter, text: str, at: QPointF, *, colours: str, icon: str = "") -> float:
    """Draw a chip 28 high; ``colours`` is a token prefix (``outcome.offline``) or ``plain``."""
    look = theme()
    font = sized_font(13, is_strong=False)
    width = width_of(text, font) + 20 + (22 if icon else 0)
    is_plain = colours == "plain"
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("surface.sunken" if is_plain else f"{colours}.bg"))
    box = QRectF(at.x(), at.y(), width, 28)
    painter.drawRoundedRect(box, 6, 6)
    color = look.color("text.secondary" if is_plain else f"{colours}.fg")
    x = at.x() + 10
    if icon:
        draw_icon(painter, icon, x, at.y() + 6, 16, color)
        x += 22
    draw_line(painter, text, QRectF(x, at.y(), width, 28), font, color)
    return width


def draw_key(painter: QPainter, key: str, right: float, middle: float) -> float:
    """Draw a key hint that ends at ``right``; answers its width."""
    look = theme()
    width = max(26, width_of(key, look.font("caption")) + 14)
    box = QRectF(right - width, middle - 11, width, 22)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.color("border.strong"), 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    draw_line(painter, key, box, look.font("caption"), look.color("text.secondary"), CENTER)
    return width
