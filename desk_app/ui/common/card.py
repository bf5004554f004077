"""A raised card with a title, a note or chip at its right, and what belongs to it."""

from typing import TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.painting import draw_icon
from desk_app.ui.common.theme import theme, theme_bus

W = TypeVar("W", bound=QWidget)


class Card(QWidget):
    """Stacks its widgets under a bold title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("title", self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(20, 16, 20, 20)
        self._layout.setSpacing(12)
        self._layout.addLayout(self._head)
        theme_bus().changed.connect(self.update)

    def say(self, title: str) -> None:
        """Set the title."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def add(self, widget: W, stretch: int = 0) -> W:
        """Add a widget below the others."""
        self._layout.addWidget(widget, stretch)
        return widget

    def add_button(self, button: W) -> W:
        """Add a button in its own width."""
        self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def add_beside_title(self, widget: W) -> W:
        """Add a chip or note at the right of the title."""
        self._head.addWidget(widget)
        return widget

    def add_row(self, *widgets: QWidget) -> None:
        """Add widgets side by side, the first taking the room."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for place, widget in enumerate(widgets):
            row.addWidget(widget, 0 if place else 1, Qt.AlignmentFlag.AlignBottom)
        self._layout.addLayout(row)

    def add_space(self, px: int = 0) -> None:
        """Leave room: some pixels, or all that is left."""
        if px:
            self._layout.addSpacing(px)
        else:
            self._layout.addStretch(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.setBrush(look.color("surface.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)


class FactLine(QWidget):
    """A fact with its icon: bold words, a grey sentence below, a hairline on top."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._words = wrapped(Label("body", self, is_strong=True))
        self._note = wrapped(Label("caption", self, color="text.secondary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 10, 0, 4)
        layout.setSpacing(2)
        layout.addWidget(self._words)
        layout.addWidget(self._note)
        theme_bus().changed.connect(self.update)

    def say(self, words: str, note: str = "") -> None:
        """Set the words and the sentence below."""
        self._words.setText(words)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(f"{words}. {note}")

    def let_copy(self) -> None:
        """Let a person mark and copy the sentence."""
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(0, 0, self.width(), 0)
        draw_icon(painter, self._icon, 4, 12, 20, look.color("text.secondary"))
