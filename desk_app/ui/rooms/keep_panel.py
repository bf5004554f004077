"""Staff keep the station's rooms: sign in, see rooms and closures, open one to change it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from desk_app.domain.rooms import Closure, Room
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Choice
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of
from desk_app.ui.rooms.closure_form import closure_words
from desk_app.ui.rooms.room_choices import room_note


class SignInPanel(SidePanel):
    """Asks staff for their PIN before rooms can be changed.

    Signals:
        signed(str, str): Name and PIN.
    """

    signed = Signal(str, str)

    def __init__(self, staff: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(self.tr("Rooms and closures"), self.tr("Open"))
        self._back.say(self.tr("Close"), key="Esc")
        self.name, self.pin = Field(Choice(self), self), Field(QLineEdit(self), self)
        self.name.control.addItems(list(staff))
        self.pin.control.setEchoMode(QLineEdit.EchoMode.Password)
        self.name.say(self.tr("Staff member"))
        self.pin.say(self.tr("PIN"))
        self.add_note(self.tr("Only staff add rooms, change them or shut them."))
        for part in (self.name, self.pin):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.pin.control.returnPressed.connect(self._confirm)
        self.confirmed.connect(self._sign)
        self.setFocusProxy(self.pin.control)

    def take_over(self, other: "SignInPanel") -> None:
        """Take what was filled in elsewhere."""
        self.name.control.setCurrentText(other.name.control.currentText())
        self.pin.control.setText(other.pin.control.text())

    @Slot()
    def _sign(self) -> None:
        self.set_busy(is_busy=True)
        self.signed.emit(self.name.control.currentText(), self.pin.control.text())

    def show_error(self, error: Exception) -> None:
        """Say that the PIN did not fit."""
        if not isValid(self):
            return
        self.set_busy(is_busy=False)
        self.pin.show_problem(words_of(error))
        self.pin.control.clear()
        self.pin.control.setFocus()


class KeepPanel(SidePanel):
    """Lists rooms and closures to who signed in.

    Signals:
        room_wished(Room): Change this room; None: a new one.
        closure_wished(): Shut a room or the station.
        lifted(Closure): Take this closure back.
    """

    room_wished = Signal(object)
    closure_wished = Signal()
    lifted = Signal(object)

    def __init__(
        self,
        rooms: Sequence[Room],
        closures: Sequence[Closure],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.body.setSpacing(10)
        self.say(self.tr("Rooms and closures"), self.tr("Add a room"))
        self._back.say(self.tr("Close"), key="Esc")
        self.rooms: list[Button] = []
        self.lifts: list[Button] = []
        self._head(self.tr("Rooms: %n", "", len(rooms)))
        for room in rooms:
            self.rooms.append(self._room_row(room))
        self.body.addSpacing(12)
        self._head(self.tr("Closures to come: %n", "", len(closures)))
        for closure in closures:
            self.lifts.append(self._closure_row(closure, rooms))
        self.shut = Button("default", self)
        self.shut.say(self.tr("Shut a room or the station"), icon="lock")
        self.shut.clicked.connect(self.closure_wished)
        self.body.addSpacing(4)
        self.body.addWidget(self.shut)
        self.body.addStretch(1)
        self.confirmed.connect(lambda: self.room_wished.emit(None))
        self.setFocusProxy(self.rooms[0] if self.rooms else self.main_button)

    def _head(self, words: str) -> None:
        head = Label("caption", self, color="text.secondary")
        head.setText(words)
        self.body.addWidget(head)

    def _room_row(self, room: Room) -> Button:
        button = Button("default", self)
        button.say(self.tr("Change"))
        button.setAccessibleName(self.tr("Change {0}").format(room.name))
        button.clicked.connect(lambda: self.room_wished.emit(room))
        self._row(room.name, room_note(room), button)
        return button

    def _closure_row(self, closure: Closure, rooms: Sequence[Room]) -> Button:
        what, note = closure_words(closure, rooms)
        button = Button("default", self)
        button.say(self.tr("Lift"))
        button.setAccessibleName(self.tr("Lift: {0}, {1}").format(what, note))
        button.clicked.connect(lambda: self._lift(closure))
        self._row(what, note, button)
        return button

    def _row(self, title: str, note: str, button: Button) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        name = Label("body", self, is_strong=True)
        name.setText(title)
        name.setToolTip(title)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words.addWidget(name)
        if note:
            below = wrapped(Label("caption", self, color="text.secondary"))
            below.setText(note)
            words.addWidget(below)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(button)
        self.body.addLayout(row)

    def _lift(self, closure: Closure) -> None:
        if self.main_button.isEnabled():
            self.set_busy(is_busy=True)
            self.lifted.emit(closure)
