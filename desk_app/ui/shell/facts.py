"""Rows of a panel: what it is at the left, how it stands at the right."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import LEFT, RIGHT, draw_line, width_of
from desk_app.ui.common.theme import theme, theme_bus

_HEIGHT = 40


class FactRow(QWidget):
    """One line; the value may be drawn as keys."""

    def __init__(self, parent: QWidget | None = None, *, is_keys: bool = False) -> None:
        super().__init__(parent)
        self._is_keys = is_keys
        self._label = ""
        self._value = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    def say(self, label: str, value: str) -> None:
        """Set both sides."""
        self._label, self._value = label, value
        self.setAccessibleName(f"{label}: {value}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        taken = self._paint_keys(painter) if self._is_keys else self._paint_value(painter)
        box = QRectF(0, 0, self.width() - taken - 12, self.height())
        grey = look.color("text.primary" if self._is_keys else "text.secondary")
        draw_line(painter, self._label, box, sized_font(15, is_strong=False), grey, LEFT)

    def _paint_value(self, painter: QPainter) -> float:
        box = QRectF(self.rect())
        ink = theme().color("text.primary")
        return draw_line(painter, self._value, box, sized_font(15, is_strong=True), ink, RIGHT)

    def _paint_keys(self, painter: QPainter) -> float:
        look = theme()
        font = sized_font(13, is_strong=False)
        x = float(self.width())
        for key in reversed(self._value.split()):
            width = max(28, width_of(key, font) + 14)
            x -= width
            box = QRectF(x + 0.5, (self.height() - 22) / 2 + 0.5, width - 1, 21)
            painter.setPen(QPen(look.color("border.strong"), 1))
            painter.drawRoundedRect(box, 5, 5)
            color = look.color("text.secondary")
            text = (width - 1 - width_of(key, font)) / 2
            draw_line(painter, key, box.adjusted(text, 0, 4, 0), font, color, LEFT)
            x -= 4
        return self.width() - x
