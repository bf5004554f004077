"""Paints the timeline: hours, rows, blocks, the ghost; texts are laid out once."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap

from desk_app.domain.bookings import BookingDecision
from desk_app.domain.rooms import DAY_MIN
from desk_app.services.room_day import Standing
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, draw_icon, draw_line, width_of
from desk_app.ui.common.theme import theme
from desk_app.ui.rooms.block_painter import BlockPainter, Hatches
from desk_app.ui.rooms.refusals import short_refusal
from desk_app.ui.rooms.scale import HEAD, Scale
from desk_app.ui.rooms.sheet import RowLine, Sheet, Span
from desk_app.ui.rooms.words import day_text, minutes_text, now_text, translate

_NOW_HALF = 40
_DIM = 0.35
_HANDLE_ROOM = 12  # a handle and a little air, in logical pixels
_NOTE_LEAD = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Ghost:
    """A stretch that is being dragged or asked about."""

    span: Span
    decision: BookingDecision
    has_handles: bool = False

    @property
    def is_free(self) -> bool:
        """Whether it could be booked."""
        return self.decision.outcome.holds_room


class TimelinePainter:
    """Keeps what is expensive to lay out between paints."""

    def __init__(self) -> None:
        self._hatches = Hatches()
        self._blocks = BlockPainter(self._hatches)
        self._labels: dict[tuple[int, int, int], tuple[QPixmap, QRectF]] = {}

    def take_over(self, sheet: Sheet) -> None:
        """Another sheet: what it shares with the one before is not painted again."""
        self._blocks.keep(sheet.blocks)
        self._labels.clear()

    def forget(self) -> None:
        """Lay out anew: another theme or language."""
        self._hatches.forget()
        self._blocks.forget()
        self._labels.clear()

    def hours(self, painter: QPainter, sheet: Sheet, scale: Scale, visible: QRectF) -> None:
        """Paint what lies under the blocks: shut hours, hour lines, row lines."""
        look = theme()
        first = max(0, int(visible.top() // scale.row))
        last = min(scale.rows, int(visible.bottom() // scale.row) + 1)
        for place in range(first, last):
            self._shut(painter, sheet.rows[place], scale, place, visible)
        bottom = min(visible.bottom(), float(scale.height))
        painter.setPen(QPen(look.color("border.hairline"), 1))
        for minute in range(sheet.first_min, sheet.last_min + 1, 60):
            x = round(scale.x(minute)) + 0.5
            if visible.left() - 1 <= x <= visible.right() + 1:
                painter.drawLine(QPointF(x, visible.top()), QPointF(x, bottom))
        for place in range(first, last + 1):
            y = place * scale.row - 0.5
            painter.drawLine(QPointF(visible.left(), y), QPointF(visible.right(), y))

    def _shut(
        self, painter: QPainter, row: RowLine, scale: Scale, place: int, visible: QRectF
    ) -> None:
        hatch = self._hatches.on("block.buffer.bg", "surface.sunken")
        for start, end in _gaps(row, scale):
            box = QRectF(
                scale.x(start), place * scale.row, scale.x(end) - scale.x(start), scale.row
            )
            box = box.intersected(visible)
            if not box.isEmpty():
                painter.fillRect(box, hatch)

    def blocks(self, painter: QPainter, sheet: Sheet, scale: Scale, visible: QRectF) -> None:
        """Paint the blocks that can be seen."""
        for block in sheet.blocks:
            top = block.span.row * scale.row
            if top + scale.row < visible.top() or top > visible.bottom():
                continue
            row = sheet.rows[block.span.row]
            painter.setOpacity(1.0 if row.is_fitting else _DIM)
            self._blocks.paint(painter, block, row, scale)
        painter.setOpacity(1.0)

    def head(
        self, painter: QPainter, sheet: Sheet, scale: Scale, offset: float, now_x: float | None
    ) -> None:
        """Paint the hours above; ``offset`` is how far it is scrolled, ``now_x`` is kept free."""
        look = theme()
        font = sized_font(13, is_strong=False)
        grey = look.color("text.secondary")
        for minute in range(sheet.first_min, sheet.last_min + 1, 60):
            x = scale.x(minute) - offset
            is_hidden = now_x is not None and abs(x - now_x) < _NOW_HALF
            if minute < sheet.last_min and not is_hidden:
                draw_line(
                    painter, f"{minute // 60:02}", QRectF(x - 30, 0, 60, HEAD), font, grey, CENTER
                )

    def label(self, painter: QPainter, place: int, box: QRectF, sheet: Sheet) -> QRectF:
        """Paint a row's name with its chip; answers where the chip stands."""
        key = (place, round(box.width()), round(box.height()))
        found = self._labels.get(key)
        if found is None:
            ratio = painter.device().devicePixelRatioF()
            picture = QPixmap(round(box.width() * ratio), round(box.height() * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(theme().color("surface.raised"))
            inner = QPainter(picture)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            chip = self._label(inner, sheet.rows[place], QRectF(QPointF(), box.size()), sheet)
            inner.end()
            found = self._labels[key] = (picture, chip)
        picture, chip = found
        painter.drawPixmap(box.topLeft(), picture)
        return chip.translated(box.topLeft())

    def _label(self, painter: QPainter, row: RowLine, box: QRectF, sheet: Sheet) -> QRectF:
        look = theme()
        painter.setOpacity(1.0 if row.is_fitting else _DIM)
        ink, grey = look.color("text.primary"), look.color("text.secondary")
        inner = box.adjusted(16, 0, -8, 0)
        name = row.room.name if sheet.by_room else day_text(row.day)
        strong = sized_font(15, is_strong=True)
        small = sized_font(13, is_strong=False)
        top = box.center().y() - (30 if row.now else 12)
        side = ""
        if sheet.by_room and row.room.capacity:
            side = translate("RoomWords", "{0} seats").format(row.room.capacity)
        room = inner.width() - (QFontMetrics(small).horizontalAdvance(side) + 6 if side else 0)
        used = draw_line(painter, name, QRectF(inner.left(), top, room, 24), strong, ink)
        if side:
            left = inner.left() + used + 6
            draw_line(painter, side, QRectF(left, top, inner.right() - left, 24), small, grey)
        chip = QRectF()
        if row.now is not None:
            chip = self._chip(painter, row, QPointF(inner.left(), top + 29), inner.width(), sheet)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.setOpacity(1.0)
        y = box.bottom() - 0.5
        painter.drawLine(QPointF(0, y), QPointF(box.right(), y))
        return chip

    def _chip(
        self, painter: QPainter, row: RowLine, at: QPointF, most: float, sheet: Sheet
    ) -> QRectF:
        if row.now is None:
            return QRectF()
        look = theme()
        icon, tint = {
            Standing.FREE: ("check", "outcome.admitted"),
            Standing.IN_USE: ("clock", ""),
            Standing.SHUT: ("octagon", ""),
        }[row.now.standing]
        text = now_text(row.now, sheet.at)
        font = sized_font(13, is_strong=False)
        width = min(most, QFontMetrics(font).horizontalAdvance(text) + 40)
        box = QRectF(at.x(), at.y(), width, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(f"{tint}.bg" if tint else "surface.sunken"))
        painter.drawRoundedRect(box, 6, 6)
        ink = look.color(f"{tint}.fg" if tint else "text.secondary")
        draw_icon(painter, icon, box.left() + 8, box.top() + 6, 16, ink)
        draw_line(painter, text, box.adjusted(30, 0, -6, 0), font, ink)
        return box

    def ghost(self, painter: QPainter, ghost: Ghost, sheet: Sheet, scale: Scale) -> None:
        """Paint the stretch that is dragged: ink when free, refused when it clashes."""
        look = theme()
        box = scale.box(ghost.span)
        edge = look.color("text.primary" if ghost.is_free else "outcome.refused.fg")
        fill = QColor(look.color("surface.raised" if ghost.is_free else "outcome.refused.bg"))
        fill.setAlpha(225)
        painter.setBrush(fill)
        painter.setPen(QPen(edge, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, 6, 6)
        clash_min = 0 if ghost.is_free else self._clash(painter, ghost, sheet, scale, edge)
        if ghost.has_handles:
            painter.setPen(QPen(edge, 2))
            painter.setBrush(look.color("surface.raised"))
            for x in (box.left(), box.right()):
                painter.drawRoundedRect(QRectF(x - 5, box.center().y() - 10, 10, 20), 4, 4)
        start, end = minutes_text(ghost.span.start_min), minutes_text(ghost.span.end_min)
        note = short_refusal(ghost.decision, ghost.span.minutes, clash_min)
        back = None if ghost.is_free else fill
        if ghost.has_handles:  # the panel beside it says it all
            self._ghost_within(painter, box, (f"{start}–{end}", start, note), edge, back)
        else:
            self._ghost_words(painter, box, (f"{start}–{end}", note), edge, back)

    def _ghost_within(
        self,
        painter: QPainter,
        box: QRectF,
        words: tuple[str, str, str],
        ink: QColor,
        back: QColor | None,
    ) -> None:
        """Write between the handles what has room there: the time, else its start; the note."""
        whole, start, note = words
        room = box.width() - 2 * _HANDLE_ROOM
        strong, small = sized_font(15, is_strong=True), sized_font(13, is_strong=False)
        title = next((one for one in (whole, start) if width_of(one, strong) <= room), "")
        lead = 0 if back is None else _NOTE_LEAD
        if width_of(note, small) + lead > room:
            note = ""
        if title:
            self._ghost_words(painter, box, (title, note), ink, back)

    def _ghost_words(
        self,
        painter: QPainter,
        box: QRectF,
        words: tuple[str, str],
        ink: QColor,
        back: QColor | None,
    ) -> None:
        """Write over the ghost; where it is hatched, on a ground of its own."""
        strong, small = sized_font(15, is_strong=True), sized_font(13, is_strong=False)
        lead = _NOTE_LEAD if back is not None and words[1] else 0
        wide = max(width_of(words[0], strong), width_of(words[1], small) + lead)
        ground = QRectF(box.left() + 8, box.center().y() - 25, wide + 8, 50 if words[1] else 26)
        if back is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(back)
            painter.drawRoundedRect(ground, 4, 4)
        title = QRectF(ground.left() + 4, ground.top() + 1, wide + 4, 24)
        draw_line(painter, words[0], title, strong, ink)
        if lead:
            draw_icon(painter, "octagon", title.left(), title.bottom() + 4, 16, ink)
        draw_line(painter, words[1], title.translated(lead, 24), small, ink)

    def _clash(
        self, painter: QPainter, ghost: Ghost, sheet: Sheet, scale: Scale, edge: QColor
    ) -> int:
        """Hatch what stands in the way; answers how many minutes that is."""
        minutes = 0
        for booking_id in ghost.decision.against:
            block = sheet.block_of(booking_id)
            if block is None or block.span.row != ghost.span.row:
                continue
            start = max(block.span.start_min, ghost.span.start_min)
            end = min(block.span.end_min, ghost.span.end_min)
            if end > start:
                minutes += end - start
                box = scale.box(Span(row=ghost.span.row, start_min=start, end_min=end))
                painter.setPen(QPen(edge, 1))
                painter.setBrush(self._hatches.on("outcome.refused.bg", "outcome.refused.fg"))
                painter.drawRoundedRect(box, 6, 6)
        return minutes


def _gaps(row: RowLine, scale: Scale) -> list[tuple[int, int]]:
    """Return the minutes in which a row is shut, closures among them."""
    at, found = scale.first_min, []
    for start, end in row.open:
        if start > at:
            found.append((at, start))
        at = max(at, end)
    if at < scale.last_min:
        found.append((at, scale.last_min))
    for start, end in row.shut:
        found.append((max(start, scale.first_min), min(end, scale.last_min, DAY_MIN)))
    return [(start, end) for start, end in found if end > start]
