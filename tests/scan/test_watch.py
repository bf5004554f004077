from collections import deque
from pathlib import Path

import pytest

from desk_app.domain.errors import KnownError
from desk_app.scan.decoder import Decoder
from desk_app.scan.frames import Frame, SourceLost
from desk_app.scan.repeat_filter import RepeatFilter
from desk_app.scan.sources import open_source
from desk_app.scan.watch import CodeSeen, retry_wait_s, scan_codes
from tests.scan.drawing import blank, draw_code, save, save_video
from tests.scan.mjpeg import mjpeg_server


def scan(spec: str) -> list[CodeSeen]:
    return list(scan_codes(open_source(spec), Decoder(), RepeatFilter()))


class LossyCamera:
    """A live source that follows a script; None is a loss."""

    is_live = True
    name = "lossy"

    def __init__(self, *script: Frame | None) -> None:
        self.opened = 0
        self._script = deque(script)

    def open(self) -> None:
        self.opened += 1

    def read(self) -> Frame:
        frame = self._script.popleft() if self._script else None
        if frame is None:
            raise SourceLost(self.name)
        return frame

    def close(self) -> None:
        pass


def frame_at(text: str, second: float) -> Frame:
    return Frame(image=draw_code(text), taken_at=second, index=0)


def test_each_code_of_a_folder_is_seen_with_its_file_and_place(tmp_path: Path) -> None:
    save(tmp_path / "1.png", draw_code("SD1:A", size=(2560, 1440), module_px=20, at=0.75))
    save(tmp_path / "2.png", blank())
    save(tmp_path / "3.png", draw_code("SD1:B"))
    first, second = scan(str(tmp_path))
    assert (first.text, Path(first.origin).name) == ("SD1:A", "1.png")
    assert sum(x for x, _ in first.quad) / 4 == pytest.approx(1920, abs=8)
    assert (second.text, second.frame_index) == ("SD1:B", 2)


def test_in_a_folder_a_code_counts_again_only_after_a_picture_without_it(tmp_path: Path) -> None:
    for place, text in enumerate("AABAA"):
        save(tmp_path / f"{place}.png", draw_code(f"SD1:{text}"))
    assert [(seen.text[-1], seen.frame_index) for seen in scan(str(tmp_path))] == [
        ("A", 0),
        ("B", 2),
        ("A", 3),
    ]


def test_in_a_recording_time_is_the_recording_s(tmp_path: Path) -> None:
    held = [draw_code("SD1:A")] * 12
    away = [blank()] * 18
    path = save_video(tmp_path / "a.avi", [*held, *away, *held, *away, *away, *held], fps=10.0)
    assert [seen.frame_index for seen in scan(str(path))] == [0, 78]


def test_a_live_source_is_opened_again_after_a_loss() -> None:
    camera = LossyCamera(frame_at("SD1:A", 1.0), None, frame_at("SD1:A", 2.0), frame_at("SD1:B", 3))
    waits: list[float] = []
    codes = scan_codes(camera, Decoder(), RepeatFilter(), sleep=waits.append)
    assert [next(codes).text, next(codes).text] == ["SD1:A", "SD1:B"]
    codes.close()
    assert camera.opened == 2
    assert 0 < waits[0] <= 1.0


def test_a_camera_that_is_not_there_is_an_error_that_helps() -> None:
    with pytest.raises(KnownError) as caught:
        scan("99")
    assert caught.value.code == "camera_missing"


def test_watching_ends_after_the_seconds_given() -> None:
    with mjpeg_server(draw_code("SD1:A")) as server:
        source = open_source(server.url)
        (seen,) = scan_codes(source, Decoder(), RepeatFilter(), seconds=0.4)
    assert seen.text == "SD1:A"
    assert seen.taken_at <= seen.decoded_at


def test_a_try_begins_every_second_and_never_spins() -> None:
    assert retry_wait_s(0.0) == 1.0
    assert retry_wait_s(0.7) == pytest.approx(0.3)
    assert retry_wait_s(9.0) > 0
