"""A panel with a list of which one is taken, and buttons for what may be done with it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.ui.common.buttons import Button, ButtonKind
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of

_TYPING_MS = 120
Pair = Callable[[], tuple[str, str]]


class PickPanel(SidePanel):
    """One of a few lines; the arrow keys and 1 to 9 choose, Ctrl Enter takes it.

    Args:
        words: Its title and the word on the main button.
        lines: What can be chosen.

    Signals:
        picked(int): The main button, with this line.
        acted(str, int): Another button, with this line.
        searched(str): The lines with this text, where the panel has a search row.
    """

    picked = Signal(int)
    acted = Signal(str, int)
    searched = Signal(str)

    def __init__(
        self, words: Pair, lines: Callable[[], Sequence[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._lines = words, lines
        self._search_words: Pair | None = None
        self._actions: list[tuple[Button, Callable[[], str]]] = []
        self.lines = QListWidget(self)
        self.lines.setWordWrap(True)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.itemActivated.connect(lambda _item: self._pick())
        self.note = wrapped(Label("body", self))
        self.body.addWidget(self.lines, 1)
        self.body.addWidget(self.note)
        self._show(lines())
        self.confirmed.connect(self._pick)
        self.setFocusProxy(self.lines)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        title, main = self._words()
        self.say(title, main)
        self.lines.setAccessibleName(title)
        for row, line in enumerate(self._lines()):
            self.lines.item(row).setText(line)
        for button, words in self._actions:
            button.say(words())
        if self._search_words is not None:
            label, note = self._search_words()
            self.search_edit.setPlaceholderText(note)
            self.search_edit.setAccessibleName(label)

    def add_search(self, words: Pair) -> None:
        """Put a row above the lines whose text asks for other lines.

        Args:
            words: What the row is for, and what stands in it while it is empty.
        """
        self._search_words = words
        self.search_edit = QLineEdit(self)
        self.search_edit.setClearButtonEnabled(True)
        self.search_edit.installEventFilter(self)
        self.body.insertWidget(0, self.search_edit)
        typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self.search_edit.textChanged.connect(typing.start)
        typing.timeout.connect(lambda: self.searched.emit(self.search_edit.text()))
        self.search_edit.returnPressed.connect(self._pick)
        self.setFocusProxy(self.search_edit)
        self.retranslate()

    def show_lines(self, lines: Sequence[str]) -> None:
        """Offer other lines, the same in every language."""
        self._lines = lambda: lines
        self._show(lines)

    def _show(self, lines: Sequence[str]) -> None:
        self.lines.clear()
        self.lines.addItems(list(lines))
        self.lines.setCurrentRow(0)
        self.main_button.setEnabled(bool(lines))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.lines.count():
                row = self.lines.currentRow() + step
                self.lines.setCurrentRow(max(0, min(self.lines.count() - 1, row)))
                return True
        return super().eventFilter(watched, event)

    def add_action(
        self, words: Callable[[], str], act: str, kind: ButtonKind = "default"
    ) -> Button:
        """Add a button for the line chosen."""
        button = Button(kind, self)
        button.say(words())
        self._actions.append((button, words))
        button.setEnabled(bool(self.lines.count()))
        button.clicked.connect(lambda: self.acted.emit(act, self.lines.currentRow()))
        self.body.addWidget(button)
        return button

    def show_error(self, error: Exception) -> None:
        """Say why it was not done."""
        if isValid(self):
            self.note.tell(lambda: words_of(error))
            self.set_busy(is_busy=False)

    @Slot()
    def _pick(self) -> None:
        if self.lines.currentRow() >= 0:
            self.set_busy(is_busy=True)
            self.picked.emit(self.lines.currentRow())

    def choose(self, number: int) -> None:
        """Choose a line by its number, 1 for the first."""
        if 1 <= number <= self.lines.count():
            self.lines.setCurrentRow(number - 1)
