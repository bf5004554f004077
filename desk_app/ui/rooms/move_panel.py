"""A booking was moved: of a series which ones; and where it cannot go, what works instead."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk_app.domain.booking_decision import STAFF_MAY_OVERRIDE
from desk_app.domain.errors import KnownError
from desk_app.domain.free_times import Alternative
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import Room
from desk_app.domain.series import OnClash, SeriesScope
from desk_app.services.booking_changes import ChangeAnswer
from desk_app.services.room_day import BookingLine
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.side_panel import ErrorLine, SidePanel
from desk_app.ui.common.texts import date_text, words_of
from desk_app.ui.rooms.offers import Offers
from desk_app.ui.rooms.preview import SeriesPreview
from desk_app.ui.rooms.refusals import FindLine, refusal_words
from desk_app.ui.rooms.requests import MoveWish
from desk_app.ui.rooms.staff_field import SIGN_ERRORS, StaffField
from desk_app.ui.rooms.words import span_text, title_of


class MovePanel(SidePanel):
    """Asks which of a series is meant; shows why a move is refused and what is free.

    Signals:
        submitted(MoveWish): Move it.
    """

    submitted = Signal(object)

    def __init__(
        self,
        wish: MoveWish,
        line: BookingLine,
        rooms: Mapping[RoomId, Room],
        *,
        staff: Sequence[str] = (),
        operator: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.body.setSpacing(10)
        self._wish, self._rooms, self._operator = wish, rooms, operator
        self.line = line
        self.refused: tuple[ChangeAnswer, FindLine] | None = None
        self.say(title_of(line), self.tr("This one"))
        self._back.say(self.tr("Leave it"), key="Esc")
        room = rooms.get(wish.room_id)
        when = f"{date_text(wish.starts_at)} {span_text(wish.starts_at, wish.ends_at)}"
        self.add_callout("arrow-right", f"{room.name if room else ''}\n{when}")
        self.refusal = ErrorLine(self)
        self.offers = Offers(self)
        self.preview = SeriesPreview(self)
        self.staff = StaffField(staff, self)
        self.staff.hide()
        self.following, self.all = Button("default", self), Button("default", self)
        is_series = wish.booking.series_id is not None
        self.following.say(self.tr("This and all following"), icon="repeat")
        self.all.say(self.tr("All of the series"), icon="repeat")
        if is_series:
            self.add_note(self.tr("It repeats. Which ones move?"))
        parts = (self.following, self.all, self.refusal, self.offers, self.staff, self.preview)
        for part in parts:
            self.body.addWidget(part)
        for button, scope in (
            (self.following, SeriesScope.FOLLOWING),
            (self.all, SeriesScope.ALL),
        ):
            button.setVisible(is_series)
            button.clicked.connect(lambda _=False, s=scope: self._submit(s))
        self.body.addStretch(1)
        self.confirmed.connect(self._confirmed)
        self.offers.chosen.connect(self._take)
        self.staff.submitted.connect(self._confirm)
        self.staff.opened.connect(self._say_override)
        self.setFocusProxy(self.following if is_series else self.main_button)

    @property
    def wish(self) -> MoveWish:
        """What is asked for."""
        return self._wish

    def take_over(self, other: "MovePanel") -> None:
        """Take what was answered and filled in elsewhere."""
        self.preview.take_over(other.preview)
        if other.refused is not None:
            self.show_refused(*other.refused)
        self.staff.take_over(other.staff)

    def _submit(self, scope: SeriesScope) -> None:
        self._send(replace(self._wish, scope=scope, on_clash=OnClash.STOP))

    def _send(self, wish: MoveWish) -> None:
        """Ask for it once; the next press waits for the answer."""
        if not self.main_button.isEnabled():
            return
        sign = self.staff.sign(self._operator)
        if self.staff.is_open and sign is None:
            return
        self._wish = replace(wish, staff=sign)
        self.set_busy(is_busy=True)
        self.submitted.emit(self._wish)

    @Slot()
    def _confirmed(self) -> None:
        """This one; or, once dates were refused, all with what was chosen for those."""
        if self.preview.isHidden():
            self._submit(SeriesScope.THIS)
            return
        choices = dict(self.preview.choices)
        self._send(replace(self._wish, on_clash=self.preview.on_clash, choices=choices))

    def _take(self, one: Alternative) -> None:
        if not self.main_button.isEnabled():
            return
        self.set_busy(is_busy=True)
        self.submitted.emit(
            replace(self._wish, room_id=one.room_id, starts_at=one.starts_at, ends_at=one.ends_at)
        )

    def sign(self) -> None:
        """Open what staff fill in, where a rule they may set aside stands in the way."""
        if not self.staff.isHidden():
            self.staff.open()

    @Slot()
    def _say_override(self) -> None:
        if self.preview.isHidden():
            self.main_button.say(self.tr("Move it anyway"), key="Enter")
        self.main_button.show()
        self.reveal(self.staff)

    def show_refused(self, answer: ChangeAnswer, find: FindLine) -> None:
        """Say why it cannot go there."""
        if not isValid(self):
            return
        self.set_busy(is_busy=False)
        self.refused = answer, find
        wish = self._wish
        self.refusal.say(refusal_words(answer.decision, find, wish.starts_at, wish.ends_at))
        self.offers.show_offers(answer.alternatives, self._rooms, wish.starts_at, wish.room_id)
        if len(answer.dates) > 1:
            self.preview.show_dates(answer.dates, self._rooms)
            self.main_button.say(self.tr("Move them so"), key="Ctrl Enter")
        can_sign = answer.decision.outcome in STAFF_MAY_OVERRIDE
        self.staff.setVisible(self.staff.is_open or can_sign)
        if wish.booking.series_id is None:
            self.main_button.setVisible(self.staff.is_open)
        if self.offers.buttons:
            self.offers.buttons[0].setFocus()
        elif can_sign and not self.staff.is_open:
            self.staff.button.setFocus()

    def digit(self, number: int) -> None:
        """Take the alternative of a bare digit."""
        self.offers.take(number)

    def show_error(self, error: Exception) -> None:
        """Say what stood in the way."""
        if not isValid(self):
            return
        self.set_busy(is_busy=False)
        if isinstance(error, KnownError) and error.code in SIGN_ERRORS:
            self.staff.show_problem(words_of(error))
        else:
            self.refusal.say(words_of(error))
