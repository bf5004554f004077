"""The panel that takes a visitor's photo: from the desk's camera or from a file."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.preview import Outline, Preview
from desk_app.ui.common.side_panel import ErrorLine, SidePanel
from desk_app.ui.common.texts import words_of

_LARGEST_PX = 320
_WITH_PICTURE = {"working", "ended"}


class PhotoPanel(SidePanel):
    """Shows what the camera sees, square as the photo will be; Space takes it.

    Signals:
        taken(QImage): Keep this picture.
        file_wished(): Choose a file.
        removed(): Take the photo away.
    """

    taken = Signal(object)
    file_wished = Signal()
    removed = Signal()

    def __init__(self, name: str, *, has_photo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._newest: QImage | None = None
        self.preview = Preview(self, is_small=True, has_brackets=False)
        self.preview.setFixedSize(_LARGEST_PX, _LARGEST_PX)
        self.state = wrapped(Label("body", self, color="text.secondary"))
        self.problem = ErrorLine(self)
        self.file_button, self.remove_button = Button("default", self), Button("negative", self)
        self.note = wrapped(Label("caption", self, color="text.secondary"))
        self.body.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self.state, self.problem, self.file_button, self.remove_button):
            self.body.addWidget(part)
        self.remove_button.setVisible(has_photo)
        self.body.addStretch(1)
        self.body.addWidget(self.note)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.file_button.clicked.connect(self.file_wished)
        self.remove_button.clicked.connect(self.removed)
        self.confirmed.connect(self._take)
        self.main_button.setEnabled(False)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self.say(self.tr("Photo of {0}").format(self._name), self.tr("Take the photo"))
        self.file_button.say(self.tr("Choose a file…"), icon="file")
        self.remove_button.say(self.tr("Remove the photo"), icon="close")
        self.note.setText(
            self.tr(
                "A photo is optional: ask first. It stays on this computer, is never sent to the "
                "centre, and is deleted with the person."
            )
        )
        self._show_state(self.preview.state)

    @override
    def say(self, title: str, main: str, *, key: str = "Space") -> None:
        super().say(title, main, key=self.tr("Space") if key == "Space" else key)

    def set_mirrored(self, is_mirrored: bool) -> None:  # noqa: FBT001  (a Qt-style setter)
        """Show the picture as in a mirror, as on the check-in page; the photo is as others see."""
        self.preview.set_mirrored(is_mirrored)

    def set_preview(self, image: QImage | None, outlines: Sequence[Outline]) -> None:  # noqa: ARG002
        """Show the newest picture; without one there is nothing to take."""
        if not isValid(self):
            return
        self._newest = image
        self.preview.set_picture(image, ())
        self.main_button.setEnabled(image is not None)

    def show_advice(self, advice: str) -> None:
        """What would help a code is of no use here."""

    def show_camera_state(self, state: str, name: str) -> None:
        """Show how the camera is."""
        if isValid(self):
            if state not in _WITH_PICTURE:
                self.set_preview(None, ())  # nobody is kept who left long ago
            self.preview.set_state(state, name)
            self._show_state(state)

    def show_error(self, error: Exception) -> None:
        """Say what would work."""
        if isValid(self):
            self.problem.say(lambda: words_of(error))
            self.main_button.setEnabled(self._newest is not None)

    def _show_state(self, state: str) -> None:
        self.state.setText(
            self.tr("Look into the camera.")
            if state in _WITH_PICTURE
            else self.tr("Opening the camera…")
            if state == "starting"
            else self.tr("The camera shows no picture now; a file works too.")
        )

    @Slot()
    def _take(self) -> None:
        if self._newest is not None:
            self.problem.say("")
            self.taken.emit(self._newest)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._confirm()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(160, min(_LARGEST_PX, self.width() - 60, self.height() - 380))
        self.preview.setFixedSize(side, side)
