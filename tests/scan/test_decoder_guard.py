"""Nothing that a camera or a file may give breaks the decoder, and nothing it reads piles up."""

import gc
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.scan import engines
from desk_app.scan.decoder import Decoder
from desk_app.scan.frames import Image
from desk_app.scan.near_miss import NearMiss
from desk_app.scan.pictures import load_cv2
from desk_app.scan.stages import NamedStage
from tests.scan.drawing import blank, draw_code
from tests.scan.libraries import hide

TEXT = "SD1:7K2M9QXW4T"


def mutated(image: Image, rng: np.random.Generator) -> Image:
    """Return the picture cut, torn, noisy, dark, turned, or in another layout."""
    height, width = image.shape[:2]
    top, left = int(rng.integers(0, height)), int(rng.integers(0, width))
    kinds = [
        lambda: image[top:, left:],
        lambda: image[: top + 1, : left + 1],
        lambda: image[:: int(rng.integers(1, 9)), :: int(rng.integers(1, 9))],
        lambda: image[::-1, ::-1],
        lambda: image.transpose(1, 0, 2),
        lambda: np.roll(image, left, axis=1),
        lambda: np.where(rng.random(image.shape) < 0.2, 0, image).astype(np.uint8),
        lambda: np.full(image.shape, int(rng.integers(0, 256)), np.uint8),
        lambda: (image * rng.random()).astype(np.uint8),
        lambda: image.astype(np.float32),
        lambda: image[:, :, 0],
        lambda: np.dstack([image, image[:, :, :1]]),
        lambda: 255 - image,
        lambda: image.view(np.int8),
    ]
    return kinds[int(rng.integers(0, len(kinds)))]()


@pytest.mark.timeout(120)
def test_a_thousand_damaged_frames_are_answered_with_the_text_or_nothing() -> None:
    rng = np.random.default_rng(20)
    small = draw_code(TEXT, size=(160, 120), module_px=3)
    decoder = Decoder(linear=True)
    deep = Decoder(deep=True)
    for place in range(1000):
        image = mutated(small, rng)
        if place % 2 and image.dtype == np.uint8 and image.ndim == 3 and image.size:
            image = mutated(image, rng)
        readings = (deep if place % 20 == 0 else decoder).decode(image)
        assert {reading.text for reading in readings} <= {TEXT}


@pytest.mark.parametrize("shape", [(12000, 8, 3), (8, 12000, 3), (12000, 300), (0, 12000, 3)])
def test_very_long_pictures_read_nothing(shape: tuple[int, ...]) -> None:
    assert Decoder().decode(np.full(shape, 128, np.uint8)) == ()


def test_a_code_in_a_picture_with_odd_strides_is_read() -> None:
    wide = np.repeat(draw_code(TEXT), 2, axis=1)
    (reading,) = Decoder().decode(wide[:, ::2])
    assert reading.text == TEXT


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"),
        min_size=1,
        max_size=60,
    )
)
def test_every_text_comes_back_as_it_was_written(text: str) -> None:
    image = draw_code(text.encode(), module_px=4)
    (reading,) = Decoder().decode(image)
    assert (reading.text, reading.data) == (text, text.encode())


def test_frames_leave_nothing_behind() -> None:
    decoder = Decoder(linear=True)
    rng = np.random.default_rng(3)
    frames = [
        draw_code(TEXT, size=(160, 120), module_px=3),
        blank((160, 120)),
        rng.integers(0, 255, (120, 160, 3)).astype(np.uint8),
    ]
    kept = []
    tracemalloc.start()
    try:
        for _ in range(2):  # in the first, what a decoder keeps once comes to be
            for place in range(300):
                decoder.decode(frames[place % 3])
            gc.collect()
            kept.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert kept[1] - kept[0] < 20_000  # one retained frame is 19,200 bytes


def noisy(image: Image, seed: int) -> Image:
    noise = np.random.default_rng(seed).normal(0, 60, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def test_still_frames_of_a_near_miss_are_averaged_against_noise() -> None:
    clean = np.ascontiguousarray(draw_code(TEXT, size=(240, 240), module_px=4)[:, :, 0])
    near = NearMiss()
    near.see((20, 20, 220, 220))
    mean = None
    for seed in range(6):
        mean = near.averaged(noisy(clean, seed))
    assert mean is not None
    wanted = clean[20:220, 20:220].astype(float)
    one = np.abs(noisy(clean, 9)[20:220, 20:220] - wanted).mean()
    assert np.abs(mean - wanted).mean() < one / 1.5


def test_frames_that_drift_are_laid_upon_each_other() -> None:
    clean = np.ascontiguousarray(draw_code(TEXT, size=(240, 240), module_px=4)[:, :, 0])
    near = NearMiss()
    near.see((10, 10, 230, 230))
    frames = [np.roll(clean, shift, axis=1) for shift in range(4)]
    mean = [near.averaged(frame) for frame in frames][-1]
    assert mean is not None
    still = clean[10:230, 10:230].astype(float)[20:200, 20:200]
    smeared = np.mean(frames, axis=0)[10:230, 10:230][20:200, 20:200]
    assert np.abs(mean[20:200, 20:200] - still).mean() < 0.6 * np.abs(smeared - still).mean()


def test_a_near_miss_is_forgotten_when_nothing_is_seen_there_any_more() -> None:
    near = NearMiss()
    near.see((10, 10, 100, 100))
    for _ in range(9):
        near.averaged(np.full((200, 200), 90, np.uint8))
    assert near.box is None


def test_a_code_seen_from_a_steep_angle_is_read_by_straightening() -> None:
    cv2 = load_cv2()
    code = draw_code(TEXT, size=(400, 400), module_px=8)[:, :, 0]
    there = np.array([[500, 260], [610, 200], [610, 520], [500, 400]], np.float32)
    ends = np.array([[0, 0], [400, 0], [400, 400], [0, 400]], np.float32)
    matrix = cv2.getPerspectiveTransform(ends, there)
    image = cv2.warpPerspective(code, matrix, (1280, 720), borderValue=190)
    assert [r.text for r in Decoder(deep=True).decode(image)] == [TEXT]


def test_badges_are_read_only_when_asked_for_and_never_beside_a_qr_code() -> None:
    cv2, zxing = load_cv2(), engines.library("zxingcpp")
    assert zxing is not None
    badge = np.array(zxing.create_barcode("B-20451", zxing.BarcodeFormat.Code128).to_image(scale=3))
    image = np.full((300, 500), 230, np.uint8)
    badge = cv2.resize(badge, (badge.shape[1], 90), interpolation=cv2.INTER_NEAREST)
    image[100:190, 60 : 60 + badge.shape[1]] = badge
    assert not any(Decoder().decode(image) for _ in range(6))
    decoder = Decoder(linear=True)
    texts = [[(r.text, r.format) for r in decoder.decode(image)] for _ in range(5)]
    assert texts == [[], [], [], [], [("B-20451", "code_128")]]


def test_the_budget_follows_a_slow_machine_but_has_an_end() -> None:
    decoder = Decoder()
    assert decoder.budget_ms == 40
    decoder._quick_ms = 10.0
    assert decoder.budget_ms == 80
    decoder._quick_ms = 500.0
    assert decoder.budget_ms == 120


@pytest.mark.parametrize("is_deep", [False, True])
@pytest.mark.parametrize("only", ["zxingcpp", "pyzbar.pyzbar", "cv2"])
def test_one_library_alone_still_reads(
    monkeypatch: pytest.MonkeyPatch, only: str, *, is_deep: bool
) -> None:
    hide(monkeypatch, *(name for name in engines.LIBRARIES if name != only))
    decoder = Decoder(deep=is_deep)
    assert len(decoder.missing) == 2
    image = draw_code(TEXT)
    assert any([r.text for r in decoder.decode(image)] == [TEXT] for _ in range(20))


def test_a_near_miss_without_opencv_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "cv2", "pyzbar.pyzbar")
    image = draw_code(TEXT)
    image[220:320, 290:390] = 128  # beyond repair, yet with its three corners
    assert Decoder().decode(image) == ()
    assert Decoder(deep=True).decode(image) == ()


def test_a_stage_that_would_burst_the_budget_is_left_out_and_tried_again_later() -> None:
    decoder = Decoder()
    image = blank((64, 64))
    ran = []
    slow = NamedStage(name="slow", read=lambda _: ran.append(1) or [])
    decoder._stages = (slow,)
    decoder._stage_ms["slow"] = 300.0
    decoder.decode(image)
    assert not ran
    for _ in range(60):
        decoder.decode(image)
    assert ran
