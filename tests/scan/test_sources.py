import os
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from desk_app.domain.errors import KnownError
from desk_app.scan import sources
from desk_app.scan.frames import Frame, FrameSource, SourceLost
from desk_app.scan.sources import (
    OPEN_TIMEOUT_MS,
    READ_TIMEOUT_MS,
    CameraInfo,
    LiveSource,
    PictureFolder,
    VideoFile,
    list_cameras,
    open_source,
)
from tests.scan.drawing import blank, draw_code, save, save_video
from tests.scan.mjpeg import mjpeg_server


def exhaust(source: FrameSource) -> None:
    while source.read() is not None:
        pass


def exhaust_opened(source: FrameSource) -> None:
    source.open()
    exhaust(source)


def frames_of(source: FrameSource) -> list[Frame]:
    source.open()
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    source.close()
    return frames


@pytest.mark.parametrize(
    "spec",
    [
        "none.png",
        "100",
        "²",
        "٣",
        "ftp://host/a",
        "file:///etc/passwd",
        "a\0b",
        "x" * 5000,
        "~who/a",
        "/dev/null",
    ],
)
def test_what_is_no_source_says_what_would_be(spec: str) -> None:
    with pytest.raises(KnownError) as caught:
        open_source(spec)
    assert caught.value.code == "no_such_source"
    assert caught.value.zh
    assert caught.value.en


@pytest.mark.parametrize("spec", ["0", "7", "http://host/a", "rtsp://host/a", "HTTPS://host/a"])
def test_numbers_and_addresses_are_live(spec: str) -> None:
    assert open_source(spec).is_live


def test_an_address_is_named_without_its_password() -> None:
    assert open_source("rtsp://admin:secret@10.0.0.8:554/live").name == "10.0.0.8:554"


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    with pytest.raises(KnownError) as caught:
        open_source(str(tmp_path))
    assert caught.value.code == "empty_folder"


def test_a_folder_gives_every_picture_in_order_and_notes_the_bad_ones(tmp_path: Path) -> None:
    for name in ("c.png", "a.jpg", "e.webp"):
        save(tmp_path / name, blank())
    (tmp_path / "b.png").write_bytes(b"")
    (tmp_path / "d.png").write_bytes(b"no picture")
    (tmp_path / "f.txt").write_bytes(b"passed over")
    with (tmp_path / "g.png").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    source = open_source(str(tmp_path))
    assert isinstance(source, PictureFolder)
    for _ in range(2):
        frames = frames_of(source)
        assert [Path(f.origin).name for f in frames] == ["a.jpg", "c.png", "e.webp"]
        assert [Path(p.path).name for p in source.problems] == ["b.png", "d.png", "g.png"]
        assert [p.code for p in source.problems] == [
            "image_empty",
            "image_unreadable",
            "image_too_large",
        ]


def test_one_picture_is_a_source(tmp_path: Path) -> None:
    (frame,) = frames_of(open_source(str(save(tmp_path / "a.png", blank()))))
    assert frame.image.shape == (480, 640, 3)


def test_a_video_gives_every_frame_with_its_place_in_the_recording(tmp_path: Path) -> None:
    path = save_video(tmp_path / "a.avi", [draw_code("A"), blank()] * 10, fps=10.0)
    source = open_source(str(path))
    assert isinstance(source, VideoFile)
    for _ in range(2):
        frames = frames_of(source)
        assert [f.index for f in frames] == list(range(20))
        assert frames[-1].shown_s == pytest.approx(1.9)


@pytest.mark.parametrize("data", [b"", b"no video at all", os.urandom(5000)])
def test_what_is_no_video_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    with pytest.raises(KnownError) as caught:
        open_source(str(path)).open()
    assert caught.value.code == "video_unreadable"


def test_a_video_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    path = save_video(tmp_path / "a.avi", [draw_code("A")] * 20)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 0 < len(frames_of(open_source(str(path)))) < 20


def test_a_webcam_that_is_not_there_is_lost_at_once() -> None:
    source = LiveSource(99, size=(640, 480))
    with pytest.raises(SourceLost):
        source.open()
    with pytest.raises(SourceLost):
        source.read()
    source.close()


def test_listing_webcams_never_fails() -> None:
    assert all(camera.name for camera in list_cameras())


def test_a_stream_that_stalls_is_lost_within_its_time_out() -> None:
    with mjpeg_server(blank()) as server:
        source = open_source(server.url)
        source.open()
        assert source.read() is not None
        server.stalled.set()
        began = time.monotonic()
        with pytest.raises(SourceLost):
            exhaust(source)
        assert time.monotonic() - began < READ_TIMEOUT_MS / 1000 + 1.0
        source.close()


def test_an_address_that_hangs_is_given_up_within_its_time_out() -> None:
    with mjpeg_server(blank()) as server:
        server.stalled.set()
        source = open_source(server.url)
        began = time.monotonic()
        with pytest.raises(SourceLost):
            source.open()
        assert time.monotonic() - began < OPEN_TIMEOUT_MS / 1000 + 1.0


def test_an_address_nobody_serves_is_lost() -> None:
    with pytest.raises(SourceLost):
        open_source("http://127.0.0.1:1/a").open()


class FakeCapture:
    """A webcam that opens, and gives pictures unless another program holds it."""

    def __init__(self, *, is_open: bool = True, is_held: bool = False) -> None:
        self._is_open, self._is_held = is_open, is_held

    def isOpened(self) -> bool:  # noqa: N802  (OpenCV's name)
        return self._is_open

    def read(self) -> tuple[bool, object]:
        return not self._is_held, np.zeros((720, 1280, 3), np.uint8)

    def set(self, _name: int, _value: float) -> bool:
        return True

    def get(self, _name: int) -> float:
        return 0.0

    def release(self) -> None:
        pass


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    """Names of the webcams by index, to be changed by the test."""
    found: dict[int, str] = {}

    def cameras() -> tuple[CameraInfo, ...]:
        return tuple(CameraInfo(index=i, name=found[i]) for i in sorted(found))

    monkeypatch.setattr(sources, "list_cameras", cameras)
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The indexes that were opened."""
    tried: list[object] = []

    def capture(where: object, *_how: object) -> FakeCapture:
        tried.append(where)
        return FakeCapture()

    monkeypatch.setattr(cv2, "VideoCapture", capture)
    return tried


def test_a_webcam_is_found_by_its_name_wherever_it_is_plugged_in(
    plugged: dict[int, str], opened: list[object]
) -> None:
    source = open_source("camera:Logi C920")
    assert source.name == "Logi C920"
    with pytest.raises(SourceLost):
        source.open()
    plugged.update({0: "Built-in", 2: "Logi C920"})
    source.open()
    assert source.read() is not None
    source.close()
    plugged.clear()
    plugged[1] = "Logi C920"
    source.open()
    assert opened == [2, 1]


def test_two_webcams_of_one_name_are_told_apart() -> None:
    first = CameraInfo(index=0, name="Logi C920")
    second = CameraInfo(index=2, name="Logi C920", nth=2)
    assert first.source != second.source
    assert open_source(second.source).name == "Logi C920#2"


@pytest.mark.parametrize("held", [FakeCapture(is_open=False), FakeCapture(is_held=True)])
def test_a_webcam_that_another_program_holds_is_said_to_be_busy(
    plugged: dict[int, str], monkeypatch: pytest.MonkeyPatch, held: FakeCapture
) -> None:
    plugged[0] = "Logi C920"
    monkeypatch.setattr(cv2, "VideoCapture", lambda *_how: held)
    source = open_source("camera:Logi C920")
    with pytest.raises(SourceLost) as lost:
        exhaust_opened(source)
    assert lost.value.is_busy
