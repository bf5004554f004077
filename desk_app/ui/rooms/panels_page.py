"""The panel beside the days: put up, filled with what was read, taken away; its keys."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desk_app.domain.rooms import Room
from desk_app.services.booker_search import BookerHit
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.rooms.book_panel import BookPanel
from desk_app.ui.rooms.days_page import DaysPage
from desk_app.ui.rooms.detail_panel import DetailPanel
from desk_app.ui.rooms.move_panel import MovePanel


class PanelsPage(DaysPage):
    """Holds at most one panel.

    Attributes:
        staff: Names of who may set rules aside.
        operator: Who is at the desk.

    Signals:
        keep_wished(): Staff want to add, change or shut rooms.
        panel_gone(): No panel is open any more, or another one is.
    """

    keep_wished = Signal()
    panel_gone = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(today, parent)
        self.staff: list[str] = []
        self.operator = ""
        self.panel: SidePanel | None = None

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
        self.panel_gone.emit()
        self.timeline.setFocus()

    def show_hits(self, typed: str, found: Sequence[BookerHit]) -> None:
        """Show who was found for the open panel."""
        if isinstance(self.panel, BookPanel):
            self.panel.show_hits(typed, found)

    def show_picture(self, room: Room, image: QImage | None) -> None:
        """Show what a room looks like in the panel about it."""
        if isinstance(self.panel, BookPanel | DetailPanel):
            self.panel.show_picture(room, image)

    def digit(self, number: int) -> None:
        """A bare digit: take the alternative that bears it."""
        if isinstance(self.panel, BookPanel | MovePanel):
            self.panel.digit(number)

    def staff_sign(self) -> None:
        """F8: staff set a rule aside; with no panel open, they keep the rooms."""
        if isinstance(self.panel, BookPanel | MovePanel | DetailPanel):
            self.panel.sign()
        elif self.panel is None:
            self.keep_wished.emit()
