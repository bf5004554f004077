"""The panel of what staff noted: opened with a PIN, read, added to, taken away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Choice
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of

_NOTE_HEIGHT = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNote:
    """A note as the panel shows it."""

    note_id: UUID
    words: Callable[[], str]


class NotesPanel(SidePanel):
    """Nothing is shown before a staff member has signed in.

    Signals:
        opened(str, str): Name and PIN of who wants to read.
        written(str): Keep this note.
        withdrawn(UUID): Take this note away.
    """

    opened = Signal(str, str)
    written = Signal(str)
    withdrawn = Signal(object)

    def __init__(self, name: str, staff: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: Sequence[ShownNote] | None = None
        self._name = name
        self.staff = Field(Choice(self), self)
        self.staff.control.addItems(list(staff))
        self.pin = Field(QLineEdit(self), self)
        self.pin.control.setEchoMode(QLineEdit.EchoMode.Password)
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = wrapped(Label("body", self, color="text.secondary"))
        self.withdraw_button = Button("default", self)
        self.withdraw_button.clicked.connect(self._withdraw)
        self.note = Field(QPlainTextEdit(self), self)
        self.note.control.setFixedHeight(_NOTE_HEIGHT)
        self.note.control.setTabChangesFocus(True)
        for part in (self.staff, self.pin, self.none, self.list, self.withdraw_button, self.note):
            self.body.addWidget(part)
        for later in (self.none, self.list, self.withdraw_button, self.note):
            later.hide()
        self.body.addStretch(1)
        if not staff:
            self.pin.show_problem(
                lambda: self.tr(
                    "No staff member with a PIN is known here: add one in the settings."
                )
            )
            self.main_button.setEnabled(False)
        self.pin.control.returnPressed.connect(self._submit)
        self.confirmed.connect(self._submit)
        self.setFocusProxy(self.pin.control)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        is_open = self._notes is not None
        self.say(
            self.tr("Notes on {0}").format(self._name),
            self.tr("Keep the note") if is_open else self.tr("Show the notes"),
        )
        self.staff.say(self.tr("Staff member"))
        self.pin.say(self.tr("PIN"), self.tr("each look is recorded"))
        self.list.setAccessibleName(self.tr("Notes"))
        self.withdraw_button.say(self.tr("Take this note away"))
        self.note.say(self.tr("New note"), self.tr("staff of this station read it"))
        self.none.setText(self.tr("No note yet."))
        if self._notes is not None:
            for row, note in enumerate(self._notes):
                self.list.item(row).setText(note.words())

    def show_notes(self, notes: Sequence[ShownNote]) -> None:
        """Show the notes to who signed in, and take a new one."""
        if not isValid(self):
            return
        self._notes = notes
        self.staff.hide()
        self.pin.hide()
        self.list.clear()
        self.list.addItems([note.words() for note in notes])
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(notes))
        self.withdraw_button.setVisible(bool(notes))
        self.none.setVisible(not notes)
        self.note.show()
        self.note.control.clear()
        self.note.control.setFocus()
        self.retranslate()
        self.set_busy(is_busy=False)

    def show_error(self, error: Exception) -> None:
        """Say at the field what would work."""
        if not isValid(self):
            return
        field = self.pin if self._notes is None else self.note
        field.show_problem(lambda: words_of(error))
        self.pin.control.clear()
        self.set_busy(is_busy=False)

    @Slot()
    def _submit(self) -> None:
        self.set_busy(is_busy=True)
        if self._notes is None:
            self.opened.emit(self.staff.control.currentText(), self.pin.control.text())
        else:
            self.note.show_problem("")
            self.written.emit(self.note.control.toPlainText())

    @Slot()
    def _withdraw(self) -> None:
        row = self.list.currentRow()
        if self._notes is not None and 0 <= row < len(self._notes):
            self.withdrawn.emit(self._notes[row].note_id)
