"""The side panel: a title, a scrolling body, a fixed foot with the main button. Never modal."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.theme import theme, theme_bus


class SidePanel(QWidget):
    """Asks for something beside the stage; scanning goes on behind it.

    Signals:
        closed(): Esc or the close button.
        confirmed(): The main button or Ctrl Enter.
    """

    closed = Signal()
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._back = Button("ghost", self)
        self._back.clicked.connect(self.closed)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        self.main_button = Button("primary", self)
        self.main_button.clicked.connect(self.confirmed)
        inner = QWidget(self)
        inner.setLayout(self.body)
        self.body.setContentsMargins(20, 4, 20, 12)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.setContentsMargins(20, 12, 12, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self._back)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 14, 20, 16)
        foot.addWidget(self.main_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        theme_bus().changed.connect(self._retheme)
        self._retheme()

    def say(self, title: str, main: str) -> None:
        """Set the title and the words of the main button."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self.main_button.say(main, key="Ctrl Enter")
        self._back.say(self.tr("Back to scanning"), key="Esc")

    def add_field(self, edit: QLineEdit, label: str, note: str = "") -> QLabel:
        """Add a labelled field; answers the line below it for what would work."""
        head = QHBoxLayout()
        name, aside = QLabel(label, self), QLabel(note, self)
        name.setBuddy(edit)
        edit.setAccessibleName(label)
        for part in (name, aside):
            part.setFont(theme().font("caption"))
        head.addWidget(name)
        head.addStretch(1)
        head.addWidget(aside)
        error = QLabel(self)
        error.setWordWrap(True)
        error.setFont(theme().font("caption"))
        error.hide()
        self.body.addLayout(head)
        self.body.addWidget(edit)
        self.body.addWidget(error)
        self.body.addSpacing(6)
        return error

    def add_note(self, text: str) -> QLabel:
        """Add a sentence in small grey letters."""
        note = QLabel(text, self)
        note.setWordWrap(True)
        note.setFont(theme().font("caption"))
        self.body.addWidget(note)
        return note

    def show_problem(self, line: QLabel, edit: QLineEdit, text: str) -> None:
        """Mark a field and say what would work; an empty text takes both away."""
        edit.setProperty("bad", "true" if text else "false")
        edit.style().unpolish(edit)
        edit.style().polish(edit)
        line.setText(f"⯃ {text}" if text else "")
        line.setStyleSheet(f"color: {theme().color('outcome.refused.fg').name()}")
        line.setVisible(bool(text))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _retheme(self) -> None:
        self._title.setFont(theme().font("title"))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.setBrush(look.color("surface.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        y = self.main_button.geometry().top() - 14
        painter.drawLine(1, y, self.width() - 2, y)
