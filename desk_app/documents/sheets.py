"""Sheets in and out: XLSX, XLS, ODS and CSV of every quality, read as rows of cells."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk_app.documents.written import refuse_protected
from desk_app.domain.errors import KnownError
from desk_app.domain.rosters import Cell

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 100_000
_BOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et"})
_BOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zipped, and what came before
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_REASON_KINDS = frozenset({".xlsx", ".csv"})
_REASON_HEADING = "原因 / Reason"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The first sheet of a file that holds something, as it stands there.

    Attributes:
        encoding: Of a text file; empty for a workbook.
        delimiter: Of a text file.
        title: Of the sheet in its workbook.
    """

    rows: Sequence[Sequence[Cell]]
    encoding: str = ""
    delimiter: str = ","
    title: str = ""


def read_sheet(path: Path) -> Sheet:
    """Read a workbook or a text file.

    Text is UTF-8 or UTF-16 where it says so or fits, else GB18030. Of several sheets the first
    with more than one row is taken.

    Raises:
        KnownError: No such file, none of the kinds above, damaged, locked by a password, empty, or
            too large.
    """
    if not path.is_file():
        raise KnownError(
            "no_such_file",
            zh=f"没有这个文件：{path}。请检查文件名。",
            en=f"No such file: {path}. Check its name.",
        )
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise _too_large(path)
    suffix = path.suffix.lower()
    if suffix not in _BOOKS | _TEXTS:
        raise KnownError(
            "unknown_file_kind",
            zh=f"不认识这种文件：{path.name}。请存成 .xlsx 或 .csv 再导入。",
            en=f"Unknown kind of file: {path.name}. Save it as .xlsx or .csv and import that.",
        )
    try:
        sheet = _read_kind(path, is_text=suffix in _TEXTS)
    except OSError as error:
        raise KnownError(
            "file_not_readable",
            zh=f"读不了 {path.name}：{error.strerror}。若正在别的程序里打开，请先关掉。",
            en=f"Cannot read {path.name}: {error.strerror}. Close it in other programs first.",
        ) from error
    if not any(any(cell not in (None, "") for cell in row) for row in sheet.rows):
        raise KnownError(
            "empty_file",
            zh=f"{path.name} 里没有内容。",
            en=f"{path.name} holds nothing.",
        )
    if len(sheet.rows) > MAX_ROWS:
        raise _too_large(path)
    return sheet


def _read_kind(path: Path, *, is_text: bool) -> Sheet:
    """Read what the content says it is; the name only decides about text."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_BOOK_MARKS):
        return _read_book(path)
    if is_text or _is_table_of_text(head):
        return _read_text(path)
    raise _damaged(path)


def write_reasons(source: Path, sheet: Sheet, reasons: Mapping[int, str], out: Path) -> None:
    """Write the same table to ``out`` with a column that says why a row was left out.

    A workbook keeps its looks where it is XLSX; CSV keeps its encoding. ``reasons`` are keyed by
    row number, from 1. ``out`` appears whole or not at all.

    Raises:
        KnownError: ``out`` cannot be written, is read-only, is ``source``, or ends otherwise.
    """
    if out.suffix.lower() not in _REASON_KINDS:
        raise KnownError(
            "unknown_file_kind",
            zh=f"{out.name} 不是 .xlsx 或 .csv。请换一个文件名。",
            en=f"{out.name} is no .xlsx or .csv. Choose another name.",
        )
    if out.exists() and source.exists() and out.samefile(source):
        raise KnownError(
            "file_is_the_sheet",
            zh=f"{out.name} 就是要导入的表，没有改动它。请换一个文件名。",
            en=f"{out.name} is the sheet itself and was left as it is. Choose another name.",
        )
    refuse_protected(out)
    part = out.with_name(f".{out.name}.part")
    try:
        if out.suffix.lower() == ".csv":
            _write_text(sheet, reasons, part)
        else:
            _write_book(source, sheet, reasons, part)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise KnownError(
            "file_not_writable",
            zh=f"写不了 {out}：{error.strerror}。请换一个位置或文件名。",
            en=f"Cannot write {out}: {error.strerror}. Choose another place or name.",
        ) from error


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _read_book(path: Path) -> Sheet:
    import python_calamine as calamine  # noqa: PLC0415  (only imports need it)

    try:
        content = io.BytesIO(path.read_bytes())  # its kind shows in it, whatever its name says
        with calamine.CalamineWorkbook.from_filelike(content) as book:
            found = Sheet(rows=())
            for name in book.sheet_names:
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                if len(rows) > len(found.rows):
                    found = Sheet(rows=rows, title=name)
                if len(rows) > 1:
                    break
            return found
    except calamine.PasswordError as error:
        raise KnownError(
            "file_locked",
            zh=f"{path.name} 有密码。请在 Excel 里去掉密码再导入。",
            en=f"{path.name} has a password. Remove it in Excel, then import.",
        ) from error
    except calamine.CalamineError as error:
        raise _damaged(path) from error


def _is_table_of_text(head: bytes) -> bool:
    """Whether a file named as a workbook holds CSV, as some systems hand it out."""
    return (
        b"\n" in head
        and any(mark in head for mark in (b",", b"\t", b";"))
        and not head.lstrip().startswith(b"<")
    )


def _damaged(path: Path) -> KnownError:
    return KnownError(
        "file_damaged",
        zh=f"打不开 {path.name}，它可能损坏了，或不是表格文件。请用 Excel 另存为 .xlsx 再导入。",
        en=f"{path.name} cannot be opened: it is damaged or no spreadsheet. "
        "Save it as .xlsx in Excel and import that.",
    )


def _read_text(path: Path) -> Sheet:
    content = path.read_bytes()
    text, encoding = _decode(content, path)
    first = text[:4096]
    delimiter = max(",\t;，", key=lambda mark: sum(mark in line for line in first.splitlines()))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise KnownError(
            "file_damaged",
            zh=f"{path.name} 不是能读的 CSV（{error}）。请用 Excel 另存为 .xlsx 再导入。",
            en=f"{path.name} is no readable CSV ({error}). Save it as .xlsx and import that.",
        ) from error
    return Sheet(rows=rows, encoding=encoding, delimiter=delimiter)


def _decode(content: bytes, path: Path) -> tuple[str, str]:
    by_mark = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((name for mark, name in by_mark.items() if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise KnownError(
        "unknown_encoding",
        zh=f"{path.name} 的文字编码认不出来。请用 Excel 另存为 .xlsx，或存成 UTF-8 的 CSV。",
        en=f"The encoding of {path.name} is unknown. Save it as .xlsx, or as CSV in UTF-8.",
    )


def _write_text(sheet: Sheet, reasons: Mapping[int, str], out: Path) -> None:
    encoding = "utf-8-sig" if sheet.encoding in {"", "utf-8"} else sheet.encoding
    width = max(len(row) for row in sheet.rows)
    with out.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=sheet.delimiter)
        for number, row in enumerate(sheet.rows, start=1):
            cells = [*row, *[""] * (width - len(row)), reasons.get(number, "")]
            writer.writerow([harmless(cell) for cell in cells])


def _write_book(source: Path, sheet: Sheet, reasons: Mapping[int, str], out: Path) -> None:
    import openpyxl  # noqa: PLC0415  (only here)
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    def written(cell: Cell) -> Cell:
        found = harmless(cell)
        return ILLEGAL_CHARACTERS_RE.sub("", found) if isinstance(found, str) else found

    if source.suffix.lower() == ".xlsx" and _is_xlsx(source):
        book = openpyxl.load_workbook(source)
        table = book[sheet.title]
    else:
        book = openpyxl.Workbook()
        table = book.create_sheet(sheet.title or "导入", 0)
        for row in sheet.rows:
            table.append([written(cell) for cell in row])
    column = max(len(row) for row in sheet.rows) + 1
    fill = PatternFill("solid", fgColor="FFF4D6")
    table.cell(row=1, column=column, value=_REASON_HEADING)
    for number, reason in reasons.items():
        table.cell(row=number, column=column, value=written(reason)).fill = fill
    table.column_dimensions[get_column_letter(column)].width = 60
    book.save(out)


def _is_xlsx(path: Path) -> bool:
    """Whether a file is what openpyxl opens: an older or another kind may bear the name."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as parts:
        return {"[Content_Types].xml", "xl/workbook.xml"} <= set(parts.namelist())


def _too_large(path: Path) -> KnownError:
    return KnownError(
        "file_too_large",
        zh=f"{path.name} 太大了：最多 {MAX_BYTES // 2**20} MB、{MAX_ROWS} 行。请分成几个文件导入。",
        en=f"{path.name} is too large: at most {MAX_BYTES // 2**20} MB and {MAX_ROWS} rows. "
        "Import it in parts.",
    )
