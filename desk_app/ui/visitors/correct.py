"""The panel that corrects a visitor's fields."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.domain.errors import KnownError
from desk_app.services.results import VisitorCard
from desk_app.services.visitor_list import Correction
from desk_app.ui.common.phone_edit import PhoneEdit
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of


class CorrectPanel(SidePanel):
    """Name, phone, company, workplace, and a word to whoever is at the desk.

    Signals:
        submitted(Correction): Store these fields.
    """

    submitted = Signal(object)

    def __init__(self, visitor: VisitorCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._visitor = visitor
        self.name_edit, self.phone_edit = QLineEdit(visitor.name, self), PhoneEdit(self)
        self.phone_edit.setPlaceholderText(visitor.phone_masked)
        self.company_edit = QLineEdit(visitor.company, self)
        self.place_edit = QLineEdit(visitor.workplace, self)
        self.attention_edit = QLineEdit(visitor.attention, self)
        self._name_error = self.add_field(self.name_edit)
        self._phone_error = self.add_field(self.phone_edit)
        for edit in (self.company_edit, self.place_edit, self.attention_edit):
            self.add_field(edit)
        self.body.addStretch(1)
        self.setFocusProxy(self.name_edit)
        self.confirmed.connect(self._submit)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self.say(self.tr("Correct {0}").format(self._visitor.name), self.tr("Save"))
        self.name_field(self.name_edit, self.tr("Name"), self.tr("required"))
        self.name_field(self.phone_edit, self.tr("Phone"), self.tr("empty: stays as it is"))
        self.name_field(self.company_edit, self.tr("Company"), self.tr("optional"))
        self.name_field(self.place_edit, self.tr("Building and floor"), self.tr("optional"))
        self.name_field(
            self.attention_edit, self.tr("Word to the desk"), self.tr("shown at every check-in")
        )

    @Slot()
    def _submit(self) -> None:
        for line, edit in (
            (self._name_error, self.name_edit),
            (self._phone_error, self.phone_edit),
        ):
            self.show_problem(line, edit, "")
        self.set_busy(is_busy=True)
        self.submitted.emit(
            Correction(
                visitor_id=self._visitor.visitor_id,
                name=self.name_edit.text(),
                phone=self.phone_edit.taken() or None,
                company=self.company_edit.text(),
                workplace=self.place_edit.text(),
                attention=self.attention_edit.text(),
            )
        )

    def show_error(self, error: Exception) -> None:
        """Say at the field what would work."""
        if not isValid(self):
            return
        is_phone = isinstance(error, KnownError) and error.code == "bad_phone"
        line, edit = (
            (self._phone_error, self.phone_edit) if is_phone else (self._name_error, self.name_edit)
        )
        self.show_problem(line, edit, lambda: words_of(error))
        edit.setFocus()
