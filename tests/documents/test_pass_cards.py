import subprocess

import pytest

from benchmarks.pass_range import reads_at
from desk_app.documents.pass_cards import Card, cards_pdf
from desk_app.scan.decoder import Decoder
from desk_app.scan.pictures import read_image


def test_a_sheets_names_are_text_and_its_codes_are_read(station, tmp_path):
    names = ["李㛃", "龚䶮", "王𬭚", "林𠮷", "顾晚晴"]
    cards = [Card(name=n, station="驿站", code=station.issue(station.visitor(n))) for n in names]
    path = tmp_path / "sheet.pdf"
    path.write_bytes(cards_pdf(cards))
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    assert [name for name in names if name not in text] == []
    subprocess.run(["pdftoppm", "-r", "150", "-png", path, tmp_path / "page"], check=True)
    (page,) = tmp_path.glob("page*.png")
    read = {found.text for found in Decoder(deep=True).decode(read_image(page))}
    assert read == {card.code for card in cards}


@pytest.mark.parametrize(("cards", "pages"), [(10, 1), (11, 2)])
def test_ten_cards_fill_a_sheet(cards, pages):
    pdf = cards_pdf([Card(name="林晓", station="驿站", code="A" * 122)] * cards)
    assert pdf.count(b"/Type /Page\n") == pages


def test_a_cards_code_is_read_at_40_cm(station):
    assert reads_at(station.issue(station.visitor()), 40)
