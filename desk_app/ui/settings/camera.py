"""Camera and handheld scanner: what is seen now, which camera it is, what a scanner needs."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.card import FactLine
from desk_app.ui.common.controls import Chip, Choice, Switch
from desk_app.ui.common.field import Field
from desk_app.ui.common.preview import Outline, Preview
from desk_app.ui.settings.scanner import ScannerControls
from desk_app.ui.settings.section import Section
from desk_app.ui.settings.view import SettingsView

_BY_NAME = "camera:"  # as scan/sources.py writes a webcam that is known by its name


class CameraSection(Section):
    """Chooses the camera with its picture in sight.

    Signals:
        cameras_wished(): Look for webcams again.
    """

    cameras_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = "starting"
        self.chip = self.main.add_beside_title(Chip(self))
        self.preview = self.main.add(Preview(self, is_small=True), 99)
        self.preview.setMinimumHeight(200)
        self.preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.camera_box = Choice(self)
        self._which = Field(self.camera_box, self)
        self.find_button = Button("default", self)
        self.main.add_row(self._which, self.find_button)
        self.source_edit = QLineEdit(self)
        self._source = self.main.add(Field(self.source_edit, self))
        self.mirrored = self.main.add(Switch(self))
        self.barcodes = self.main.add(Switch(self))
        self.main.add_space()
        self.scanner = self.aside.add(ScannerControls(self))
        self.scanner.setting_changed.connect(self.tell)
        self._facts = [self.aside.add(FactLine(icon, self)) for icon in ("scan", "check", "user")]
        self.aside.add_space()
        self.camera_box.activated.connect(
            lambda _row: self.tell("camera.source", self.camera_box.currentData())
        )
        self.source_edit.editingFinished.connect(self._source_left)
        self.mirrored.toggled.connect(lambda is_on: self.tell("camera.is_mirrored", is_on))
        self.mirrored.toggled.connect(self.preview.set_mirrored)
        self.barcodes.toggled.connect(lambda is_on: self.tell("camera.reads_barcodes", is_on))
        self.find_button.clicked.connect(self.cameras_wished)
        self.retranslate()

    @override
    def fill(self, view: SettingsView) -> None:
        self.scanner.fill(view)
        source = view.settings.camera.source
        with QSignalBlocker(self.camera_box):
            self.camera_box.clear()
            for at, name in view.cameras:
                self.camera_box.addItem(name, at)
            place = self.camera_box.findData(source)
            if place < 0:
                absent = source.removeprefix(_BY_NAME)
                words = (
                    (self.tr("{0} (not plugged in)").format(absent) if absent != source else source)
                    or (self.tr("The first one found") if view.cameras else "")
                    or self.tr("No camera found")
                )
                self.camera_box.insertItem(0, words, source)
            self.camera_box.setCurrentIndex(max(0, place))
        if not self.source_edit.hasFocus():
            is_webcam = source.isdigit() or source.startswith(_BY_NAME)
            self.source_edit.setText("" if is_webcam else source)
        self.mirrored.setChecked(view.settings.camera.is_mirrored)
        self.preview.set_mirrored(view.settings.camera.is_mirrored)
        self.barcodes.setChecked(view.settings.camera.reads_barcodes)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.preview.setMaximumHeight(self.main.width() * 9 // 16)

    def show_state(self, state: str, name: str) -> None:
        """Show how the camera is: starting, working, lost, missing, busy, asleep, ended."""
        self._state = state
        self.preview.set_state(state, name)
        words, icon, outcome = {
            "working": (self.tr("Working"), "check", "admitted"),
            "lost": (self.tr("Lost, trying again"), "alert", "attention"),
            "missing": (self.tr("No camera"), "alert", "attention"),
            "busy": (self.tr("In use elsewhere"), "alert", "attention"),
            "asleep": (self.tr("Asleep"), "camera", "info"),
            "ended": (self.tr("Recording has ended"), "info", "info"),
        }.get(state, (self.tr("Opening…"), "camera", ""))
        self.chip.say(words, icon=icon, outcome=outcome)

    def set_picture(self, image: QImage | None, outlines: Sequence[Outline]) -> None:
        """Show the newest picture."""
        self.preview.set_picture(image, outlines)

    def _source_left(self) -> None:
        text = self.source_edit.text().strip()
        was = self._view.settings.camera.source if self._view is not None else ""
        if text and text != was:
            self.tell("camera.source", text)

    @override
    def retranslate(self) -> None:
        self.main.say(self.tr("Camera"))
        self._which.say(self.tr("Which one"), self.tr("F9 takes the next"))
        self.find_button.say(self.tr("Look again"), icon="camera")
        self._source.say(self.tr("Or another source"), self.tr("address, video file or folder"))
        self.mirrored.say(self.tr("Show the picture as in a mirror"))
        self.barcodes.say(self.tr("Also read the bar codes of badges"))
        self.aside.say(self.tr("Handheld scanner"))
        self.scanner.retranslate()
        words = (
            (
                self.tr("Plug it in and scan"),
                self.tr("Whatever is on the screen: no field has to be clicked first."),
            ),
            (
                self.tr("An input method may stay on"),
                self.tr("Codes are read from the keys before any input method sees them."),
            ),
            (
                self.tr("Typing by hand stays typing"),
                self.tr("Only a burst of keys that ends with Enter counts as a scan."),
            ),
        )
        for line, (text, note) in zip(self._facts, words, strict=True):
            line.say(text, note)
        self.show_state(self._state, "")
