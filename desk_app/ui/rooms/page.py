"""The rooms page: the days on show, and a panel beside them."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.domain.ids import BookingId
from desk_app.services.room_day import BookingLine
from desk_app.ui.rooms.book_panel import BookPanel
from desk_app.ui.rooms.days_page import DAY, MONTH
from desk_app.ui.rooms.detail_panel import DetailPanel
from desk_app.ui.rooms.move_panel import MovePanel
from desk_app.ui.rooms.panels_page import PanelsPage
from desk_app.ui.rooms.plan import Plan
from desk_app.ui.rooms.requests import CancelWish, MoveWish
from desk_app.ui.rooms.sheet import Block, Span

if TYPE_CHECKING:
    from desk_app.ui.common.side_panel import SidePanel


class RoomsPage(PanelsPage):
    """Shows days of rooms; asks for everything else.

    Signals:
        book_wished(BookWish), trial_wished(BookWish): Book; tell what would come of it.
        search_wished(str): Look for a company or a visitor.
        move_wished(MoveWish), cancel_wished(CancelWish), use_wished(UseWish),
        extend_wished(ExtendWish), reword_wished(RewordWish): Change a booking.
        walk_in_wished(RoomId): Somebody uses this room now.
        picture_wished(Room): Show what a room looks like.
        panel_stale(): The panel speaks another language: who opened it may put a new one there.
        left(): Esc with nothing left to close.
    """

    book_wished = Signal(object)
    trial_wished = Signal(object)
    search_wished = Signal(str)
    move_wished = Signal(object)
    cancel_wished = Signal(object)
    use_wished = Signal(object)
    extend_wished = Signal(object)
    reword_wished = Signal(object)
    walk_in_wished = Signal(object)
    picture_wished = Signal(object)
    panel_stale = Signal()
    left = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(today, parent)
        self._join()
        self.retranslate()
        self.show_date()

    def _join(self) -> None:
        timeline = self.timeline
        self.sheet_shown.connect(self._show_ghost)
        timeline.book_wished.connect(self.open_booking)
        timeline.opened.connect(self.open_block)
        timeline.moved.connect(self._moved)
        timeline.cancel_wished.connect(self._cancel_block)
        timeline.ghost_moved.connect(self._ghost_moved)
        timeline.walk_in_wished.connect(
            lambda row: self.walk_in_wished.emit(self.sheet.rows[row].room.room_id)
        )
        timeline.room_opened.connect(self.open_room)
        timeline.days_wished.connect(self.go_days)
        timeline.today_wished.connect(self.go_today)
        timeline.filter_wished.connect(self.open_filter)
        self.board.chosen.connect(self.walk_in_wished)
        self.strip.chosen.connect(self.show_day)
        self.back.clicked.connect(lambda: self.go_days(-1))
        self.on.clicked.connect(lambda: self.go_days(1))
        self.today_button.clicked.connect(self.go_today)
        self.views.chosen.connect(self.set_view)
        self.filter_button.clicked.connect(self.open_filter)
        self.new_button.clicked.connect(self.book_cell)
        self.keep_button.clicked.connect(self.keep_wished)
        self.empty.add_wished.connect(self.keep_wished)
        self.filter.changed.connect(self._filter)
        self.filter.closed.connect(self.timeline.setFocus)
        self.empty.clear_wished.connect(self.filter.reset)
        self.month.opened.connect(self.open_date)
        self.month.months_wished.connect(self.go_months)
        self.due.use_wished.connect(self.use_wished)
        self.due.extend_wished.connect(self.extend_wished)
        self.list.opened.connect(self.open_block)
        self.add_key("Ctrl+N", self.book_cell)
        self.add_key("Ctrl+L", self.toggle_list)

    # Panels

    @Slot(object)
    def open_booking(self, span: Span) -> None:
        """Ask for whom a stretch is."""
        if not self.sheet.rows:
            return
        plan = self._plan_of(span)
        if isinstance(self.panel, BookPanel):
            self.panel.show_plan(plan)
        else:
            panel = BookPanel(self.rooms, plan, staff=self.staff, operator=self.operator)
            panel.submitted.connect(self.book_wished)
            panel.trial_wished.connect(self.trial_wished)
            panel.search_changed.connect(self.search_wished)
            panel.plan_changed.connect(self._replan)
            if self.wanted.headcount:
                panel.headcount_edit.setText(str(self.wanted.headcount))
            panel.picture_wished.connect(self.picture_wished)
            self.show_panel(panel)
            panel.ask_picture()
        self._tell_panel(span)
        # Once the panel has taken its place.
        QTimer.singleShot(0, self, lambda: self.timeline.bring_into_view(span))

    @Slot()
    def book_cell(self) -> None:
        """Book what the cell marks."""
        if self.view == MONTH:
            self.set_view(DAY)
        self.open_booking(self.timeline.cell)

    def _plan_of(self, span: Span) -> Plan:
        row = self.sheet.rows[span.row]
        return Plan(
            room_id=row.room.room_id,
            day=row.day,
            start_min=span.start_min,
            end_min=span.end_min,
        )

    def _tell_panel(self, span: Span) -> None:
        self.timeline.show_ghost(span)
        ghost = self.timeline.ghost
        if isinstance(self.panel, BookPanel) and ghost is not None:
            self.panel.show_at_once(ghost.decision, self.sheet.find)

    def _replan(self, plan: Plan) -> None:
        row = self.sheet.row_of(plan.room_id, plan.day)
        if row is None:
            self.timeline.show_ghost(None)
            return
        span = Span(row=row, start_min=plan.start_min, end_min=plan.end_min)
        self.timeline.cell = span
        self._tell_panel(span)

    def _ghost_moved(self, span: Span) -> None:
        if isinstance(self.panel, BookPanel):
            self.panel.show_plan(self._plan_of(span))
            self._tell_panel(span)

    def _show_ghost(self) -> None:
        """Draw the stretch of the open panel where the sheet on show has it."""
        if self.timeline.is_dragging:
            return
        span: Span | None = None
        if isinstance(self.panel, BookPanel):
            plan = self.panel.plan
            row = self.sheet.row_of(plan.room_id, plan.day)
            if row is not None:
                span = Span(row=row, start_min=plan.start_min, end_min=plan.end_min)
        self.timeline.show_ghost(span)

    @Slot(object)
    def open_block(self, block: Block) -> None:
        """Show a booking; a lesson has its own page."""
        if block.line is None:
            return
        row = self.sheet.rows[block.span.row]
        queue = row.source.queue_of(block.line.booking)
        panel = DetailPanel(
            block.line,
            block.state,
            row.room,
            queue=queue,
            staff=self.staff,
            operator=self.operator,
        )
        panel.use_wished.connect(self.use_wished)
        panel.extend_wished.connect(self.extend_wished)
        panel.cancel_wished.connect(self.cancel_wished)
        panel.reword_wished.connect(self.reword_wished)
        self.show_panel(panel)
        if row.room.photo:
            self.picture_wished.emit(row.room)

    def open_line(self, booking_id: BookingId) -> None:
        """Show a booking by its id, if the day on show has it."""
        block = self.sheet.block_of(booking_id)
        if block is not None:
            self.timeline.cell = block.span
            self.open_block(block)

    def _moved(self, block: Block, span: Span) -> None:
        if block.line is None:
            return
        row = self.sheet.rows[span.row]
        wish = MoveWish(
            booking=block.line.booking,
            room_id=row.room.room_id,
            starts_at=self.sheet.moment(span.row, span.start_min),
            ends_at=self.sheet.moment(span.row, span.end_min),
        )
        if block.line.booking.series_id is not None:
            self.open_move(wish, block.line)
            self.timeline.show_ghost(span, moving=block.booking_id)
        else:
            self.move_wished.emit(wish)

    def open_move(self, wish: MoveWish, line: BookingLine) -> MovePanel:
        """Ask which of a series move, or show why one cannot."""
        rooms = {room.room_id: room for room in self.rooms}
        panel = MovePanel(wish, line, rooms, staff=self.staff, operator=self.operator)
        panel.submitted.connect(self.move_wished)
        self.show_panel(panel)
        return panel

    def _cancel_block(self, block: Block) -> None:
        if block.line is None:
            return
        if block.line.booking.series_id is not None:
            self.open_block(block)
            if isinstance(self.panel, DetailPanel):
                self.panel.cancel.setFocus()
        else:
            self.cancel_wished.emit(CancelWish(booking=block.line.booking))

    def _speak_anew(self) -> None:
        """Open a panel again in the language in force, with what was typed; else close it."""
        if isinstance(self.panel, DetailPanel):
            old_detail = self.panel
            self.open_line(old_detail.booking.booking_id)
            fresh: SidePanel | None = self.panel
            if isinstance(fresh, DetailPanel) and fresh is not old_detail:
                fresh.take_over(old_detail)
            return
        if isinstance(self.panel, MovePanel):
            old_move = self.panel
            self.open_move(old_move.wish, old_move.line).take_over(old_move)
            return
        if not isinstance(self.panel, BookPanel):
            stale = self.panel
            self.panel_stale.emit()
            if self.panel is stale:
                self.hide_panel()
            return
        old = self.panel
        span = self.timeline.ghost.span if self.timeline.ghost else None
        self.hide_panel()
        if span is not None:
            self.open_booking(span)
            self.panel.take_over(old)

    # Keys of the window

    def escape(self) -> None:
        """Drop what is dragged; close the panel, then the filter; then leave the page."""
        if self.timeline.is_dragging:
            self.timeline.stop_drag()
        elif self.panel is not None:
            self.panel.closed.emit()
        elif not self.filter.isHidden():
            self.filter.reset()
            self.show_filter(is_shown=False)
            self.timeline.setFocus()
        elif self.view != DAY:
            self.set_view(DAY)
        else:
            self.left.emit()

    def confirm(self) -> None:
        """A bare Enter: what has the focus takes it."""
        if self.month.hasFocus():
            self.month.confirm()
        elif self.timeline.hasFocus():
            self.timeline.confirm()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self.show_date()
            self.timeline.forget()
            self._speak_anew()
            self.show_sheet()
        super().changeEvent(event)
