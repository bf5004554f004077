"""Joins photos of visitors to the use cases; pictures are decoded beside the window's thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from desk_app.db.visitor_photos import Photos
from desk_app.domain.ids import VisitorId
from desk_app.main.window import DeskWindow
from desk_app.ui.visitors.photo_panel import PhotoPanel


class PhotoPanelJoin(QObject):
    """Lives as long as its panel; calls ``on_changed`` after a photo was kept or taken away."""

    def __init__(
        self,
        desk: DeskWindow,
        visitor_id: VisitorId,
        panel: PhotoPanel,
        on_changed: Callable[[], None],
    ) -> None:
        super().__init__(panel)
        self._desk, self._visitor_id, self._panel = desk, visitor_id, panel
        self._on_changed = on_changed
        panel.taken.connect(self._take)
        panel.file_wished.connect(self._choose)
        panel.removed.connect(self._remove)
        panel.set_mirrored(desk.settings.camera.is_mirrored)
        desk.camera.show_on(panel)
        panel.destroyed.connect(partial(desk.camera.leave, panel))

    @Slot(object)
    def _take(self, frame: QImage) -> None:
        def work() -> bytes:
            from desk_app.documents.photos import photo_of_frame  # noqa: PLC0415  (Pillow)

            image = frame.convertToFormat(QImage.Format.Format_RGB888)
            width, row = image.width() * 3, image.bytesPerLine()
            pixels = bytes(image.constBits())
            lines = (pixels[y * row : y * row + width] for y in range(image.height()))
            return photo_of_frame(b"".join(lines), image.width(), image.height())

        self._make(work)

    @Slot()
    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._panel,
            self.tr("A photo"),
            "",
            self.tr("Pictures") + " (*.jpg *.jpeg *.png)",
        )
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Keep the picture in a file."""

        def work() -> bytes:
            from desk_app.documents.photos import photo_of_file  # noqa: PLC0415  (Pillow)

            return photo_of_file(path)

        self._make(work)

    def _make(self, work: Callable[[], bytes]) -> None:
        put, visitor_id = self._desk.app.visitor_photos.put, self._visitor_id
        said = self.tr("Photo kept on this computer")
        self._panel.set_busy(is_busy=True)
        self._desk.threads.reader.run(
            work,
            lambda picture: self._change(lambda: put(visitor_id, picture), said),
            self._panel.show_error,
        )

    @Slot()
    def _remove(self) -> None:
        remove, visitor_id = self._desk.app.visitor_photos.remove, self._visitor_id
        self._change(lambda: remove(visitor_id), self.tr("Photo removed"))

    def _change(self, change: Callable[[], Photos], said: str) -> None:
        desk, visitor_id, on_changed = self._desk, self._visitor_id, self._on_changed
        undo = self.tr("Undo")

        def back(before: Photos) -> None:
            desk.threads.writer.run(
                lambda: desk.app.visitor_photos.restore(visitor_id, before),
                lambda _after: on_changed(),
                desk.show_error,
            )

        def done(before: Photos) -> None:
            if isValid(self._panel):
                self._panel.closed.emit()
            on_changed()
            desk.window.toast.say(said, undo, partial(back, before))

        desk.threads.writer.run(change, done, self._panel.show_error)
