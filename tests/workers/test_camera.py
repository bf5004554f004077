import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from pytestqt.qtbot import QtBot

from desk_app.domain.errors import KnownError
from desk_app.scan.decoder import Decoder, Reading
from desk_app.scan.frames import Frame, FrameSource, Image, SourceLost
from desk_app.scan.simulated import draw_phone
from desk_app.scan.sources import open_source
from desk_app.scan.watch import CodeSeen
from desk_app.workers.camera import CameraState, CameraStateKind, CameraThread
from tests.scan.drawing import blank, draw_code, save, save_video
from tests.scan.mjpeg import mjpeg_server


class Listener(QObject):
    """Keeps what a camera tells, on the window's thread."""

    def __init__(self, camera: CameraThread) -> None:
        super().__init__()
        self.codes: list[CodeSeen] = []
        self.states: list[CameraState] = []
        self.told: list[str] = []
        self.problems: list[KnownError] = []
        queued = Qt.ConnectionType.QueuedConnection
        camera.code_seen.connect(self._code, queued)
        camera.state_changed.connect(self._state, queued)
        camera.problem_found.connect(self._problem, queued)

    @property
    def kinds(self) -> list[CameraStateKind]:
        return [state.kind for state in self.states]

    @Slot(object)
    def _code(self, code: CodeSeen) -> None:
        self.codes.append(code)
        self.told.append(code.text)

    @Slot(object)
    def _state(self, state: CameraState) -> None:
        self.states.append(state)
        self.told.append(state.kind.value)

    @Slot(object)
    def _problem(self, problem: KnownError) -> None:
        self.problems.append(problem)


Watch = Callable[..., tuple[CameraThread, Listener]]


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[Watch]:
    cameras: list[CameraThread] = []

    def start(
        make_source: Callable[[], FrameSource], decoder: Decoder | None = None
    ) -> tuple[CameraThread, Listener]:
        camera = CameraThread(make_source, decoder or Decoder())
        cameras.append(camera)
        listener = Listener(camera)
        camera.start()
        return camera, listener

    yield start
    for camera in cameras:
        camera.stop()
        assert not camera.is_running


class CountingDecoder(Decoder):
    """Reads nothing, slowly, and counts the frames it was given."""

    def __init__(self, until: threading.Event | None = None) -> None:
        super().__init__()
        self.count = 0
        self._until = until

    def decode(self, image: Image) -> tuple[Reading, ...]:
        self.count += 1
        if self._until is not None:
            self._until.wait(5)
        return ()


class EndlessCamera:
    """A live source as fast as the machine; ``hangs`` keeps a read waiting."""

    is_live = True
    name = "endless"

    def __init__(self) -> None:
        self.reads = 0
        self.hangs = threading.Event()
        self.freed = threading.Event()
        self.is_closed = False
        self._image = blank((320, 240))

    def open(self) -> None:
        self.is_closed = False

    def read(self) -> Frame:
        if self.hangs.is_set():
            self.freed.wait(1.5)
            raise SourceLost(self.name)
        self.freed.wait(0.002)
        self.reads += 1
        return Frame(image=self._image, taken_at=time.monotonic(), index=self.reads)

    def close(self) -> None:
        self.is_closed = True


def test_every_frame_of_a_recording_is_read_and_the_last_code_comes_before_the_end(
    qtbot: QtBot, watch: Watch, tmp_path: Path
) -> None:
    images = [draw_code(f"SD1:{number}") for number in range(12)]
    path = save_video(tmp_path / "a.avi", images)
    _, listener = watch(lambda: open_source(str(path)))
    qtbot.waitUntil(lambda: CameraStateKind.ENDED in listener.kinds, timeout=5000)
    codes = [f"SD1:{number}" for number in range(12)]
    assert [told for told in listener.told if told != "working"] == ["starting", *codes, "ended"]


def test_a_finite_source_waits_for_the_decoder(qtbot: QtBot, watch: Watch, tmp_path: Path) -> None:
    path = save_video(tmp_path / "a.avi", [blank()] * 15)
    free = threading.Event()
    decoder = CountingDecoder(until=free)
    _, listener = watch(lambda: open_source(str(path)), decoder)
    qtbot.waitUntil(lambda: decoder.count == 1)
    free.set()
    qtbot.waitUntil(lambda: CameraStateKind.ENDED in listener.kinds, timeout=5000)
    assert decoder.count == 15


def test_a_live_source_drops_what_the_decoder_has_no_time_for(qtbot: QtBot, watch: Watch) -> None:
    free = threading.Event()
    decoder = CountingDecoder(until=free)
    source = EndlessCamera()
    watch(lambda: source, decoder)
    qtbot.waitUntil(lambda: source.reads > 30)
    assert decoder.count == 1
    free.set()


def test_the_preview_is_the_newest_frame_with_the_outline_in_shares(
    qtbot: QtBot, watch: Watch
) -> None:
    with mjpeg_server(draw_code("SD1:A", size=(1920, 1080), module_px=16, at=0.25)) as server:
        camera, listener = watch(lambda: open_source(server.url))
        qtbot.waitUntil(lambda: bool(listener.codes), timeout=8000)
        view = camera.newest_frame()
        assert view is not None
        assert (view.image.width(), view.image.height()) == (960, 540)
        ((outline),) = view.outlines
        assert sum(x for x, _ in outline) / 4 == pytest.approx(0.25, abs=0.02)
        assert sum(x for x, _ in listener.codes[0].quad) / 4 == pytest.approx(480, abs=20)
        camera.stop()


def test_a_network_camera_that_vanishes_works_again_within_three_seconds_of_its_return(
    qtbot: QtBot, watch: Watch
) -> None:
    with mjpeg_server(draw_code("SD1:A")) as server:
        camera, listener = watch(lambda: open_source(server.url))
        qtbot.waitUntil(lambda: bool(listener.codes), timeout=8000)
        server.stop()
        qtbot.waitUntil(lambda: listener.kinds[-1] is CameraStateKind.LOST, timeout=5000)
        server.start()
        back_at = time.monotonic()
        qtbot.waitUntil(lambda: listener.kinds[-1] is CameraStateKind.WORKING, timeout=5000)
        assert time.monotonic() - back_at < 3.0
        camera.stop()
    assert [kind.value for kind in listener.kinds] == ["starting", "working", "lost", "working"]


def test_a_network_camera_that_stalls_is_told_lost_and_found_again(
    qtbot: QtBot, watch: Watch
) -> None:
    with mjpeg_server(draw_code("SD1:A")) as server:
        camera, listener = watch(lambda: open_source(server.url))
        qtbot.waitUntil(lambda: bool(listener.codes), timeout=8000)
        server.stalled.set()
        qtbot.waitUntil(lambda: listener.kinds[-1] is CameraStateKind.LOST, timeout=5000)
        server.stalled.clear()
        qtbot.waitUntil(lambda: listener.kinds[-1] is CameraStateKind.WORKING, timeout=5000)
        camera.stop()


def test_a_webcam_that_is_not_there_is_missing(qtbot: QtBot, watch: Watch) -> None:
    _, listener = watch(lambda: open_source("99"))
    qtbot.waitUntil(lambda: listener.kinds[-1:] == [CameraStateKind.MISSING])


def test_a_source_that_cannot_be_used_is_told_with_its_words(
    qtbot: QtBot, watch: Watch, tmp_path: Path
) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no video")
    for spec, code in (("./none.png", "no_such_source"), ("a.mp4", "video_unreadable")):
        _, listener = watch(lambda spec=spec: open_source(str(tmp_path / spec)))
        qtbot.waitUntil(lambda listener=listener: bool(listener.problems))
        assert listener.problems[0].code == code
        assert listener.states[-1].problem is listener.problems[0]


def test_one_picture_is_read(qtbot: QtBot, watch: Watch, tmp_path: Path) -> None:
    path = save(tmp_path / "a.png", draw_code("SD1:A"))
    _, listener = watch(lambda: open_source(str(path)))
    qtbot.waitUntil(lambda: CameraStateKind.ENDED in listener.kinds)
    assert [code.text for code in listener.codes] == ["SD1:A"]


def test_stopping_is_bounded_silent_and_closes_the_source(qtbot: QtBot, watch: Watch) -> None:
    source = EndlessCamera()
    camera, listener = watch(lambda: source)
    qtbot.waitUntil(lambda: CameraStateKind.WORKING in listener.kinds)
    source.hangs.set()
    told = list(listener.told)
    began = time.monotonic()
    camera.stop()
    camera.stop()
    assert time.monotonic() - began < 2.0
    assert source.is_closed
    delivered: list[bool] = []
    QTimer.singleShot(0, lambda: delivered.append(True))
    qtbot.waitUntil(lambda: bool(delivered))
    assert listener.told == told


def test_asking_to_stop_never_waits(qtbot: QtBot, watch: Watch) -> None:
    source = EndlessCamera()
    camera, listener = watch(lambda: source)
    qtbot.waitUntil(lambda: CameraStateKind.WORKING in listener.kinds)
    source.hangs.set()
    began = time.monotonic()
    camera.ask_stop()
    assert time.monotonic() - began < 0.1
    source.freed.set()
    qtbot.waitUntil(lambda: not camera.is_running)


def test_a_camera_never_started_can_be_stopped(qtbot: QtBot) -> None:
    camera = CameraThread(EndlessCamera, Decoder())
    camera.stop()
    assert camera.newest_frame() is None


def test_stopping_in_the_middle_of_a_recording_waits_for_nothing(
    qtbot: QtBot, watch: Watch, tmp_path: Path
) -> None:
    path = save_video(tmp_path / "a.avi", [blank()] * 200)
    free = threading.Event()
    decoder = CountingDecoder(until=free)
    camera, _ = watch(lambda: open_source(str(path)), decoder)
    qtbot.waitUntil(lambda: decoder.count == 1)
    camera.ask_stop()
    free.set()
    began = time.monotonic()
    camera.stop()
    assert time.monotonic() - began < 2.0
    assert decoder.count < 200


def test_the_window_goes_on_while_a_camera_hangs(qtbot: QtBot, watch: Watch) -> None:
    source = EndlessCamera()
    source.hangs.set()
    beats: list[float] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.start()
    watch(lambda: source)
    qtbot.waitUntil(lambda: len(beats) > 60)
    timer.stop()
    source.freed.set()
    gaps = sorted(b - a for a, b in pairwise(beats))
    assert gaps[len(gaps) * 9 // 10] < 0.1


def test_a_camera_asleep_lets_go_of_its_source_and_works_again_when_woken(
    qtbot: QtBot, watch: Watch
) -> None:
    source = EndlessCamera()
    camera, listener = watch(lambda: source)
    qtbot.waitUntil(lambda: CameraStateKind.WORKING in listener.kinds)
    camera.set_awake(False)
    qtbot.waitUntil(lambda: listener.kinds[-1] is CameraStateKind.ASLEEP)
    assert source.is_closed
    camera.set_awake(True)
    qtbot.waitUntil(lambda: listener.kinds[-1] is CameraStateKind.WORKING)
    assert not source.is_closed


def test_a_camera_asleep_can_be_stopped(qtbot: QtBot, watch: Watch) -> None:
    camera, listener = watch(EndlessCamera)
    camera.set_awake(False)
    qtbot.waitUntil(lambda: CameraStateKind.ASLEEP in listener.kinds)
    camera.stop()
    assert not camera.is_running


class GlaringPhone:
    """A live camera: an empty counter, then a phone under a lamp. Time runs with the frames."""

    name, is_live = "glaring", True

    def __init__(self) -> None:
        self.index = 0
        self.was_dimmed = threading.Event()
        self._wait = threading.Event()
        empty = np.full((720, 1280, 3), 70, np.uint8)
        lit = empty.copy()
        lit[110:610, 460:820] = cv2.resize(draw_phone("A" * 90), (360, 500))
        cv2.circle(lit, (640, 300), 110, (255, 255, 255), -1)
        self._pictures = [empty] * 8, [lit]

    def open(self) -> None:
        self.index = 0

    def close(self) -> None:
        pass

    def dim(self) -> None:
        self.was_dimmed.set()

    def read(self) -> Frame:
        self._wait.wait(0.01)
        first, rest = self._pictures
        image = first[self.index] if self.index < len(first) else rest[0]
        self.index += 1
        return Frame(image=image, taken_at=self.index * 0.25, index=self.index)


class Blind(Decoder):
    def decode(self, image: Image) -> tuple[Reading, ...]:
        return ()


def test_why_a_code_cannot_be_read_is_told_and_glare_asks_for_less_light(
    qtbot: QtBot, watch: Watch
) -> None:
    source = GlaringPhone()
    camera, _ = watch(lambda: source, decoder=Blind())
    qtbot.waitUntil(lambda: (v := camera.newest_frame()) is not None and v.advice == "glare")
    assert source.was_dimmed.wait(5)
