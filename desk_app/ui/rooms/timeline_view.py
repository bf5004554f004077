"""The timeline as it is seen: rooms down, hours across; measures, scrolls and paints."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from desk_app.domain.clock import local_day
from desk_app.domain.ids import BookingId
from desk_app.domain.rooms import DAY_MIN
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, draw_line, width_of
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.rooms.painter import Ghost, TimelinePainter
from desk_app.ui.rooms.refusals import short_refusal
from desk_app.ui.rooms.scale import HEAD, Scale, scale_for
from desk_app.ui.rooms.sheet import SNAP_MIN, Block, Sheet, Span, minute_of
from desk_app.ui.rooms.words import block_words, day_text, minutes_text, translate

_CORNER = 12


class TimelineView(QAbstractScrollArea):
    """Shows a sheet with its cell, its ghost and the present.

    Attributes:
        cell: The stretch that the arrows move.
        ghost: The stretch that is dragged, or that a panel is about.

    Signals:
        shown(): Another sheet is on show.
    """

    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet()
        self.now: datetime | None = None
        self.headcount = 0
        self.cell = Span(row=0, start_min=9 * 60, end_min=10 * 60)
        self.ghost: Ghost | None = None
        self._ghost_of: BookingId | None = None
        self._chips: dict[int, QRectF] = {}
        self._painter = TimelinePainter()
        self._scale = scale_for(self.sheet, 800)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setCornerWidget(QWidget(self))
        self.horizontalScrollBar().setSingleStep(32)
        self.verticalScrollBar().setSingleStep(32)
        theme_bus().changed.connect(self.forget)

    @property
    def scale(self) -> Scale:
        """Where minutes and rows stand."""
        return self._scale

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another state of the day, or another day; the cell stays where it was."""
        is_same = sheet.by_room == self.sheet.by_room and len(sheet.rows) == len(self.sheet.rows)
        if not self.sheet.rows and self.now is not None:
            start = minute_of(self.now, local_day(self.now)) // SNAP_MIN * SNAP_MIN
            start = min(start, DAY_MIN - 60)
            self.cell = Span(row=0, start_min=start, end_min=start + 60)
        known = {block: block for block in self.sheet.blocks}
        blocks = tuple(known.get(block, block) for block in sheet.blocks)
        self.sheet = replace(sheet, blocks=blocks)
        self._painter.take_over(self.sheet)
        self._chips.clear()
        row = min(self.cell.row, max(0, len(sheet.rows) - 1))
        self.cell = replace(self.cell, row=row)
        self._measure()
        if not is_same:
            self.scroll_to_now()
        self._say_cell()
        self.viewport().update()
        self.shown.emit()

    def cell_to_row(self, row: int | None) -> None:
        """Put the cell into a row, at the hour it has; show the rows from the top if it is seen."""
        if row is not None:
            self.cell = replace(self.cell, row=row)
            self.verticalScrollBar().setValue(0)
            self._bring_row_into_view(row)
            self._say_cell()

    def show_now(self, at: datetime) -> None:
        """Move the now-line."""
        self.now = at
        self.viewport().update()

    def show_ghost(self, span: Span | None, *, moving: BookingId | None = None) -> None:
        """Show the stretch a panel is about; None takes it away."""
        self._ghost_of = moving
        self.ghost = None if span is None else self._ghost(span, moving, has_handles=True)
        self.viewport().update()

    @Slot()
    def forget(self) -> None:
        """Lay out anew after another theme or language."""
        self._painter.forget()
        self._measure()
        self.viewport().update()

    def scroll_to_now(self) -> None:
        """Bring the present, else the opening, to the left third."""
        shown = self.sheet.rows[0].day if self.sheet.rows else None
        minute = self.sheet.first_min
        if self.now is not None and shown == local_day(self.now):
            minute = minute_of(self.now, shown)
        x = self._scale.x(minute) - (self.viewport().width() - self._scale.label) / 3
        self.horizontalScrollBar().setValue(int(x))

    def bring_into_view(self, cell: Span) -> None:
        """Scroll until a stretch is seen."""
        across = self.horizontalScrollBar()
        left, right = self._scale.x(cell.start_min), self._scale.x(cell.end_min)
        room = self.viewport().width() - self._scale.label
        if left < across.value():
            across.setValue(int(left) - 20)
        elif right > across.value() + room:
            across.setValue(int(min(left, right - room + 20)))
        self._bring_row_into_view(cell.row)

    def _bring_row_into_view(self, row: int) -> None:
        down = self.verticalScrollBar()
        top = row * self._scale.row
        tall = self.viewport().height() - HEAD
        if top < down.value():
            down.setValue(top)
        elif top + self._scale.row > down.value() + tall:
            down.setValue(top + self._scale.row - tall)

    def span_point(self, row: int, minute: int) -> QPointF:
        """Return where a minute of a row is on the viewport, in the middle of the row."""
        x = self._scale.label + self._scale.x(minute) - self.horizontalScrollBar().value()
        y = HEAD + (row + 0.5) * self._scale.row - self.verticalScrollBar().value()
        return QPointF(x, y)

    def _measure(self) -> None:
        size = self.viewport().size()
        self._scale = scale_for(self.sheet, size.width())
        room = size.width() - self._scale.label
        self.horizontalScrollBar().setRange(0, max(0, self._scale.width - room))
        self.horizontalScrollBar().setPageStep(max(1, room))
        tall = size.height() - HEAD
        self.verticalScrollBar().setRange(0, max(0, self._scale.height - tall))
        self.verticalScrollBar().setPageStep(max(1, tall))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def _content(self, at: QPointF) -> QPointF:
        return QPointF(
            at.x() - self._scale.label + self.horizontalScrollBar().value(),
            at.y() - HEAD + self.verticalScrollBar().value(),
        )

    def _ghost(self, span: Span, moving: BookingId | None, *, has_handles: bool) -> Ghost:
        decision = self.sheet.ask(span, headcount=self.headcount, ignoring=moving)
        return Ghost(span=span, decision=decision, has_handles=has_handles)

    def cell_block(self) -> Block | None:
        """Return what lies at the start of the cell."""
        found = self.sheet.at_minute(self.cell.row, self.cell.start_min)
        return found[0] if found else None

    def _say_cell(self) -> None:
        """Name the cell for those who hear the screen."""
        if not self.sheet.rows:
            return
        row = self.sheet.rows[self.cell.row]
        block = self.cell_block()
        if block is not None:
            state = translate("RoomWords", ", ").join(block_words(block))
        else:
            decision = self.sheet.ask(self.cell, headcount=self.headcount)
            free = translate("RoomWords", "free")
            is_free = decision.outcome.holds_room
            state = free if is_free else short_refusal(decision, self.cell.minutes)
        when = f"{minutes_text(self.cell.start_min)}–{minutes_text(self.cell.end_min)}"
        parts = [row.room.name, day_text(row.day), when, state]
        self.setAccessibleDescription(translate("RoomWords", ", ").join(parts))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(
                QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, scale = theme(), self._scale
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = QRectF(self.viewport().rect())
        clip = QRectF(event.rect())
        painter.fillRect(clip, look.color("surface.raised"))
        dx, dy = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        area = QRectF(scale.label, HEAD, view.width() - scale.label, view.height() - HEAD)
        area = area.intersected(clip)
        if not area.isEmpty():
            painter.save()
            painter.setClipRect(area)
            painter.translate(scale.label - dx, HEAD - dy)
            visible = area.translated(dx - scale.label, dy - HEAD)
            self._paint_hours(painter, visible)
            painter.restore()
        if clip.left() < scale.label:
            self._paint_labels(painter, view, dy)
        if clip.top() < HEAD:
            self._paint_head(painter, view, dx)
        round_corners(painter, QRectF(self.rect()), clip)

    def _paint_hours(self, painter: QPainter, visible: QRectF) -> None:
        sheet, scale = self.sheet, self._scale
        self._painter.hours(painter, sheet, scale, visible)
        self._paint_now(painter, visible)
        self._painter.blocks(painter, sheet, scale, visible)
        if self.ghost is not None:
            self._painter.ghost(painter, self.ghost, sheet, scale)
        elif self.hasFocus() and sheet.rows:
            painter.setPen(QPen(theme().color("border.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            block = self.cell_block()
            box = scale.block_box(block) if block else scale.box(self.cell)
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 7, 7)

    def _now_rows(self) -> list[tuple[int, int]]:
        if self.now is None:
            return []
        today = local_day(self.now)
        minute = minute_of(self.now, today)
        return [(n, minute) for n, row in enumerate(self.sheet.rows) if row.day == today]

    def _paint_now(self, painter: QPainter, visible: QRectF) -> None:
        for row, minute in self._now_rows():
            x, top = self._scale.x(minute), row * self._scale.row
            if visible.left() - 2 <= x <= visible.right() + 2:
                line = QRectF(x - 1, top, 2, self._scale.row)
                painter.fillRect(line, theme().color("accent.fill"))

    def _paint_head(self, painter: QPainter, view: QRectF, dx: int) -> None:
        look, scale = theme(), self._scale
        painter.fillRect(QRectF(0, 0, view.width(), HEAD), look.color("surface.raised"))
        painter.save()
        painter.setClipRect(QRectF(scale.label - 20, 0, view.width(), HEAD))
        painter.translate(scale.label, 0)
        now = self._now_rows()
        x = scale.x(now[0][1]) - dx if now else None
        self._painter.head(painter, self.sheet, scale, dx, x)
        if x is not None and self.now is not None:
            text, font = clock_text(self.now), sized_font(15, is_strong=True)
            box = QRectF(0, 9, width_of(text, font) + 16, 26)
            box.moveCenter(QPointF(x, HEAD / 2))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent.fill"))
            painter.drawRoundedRect(box, 6, 6)
            draw_line(painter, text, box, font, look.color("text.onAccent"), CENTER)
        painter.restore()
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(QPointF(0, HEAD + 0.5), QPointF(view.width(), HEAD + 0.5))

    def _paint_labels(self, painter: QPainter, view: QRectF, dy: int) -> None:
        look, scale = theme(), self._scale
        painter.save()
        painter.setClipRect(QRectF(0, HEAD, scale.label, view.height() - HEAD))
        painter.fillRect(QRectF(0, HEAD, scale.label, view.height()), look.color("surface.raised"))
        for place in range(len(self.sheet.rows)):
            box = QRectF(0, HEAD + place * scale.row - dy, scale.label, scale.row)
            if box.intersects(view):
                self._chips[place] = self._painter.label(painter, place, box, self.sheet)
        painter.restore()


def round_corners(painter: QPainter, box: QRectF, clip: QRectF) -> None:
    """Paint what lies outside a card's round corners, over what filled them."""
    look = theme()
    whole = QPainterPath()
    whole.addRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 11, 11)
    for x in (box.left(), box.right() - _CORNER):
        for y in (box.top(), box.bottom() - _CORNER):
            corner = QRectF(x, y, _CORNER, _CORNER)
            if corner.intersects(clip):
                piece = QPainterPath()
                piece.addRect(corner)
                painter.save()
                painter.setClipRect(corner)
                painter.fillPath(piece.subtracted(whole), look.color("surface.canvas"))
                painter.setPen(QPen(look.color("border.hairline"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPath(whole)
                painter.restore()
