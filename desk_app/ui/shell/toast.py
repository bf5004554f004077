"""One line at the bottom that needs no answer; it never takes the focus."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget
from typing_extensions import override

from desk_app.ui.common.motion import let_in
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.common.tokens import duration_ms

_RISE = 12  # logical pixels


class Toast(QWidget):
    """Ink on paper reversed, with at most one action.

    Attributes:
        is_held: Nothing is said for now.
        left: Where the page begins in the parent, in logical pixels.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = QLabel(self)
        self._action = QPushButton(self)
        self._action.setFlat(True)
        self._action.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._on_action: Callable[[], None] | None = None
        self._action.clicked.connect(self._act)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 12, 0)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._action)
        self.is_held = False
        self.left = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        theme_bus().changed.connect(self._paint)
        self._paint()
        self.hide()

    def say(self, text: str, action: str = "", on_action: Callable[[], None] | None = None) -> None:
        """Show a line, for longer where there is something to do about it."""
        if self.is_held:
            return
        self._words.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._on_action = on_action
        self.setAccessibleName(text)
        self._timer.start(duration_ms("undo" if action else "toast"))
        self.place()
        was_hidden = self.isHidden()
        self.show()
        self.raise_()
        if was_hidden:
            let_in(self, "move", dy=_RISE)

    @Slot()
    def _paint(self) -> None:
        """Write in the colour of the paper of the theme in force."""
        paper = theme().color("surface.raised").name()
        self._words.setStyleSheet(f"color: {paper}")
        self._action.setStyleSheet(f"color: {paper}; font-weight: bold; padding: 8px")

    def place(self) -> None:
        """Stand at the bottom centre of the page."""
        parent = self.parentWidget() or self
        room = parent.width() - self.left
        width = min(room - 80, max(320, self.sizeHint().width()))
        x = self.left + (room - width) // 2
        self.setGeometry(x, parent.height() - 72, width, 48)

    def _act(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._words.sizeHint().width() + self._action.sizeHint().width() + 60, 48)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("text.primary"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
