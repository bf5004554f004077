"""The handheld scanner's part of the settings: keyboard or serial port, and how it types."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desk_app.runtime.settings import ScannerSettings
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Chip, Choice, Segmented, Switch
from desk_app.ui.common.field import Field
from desk_app.ui.settings.view import SettingsView

_MAX_AFFIX = 8
_GAPS_MS = (30, 50, 80, 120, 200, 300, 500)


class ScannerControls(QWidget):
    """Shows how the scanner is read, asks for changes.

    Signals:
        setting_changed(str, object): Key such as ``scanner.prefix`` and its new value.
        ports_wished(): Look for serial ports again.
        wizard_wished(): Learn from one scan.
    """

    setting_changed = Signal(str, object)
    ports_wished = Signal()
    wizard_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ""
        self._shown = ScannerSettings()
        self.wizard_button = Button("default", self)
        self.kind = Segmented(("keyboard", "serial"), self)
        self.chip = Chip(self)
        self.port_box = Choice(self)
        self._port = Field(self.port_box, self)
        self.find_button = Button("ghost", self)
        self.prefix_edit, self.suffix_text_edit = QLineEdit(self), QLineEdit(self)
        for edit in (self.prefix_edit, self.suffix_text_edit):
            edit.setMaxLength(_MAX_AFFIX)
        self.suffix_box = Choice(self)
        self.gap_box = Choice(self)
        self._prefix = Field(self.prefix_edit, self)
        self._suffix = Field(self.suffix_box, self)
        self._suffix_text = Field(self.suffix_text_edit, self)
        self._gap = Field(self.gap_box, self)
        self.by_place, self.fixes_caps = Switch(self), Switch(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for widget in (
            self.wizard_button, self.kind, self.chip, self._port, self.find_button, self._prefix,
            self._suffix, self._suffix_text, self._gap, self.by_place, self.fixes_caps,
        ):  # fmt: skip
            layout.addWidget(widget)
        self._join()

    def _join(self) -> None:
        tell = self.setting_changed.emit
        self.wizard_button.clicked.connect(self.wizard_wished)
        self.find_button.clicked.connect(self.ports_wished)
        self.kind.chosen.connect(lambda value: tell("scanner.kind", value))
        self.port_box.activated.connect(
            lambda _row: tell("scanner.port", self.port_box.currentData())
        )
        self.suffix_box.activated.connect(
            lambda _row: tell("scanner.suffix", self.suffix_box.currentData())
        )
        self.prefix_edit.editingFinished.connect(self._prefix_left)
        self.suffix_text_edit.editingFinished.connect(self._suffix_text_left)
        self.gap_box.activated.connect(
            lambda _row: tell("scanner.key_gap_ms", self.gap_box.currentData())
        )
        self.by_place.toggled.connect(
            lambda is_on: tell("scanner.layout", "us" if is_on else "auto")
        )
        self.fixes_caps.toggled.connect(lambda is_on: tell("scanner.fixes_caps", is_on))

    def _prefix_left(self) -> None:
        if self.prefix_edit.text() != self._shown.prefix:
            self.setting_changed.emit("scanner.prefix", self.prefix_edit.text())

    def _suffix_text_left(self) -> None:
        if self.suffix_text_edit.text() != self._shown.suffix_text:
            self.setting_changed.emit("scanner.suffix_text", self.suffix_text_edit.text())

    def fill(self, view: SettingsView) -> None:
        """Put values into the controls; nothing of it counts as a change."""
        scanner = self._shown = view.settings.scanner
        is_serial = scanner.kind == "serial"
        self.kind.show_value(scanner.kind)
        with QSignalBlocker(self.port_box):
            self._fill_ports(view)
        for edit, text in (
            (self.prefix_edit, scanner.prefix),
            (self.suffix_text_edit, scanner.suffix_text),
        ):
            if not edit.hasFocus():
                edit.setText(text)
        with QSignalBlocker(self.suffix_box):
            self.suffix_box.setCurrentIndex(max(0, self.suffix_box.findData(scanner.suffix)))
        with QSignalBlocker(self.gap_box):
            self.gap_box.clear()
            for gap_ms in sorted({*_GAPS_MS, scanner.key_gap_ms}):
                self.gap_box.addItem(f"{gap_ms} ms", gap_ms)
            self.gap_box.setCurrentIndex(self.gap_box.findData(scanner.key_gap_ms))
        for switch, is_on in (
            (self.by_place, scanner.layout == "us"),
            (self.fixes_caps, scanner.fixes_caps),
        ):
            with QSignalBlocker(switch):
                switch.setChecked(is_on)
        for widget in (self._port, self.find_button, self.chip):
            widget.setVisible(is_serial)
        self._suffix_text.setVisible(scanner.suffix == "custom")

    def _fill_ports(self, view: SettingsView) -> None:
        port = view.settings.scanner.port
        self.port_box.clear()
        self.port_box.addItem(self.tr("The first one on USB"), "")
        for at, name in view.ports:
            self.port_box.addItem(name, at)
        if self.port_box.findData(port) < 0:
            self.port_box.addItem(port, port)
        self.port_box.setCurrentIndex(self.port_box.findData(port))

    def show_state(self, state: str) -> None:
        """Show how a serial scanner is: working, missing, lost."""
        self._state = state
        words, icon, outcome = {
            "working": (self.tr("Working"), "check", "admitted"),
            "lost": (self.tr("Lost, trying again"), "alert", "attention"),
            "missing": (self.tr("No scanner"), "alert", "attention"),
        }.get(state, (self.tr("Not in use"), "info", ""))
        self.chip.say(words, icon=icon, outcome=outcome)

    def retranslate(self) -> None:
        """Say all in the language in force."""
        self.wizard_button.say(self.tr("Set up with a test code…"), icon="scan")
        self.kind.say(
            (self.tr("As a keyboard"), self.tr("Serial port")), self.tr("How it is connected")
        )
        self._port.say(self.tr("Serial port"))
        self.find_button.say(self.tr("Look again"))
        self._prefix.say(self.tr("Prefix"), self.tr("typed before every code, taken off"))
        self._suffix.say(self.tr("A code ends with"))
        self._suffix_text.say(self.tr("Its own ending"))
        self._gap.say(self.tr("Longest time between two keys"))
        self.by_place.say(self.tr("Read keys by their place"))
        self.fixes_caps.say(self.tr("Put Caps Lock right"))
        names = (
            ("enter", self.tr("Enter")),
            ("tab", self.tr("Tab")),
            ("none", self.tr("Nothing, only a pause")),
            ("custom", self.tr("Characters of its own")),
        )
        with QSignalBlocker(self.suffix_box):
            row = max(0, self.suffix_box.currentIndex())
            self.suffix_box.clear()
            for value, name in names:
                self.suffix_box.addItem(name, value)
            self.suffix_box.setCurrentIndex(row)
        self.show_state(self._state)
