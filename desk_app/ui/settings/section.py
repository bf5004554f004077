"""A section of the settings page: two cards side by side."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.card import Card
from desk_app.ui.settings.view import SettingsView


class Section(QWidget):
    """Shows its part of the settings and asks for changes of it.

    Signals:
        setting_changed(str, object): Key such as ``sound.volume`` and its new value.
    """

    setting_changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_showing = False
        self._view: SettingsView | None = None
        self.main, self.aside = Card(self), Card(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.main, 4)
        layout.addWidget(self.aside, 3)

    def show_view(self, view: SettingsView) -> None:
        """Show what is set; nothing of it counts as a change."""
        self._view = view
        self._is_showing = True
        self.fill(view)
        self._is_showing = False

    def fill(self, view: SettingsView) -> None:
        """Put values into the controls."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say all in the language in force."""
        raise NotImplementedError

    def tell(self, key: str, value: object) -> None:
        """Ask for a change that a person made."""
        if not self._is_showing:
            self.setting_changed.emit(key, value)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            if self._view is not None:
                self.show_view(self._view)
        super().changeEvent(event)
