"""A field for phone numbers."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.people import mask_phone


class PhoneEdit(QLineEdit):
    """A phone number, masked as soon as the field is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = ""
        self.editingFinished.connect(self._hide)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)

    @Slot()
    def _hide(self) -> None:
        if "*" not in self.text():
            self.number = self.text().strip()
            self.setText(mask_phone(self.number))

    def put(self, number: str) -> None:
        """Take a number that was typed elsewhere."""
        self.setText(number)
        self._hide()

    def taken(self) -> str:
        """Return the number as it was typed."""
        return self.number if "*" in self.text() else self.text().strip()
