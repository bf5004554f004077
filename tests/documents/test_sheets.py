"""Sheets of every quality in, the same sheet with reasons out."""

import shutil
import zipfile

import openpyxl
import pytest

from desk_app.documents.sheets import Sheet, harmless, read_sheet, write_reasons
from desk_app.domain.errors import KnownError

ODS_MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"""
ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="名册">
<table:table-row><table:table-cell
 office:value-type="string"><text:p>姓名</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell
 office:value-type="string"><text:p>林晓</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
ROWS = [["姓名", "手机号"], ["林晓", "13812340001"], ["㛃䶮𬭚𠮷", "abc"]]


def book(path, rows=ROWS):
    workbook = openpyxl.Workbook()
    workbook.active.title = "说明"
    sheet = workbook.create_sheet("名册")
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return path


def code_of(path):
    with pytest.raises(KnownError) as refused:
        read_sheet(path)
    assert refused.value.zh
    assert refused.value.en
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_is_read_in_every_usual_encoding(tmp_path, encoding, delimiter):
    path = tmp_path / "名册.csv"
    path.write_text("\r\n".join(delimiter.join(row) for row in ROWS), encoding=encoding)
    assert read_sheet(path).rows == ROWS


def test_the_first_sheet_with_rows_is_taken(tmp_path):
    sheet = read_sheet(book(tmp_path / "名册.xlsx"))
    assert sheet.title == "名册"
    assert [list(row) for row in sheet.rows] == ROWS


def test_rows_keep_their_numbers_below_empty_ones(tmp_path):
    sheet = read_sheet(book(tmp_path / "a.xlsx", [[], [], ["姓名"], [], ["林晓"]]))
    assert sheet.rows[2][0] == "姓名"
    assert sheet.rows[4][0] == "林晓"


def test_what_cannot_be_read_is_named(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.xlsx").write_bytes(b"PK no book")
    (tmp_path / "c.csv").write_bytes(b"")
    (tmp_path / "d.csv").write_bytes(bytes(range(256)) * 4)
    assert code_of(tmp_path / "none.xlsx") == "no_such_file"
    assert code_of(tmp_path / "a.pdf") == "unknown_file_kind"
    assert code_of(tmp_path / "b.xlsx") == "file_damaged"
    assert code_of(tmp_path / "c.csv") == "empty_file"
    assert code_of(tmp_path / "d.csv") == "unknown_encoding"
    assert code_of(tmp_path) == "no_such_file"


def test_a_workbook_comes_back_as_it_was_with_a_column_of_reasons(tmp_path):
    source = book(tmp_path / "名册.xlsx")
    out = tmp_path / "名册-待改.xlsx"
    write_reasons(source, read_sheet(source), {3: "手机号不对 / bad phone"}, out)
    back = openpyxl.load_workbook(out)["名册"]
    assert [[c.value for c in row] for row in back.iter_rows()] == [
        ["姓名", "手机号", "原因 / Reason"],
        ["林晓", "13812340001", None],
        ["㛃䶮𬭚𠮷", "abc", "手机号不对 / bad phone"],
    ]
    assert openpyxl.load_workbook(out).sheetnames == ["说明", "名册"]


def test_text_comes_back_in_its_encoding(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("姓名,电话\n林晓,abc\n", encoding="gb18030")
    out = tmp_path / "b.csv"
    write_reasons(source, read_sheet(source), {2: "不对"}, out)
    assert out.read_text(encoding="gb18030").splitlines() == ["姓名,电话,", "林晓,abc,不对"]


def test_nothing_is_left_where_the_copy_cannot_be_written(tmp_path):
    sheet = Sheet(rows=ROWS)
    with pytest.raises(KnownError) as refused:
        write_reasons(tmp_path / "a.csv", sheet, {}, tmp_path / "none" / "b.csv")
    assert refused.value.code == "file_not_writable"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_in_a_name_is_harmless(text):
    assert harmless(text) == f"'{text}"
    assert harmless("林晓") == "林晓"
    assert harmless(-1) == -1


def test_a_workbook_is_read_whatever_its_name_says(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["姓名", "手机号"])
    book.active.append(["顾晚晴", 13812341234])
    book.save(tmp_path / "a.xlsx")
    for name in ("a.xls", "a.csv", "a.et"):
        shutil.copy(tmp_path / "a.xlsx", tmp_path / name)
        sheet = read_sheet(tmp_path / name)
        assert sheet.rows[1][0] == "顾晚晴"
        write_reasons(tmp_path / name, sheet, {2: "缺"}, tmp_path / "out.xlsx")
        assert read_sheet(tmp_path / "out.xlsx").rows[1][2] == "缺"


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_text_that_calls_itself_a_workbook_is_read_as_text(tmp_path, name):
    (tmp_path / name).write_bytes("姓名\t手机号\n䶮某\t13800000000\n".encode("gb18030"))
    sheet = read_sheet(tmp_path / name)
    assert sheet.rows[1] == ["䶮某", "13800000000"]
    write_reasons(tmp_path / name, sheet, {2: "缺"}, tmp_path / "out.xlsx")
    assert read_sheet(tmp_path / "out.xlsx").rows[1][2] == "缺"


def test_a_web_page_that_calls_itself_a_workbook_is_refused(tmp_path):
    (tmp_path / "a.xls").write_text("<html>\n<table><tr><td>姓名, 手机</td></tr></table></html>")
    assert code_of(tmp_path / "a.xls") == "file_damaged"


def test_reasons_for_text_with_control_characters_still_make_a_workbook(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("姓名,电话\n林\x07晓,abc\n", encoding="utf-8")
    write_reasons(source, read_sheet(source), {2: "电话\x01不对"}, tmp_path / "out.xlsx")
    back = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert [cell.value for cell in back[2]] == ["林晓", "abc", "电话不对"]


def test_reasons_stand_beside_rows_that_another_kind_of_book_holds(tmp_path):
    source = tmp_path / "a.xlsx"  # an .ods that was renamed
    with zipfile.ZipFile(source, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        book.writestr("content.xml", ODS_CONTENT)
    sheet = read_sheet(source)
    write_reasons(source, sheet, {2: "缺"}, tmp_path / "out.xlsx")
    assert read_sheet(tmp_path / "out.xlsx").rows[1][:2] == ["林晓", "缺"]


def refusal_of_reasons(source, out):
    with pytest.raises(KnownError) as refused:
        write_reasons(source, read_sheet(source), {2: "缺"}, out)
    return refused.value.code


def test_reasons_replace_neither_the_sheet_itself_nor_a_read_only_file(tmp_path):
    source, kept = tmp_path / "a.csv", tmp_path / "kept.csv"
    source.write_text("姓名\n林晓\n")
    kept.write_text("mine")
    kept.chmod(0o444)
    assert refusal_of_reasons(source, source) == "file_is_the_sheet"
    assert refusal_of_reasons(source, kept) == "file_read_only"
    assert (source.read_text(), kept.read_text()) == ("姓名\n林晓\n", "mine")


def test_reasons_are_a_workbook_or_csv_and_nothing_else(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("姓名\n林晓\n")
    assert refusal_of_reasons(source, tmp_path / "out.pdf") == "unknown_file_kind"
    assert not (tmp_path / "out.pdf").exists()
