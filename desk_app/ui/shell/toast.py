"""Lines at the bottom that need no answer; they never take the focus."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.motion import let_in
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.common.tokens import duration_ms

_RISE = 12  # logical pixels
_HEIGHT = 48
_GAP = 8


class Toast(QWidget):
    """At most two lines, the newest below: one that offers something and one that only tells.

    A newer offer takes the place of the one before it, so what is undone is what was done last.

    Attributes:
        is_held: Nothing is said for now.
        left: Where the page begins in the parent, in logical pixels.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._offer, self._notice = _Line(self), _Line(self)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(_GAP)
        for line in (self._offer, self._notice):
            self._lines.addWidget(line)
            line.gone.connect(self.place)
        self.is_held = False
        self.left = 0
        self.hide()

    def say(self, text: str, action: str = "", on_action: Callable[[], None] | None = None) -> None:
        """Show a line, for longer where there is something to do about it."""
        if self.is_held:
            return
        line = self._offer if action else self._notice
        was_alone, was_hidden = self.isHidden(), line.isHidden()
        line.say(text, action, on_action)
        self._lines.removeWidget(line)
        self._lines.addWidget(line)
        self.setAccessibleName(text)
        self.place()
        self.raise_()
        if was_alone:
            let_in(self, "move", dy=_RISE)
        elif was_hidden:
            let_in(line, "move", dy=_RISE)

    def clear(self) -> None:
        """Say no more of what was said."""
        for line in (self._offer, self._notice):
            line.end()

    @Slot()
    def place(self) -> None:
        """Stand at the bottom centre of the page, as high as there are lines."""
        said = [line for line in (self._offer, self._notice) if not line.isHidden()]
        self.setVisible(bool(said))
        if not said:
            return
        parent = self.parentWidget() or self
        room = parent.width() - self.left
        width = min(room - 80, max(320, *(line.sizeHint().width() for line in said)))
        height = len(said) * (_HEIGHT + _GAP) - _GAP
        x = self.left + (room - width) // 2
        self.setGeometry(x, parent.height() - 24 - height, width, height)


class _Line(QWidget):
    """Ink on paper reversed, with at most one action.

    Signals:
        gone: Its time is over, or its action was taken.
    """

    gone = Signal()

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
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.end)
        theme_bus().changed.connect(self._paint)
        self._paint()
        self.hide()

    def say(self, text: str, action: str, on_action: Callable[[], None] | None) -> None:
        self._words.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._on_action = on_action
        self.setAccessibleName(text)
        self._timer.start(duration_ms("undo" if action else "toast"))
        self.show()

    @Slot()
    def end(self) -> None:
        self._timer.stop()
        self.hide()
        self.gone.emit()

    def _act(self) -> None:
        self.end()
        if self._on_action is not None:
            self._on_action()

    @Slot()
    def _paint(self) -> None:
        """Write in the colour of the paper of the theme in force."""
        paper = theme().color("surface.raised").name()
        self._words.setStyleSheet(f"color: {paper}")
        self._action.setStyleSheet(f"color: {paper}; font-weight: bold; padding: 8px")

    @override
    def sizeHint(self) -> QSize:
        words, action = self._words.sizeHint().width(), self._action.sizeHint().width()
        return QSize(words + action + 60, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("text.primary"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
