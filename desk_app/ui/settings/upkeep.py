"""Backup, and what this app is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.card import FactLine
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.settings.section import Section
from desk_app.ui.settings.view import SettingsView


class UpkeepSection(Section):
    """Makes a copy of everything and says where it is.

    Signals:
        backup_requested(): Make a copy now.
    """

    backup_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = wrapped(self.main.add(Label("body", self, color="text.secondary")))
        self.backup_button = self.main.add_button(Button("default", self))
        self.main.add_space(8)
        self._data = self.main.add(FactLine("file", self))
        self._data.let_copy()
        self.main.add_space()
        self._version = self.aside.add(FactLine("desk", self))
        self._licence = self.aside.add(FactLine("book", self))
        self._privacy = self.aside.add(FactLine("lock", self))
        self.aside.add_space()
        self.backup_button.clicked.connect(self.backup_requested)
        self.retranslate()

    @override
    def fill(self, view: SettingsView) -> None:
        self._data.say(self.tr("Where the data is"), view.data)
        self._version.say(self.tr("Station Desk"), self.tr("Version {0}").format(view.version))

    @override
    def retranslate(self) -> None:
        self.main.say(self.tr("Backup"))
        self._words.setText(
            self.tr(
                "One file with everything stored here. Check-in goes on meanwhile. "
                "Copy it to another disk from time to time."
            )
        )
        self.backup_button.say(self.tr("Make a copy now"), icon="file")
        self.aside.say(self.tr("About"))
        self._licence.say(
            self.tr("Open source, Apache-2.0"),
            self.tr("Letters: Noto Sans SC, SIL Open Font License."),
        )
        self._privacy.say(
            self.tr("What stays private"),
            self.tr("Logs and crash reports carry no names, phone numbers or codes."),
        )
