"""The body of the result card: who, what for and where, and what proves it."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.courses import CourseKind
from desk_app.services.results import CheckInResult
from desk_app.ui.check_in.card_layout import CardLayout
from desk_app.ui.check_in.said import Kind, Said
from desk_app.ui.check_in.words import lesson_text
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.lesson_strip import draw_strip
from desk_app.ui.common.painting import (
    draw_badge,
    draw_chip,
    draw_icon,
    draw_line,
    draw_parts,
    fit,
)
from desk_app.ui.common.photo import draw_photo
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme

translate = QCoreApplication.translate
_MOST_ROOMS = 2
_NOT_LOOKED_FOR = frozenset(
    {
        CheckInOutcome.BLOCKED,
        CheckInOutcome.EXPIRED,
        CheckInOutcome.NOT_YET_VALID,
        CheckInOutcome.RETIRED_KEY,
        CheckInOutcome.REVOKED,
    }
)
"""Refused before anybody asked what is on for them: nothing is known of their classes."""


def paint_head(
    painter: QPainter, result: CheckInResult, size: CardLayout, photo: QImage | None
) -> None:
    """Paint name, photo, phone, company and floor."""
    look, body = theme(), size.body
    name = result.visitor.name if result.visitor else _stranger(result)
    line = 108 if look.is_wide else 64
    if photo is not None:
        side = 136.0 if look.is_wide else 92.0
        draw_photo(painter, photo, QRectF(body.right() - side, size.top, side, side))
        body.setRight(body.right() - side - 16)
    font = fit(name, look.font("result.name"), body.width(), 36)
    draw_line(
        painter,
        name,
        QRectF(body.left(), size.top, body.width(), line),
        font,
        look.color("text.primary"),
    )
    grey = _grey_parts(result)
    top = size.top + line
    draw_parts(
        painter,
        grey,
        QRectF(body.left(), top - 2, body.width(), 30),
        look.font("result.reason") if look.is_wide else sized_font(16, is_strong=False),
        look.color("text.secondary"),
    )
    y = top + (52 if look.is_wide else 38)
    painter.setPen(QPen(look.color("border.hairline"), 1))
    painter.drawLine(QPointF(body.left(), y), QPointF(size.body.right(), y))


def _stranger(result: CheckInResult) -> str:
    if result.is_provisional:
        return result.noted_name or translate("ResultCard", "New pass")
    return {
        CheckInOutcome.UNKNOWN_CODE: translate("ResultCard", "Nobody known yet"),
        CheckInOutcome.MALFORMED: translate("ResultCard", "Unreadable code"),
        CheckInOutcome.FOREIGN_CODE: translate("ResultCard", "Not a station pass"),
    }.get(result.outcome, translate("ResultCard", "Nobody on our roster"))


def _grey_parts(result: CheckInResult) -> list[str]:
    visitor = result.visitor
    if visitor is None:
        hint = translate("ResultCard", "Ends in {0}").format(result.pass_hint.strip())
        return [hint] if result.pass_hint.strip() else []
    return [p for p in (visitor.phone_masked, visitor.company, visitor.workplace) if p]


def paint_rows(painter: QPainter, result: CheckInResult, said: Said, size: CardLayout) -> None:
    """Paint what the visitor comes for, where it is, and the evidence below."""
    look, body = theme(), size.body
    step = 66.0 if look.is_wide else 40.0
    y = float(size.rows_top)
    for icon, title, detail in _rows(result):
        icon_px = 30 if look.is_wide else 24
        grey = look.color("text.secondary")
        draw_icon(painter, icon, body.left() + 2, y + (step - icon_px) / 2, icon_px, grey)
        x = body.left() + icon_px + 16
        font = look.font("result.what")
        room = QRectF(x, y, body.right() - x, step)
        used = draw_line(painter, title, room, font, look.color("text.primary")) if title else -12.0
        rest = QRectF(x + used + 12, y + 2, body.right() - x - used - 12, step)
        draw_line(painter, detail, rest, look.font("result.detail"), grey)
        y += step
    _paint_evidence(painter, result, said, QRectF(body.left(), y + 14, body.width(), 60))


def _rows(result: CheckInResult) -> list[tuple[str, str, str]]:
    rooms = _room_rows(result)
    session = result.session
    if session is None:
        if result.visitor is None or rooms or result.outcome in _NOT_LOOKED_FOR:
            return rooms
        return [("calendar", "", translate("ResultCard", "No class of theirs is open now"))]
    book = "lectern" if session.kind is CourseKind.LECTURE else "book"
    rows = [(book, session.course_name, lesson_text(session, result.absent))]
    if result.outcome in {CheckInOutcome.ADMITTED, CheckInOutcome.ALREADY_IN}:
        if session.room:
            rows.append(("map-pin", session.room, session.room_hint))
    else:
        times = f"{clock_text(session.starts_at)}–{clock_text(session.ends_at)}"
        rows.append(("clock", times, session.room))
    return rows + rooms


def _room_rows(result: CheckInResult) -> list[tuple[str, str, str]]:
    """The room this scan was for, then the visitor's other rooms of the day."""
    here = (result.room,) if result.room else ()
    chosen = {room.booking_id for room in (*here, *result.room_options)}
    others = tuple(r for r in result.rooms_today if r.booking_id not in chosen)
    rows = []
    for room in (*here, *others)[:_MOST_ROOMS]:
        detail = f"{clock_text(room.starts_at)}–{clock_text(room.ends_at)}"
        if room in here:
            note = room.purpose or room.company
        else:
            note = (
                translate("ResultCard", "in use")
                if room.checked_in_at
                else translate("ResultCard", "booked today")
            )
        detail = f"{detail}  {note}".rstrip()
        rows.append(("building", room.room, detail))
    return rows


def _paint_evidence(painter: QPainter, result: CheckInResult, said: Said, box: QRectF) -> None:
    if result.is_provisional:
        text = translate("ResultCard", "Not on the roster yet")
        used = draw_chip(painter, text, box.topLeft(), colours="outcome.offline", icon="cloud-off")
        draw_chip(
            painter,
            translate("ResultCard", "The pass's signature is good"),
            QPointF(box.left() + used + 8, box.top()),
            colours="plain",
        )
    elif result.outcome is CheckInOutcome.ALREADY_IN and result.first_at is not None:
        _paint_two_points(painter, result, box)
    elif said.kind is Kind.ADMITTED and result.marks:
        draw_strip(painter, result.marks, box, band="admitted", today_tick=True)


def _paint_two_points(painter: QPainter, result: CheckInResult, box: QRectF) -> None:
    look = theme()
    bold = sized_font(look.font("body").pixelSize(), is_strong=True)
    plain = look.font("body")
    first, again = clock_text(result.first_at or result.at), clock_text(result.at)
    middle = QRectF(0, box.top(), box.width(), 28)
    draw_badge(painter, "admitted", "tick", QRectF(box.left(), box.top(), 28, 28))
    x = box.left() + 36
    x += draw_line(painter, first, middle.translated(x, 0), bold, look.color("text.primary")) + 8
    text = (
        translate("ResultCard", "at {0}").format(result.first_desk)
        if result.first_desk
        else translate("ResultCard", "came in")
    )
    x += draw_line(painter, text, middle.translated(x, 0), plain, look.color("text.secondary")) + 14
    painter.setPen(QPen(look.color("border.strong"), 2, Qt.PenStyle.DashLine))
    end = min(x + 120, box.left() + box.width() * 0.52)
    painter.drawLine(QPointF(x, box.top() + 14), QPointF(max(end, x + 24), box.top() + 14))
    x = max(end, x + 24) + 14
    draw_badge(painter, "attention", "triangle", QRectF(x, box.top(), 28, 28))
    x += 36
    x += draw_line(painter, again, middle.translated(x, 0), bold, look.color("text.primary")) + 8
    rest = QRectF(x, box.top(), box.right() - x, 28)
    text = translate("ResultCard", "scanned again, counted once")
    draw_line(painter, text, rest, plain, look.color("text.secondary"))
