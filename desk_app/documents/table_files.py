"""A table as XLSX, CSV or PDF."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from desk_app.documents.paper import draw_centred, draw_line, open_paper
from desk_app.documents.sheets import harmless
from desk_app.domain.clock import SHANGHAI
from desk_app.domain.exports import Column, ColumnKind, Table, Value

if TYPE_CHECKING:
    from fpdf import FPDF

_FORMATS = {
    ColumnKind.NUMBER: "0",
    ColumnKind.PERCENT: "0.0%",
    ColumnKind.MOMENT: "yyyy-mm-dd hh:mm",
    ColumnKind.TEXT: "@",
}
_WIDEST = 40
_PAGE = (297.0, 210.0)
_MARGIN = 10.0
_TOP, _ROW = 20.0, 6.0
_TEXT_SIZE = 8.0
_PADDING = 1.2
_LIMITS_MM = (9.0, 60.0)


def table_xlsx(table: Table) -> bytes:
    """Write a workbook: real numbers and dates, a head and first columns that stay in sight."""
    import openpyxl  # noqa: PLC0415  (only exports need it)
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        sheet = book.create_sheet()
    sheet.title = _sheet_title(table.title)
    sheet.append([harmless(column.heading) for column in table.columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF4")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for number, row in enumerate(table.rows, start=2):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            written = _typed(column, value)
            if isinstance(written, str):
                written = ILLEGAL_CHARACTERS_RE.sub("", written)
            cell = sheet.cell(row=number, column=place, value=written)
            cell.number_format = _FORMATS[column.kind]
    sheet.freeze_panes = sheet.cell(row=2, column=table.frozen + 1)
    sheet.auto_filter.ref = sheet.dimensions
    for place, (column, width) in enumerate(zip(table.columns, _widths(table), strict=True), 1):
        least = 17 if column.kind is ColumnKind.MOMENT else 6
        wanted = min(_WIDEST, max(least, width + 2))
        sheet.column_dimensions[get_column_letter(place)].width = wanted
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_csv(table: Table) -> bytes:
    """Write UTF-8 with a byte order mark, as Excel in China wants it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(column.heading.replace("\n", " ")) for column in table.columns])
    for row in table.rows:
        cells = zip(table.columns, row, strict=True)
        writer.writerow([harmless(_words(column, value)) for column, value in cells])
    return out.getvalue().encode("utf-8-sig")


def table_pdf(table: Table) -> bytes:
    """Draw the table on A4 across; columns too many for a sheet go on the next, names repeated."""
    lines = [
        [_words(column, value) for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    heads = [column.heading.split("\n") for column in table.columns]
    pdf = open_paper([table.title, "第页共", *(t for h in heads for t in h), *map("".join, lines)])
    widths = _widths_mm(pdf, heads, lines)
    a_page = int((_PAGE[1] - _MARGIN - _TOP - 2 * _ROW) // _ROW)
    starts = range(0, max(1, len(lines)), a_page)
    bands = _bands(widths, table.frozen)
    for number, (start, band) in enumerate(((s, b) for s in starts for b in bands), start=1):
        pdf.add_page(orientation="landscape")
        of = f"第 {number} 页，共 {len(starts) * len(bands)} 页"
        draw_line(pdf, table.title, _MARGIN, 14, size=13, width=220)
        draw_centred(pdf, of, _PAGE[0] - _MARGIN - 16, 14, size=_TEXT_SIZE, width=32)
        _draw_band(pdf, [(widths[c], heads[c]) for c in band], band, lines[start : start + a_page])
    return bytes(pdf.output())


def _draw_band(
    pdf: "FPDF",
    columns: Sequence[tuple[float, Sequence[str]]],
    band: Sequence[int],
    lines: Sequence[Sequence[str]],
) -> None:
    pdf.set_draw_color(170)
    pdf.set_line_width(0.15)
    head = 2 * _ROW
    x = _MARGIN
    for (width, heading), place in zip(columns, band, strict=True):
        room = width - 2 * _PADDING
        pdf.set_fill_color(232, 238, 244)
        pdf.rect(x, _TOP, width, head, style="DF")
        for step, words in enumerate(heading):
            draw_line(pdf, words, x + _PADDING, _TOP + 4.5 + 4.5 * step, size=7.5, width=room)
        for step, line in enumerate(lines):
            y = _TOP + head + step * _ROW
            pdf.rect(x, y, width, _ROW)
            draw_line(pdf, line[place], x + _PADDING, y + 4.2, size=_TEXT_SIZE, width=room)
        x += width


def _bands(widths: Sequence[float], frozen: int) -> list[list[int]]:
    """Return which columns stand on each sheet, the frozen ones on all."""
    kept = list(range(min(frozen, len(widths))))
    room = _PAGE[0] - 2 * _MARGIN - sum(widths[:frozen])
    bands: list[list[int]] = []
    used = room + 1
    for place in range(len(kept), len(widths)):
        if used + widths[place] > room:
            bands.append([*kept])
            used = 0
        bands[-1].append(place)
        used += widths[place]
    return bands or [kept]


def _widths_mm(
    pdf: "FPDF", heads: Sequence[Sequence[str]], lines: Sequence[Sequence[str]]
) -> list[float]:
    pdf.set_font("noto", size=_TEXT_SIZE)
    least, most = _LIMITS_MM
    found = []
    for place, heading in enumerate(heads):
        longest = max((line[place] for line in lines), key=display_width, default="")
        wanted = max(map(pdf.get_string_width, (*heading, longest))) + 2 * _PADDING + 0.2
        found.append(min(most, max(least, wanted)))
    return found


def _widths(table: Table) -> list[int]:
    widths = [max(map(display_width, c.heading.split("\n"))) for c in table.columns]
    for row in table.rows:
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            widths[place] = max(widths[place], display_width(_words(column, value)))
    return widths


def display_width(text: str) -> int:
    """Return how wide a text is, a Chinese character as two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _typed(column: Column, value: Value) -> str | int | float | date | datetime | None:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)
    if isinstance(value, Decimal):
        return float(value) / 100 if column.kind is ColumnKind.PERCENT else float(value)
    return str(harmless(value)) if isinstance(value, str) else value


def _words(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return f"{value}%" if column.kind is ColumnKind.PERCENT else str(value)


def _sheet_title(title: str) -> str:
    return "".join(" " if c in "[]:*?/\\'" else c for c in title)[:31].strip() or "导出"
