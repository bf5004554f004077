"""The day's rooms on A4 across: a row for each room, a column for each hour, bookings as blocks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk_app.documents.paper import draw_centred, draw_line, open_paper
from desk_app.domain.room_days import DayBlock, DayPlan, DayRow

if TYPE_CHECKING:
    from fpdf import FPDF

_WIDTH, _HEIGHT = 297.0, 210.0
_MARGIN, _TOP, _HEAD, _BOTTOM = 10.0, 24.0, 7.0, 12.0
_NAME = 36.0
_LANE_MM = (9.0, 18.0)
_A_PAGE = (_HEIGHT - _BOTTOM - _TOP - _HEAD) // _LANE_MM[0]
_DAYS = "一二三四五六日"
_HOUR_MIN = 60
_SMALLEST = 6.0  # points that can still be read


def day_plans_pdf(plans: Sequence[DayPlan]) -> bytes:
    """Draw a page a day; rooms too many for a page go on the next.

    White is open, grey is closed; a booking that waits for a word has a broken edge.
    """
    pdf = open_paper(
        words
        for plan in plans
        for words in (
            plan.station,
            *(row.room for row in plan.rows),
            *(block.label + block.purpose for row in plan.rows for block in row.blocks),
        )
    )
    for plan in plans:
        pages = _pages(plan.rows)
        for number, rows in enumerate(pages, start=1):
            pdf.add_page(orientation="landscape")
            _draw_head(pdf, plan, f"{number} / {len(pages)}" if len(pages) > 1 else "")
            lanes = sum(row.lanes for row in rows)
            room = _HEIGHT - _BOTTOM - _TOP - _HEAD
            lane_mm = min(_LANE_MM[1], room / max(1, lanes))
            y = _TOP + _HEAD
            for row in rows:
                _draw_row(pdf, plan, row, y, lane_mm)
                y += row.lanes * lane_mm
            _draw_hours(pdf, plan, y)
    return bytes(pdf.output())


def _pages(rows: Sequence[DayRow]) -> list[list[DayRow]]:
    pages: list[list[DayRow]] = [[]]
    used = 0
    for row in rows:
        if pages[-1] and used + row.lanes > _A_PAGE:
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += row.lanes
    return pages


def _x(plan: DayPlan, minute: int) -> float:
    inside = min(max(minute, plan.first_min), plan.last_min) - plan.first_min
    width = _WIDTH - 2 * _MARGIN - _NAME
    return _MARGIN + _NAME + width * inside / (plan.last_min - plan.first_min)


def _draw_head(pdf: "FPDF", plan: DayPlan, page: str) -> None:
    day = f"{plan.day.year} 年 {plan.day.month} 月 {plan.day.day} 日"
    title = f"{day}　周{_DAYS[plan.day.weekday()]}"
    pdf.set_text_color(0)
    draw_line(pdf, title, _MARGIN, 16, size=16, width=120)
    draw_line(pdf, f"{plan.station}　场地安排".strip(), 140, 16, size=11, width=120)
    draw_line(pdf, page, _WIDTH - _MARGIN - 14, 16, size=9, width=14)


def _draw_hours(pdf: "FPDF", plan: DayPlan, bottom: float) -> None:
    pdf.set_draw_color(190)
    pdf.set_line_width(0.1)
    hours = range(plan.first_min, plan.last_min + 1, _HOUR_MIN)
    for minute in hours:
        x = _x(plan, minute)
        pdf.set_text_color(70)
        words = f"{minute // _HOUR_MIN}:00"
        draw_centred(pdf, words, x, _TOP + _HEAD - 1.8, size=8, width=12)
        pdf.line(x, _TOP + _HEAD - 1, x, _TOP + _HEAD)
        pdf.line(x, bottom, x, bottom + 1)
    pdf.set_text_color(0)


def _draw_row(pdf: "FPDF", plan: DayPlan, row: DayRow, y: float, lane_mm: float) -> None:
    height = row.lanes * lane_mm
    left, right = _x(plan, plan.first_min), _x(plan, plan.last_min)
    pdf.set_draw_color(150)
    pdf.set_line_width(0.2)
    pdf.set_fill_color(228)
    pdf.rect(left, y, right - left, height, style="F")
    pdf.set_fill_color(255)
    for opens, closes in row.open_min:
        x = _x(plan, opens)
        pdf.rect(x, y, _x(plan, closes) - x, height, style="F")
    pdf.set_draw_color(215)
    for minute in range(plan.first_min + _HOUR_MIN, plan.last_min, _HOUR_MIN):
        pdf.line(_x(plan, minute), y, _x(plan, minute), y + height)
    pdf.set_draw_color(150)
    pdf.rect(_MARGIN, y, right - _MARGIN, height)
    pdf.line(left, y, left, y + height)
    pdf.set_text_color(0)
    draw_line(pdf, row.room, _MARGIN + 1.5, y + height / 2 + 1.5, size=11, width=_NAME - 3)
    for block in row.blocks:
        _draw_block(pdf, plan, block, y + block.lane * lane_mm, lane_mm)


def _draw_block(pdf: "FPDF", plan: DayPlan, block: DayBlock, y: float, lane_mm: float) -> None:
    x, right = _x(plan, block.start_min), _x(plan, block.end_min)
    width = right - x
    top, height = y + 0.6, lane_mm - 1.2
    pdf.set_fill_color(*((214, 228, 245) if block.is_sure else (250, 243, 222)))
    pdf.set_draw_color(60, 95, 140)
    pdf.set_line_width(0.3)
    if not block.is_sure:
        pdf.set_dash_pattern(dash=1.2, gap=1)
    pdf.rect(x, top, width, height, style="DF")
    pdf.set_dash_pattern()
    if width < 6:  # noqa: PLR2004  (no word fits)
        return
    pdf.set_text_color(0)
    inside = width - 1.6
    first = f"{block.label}　{block.purpose}".strip("　")
    when = f"{_clock(block.start_min)}–{_clock(block.end_min)}"
    if _width(pdf, when) > inside:
        when = _clock(block.start_min)
    draw_line(pdf, _cut(pdf, first, inside), x + 0.8, top + height * 0.44, size=9, width=inside)
    pdf.set_text_color(60)
    draw_line(pdf, when, x + 0.8, top + height * 0.86, size=7, width=inside)
    pdf.set_text_color(0)


def _cut(pdf: "FPDF", words: str, width: float) -> str:
    """Return what of the words is still readable in a width, with dots where some are missing."""
    if _width(pdf, words) <= width:
        return words
    kept = words
    while kept and _width(pdf, f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept.rstrip('　')}…" if kept else ""


def _width(pdf: "FPDF", words: str) -> float:
    pdf.set_font("noto", size=_SMALLEST)
    return float(pdf.get_string_width(words))


def _clock(minute: int) -> str:
    return f"{minute // _HOUR_MIN}:{minute % _HOUR_MIN:02}"
