"""Buttons of panels and pages: default, primary, ghost, negative; the key stands last."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.icons import icon_pixmap
from desk_app.ui.common.theme import theme, theme_bus

ButtonKind = Literal["default", "primary", "ghost", "negative"]
_ICON = 20
_GAP = 8


class Button(QAbstractButton):
    """A button with an icon before its words and its key after them."""

    def __init__(self, kind: ButtonKind = "default", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = ""
        self._key = ""
        self._height = 48 if kind == "primary" else 40
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    def say(self, text: str, *, icon: str = "", key: str = "") -> None:
        """Set the words, the icon before them and the key after."""
        self.setText(text)
        self.setAccessibleName(text)
        self._icon, self._key = icon, key
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._content_width() + 32, self._height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        fg = self._foreground()
        if self._kind == "primary" and self.isEnabled():
            state = "pressed" if self.isDown() else "hover" if self.underMouse() else "fill"
            painter.setBrush(look.color(f"accent.{state}"))
            painter.drawRoundedRect(box, 8, 8)
        elif self.isDown() or self.underMouse():
            painter.setBrush(look.color("surface.pressed" if self.isDown() else "surface.hover"))
            painter.drawRoundedRect(box, 8, 8)
        edge = {"default": "border.control", "negative": "outcome.refused.border"}.get(self._kind)
        if edge is not None or not self.isEnabled():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            name = edge if edge and self.isEnabled() else "border.hairline"
            painter.setPen(QPen(look.color(name), 1))
            painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            on_fill = self._kind == "primary"
            ring = look.color("text.onAccent" if on_fill else "border.focus")
            painter.setPen(QPen(ring, 2))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 6, 6)
        self._draw_content(painter, fg)

    def _foreground(self) -> QColor:
        look = theme()
        if not self.isEnabled():
            return look.color("text.disabled")
        match self._kind:
            case "primary":
                return look.color("text.onAccent")
            case "negative":
                return look.color("outcome.refused.fg")
            case "ghost":
                return look.color("text.secondary")
            case _:
                return look.color("text.primary")

    def _draw_content(self, painter: QPainter, fg: QColor) -> None:
        x = (self.width() - self._content_width()) / 2
        middle = self.height() / 2
        if self._icon:
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(
                int(x), int(middle - _ICON / 2), icon_pixmap(self._icon, _ICON, fg, ratio)
            )
            x += _ICON + _GAP
        font = self._font()
        width = QFontMetrics(font).horizontalAdvance(self.text())
        painter.setFont(font)
        painter.setPen(fg)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x, 0, width + 2, self.height()), left, self.text())
        if self._shows_key():
            hint = QRectF(x + width + _GAP, middle - 11, self._key_width(), 22)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(
                QPen(fg if self._kind == "primary" else theme().color("border.strong"), 1)
            )
            painter.drawRoundedRect(hint, 5, 5)
            painter.setFont(sized_font(13, is_strong=False))
            painter.setPen(fg)
            painter.drawText(hint, Qt.AlignmentFlag.AlignCenter, self._key)

    def _font(self) -> QFont:
        return sized_font(13 if self._kind == "ghost" else 15, is_strong=self._kind == "primary")

    def _shows_key(self) -> bool:
        return bool(self._key) and theme().shows_key_hints

    def _key_width(self) -> int:
        return QFontMetrics(sized_font(13, is_strong=False)).horizontalAdvance(self._key) + 14

    def _content_width(self) -> int:
        width = QFontMetrics(self._font()).horizontalAdvance(self.text())
        if self._icon:
            width += _ICON + (_GAP if self.text() else 0)
        return width + (_GAP + self._key_width() if self._shows_key() else 0)
