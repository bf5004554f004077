"""The panel that gives places: one person after the other, or a whole company."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.services.results import SearchAnswer
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.people import PersonList
from desk_app.ui.common.side_panel import SidePanel

_TYPING_MS = 120
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class EnrolPanel(SidePanel):
    """Finds people; Enter gives the chosen one a place, or one in the queue when it is full.

    Signals:
        searched(str): Find people with this.
        enrolled(VisitorId): Give this visitor a place.
        company_enrolled(str): Give everybody of this company a place.
    """

    searched = Signal(str)
    enrolled = Signal(object)
    company_enrolled = Signal(str)

    def __init__(self, course: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course = course
        self.search_edit = QLineEdit(self)
        self.add_field(self.search_edit)
        self.people = PersonList(self)
        self.note = wrapped(Label("caption", self, color="text.secondary"))
        self.done = wrapped(Label("body", self, is_strong=True))
        self.company_edit = QLineEdit(self)
        self.company_button = Button("default", self)
        self.company_button.clicked.connect(self._enrol_company)
        for part in (self.note, self.people, self.done):
            self.body.addWidget(part)
        self.body.addSpacing(16)
        self.add_field(self.company_edit)
        self.body.addWidget(self.company_button)
        self.body.addStretch(1)
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(lambda: self.searched.emit(self.search_edit.text()))
        self.search_edit.textChanged.connect(self._typing.start)
        self.search_edit.installEventFilter(self)
        self.people.clicked.connect(lambda _index: self._submit())
        self.confirmed.connect(self._submit)
        self.setFocusProxy(self.search_edit)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self.say(self.tr("Enrol in {0}").format(self._course), self.tr("Enrol"), key="Enter")
        self.search_edit.setPlaceholderText(self.tr("Name, pinyin initials, last four digits"))
        self.name_field(self.search_edit, self.tr("Who"), self.tr("stays open for the next"))
        self.people.setAccessibleName(self.tr("People found"))
        self.name_field(self.company_edit, self.tr("Company"), self.tr("all who are registered"))
        self.company_button.say(self.tr("Enrol everybody of the company"), icon="users")

    def show_hits(self, answer: SearchAnswer) -> None:
        """Show who was found; an answer to older typing is dropped."""
        if not isValid(self) or answer.text != self.search_edit.text():
            return
        self.people.show_hits(answer.hits)
        self.note.tell(lambda: self._found_words(answer))

    def _found_words(self, answer: SearchAnswer) -> str:
        if answer.needs_more:
            return self.tr("Type one more: two characters, initials or four digits")
        if answer.hits:
            return ""
        words = self.tr("Nobody found for “{0}”. Register them at the check-in first (F2).")
        return words.format(answer.text)

    def show_done(self, words: Callable[[], str]) -> None:
        """Say what came of it, ready for the next."""
        if not isValid(self):
            return
        self.done.tell(words)
        self.set_busy(is_busy=False)
        self.search_edit.clear()
        self.search_edit.setFocus()

    @Slot()
    def _submit(self) -> None:
        chosen = self.people.chosen()
        if chosen is not None:
            self.set_busy(is_busy=True)
            self.enrolled.emit(chosen)

    @Slot()
    def _enrol_company(self) -> None:
        if self.company_edit.text().strip():
            self.company_enrolled.emit(self.company_edit.text().strip())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.people.move_by(step)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.main_button.click()
                return True
        return super().eventFilter(watched, event)
