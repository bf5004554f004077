"""Sync: whether this desk has joined the centre, and how to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.card import FactLine
from desk_app.ui.common.controls import Chip
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.settings.section import Section
from desk_app.ui.settings.view import SettingsView


class CentreSection(Section):
    """Joins the centre.

    Signals:
        join_requested(str): Join the centre with this text.
    """

    join_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip = self.main.add_beside_title(Chip(self))
        self._words = wrapped(self.main.add(Label("body", self, color="text.secondary")))
        self.enrol_edit = QLineEdit(self)
        self._enrol = self.main.add(Field(self.enrol_edit, self))
        self.join_button = self.main.add_button(Button("default", self))
        self.main.add_space()
        self._facts = [
            self.aside.add(FactLine(icon, self)) for icon in ("swap", "cloud-off", "lock")
        ]
        self.aside.add_space()
        self.join_button.clicked.connect(self._join)
        self.enrol_edit.returnPressed.connect(self._join)
        self.retranslate()

    @override
    def fill(self, view: SettingsView) -> None:
        is_joined = view.is_joined
        if is_joined:
            self.chip.say(self.tr("Joined"), icon="check", outcome="admitted")
            words = self.tr("This desk is {1} of {0}. F12 shows what was sent and what waits.")
            self._words.setText(words.format(view.station, view.desk))
            self.enrol_edit.clear()
        else:
            self.chip.say(self.tr("This PC only"), icon="desk")
            self._words.setText(
                self.tr("All data is on this PC. Join at any time; nothing is lost.")
            )
        self._enrol.setVisible(not is_joined)
        self.join_button.setVisible(not is_joined)

    def _join(self) -> None:
        text = self.enrol_edit.text().strip()
        self._enrol.show_problem("" if text else self.tr("Paste the join code first."))
        if text:
            self.join_requested.emit(text)

    @override
    def retranslate(self) -> None:
        self.main.say(self.tr("Sync"))
        self._enrol.say(self.tr("Join code"), self.tr("from whoever runs the centre"))
        self.join_button.say(self.tr("Join the centre"), icon="link")
        self.aside.say(self.tr("What joining means"))
        words = (
            (
                self.tr("Rosters and check-ins are shared"),
                self.tr("What one desk stores, the others see within seconds."),
            ),
            (
                self.tr("No network, no wait"),
                self.tr("Check-in goes on as before and is sent once the link is back."),
            ),
            (
                self.tr("A join code works once"),
                self.tr("It names this desk to the centre. Ask for a new one for every PC."),
            ),
        )
        for line, (text, note) in zip(self._facts, words, strict=True):
            line.say(text, note)
