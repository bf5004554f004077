"""The side panel that registers a visitor, and asks first whether they are known."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.domain.companies import Company
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import Nonce, VisitorId
from desk_app.services.results import VisitorHit
from desk_app.ui.check_in.company_completer import CompanyCompleter
from desk_app.ui.check_in.requests import RegisterRequest
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.people import PersonList
from desk_app.ui.common.phone_edit import PhoneEdit
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_MOST_ROWS = 3


class KnownPeople(QWidget):
    """People who may be the one just typed, and a way past them.

    Signals:
        passed_over(): It is somebody else: save as typed.
    """

    passed_over = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        question = QLabel(self.tr("Is this person registered already?"), self)
        question.setFont(sized_font(15, is_strong=True))
        question.setWordWrap(True)
        self.people = PersonList(self)
        self.people.setAccessibleName(self.tr("People registered"))
        self.button = Button("default", self)
        self.button.say(self.tr("Somebody else: save anyway"), icon="user-plus")
        self.button.clicked.connect(self.passed_over)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (question, self.people, self.button):
            layout.addWidget(part)
        self.hide()


_NUMBER = re.compile(r"[+]?[\d -]{7,}")


class RegisterPanel(SidePanel):
    """A new visitor: a name is enough.

    Signals:
        submitted(RegisterRequest): Store, link the code shown, check in.
        company_typed(str): Companies that fit are wished for.
    """

    submitted = Signal(object)
    company_typed = Signal(str)

    def __init__(self, code_nonce: Nonce | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code_nonce = code_nonce
        if code_nonce is not None:
            self.add_callout(
                "link", self.tr("The code just scanned will be linked to this person.")
            )
        self.name_edit, self.phone_edit = QLineEdit(self), PhoneEdit(self)
        self.company_edit = QLineEdit(self)
        self._name_error = self.add_field(self.name_edit, self.tr("Name"), self.tr("required"))
        self._phone_error = self.add_field(
            self.phone_edit, self.tr("Phone"), self.tr("to replace a lost pass, optional")
        )
        self.add_field(self.company_edit, self.tr("Company"), self.tr("optional"))
        self.completer = CompanyCompleter(self.company_edit)
        self.company_edit.textEdited.connect(self.company_typed)
        self.known = KnownPeople(self)
        self.known.passed_over.connect(lambda: self._send(is_new=True))
        self.body.addWidget(self.known)
        self.body.addStretch(1)
        self.add_note(
            self.tr(
                "Name and phone serve only check-in and passes here; erased on request. A photo "
                "is optional and stays on this computer."
            )
        )
        for edit in (self.name_edit, self.phone_edit, self.company_edit):
            edit.textEdited.connect(self._forget_known)
            edit.installEventFilter(self)
        self.setFocusProxy(self.name_edit)
        self.confirmed.connect(self._submit)
        self._forget_known()

    def begin_with(self, typed: str) -> None:
        """Take over what was searched for in vain: a name or a number, but not initials."""
        text = typed.strip()
        if _NUMBER.fullmatch(text):
            self.phone_edit.put(text)
        elif any(letter.isupper() or not letter.isascii() for letter in text):
            self.name_edit.setText(text)

    @Slot(object)
    def show_known(self, hits: tuple[VisitorHit, ...]) -> None:
        """Ask whether it is one of these; Enter checks the chosen one in."""
        if not isValid(self):
            return
        self.set_busy(is_busy=False)
        self.known.people.show_hits(hits)
        row = self.known.people.sizeHintForRow(0)
        self.known.people.setFixedHeight(row * min(len(hits), _MOST_ROWS) + 2)
        self.known.show()
        self.say(self.tr("Register visitor"), self.tr("Check this person in"), key="Enter")
        self.reveal(self.known)

    def show_companies(self, typed: str, companies: Sequence[Company]) -> None:
        """Offer companies that fit; an answer to older typing is dropped."""
        if isValid(self) and typed == self.company_edit.text():
            self.completer.offer(companies)

    @Slot()
    def _forget_known(self) -> None:
        self.known.hide()
        self.say(self.tr("Register visitor"), self.tr("Register and check in"))

    @Slot()
    def _submit(self) -> None:
        if not self.known.isHidden():
            self._send(known=self.known.people.chosen())
            return
        if not self.name_edit.text().strip():
            self.show_problem(
                self._name_error,
                self.name_edit,
                self.tr("A name is needed, one character will do."),
            )
            self.name_edit.setFocus()
            return
        self._send()

    def _send(self, *, known: VisitorId | None = None, is_new: bool = False) -> None:
        self.show_problem(self._name_error, self.name_edit, "")
        self.show_problem(self._phone_error, self.phone_edit, "")
        self.set_busy(is_busy=True)
        self.submitted.emit(
            RegisterRequest(
                name=self.name_edit.text(),
                phone=self.phone_edit.taken(),
                company=self.company_edit.text(),
                workplace=self.completer.workplace(),
                code_nonce=self._code_nonce,
                known=known,
                is_new=is_new,
            )
        )

    @override
    def set_busy(self, *, is_busy: bool) -> None:
        super().set_busy(is_busy=is_busy)
        self.known.button.setEnabled(not is_busy)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and not self.known.isHidden():
                self.known.people.move_by(step)
                return True
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.isAutoRepeat():
            return  # a key held down answers no question
        if is_enter and not self.known.isHidden():
            self.main_button.click()
        else:
            super().keyPressEvent(event)

    def show_error(self, error: Exception) -> None:
        """Say at the field what would work."""
        if not isValid(self):
            return
        is_phone = isinstance(error, KnownError) and error.code == "bad_phone"
        line, edit = (
            (self._phone_error, self.phone_edit) if is_phone else (self._name_error, self.name_edit)
        )
        self.show_problem(line, edit, words_of(error))
        edit.setFocus()
