"""Joins a camera thread to the check-in page; the picture is fetched, never pushed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desk_app.ui.common.preview import Outline
from desk_app.workers.database import DatabaseThread

if TYPE_CHECKING:  # numpy and cv2 cost 150 ms; they are loaded beside the window, not before it
    from desk_app.scan.frames import FrameSource
    from desk_app.scan.watch import CodeSeen
    from desk_app.workers.camera import CameraState, CameraThread

_PREVIEW_MS = 66


class Viewer(Protocol):
    """A page that shows what the camera sees."""

    def isVisible(self) -> bool:  # noqa: N802  (Qt's name)
        """Whether anybody could see it."""
        ...

    def window(self) -> QWidget:
        """The window it is in."""
        ...

    def set_preview(self, image: QImage | None, outlines: Sequence[Outline]) -> None:
        """Show the newest picture, or none."""
        ...

    def show_advice(self, advice: str) -> None:
        """Say why the code held up cannot be read; nothing where there is none."""
        ...

    def show_camera_state(self, state: str, name: str) -> None:
        """Show how the camera is."""
        ...


class CameraJoin(QObject):
    """Keeps one camera running and shows its newest picture at 15 frames a second.

    Signals:
        failed(Exception): The source cannot be used.
    """

    failed = Signal(object)

    def __init__(
        self,
        page: Viewer,
        on_code: Callable[["CodeSeen"], None],
        loader: DatabaseThread,
        *,
        repeat_s: float = 3.0,
        reads_barcodes: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._viewers: list[Viewer] = [page]
        self._on_code = on_code
        self._loader = loader
        self._repeat_s = repeat_s
        self._reads_barcodes = reads_barcodes
        self._camera: CameraThread | None = None
        self._leaving: list[CameraThread] = []
        self._wanted: str | FrameSource | None = None
        self._shown = -1
        self._state = ("starting", "")
        self._was_seen = False
        self._timer = QTimer(self, interval=_PREVIEW_MS)
        self._timer.timeout.connect(self._show_newest)

    def show_on(self, viewer: Viewer) -> None:
        """Show picture and state on one more page."""
        self._viewers.append(viewer)
        self._shown = -1  # a picture that stands still is new to this one
        viewer.show_camera_state(*self._state)

    def leave(self, viewer: Viewer, *_gone: object) -> None:
        """Show nothing more on a page."""
        self._viewers = [other for other in self._viewers if other is not viewer]

    def read_barcodes(self, is_on: bool) -> None:  # noqa: FBT001  (a Qt-style setter)
        """Also read the bar codes of badges, from now on."""
        if is_on == self._reads_barcodes:
            return
        self._reads_barcodes = is_on
        source = self._wanted
        if source is not None:
            self.start(source)

    def show_missing(self) -> None:
        """Say that there is no camera."""
        self._tell("missing", "")

    def start(self, source: "str | FrameSource") -> None:
        """Watch a source, in place of the one before, without waiting for that one to let go."""
        self._leave()
        self._wanted = source

        def make() -> "tuple[object, CameraThread]":
            from desk_app.scan.decoder import Decoder  # noqa: PLC0415
            from desk_app.scan.sources import open_source  # noqa: PLC0415
            from desk_app.workers.camera import CameraThread  # noqa: PLC0415

            opening = (lambda: open_source(source)) if isinstance(source, str) else lambda: source
            decoder = Decoder(linear=self._reads_barcodes)
            camera = CameraThread(opening, decoder, repeat_s=self._repeat_s)
            camera.moveToThread(self.thread())
            return source, camera

        self._loader.run(make, self._begin, self.failed.emit)

    def stop(self) -> None:
        """Close the camera; bounded by its read time-out."""
        self._leave()
        for camera in self._leaving:
            camera.stop()
        self._leaving.clear()

    def _leave(self) -> None:
        """Ask the camera to stop, and keep it until it has: a stream that hangs takes seconds."""
        self._wanted = None
        self._timer.stop()
        self._leaving = [camera for camera in self._leaving if camera.is_running]
        if self._camera is not None:
            self._camera.ask_stop()
            self._leaving.append(self._camera)
            self._camera = None
        for viewer in self._viewers:
            viewer.set_preview(None, ())

    def _begin(self, made: "tuple[object, CameraThread]") -> None:
        source, camera = made
        if source is not self._wanted:
            return
        self._camera = camera
        camera.set_awake(self._is_awake())
        camera.code_seen.connect(self._on_code, Qt.ConnectionType.QueuedConnection)
        camera.state_changed.connect(self._show_state, Qt.ConnectionType.QueuedConnection)
        camera.problem_found.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        camera.start()
        self._timer.start()

    @Slot(object)
    def _show_state(self, state: "CameraState") -> None:
        self._tell(state.kind.value, state.name)

    def _tell(self, state: str, name: str) -> None:
        self._state = (state, name)
        for viewer in self._viewers:
            viewer.show_camera_state(state, name)

    def _is_awake(self) -> bool:
        """Whether a window is open; until the first one was, there is none to be hidden."""
        windows = [viewer.window() for viewer in self._viewers]
        is_seen = any(window.isVisible() and not window.isMinimized() for window in windows)
        self._was_seen = self._was_seen or is_seen
        return is_seen or not self._was_seen

    @Slot()
    def _show_newest(self) -> None:
        if self._camera is not None:
            self._camera.set_awake(self._is_awake())
        view = self._camera.newest_frame() if self._camera else None
        watching = [viewer for viewer in self._viewers if viewer.isVisible()]
        if view is None or view.sequence == self._shown or not watching:
            return
        self._shown = view.sequence
        for viewer in watching:
            viewer.set_preview(view.image, view.outlines)
            viewer.show_advice(view.advice.value if view.advice else "")
