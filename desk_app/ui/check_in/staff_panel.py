"""What staff do at the door with their PIN: let somebody in, or read why somebody is stopped."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from shiboken6 import isValid

from desk_app.services.results import CheckInResult
from desk_app.ui.check_in.requests import SignInRequest, StaffRequest
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of


class SignedPanel(SidePanel):
    """Asks for the name and PIN of a staff member before anything is done or said."""

    def __init__(
        self, result: CheckInResult, staff: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.result = result
        self.name_edit = QComboBox(self)
        self.name_edit.addItems(list(staff))
        self.name_edit.setEditable(True)
        self.name_edit.setAccessibleName(self.tr("Staff member"))
        self.name_note = self.add_note(self.tr("Staff member"))
        self.body.addWidget(self.name_edit)
        self.pin_edit = QLineEdit(self)
        self.pin_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._pin_error = self.add_field(self.pin_edit, self.tr("PIN"), self.tr("required"))
        self.setFocusProxy(self.pin_edit)

    def show_error(self, error: Exception) -> None:
        """Say that the PIN did not fit, or what else stood in the way."""
        if not isValid(self):
            return
        self.show_problem(self._pin_error, self.pin_edit, words_of(error))
        self.pin_edit.clear()
        self.pin_edit.setFocus()


class StaffPanel(SignedPanel):
    """Staff let somebody in against the rules, with a reason.

    Signals:
        submitted(StaffRequest): Check the PIN and admit.
    """

    submitted = Signal(object)

    def __init__(
        self, result: CheckInResult, staff: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(result, staff, parent)
        self.say(self.tr("Staff let in"), self.tr("Let in"))
        self.reason_edit = QLineEdit(self)
        self._reason_error = self.add_field(
            self.reason_edit, self.tr("Reason"), self.tr("kept with the check-in")
        )
        for reason in (
            self.tr("Known to staff"),
            self.tr("Roster not up to date"),
            self.tr("Make-up lesson"),
        ):
            button = Button("default", self)
            button.say(reason)
            button.clicked.connect(lambda _=False, text=reason: self.reason_edit.setText(text))
            self.body.addWidget(button)
        self.body.addStretch(1)
        self.confirmed.connect(self._submit)

    @Slot()
    def _submit(self) -> None:
        is_missing = not self.reason_edit.text().strip()
        words = self.tr("Give a reason; it is kept with the check-in.") if is_missing else ""
        self.show_problem(self._reason_error, self.reason_edit, words)
        if is_missing:
            self.reason_edit.setFocus()
            return
        self.set_busy(is_busy=True)
        self.submitted.emit(
            StaffRequest(
                operator_name=self.name_edit.currentText(),
                pin=self.pin_edit.text(),
                reason=self.reason_edit.text().strip(),
                result=self.result,
            )
        )


class BlockedPanel(SignedPanel):
    """Tells staff, and nobody before they signed in, why a visitor is stopped.

    Signals:
        submitted(SignInRequest): Check the PIN.
    """

    submitted = Signal(object)

    def __init__(
        self, result: CheckInResult, staff: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(result, staff, parent)
        self.say(self.tr("For staff only"), self.tr("Show why"))
        self._warning = self.add_note(self.tr("Turn the screen away from the queue first."))
        self.body.addStretch(1)
        self.confirmed.connect(self._submit)

    @Slot()
    def _submit(self) -> None:
        self.set_busy(is_busy=True)
        self.submitted.emit(
            SignInRequest(operator_name=self.name_edit.currentText(), pin=self.pin_edit.text())
        )

    @Slot(object)
    def show_reason(self, reason: str) -> None:
        """Say it; the panel is closed with Esc, and nothing else is to be done here."""
        if not isValid(self):
            return
        self.show_problem(self._pin_error, self.pin_edit, "")
        self.pin_edit.clear()
        for part in (self.name_note, self.name_edit, self.pin_edit):
            part.setEnabled(False)
        self.main_button.hide()
        self._warning.hide()
        self.body.takeAt(self.body.count() - 1)  # the stretch: what is said stands at the top
        self.add_callout("lock", reason or self.tr("No reason was noted."))
        self.add_note(
            self.tr("They cannot be let in here. Speak with them aside; only the centre lifts it.")
        )
        self.body.addStretch(1)
        self.setFocus()
