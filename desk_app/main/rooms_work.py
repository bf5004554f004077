"""The rooms page joined to the use cases; loaded when the page is first needed."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

from desk_app.domain.booking_decision import STAFF_MAY_OVERRIDE
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.bookings import BookingDecision
from desk_app.domain.ids import BookingId, RoomId
from desk_app.domain.people import Role
from desk_app.domain.rooms import Room
from desk_app.main.room_acts import Done, RoomActs
from desk_app.main.room_images import read_image
from desk_app.main.room_keeping import RoomKeeping
from desk_app.main.room_queue import RoomQueue
from desk_app.main.room_undo import RoomUndo
from desk_app.main.window import DeskWindow, PageKeys
from desk_app.services.booking_changes import ChangeAnswer
from desk_app.services.booking_request import BookingAnswer
from desk_app.services.booking_use import UseAnswer
from desk_app.services.room_day import RoomDay
from desk_app.ui.rooms.book_panel import BookPanel
from desk_app.ui.rooms.days_page import WEEK
from desk_app.ui.rooms.detail_panel import DetailPanel
from desk_app.ui.rooms.move_panel import MovePanel
from desk_app.ui.rooms.page import RoomsPage
from desk_app.ui.rooms.refusals import refusal_words
from desk_app.ui.rooms.requests import (
    BookWish,
    CancelWish,
    ExtendWish,
    MoveWish,
    RewordWish,
    UseWish,
)
from desk_app.ui.rooms.words import day_text, span_text, use_refusal

A = TypeVar("A")
T = TypeVar("T")
_TICK_MS = 30_000


class RoomsWork(QObject):
    """Carries what the page asks for to the services, and the answers back."""

    def __init__(self, desk: DeskWindow, queue: RoomQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._queue = queue
        self._acts = RoomActs(desk.app)
        self._undo = RoomUndo(desk, self)
        self._under_way: set[object] = set()
        self.page = self._make_page()
        queue.moved.connect(self.page.refresh)
        self.keeping = RoomKeeping(desk, self.page, self._undo.remember)
        desk.window.page_shown.connect(self._page_shown)
        desk.identity_changed.connect(self._show_people)
        desk.synced.connect(self._tick)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._show_people()
        self._tick()

    def keys(self) -> PageKeys:
        """Return what the window's keys do while the page is on show."""
        page = self.page
        return PageKeys(
            escape=page.escape,
            undo=self._undo.undo_last,
            find=page.open_filter,
            confirm=page.confirm,
            digit=page.digit,
            staff=page.staff_sign,
        )

    def _make_page(self) -> RoomsPage:
        page = RoomsPage(self._acts.today())
        page.day_wished.connect(self._read_day)
        page.week_wished.connect(self._read_week)
        page.month_wished.connect(self._read_month)
        page.book_wished.connect(self._book)
        page.trial_wished.connect(self._try)
        page.search_wished.connect(self._search)
        page.move_wished.connect(self._move)
        page.cancel_wished.connect(self._cancel)
        page.use_wished.connect(self._use)
        page.extend_wished.connect(self._extend)
        page.reword_wished.connect(self._reword)
        page.walk_in_wished.connect(self._walk_in)
        page.picture_wished.connect(self._read_picture)
        page.left.connect(lambda: self._desk.window.show_page("check_in"))
        return page

    @Slot(str)
    def _page_shown(self, key: str) -> None:
        if key == "rooms":
            self._tick()
            self._queue.settle()
            self.page.timeline.setFocus()

    @Slot()
    def _show_people(self) -> None:
        self.page.staff = [o.name for o in self._desk.operators if o.role is Role.STAFF]
        self.page.operator = self._desk.operator

    @Slot()
    def _tick(self) -> None:
        if self._desk.window.page_key == "rooms":
            self.page.show_now(self._desk.app.clock(), self._acts.today())
            self.page.refresh()

    def _with_offer(self, words: str, offered: tuple[Booking, ...]) -> str:
        line = self.page.sheet.line_of(offered[0].booking_id) if offered else None
        return self._queue.with_offer(words, offered, line)

    # Reading

    @Slot(object)
    def _read_day(self, day: date) -> None:
        self._read(lambda: (self._desk.app.room_days.day(day),), self.page.show_days)

    @Slot(object)
    def _read_week(self, day: date) -> None:
        self._read(lambda: self._desk.app.room_days.week(day), self.page.show_days)

    @Slot(object)
    def _read_month(self, day: date) -> None:
        self._read(lambda: self._desk.app.room_days.month(day), self.page.show_month)

    @Slot(str)
    def _search(self, typed: str) -> None:
        self._read(lambda: self._desk.app.bookers.find(typed), partial(self.page.show_hits, typed))

    @Slot(object)
    def _read_picture(self, room: Room) -> None:
        pictures, show = self._desk.app.room_pictures, partial(self.page.show_picture, room)
        self._read(lambda: read_image(pictures, room.photo), show)

    def _read(self, work: Callable[[], T], show: Callable[[T], None]) -> None:
        self._desk.threads.reader.run(work, show, self._desk.show_error)

    # Writing: the answer comes with the days on show as they are then

    def _write(
        self,
        work: Callable[[], Done[A]],
        on_done: Callable[[Done[A]], None],
        on_error: Callable[[Exception], None] | None = None,
        once: object = None,
    ) -> None:
        """Carry out a change; a second press for the same thing waits for the first's answer."""
        if once is not None and once in self._under_way:
            return
        self._under_way.add(once)
        read = self._reader()
        tell_error = on_error or self._desk.show_error

        def job() -> tuple[Done[A], tuple[RoomDay, ...]]:
            done = work()
            return done, read()

        def show(found: tuple[Done[A], tuple[RoomDay, ...]]) -> None:
            self._under_way.discard(once)
            done, days = found
            if days:
                self.page.show_days(days)
            on_done(done)
            if done.is_done:
                self._desk.check_in.changed.emit()

        def show_error(error: Exception) -> None:
            self._under_way.discard(once)
            tell_error(error)

        self._desk.threads.writer.run(job, show, show_error)

    def _reader(self) -> Callable[[], tuple[RoomDay, ...]]:
        days, day = self._desk.app.room_days, self.page.day
        if self.page.view == WEEK:
            return lambda: days.week(day)
        return lambda: (days.day(day),)

    @Slot(object)
    def _book(self, wish: BookWish) -> None:
        panel = self.page.panel

        def done(found: Done[BookingAnswer]) -> None:
            answer = found.answer
            if not found.is_done:
                if isinstance(panel, BookPanel) and panel is self.page.panel:
                    panel.show_refused(answer)
                return
            if panel is self.page.panel:
                self.page.hide_panel()
            if answer.waiting is not None:
                self._changed(self._queue.waiting_words(answer.waiting), found.before)
                return
            first = answer.bookings[0]
            when = f"{day_text(wish.starts_at.date())} {span_text(first.starts_at, first.ends_at)}"
            words = self.tr("Booked: {0}").format(when)
            if len(answer.bookings) > 1:
                words = self.tr("Booked, dates: %n", "", len(answer.bookings))
            self._changed(words, found.before)

        self._write(lambda: self._acts.book(wish), done, self._panel_error(panel))

    @Slot(object)
    def _try(self, wish: BookWish) -> None:
        panel = self.page.panel

        def show(found: Done[BookingAnswer]) -> None:
            answer = found.answer
            if isinstance(panel, BookPanel) and panel is self.page.panel:
                panel.show_trial(answer)

        def ignore(_error: Exception) -> None:
            """Booking itself says what stands in the way."""

        self._desk.threads.reader.run(lambda: self._acts.book(wish), show, ignore)

    @Slot(object)
    def _walk_in(self, room_id: RoomId) -> None:
        def done(found: Done[BookingAnswer]) -> None:
            answer = found.answer
            if not found.is_done:
                self._say_refusal(answer.decision, answer)
                return
            (booking,) = answer.bookings
            words = self.tr("Theirs now: {0}").format(span_text(booking.starts_at, booking.ends_at))
            self._changed(words, found.before)
            self.page.open_line(booking.booking_id)

        self._write(lambda: self._acts.walk_in(room_id), done, once="walk_in")

    def _say_refusal(self, decision: BookingDecision, answer: BookingAnswer) -> None:
        at = answer.dates[0].asked_at if answer.dates else self._desk.app.clock()
        words = refusal_words(decision, self.page.sheet.find, at, at + timedelta(hours=1))
        self._desk.window.show_problem(words)

    @Slot(object)
    def _move(self, wish: MoveWish) -> None:
        panel = self.page.panel

        def done(found: Done[ChangeAnswer]) -> None:
            answer = found.answer
            if found.is_done:
                if isinstance(panel, MovePanel) and panel is self.page.panel:
                    self.page.hide_panel()
                count = len(answer.changed)
                words = self.tr("Moved to {0}").format(span_text(wish.starts_at, wish.ends_at))
                if count > 1:
                    words = self.tr("Moved, dates: %n", "", count)
                self._changed(self._with_offer(words, answer.offered), found.before)
                return
            shown = panel if panel is self.page.panel else None
            if not isinstance(shown, MovePanel):
                line = self.page.sheet.line_of(wish.booking.booking_id)
                if line is None:
                    return
                shown = self.page.open_move(wish, line)
            shown.show_refused(answer, self.page.sheet.find)

        self._write(lambda: self._acts.move(wish), done, self._panel_error(panel))

    @Slot(object)
    def _cancel(self, wish: CancelWish) -> None:
        panel = self.page.panel
        status = wish.booking.status

        def done(found: Done[ChangeAnswer]) -> None:
            if panel is self.page.panel:
                self.page.hide_panel()
            if not found.is_done:
                self._desk.window.toast.say(self.tr("Nothing left to cancel"))
                return
            words = self.tr("Cancelled: %n", "", len(found.answer.changed))
            if status is BookingStatus.OFFERED:
                words = self.tr("Declined")
            elif status is BookingStatus.WAITING:
                words = self.tr("Taken out of the queue")
                if isinstance(panel, DetailPanel):
                    self.page.open_line(panel.booking.booking_id)
            self._changed(self._with_offer(words, found.answer.offered), found.before)

        self._write(lambda: self._acts.cancel(wish), done, once=wish.booking.booking_id)

    @Slot(object)
    def _use(self, wish: UseWish) -> None:
        words = {
            "check_in": self.tr("Checked in"),
            "check_out": self.tr("Left early; the rest is free"),
            "release": self.tr("Released; the room is free"),
            "accept": self.tr("Approved"),
        }[wish.act]
        self._do_use(wish.booking_id, lambda: self._acts.use(wish), words)

    @Slot(object)
    def _extend(self, wish: ExtendWish) -> None:
        self._do_use(wish.booking_id, lambda: self._acts.extend(wish), self.tr("They stay longer"))

    def _do_use(
        self, booking_id: BookingId, work: Callable[[], Done[UseAnswer]], words: str
    ) -> None:
        panel = self.page.panel

        def done(found: Done[UseAnswer]) -> None:
            answer = found.answer
            if not found.is_done:
                text, can_sign = use_refusal(answer.outcome, answer.opens_at), False
                if answer.decision is not None:
                    can_sign = answer.decision.outcome in STAFF_MAY_OVERRIDE
                    find, was = self.page.sheet.find, answer.booking
                    text = refusal_words(answer.decision, find, was.starts_at, was.ends_at)
                if isinstance(panel, DetailPanel) and panel is self.page.panel:
                    panel.show_refused(text, can_sign=can_sign)
                else:
                    self._desk.window.show_problem(text)
                return
            self._changed(self._with_offer(words, answer.offered), found.before)
            if isinstance(panel, DetailPanel) and panel is self.page.panel:
                self.page.hide_panel()
                self.page.open_line(booking_id)

        self._write(work, done, self._panel_error(panel), once=booking_id)

    @Slot(object)
    def _reword(self, wish: RewordWish) -> None:
        def done(found: Done[ChangeAnswer]) -> None:
            self._changed(self.tr("Saved"), found.before)
            self.page.open_line(wish.booking.booking_id)

        self._write(lambda: self._acts.reword(wish), done, once=wish.booking.booking_id)

    def _panel_error(self, panel: object) -> Callable[[Exception], None]:
        if isinstance(panel, BookPanel | MovePanel | DetailPanel):
            return panel.show_error
        return self._desk.show_error

    # Undo

    def _changed(self, words: str, before: tuple[Booking, ...]) -> None:
        if before:
            self._undo.remember(words, partial(self._take_back, before))
        else:
            self._desk.window.toast.say(words)

    def _take_back(self, before: tuple[Booking, ...]) -> None:
        def done(found: Done[BookingDecision]) -> None:
            if isinstance(self.page.panel, DetailPanel | MovePanel):
                self.page.hide_panel()
            if found.is_done:
                self._desk.window.toast.say(self.tr("Taken back"))
            else:
                find, first = self.page.sheet.find, before[0]
                words = refusal_words(found.answer, find, first.starts_at, first.ends_at)
                self._desk.window.show_problem(words)

        self._write(lambda: self._acts.put_back(before), done)
