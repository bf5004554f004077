"""The side panel: a title, a scrolling body, a fixed foot with the main button. Never modal."""

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.icons import icon_pixmap
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.motion import let_in
from desk_app.ui.common.texts import Words, spoken
from desk_app.ui.common.theme import theme, theme_bus

_ICON = 16
SLIDE = 24
"""How far a panel comes from and goes to, in logical pixels."""


class ErrorLine(QWidget):
    """What would work, under a field; the octagon says that something does not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: Words = ""
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setFont(theme().font("caption"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_ICON + 6, 0, 0, 0)
        layout.addWidget(self._words, 1)
        theme_bus().changed.connect(self._dress)
        self.hide()

    def _dress(self) -> None:
        color = theme().color("outcome.refused.fg").name()
        self._words.setStyleSheet(f"color: {color}; font-size: 13px")

    def say(self, words: Words) -> None:
        """Show a sentence; an empty one hides the line."""
        self._said, text = words, spoken(words)
        self._words.setText(text)
        self._dress()
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """Return the sentence on show."""
        return self._words.text()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.say(self._said)
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color = theme().color("outcome.refused.fg")
        pixmap = icon_pixmap("octagon", _ICON, color, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 2, pixmap)


class Callout(QWidget):
    """A fact the panel starts from, on a sunken ground."""

    def __init__(self, icon: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)  # names and facts may look like HTML
        self._words.setWordWrap(True)
        self._words.setFont(sized_font(15, is_strong=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(52, 16, 16, 16)
        layout.addWidget(self._words, 1)
        self.say(text)

    def say(self, text: str) -> None:
        """Set the fact."""
        self._words.setText(text)
        self.setAccessibleName(text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("surface.canvas"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        color = look.color("text.secondary")
        pixmap = icon_pixmap(self._icon, 24, color, self.devicePixelRatioF())
        painter.drawPixmap(16, self.height() // 2 - 12, pixmap)


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
        self._only_closes = False
        self._heads: dict[QLineEdit, tuple[Label, Label]] = {}
        self._title = QLabel(self)
        self._back = Button("ghost", self)
        self._back.clicked.connect(self.closed)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        self.main_button = Button("primary", self)
        self.main_button.clicked.connect(self._confirm)
        inner = QWidget(self)
        inner.setLayout(self.body)
        self.body.setContentsMargins(20, 4, 20, 12)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        layout.addWidget(self._scroll, 1)
        layout.addLayout(foot)
        theme_bus().changed.connect(self._retheme)
        self._retheme()

    def say(self, title: str, main: str, *, key: str = "Ctrl Enter") -> None:
        """Set the title and the words of the main button."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self.main_button.say(main, key=key)
        words = self.tr("Close") if self._only_closes else self.tr("Back to scanning")
        self._back.say(words, key="Esc")

    def say_close(self) -> None:
        """Where nobody scans, Esc only closes the panel."""
        self._only_closes = True
        self._back.say(self.tr("Close"), key="Esc")

    def retranslate(self) -> None:
        """Say all in the language in force; what was typed stays."""

    def add_field(self, edit: QLineEdit, label: str = "", note: str = "") -> ErrorLine:
        """Add a labelled field; answers the line below it for what would work."""
        head = QHBoxLayout()
        name, aside = (Label("caption", self, color="text.secondary") for _ in range(2))
        name.setBuddy(edit)
        self._heads[edit] = name, aside
        self.name_field(edit, label, note)
        head.addWidget(name)
        head.addStretch(1)
        head.addWidget(aside)
        error = ErrorLine(self)
        self.body.addLayout(head)
        self.body.addWidget(edit)
        self.body.addWidget(error)
        self.body.addSpacing(8)
        return error

    def name_field(self, edit: QLineEdit, label: str, note: str = "") -> None:
        """Set the label of a field and the note at its right."""
        name, aside = self._heads[edit]
        name.setText(label)
        aside.setText(note)
        edit.setAccessibleName(label)

    def add_note(self, text: str = "") -> QLabel:
        """Add a sentence in small grey letters."""
        note = wrapped(Label("caption", self, color="text.secondary"))
        note.setText(text)
        self.body.addWidget(note)
        return note

    def add_callout(self, icon: str, text: str = "") -> Callout:
        """Add the fact the panel starts from."""
        callout = Callout(icon, text, self)
        self.body.addWidget(callout)
        self.body.addSpacing(10)
        return callout

    def show_problem(self, line: ErrorLine, edit: QLineEdit, text: Words) -> None:
        """Mark a field and say what would work; an empty text takes both away."""
        edit.setProperty("bad", "true" if text else "false")
        edit.style().unpolish(edit)
        edit.style().polish(edit)
        line.say(text)
        self.set_busy(is_busy=False)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @override
    def setVisible(self, visible: bool) -> None:
        was_hidden = self.isHidden()
        super().setVisible(visible)
        if visible and was_hidden:
            let_in(self, "panel", dx=SLIDE)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def reveal(self, part: QWidget) -> None:
        """Scroll the body to a part that was just laid out."""
        QTimer.singleShot(0, part, lambda: self._scroll.ensureWidgetVisible(part, 0, 0))

    def set_busy(self, *, is_busy: bool) -> None:
        """Take no second confirmation while the first is carried out."""
        self.main_button.setEnabled(not is_busy)

    def _confirm(self) -> None:
        if self.main_button.isEnabled():
            self.confirmed.emit()

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
