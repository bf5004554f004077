import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from desk_app.domain.errors import KnownError
from desk_app.scan.pictures import MAX_FILE_BYTES, load_cv2, picture_size, read_image
from tests.scan.drawing import blank, save


def png_header(width: int, height: int) -> bytes:
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )


def code_of(path: Path) -> str:
    with pytest.raises(KnownError) as caught:
        read_image(path)
    assert caught.value.zh
    assert caught.value.en
    return caught.value.code


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".bmp"])
def test_the_header_says_the_size_that_decoding_gives(tmp_path: Path, suffix: str) -> None:
    path = save(tmp_path / f"a{suffix}", blank((322, 201)))
    assert picture_size(path.read_bytes()) == (322, 201)
    assert read_image(path).shape == (201, 322, 3)


def test_a_lossy_webp_says_its_size(tmp_path: Path) -> None:
    cv2 = load_cv2()
    data = bytes(cv2.imencode(".webp", blank((322, 201)), [cv2.IMWRITE_WEBP_QUALITY, 60])[1])
    assert picture_size(data) == (322, 201)


def test_a_picture_with_a_chinese_name_is_read(tmp_path: Path) -> None:
    assert read_image(save(tmp_path / "通行码 一.png", blank())).shape == (480, 640, 3)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image_empty"),
        (b"this is a text", "image_unreadable"),
        (b"\xff\xd8", "image_unreadable"),
        (b"\xff\xd8\xff\xe0\x00", "image_unreadable"),
        (b"BM", "image_unreadable"),
        (b"RIFF\0\0\0\0WEBPVP8X", "image_unreadable"),
        (b"RIFF\0\0\0\0WEBPVP8L", "image_unreadable"),
        (png_header(0, 10), "image_unreadable"),
        (png_header(100, 100), "image_unreadable"),
        (png_header(60_000, 60_000), "image_too_large"),
        (png_header(2**31 - 1, 2**31 - 1), "image_too_large"),
    ],
)
def test_what_is_no_picture_says_so(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(data)
    assert code_of(path) == code


def test_a_hundred_megabyte_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert path.stat().st_size > MAX_FILE_BYTES
    assert code_of(path) == "image_too_large"


def test_missing_files_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.png") == "image_missing"
    assert code_of(tmp_path) == "image_unreadable"
    assert code_of(Path("a\0b.png")) == "image_missing"
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    assert code_of(pipe) == "image_unreadable"


def test_a_picture_cut_off_in_the_middle_breaks_nothing(tmp_path: Path) -> None:
    data = save(tmp_path / "a.jpg", blank()).read_bytes()
    for length in (3, 20, 160, 170, len(data) // 2, len(data) - 1):
        path = tmp_path / "cut.jpg"
        path.write_bytes(data[:length])
        with suppress(KnownError):
            assert read_image(path).shape == (480, 640, 3)
