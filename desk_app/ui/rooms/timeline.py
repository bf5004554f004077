"""The timeline by mouse: drag an empty stretch to book, a block to move it, an edge to resize."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QScrollBar, QToolTip, QWidget
from typing_extensions import override

from desk_app.domain.rooms import DAY_MIN
from desk_app.ui.rooms.drag import Drag, DragKind
from desk_app.ui.rooms.painter import Ghost
from desk_app.ui.rooms.scale import HEAD
from desk_app.ui.rooms.sheet import SNAP_MIN, Block, Span
from desk_app.ui.rooms.timeline_cells import CellTimeline, can_move
from desk_app.ui.rooms.words import block_words

_EDGE = 8
_FAR_ENOUGH = 5
_NEAR = 16
_USUAL_MIN = 60


class Timeline(CellTimeline):
    """Asks the sheet's rules while one drags, and tells what was wanted.

    Signals:
        walk_in_wished(int): Somebody wants the room of this row now.
        room_opened(int): The name of this row was pressed.
    """

    walk_in_wished = Signal(int)
    room_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drag: Drag | None = None
        self._pressed: QPointF | None = None

    def _block_at(self, content: QPointF) -> Block | None:
        for block in self.sheet.blocks:
            if self._scale.block_box(block).contains(content):
                return block
        return None

    def _edge_of(self, box: QRectF, x: float) -> DragKind:
        if x <= box.left() + _EDGE:
            return DragKind.START
        return DragKind.END if x >= box.right() - _EDGE else DragKind.MOVE

    def _drag_at(self, content: QPointF) -> Drag | None:
        """Return what a press at a place would drag."""
        row, minute = self._scale.row_at(content.y()), self._scale.minute(content.x())
        if row is None:
            return None
        ghost = self.ghost
        if ghost is not None and ghost.has_handles:
            box = self._scale.box(ghost.span)
            if box.adjusted(-_EDGE, 0, _EDGE, 0).contains(content):
                kind = self._edge_of(box, content.x())
                return Drag(kind=kind, origin=ghost.span, anchor_min=minute)
        block = self._block_at(content)
        if block is not None:
            kind = self._edge_of(self._scale.block_box(block), content.x())
            if not can_move(block):
                kind = DragKind.MOVE
            return Drag(kind=kind, origin=block.span, anchor_min=minute, block=block)
        start = self._scale.snapped(content.x())
        if not 0 <= start < DAY_MIN:
            return None
        origin = Span(row=row, start_min=start, end_min=start + SNAP_MIN)
        return Drag(kind=DragKind.NEW, origin=origin, anchor_min=minute)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() is not Qt.MouseButton.LeftButton or at.y() < HEAD:
            return
        if at.x() < self._scale.label:
            self._press_label(at)
            return
        self._pressed = at
        self._drag = self._drag_at(self._content(at))
        self.setFocus()

    def _press_label(self, at: QPointF) -> None:
        row = self._scale.row_at(self._content(at).y())
        if row is None or row >= len(self.sheet.rows):
            return
        if self._chips.get(row, QRectF()).contains(at):
            self.walk_in_wished.emit(row)
        else:
            self.room_opened.emit(row)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        drag, pressed = self._drag, self._pressed
        if drag is None or pressed is None:
            self._hover(at)
            return
        if self.ghost is None or drag.block is not None or drag.kind is DragKind.NEW:
            is_far = (at - pressed).manhattanLength() >= _FAR_ENOUGH
            if not is_far and not self._is_dragging():
                return
        if drag.block is not None and not can_move(drag.block):
            return
        self._follow(at)
        content = self._content(at)
        span = drag.span(self._scale.row_at(content.y()), self._scale.minute(content.x()))
        moving = drag.block.booking_id if drag.block else self._ghost_of
        if self.ghost is None or self.ghost.span != span or not self._is_dragging():
            self._show_drag(self._ghost(span, moving, has_handles=False))

    def _follow(self, at: QPointF) -> None:
        """Scroll on where the pointer is dragged to an edge."""
        view, across, down = self.viewport().rect(), *_bars(self)
        if at.x() > view.right() - _NEAR:
            across.setValue(across.value() + across.singleStep())
        elif at.x() < self._scale.label + _NEAR:
            across.setValue(across.value() - across.singleStep())
        if at.y() > view.bottom() - _NEAR:
            down.setValue(down.value() + down.singleStep())
        elif at.y() < HEAD + _NEAR:
            down.setValue(down.value() - down.singleStep())

    @property
    def is_dragging(self) -> bool:
        """Whether something is under way with the button held."""
        return self._drag is not None and self._is_dragging()

    def stop_drag(self) -> None:
        """Leave everything as it was."""
        self._drag = self._pressed = None
        self.show_ghost(None)

    def _is_dragging(self) -> bool:
        return self.ghost is not None and not self.ghost.has_handles

    def _show_drag(self, ghost: Ghost) -> None:
        old, self.ghost = self.ghost, ghost
        area = self._around(ghost.span)
        self.viewport().update(area.united(self._around(old.span)) if old else area)

    def _around(self, span: Span) -> QRect:
        box = self._scale.box(span).adjusted(-16, -8, 140, 8)
        dx = self._scale.label - self.horizontalScrollBar().value()
        return box.translated(dx, HEAD - self.verticalScrollBar().value()).toAlignedRect()

    def _hover(self, at: QPointF) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if at.y() >= HEAD and at.x() < self._scale.label:
            shape = Qt.CursorShape.PointingHandCursor
        elif at.y() >= HEAD:
            drag = self._drag_at(self._content(at))
            if drag is not None and drag.kind in {DragKind.START, DragKind.END}:
                shape = Qt.CursorShape.SizeHorCursor
            elif drag is not None and drag.kind is DragKind.MOVE:
                shape = Qt.CursorShape.PointingHandCursor
            self._tip(drag)
        self.viewport().setCursor(shape)

    def _tip(self, drag: Drag | None) -> None:
        block = drag.block if drag else None
        text = "\n".join(filter(None, block_words(block))) if block else ""
        if self.viewport().toolTip() != text:
            self.viewport().setToolTip(text)
            if not text:
                QToolTip.hideText()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag, self._pressed = self._drag, None, None
        if drag is None:
            return
        if not self._is_dragging() or self.ghost is None:
            self._clicked(drag)
            return
        span = self.ghost.span
        self.cell = span
        if drag.block is not None:
            self.ghost = None
            if span != drag.origin:
                self.moved.emit(drag.block, span)
        elif drag.kind is DragKind.NEW:
            self.show_ghost(span)
            self.book_wished.emit(span)
        else:
            self.show_ghost(span, moving=self._ghost_of)
            self.ghost_moved.emit(span)
        self._say_cell()
        self.viewport().update()

    def _clicked(self, drag: Drag) -> None:
        if drag.block is not None:
            self.cell = drag.block.span
            self.opened.emit(drag.block)
        elif drag.kind is DragKind.NEW:
            start = drag.origin.start_min
            end = min(DAY_MIN, start + _USUAL_MIN)
            self.cell = Span(row=drag.origin.row, start_min=start, end_min=end)
        self._say_cell()
        self.viewport().update()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        content = self._content(event.position())
        if event.position().x() >= self._scale.label and self._block_at(content) is None:
            self.book_wished.emit(self.cell)


def _bars(timeline: Timeline) -> tuple[QScrollBar, QScrollBar]:
    return timeline.horizontalScrollBar(), timeline.verticalScrollBar()
