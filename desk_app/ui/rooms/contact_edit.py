"""Whom to call: a name, or a phone number that is masked as soon as the field is left."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.people import mask_contact

_MOST = 200


class ContactEdit(QLineEdit):
    """Keeps what was typed behind what is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = ""
        self.setMaxLength(_MOST)
        self.editingFinished.connect(self._hide)

    @Slot()
    def _hide(self) -> None:
        self._typed = self.taken()
        self.setText(mask_contact(self._typed))

    def taken(self) -> str:
        """Return the contact as it was typed."""
        shown = self.text().strip()
        return self._typed if shown and shown == mask_contact(self._typed) else shown
