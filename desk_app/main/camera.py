"""Joins a camera thread to the check-in page; the picture is fetched, never pushed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from desk_app.scan.decoder import Decoder
from desk_app.scan.frames import FrameSource
from desk_app.scan.sources import open_source
from desk_app.scan.watch import CodeSeen
from desk_app.ui.check_in.page import CheckInPage
from desk_app.workers.camera import CameraState, CameraThread

_PREVIEW_MS = 66


class CameraJoin(QObject):
    """Keeps one camera running and shows its newest picture at 15 frames a second."""

    def __init__(
        self,
        page: CheckInPage,
        on_code: Callable[[CodeSeen], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._on_code = on_code
        self._thread: CameraThread | None = None
        self._shown = -1
        self._timer = QTimer(self, interval=_PREVIEW_MS)
        self._timer.timeout.connect(self._show_newest)

    @property
    def running(self) -> CameraThread | None:
        """The camera thread that runs now."""
        return self._thread

    def start(self, source: str | FrameSource) -> None:
        """Watch a source, in place of the one before."""
        self.stop()
        make = (lambda: open_source(source)) if isinstance(source, str) else (lambda: source)
        self._thread = CameraThread(make, Decoder())
        self._thread.code_seen.connect(self._on_code, Qt.ConnectionType.QueuedConnection)
        self._thread.state_changed.connect(self._show_state, Qt.ConnectionType.QueuedConnection)
        self._thread.start()
        self._timer.start()

    def stop(self) -> None:
        """Close the camera; bounded by its read time-out."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.stop()
            self._thread = None
        self._page.set_preview(None, ())

    @Slot(object)
    def _show_state(self, state: CameraState) -> None:
        self._page.show_camera_state(state.kind.value, state.name)

    @Slot()
    def _show_newest(self) -> None:
        view = self._thread.newest_frame() if self._thread else None
        if view is None or view.sequence == self._shown or not self._page.isVisible():
            return
        self._shown = view.sequence
        self._page.set_preview(view.image, view.outlines)
