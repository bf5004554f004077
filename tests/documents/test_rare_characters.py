"""Nobody's name is drawn as boxes: characters the main font lacks come from the second one."""

import subprocess

import pytest
from PIL import Image, ImageDraw
from PySide6.QtGui import QTextLayout

from desk_app.documents.lettering import draw_words, words_width
from desk_app.documents.paper import draw_centred, draw_line, open_paper
from desk_app.ui.common.fonts import load_fonts, sized_font

NAME = "林𠮷㛃"
NOBODY_HAS = "\U0001f9ff"


def ink_of(words):
    picture = Image.new("L", (200, 60), 255)
    draw_words(ImageDraw.Draw(picture), (4, 30), words, 40)
    return picture.tobytes()


def pdf_of(words, tmp_path):
    pdf = open_paper([words])
    pdf.add_page()
    draw_line(pdf, words, 20, 40, size=30, width=150)
    draw_centred(pdf, words, 100, 80, size=30, width=150)
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(pdf.output()))
    return path


def told(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_pdf_draws_a_rare_character_and_keeps_it_as_text(tmp_path):
    path = pdf_of(NAME, tmp_path)
    assert told("pdftotext", path, "-").split() == [NAME, NAME]
    assert "StationDeskRareHan" in told("pdffonts", path)


def test_a_pdf_keeps_as_text_what_no_font_draws(tmp_path):
    path = pdf_of("林" + NOBODY_HAS, tmp_path)
    assert told("pdftotext", path, "-").split() == ["林" + NOBODY_HAS] * 2
    assert "StationDeskRareHan" not in told("pdffonts", path)


def test_a_pdf_draws_a_line_where_it_is_told_to(tmp_path):
    pdf = pdf_of(NAME, tmp_path)
    told("pdftoppm", "-r", "254", "-png", "-singlefile", pdf, tmp_path / "a")
    with Image.open(tmp_path / "a.png") as page:  # 10 px a millimetre; 30 points are 106 px
        ink = Image.eval(page.convert("L"), lambda grey: 255 - grey)
    for left, right, base_line in ((200, 518, 400), (841, 1159, 800)):
        drawn = ink.crop((0, base_line - 130, ink.width, base_line + 40)).getbbox()
        assert drawn == pytest.approx((left, 40, right, 140), abs=12)


@pytest.mark.parametrize("character", NAME)
def test_a_picture_draws_each_character_as_itself(character):
    assert ink_of(character) not in {ink_of(NOBODY_HAS), ink_of(""), ink_of("〓")}


def test_a_picture_leaves_each_character_its_room():
    assert words_width(NAME, 40) == pytest.approx(3 * words_width("林", 40))


def test_the_window_draws_a_rare_character_from_the_font_that_has_it(qapp):
    load_fonts()
    layout = QTextLayout(NAME, sized_font(20, is_strong=True))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    families = {run.rawFont().familyName() for run in layout.glyphRuns()}
    assert families == {"Noto Sans SC", "Station Desk Rare Han"}
