import time

import numpy as np
import pytest

from desk_app.scan.decoder import Decoder
from desk_app.scan.repeat_filter import RepeatFilter
from desk_app.scan.simulated import SimulatedCamera
from desk_app.scan.watch import scan_codes

PASS = "SD1:" + "7K2M9QXW" * 6


@pytest.mark.parametrize("seed", range(4))
def test_a_phone_held_up_is_read_once(seed: int) -> None:
    camera = SimulatedCamera(fps=60.0, seed=seed)
    camera.show(PASS, 0.4)
    camera.show("SD1:SECOND", 0.4)
    seen = list(scan_codes(camera, Decoder(), RepeatFilter(), seconds=1.2))
    assert [code.text for code in seen] == [PASS, "SD1:SECOND"]


def test_an_empty_desk_shows_no_code() -> None:
    camera = SimulatedCamera(fps=200.0)
    camera.open()
    frame = camera.read()
    assert frame is not None
    assert frame.image.shape == (720, 1280, 3)
    assert Decoder().decode(frame.image) == ()


def test_the_desk_is_the_same_for_the_same_seed() -> None:
    first, second = SimulatedCamera(seed=3), SimulatedCamera(seed=3)
    assert np.array_equal(first._draw(1.5), second._draw(1.5))


def test_a_camera_of_fifteen_frames_gives_no_more() -> None:
    camera = SimulatedCamera(size=(320, 180), fps=15.0)
    camera.open()
    began = time.monotonic()
    for _ in range(4):
        camera.read()
    assert time.monotonic() - began >= 2.5 / 15
