"""Staff sign a decision with their PIN."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from shiboken6 import isValid

from desk_app.services.review_values import ReviewCase, ReviewChoice
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A decision and who signs it."""

    case: ReviewCase
    choice: ReviewChoice
    operator_name: str
    pin: str


class SignPanel(SidePanel):
    """Asks for name and PIN of a staff member.

    Signals:
        submitted(Signed): Check the PIN and carry the decision out.
    """

    submitted = Signal(object)

    def __init__(
        self,
        case: ReviewCase,
        choice: ReviewChoice,
        words: tuple[str, str],
        staff: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """Ask about a choice; ``words`` say what happened and what the choice does."""
        super().__init__(parent)
        self._case, self._choice = case, choice
        headline, action = words
        self.say(self.tr("Staff decide this"), action)
        self.add_callout("users", headline)
        self.add_note(self.tr("Staff member"))
        self.name_edit = QComboBox(self)
        self.name_edit.setEditable(True)
        self.name_edit.addItems(list(staff))
        self.name_edit.setAccessibleName(self.tr("Staff member"))
        self.body.addWidget(self.name_edit)
        self.pin_edit = QLineEdit(self)
        self.pin_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._error = self.add_field(self.pin_edit, self.tr("PIN"), self.tr("required"))
        self.body.addStretch(1)
        self.setFocusProxy(self.pin_edit)
        self.pin_edit.returnPressed.connect(self._submit)
        self.confirmed.connect(self._submit)

    @Slot()
    def _submit(self) -> None:
        if not self.main_button.isEnabled():
            return
        self.set_busy(is_busy=True)
        self.submitted.emit(
            Signed(
                case=self._case,
                choice=self._choice,
                operator_name=self.name_edit.currentText(),
                pin=self.pin_edit.text(),
            )
        )

    def show_error(self, error: Exception) -> None:
        """Say that the PIN did not fit, or what else stood in the way."""
        if not isValid(self):
            return
        self.show_problem(self._error, self.pin_edit, words_of(error))
        self.pin_edit.clear()
        self.pin_edit.setFocus()
