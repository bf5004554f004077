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
from desk_app.scan.decoder import Decoder
from desk_app.scan.frame_size import FrameSize
from desk_app.scan.frames import Frame, FrameSource, Image, SourceLost
from desk_app.scan.guidance import Advice, Guide
from desk_app.scan.pictures import fit
from desk_app.scan.repeat_filter import RepeatFilter
from desk_app.scan.watch import FRAME_SIZE, codes_among, retry_wait_s

logger = logging.getLogger(__name__)
PREVIEW_WIDTH = 960
_STOP_S = 5.0
_OUTLINE_S = 0.4

Outline = tuple[tuple[float, float], ...]


class CameraStateKind(StrEnum):
    """How the camera is."""

    STARTING = "starting"
    WORKING = "working"
    LOST = "lost"
    MISSING = "missing"
    BUSY = "busy"
    ENDED = "ended"
    ASLEEP = "asleep"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraState:
    """How a source is; ``problem`` where it cannot be used at all."""

    kind: CameraStateKind
    name: str
    problem: KnownError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraView:
    """The newest picture for the preview; outlines are in 0..1 of its sides.

    ``advice`` is what to tell whoever holds a code that cannot be read.
    """

    image: QImage
    outlines: tuple[Outline, ...]
    sequence: int
    advice: Advice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shot:
    """A frame, and its picture shrunk once for the decoder and the preview."""

    frame: Frame
    image: Image
    scale: float
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
        self._guide = Guide()
        self._frame_size = FrameSize()
        self._advice: Advice | None = None
        self._dim: Callable[[], None] = _nothing
        self._stopping = threading.Event()
        self._awake = threading.Event()
        self._awake.set()
        self._shots: queue.Queue[_Shot | None] = queue.Queue(maxsize=1)
        self._newest: _Shot | None = None
        self._outlines: tuple[float, tuple[Outline, ...]] = (0.0, ())
        self._state: CameraState | None = None
        self._capturer = threading.Thread(target=self._capture, name="camera", daemon=True)
        self._reader = threading.Thread(target=self._read, name="decoder", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._capturer.start()
        self._reader.start()

    def stop(self) -> None:
        """Ask both threads to end and wait, no longer than the source's time-outs allow."""
        self.ask_stop()
        for thread in (self._capturer, self._reader):
            if thread.ident is not None:
                thread.join(_STOP_S)

    def ask_stop(self) -> None:
        """Ask both threads to end, without waiting; nothing is told from now on."""
        self._stopping.set()
        self._awake.set()
        self._put_newest(None)

    def set_awake(self, is_awake: bool) -> None:  # noqa: FBT001  (a Qt-style setter)
        """Let go of a live source while nobody looks, or take it again at once."""
        if is_awake:
            self._awake.set()
        else:
            self._awake.clear()

    @property
    def is_running(self) -> bool:
        """Whether a thread still holds the source or the decoder."""
        return self._capturer.is_alive() or self._reader.is_alive()

    def newest_frame(self) -> CameraView | None:
        """Return the newest picture, at most PREVIEW_WIDTH wide, or None before the first."""
        newest = self._newest
        if newest is None:
            return None
        image, _ = fit(newest.image, PREVIEW_WIDTH, PREVIEW_WIDTH)
        height, width = image.shape[:2]
        picture = QImage(image.tobytes(), width, height, width * 3, QImage.Format.Format_BGR888)
        until_s, outlines = self._outlines
        shown = outlines if time.monotonic() < until_s else ()
        return CameraView(
            image=picture.copy(),
            outlines=shown,
            sequence=newest.sequence,
            advice=self._advice,
        )

    def _capture(self) -> None:
        self._tell(CameraStateKind.STARTING, "")
        try:
            source = self._make_source()
        except KnownError as error:
            self._report(error, "")
        else:
            self._dim = getattr(source, "dim", _nothing)
            self._watch(source)
        self._put_patiently(None)

    def _watch(self, source: FrameSource) -> None:
        """Open the source, again and again if it is a live one, and pass its frames on."""
        while not self._stopping.is_set():
            if source.is_live and not self._awake.is_set():
                self._tell(CameraStateKind.ASLEEP, source.name)
                self._awake.wait()
                continue
            tried_at = time.monotonic()
            try:
                source.open()
                if not self._pass_on(source):
                    return
            except SourceLost as loss:
                lost = CameraStateKind.LOST if self._newest else CameraStateKind.MISSING
                self._tell(CameraStateKind.BUSY if loss.is_busy else lost, source.name)
                self._stopping.wait(retry_wait_s(time.monotonic() - tried_at))
            except KnownError as error:
                self._report(error, source.name)
                return
            finally:
                source.close()

    def _pass_on(self, source: FrameSource) -> bool:
        """Pass frames on; answers False at the end and True where the source is to sleep."""
        sequence = self._newest.sequence if self._newest else 0
        while not self._stopping.is_set():
            if source.is_live and not self._awake.is_set():
                return True
            frame = source.read()
            if frame is None:
                return False
            sequence += 1
            size = self._frame_size.size if source.is_live else FRAME_SIZE
            image, scale = fit(frame.image, *size)
            shot = _Shot(frame=frame, image=image, scale=scale, sequence=sequence)
            self._newest = shot
            self._tell(CameraStateKind.WORKING, source.name)
            if source.is_live:
                self._put_newest(shot)
            else:
                self._put_patiently(shot)
        return False

    def _put_newest(self, shot: _Shot | None) -> None:
        while True:
            try:
                self._shots.put_nowait(shot)
            except queue.Full:
                try:
                    self._shots.get_nowait()
                except queue.Empty:
                    continue
            else:
                return

    def _put_patiently(self, shot: _Shot | None) -> None:
        while not self._stopping.is_set():
            try:
                self._shots.put(shot, timeout=0.1)
            except queue.Full:
                continue
            return

    def _read(self) -> None:
        while not self._stopping.is_set():
            shot = self._shots.get()
            if shot is None:
                break
            self._decode(shot)
        # Told here, so that the last code comes before the end.
        state = self._state
        if state is not None and state.kind is CameraStateKind.WORKING:
            self._tell(CameraStateKind.ENDED, state.name)

    def _decode(self, shot: _Shot) -> None:
        began = time.monotonic()
        readings = self._decoder.decode(shot.image)
        self._frame_size.note((time.monotonic() - began) * 1000)
        self._advise(shot, is_read=bool(readings))
        if not readings:
            return
        height, width = shot.image.shape[:2]
        outlines = tuple(tuple((x / width, y / height) for x, y in r.quad) for r in readings)
        self._outlines = (time.monotonic() + _OUTLINE_S, outlines)
        for seen in codes_among(readings, shot.frame, shot.scale, self._repeat):
            if not self._stopping.is_set():
                self.code_seen.emit(seen)

    def _advise(self, shot: _Shot, *, is_read: bool) -> None:
        """Find out why nothing is read while a code is held up; less light against glare."""
        if shot.frame.recorded_s is not None:
            return
        missed = self._decoder.missed
        self._advice = self._guide.see(
            shot.image, shot.frame.taken_at, is_read=is_read, missed=missed
        )
        if self._advice is Advice.GLARE:
            self._dim()

    def _report(self, error: KnownError, name: str) -> None:
        self._tell(CameraStateKind.MISSING, name, error)
        if not self._stopping.is_set():
            self.problem_found.emit(error)

    def _tell(self, kind: CameraStateKind, name: str, problem: KnownError | None = None) -> None:
        state = CameraState(kind=kind, name=name, problem=problem)
        if state != self._state and not self._stopping.is_set():
            self._state = state
            logger.info("camera %s", kind.value)
            self.state_changed.emit(state)


def _nothing() -> None:
    """Do nothing: a source without exposure."""
