from io import BytesIO

import pytest
from PIL import Image

from desk_app.documents.room_pictures import room_picture
from desk_app.domain.errors import KnownError


def drawn(path, size, mode="RGB", **facts):
    Image.new(mode, size, (10, 120, 200, 0)[: len(mode)]).save(path, **facts)
    return path


def made(path):
    return Image.open(BytesIO(room_picture(path)))


@pytest.mark.parametrize(
    ("size", "kept"),
    [((4000, 3000), (1280, 960)), ((600, 2560), (300, 1280)), ((40, 30), (40, 30))],
)
def test_a_picture_becomes_a_jpeg_of_at_most_1280_px(tmp_path, size, kept):
    with made(drawn(tmp_path / "room.png", size)) as found:
        assert (found.format, found.size) == ("JPEG", kept)


def test_a_picture_stands_upright_and_says_nothing_of_where_it_was_taken(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    with made(drawn(tmp_path / "a.jpg", (800, 400), exif=exif)) as found:
        assert found.size == (400, 800)
        assert not found.getexif()


def test_what_is_transparent_becomes_white(tmp_path):
    with made(drawn(tmp_path / "a.png", (50, 50), "RGBA")) as found:
        assert found.convert("L").getextrema()[0] > 250


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_what_is_no_picture_is_refused(tmp_path, content):
    path = tmp_path / "room.png"
    path.write_bytes(content)
    for one in (path, tmp_path / "gone.png"):
        with pytest.raises(KnownError) as refused:
            room_picture(one)
        assert refused.value.code == "bad_picture"
