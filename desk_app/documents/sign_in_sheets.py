"""Sign-in sheets on A4: a line and a small code for each learner, twelve lessons across."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk_app.documents.paper import draw_centred, draw_code, draw_line, open_paper
from desk_app.domain.clock import SHANGHAI
from desk_app.domain.courses import ClassSession
from desk_app.domain.exports import SignInLine, SignInSheet

if TYPE_CHECKING:
    from fpdf import FPDF

LESSONS_ACROSS = 12
_LEFT, _TOP, _HEAD = 8.0, 26.0, 11.0
_ROW, _A_PAGE = 15.5, 16
_NUMBER, _NAME, _CODE, _LESSON = 7.0, 34.0, 15.5, 11.4
_COLUMNS = _LEFT + _NUMBER + _NAME + _CODE


def sign_in_pdf(sheets: Sequence[SignInSheet]) -> bytes:
    """Draw the sheets one after another; an empty roster gets a page of empty lines."""
    pdf = open_paper(
        words
        for s in sheets
        for words in (s.station, s.course_name, *(line.name for line in s.lines))
    )
    for sheet in sheets:
        lessons = sheet.lessons
        blocks = [
            lessons[at : at + LESSONS_ACROSS]
            for at in range(0, max(1, len(lessons)), LESSONS_ACROSS)
        ]
        pages = [
            (block, start)
            for block in blocks
            for start in range(0, max(1, len(sheet.lines)), _A_PAGE)
        ]
        for number, (block, start) in enumerate(pages, start=1):
            pdf.add_page()
            _draw_head(pdf, sheet, f"{number} / {len(pages)}")
            _draw_lessons(pdf, block)
            for step in range(_A_PAGE):
                place = start + step
                line = sheet.lines[place] if place < len(sheet.lines) else None
                _draw_row(pdf, _TOP + _HEAD + step * _ROW, place + 1, line)
    return bytes(pdf.output())


def _draw_head(pdf: "FPDF", sheet: SignInSheet, page: str) -> None:
    draw_line(pdf, f"{sheet.course_name}　签到表", _LEFT, 13, size=16, width=150)
    rooms = list(dict.fromkeys(s.room for s in sheet.lessons if s.room))
    facts = "　".join([sheet.station, *rooms, f"{len(sheet.lines)} 人"])
    draw_line(pdf, facts, _LEFT, 20, size=9, width=130)
    draw_line(pdf, "到了请在当天一格签名并写时间", 142, 20, size=8, width=50)
    draw_line(pdf, page, 190, 13, size=9, width=14)


def _draw_lessons(pdf: "FPDF", lessons: Sequence[ClassSession]) -> None:
    pdf.set_draw_color(120)
    pdf.set_line_width(0.15)
    x = _LEFT
    for width, words in ((_NUMBER, "序"), (_NAME, "姓名"), (_CODE, "通行码")):
        pdf.rect(x, _TOP, width, _HEAD)
        draw_centred(pdf, words, x + width / 2, _TOP + 6.8, size=8, width=width - 1)
        x += width
    for place in range(LESSONS_ACROSS):
        pdf.rect(x, _TOP, _LESSON, _HEAD)
        if place < len(lessons):
            at = lessons[place].starts_at.astimezone(SHANGHAI)
            texts = (f"第{lessons[place].number}课", f"{at:%m-%d}", f"{at:%H:%M}")
            for step, words in enumerate(texts):
                middle, y = x + _LESSON / 2, _TOP + 3.4 + 3.2 * step
                draw_centred(pdf, words, middle, y, size=6.5, width=_LESSON - 1)
        x += _LESSON


def _draw_row(pdf: "FPDF", y: float, number: int, line: SignInLine | None) -> None:
    pdf.set_draw_color(120)
    pdf.set_line_width(0.15)
    x = _LEFT
    for width in (_NUMBER, _NAME, _CODE, *(_LESSON,) * LESSONS_ACROSS):
        pdf.rect(x, y, width, _ROW)
        x += width
    if line is None:
        return
    middle = y + _ROW / 2
    draw_centred(pdf, str(number), _LEFT + _NUMBER / 2, middle + 1, size=8, width=_NUMBER - 1)
    draw_line(pdf, line.name, _LEFT + _NUMBER + 1.5, middle + 1.8, size=13, width=_NAME - 3)
    draw_code(pdf, line.code, _COLUMNS - _CODE + 0.2, y + 0.2, _CODE - 0.4)
