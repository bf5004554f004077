"""The settings page: what exists, section by section; a change acts at once."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QWidget
from typing_extensions import override

from desk_app.ui.common.labels import Label
from desk_app.ui.common.preview import Outline
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.settings.camera import CameraSection
from desk_app.ui.settings.centre import CentreSection
from desk_app.ui.settings.desk import DeskSection
from desk_app.ui.settings.look import LookSection
from desk_app.ui.settings.nav import Nav
from desk_app.ui.settings.sound import SoundSection
from desk_app.ui.settings.upkeep import UpkeepSection
from desk_app.ui.settings.view import DeskNames, NewOperator, SettingsView

__all__ = ["DeskNames", "NewOperator", "SettingsPage", "SettingsView"]
_ICONS = ("camera", "volume", "moon", "cloud-check", "desk", "file")


class SettingsPage(QWidget):
    """Shows settings, asks for changes.

    Signals:
        setting_changed(str, object): Key such as ``sound.volume`` and its new value.
        sound_wished(str): Play the sound of a class.
        join_requested(str): Join the centre with this text.
        code_typed(str): Tell where this join code leads.
        proxy_changed(str): Reach the centre through this proxy.
        backup_requested(): Make a copy now.
        desk_named(DeskNames): Call station and desk so.
        operator_added(NewOperator): Add an operator.
        cameras_wished(): Look for webcams again.
        ports_wished(): Look for serial ports again.
        wizard_wished(): Learn from one scan how the scanner types.
    """

    setting_changed = Signal(str, object)
    sound_wished = Signal(str)
    join_requested = Signal(str)
    code_typed = Signal(str)
    proxy_changed = Signal(str)
    backup_requested = Signal()
    desk_named = Signal(object)
    operator_added = Signal(object)
    cameras_wished = Signal()
    ports_wished = Signal()
    wizard_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("heading", self)
        self.nav = Nav(_ICONS, self)
        self.camera, self.sound, self.look = CameraSection(), SoundSection(), LookSection()
        self.centre, self.desk, self.upkeep = CentreSection(), DeskSection(), UpkeepSection()
        self._sections = [
            self.camera,
            self.sound,
            self.look,
            self.centre,
            self.desk,
            self.upkeep,
        ]
        self._stack = QStackedWidget(self)
        for section in self._sections:
            scroll = QScrollArea(self)
            scroll.setWidgetResizable(True)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setWidget(section)
            self._stack.addWidget(scroll)
            section.setting_changed.connect(self.setting_changed)
        self._grid = QGridLayout(self)
        self._grid.setSpacing(16)
        self._grid.addWidget(self.title, 0, 0)
        self._grid.addWidget(self.nav, 1, 0)
        self._grid.addWidget(self._stack, 0, 1, 2, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(1, 1)
        self.nav.chosen.connect(self._stack.setCurrentIndex)
        self.camera.cameras_wished.connect(self.cameras_wished)
        self.camera.scanner.ports_wished.connect(self.ports_wished)
        self.camera.scanner.wizard_wished.connect(self.wizard_wished)
        self.sound.sound_wished.connect(self.sound_wished)
        self.centre.join_requested.connect(self.join_requested)
        self.centre.code_typed.connect(self.code_typed)
        self.centre.proxy_changed.connect(self.proxy_changed)
        self.desk.desk_named.connect(self.desk_named)
        self.desk.operator_added.connect(self.operator_added)
        self.upkeep.backup_requested.connect(self.backup_requested)
        theme_bus().changed.connect(self._place)
        self._place()
        self._retranslate()

    @Slot(object)
    def show_settings(self, view: SettingsView) -> None:
        """Show all that is set."""
        for section in self._sections:
            section.show_view(view)

    def show_section(self, place: int) -> None:
        """Show a section, counted from the top."""
        self.nav.rows[place].click()

    def clear_operator(self) -> None:
        """Empty the fields once the operator was added."""
        self.desk.clear_operator()

    def set_preview(self, image: QImage | None, outlines: Sequence[Outline]) -> None:
        """Show the camera's newest picture."""
        self.camera.set_picture(image, outlines)

    def show_advice(self, advice: str) -> None:
        """Say why the code held up cannot be read; nothing where there is none."""
        self.camera.preview.set_advice(advice)

    def show_camera_state(self, state: str, name: str) -> None:
        """Show how the camera is."""
        self.camera.show_state(state, name)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.title.setText(self.tr("Settings"))
        self.nav.say(
            (
                self.tr("Camera and scanner"),
                self.tr("Sound"),
                self.tr("Appearance"),
                self.tr("Sync"),
                self.tr("Desk and operators"),
                self.tr("Backup and about"),
            )
        )

    @Slot()
    def _place(self) -> None:
        look = theme()
        pad = look.px("pagePadding")
        self._grid.setContentsMargins(pad, 20, pad, 20)
        self.nav.setFixedWidth(260 if look.is_wide else 212)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface.canvas"))
