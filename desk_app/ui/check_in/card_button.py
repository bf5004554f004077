"""Buttons inside the result card: ink, never accent; the key stands last."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import draw_icon
from desk_app.ui.common.theme import theme, theme_bus

CardButtonKind = Literal["ink", "outlined", "ghost"]
HEIGHT = 56
_ICON = 20
_GAP = 10


class CardButton(QAbstractButton):
    """One action of the card; ``opacity`` is less than 1 while the card comes in."""

    def __init__(self, kind: CardButtonKind, action: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.action = action
        self.opacity = 1.0
        self._kind = kind
        self._icon = ""
        self._key = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme_bus().changed.connect(self.update)

    def say(self, text: str, *, icon: str = "", key: str = "") -> None:
        """Set the words, the icon before them and the key after."""
        self.setText(text)
        self.setAccessibleName(f"{text} {key}".strip())
        self._icon, self._key = icon, key
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._padding() * 2 + self._content_width(), HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self.opacity)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fg = look.color("action.result.fg" if self._kind == "ink" else "text.primary")
        if self._kind == "ghost":
            fg = look.color("text.secondary")
        painter.setPen(Qt.PenStyle.NoPen)
        if self._kind == "ink":
            painter.setBrush(look.color("action.result.fill"))
            painter.setOpacity(self.opacity * (0.85 if self.isDown() else 1.0))
            painter.drawRoundedRect(box, 8, 8)
            painter.setOpacity(self.opacity)
        else:
            back = "surface.pressed" if self.isDown() else "surface.hover"
            if self.isDown() or self.underMouse():
                painter.setBrush(look.color(back))
                painter.drawRoundedRect(box, 8, 8)
            if self._kind == "outlined":
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(look.color("border.control"), 1))
                painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(fg if self._kind == "ink" else look.color("border.selected"), 2))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 6, 6)
        self._draw_content(painter, fg)

    def _draw_content(self, painter: QPainter, fg: QColor) -> None:
        x = (self.width() - self._content_width()) / 2
        middle = self.height() / 2
        if self._icon:
            draw_icon(painter, self._icon, x, middle - _ICON / 2, _ICON, fg)
            x += _ICON + _GAP
        font = self._font()
        painter.setFont(font)
        painter.setPen(fg)
        width = QFontMetrics(font).horizontalAdvance(self.text())
        painter.drawText(
            QRectF(x, 0, width + 2, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )
        if self._shows_key():
            x += width + _GAP
            hint = QRectF(x, middle - 11, self._key_width(), 22)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge = fg if self._kind == "ink" else theme().color("border.strong")
            painter.setPen(QPen(edge, 1))
            painter.drawRoundedRect(hint, 5, 5)
            painter.setFont(sized_font(13, is_strong=False))
            painter.setPen(fg)
            painter.drawText(hint, Qt.AlignmentFlag.AlignCenter, self._key)

    def _font(self) -> QFont:
        return sized_font(18 if not theme().is_wide else 20, is_strong=self._kind == "ink")

    def _shows_key(self) -> bool:
        return bool(self._key) and theme().shows_key_hints

    def _key_width(self) -> int:
        return QFontMetrics(sized_font(13, is_strong=False)).horizontalAdvance(self._key) + 14

    def _padding(self) -> int:
        return 12 if self._kind == "ghost" else 24

    def _content_width(self) -> int:
        width = QFontMetrics(self._font()).horizontalAdvance(self.text())
        width += _ICON + _GAP if self._icon else 0
        return width + (_GAP + self._key_width() if self._shows_key() else 0)
