"""The rooms page: a day of all rooms, a week of one, a month; a panel beside it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.domain.ids import BookingId, RoomId
from desk_app.domain.rooms import Room
from desk_app.services.booker_search import BookerHit
from desk_app.services.room_day import BookingLine, RoomDay, RoomMonth
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.rooms.book_panel import BookPanel, Plan
from desk_app.ui.rooms.detail_panel import DetailPanel
from desk_app.ui.rooms.move_panel import MovePanel
from desk_app.ui.rooms.page_layout import PageParts
from desk_app.ui.rooms.requests import CancelWish, MoveWish
from desk_app.ui.rooms.sheet import Block, Sheet, Span, Wanted, day_sheet, week_sheet
from desk_app.ui.rooms.words import day_text, month_text

DAY, WEEK, MONTH = "day", "week", "month"


class RoomsPage(PageParts):
    """Shows days of rooms; asks for everything else.

    Signals:
        day_wished(date): Read a day.
        week_wished(date): Read the week of a date.
        month_wished(date): Read the month of a date.
        book_wished(BookWish), trial_wished(BookWish): Book; tell what would come of it.
        search_wished(str): Look for a company or a visitor.
        move_wished(MoveWish), cancel_wished(CancelWish), use_wished(UseWish),
        extend_wished(ExtendWish), reword_wished(RewordWish): Change a booking.
        walk_in_wished(RoomId): Somebody uses this room now.
        undo_wished(): Take the last change back.
        left(): Esc with nothing left to close.
    """

    day_wished = Signal(object)
    week_wished = Signal(object)
    month_wished = Signal(object)
    book_wished = Signal(object)
    trial_wished = Signal(object)
    search_wished = Signal(str)
    move_wished = Signal(object)
    cancel_wished = Signal(object)
    use_wished = Signal(object)
    extend_wished = Signal(object)
    reword_wished = Signal(object)
    walk_in_wished = Signal(object)
    undo_wished = Signal()
    left = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = today
        self.day = today
        self.view = DAY
        self.room_id: RoomId | None = None
        self.staff: list[str] = []
        self.operator = ""
        self.panel: SidePanel | None = None
        self._days: tuple[RoomDay, ...] = ()
        self._wanted = Wanted()
        self._join()
        self.retranslate()
        self.show_date()

    @property
    def sheet(self) -> Sheet:
        """What the timeline shows."""
        return self.timeline.sheet

    @property
    def rooms(self) -> Sequence[Room]:
        """The rooms of the days on show."""
        return self._days[0].rooms if self._days else ()

    # What is shown

    def refresh(self) -> None:
        """Read again what is on show."""
        wish = {DAY: self.day_wished, WEEK: self.week_wished, MONTH: self.month_wished}[self.view]
        wish.emit(self.day)

    def show_days(self, days: tuple[RoomDay, ...]) -> None:
        """Show a day, or the week of one room; one that was asked for before is dropped."""
        is_week = len(days) > 1
        if is_week != (self.view == WEEK) or self.day not in {one.day for one in days}:
            return
        self._days = days
        rooms = days[0].rooms
        if is_week and self.room_id not in {room.room_id for room in rooms}:
            self.room_id = rooms[0].room_id if rooms else None
        names = {name for room in rooms for name, _ in (*room.fixtures, *room.equipment)}
        self.filter.show_equipment(sorted(names))
        self.show_date()
        self._show_sheet()

    def _show_sheet(self) -> None:
        if not self._days:
            return
        if self.view == WEEK and self.room_id is not None:
            sheet = week_sheet(self._days, self.room_id)
        else:
            sheet = day_sheet(self._days[0], self._wanted)
        was_by_room = self.sheet.by_room
        self.timeline.show_sheet(sheet)
        self.list.lines.show_sheet(sheet)
        if was_by_room != sheet.by_room and self.room_id is not None:
            self.timeline.cell_to_row(sheet.row_of(self.room_id, self.day))
        self._show_ghost()
        if self.view == DAY and self.day == self.today:
            self.board.show_rows(sheet.rows, sheet.at)
        is_today = self.view == DAY and self.day == self.today
        self.board.setVisible(is_today)
        if is_today:
            self.due.show_sheet(sheet, sheet.at)
        else:
            self.due.hide()
        is_empty = not sheet.rows
        is_unfit = bool(sheet.rows) and not any(row.is_fitting for row in sheet.rows)
        self.empty.show_state(is_empty=is_empty, is_unfit=is_unfit)
        self.show_body(self.empty if is_empty else self.card)

    def show_month(self, month: RoomMonth) -> None:
        """Show how full a month is."""
        if self.view == MONTH and month.first == self.day.replace(day=1):
            self.month.show_month(month, self.today, self.day)
            self.board.hide()
            self.due.hide()

    def show_now(self, at: datetime, today: date) -> None:
        """The time went on."""
        self.timeline.show_now(at)
        if today != self.today:
            was, self.today = self.today, today
            if self.day == was:
                self.show_day(today)

    @Slot(object)
    def show_day(self, day: date) -> None:
        """Go to a date, in the view that is on show."""
        self.day = day
        self.show_date()
        self.refresh()

    def show_date(self) -> None:
        """Say which date it is."""
        text = day_text(self.day)
        room = next((r.name for r in self.rooms if r.room_id == self.room_id), "")
        if self.view == WEEK and room:
            text = room
        elif self.view == MONTH:
            text = month_text(self.day)
        self.date.setText(text)
        self.strip.show_day(self.day, self.today)
        self.views.show_value(self.view)

    @Slot(str)
    def set_view(self, view: str) -> None:
        """Show a day of all rooms, a week of one, or a month."""
        self.view = view
        if view == WEEK and self.room_id is None and self.sheet.rows:
            self.room_id = self.sheet.rows[self.timeline.cell.row].room.room_id
        self.bodies.setCurrentWidget(self.month if view == MONTH else self.timeline)
        self.show_date()
        self.refresh()
        (self.month if view == MONTH else self.timeline).setFocus()

    # Joined once

    def _join(self) -> None:
        timeline = self.timeline
        timeline.book_wished.connect(self.open_booking)
        timeline.opened.connect(self.open_block)
        timeline.moved.connect(self._moved)
        timeline.cancel_wished.connect(self._cancel_block)
        timeline.ghost_moved.connect(self._ghost_moved)
        timeline.walk_in_wished.connect(
            lambda row: self.walk_in_wished.emit(self.sheet.rows[row].room.room_id)
        )
        timeline.room_opened.connect(self._open_room)
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
        self.filter.changed.connect(self._filter)
        self.filter.closed.connect(self.timeline.setFocus)
        self.empty.clear_wished.connect(self.filter.reset)
        self.month.opened.connect(self._open_date)
        self.month.months_wished.connect(self._go_months)
        self.due.use_wished.connect(self.use_wished)
        self.due.extend_wished.connect(self.extend_wished)
        self.list.opened.connect(self.open_block)
        self.add_key("Ctrl+N", self.book_cell)
        self.add_key("Ctrl+L", self.toggle_list)

    @Slot(int)
    def go_days(self, days: int) -> None:
        """So many days on; a week in the week, a month in the month."""
        if self.view == MONTH:
            self._go_months(1 if days > 0 else -1)
            return
        by = days * 7 if self.view == WEEK and abs(days) == 1 else days
        self.show_day(self.day + timedelta(days=by))

    def _go_months(self, months: int) -> None:
        first = self.day.replace(day=1)
        to = (first + timedelta(days=31)) if months > 0 else first - timedelta(days=1)
        self.show_day(to.replace(day=1))

    @Slot()
    def toggle_list(self) -> None:
        """Ctrl L: the same as a list, and back."""
        is_list = self.bodies.currentWidget() is self.list_frame
        if self.view == MONTH:
            return
        self.bodies.setCurrentWidget(self.timeline if is_list else self.list_frame)
        (self.timeline if is_list else self.list).setFocus()

    @Slot()
    def go_today(self) -> None:
        """Back to today."""
        self.show_day(self.today)
        self.timeline.scroll_to_now()

    def _open_date(self, day: date) -> None:
        self.day = day
        self.set_view(DAY)

    def _open_room(self, row: int) -> None:
        if self.view == WEEK:
            self._open_date(self.sheet.rows[row].day)
            return
        self.room_id = self.sheet.rows[row].room.room_id
        self.set_view(WEEK)

    @Slot()
    def open_filter(self) -> None:
        """Choose what a room must offer."""
        self.filter.show()
        self.filter.people.setFocus()
        self.filter.people.selectAll()

    def _filter(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.timeline.headcount = wanted.headcount
        self._show_sheet()

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
            if self._wanted.headcount:
                panel.headcount_edit.setText(str(self._wanted.headcount))
            self.show_panel(panel)
        self._tell_panel(span)

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
        if isinstance(self.panel, BookPanel):
            self._replan(self.panel.plan)
        else:
            self.timeline.show_ghost(None)

    @Slot(object)
    def open_block(self, block: Block) -> None:
        """Show a booking; a lesson has its own page."""
        if block.line is None:
            return
        room = self.sheet.rows[block.span.row].room
        panel = DetailPanel(block.line, block.state, room)
        panel.use_wished.connect(self.use_wished)
        panel.extend_wished.connect(self.extend_wished)
        panel.cancel_wished.connect(self.cancel_wished)
        panel.reword_wished.connect(self.reword_wished)
        self.show_panel(panel)

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
        panel = MovePanel(wish, line, rooms)
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

    def show_hits(self, typed: str, found: Sequence[BookerHit]) -> None:
        """Show who was found for the open panel."""
        if isinstance(self.panel, BookPanel):
            self.panel.show_hits(typed, found)

    def show_panel(self, panel: SidePanel) -> None:
        """Show a panel beside the timeline."""
        self.hide_panel()
        self.panel = panel
        panel.closed.connect(self.hide_panel)
        self.place_panel(panel)
        panel.setFocus()

    @Slot()
    def hide_panel(self) -> None:
        """Close the panel, if there is one."""
        self.timeline.show_ghost(None)
        if self.panel is None:
            return
        panel, self.panel = self.panel, None
        self.take_panel(panel)
        self.timeline.setFocus()

    def _speak_anew(self) -> None:
        """Open a booking's panel again in the language in force; close any other."""
        if not isinstance(self.panel, BookPanel):
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
            self.hide_panel()
        elif not self.filter.isHidden():
            self.filter.reset()
            self.filter.hide()
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

    def digit(self, number: int) -> None:
        """A bare digit: take the alternative that bears it."""
        if isinstance(self.panel, BookPanel | MovePanel):
            self.panel.digit(number)

    def staff_sign(self) -> None:
        """F8: staff set a rule aside."""
        if isinstance(self.panel, BookPanel):
            self.panel.sign()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self.show_date()
            self.timeline.forget()
            self._speak_anew()
            self._show_sheet()
        super().changeEvent(event)
