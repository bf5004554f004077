"""The timeline by keyboard: arrows move a cell, Enter books or opens, Ctrl moves a booking."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from desk_app.domain.booking_use import BookingStatus
from desk_app.domain.rooms import DAY_MIN
from desk_app.ui.rooms.sheet import SNAP_MIN, Block, Span
from desk_app.ui.rooms.timeline_view import TimelineView

_FIXED = frozenset({BookingStatus.CANCELLED, BookingStatus.RELEASED})


class CellTimeline(TimelineView):
    """Takes keys.

    Signals:
        book_wished(Span): Book this stretch.
        opened(Block): Show this booking or lesson.
        moved(Block, Span): Put a booking there.
        cancel_wished(Block): Cancel a booking.
        ghost_moved(Span): The stretch of the open panel was put elsewhere.
        days_wished(int): Another day, so many days on.
        today_wished(): Today.
        filter_wished(): Choose what a room must offer.
    """

    book_wished = Signal(object)
    opened = Signal(object)
    moved = Signal(object, object)
    cancel_wished = Signal(object)
    ghost_moved = Signal(object)
    days_wished = Signal(int)
    today_wished = Signal()
    filter_wished = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers()
        has_shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        has_ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.sheet.rows:
            if has_ctrl:
                self._move_block(step, is_resize=has_shift)
            elif has_shift:
                self._extend(step[1])
            else:
                self._go(step)
            return True
        days = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if days is not None:
            self.days_wished.emit(7 * days if has_ctrl else days)
            return True
        return self._act(Qt.Key(event.key()))

    def _act(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.confirm()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                block = self.cell_block()
                if block is not None and block.line is not None:
                    self.cancel_wished.emit(block)
            case Qt.Key.Key_Home | Qt.Key.Key_T:
                self.today_wished.emit()
            case Qt.Key.Key_Slash:
                self.filter_wished.emit()
            case _:
                return False
        return True

    def confirm(self) -> None:
        """Enter: open what is in the cell, or book the cell."""
        if not self.sheet.rows:
            return
        block = self.cell_block()
        if block is not None:
            self.opened.emit(block)
        else:
            self.book_wished.emit(self.cell)

    def _go(self, step: tuple[int, int]) -> None:
        row = min(max(0, self.cell.row + step[0]), len(self.sheet.rows) - 1)
        start = min(max(0, self.cell.start_min + step[1]), DAY_MIN - SNAP_MIN)
        if step[1]:
            start = start // SNAP_MIN * SNAP_MIN
        length = min(self.cell.minutes, DAY_MIN - start)
        self._place_cell(Span(row=row, start_min=start, end_min=start + length))

    def _extend(self, by: int) -> None:
        end = min(DAY_MIN, max(self.cell.start_min + SNAP_MIN, self.cell.end_min + by))
        self._place_cell(replace(self.cell, end_min=end))

    def _place_cell(self, cell: Span) -> None:
        self.cell = cell
        self.bring_into_view(cell)
        if self.ghost is not None and self.ghost.has_handles and self._ghost_of is None:
            self.show_ghost(cell)
            self.ghost_moved.emit(cell)
        self._say_cell()
        self.viewport().update()

    def _move_block(self, step: tuple[int, int], *, is_resize: bool) -> None:
        block = self.cell_block()
        if block is None or not can_move(block):
            return
        old = block.span
        if is_resize:
            end = min(DAY_MIN, max(old.start_min + SNAP_MIN, old.end_min + step[1]))
            span = replace(old, end_min=end)
        else:
            row = min(max(0, old.row + step[0]), len(self.sheet.rows) - 1)
            start = min(max(0, old.start_min + step[1]), DAY_MIN - old.minutes)
            span = Span(row=row, start_min=start, end_min=start + old.minutes)
        if span != old:
            self.cell = span
            self.moved.emit(block, span)


def can_move(block: Block) -> bool:
    """Whether a block is a booking that may be put elsewhere: not a lesson, not begun."""
    line = block.line
    return (
        line is not None
        and line.booking.status not in _FIXED
        and line.booking.checked_in_at is None
        and line.booking.freed_at is None
        and not line.is_no_show
    )


_STEPS = {
    Qt.Key.Key_Left: (0, -SNAP_MIN),
    Qt.Key.Key_Right: (0, SNAP_MIN),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
