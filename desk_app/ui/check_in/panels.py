"""The side panels of the check-in page: link, name, operator."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.domain.ids import Nonce
from desk_app.services.results import SearchAnswer
from desk_app.ui.check_in.requests import LinkRequest
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.people import PersonList
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of


class LinkPanel(SidePanel):
    """Tie a code to somebody the station knows.

    Signals:
        submitted(LinkRequest): Link it and check in.
        search_changed(str): The text to search for.
    """

    submitted = Signal(object)
    search_changed = Signal(str)

    def __init__(self, code_nonce: Nonce, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code_nonce = code_nonce
        self.say(self.tr("Link the code"), self.tr("Link and check in"))
        self.add_callout("link", self.tr("Code ending in {0}").format(hint))
        self.search_edit = QLineEdit(self)
        self._error = self.add_field(
            self.search_edit, self.tr("Who is it?"), self.tr("name, initials or last four digits")
        )
        self.people = PersonList(self)
        self.people.setAccessibleName(self.tr("People found"))
        self.body.addWidget(self.people, 1)
        self.search_edit.textChanged.connect(self.search_changed)
        self.search_edit.installEventFilter(self)
        self.setFocusProxy(self.search_edit)
        self.confirmed.connect(self._submit)

    @Slot(object)
    def show_search(self, answer: SearchAnswer) -> None:
        """Show who fits."""
        if not isValid(self) or answer.text != self.search_edit.text():
            return
        self.people.show_hits(answer.hits)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.people.move_by(step)
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _submit(self) -> None:
        visitor_id = self.people.chosen()
        if visitor_id is None:
            self.show_problem(self._error, self.search_edit, self.tr("Choose a person first."))
            return
        self.submitted.emit(LinkRequest(visitor_id=visitor_id, code_nonce=self._code_nonce))

    def show_error(self, error: Exception) -> None:
        """Say what stood in the way."""
        if not isValid(self):
            return
        self.show_problem(self._error, self.search_edit, words_of(error))


class NamePanel(SidePanel):
    """Who came in with a pass this desk does not know yet.

    Signals:
        submitted(str): The name, as it was typed.
    """

    submitted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(self.tr("Note the name"), self.tr("Note it"))
        self.name_edit = QLineEdit(name, self)
        self.name_edit.selectAll()
        self._error = self.add_field(self.name_edit, self.tr("Who is it?"))
        self.add_note(self.tr("They are in. Once the pass is known here, its own name is shown."))
        self.body.addStretch(1)
        self.setFocusProxy(self.name_edit)
        self.confirmed.connect(lambda: self.submitted.emit(self.name_edit.text()))

    def show_error(self, error: Exception) -> None:
        """Say what name would do."""
        if isValid(self):
            self.show_problem(self._error, self.name_edit, words_of(error))


class OperatorPanel(SidePanel):
    """Whose shift it is.

    Signals:
        submitted(str): The operator's name.
    """

    submitted = Signal(str)

    def __init__(self, names: Sequence[str], now: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(self.tr("Whose shift?"), self.tr("Begin the shift"))
        self.name_edit = QLineEdit(self)
        self.name_edit.setText(now)
        self.name_edit.selectAll()
        self._error = self.add_field(self.name_edit, self.tr("Your name"))
        for name in names:
            button = Button("default", self)
            button.say(name, icon="user")
            button.clicked.connect(lambda _=False, text=name: self.submitted.emit(text))
            self.body.addWidget(button)
        self.body.addStretch(1)
        self.setFocusProxy(self.name_edit)
        self.confirmed.connect(lambda: self.submitted.emit(self.name_edit.text()))

    def show_error(self, error: Exception) -> None:
        """Say what name would do."""
        if not isValid(self):
            return
        self.show_problem(self._error, self.name_edit, words_of(error))
