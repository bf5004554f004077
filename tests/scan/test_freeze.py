import numpy as np
import pytest

from desk_app.scan.frames import Image, SourceLost
from desk_app.scan.freeze import FreezeWatch
from desk_app.scan.pictures import load_cv2
from desk_app.scan.sources import LiveSource
from tests.scan.drawing import blank, draw_code


class StillCapture:
    """A capture that gives one picture for ever."""

    def __init__(self, *_how: object) -> None:
        self.image = draw_code("SD1:A")

    def isOpened(self) -> bool:  # noqa: N802  (OpenCV's name)
        return True

    def read(self) -> tuple[bool, Image]:
        return True, self.image.copy()

    def set(self, _key: int, _value: float) -> bool:
        return True

    def release(self) -> None:
        pass


def test_the_same_picture_for_three_seconds_is_frozen() -> None:
    watch, image = FreezeWatch(), draw_code("SD1:A")
    told = [watch.is_frozen(image.copy(), at) for at in (10.0, 11.0, 12.9, 13.0)]
    assert told == [False, False, False, True]


def test_one_pixel_of_noise_begins_the_count_again() -> None:
    watch, image = FreezeWatch(), draw_code("SD1:A")
    other = image.copy()
    other[3, 5, 0] ^= np.uint8(1)
    pictures = ((image, 0.0), (image.copy(), 2.9), (other, 3.0), (other.copy(), 5.9))
    assert not any(watch.is_frozen(picture, at) for picture, at in pictures)


def test_a_covered_lens_is_not_frozen() -> None:
    watch = FreezeWatch()
    assert not any(watch.is_frozen(blank(), float(at)) for at in range(10))


def test_a_frozen_webcam_is_lost_and_begins_anew_when_opened_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr(load_cv2(), "VideoCapture", StillCapture)
    monkeypatch.setattr("desk_app.scan.sources.time.monotonic", lambda: now[0])
    source = LiveSource(0, size=(640, 480))
    source.open()
    source.read()
    now[0] = 3.0
    with pytest.raises(SourceLost):
        source.read()
    source.open()
    assert source.read().index == 2
    source.close()
