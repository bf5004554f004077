"""Certificates on A4 across, one a page."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from desk_app.documents.paper import draw_centred, open_paper
from desk_app.domain.exports import Award

if TYPE_CHECKING:
    from fpdf import FPDF

_WIDTH, _HEIGHT = 297.0, 210.0


def certificates_pdf(awards: Sequence[Award]) -> bytes:
    """Draw certificates in their order."""
    pdf = open_paper(award.name + award.course_name + award.station for award in awards)
    for award in awards:
        pdf.add_page(orientation="landscape")
        _draw(pdf, award)
    return bytes(pdf.output())


def _draw(pdf: "FPDF", award: Award) -> None:
    middle = _WIDTH / 2
    pdf.set_draw_color(46, 92, 138)
    for inset, line in ((10.0, 1.2), (13.0, 0.3)):
        pdf.set_line_width(line)
        pdf.rect(inset, inset, _WIDTH - 2 * inset, _HEIGHT - 2 * inset)
    draw_centred(pdf, "结 业 证 书", middle, 52, size=40, width=220)
    draw_centred(pdf, "Certificate of completion", middle, 62, size=13, width=220)
    draw_centred(pdf, award.name, middle, 92, size=32, width=220)
    pdf.set_line_width(0.3)
    pdf.line(middle - 60, 97, middle + 60, 97)
    for y, words in (
        (114, f"完成“{award.course_name}”课程"),
        (125, f"{_date(award.first_day)} 至 {_date(award.last_day)}"),
        (136, f"共 {award.lessons} 课，到课 {award.came} 课，出勤率 {award.rate}%"),
        (147, "特发此证。"),
    ):
        draw_centred(pdf, words, middle, y, size=16, width=240)
    draw_centred(pdf, award.station, 220, 172, size=16, width=110)
    draw_centred(pdf, _date(award.issued_on), 220, 182, size=13, width=110)


def _date(day: date) -> str:
    return f"{day:%Y} 年 {day:%m} 月 {day:%d} 日"
