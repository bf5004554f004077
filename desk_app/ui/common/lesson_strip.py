"""The lesson strip: twelve cells that are the attendance record everywhere."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desk_app.domain.courses import LessonMark
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER
from desk_app.ui.common.theme import theme

_MOST_WIDTH = 54
_LEAST_WIDTH = 31


def draw_strip(
    painter: QPainter, marks: Sequence[LessonMark], box: QRectF, *, band: str, today_tick: bool
) -> None:
    """Draw the cells with their numbers below; ``band`` is the colour of today's cell."""
    gap = 7.0 if theme().is_wide else 5.0
    width = (box.width() - gap * (len(marks) - 1)) / max(1, len(marks))
    width = max(_LEAST_WIDTH, min(_MOST_WIDTH, width))
    height = 54.0 if theme().is_wide else 36.0
    for place, mark in enumerate(marks):
        cell = QRectF(box.left() + place * (width + gap), box.top(), width, height)
        _draw_cell(painter, mark, cell, band=band, today_tick=today_tick)
        is_today = mark is LessonMark.TODAY
        painter.setFont(sized_font(18 if theme().is_wide else 13, is_strong=is_today))
        painter.setPen(theme().color("text.primary" if is_today else "text.secondary"))
        painter.drawText(QRectF(cell.left(), cell.bottom() + 3, width, 24), CENTER, str(place + 1))


def _draw_cell(
    painter: QPainter, mark: LessonMark, cell: QRectF, *, band: str, today_tick: bool
) -> None:
    look = theme()
    inner = cell.adjusted(1, 1, -1, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match mark:
        case LessonMark.PRESENT:
            painter.setBrush(look.color("surface.sunken"))
            painter.drawRoundedRect(cell, 6, 6)
            _draw_tick(painter, cell, "text.primary")
        case LessonMark.TODAY:
            painter.setBrush(look.color(f"outcome.{band}.band"))
            painter.drawRoundedRect(cell, 6, 6)
            if today_tick:
                _draw_tick(painter, cell, f"outcome.{band}.onBand")
        case LessonMark.ABSENT | LessonMark.LATE | LessonMark.EXCUSED | LessonMark.MADE_UP:
            is_absent = mark is LessonMark.ABSENT
            painter.setPen(
                QPen(
                    look.color("border.selected" if is_absent else "border.control"),
                    2 if is_absent else 1,
                )
            )
            painter.drawRoundedRect(inner, 6, 6)
            painter.setFont(sized_font(22 if theme().is_wide else 15, is_strong=True))
            painter.setPen(look.color("text.primary"))
            painter.drawText(cell, CENTER, mark_letter(mark))
        case LessonMark.FUTURE:
            painter.setPen(QPen(look.color("border.strong"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(inner, 6, 6)


def mark_letter(mark: LessonMark) -> str:
    """Return 缺, 迟, 假 or 补; in English A, L, E or M."""
    match mark:
        case LessonMark.ABSENT:
            return QCoreApplication.translate("LessonStrip", "A")
        case LessonMark.EXCUSED:
            return QCoreApplication.translate("LessonStrip", "E")
        case LessonMark.MADE_UP:
            return QCoreApplication.translate("LessonStrip", "M")
        case _:
            return QCoreApplication.translate("LessonStrip", "L")


def _draw_tick(painter: QPainter, cell: QRectF, color: str) -> None:
    pen = QPen(theme().color(color), 2.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    c = cell.center()
    painter.drawPolyline(
        [QPointF(c.x() - 6, c.y()), QPointF(c.x() - 2, c.y() + 4), QPointF(c.x() + 6, c.y() - 5)]
    )
