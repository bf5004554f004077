"""The sign on a room's door, A4: its name, its hours, and a code that a desk answers."""

from typing import TYPE_CHECKING

from desk_app.documents.paper import draw_centred, draw_code, open_paper
from desk_app.domain.room_papers import DoorSign

if TYPE_CHECKING:
    from fpdf import FPDF

_MIDDLE, _INSIDE = 105.0, 180.0
_CODE_MM = 96.0


def door_sign_pdf(sign: DoorSign) -> bytes:
    """Draw one sign."""
    pdf = open_paper([sign.station, sign.room, sign.rules, *sign.hours])
    pdf.add_page()
    _centred(pdf, sign.station, 28, 14, grey=90)
    _centred(pdf, sign.room, 58, 60)
    people = [f"可容纳 {sign.capacity} 人　up to {sign.capacity} people"] if sign.capacity else []
    y = 74.0
    for words in (*people, _hours(sign)):
        _centred(pdf, words, y, 13, grey=60)
        y += 8
    pdf.set_fill_color(0)
    draw_code(pdf, sign.code, _MIDDLE - _CODE_MM / 2, 108, _CODE_MM)
    _centred(pdf, "在前台扫这个码，就知道现在谁在用、用到几点", 214, 14)
    _centred(
        pdf, "Show this code at the desk: it says what is on now and until when", 222, 11, grey=60
    )
    if sign.rules:
        _centred(pdf, sign.rules, 248, 14)
    return bytes(pdf.output())


def _hours(sign: DoorSign) -> str:
    if not sign.hours:
        return "全天开放　always open"
    days = {"mo": "一", "tu": "二", "we": "三", "th": "四", "fr": "五", "sa": "六", "su": "日"}
    said: list[str] = []
    for text in sign.hours:
        day, _, period = text.rpartition(" ")
        said.append(f"周{days[day]} {period}" if day in days else period)
    return "　".join(("开放", *said))


def _centred(pdf: "FPDF", words: str, y: float, size: float, *, grey: int = 0) -> None:
    pdf.set_text_color(grey)
    draw_centred(pdf, words, _MIDDLE, y, size=size, width=_INSIDE)
    pdf.set_text_color(0)
