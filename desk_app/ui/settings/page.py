"""The settings page: what exists, in cards; a change acts at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desk_app.domain.people import Operator, Role
from desk_app.runtime.settings import Settings
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.settings.card import Card

_CLASSES = ("admitted", "attention", "refused", "info", "offline")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """All that the page shows.

    Attributes:
        cameras: (source, name) of the webcams found.
        data: Where the data is.
    """

    settings: Settings
    cameras: Sequence[tuple[str, str]] = ()
    operators: Sequence[Operator] = ()
    is_joined: bool = False
    station: str = ""
    desk: str = ""
    data: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOperator:
    """An operator to add; staff have a PIN."""

    name: str
    role: Role
    pin: str


class SettingsPage(QWidget):
    """Shows settings, asks for changes.

    Signals:
        setting_changed(str, object): Key such as ``sound.volume`` and its new value.
        sound_wished(str): Play the sound of a class.
        join_requested(str): Join the centre with this text.
        backup_requested(): Make a copy now.
        operator_added(NewOperator): Add an operator.
        cameras_wished(): Look for webcams again.
    """

    setting_changed = Signal(str, object)
    sound_wished = Signal(str)
    join_requested = Signal(str)
    backup_requested = Signal()
    operator_added = Signal(object)
    cameras_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: SettingsView | None = None
        self._is_showing = False
        self.title = QLabel(self)
        self._body = QVBoxLayout()
        self._body.setSpacing(16)
        inner = QWidget(self)
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(16)
            columns.addLayout(column, 1)
        self.camera, self.sound = Card(self), Card(self)
        self.look, self.centre = Card(self), Card(self)
        self.people, self.upkeep = Card(self), Card(self)
        for place, card in enumerate(self._cards):
            (left if place % 2 == 0 else right).addWidget(card)
        left.addStretch(1)
        right.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 8, 16)
        layout.addWidget(self.title)
        layout.addWidget(scroll, 1)
        self._make_fields()
        self._retranslate()
        theme_bus().changed.connect(self._retranslate)

    @property
    def _cards(self) -> list[Card]:
        return [self.camera, self.look, self.sound, self.people, self.centre, self.upkeep]

    def _make_fields(self) -> None:
        self.camera_box = self.camera.add(QComboBox(self))
        self.camera_source = self.camera.add(QLineEdit(self))
        self.mirrored = self.camera.add(QCheckBox(self))
        self.find_cameras = self.camera.add(Button("default", self))
        self.volume = self.sound.add(QSlider(Qt.Orientation.Horizontal, self))
        self.volume.setRange(0, 100)
        self.volume.setMinimumHeight(40)
        self.muted = self.sound.add(QCheckBox(self))
        self.sound_buttons = [self.sound.add(Button("default", self)) for _ in _CLASSES]
        self.language_box, self.theme_box = (
            self.look.add(QComboBox(self)),
            self.look.add(QComboBox()),
        )
        self.key_hints, self.still = self.look.add(QCheckBox(self)), self.look.add(QCheckBox(self))
        self.centre_words = self.centre.add(QLabel(self))
        self.centre_words.setWordWrap(True)
        self.enrol_edit = self.centre.add(QLineEdit(self))
        self.join_button = self.centre.add(Button("default", self))
        self.people_words = self.people.add(QLabel(self))
        self.people_words.setWordWrap(True)
        self.name_edit, self.pin_edit = (
            self.people.add(QLineEdit(self)),
            self.people.add(QLineEdit()),
        )
        self.pin_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.add_button = self.people.add(Button("default", self))
        self.upkeep_words = self.upkeep.add(QLabel(self))
        self.upkeep_words.setWordWrap(True)
        self.upkeep_words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.backup_button = self.upkeep.add(Button("default", self))
        self._join()

    def _join(self) -> None:
        self._tell_box(self.camera_box, "camera.source")
        self.camera_source.editingFinished.connect(
            lambda: self._tell("camera.source", self.camera_source.text().strip())
        )
        self._tell_check(self.mirrored, "camera.is_mirrored")
        self.find_cameras.clicked.connect(self.cameras_wished)
        self.volume.valueChanged.connect(lambda value: self._tell("sound.volume", value))
        self._tell_check(self.muted, "sound.is_muted")
        for button, name in zip(self.sound_buttons, _CLASSES, strict=True):
            button.clicked.connect(lambda _=False, n=name: self.sound_wished.emit(n))
        self._tell_box(self.language_box, "appearance.language")
        self._tell_box(self.theme_box, "appearance.theme")
        self._tell_check(self.key_hints, "appearance.shows_key_hints")
        self._tell_check(self.still, "appearance.reduces_motion")
        self.join_button.clicked.connect(
            lambda: self.join_requested.emit(self.enrol_edit.text().strip())
        )
        self.add_button.clicked.connect(self._add_operator)
        self.backup_button.clicked.connect(self.backup_requested)

    def _tell_box(self, box: QComboBox, key: str) -> None:
        box.activated.connect(lambda _index: self._tell(key, box.currentData()))

    def _tell_check(self, check: QCheckBox, key: str) -> None:
        check.setMinimumHeight(40)
        check.toggled.connect(lambda is_on: self._tell(key, is_on))

    def _tell(self, key: str, value: object) -> None:
        if not self._is_showing:
            self.setting_changed.emit(key, value)

    @Slot(object)
    def show_settings(self, view: SettingsView) -> None:
        """Show all that is set."""
        self._view = view
        self._is_showing = True
        settings = view.settings
        self._fill_cameras(view)
        self.camera_source.setText(settings.camera.source)
        self.mirrored.setChecked(settings.camera.is_mirrored)
        self.volume.setValue(settings.sound.volume)
        self.muted.setChecked(settings.sound.is_muted)
        self.key_hints.setChecked(settings.appearance.shows_key_hints)
        self.still.setChecked(settings.appearance.reduces_motion)
        self.language_box.setCurrentIndex(self.language_box.findData(settings.appearance.language))
        self.theme_box.setCurrentIndex(self.theme_box.findData(settings.appearance.theme))
        self._is_showing = False
        self._say_facts()

    def _fill_cameras(self, view: SettingsView) -> None:
        self.camera_box.clear()
        for source, name in view.cameras:
            self.camera_box.addItem(name, source)
        if not view.cameras:
            self.camera_box.addItem(self.tr("No camera found; a scanner and search work"), "")
        self.camera_box.setCurrentIndex(
            max(0, self.camera_box.findData(view.settings.camera.source))
        )

    def _say_facts(self) -> None:
        view = self._view
        if view is None:
            return
        if view.is_joined:
            words = self.tr("Joined as {0}, {1}.").format(view.station, view.desk)
        else:
            words = self.tr("Not joined: all data is on this PC. Paste the centre's text to join.")
        self.centre_words.setText(words)
        self.enrol_edit.setVisible(not view.is_joined)
        self.join_button.setVisible(not view.is_joined)
        staff = self.tr("staff")
        names = [f"{o.name} ({staff})" if o.role is Role.STAFF else o.name for o in view.operators]
        self.people_words.setText(self.tr(", ").join(names) or self.tr("Nobody yet"))
        self.upkeep_words.setText(
            self.tr("Data: {0}").format(view.data)
            + "\n"
            + self.tr("Version {0}, Apache-2.0 licence").format(view.version)
        )

    @Slot()
    def _add_operator(self) -> None:
        pin = self.pin_edit.text()
        role = Role.STAFF if pin else Role.VOLUNTEER
        self.operator_added.emit(NewOperator(name=self.name_edit.text(), role=role, pin=pin))

    def clear_operator(self) -> None:
        """Empty the fields once the operator was added."""
        self.name_edit.clear()
        self.pin_edit.clear()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    @Slot()
    def _retranslate(self) -> None:
        self.title.setText(self.tr("Settings"))
        self.title.setFont(theme().font("heading"))
        self.camera.say(self.tr("Camera"))
        self.sound.say(self.tr("Sound"))
        self.look.say(self.tr("Appearance"))
        self.centre.say(self.tr("Centre"))
        self.people.say(self.tr("Operators"))
        self.upkeep.say(self.tr("Backup and about"))
        self._name_fields()
        self._fill_boxes()
        if self._view is not None:
            self.show_settings(self._view)
        self.update()

    def _name_fields(self) -> None:
        source = self.tr("Or a file, folder or address of a camera")
        self.camera_source.setPlaceholderText(source)
        names: list[tuple[QWidget, str]] = [
            (self.camera_box, self.tr("Which camera")),
            (self.camera_source, source),
            (self.volume, self.tr("Volume")),
            (self.language_box, self.tr("Language")),
            (self.theme_box, self.tr("Theme")),
            (self.enrol_edit, self.tr("Centre's enrolment text")),
            (self.name_edit, self.tr("Operator's name")),
            (self.pin_edit, self.tr("PIN for staff, empty for a volunteer")),
        ]
        for widget, name in names:
            widget.setAccessibleName(name)
            if isinstance(widget, QLineEdit):
                widget.setPlaceholderText(name)
        for check, words in (
            (self.mirrored, self.tr("Show the picture as in a mirror")),
            (self.muted, self.tr("Sound off")),
            (self.key_hints, self.tr("Show keys on buttons")),
            (self.still, self.tr("No motion")),
        ):
            check.setText(words)
            check.setAccessibleName(words)
        self.find_cameras.say(self.tr("Look again"), icon="camera")
        self.join_button.say(self.tr("Join the centre"), icon="link")
        self.add_button.say(self.tr("Add operator"), icon="plus")
        self.backup_button.say(self.tr("Make a copy now"), icon="file")
        sounds = (
            self.tr("Hear “come in”"),
            self.tr("Hear “one moment”"),
            self.tr("Hear “please wait”"),
            self.tr("Hear a question"),
            self.tr("Hear “link lost”"),
        )
        for button, words in zip(self.sound_buttons, sounds, strict=True):
            button.say(words, icon="volume")

    def _fill_boxes(self) -> None:
        self._fill(self.language_box, (("zh_CN", "中文"), ("en", "English")))
        self._fill(
            self.theme_box,
            (
                ("system", self.tr("As the system")),
                ("light", self.tr("Light")),
                ("dark", self.tr("Dark")),
                ("highContrast", self.tr("High contrast")),
            ),
        )

    @staticmethod
    def _fill(box: QComboBox, items: Sequence[tuple[str, str]]) -> None:
        here = box.currentData()
        box.clear()
        for data, words in items:
            box.addItem(words, data)
        box.setCurrentIndex(max(0, box.findData(here)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface.canvas"))
