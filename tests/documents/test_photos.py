"""A picture becomes a small square JPEG without metadata, or is refused with a next step."""

import io
import os

import pytest
from PIL import Image

from desk_app.documents.photos import photo_of_file, photo_of_frame
from desk_app.domain.errors import KnownError
from desk_app.domain.photos import MOST_BYTES, SIDE_PX


def opened(photo):
    picture = Image.open(io.BytesIO(photo))
    picture.load()
    return picture


def noise(width, height):
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


def test_a_photo_is_square_small_and_holds_no_metadata(tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "SomePhone"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 49.0)
    noise(1600, 1200).save(
        tmp_path / "a.jpg", exif=exif, comment=b"where it was", icc_profile=b"x" * 200
    )
    photo = photo_of_file(tmp_path / "a.jpg")
    kept = opened(photo)
    assert kept.format == "JPEG"
    assert kept.size == (SIDE_PX, SIDE_PX)
    assert len(photo) <= MOST_BYTES
    assert not kept.getexif()
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"SomePhone" not in photo
    assert b"where it was" not in photo


def test_a_picture_held_sideways_stands_upright(tmp_path):
    picture = Image.new("RGB", (400, 400), "blue")
    picture.paste("red", (0, 0, 400, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(tmp_path / "a.jpg", exif=exif)
    red, _, blue = opened(photo_of_file(tmp_path / "a.jpg")).getpixel((380, 200))
    assert (red > 200, blue < 60) == (True, True)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_picture_can_be_kept(tmp_path, mode):
    path = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
    Image.new(mode, (100, 300)).save(path)
    assert opened(photo_of_file(path)).size == (100, 100)


def test_what_was_transparent_is_white(tmp_path):
    Image.new("RGBA", (60, 60), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert opened(photo_of_file(tmp_path / "a.png")).getpixel((30, 30)) == (255, 255, 255)


def test_a_frame_of_the_camera_is_cropped_to_its_middle():
    picture = Image.new("RGB", (640, 480), "black")
    picture.paste("white", (80, 0, 560, 480))
    kept = opened(photo_of_frame(picture.tobytes(), 640, 480))
    assert kept.size == (SIDE_PX, SIDE_PX)
    assert min(kept.convert("L").tobytes()) > 200


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.jpg", b"", "no_picture"),
        ("a.jpg", b"no picture at all", "no_picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40, "no_picture"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "no_picture"),
        ("a.gif", b"GIF89a\x01\0\x01\0\0\0\0;", "no_picture"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_picture"),
        ("a.jpg", b"\0" * 20_000_001, "picture_too_large"),
    ],
)
def test_what_is_no_photo_is_refused_kindly(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(KnownError) as refused:
        photo_of_file(tmp_path / name)
    assert refused.value.code == code


def test_a_picture_cut_short_is_refused(tmp_path):
    written = io.BytesIO()
    noise(400, 400).save(written, "JPEG")
    (tmp_path / "a.jpg").write_bytes(written.getvalue()[:9000])
    with pytest.raises(KnownError, match="no picture"):
        photo_of_file(tmp_path / "a.jpg")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    Image.new("1", (20_000, 20_000)).save(tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size < 1_000_000
    with pytest.raises(KnownError, match="too large"):
        photo_of_file(tmp_path / "a.png")


@pytest.mark.parametrize("size", [(1, 1), (20, 500), (30, 3000)])
def test_what_shows_nobody_is_refused(tmp_path, size):
    Image.new("RGB", size).save(tmp_path / "a.png")
    with pytest.raises(KnownError, match="too small"):
        photo_of_file(tmp_path / "a.png")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(KnownError, match=r"none\.jpg"):
        photo_of_file(tmp_path / "none.jpg")
