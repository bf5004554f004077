"""Staff set a rule aside: name, PIN and a reason, kept with the booking."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Choice
from desk_app.ui.common.field import Field
from desk_app.ui.rooms.requests import StaffSign

SIGN_ERRORS = frozenset({"wrong_pin", "staff_needed"})


class StaffField(QWidget):
    """A button that opens three fields.

    Signals:
        submitted(): Enter in one of the fields.
        opened(): Staff are about to sign.
    """

    submitted = Signal()
    opened = Signal()

    def __init__(self, staff: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = Button("ghost", self)
        self.button.say(self.tr("Staff: set the rule aside"), icon="lock", key="F8")
        self.name_choice = Choice(self)
        self.name_choice.addItems(list(staff))
        self.pin_edit, self.reason_edit = QLineEdit(self), QLineEdit(self)
        self.pin_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.name = Field(self.name_choice, self)
        self.pin, self.reason = Field(self.pin_edit, self), Field(self.reason_edit, self)
        self.name.say(self.tr("Staff member"))
        self.pin.say(self.tr("PIN"))
        self.reason.say(self.tr("Reason"), self.tr("kept with the booking"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        for part in (self.name, self.pin, self.reason):
            layout.addWidget(part)
            part.hide()
        self.button.clicked.connect(self.open)
        for edit in (self.pin_edit, self.reason_edit):
            edit.returnPressed.connect(self.submitted)

    @property
    def is_open(self) -> bool:
        """Whether staff are about to sign."""
        return not self.reason.isHidden()

    @property
    def is_pinned(self) -> bool:
        """Whether this desk has staff whose PIN must fit."""
        return self.name_choice.count() > 0

    def open(self) -> None:
        """Ask for name, PIN and reason."""
        self.button.hide()
        self.reason.show()
        self.name.setVisible(self.is_pinned)
        self.pin.setVisible(self.is_pinned)
        (self.pin_edit if self.is_pinned else self.reason_edit).setFocus()
        self.opened.emit()

    def take_over(self, other: "StaffField") -> None:
        """Take what was filled in elsewhere."""
        self.setVisible(not other.isHidden())
        self.name_choice.setCurrentText(other.name_choice.currentText())
        self.pin_edit.setText(other.pin_edit.text())
        self.reason_edit.setText(other.reason_edit.text())
        if other.is_open:
            self.open()

    def sign(self, operator: str) -> StaffSign | None:
        """Return who signs and why; None while it is closed or the reason is missing."""
        if not self.is_open:
            return None
        reason = self.reason_edit.text().strip()
        self.reason.show_problem("" if reason else self.tr("Give a reason; it is kept."))
        if not reason:
            self.reason_edit.setFocus()
            return None
        name = self.name_choice.currentText() or operator
        return StaffSign(name=name, pin=self.pin_edit.text(), reason=reason)

    def show_problem(self, text: str) -> None:
        """Say that the PIN did not fit."""
        self.pin.show_problem(text)
        self.pin_edit.clear()
        self.pin_edit.setFocus()
