"""The check-in page: search row, stage, aside; only the stage's content changes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.ids import SessionId
from desk_app.services.results import CheckInResult, SearchAnswer, TodaySheet
from desk_app.ui.check_in.aside import RecentCard, SessionsCard
from desk_app.ui.check_in.search_row import SearchRow
from desk_app.ui.check_in.stage import MARGIN, Stage
from desk_app.ui.common.motion import let_out
from desk_app.ui.common.side_panel import SLIDE
from desk_app.ui.common.theme import theme, theme_bus

if TYPE_CHECKING:
    from collections.abc import Callable


class CheckInPage(QWidget):
    """Shows results; asks for check-ins, does none itself.

    Signals:
        search_changed(str): The text to search for.
        visitor_chosen(VisitorId): Check this visitor in.
        option_chosen(object): (CheckInResult, CheckInOption or RoomCard) of a choice.
        seat_accepted(object): (CheckInResult, SeatHeld) the visitor says yes to.
        undo_requested(CheckInId): Undo.
        staff_requested(CheckInResult): Staff may let this visitor in (F8).
        elsewhere_requested(str, object): Look for this text at other stations, or for the
            pass of a CheckInResult (F5).
        register_requested(object): CheckInResult of an unknown code, or None (F2).
        name_requested(CheckInResult): Note who came in with a pass not known here yet (F2).
        link_requested(CheckInResult): Link the code to somebody known.
        answer_requested(CheckInResult): Take the answers to what the course asks.
        pin_requested(object): SessionId to stand for, or None for the whole station.
        sounded(str): Play the sound of a class of results.
        ticked(): A presentation waits in line.
        photo_wished(CheckInResult): It is on show; a photo may come after it.
    """

    search_changed = Signal(str)
    visitor_chosen = Signal(object)
    option_chosen = Signal(object)
    seat_accepted = Signal(object)
    undo_requested = Signal(object)
    staff_requested = Signal(object)
    elsewhere_requested = Signal(str, object)
    register_requested = Signal(object)
    name_requested = Signal(object)
    link_requested = Signal(object)
    answer_requested = Signal(object)
    pin_requested = Signal(object)
    sounded = Signal(str)
    ticked = Signal()
    photo_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchRow(self)
        self.stage = Stage(self)
        self.sessions = SessionsCard(self)
        self.recent = RecentCard(self)
        self._panel: QWidget | None = None
        self._pinned: SessionId | None = None
        self._join()
        self._retranslate()
        theme_bus().changed.connect(self._place)

    def _join(self) -> None:
        self.search.search_changed.connect(self.search_changed)
        self.search.visitor_chosen.connect(self._visitor_chosen)
        self.search.elsewhere_requested.connect(self._elsewhere)
        self.search.register_requested.connect(lambda: self.register_requested.emit(None))
        self.stage.acted.connect(self._act)
        self.stage.showing.connect(self._showing)
        self.stage.sounded.connect(self.sounded)
        self.stage.ticked.connect(self.ticked)
        self.sessions.pin_requested.connect(self.pin_requested)
        self.recent.undo_requested.connect(self.undo_requested)

    @Slot(object)
    def show_result(self, result: CheckInResult) -> None:
        """Show a result at once, or let it wait in line while a question or a panel is open."""
        self.stage.show_result(result)

    def to_idle(self) -> None:
        """Show the next who waits, or go back to scanning."""
        self.stage.to_idle()

    @Slot(object)
    def _showing(self, result: CheckInResult) -> None:
        self.search.close_search()
        self.photo_wished.emit(result)

    def areas(self) -> list[QWidget]:
        """Return where F6 goes."""
        aside = [self.sessions, self.recent] if self._panel is None else [self._panel]
        return [self.search, self.stage.card, self.stage.strip, *aside]

    @Slot()
    def escape(self) -> None:
        """Close the drop-down, then the panel, then the card."""
        if self.search.is_in_use:
            self.search.close_search()
        elif self._panel is not None:
            self.hide_panel()
        else:
            self.to_idle()
        self.setFocus()

    @Slot(object)
    def show_sheet(self, sheet: TodaySheet) -> None:
        """Show tonight's sessions and the latest arrivals."""
        self.stage.idle.show_sheet(sheet)
        self.sessions.show_sheet(sheet)
        self.recent.show_sheet(sheet)
        self._place()

    @Slot(object)
    def show_search(self, answer: SearchAnswer) -> None:
        """Show hits, unless the text has changed since."""
        self.search.show_answer(answer)

    def show_pinned(self, session_id: SessionId | None) -> None:
        """Show which session the desk stands for."""
        self._pinned = session_id
        self.sessions.set_pinned(session_id)

    def show_panel(self, panel: QWidget) -> None:
        """Let a panel stand in for the aside; scanning goes on and results wait."""
        self.hide_panel()
        self._panel = panel
        panel.setParent(self)
        self.stage.hold()
        self._place()
        panel.show()
        panel.setFocus()

    @Slot()
    def hide_panel(self) -> None:
        """Put the aside back and go on with those who waited."""
        if self._panel is not None:
            let_out(self._panel, dx=SLIDE)
            self.close_panel()
            self.stage.to_idle()

    def close_panel(self) -> None:
        """Put the aside back; the card on show stays."""
        if self._panel is None:
            return
        self._panel.hide()
        self._panel.deleteLater()
        self._panel = None
        self.stage.let_go()
        self._place()

    @property
    def panel(self) -> QWidget | None:
        """The panel that is open, if one is."""
        return self._panel

    @Slot(int)
    def digit(self, number: int) -> None:
        """Take a bare digit that no scanner typed."""
        if self.stage.result is not None:
            self.stage.card.act_on_digit(number)

    @Slot()
    def confirm(self) -> None:
        """Take a bare Enter that no scanner typed."""
        if self.stage.result is not None:
            self.stage.card.act_on_confirm()

    def undo_last(self) -> None:
        """Undo the card's check-in, or the latest in the list."""
        result = self.stage.result
        if (
            result is not None
            and result.outcome is CheckInOutcome.ADMITTED
            and result.undo_id is not None
        ):
            self.undo_requested.emit(result.undo_id)
            return
        ids = [a.undo_id for a in self.recent.arrivals if a.undo_id is not None]
        if ids:
            self.undo_requested.emit(ids[0])

    def toggle_pin(self) -> None:
        """Stand for the next open session only, and after the last for the whole station."""
        places = [*self.sessions.session_ids, None]
        here = places.index(self._pinned) if self._pinned in places else len(places) - 1
        self.pin_requested.emit(places[(here + 1) % len(places)])

    def request_staff(self) -> None:
        """Ask for staff for the card on show (F8)."""
        if self.stage.result is not None:
            self.staff_requested.emit(self.stage.result)

    def not_this_person(self) -> None:
        """Look for somebody else by name (F7)."""
        self.stage.to_idle()
        self.search.find_person()

    def set_joined(self, is_joined: bool) -> None:  # noqa: FBT001  (a Qt-style setter)
        """Offer to look at other stations, where a centre knows them."""
        self.search.drop_down.is_joined = is_joined
        self.stage.card.is_joined = is_joined

    def add_visitor(self) -> None:
        """Note the name of a pass not known here yet, if one is on show, or register (F2)."""
        result = self.stage.result
        if result is not None and result.is_provisional:
            self.name_requested.emit(result)
        else:
            self.register_requested.emit(None)

    def look_elsewhere(self) -> None:
        """Look at other stations for what was typed, or for the pass on show (F5)."""
        result = self.stage.result
        is_stranger = result is not None and result.visitor is None
        self.elsewhere_requested.emit(self.search.edit.text(), result if is_stranger else None)
        self.search.close_search()

    @Slot(str)
    def _elsewhere(self, text: str) -> None:
        self.elsewhere_requested.emit(text, None)
        self.search.close_search()

    @Slot(str)
    def _act(self, action: str) -> None:
        result = self.stage.card.result
        if result is None:
            return
        name, _, number = action.partition(":")
        if name == "option":
            self.option_chosen.emit((result, result.choices[int(number)]))
            return
        if name == "seat":
            self.seat_accepted.emit((result, result.seats_held[int(number)]))
            return
        acts: dict[str, Callable[[], object]] = {
            "next": self.stage.to_idle,
            "undo": lambda: self.undo_requested.emit(result.undo_id),
            "not_this": self.not_this_person,
            "find": self.search.find_person,
            "elsewhere": self.look_elsewhere,
            "staff": lambda: self.staff_requested.emit(result),
            "name": lambda: self.name_requested.emit(result),
            "register": lambda: self.register_requested.emit(result),
            "link": lambda: self.link_requested.emit(result),
            "answer": lambda: self.answer_requested.emit(result),
        }
        acts[name]()

    @Slot(object)
    def _visitor_chosen(self, visitor_id: object) -> None:
        self.setFocus()
        self.visitor_chosen.emit(visitor_id)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.recent.setAccessibleName(self.tr("Just arrived"))
        self.sessions.setAccessibleName(self.tr("Open now"))
        self.search.retranslate()
        self.stage.retranslate()
        self.sessions.update()
        self.recent.update()
        self._place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @Slot()
    def _place(self) -> None:
        """Put everything at the places of the layout's tokens."""
        look = theme()
        pad, gap = look.px("pagePadding"), look.px("gap")
        aside = look.px("sidePanel") if self._panel else look.px("asideCheckIn")
        aside = min(aside + (20 if self._panel else 0), self.width() // 2)
        row = 56 if look.is_wide else 52
        stage = self.width() - 2 * pad - gap - aside
        self.search.setGeometry(pad, pad, stage, row)
        self.search.place()
        y = pad + row + gap
        bottom = self.height() - pad
        self.stage.setGeometry(
            pad - MARGIN, y - MARGIN, stage + 2 * MARGIN, bottom - y + 2 * MARGIN
        )
        x = pad + stage + gap
        if self._panel is not None:
            self._panel.setGeometry(x, pad, aside, self.height() - 2 * pad)
        sessions = min(self.sessions.sizeHint().height(), self.height() - 2 * pad)
        self.sessions.setGeometry(x, pad, aside, sessions)
        self.recent.setGeometry(
            x, pad + sessions + gap, aside, max(0, bottom - pad - sessions - gap)
        )
        self.sessions.setVisible(self._panel is None)
        self.recent.setVisible(self._panel is None)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface.canvas"))
