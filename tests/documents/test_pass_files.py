"""A pass on a phone, as a label, as a card: each reads, whole or not at all."""

import subprocess

import cv2
import numpy as np
import pytest

from desk_app.documents.pass_cards import Card
from desk_app.documents.pass_files import PassForm, write_pass
from desk_app.domain.errors import KnownError
from desk_app.scan.decoder import Decoder
from desk_app.scan.pictures import read_image

CARD = Card(name="㛃䶮𬭚", station="梧桐里白领驿家", code="D1" + "8H3G$U/A13J1Z5IQ3N" * 6)
# A camera of 1280 px over 70 degrees sees 1280 / (2 tan 35°) = 914 px per unit of width/distance.
_PX = 914


def seen_from(picture, width_mm, distance_mm):
    """A gray 720p frame with the picture so far away, a little out of focus."""
    side = round(_PX * width_mm / distance_mm)
    height = round(side * picture.shape[0] / picture.shape[1])
    small = cv2.resize(picture, (side, height), interpolation=cv2.INTER_AREA)
    frame = np.full((720, 1280), 90, np.uint8)
    small = small[:720]
    top, left = (720 - small.shape[0]) // 2, (1280 - side) // 2
    frame[top : top + small.shape[0], left : left + side] = small
    return cv2.GaussianBlur(frame, (0, 0), 0.7)


def texts(frame):
    return {reading.text for reading in Decoder(deep=True).decode(frame)}


@pytest.mark.parametrize(
    ("form", "name", "width_mm", "distance_mm"),
    [
        (PassForm.PHONE, "a.png", 65, 400),
        (PassForm.LABEL, "a.png", 62, 500),
    ],
)
def test_it_is_read_at_arms_length(tmp_path, form, name, width_mm, distance_mm):
    out = tmp_path / name
    write_pass(form, [CARD], out)
    picture = cv2.cvtColor(read_image(out), cv2.COLOR_BGR2GRAY)
    assert texts(seen_from(picture, width_mm, distance_mm)) == {CARD.code}


def test_a_label_as_pdf_holds_the_name_as_text_and_the_code(tmp_path):
    out = tmp_path / "a.pdf"
    write_pass(PassForm.LABEL, [CARD], out)
    words = subprocess.run(["pdftotext", out, "-"], check=True, capture_output=True, text=True)
    assert CARD.name in words.stdout
    assert CARD.station in words.stdout
    subprocess.run(["pdftoppm", "-r", "200", "-png", out, tmp_path / "page"], check=True)
    assert texts(read_image(next(tmp_path.glob("page*.png")))) == {CARD.code}


@pytest.mark.parametrize(
    ("form", "name", "code"),
    [
        (PassForm.PHONE, "a.pdf", "unknown_picture_format"),
        (PassForm.CARD, "a.png", "unknown_picture_format"),
        (PassForm.LABEL, "none/a.pdf", "no_such_folder"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is(tmp_path, form, name, code):
    with pytest.raises(KnownError) as refused:
        write_pass(form, [CARD], tmp_path / name)
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []
