"""The panel that books: for whom, where, when, how often; Enter books."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk_app.domain.booking_decision import STAFF_MAY_OVERRIDE
from desk_app.domain.bookings import BookingDecision
from desk_app.domain.clock import SHANGHAI
from desk_app.domain.courses import ClassSession
from desk_app.domain.errors import KnownError
from desk_app.domain.free_times import Alternative
from desk_app.domain.rooms import Room
from desk_app.services.booker_search import BookerHit
from desk_app.services.booking_request import BookingAnswer
from desk_app.ui.common.texts import words_of
from desk_app.ui.rooms.book_fields import BookFields
from desk_app.ui.rooms.plan import Plan, moment_at, read_minutes
from desk_app.ui.rooms.queue import JOIN_DIGIT
from desk_app.ui.rooms.refusals import FindLine, refusal_words
from desk_app.ui.rooms.requests import BookWish
from desk_app.ui.rooms.staff_field import SIGN_ERRORS
from desk_app.ui.rooms.words import day_text, length_text, minutes_text, translate

_ASK_MS = 150


class BookPanel(BookFields):
    """Asks what a booking needs to know; what was dragged is filled in.

    Signals:
        submitted(BookWish): Book it.
        trial_wished(BookWish): Tell what would come of it.
        search_changed(str): Look for a company or a visitor.
        plan_changed(Plan): Another room or time.
        picture_wished(Room): Show what the room looks like.
    """

    submitted = Signal(object)
    trial_wished = Signal(object)
    search_changed = Signal(str)
    plan_changed = Signal(object)
    picture_wished = Signal(object)

    def __init__(
        self,
        rooms: Sequence[Room],
        plan: Plan,
        *,
        staff: Sequence[str] = (),
        operator: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(rooms, plan, staff, parent)
        self._rooms = {room.room_id: room for room in rooms}
        self._plan = plan
        self._operator = operator
        self._find: FindLine = lambda _booking_id: None
        self._asking = QTimer(self, interval=_ASK_MS, singleShot=True)
        self._asking.timeout.connect(self._ask)
        self._show_plan()
        self._join()

    def _join(self) -> None:
        self.who.search_changed.connect(self.search_changed)
        self.who.submitted.connect(self._confirm)
        edits = (
            self.headcount_edit, self.from_edit, self.to_edit, self.purpose_edit, self.contact_edit
        )  # fmt: skip
        for edit in edits:
            edit.returnPressed.connect(self._confirm)
        self.headcount_edit.textEdited.connect(self._asking.start)
        self.from_edit.editingFinished.connect(self._times_edited)
        self.to_edit.editingFinished.connect(self._times_edited)
        self.room_choice.activated.connect(self._room_chosen)
        self.repeat.changed.connect(self._asking.start)
        self.repeat.submitted.connect(self._confirm)
        self.preview.changed.connect(self._ask)
        self.needs.changed.connect(self._asking.start)
        self.staff.submitted.connect(self._confirm)
        self.offers.chosen.connect(self._take_offer)
        self.queue.wished.connect(self._join_queue)
        self.confirmed.connect(self._submit)

    @property
    def plan(self) -> Plan:
        """Where and when."""
        return self._plan

    def ask_picture(self) -> None:
        """Ask for the picture of the room on show."""
        room = self._rooms.get(self._plan.room_id)
        self.picture.show_image(None, "")
        if room is not None and room.photo:
            self.picture_wished.emit(room)

    def show_picture(self, room: Room, image: QImage | None) -> None:
        """Show what a room looks like, if it is still the one asked about."""
        if room.room_id == self._plan.room_id:
            self.picture.show_image(image, room.name)

    def show_plan(self, plan: Plan) -> None:
        """Follow a drag on the timeline."""
        if plan != self._plan:
            is_other = plan.room_id != self._plan.room_id
            self._plan = plan
            self._show_plan()
            if is_other:
                self.ask_picture()
            self._asking.start()

    def show_at_once(self, decision: BookingDecision, find: FindLine) -> None:
        """Show what the rules say of it with what was read; the answer of the trial follows."""
        self._find = find
        self._show_refusal(decision)
        if decision.outcome.holds_room:
            self.offers.show_offers((), self._rooms, self._start_at, self._plan.room_id)
            self.queue.show_ahead(None)
        self._asking.start()

    def take_over(self, other: "BookPanel") -> None:
        """Take what was filled in elsewhere."""
        for name in ("headcount_edit", "purpose_edit"):
            getattr(self, name).setText(getattr(other, name).text())
        self.contact_edit.setText(other.contact_edit.taken())
        self.who.take_over(other.who)
        self.repeat.take_over(other.repeat)
        self.needs.take_over(other.needs)
        self.preview.take_over(other.preview)
        self.staff.take_over(other.staff)

    def show_trial(self, answer: BookingAnswer) -> None:
        """Show what would come of it: a refusal and what is free instead, or each date."""
        if self.repeat.is_series:
            self.preview.show_dates(answer.dates, self._rooms)
            self._show_refusal(answer.decision)
            self.offers.show_offers((), self._rooms, self._start_at, self._plan.room_id)
            self.queue.show_ahead(None)
        else:
            self.preview.show_dates((), self._rooms)
            self._show_refusal(answer.decision)
            self.offers.show_offers(
                answer.alternatives, self._rooms, self._start_at, self._plan.room_id
            )
            self.queue.show_ahead(self._ahead(answer))
        self._say_main()

    def _ahead(self, answer: BookingAnswer) -> int | None:
        """How many wait already; nobody waits for the end of a lesson."""
        stands = (self._find(one) for one in answer.decision.against)
        return None if any(isinstance(one, ClassSession) for one in stands) else answer.ahead

    def show_refused(self, answer: BookingAnswer) -> None:
        """It could not be booked: say why, and put the keyboard on what works."""
        self.set_busy(is_busy=False)
        self.show_trial(answer)
        if self.offers.buttons:
            self.offers.buttons[0].setFocus()
        elif not self.queue.isHidden():
            self.queue.button.setFocus()

    def show_hits(self, typed: str, found: Sequence[BookerHit]) -> None:
        """Show who was found."""
        self.who.show_hits(typed, found)

    def show_error(self, error: Exception) -> None:
        """Say what stood in the way."""
        if not isValid(self):
            return
        self.set_busy(is_busy=False)
        if isinstance(error, KnownError) and error.code in SIGN_ERRORS:
            self.staff.show_problem(words_of(error))
        else:
            self.who.field.show_problem(words_of(error))
            self.who.edit.setFocus()

    def digit(self, number: int) -> None:
        """Take the alternative of a bare digit; 0 joins the queue."""
        if number == JOIN_DIGIT and not self.queue.isHidden():
            self.queue.button.click()
        else:
            self.offers.take(number)

    def sign(self) -> None:
        """Open what staff fill in."""
        self.staff.show()
        self.staff.open()

    @property
    def _start_at(self) -> datetime:
        return moment_at(self._plan.day, self._plan.start_min)

    def _show_plan(self) -> None:
        plan = self._plan
        self.start.say(self.tr("From"), day_text(plan.day))
        self.end.say(self.tr("To"), length_text(plan.end_min - plan.start_min))
        self.from_edit.setText(minutes_text(plan.start_min))
        self.to_edit.setText(minutes_text(plan.end_min))
        self.room_choice.setCurrentIndex(self.room_choice.findData(plan.room_id))
        room = self._rooms.get(plan.room_id)
        self.rules.setText(room.rules if room else "")
        self.rules.setVisible(bool(self.rules.text()))
        seats = room.capacity if room else 0
        note = self.tr("seats {0}").format(seats) if seats else self.tr("optional")
        self.headcount.say(self.tr("People"), note)
        self._say_main()

    def _say_main(self) -> None:
        plan = self._plan
        words = f"{minutes_text(plan.start_min)}–{minutes_text(plan.end_min)}"
        if self.repeat.is_series and self.preview.fine:
            words = translate("RoomWords", "{0}, {1} times").format(words, self.preview.fine)
        self.main_button.say(self.tr("Book {0}").format(words), key="Enter")

    def _show_refusal(self, decision: BookingDecision) -> None:
        starts_at, ends_at = self._start_at, moment_at(self._plan.day, self._plan.end_min)
        self.refusal.say(refusal_words(decision, self._find, starts_at, ends_at))
        self.staff.setVisible(self.staff.is_open or decision.outcome in STAFF_MAY_OVERRIDE)

    @Slot()
    def _room_chosen(self) -> None:
        self._replan(replace(self._plan, room_id=self.room_choice.currentData()))

    @Slot()
    def _times_edited(self) -> None:
        start, end = read_minutes(self.from_edit.text()), read_minutes(self.to_edit.text())
        words = self.tr("Write the time as 14:30.")
        self.start.show_problem("" if start is not None else words)
        self.end.show_problem("" if end is not None else words)
        if start is None or end is None:
            return
        if end <= start:
            self.end.show_problem(self.tr("The end comes after the start."))
            return
        self._replan(replace(self._plan, start_min=start, end_min=end))

    def _replan(self, plan: Plan) -> None:
        if plan != self._plan:
            is_other = plan.room_id != self._plan.room_id
            self._plan = plan
            self._show_plan()
            if is_other:
                self.ask_picture()
            self.plan_changed.emit(plan)
            self._asking.start()

    @Slot()
    def _ask(self) -> None:
        if not self._is_sound():
            return
        self.trial_wished.emit(self.wish(is_trial=True))

    def wish(self, *, is_trial: bool = False, waits: bool = False) -> BookWish:
        """Return what is asked for."""
        return BookWish(
            room_id=self._plan.room_id,
            starts_at=self._start_at,
            ends_at=moment_at(self._plan.day, self._plan.end_min),
            who=self.who.text,
            visitor_id=self.who.visitor_id,
            headcount=int(self.headcount_edit.text() or 0),
            needs=self.needs.needs,
            purpose=self.purpose_edit.text().strip(),
            contact=self.contact_edit.taken(),
            rule=self.repeat.rule,
            workdays_until=self.repeat.workdays_until,
            on_clash=self.preview.on_clash,
            choices=dict(self.preview.choices),
            staff=None if is_trial else self.staff.sign(self._operator),
            waits=waits,
            is_trial=is_trial,
        )

    def _is_sound(self) -> bool:
        text = self.headcount_edit.text().strip()
        is_number = not text or (text.isdecimal() and len(text) <= 5)  # noqa: PLR2004
        self.headcount.show_problem("" if is_number else self.tr("A number, for example 12."))
        return is_number and not (self.repeat.is_series and self.repeat.last_day is None)

    @Slot()
    def _join_queue(self) -> None:
        self._submit(waits=True)

    @Slot()
    def _submit(self, *, waits: bool = False) -> None:
        if not self.main_button.isEnabled():  # a second press while the first is carried out
            return
        self._times_edited()
        if self.start.problem or self.end.problem or not self._is_sound():
            return
        if not self.who.text:
            self.who.field.show_problem(self.tr("Say for whom: a company or a name."))
            self.who.edit.setFocus()
            return
        if self.staff.is_open and self.staff.sign(self._operator) is None:
            return
        self._asking.stop()
        self.set_busy(is_busy=True)
        self.submitted.emit(self.wish(waits=waits))

    def _take_offer(self, one: Alternative) -> None:
        day = one.starts_at.astimezone(SHANGHAI).date()
        midnight = moment_at(day, 0)
        start, end = (int((at - midnight).total_seconds() // 60) for at in
                      (one.starts_at, one.ends_at))  # fmt: skip
        self._replan(Plan(room_id=one.room_id, day=day, start_min=start, end_min=end))
        self._submit()
