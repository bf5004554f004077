"""The list of sections at the left of the settings page."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import draw_icon, draw_line
from desk_app.ui.common.theme import theme, theme_bus


class NavRow(QAbstractButton):
    """One section; the accent says which is shown."""

    def __init__(self, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(180, 48)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isChecked()
        if is_on:
            painter.fillRect(self.rect(), look.color("accent.tint"))
            painter.fillRect(QRectF(0, 0, 4, self.height()), look.color("accent.fill"))
        elif self.underMouse():
            painter.fillRect(self.rect(), look.color("surface.hover"))
        ink = look.color("accent.fg" if is_on else "text.primary")
        draw_icon(painter, self._icon, 20, 14, 20, ink)
        box = QRectF(52, 0, self.width() - 60, self.height())
        draw_line(painter, self.text(), box, sized_font(15, is_strong=is_on), ink)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("border.focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 6, 6)


class Nav(QWidget):
    """Chooses a section; the arrow keys go up and down.

    Signals:
        chosen(int): Place of the section.
    """

    chosen = Signal(int)

    def __init__(self, icons: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = [NavRow(icon, self) for icon in icons]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 1, 8)
        layout.setSpacing(0)
        for place, row in enumerate(self.rows):
            layout.addWidget(row)
            row.clicked.connect(lambda _=False, p=place: self.chosen.emit(p))
        layout.addStretch(1)
        self.rows[0].setChecked(True)
        theme_bus().changed.connect(self.update)

    def say(self, words: Sequence[str]) -> None:
        """Name the sections."""
        for row, text in zip(self.rows, words, strict=True):
            row.setText(text)
            row.setAccessibleName(text)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        here = next((p for p, row in enumerate(self.rows) if row.hasFocus()), None)
        if not step or here is None:
            super().keyPressEvent(event)
            return
        there = max(0, min(len(self.rows) - 1, here + step))
        self.rows[there].setFocus()
        self.rows[there].click()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.setBrush(look.color("surface.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
