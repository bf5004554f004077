"""A raised card with a title and what belongs to it."""

from typing import TypeVar

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.theme import theme

W = TypeVar("W", bound=QWidget)


class Card(QWidget):
    """Stacks its widgets under a bold title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(20, 14, 20, 18)
        self._layout.setSpacing(10)
        self._layout.addWidget(self._title)

    def say(self, title: str) -> None:
        """Set the title."""
        self._title.setText(title)
        self._title.setFont(theme().font("title"))

    def add(self, widget: W) -> W:
        """Add a widget below the others."""
        self._layout.addWidget(widget)
        return widget

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.setBrush(look.color("surface.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
