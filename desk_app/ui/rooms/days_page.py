"""The days on show: a day of all rooms, a week of one, a month; going from one to another."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.domain.rooms import Room
from desk_app.services.room_day import RoomDay, RoomMonth
from desk_app.ui.rooms.day_sheets import day_sheet, week_sheet
from desk_app.ui.rooms.page_layout import PageParts
from desk_app.ui.rooms.sheet import Sheet, Wanted
from desk_app.ui.rooms.words import day_text, month_text

if TYPE_CHECKING:
    from desk_app.domain.ids import RoomId

DAY, WEEK, MONTH = "day", "week", "month"


class DaysPage(PageParts):
    """Shows what was read, and asks for other days.

    Signals:
        day_wished(date): Read a day.
        week_wished(date): Read the week of a date.
        month_wished(date): Read the month of a date.
        sheet_shown(): The timeline shows another sheet.
    """

    day_wished = Signal(object)
    week_wished = Signal(object)
    month_wished = Signal(object)
    sheet_shown = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = today
        self.day = today
        self.view = DAY
        self.room_id: RoomId | None = None
        self.wanted = Wanted()
        self._days: tuple[RoomDay, ...] = ()

    @property
    def sheet(self) -> Sheet:
        """What the timeline shows."""
        return self.timeline.sheet

    @property
    def rooms(self) -> Sequence[Room]:
        """The rooms of the days on show."""
        return self._days[0].rooms if self._days else ()

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
        self.show_sheet()

    def show_sheet(self) -> None:
        """Draw the days that were read, as they are wanted now."""
        if not self._days:
            return
        if self.view == WEEK and self.room_id is not None:
            sheet = week_sheet(self._days, self.room_id)
        else:
            sheet = day_sheet(self._days[0], self.wanted)
        was_by_room = self.sheet.by_room
        self.timeline.show_sheet(sheet)
        self.list.lines.show_sheet(sheet)
        if was_by_room != sheet.by_room and self.room_id is not None:
            self.timeline.cell_to_row(sheet.row_of(self.room_id, self.day))
        self.sheet_shown.emit()
        if self.view == DAY and self.day == self.today:
            self.board.show_rows(sheet.rows, sheet.at)
        is_today = self.view == DAY and self.day == self.today
        self.board.setVisible(is_today and bool(sheet.rows))
        if is_today:
            self.due.show_sheet(sheet, sheet.at)
        else:
            self.due.hide()
        is_empty = not sheet.rows
        is_unfit = bool(sheet.rows) and not any(row.is_fitting for row in sheet.rows)
        self.empty.show_state(is_empty=is_empty, is_unfit=is_unfit)
        self.show_empty(is_empty=is_empty)
        self.show_body(self.empty if is_empty or is_unfit else self.card)

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

    @Slot(int)
    def go_days(self, days: int) -> None:
        """So many days on; a week in the week, a month in the month."""
        if self.view == MONTH:
            self.go_months(1 if days > 0 else -1)
            return
        by = days * 7 if self.view == WEEK and abs(days) == 1 else days
        self.show_day(self.day + timedelta(days=by))

    def go_months(self, months: int) -> None:
        """To the first of another month."""
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

    def open_date(self, day: date) -> None:
        """Show a day of all rooms."""
        self.day = day
        self.set_view(DAY)

    def open_room(self, row: int) -> None:
        """Show the week of a row's room; from a week, the day of the row."""
        if self.view == WEEK:
            self.open_date(self.sheet.rows[row].day)
            return
        self.room_id = self.sheet.rows[row].room.room_id
        self.set_view(WEEK)

    @Slot()
    def open_filter(self) -> None:
        """Choose what a room must offer."""
        self.show_filter(is_shown=True)
        self.filter.people.setFocus()
        self.filter.people.selectAll()

    def _filter(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.timeline.headcount = wanted.headcount
        self.show_sheet()
