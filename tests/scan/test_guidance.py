"""What is said while a code is held up that cannot be read."""

import cv2
import numpy as np
import pytest

from desk_app.scan.exposure import DIM_S, Exposure
from desk_app.scan.guidance import LOOK_S, Advice, Guide, Measures, advise
from desk_app.scan.simulated import draw_phone

WELL = {
    "side_px": 270.0, "dark": 20.0, "bright": 245.0, "around": 80.0, "burnt": 0.0, "edge_px": 3.0,
}  # fmt: skip
PHONE = draw_phone("V1" + "AB12CD34EF" * 12)


def held(*, scale=1.0, blur=0.0, sweep=0, light=1.0, screen=1.0, around=70, glare=0, seed=0):
    """A phone in the middle of a 720p frame, spoilt in one way."""
    frame = np.full((720, 1280, 3), around, np.float32)
    width, height = int(360 * scale), int(640 * scale)
    phone = cv2.resize(PHONE, (width, height), interpolation=cv2.INTER_AREA) * screen
    top, left = (720 - height) // 2, (1280 - width) // 2
    frame[top : top + height, left : left + width] = phone
    if glare:
        y, x = np.mgrid[:720, :1280]
        frame += 380 * np.exp(-((x - 640) ** 2 + (y - 300) ** 2) / (2 * glare**2))[..., None]
    frame *= light
    if blur:
        frame = cv2.GaussianBlur(frame, (0, 0), blur)
    if sweep:
        kernel = np.zeros((sweep, sweep), np.float32)
        kernel[sweep // 2] = 1 / sweep
        frame = cv2.filter2D(frame, -1, kernel)
    frame += np.random.default_rng(seed).normal(0, 3, frame.shape)
    return np.clip(frame, 0, 255).astype(np.uint8)


def watch(guide, frames, *, start=0.0, is_read=False):
    told, at = [], start
    for frame in frames:
        told.append(guide.see(frame, at, is_read=is_read))
        at += LOOK_S + 0.01
    return told


def used_to(around=70, light=1.0):
    """A guide that has seen the empty counter for two seconds."""
    guide = Guide()
    empty = np.full((720, 1280, 3), around * light, np.float32)
    noise = np.random.default_rng(9).normal(0, 3, empty.shape)
    watch(guide, [np.clip(empty + noise, 0, 255).astype(np.uint8)] * 10)
    return guide


@pytest.mark.parametrize(
    ("spoilt", "advice"),
    [
        ({"scale": 0.25}, Advice.CLOSER),
        ({"sweep": 15}, Advice.HOLD_STILL),
        ({"blur": 4.0}, Advice.HOLD_STILL),
        ({"light": 0.1}, Advice.TOO_DARK),
        ({"screen": 0.12, "around": 120}, Advice.BRIGHTER_SCREEN),
        ({"glare": 80}, Advice.GLARE),
    ],
)
def test_the_reason_is_named_after_a_moment_of_patience(spoilt, advice):
    guide = used_to(spoilt.get("around", 70), spoilt.get("light", 1.0))
    told = watch(guide, [held(**spoilt, seed=n) for n in range(8)], start=10.0)
    assert told[0] is None
    assert told[1] is None
    assert told[-1] is advice


def test_a_code_that_is_read_needs_no_advice():
    guide = used_to()
    watch(guide, [held(sweep=15, seed=n) for n in range(8)], start=10.0)
    assert watch(guide, [held()], start=20.0, is_read=True) == [None]


def test_the_advice_goes_with_the_code():
    guide = used_to()
    told = watch(guide, [held(sweep=15, seed=n) for n in range(8)], start=10.0)
    assert told[-1] is Advice.HOLD_STILL
    empty = np.full((720, 1280, 3), 70, np.uint8)
    assert watch(guide, [empty] * 10, start=12.0)[-1] is None


def test_print_keys_and_stripes_that_lie_there_are_no_code():
    keys = np.full((720, 1280, 3), 90, np.uint8)
    for x in range(200, 1000, 60):
        for y in range(300, 560, 60):
            cv2.rectangle(keys, (x, y), (x + 46, y + 46), (30, 30, 30), -1)
            cv2.putText(keys, chr(65 + x % 26), (x + 10, y + 34), 0, 0.9, (230, 230, 230), 2)
    stripes = np.full((720, 1280, 3), 90, np.uint8)
    stripes[200:500, 400:800][:, ::12] = 240
    for scene in (keys, stripes):
        assert set(watch(Guide(), [scene] * 20)) == {None}


def test_new_stripes_are_no_code():
    stripes = np.full((720, 1280, 3), 70, np.uint8)
    for x in range(400, 800, 24):
        stripes[200:500, x : x + 12] = 240
    assert set(watch(used_to(), [stripes] * 10, start=10.0)) == {None}


def test_light_comes_before_distance_and_distance_before_sharpness():
    assert advise(Measures(**WELL)) is None
    bad = {**WELL, "edge_px": 12.0}
    assert advise(Measures(**bad)) is Advice.HOLD_STILL
    bad["side_px"] = 60.0
    assert advise(Measures(**bad)) is Advice.CLOSER
    bad["burnt"] = 0.5
    assert advise(Measures(**bad)) is Advice.GLARE
    bad["bright"] = 30.0
    assert advise(Measures(**bad)) is Advice.BRIGHTER_SCREEN
    bad["around"] = 10.0
    assert advise(Measures(**bad)) is Advice.TOO_DARK


class FakeCapture:
    def __init__(self, *, takes=True):
        self.values = {cv2.CAP_PROP_AUTO_EXPOSURE: 3.0, cv2.CAP_PROP_EXPOSURE: 300.0}
        self.takes = takes

    def get(self, name):
        return self.values[name]

    def set(self, name, value):
        if self.takes:
            self.values[name] = value
        return self.takes


def test_less_light_for_a_while_then_all_as_it_was():
    capture = FakeCapture()
    before = dict(capture.values)
    exposure = Exposure(capture)
    exposure.dim(100.0)
    assert capture.values[cv2.CAP_PROP_EXPOSURE] < 300.0
    exposure.keep_time(100.0 + DIM_S / 2)
    assert capture.values != before
    exposure.keep_time(100.0 + DIM_S)
    assert capture.values == before


def test_glare_that_lasts_keeps_the_light_low_without_lowering_it_again():
    capture = FakeCapture()
    exposure = Exposure(capture)
    exposure.dim(100.0)
    low = capture.values[cv2.CAP_PROP_EXPOSURE]
    exposure.dim(103.0)
    exposure.keep_time(105.0)
    assert capture.values[cv2.CAP_PROP_EXPOSURE] == low
    exposure.keep_time(103.0 + DIM_S)
    assert capture.values[cv2.CAP_PROP_EXPOSURE] == 300.0


def test_a_camera_that_takes_no_exposure_is_left_alone():
    capture = FakeCapture(takes=False)
    before = dict(capture.values)
    exposure = Exposure(capture)
    exposure.dim(100.0)
    exposure.restore()
    assert capture.values == before
