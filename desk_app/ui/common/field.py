"""A field: what it asks above it, what would work below it."""

from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk_app.ui.common.labels import Label
from desk_app.ui.common.side_panel import ErrorLine
from desk_app.ui.common.texts import Words

E = TypeVar("E", bound=QWidget)


class Field(QWidget, Generic[E]):
    """A control with its label, a note at the right of it and an error line.

    Attributes:
        control: What the person fills in.
    """

    def __init__(self, control: E, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self._name = Label("caption", self, color="text.secondary")
        self._name.setBuddy(control)
        self._note = Label("caption", self, color="text.tertiary")
        self._error = ErrorLine(self)
        head = QHBoxLayout()
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(control)
        layout.addWidget(self._error)

    def say(self, name: str, note: str = "") -> None:
        """Name the field; the note says whether it must be filled in."""
        self._name.setText(name)
        self._note.setText(note)
        self.control.setAccessibleName(name)

    def show_problem(self, text: Words) -> None:
        """Say what would work; nothing when the field is well."""
        control: QWidget = self.control
        if isinstance(control, QLineEdit):
            control.setProperty("bad", "true" if text else "false")
            control.style().unpolish(control)
            control.style().polish(control)
        self._error.say(text)

    @property
    def problem(self) -> str:
        """What would work, if anything is wrong."""
        return self._error.text()
