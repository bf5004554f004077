import pytest
from PIL import Image

from desk_app.documents.room_pictures import FOLDER, keep_picture, picture_of
from desk_app.domain.errors import KnownError


def drawn(path, size, mode="RGB", **facts):
    Image.new(mode, size, (10, 120, 200, 0)[: len(mode)]).save(path, **facts)
    return path


@pytest.mark.parametrize(
    ("size", "kept"),
    [((4000, 3000), (1280, 960)), ((600, 2560), (300, 1280)), ((40, 30), (40, 30))],
)
def test_a_picture_is_kept_as_a_jpeg_of_at_most_1280_px(tmp_path, size, kept):
    name = keep_picture(tmp_path, drawn(tmp_path / "room.png", size))
    with Image.open(tmp_path / FOLDER / name) as found:
        assert (found.format, found.size) == ("JPEG", kept)
    assert picture_of(tmp_path, name) == (tmp_path / FOLDER / name).read_bytes()


def test_a_picture_stands_upright_and_says_nothing_of_where_it_was_taken(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    name = keep_picture(tmp_path, drawn(tmp_path / "a.jpg", (800, 400), exif=exif))
    with Image.open(tmp_path / FOLDER / name) as found:
        assert found.size == (400, 800)
        assert not found.getexif()


def test_what_is_transparent_becomes_white(tmp_path):
    name = keep_picture(tmp_path, drawn(tmp_path / "a.png", (50, 50), "RGBA"))
    with Image.open(tmp_path / FOLDER / name) as found:
        assert found.convert("L").getextrema()[0] > 250


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_what_is_no_picture_is_refused_and_nothing_is_kept(tmp_path, content):
    path = tmp_path / "room.png"
    path.write_bytes(content)
    with pytest.raises(KnownError) as refused:
        keep_picture(tmp_path, path)
    assert refused.value.code == "bad_picture"
    with pytest.raises(KnownError):
        keep_picture(tmp_path, tmp_path / "gone.png")
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize("photo", ["", "../secret.jpg", "/etc/hostname", "gone.jpg", "a\0b"])
def test_a_name_that_leads_elsewhere_shows_nothing(tmp_path, photo):
    (tmp_path / "secret.jpg").write_bytes(b"x")
    assert picture_of(tmp_path, photo) is None
