"""The panel that finds a person of another station by a whole phone number or a pass."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.domain.elsewhere import FoundElsewhere
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.phone_edit import PhoneEdit
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_WHOLE = 11
_ROW = 44


class ElsewherePanel(SidePanel):
    """Asks the centre about one person at a time.

    Signals:
        look_wished(str): Look for this number; an empty text looks for the pass just shown.
        attach_wished(FoundElsewhere): Bring this person into the station.
        register_requested(): Nobody was found, or the centre cannot be asked now.
    """

    look_wished = Signal(str)
    attach_wished = Signal(object)
    register_requested = Signal()

    def __init__(
        self, text: str = "", *, has_pass: bool = False, parent: QWidget | None = None
    ) -> None:
        """Begin with what was searched; ``has_pass``: a pass unknown here was just shown."""
        super().__init__(parent)
        self._has_pass = has_pass
        self._found: Sequence[FoundElsewhere] = ()
        self._pass = self.add_callout("scan") if has_pass else None
        self.phone = Field(PhoneEdit(self), self)
        self.said = wrapped(Label("body", self, is_strong=True))
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.register_button = Button("default", self)
        self.register_button.clicked.connect(self.register_requested)
        for part in (self.phone, self.said, self.list, self.register_button):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._note = self.add_note()
        digits = "".join(sign for sign in text if sign.isdecimal())
        if len(digits) >= _WHOLE:
            self.phone.control.setText(digits)
        self.phone.control.textEdited.connect(self._forget)
        self.phone.control.returnPressed.connect(self._submit)
        self.phone.control.installEventFilter(self)
        self.confirmed.connect(self._submit)
        self.setFocusProxy(self.phone.control)
        self._forget()
        self._is_ready = has_pass or len(digits) >= _WHOLE
        self.retranslate()

    @override
    def retranslate(self) -> None:
        if self._pass is not None:
            self._pass.say(self.tr("The pass just shown is looked up."))
        self.phone.say(
            self.tr("Whole phone number"),
            self.tr("instead of the pass") if self._has_pass else self.tr("of the visitor"),
        )
        self.list.setAccessibleName(self.tr("People found at other stations"))
        self.register_button.say(self.tr("Register as new"), icon="user-plus", key="F2")
        self._note.setText(
            self.tr(
                "The centre notes who looked and who was found, never the number. "
                "Only name, phone and company come here, and they leave again after a month."
            )
        )
        main = self.tr("Bring them here") if self._found else self.tr("Look them up")
        self.say(self.tr("Other stations"), main, key="Enter")

    def begin(self) -> None:
        """Look at once where what was searched is enough."""
        if self._is_ready:
            self._submit()

    def show_found(self, found: Sequence[FoundElsewhere]) -> None:
        """Show who it may be; Enter brings the chosen one here."""
        if not isValid(self):
            return
        self._found = found
        self.set_busy(is_busy=False)
        self.list.clear()
        self.list.addItems([f"{who.name}   {who.station}" for who in found])
        for row in range(len(found)):
            self.list.item(row).setSizeHint(QSize(0, _ROW))
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(_ROW * max(1, len(found)) + 2)
        self.list.setVisible(bool(found))
        self.register_button.setVisible(not found)
        if found:
            self.said.tell(lambda: self.tr("Is it this person? Ask for the name."))
        else:
            self.said.tell(
                lambda: self.tr(
                    "No station knows this number. Ask for another, or register as new."
                )
            )
        self.said.show()
        self.retranslate()

    def show_coming(self) -> None:
        """Say that the person is on the way."""
        if isValid(self):
            self.said.tell(lambda: self.tr("Found. Fetching their entry…"))

    def show_error(self, error: Exception) -> None:
        """Say why nobody can be found now and what to do instead."""
        if not isValid(self):
            return
        self.said.hide()
        self.phone.show_problem(lambda: words_of(error))
        self.register_button.show()
        self.set_busy(is_busy=False)

    @Slot()
    def _forget(self) -> None:
        self._found = ()
        for part in (self.said, self.list, self.register_button):
            part.hide()
        self.phone.show_problem("")
        self.retranslate()

    @Slot()
    def _submit(self) -> None:
        if not self.main_button.isEnabled():
            return
        if self._found:
            self.set_busy(is_busy=True)
            self.attach_wished.emit(self._found[max(0, self.list.currentRow())])
            return
        phone = self.phone.control.taken()
        if not phone and not self._has_pass:
            self.phone.show_problem(
                lambda: self.tr("Type the whole number, or show the pass first.")
            )
            return
        self._forget()
        self.set_busy(is_busy=True)
        self.said.tell(lambda: self.tr("Asking the centre…"))
        self.said.show()
        self.look_wished.emit(phone)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and self._found:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
                return True
        return super().eventFilter(watched, event)
