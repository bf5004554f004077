"""The check-in page: search row, stage, aside; only the stage's content changes."""

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.ids import SessionId
from desk_app.services.results import CheckInResult, SearchAnswer, TodaySheet
from desk_app.ui.check_in.aside import RecentCard, SessionsCard
from desk_app.ui.check_in.card_button import CardButton
from desk_app.ui.check_in.idle import IdleStage
from desk_app.ui.check_in.live_strip import LiveStrip
from desk_app.ui.check_in.result_card import ResultCard
from desk_app.ui.check_in.search import SearchDropDown
from desk_app.ui.check_in.words import SOUNDS, Kind
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import draw_icon
from desk_app.ui.common.preview import Outline
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.common.tokens import duration_ms

_SEARCH_DELAY_MS = 90


class SearchIcon(QWidget):
    """The magnifying glass in the search row."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), "search", 0, 0, 20, theme().color("text.secondary"))


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
    link_requested = Signal(object)
    answer_requested = Signal(object)
    pin_requested = Signal(object)
    sounded = Signal(str)
    ticked = Signal()
    photo_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search_edit = QLineEdit(self)
        self.search_edit.setTextMargins(38, 0, 44, 0)
        self._glass = SearchIcon(self)
        self.register_button = CardButton("outlined", "register", self)
        self.idle = IdleStage(self)
        self.card = ResultCard(self)
        self.strip = LiveStrip(self)
        self.sessions = SessionsCard(self)
        self.recent = RecentCard(self)
        self.drop_down = SearchDropDown(self)
        self._panel: QWidget | None = None
        self._waiting: deque[CheckInResult] = deque()
        self._pinned: SessionId | None = None
        self._search_soon = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self.card.hide()
        self.strip.hide()
        self.drop_down.hide()
        self._join()
        self._retranslate()
        theme_bus().changed.connect(self._place)
        self.setTabOrder(self.search_edit, self.register_button)

    def _join(self) -> None:
        self._search_soon.timeout.connect(self._ask_search)
        self.search_edit.textChanged.connect(self._typed)
        self.search_edit.returnPressed.connect(self._choose_hit)
        self.search_edit.installEventFilter(self)
        self.register_button.clicked.connect(lambda: self.register_requested.emit(None))
        self.card.acted.connect(self._act)
        self.strip.ran_out.connect(self.to_idle)
        self.strip.left.connect(self.to_idle)
        self.sessions.pin_requested.connect(self.pin_requested)
        self.recent.undo_requested.connect(self.undo_requested)
        self.drop_down.visitor_chosen.connect(self._visitor_chosen)
        self.drop_down.elsewhere_requested.connect(self._elsewhere)
        self.drop_down.register_requested.connect(lambda: self.register_requested.emit(None))

    @property
    def waiting_count(self) -> int:
        """How many results wait for a question to be answered."""
        return len(self._waiting)

    @property
    def is_asking(self) -> bool:
        """Whether a question is open, so that new results wait."""
        return not self.card.isHidden() and self.card.kind is Kind.ASK

    @Slot(object)
    def show_result(self, result: CheckInResult) -> None:
        """Show a result at once, or let it wait in line while a question or a panel is open."""
        is_answer = self.card.result is not None and self.card.result.nonce == result.nonce
        if (self.is_asking and not is_answer) or self._panel is not None:
            self._waiting.append(result)
            self.strip.set_queue(len(self._waiting))
            self.strip.show()
            self.ticked.emit()
            return
        self._show(result)

    def _show(self, result: CheckInResult) -> None:
        self.close_search()
        self.card.show_result(result)
        self.idle.hide()
        self.card.show()
        self.strip.show()
        kind = self.card.kind or Kind.INFO
        self.sounded.emit(SOUNDS[kind])
        self.strip.start(_hold_ms(kind))
        self._place()
        self.card.repaint()
        self.photo_wished.emit(result)

    @Slot()
    def to_idle(self) -> None:
        """Show the next who waits, or go back to scanning."""
        self.strip.stop()
        if self._waiting and self._panel is None:
            result = self._waiting.popleft()
            self.strip.set_queue(len(self._waiting))
            self._show(result)
            return
        self.card.hide()
        self.strip.setVisible(self._panel is not None)
        self.idle.show()
        self._place()

    def areas(self) -> list[QWidget]:
        """Return where F6 goes."""
        aside = [self.sessions, self.recent] if self._panel is None else [self._panel]
        return [self.search_edit, self.card, self.strip, *aside]

    @Slot()
    def escape(self) -> None:
        """Close the drop-down, then the panel, then the card."""
        if not self.drop_down.isHidden() or self.search_edit.text():
            self.close_search()
        elif self._panel is not None:
            self.hide_panel()
        else:
            self.to_idle()
        self.setFocus()

    @Slot(object)
    def show_sheet(self, sheet: TodaySheet) -> None:
        """Show tonight's sessions and the latest arrivals."""
        self.idle.show_sheet(sheet)
        self.sessions.show_sheet(sheet)
        self.recent.show_sheet(sheet)
        self._place()

    @Slot(object)
    def show_search(self, answer: SearchAnswer) -> None:
        """Show hits, unless the text has changed since."""
        if answer.text == self.search_edit.text() and answer.text:
            self.drop_down.show_answer(answer)
            self._place_drop_down()
            self.drop_down.show()
            self.drop_down.raise_()

    def close_search(self) -> None:
        """Empty the search row."""
        self._search_soon.stop()
        self.search_edit.clear()
        self.drop_down.hide()

    def set_preview(self, image: QImage | None, outlines: Sequence[Outline]) -> None:
        """Show the camera's newest picture where one is visible."""
        target = self.idle.preview if self.idle.isVisible() else self.strip.preview
        target.set_picture(image, outlines)

    def show_advice(self, advice: str) -> None:
        """Say why the code held up cannot be read; nothing where there is none."""
        self.idle.preview.set_advice(advice)
        self.strip.preview.set_advice(advice)

    def show_camera_state(self, state: str, name: str) -> None:
        """Show how the camera is."""
        self.idle.preview.set_state(state, name)
        self.strip.preview.set_state(state, name)

    def set_mirrored(self, is_mirrored: bool) -> None:  # noqa: FBT001  (a Qt-style setter)
        """Show the camera as in a mirror."""
        self.idle.preview.set_mirrored(is_mirrored)
        self.strip.preview.set_mirrored(is_mirrored)

    def show_pinned(self, session_id: SessionId | None) -> None:
        """Show which session the desk stands for."""
        self._pinned = session_id
        self.sessions.set_pinned(session_id)

    def show_panel(self, panel: QWidget) -> None:
        """Let a panel stand in for the aside; scanning goes on and results wait."""
        self.hide_panel()
        self._panel = panel
        panel.setParent(self)
        self.strip.start(0)
        self.strip.set_queue(len(self._waiting))
        self.strip.show()
        self._place()
        panel.show()
        panel.setFocus()

    @Slot()
    def hide_panel(self) -> None:
        """Put the aside back and go on with those who waited."""
        if self._panel is not None:
            self.close_panel()
            self.to_idle()

    def close_panel(self) -> None:
        """Put the aside back; the card on show stays."""
        if self._panel is None:
            return
        self._panel.hide()
        self._panel.deleteLater()
        self._panel = None
        self.card.hide()
        self._place()

    @property
    def panel(self) -> QWidget | None:
        """The panel that is open, if one is."""
        return self._panel

    @Slot(int)
    def digit(self, number: int) -> None:
        """Take a bare digit that no scanner typed."""
        if not self.card.isHidden():
            self.card.act_on_digit(number)

    @Slot()
    def confirm(self) -> None:
        """Take a bare Enter that no scanner typed."""
        if not self.card.isHidden():
            self.card.act_on_confirm()

    def undo_last(self) -> None:
        """Undo the card's check-in, or the latest in the list."""
        result = self.card.result if not self.card.isHidden() else None
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
        if not self.card.isHidden() and self.card.result is not None:
            self.staff_requested.emit(self.card.result)

    def not_this_person(self) -> None:
        """Look for somebody else by name (F7)."""
        self.to_idle()
        self.find_person()

    def set_joined(self, is_joined: bool) -> None:  # noqa: FBT001  (a Qt-style setter)
        """Offer to look at other stations, where a centre knows them."""
        self.drop_down.is_joined = is_joined
        self.card.is_joined = is_joined

    def look_elsewhere(self) -> None:
        """Look at other stations for what was typed, or for the pass on show (F5)."""
        result = self.card.result if not self.card.isHidden() else None
        is_stranger = result is not None and result.visitor is None
        self.elsewhere_requested.emit(self.search_edit.text(), result if is_stranger else None)
        self.close_search()

    @Slot(str)
    def _elsewhere(self, text: str) -> None:
        self.elsewhere_requested.emit(text, None)
        self.close_search()

    def find_person(self) -> None:
        """Go to the search row (F3)."""
        self.search_edit.setFocus()
        self.search_edit.selectAll()

    @Slot(str)
    def _act(self, action: str) -> None:
        result = self.card.result
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
            "next": self.to_idle,
            "undo": lambda: self.undo_requested.emit(result.undo_id),
            "not_this": self.not_this_person,
            "find": self.find_person,
            "elsewhere": self.look_elsewhere,
            "staff": lambda: self.staff_requested.emit(result),
            "register": lambda: self.register_requested.emit(result),
            "link": lambda: self.link_requested.emit(result),
            "answer": lambda: self.answer_requested.emit(result),
        }
        acts[name]()

    @Slot(str)
    def _typed(self, text: str) -> None:
        if text.strip():
            self._search_soon.start()
        else:
            self._search_soon.stop()
            self.drop_down.hide()

    @Slot()
    def _ask_search(self) -> None:
        self.search_changed.emit(self.search_edit.text())

    @Slot()
    def _choose_hit(self) -> None:
        if not self.drop_down.isHidden():
            self.drop_down.activate_current()

    @Slot(object)
    def _visitor_chosen(self, visitor_id: object) -> None:
        self.close_search()
        self.setFocus()
        self.visitor_chosen.emit(visitor_id)

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if (
            watched is self.search_edit
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}
            and not self.drop_down.isHidden()
        ):
            self.drop_down.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        words = self.tr("Scan, or type a name, pinyin initials or last four digits")
        self.search_edit.setPlaceholderText(words)
        self.search_edit.setAccessibleName(words)
        self.register_button.say(self.tr("Register visitor"), icon="user-plus", key="F2")
        self.recent.setAccessibleName(self.tr("Just arrived"))
        self.sessions.setAccessibleName(self.tr("Open now"))
        self.card.retranslate()
        for widget in (self.idle, self.strip, self.sessions, self.recent):
            widget.update()
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
        button = self.register_button.sizeHint().width()
        top = pad
        self.search_edit.setFont(sized_font(18 if look.is_wide else 16, is_strong=False))
        self.search_edit.setGeometry(pad, top, stage - button - 12, row)
        self._glass.setGeometry(pad + 18, top + row // 2 - 10, 20, 20)
        self._glass.raise_()
        self.register_button.setGeometry(pad + stage - button, top, button, row)
        y = top + row + gap
        has_strip = not self.strip.isHidden()
        bottom = self.height() - pad
        height = bottom - y - ((68 + gap) if has_strip else 0)
        self.idle.setGeometry(pad, y, stage, height)
        self.card.setGeometry(pad, y, stage, height)
        self.strip.setGeometry(pad, bottom - 68, stage, 68)
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
        self._place_drop_down()

    def _place_drop_down(self) -> None:
        row = self.search_edit.geometry()
        width = self.register_button.geometry().right() - row.left() + 1
        room = self.height() - row.bottom() - 24
        height = min(self.drop_down.sizeHint().height(), room)
        self.drop_down.setGeometry(row.left(), row.bottom() + 8, width, height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface.canvas"))
        if not self.card.isHidden():
            self._paint_shadow(painter, QRectF(self.card.geometry()))

    def _paint_shadow(self, painter: QPainter, box: QRectF) -> None:
        """Draw the soft shadow of the result card, in a few widening steps."""
        if theme().name != "light":
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shade = theme().color("text.primary")
        shade.setAlphaF(0.012)
        painter.setBrush(shade)
        for spread in range(2, 16, 2):
            painter.drawRoundedRect(
                box.adjusted(-spread, -spread + 6, spread, spread + 6), 12 + spread, 12 + spread
            )


def _hold_ms(kind: Kind) -> int:
    """Return how long a card stays; 0 until it is answered."""
    match kind:
        case Kind.ADMITTED:
            return duration_ms("resultHold")
        case Kind.ASK:
            return 0
        case _:
            return duration_ms("resultHoldAttention")
