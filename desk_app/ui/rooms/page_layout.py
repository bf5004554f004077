"""Where the parts of the rooms page stand, and what is written on them."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Segmented
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.painting import draw_card
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.rooms.board import FreeBoard, Legend
from desk_app.ui.rooms.day_list import DayList
from desk_app.ui.rooms.due import DueStrip
from desk_app.ui.rooms.head import ArrowButton, FilterBar, WeekStrip
from desk_app.ui.rooms.month import MonthView
from desk_app.ui.rooms.timeline import Timeline

VIEWS = ("day", "week", "month")


class Card(QWidget):
    """The raised card around the timeline or the month."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme_bus().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_card(QPainter(self), QRectF(self.rect()))


class Empty(QWidget):
    """What to do where there is nothing to show.

    Signals:
        clear_wished(): Clear the filter.
        add_wished(): Add the first room.
    """

    clear_wished = Signal()
    add_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = wrapped(Label("title", self))
        self._note = wrapped(Label("body", self, color="text.secondary"))
        self.button = Button("default", self)
        self.button.clicked.connect(self.clear_wished)
        self.add = Button("primary", self)
        self.add.clicked.connect(self.add_wished)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        for part in (self._words, self._note):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(part)
        for button in (self.button, self.add):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)

    def show_state(self, *, is_empty: bool, is_unfit: bool) -> None:
        """Say that there is no room yet, or none that fits."""
        if is_empty:
            self._words.setText(self.tr("No rooms yet"))
            self._note.setText(self.tr("Staff add it once; then it can be booked here."))
        elif is_unfit:
            self._words.setText(self.tr("No room fits"))
            self._note.setText(self.tr("Ask for one thing less."))
        self.button.setVisible(is_unfit)
        self.add.setVisible(is_empty)
        self.add.say(self.tr("Add a room"), icon="plus")


class PageParts(QWidget):
    """The widgets of the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_empty = False
        self.title, self.date = Label("heading", self), Label("title", self)
        self.back, self.on = ArrowButton("chevron-left", self), ArrowButton("chevron-right", self)
        self.today_button, self.filter_button = Button("default", self), Button("default", self)
        self.views = Segmented(VIEWS, self)
        self.keep_button = ArrowButton("settings", self)
        self.new_button = Button("primary", self)
        self.strip, self.filter = WeekStrip(self), FilterBar(self)
        self.filter.hide()
        self.card = Card(self)
        self.timeline, self.month = Timeline(self.card), MonthView(self.card)
        self.list = DayList(self.card)
        self.bodies = QStackedWidget(self.card)
        self.empty = Empty(self)
        self.legend, self.board, self.due = Legend(self), FreeBoard(self), DueStrip(self)
        self.aside = QStackedWidget(self)
        self.aside.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self.card)
        inner.setContentsMargins(1, 1, 1, 1)
        self.bodies.addWidget(self.timeline)
        self.bodies.addWidget(self.month)
        self.list_frame = QWidget(self.card)
        frame = QVBoxLayout(self.list_frame)
        frame.setContentsMargins(6, 8, 6, 8)
        frame.addWidget(self.list)
        self.bodies.addWidget(self.list_frame)
        inner.addWidget(self.bodies)
        top = QHBoxLayout()
        top.setSpacing(8)
        left = (self.title, self.back, self.date, self.on, self.today_button)
        right = (self.views, self.filter_button, self.keep_button, self.new_button)
        for part in left:
            top.addWidget(part)
        top.addStretch(1)
        for tool in right:
            top.addWidget(tool)
        find = QHBoxLayout()
        find.setSpacing(16)
        find.addWidget(self.strip)
        find.addWidget(self.filter, 1)
        find.addStretch(0)
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self.card)
        self._middle.addWidget(self.empty)
        self._grid = QGridLayout(self)
        self._grid.setVerticalSpacing(12)
        self._grid.addLayout(top, 0, 0)
        self._grid.addLayout(find, 1, 0)
        below_head = (self._middle, self.legend, self.board, self.due)
        for row, below in enumerate(below_head, start=2):
            self._grid.addWidget(below, row, 0)
        self._grid.addWidget(self.aside, 0, 1, 6, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(2, 1)
        self._grid.setRowMinimumHeight(0, 48)
        theme_bus().changed.connect(self._place)
        self._place()

    def show_empty(self, *, is_empty: bool) -> None:
        """With no room yet there is nothing to explain and nothing to book."""
        self._is_empty = is_empty
        self._place()

    def show_body(self, body: QWidget) -> None:
        """Show the card or the words of an empty page."""
        self._middle.setCurrentWidget(body)

    def place_panel(self, panel: SidePanel) -> None:
        """Put a panel beside the card."""
        self.aside.addWidget(panel)
        self.aside.setCurrentWidget(panel)
        self.aside.show()
        self._place()

    def take_panel(self, panel: SidePanel) -> None:
        """Take a panel away."""
        self.aside.removeWidget(panel)
        panel.deleteLater()
        self.aside.hide()
        self._place()

    def show_filter(self, *, is_shown: bool) -> None:
        """Show or hide what a room must offer."""
        self.filter.setVisible(is_shown)
        self._place()

    def add_key(self, keys: str, act: Callable[[], None]) -> None:
        """Let a chord act while the focus is on the page."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    @Slot()
    def _place(self) -> None:
        look = theme()
        pad = look.px("pagePadding")
        self._grid.setContentsMargins(pad, 16, pad, 16)
        self._grid.setHorizontalSpacing(look.px("gap"))
        self.aside.setFixedWidth(look.px("sidePanel"))
        self.legend.setVisible(look.is_wide and not self._is_empty)
        is_narrow = not look.is_wide and not self.aside.isHidden()
        self.today_button.setVisible(not is_narrow)
        self.filter_button.setVisible(not is_narrow)
        self.keep_button.setVisible(not is_narrow)
        self.new_button.setVisible(not is_narrow and not self._is_empty)
        self.strip.setVisible(not is_narrow or self.filter.isHidden())
        self.update()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.title.setText(self.tr("Rooms"))
        self.back.say(self.tr("The day before"))
        self.on.say(self.tr("The next day"))
        self.today_button.say(self.tr("Today"), key="T")
        self.views.say((self.tr("Day"), self.tr("Week"), self.tr("Month")), self.tr("What to show"))
        self.filter_button.say(self.tr("Filter"), icon="search", key="/")
        self.keep_button.say(self.tr("Rooms and closures (staff, F8)"))
        self.new_button.say(self.tr("New booking"), icon="plus", key="Ctrl N")
        self.timeline.setAccessibleName(self.tr("Rooms and hours"))
        self.month.setAccessibleName(self.tr("Month"))
        self.list.setAccessibleName(self.tr("Bookings as a list"))
        self.filter.retranslate()
        self.empty.button.say(self.tr("Clear filter"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface.canvas"))
