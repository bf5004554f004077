"""The camera threads: one takes pictures, one reads them; the newest picture wins."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desk_app.domain.errors import KnownError
from desk_app.scan.decoder import Decoder, fit
from desk_app.scan.frames import Frame, FrameSource, SourceLost
from desk_app.scan.repeat_filter import RepeatFilter
from desk_app.scan.watch import FRAME_SIZE, CodeSeen

logger = logging.getLogger(__name__)
RETRY_S = 1.0
PREVIEW_WIDTH = 960
_STOP_S = 5.0
_OUTLINE_S = 0.4
_FRAME_S = 1 / 30

Outline = tuple[tuple[float, float], ...]


class CameraStateKind(StrEnum):
    """How the camera is."""

    STARTING = "starting"
    WORKING = "working"
    LOST = "lost"
    MISSING = "missing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraState:
    """How a source is; ``problem`` where it cannot be used at all."""

    kind: CameraStateKind
    name: str
    problem: KnownError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraView:
    """The newest picture for the preview; outlines are in 0..1 of its sides."""

    image: QImage
    outlines: tuple[Outline, ...]
    sequence: int


class CameraThread(QObject):
    """Watches one source until it is stopped.

    Live sources drop pictures that nobody had time for; finite ones wait for the decoder.

    Signals:
        code_seen(CodeSeen): A code, once while it is held in front.
        state_changed(CameraState): Also when a lost camera is back.
        problem_found(KnownError): The source cannot be used.
    """

    code_seen = Signal(object)
    state_changed = Signal(object)
    problem_found = Signal(object)

    def __init__(
        self,
        make_source: Callable[[], FrameSource],
        decoder: Decoder,
        *,
        repeat_s: float = 3.0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_source = make_source
        self._decoder = decoder
        self._repeat = RepeatFilter(repeat_s)
        self._stopping = threading.Event()
        self._frames: queue.Queue[Frame | None] = queue.Queue(maxsize=1)
        self._view: tuple[Frame, int] | None = None
        self._outlines: tuple[float, tuple[Outline, ...]] = (0.0, ())
        self._sequence = 0
        self._state: CameraState | None = None
        self._capturer = threading.Thread(target=self._capture, name="camera", daemon=True)
        self._reader = threading.Thread(target=self._read, name="decoder", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._capturer.start()
        self._reader.start()

    def stop(self) -> None:
        """Ask both threads to end and wait, no longer than the read time-out allows."""
        self._stopping.set()
        self._put_newest(None)
        for thread in (self._capturer, self._reader):
            thread.join(_STOP_S)

    def newest_frame(self) -> CameraView | None:
        """Return the newest picture, at most PREVIEW_WIDTH wide, or None before the first."""
        newest = self._view
        if newest is None:
            return None
        frame, sequence = newest
        image, _ = fit(frame.image, PREVIEW_WIDTH, PREVIEW_WIDTH)
        height, width = image.shape[:2]
        picture = QImage(image.tobytes(), width, height, width * 3, QImage.Format.Format_BGR888)
        until_s, outlines = self._outlines
        shown = outlines if time.monotonic() < until_s else ()
        return CameraView(image=picture.copy(), outlines=shown, sequence=sequence)

    def _capture(self) -> None:
        self._tell(CameraStateKind.STARTING, "")
        try:
            source = self._make_source()
        except KnownError as error:
            self._tell(CameraStateKind.MISSING, "", error)
            self.problem_found.emit(error)
            return
        was_there = False
        while not self._stopping.is_set():
            try:
                source.open()
                was_there = self._run(source) or was_there
                if not source.is_live:
                    self._tell(CameraStateKind.ENDED, source.name)
                    return
            except SourceLost:
                lost = CameraStateKind.LOST if was_there else CameraStateKind.MISSING
                self._tell(lost, source.name)
                self._stopping.wait(RETRY_S)
            except KnownError as error:
                self._tell(CameraStateKind.MISSING, source.name, error)
                self.problem_found.emit(error)
                return
            finally:
                source.close()

    def _run(self, source: FrameSource) -> bool:
        """Pass frames on until the source ends or this is stopped."""
        while not self._stopping.is_set():
            frame = source.read()
            if frame is None:
                self._frames.put(None)
                return True
            self._sequence += 1
            self._view = (frame, self._sequence)
            self._tell(CameraStateKind.WORKING, source.name)
            if source.is_live:
                self._put_newest(frame)
            else:
                self._put_patiently(frame)
        return True

    def _put_newest(self, frame: Frame | None) -> None:
        while True:
            try:
                self._frames.put_nowait(frame)
            except queue.Full:
                try:
                    self._frames.get_nowait()
                except queue.Empty:
                    continue
            else:
                return

    def _put_patiently(self, frame: Frame) -> None:
        while not self._stopping.is_set():
            try:
                self._frames.put(frame, timeout=0.1)
            except queue.Full:
                continue
            return

    def _read(self) -> None:
        while not self._stopping.is_set():
            frame = self._frames.get()
            if frame is None:
                return
            self._decode(frame)

    def _decode(self, frame: Frame) -> None:
        image, scale = fit(frame.image, *FRAME_SIZE)
        readings = self._decoder.decode(image)
        if not readings:
            return
        height, width = image.shape[:2]
        outlines = tuple(tuple((x / width, y / height) for x, y in r.quad) for r in readings)
        self._outlines = (time.monotonic() + _OUTLINE_S, outlines)
        now_s = frame.index * _FRAME_S if frame.origin else frame.taken_at
        for reading in readings:
            if self._repeat.admit(reading.text, now_s):
                seen = CodeSeen(
                    text=reading.text,
                    format=reading.format,
                    quad=tuple((x / scale, y / scale) for x, y in reading.quad),
                    frame_index=frame.index,
                    origin=frame.origin,
                    taken_at=frame.taken_at,
                    decoded_at=time.monotonic(),
                    ms=reading.ms,
                )
                self.code_seen.emit(seen)

    def _tell(self, kind: CameraStateKind, name: str, problem: KnownError | None = None) -> None:
        state = CameraState(kind=kind, name=name, problem=problem)
        if state != self._state:
            self._state = state
            logger.info("camera %s", kind.value)
            self.state_changed.emit(state)
