"""The panel that erases a person: what goes, what stays, signed by staff, never undone."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid

from desk_app.domain.errors import KnownError
from desk_app.ui.common.card import FactLine
from desk_app.ui.common.controls import Choice
from desk_app.ui.common.field import Field
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of


class ErasePanel(SidePanel):
    """Asks for the person's name typed out and for a staff PIN.

    Signals:
        signed(str, str): Name and PIN of the staff member who erases.
    """

    signed = Signal(str, str)

    def __init__(
        self, name: str, staff: Sequence[str], *, is_joined: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self.say(self.tr("Erase personal data"), self.tr("Erase for good"))
        self.add_callout("alert", self.tr("This cannot be undone: {0}").format(name))
        everywhere = self.tr("Gone here at once, at the centre and other desks within minutes of "
                             "being online.")  # fmt: skip
        for icon, words, note in (
            (
                "close",
                self.tr("Erased: name, phone, company, notes, answers, reasons"),
                everywhere if is_joined else self.tr("Gone from this desk at once."),
            ),
            (
                "scan",
                self.tr("Void: every pass and linked code"),
                self.tr("Who comes again is registered as new."),
            ),
            (
                "check",
                self.tr("Kept: visits and attendance, without a name"),
                self.tr("A bare number stands for the person, so that counts stay right."),
            ),
            (
                "file",
                self.tr("Not reached: files and backups"),
                self.tr("Daily backups still hold the data for seven days; delete other copies, "
                        "printed lists and exports yourself."),
            ),
        ):  # fmt: skip
            line = FactLine(icon, self)
            line.say(words, note)
            self.body.addWidget(line)
        self.body.addSpacing(8)
        self.typed = Field(QLineEdit(self), self)
        self.typed.say(self.tr("Type the name to confirm"), name)
        self.staff = Field(Choice(self), self)
        self.staff.control.addItems(list(staff))
        self.staff.say(self.tr("Staff member"))
        self.pin = Field(QLineEdit(self), self)
        self.pin.control.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.say(self.tr("PIN"), self.tr("who erased is recorded"))
        signature = QHBoxLayout()
        signature.setSpacing(12)
        for part in (self.staff, self.pin):
            signature.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.typed)
        self.body.addLayout(signature)
        self.body.addStretch(1)
        if not staff:
            words = self.tr("No staff member with a PIN is known here: add one in the settings.")
            self.pin.show_problem(words)
        self._has_staff = bool(staff)
        self.set_busy(is_busy=True)
        self.typed.control.textChanged.connect(self._judge)
        self.pin.control.textChanged.connect(self._judge)
        self.confirmed.connect(self._submit)
        self.setFocusProxy(self.typed.control)

    def show_error(self, error: Exception) -> None:
        """Say at the field what would work."""
        if isValid(self):
            words = words_of(error) if isinstance(error, KnownError) else self._failed()
            self.pin.show_problem(words)
            self.pin.control.clear()
            self.pin.control.setFocus()

    def _failed(self) -> str:
        return self.tr("It could not be erased; nothing was changed. Try once more.")

    @Slot()
    def _judge(self) -> None:
        """Let nobody confirm before the name stands there and a PIN."""
        is_meant = self.typed.control.text().strip() == self._name.strip()
        is_ready = is_meant and self._has_staff and bool(self.pin.control.text())
        self.set_busy(is_busy=not is_ready)

    @Slot()
    def _submit(self) -> None:
        if not self.main_button.isEnabled():
            return
        self.set_busy(is_busy=True)
        self.pin.show_problem("")
        self.signed.emit(self.staff.control.currentText(), self.pin.control.text())
