"""What a withdrawn desk shows in place of everything: what happened, what is kept, what to do."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.card import Card, FactLine
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.painting import draw_icon
from desk_app.ui.common.theme import theme, theme_bus

_BADGE = 64
_WIDEST = 1080


@dataclass(frozen=True, slots=True, kw_only=True)
class LockFacts:
    """What the page may say of a withdrawn desk: no names.

    Attributes:
        pending: Entries the centre has not got.
        asks_pin: Staff of this desk have a PIN, which joining and exporting ask for.
    """

    pending: int = 0
    asks_pin: bool = False


class LockPage(QWidget):
    """Covers the window until this desk joins anew.

    Signals:
        join_requested(str, str): Join with this enrolment text; the staff PIN.
        export_requested(str): Write the recovery file; the staff PIN.
    """

    join_requested = Signal(str, str)
    export_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = LockFacts()
        self.title = wrapped(Label("display", self))
        self._lead = wrapped(Label("title", self, color="text.secondary", is_strong=False))
        self._next, self._kept = Card(self), Card(self)
        self.enrol = self._next.add(Field(QLineEdit(self), self))
        self.pin = self._next.add(Field(QLineEdit(self), self))
        self.pin.control.setEchoMode(QLineEdit.EchoMode.Password)
        self.join_button = self._next.add_button(Button("primary", self))
        self._carry = wrapped(self._next.add(Label("body", self, color="text.secondary")))
        self.export_button = self._next.add_button(Button("default", self))
        self.said = wrapped(self._next.add(Label("body", self, is_strong=True)))
        self.said.hide()
        self._next.add_space()
        self._lines = [self._kept.add(FactLine(icon, self)) for icon in ("check", "lock", "desk")]
        self._kept.add_space()
        self.join_button.clicked.connect(self._join)
        self.export_button.clicked.connect(self._export)
        self.enrol.control.returnPressed.connect(self._join)
        self.pin.control.returnPressed.connect(self._join)
        self.setFocusProxy(self.enrol.control)
        self._lay_out()
        self._retranslate()
        theme_bus().changed.connect(self.update)

    def show_facts(self, facts: LockFacts) -> None:
        """Say how much waits and whether staff must sign."""
        self._facts = facts
        self._retranslate()

    def show_code(self, text: str) -> None:
        """Fill in an enrolment text that was scanned."""
        self.enrol.control.setText(text)
        (self.pin if self._facts.asks_pin else self.enrol).control.setFocus()

    def show_error(self, text: str, *, is_pin: bool) -> None:
        """Say at the field what would work."""
        self._clear()
        field = self.pin if is_pin else self.enrol
        field.show_problem(text)
        if is_pin:
            self.pin.control.clear()
        field.control.setFocus()

    def show_done(self, text: str) -> None:
        """Say what was done."""
        self._clear()
        self.pin.control.clear()
        self.said.setText(text)
        self.said.show()

    def _clear(self) -> None:
        for field in (self.enrol, self.pin):
            field.show_problem("")
        self.said.hide()
        self.set_busy(is_busy=False)

    def set_busy(self, *, is_busy: bool) -> None:
        """Take nothing more while the centre is asked."""
        for button in (self.join_button, self.export_button):
            button.setEnabled(not is_busy)

    @Slot()
    def _join(self) -> None:
        text = self.enrol.control.text().strip()
        if not self.join_button.isEnabled():
            return
        if not text:
            self.show_error(self.tr("Paste or scan the join code first."), is_pin=False)
            return
        self.set_busy(is_busy=True)
        self.join_requested.emit(text, self.pin.control.text())

    @Slot()
    def _export(self) -> None:
        self.set_busy(is_busy=True)
        self.export_requested.emit(self.pin.control.text())

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self._lead)
        head = QHBoxLayout()
        head.addSpacing(_BADGE + 24)
        head.addLayout(words, 1)
        grid = QGridLayout()
        grid.setSpacing(20)
        grid.addLayout(head, 0, 0, 1, 2)
        grid.addWidget(self._next, 1, 0)
        grid.addWidget(self._kept, 1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self._middle = QWidget(self)
        self._middle.setLayout(grid)
        self._middle.setMaximumWidth(_WIDEST)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._middle, 100)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 16, 32, 16)
        layout.addStretch(1)
        layout.addLayout(across)
        layout.addStretch(2)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        facts = self._facts
        self.title.setText(self.tr("The centre withdrew this desk"))
        self._lead.setText(
            self.tr("Nobody can be checked in or looked up here until it joins anew.")
        )
        self.setAccessibleName(f"{self.title.text()}. {self._lead.text()}")
        self._next.say(self.tr("What to do next"))
        self.enrol.say(
            self.tr("New join code"), self.tr("ask the centre; paste it or hold up its QR")
        )
        self.pin.say(self.tr("Staff PIN"), self.tr("of any staff member of this desk"))
        self.pin.setVisible(facts.asks_pin)
        self.join_button.say(self.tr("Join anew"), icon="link", key="Enter")
        self._carry.setText(
            self.tr(
                "Does another computer take over? The recovery file carries what was not sent; "
                "that computer reads it with: desk-app recovery import FILE"
            )
        )
        self.export_button.say(self.tr("Save the recovery file"), icon="file")
        self._kept.say(self.tr("What is kept"))
        waiting = self.tr("Entries that have not reached the centre yet: %n.", "", facts.pending)
        words = (
            (
                self.tr("Everything that was recorded"),
                waiting if facts.pending else self.tr("All of it has reached the centre."),
            ),
            (
                self.tr("Names stay closed"),
                self.tr("This may be a lost computer, so it shows and answers nothing."),
            ),
            (
                self.tr("Visitors need not wait"),
                self.tr("Use another desk, or paper: sheets are keyed in later with their times."),
            ),
        )
        for line, (text, note) in zip(self._lines, words, strict=True):
            line.say(text, note)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("surface.canvas"))
        at = self.title.mapTo(self, self.title.rect().topLeft())
        x, y = at.x() - _BADGE - 24, at.y() + 4
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("outcome.attention.band"))
        painter.drawRoundedRect(QRectF(x, y, _BADGE, _BADGE), 12, 12)
        draw_icon(painter, "lock", x + 14, y + 14, 36, look.color("outcome.attention.onBand"))
