import numpy as np
import pytest

from desk_app.scan import decoder as decoder_module
from desk_app.scan.decoder import Decoder
from desk_app.scan.engines import library
from desk_app.scan.frames import Image
from desk_app.scan.pictures import fit, load_cv2
from tests.scan.drawing import blank, draw_code
from tests.scan.libraries import hide

TEXT = "SD1:7K2M9QXW4T"


def texts(image: Image, decoder: Decoder | None = None) -> list[str]:
    return [reading.text for reading in (decoder or Decoder()).decode(image)]


def warped(image: Image, shift: float) -> Image:
    height, width = image.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    spots = corners + np.array(
        [[shift * width, shift * height], [0, 0], [0, 0], [0, -shift * height]], np.float32
    )
    cv2 = load_cv2()
    matrix = cv2.getPerspectiveTransform(corners, spots.astype(np.float32))
    return cv2.warpPerspective(image, matrix, (width, height), borderValue=(190, 190, 190))


@pytest.mark.parametrize("angle", [0, 17, 45, 90, 133, 180, 291])
def test_a_code_is_read_however_it_is_turned(angle: int) -> None:
    cv2 = load_cv2()
    turn = cv2.getRotationMatrix2D((320, 240), angle, 1.0)
    image = cv2.warpAffine(draw_code(TEXT), turn, (640, 480), borderValue=(190, 190, 190))
    assert texts(image) == [TEXT]


@pytest.mark.parametrize("shift", [0.05, 0.12, 0.2])
def test_a_code_is_read_at_an_angle(shift: float) -> None:
    assert texts(warped(draw_code(TEXT), shift)) == [TEXT]


def test_a_code_is_read_when_blurred_and_dim() -> None:
    blurred = load_cv2().GaussianBlur(draw_code(TEXT), (0, 0), 2.0)
    assert texts((blurred * 0.35).astype(np.uint8)) == [TEXT]


def test_two_codes_in_one_picture_are_both_read() -> None:
    image = np.hstack([draw_code("SD1:LEFT"), draw_code("SD1:RIGHT")])
    assert sorted(texts(image)) == ["SD1:LEFT", "SD1:RIGHT"]


def test_the_outline_lies_around_the_code() -> None:
    (reading,) = Decoder().decode(draw_code(TEXT, at=0.7))
    middle = np.mean(reading.quad, axis=0)
    assert middle == pytest.approx((448, 240), abs=4)
    assert reading.format == "qr_code"


def test_a_chinese_text_is_read_as_written() -> None:
    assert texts(draw_code("顾晚 · 周一班".encode())) == ["顾晚 · 周一班"]


def test_control_characters_are_given_as_they_are() -> None:
    assert texts(draw_code(b"\x01\x10A\x00B")) == ["\x01\x10A\x00B"]


def test_bytes_that_are_no_utf8_still_give_a_text() -> None:
    (reading,) = Decoder().decode(draw_code(b"\xff\xfe\x80\x81 not text"))
    assert reading.data == b"\xff\xfe\x80\x81 not text"
    assert reading.text


def test_a_two_thousand_byte_code_is_read() -> None:
    text = "Z9" * 1000
    assert texts(draw_code(text, size=(1280, 1280), module_px=5)) == [text]


@pytest.mark.parametrize("is_deep", [False, True])
@pytest.mark.parametrize(
    "image",
    [
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((0, 40, 3), np.uint8),
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((9, 9), np.uint8),
        np.zeros((9, 2000, 3), np.uint8),
        np.zeros((40, 40, 2), np.uint8),
        np.zeros((40, 40, 5), np.uint8),
        np.zeros((40, 40, 3), np.float32),
        np.zeros(40, np.uint8),
        np.zeros((3, 40, 40, 3), np.uint8),
        np.random.default_rng(1).integers(0, 255, (240, 320, 3), np.uint8),
    ],
    ids=lambda image: f"{image.dtype}{image.shape}",
)
def test_odd_pictures_read_nothing_and_break_nothing(image: Image, *, is_deep: bool) -> None:
    assert Decoder(deep=is_deep).decode(image) == ()


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_gray_and_transparent_pictures_are_read(channels: int) -> None:
    gray = draw_code(TEXT)[:, :, 0]
    assert texts(gray) == [TEXT]
    assert texts(np.dstack([gray] * channels)) == [TEXT]


def test_every_library_may_be_missing_but_opencv(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "zxingcpp", "pyzbar.pyzbar")
    decoder = Decoder(deep=True)
    assert decoder.missing == ("zxingcpp", "pyzbar.pyzbar")
    assert texts(draw_code(TEXT), decoder) == [TEXT]


def test_without_zxing_the_rotating_stages_read_within_a_cycle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hide(monkeypatch, "zxingcpp")
    decoder = Decoder()
    image = draw_code(TEXT)
    assert any(texts(image, decoder) == [TEXT] for _ in range(13))


def test_a_library_that_fails_on_a_picture_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    zbar = library("pyzbar.pyzbar")
    assert zbar is not None

    def fail(*_: object, **__: object) -> None:
        raise ValueError("orientation 4294967295")

    monkeypatch.setattr(zbar, "decode", fail)
    assert Decoder(deep=True).decode(blank()) == ()


def test_pictures_are_shrunk_to_fit_and_never_enlarged() -> None:
    image, scale = fit(blank((2560, 720)), 1280, 720)
    assert (image.shape[:2], scale) == ((360, 1280), 0.5)
    image, scale = fit(blank((100, 50)), 1280, 720)
    assert (image.shape[:2], scale) == ((50, 100), 1.0)
    image, _ = fit(np.zeros((1, 90_000, 3), np.uint8), 1280, 720)
    assert image.shape[:2] == (1, 1280)


@pytest.mark.parametrize(
    ("module_px", "sigma", "angle"), [(2, 0.8, 0), (2, 0.8, 10), (3, 1.5, 10), (3, 1.5, 30)]
)
def test_a_code_seen_but_not_read_is_tried_again_in_its_place(
    monkeypatch: pytest.MonkeyPatch, module_px: int, sigma: float, angle: int
) -> None:
    monkeypatch.setattr(decoder_module, "BUDGET_MS", 5000.0)  # a busy machine reads the same
    cv2 = load_cv2()
    turn = cv2.getRotationMatrix2D((320, 240), angle, 1.0)
    image = cv2.warpAffine(
        draw_code(TEXT, module_px=module_px), turn, (640, 480), borderValue=(190, 190, 190)
    )
    dim = cv2.GaussianBlur(image, (0, 0), sigma).astype(int) // 3
    noise = np.random.default_rng(0).integers(-6, 6, image.shape)
    (reading,) = Decoder().decode(np.clip(dim + noise, 0, 255).astype(np.uint8))
    assert reading.text == TEXT
    assert reading.stage.startswith("crop-")
    assert np.mean(reading.quad, axis=0) == pytest.approx((320, 240), abs=6)
