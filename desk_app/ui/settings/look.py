"""Appearance: language, theme, and how much the screen says and moves."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.ui.common.controls import Segmented, Switch
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.settings.section import Section
from desk_app.ui.settings.view import SettingsView


class LookSection(Section):
    """Every change is seen at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = Segmented(("zh_CN", "en"), self)
        self.theme = Segmented(("system", "light", "dark", "highContrast"), self)
        self._language = self.main.add(Field(self.language, self))
        self._theme = self.main.add(Field(self.theme, self))
        self.main.add_space()
        self.key_hints = self.aside.add(Switch(self))
        self._hints_note = wrapped(self.aside.add(Label("caption", self, color="text.secondary")))
        self.still = self.aside.add(Switch(self))
        self._still_note = wrapped(self.aside.add(Label("caption", self, color="text.secondary")))
        for note in (self._hints_note, self._still_note):
            note.setContentsMargins(4, 0, 60, 8)
        self.aside.add_space()
        self.language.chosen.connect(lambda value: self.tell("appearance.language", value))
        self.theme.chosen.connect(lambda value: self.tell("appearance.theme", value))
        self.key_hints.toggled.connect(lambda is_on: self.tell("appearance.shows_key_hints", is_on))
        self.still.toggled.connect(lambda is_on: self.tell("appearance.reduces_motion", is_on))
        self.retranslate()

    @override
    def fill(self, view: SettingsView) -> None:
        look = view.settings.appearance
        self.language.show_value(look.language)
        self.theme.show_value(look.theme)
        self.key_hints.setChecked(look.shows_key_hints)
        self.still.setChecked(look.reduces_motion)

    @override
    def retranslate(self) -> None:
        self.main.say(self.tr("Appearance"))
        self._language.say(self.tr("Language"))
        self.language.say(("中文", "English"), self.tr("Language"))
        self._theme.say(self.tr("Theme"))
        self.theme.say(
            (
                self.tr("As the system"),
                self.tr("Light"),
                self.tr("Dark"),
                self.tr("High contrast"),
            ),
            self.tr("Theme"),
        )
        self.aside.say(self.tr("Help and motion"))
        self.key_hints.say(self.tr("Show keys on buttons"))
        self._hints_note.setText(self.tr("F1 lists all keys, whether they are shown or not."))
        self.still.say(self.tr("No motion"))
        self._still_note.setText(
            self.tr("Results and panels appear at once; the time left is a number.")
        )
