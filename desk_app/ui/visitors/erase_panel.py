"""The panel that erases a person: what goes, what stays, signed by staff, never undone."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

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
        self._name, self._is_joined = name, is_joined
        self._warning = self.add_callout("alert")
        self._facts = [FactLine(icon, self) for icon in ("close", "scan", "check", "file")]
        for line in self._facts:
            self.body.addWidget(line)
        self.body.addSpacing(8)
        self.typed = Field(QLineEdit(self), self)
        self.staff = Field(Choice(self), self)
        self.staff.control.addItems(list(staff))
        self.pin = Field(QLineEdit(self), self)
        self.pin.control.setEchoMode(QLineEdit.EchoMode.Password)
        signature = QHBoxLayout()
        signature.setSpacing(12)
        for part in (self.staff, self.pin):
            signature.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.typed)
        self.body.addLayout(signature)
        self.body.addStretch(1)
        if not staff:
            self.pin.show_problem(
                lambda: self.tr(
                    "No staff member with a PIN is known here: add one in the settings."
                )
            )
        self._has_staff = bool(staff)
        self.set_busy(is_busy=True)
        self.typed.control.textChanged.connect(self._judge)
        self.pin.control.textChanged.connect(self._judge)
        self.confirmed.connect(self._submit)
        self.setFocusProxy(self.typed.control)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self.say(self.tr("Erase personal data"), self.tr("Erase for good"))
        self._warning.say(self.tr("This cannot be undone: {0}").format(self._name))
        self.typed.say(self.tr("Type the name to confirm"), self._name)
        self.staff.say(self.tr("Staff member"))
        self.pin.say(self.tr("PIN"), self.tr("it is recorded"))
        everywhere = self.tr("Gone here at once, at the centre and other desks within minutes of "
                             "being online.")  # fmt: skip
        facts = (
            (
                self.tr("Erased: name, phone, company, notes, answers, reasons"),
                everywhere if self._is_joined else self.tr("Gone from this desk at once."),
            ),
            (
                self.tr("Void: every pass and linked code"),
                self.tr("Who comes again is registered as new."),
            ),
            (
                self.tr("Kept: visits and attendance, without a name"),
                self.tr("A bare number stands for the person, so that counts stay right."),
            ),
            (
                self.tr("Not reached: files and backups"),
                self.tr("Daily backups still hold the data for seven days; delete other copies, "
                        "printed lists and exports yourself."),
            ),
        )  # fmt: skip
        for line, words in zip(self._facts, facts, strict=True):
            line.say(*words)

    def show_error(self, error: Exception) -> None:
        """Say at the field what would work."""
        if isValid(self):
            is_known = isinstance(error, KnownError)
            self.pin.show_problem(lambda: words_of(error) if is_known else self._failed())
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
