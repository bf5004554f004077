"""One booking: who, when, how it stands, and what can be done with it."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid

from desk_app.domain.booking_use import Booking
from desk_app.domain.errors import KnownError
from desk_app.domain.people import mask_contact
from desk_app.domain.rooms import Room
from desk_app.domain.series import SeriesScope
from desk_app.services.room_day import BookingLine
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Chip, Segmented
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import ErrorLine, SidePanel
from desk_app.ui.common.texts import clock_text, date_text, words_of
from desk_app.ui.rooms.contact_edit import ContactEdit
from desk_app.ui.rooms.queue import QueueList
from desk_app.ui.rooms.requests import CancelWish, ExtendWish, RewordWish, UseWish
from desk_app.ui.rooms.room_picture import RoomPicture
from desk_app.ui.rooms.sheet import BlockState
from desk_app.ui.rooms.staff_field import SIGN_ERRORS, StaffField
from desk_app.ui.rooms.words import span_text, state_text, title_of, translate

_LOOKS = {
    BlockState.CHECKED_IN: ("check", "admitted"),
    BlockState.OVERDUE: ("clock", "attention"),
    BlockState.PENDING: ("clock", "attention"),
    BlockState.OFFERED: ("clock", "attention"),
    BlockState.TENTATIVE: ("info", "info"),
}
_COMING = frozenset({BlockState.CONFIRMED, BlockState.OVERDUE})
_TO_CONFIRM = frozenset({BlockState.PENDING, BlockState.OFFERED})
_LIVE = frozenset(BlockState) - {BlockState.ENDED, BlockState.RELEASED}
_LONGER_MIN = (15, 30, 60)


class DetailPanel(SidePanel):
    """Shows a booking and what may be done with it now.

    Signals:
        use_wished(UseWish): Check in or out, release, approve.
        extend_wished(ExtendWish): Stay longer.
        cancel_wished(CancelWish): Cancel, this one or of its series.
        reword_wished(RewordWish): Another purpose or contact.
    """

    use_wished = Signal(object)
    extend_wished = Signal(object)
    cancel_wished = Signal(object)
    reword_wished = Signal(object)

    def __init__(
        self,
        line: BookingLine,
        state: BlockState,
        room: Room,
        *,
        queue: Sequence[BookingLine] = (),
        staff: Sequence[str] = (),
        operator: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.body.setSpacing(10)
        self._line, self._state, self._room = line, state, room
        self._operator = operator
        self._longer_by = 0
        self.staff, self.anyway = StaffField(staff, self), Button("default", self)
        self.problem = ErrorLine(self)
        self.purpose_edit, self.contact_edit = QLineEdit(self), ContactEdit(self)
        self.scope = Segmented([scope.value for scope in SeriesScope], self)
        self.scope.show_value(SeriesScope.THIS.value)
        self.longer = [Button("default", self) for _ in _LONGER_MIN]
        self.leave, self.release = Button("default", self), Button("default", self)
        self.cancel = Button("negative", self)
        self.queue = QueueList(queue, self)
        self.picture = RoomPicture(self)
        self._show_facts()
        self._show_acts()
        self._join()
        self.setFocusProxy(self.main_button)

    @property
    def booking(self) -> Booking:
        """What is shown."""
        return self._line.booking

    def _show_facts(self) -> None:
        booking = self.booking
        when = f"{date_text(booking.starts_at)} {span_text(booking.starts_at, booking.ends_at)}"
        self.add_callout("door", f"{self._room.name}\n{when}")
        chip = Chip(self)
        icon, look = _LOOKS.get(self._state, ("", ""))
        chip.say(state_text(self._state), icon=icon, outcome=look)
        self.body.addWidget(chip)
        for label, value in self._facts():
            line = wrapped(Label("body", self))
            line.setText(f"{label}  {value}")
            self.body.addWidget(line)
        for edit, name, value in (
            (self.purpose_edit, self.tr("Purpose"), booking.purpose),
            (self.contact_edit, self.tr("Contact"), ""),
        ):
            field = Field(edit, self)
            shown = mask_contact(booking.contact) if edit is self.contact_edit else ""
            field.say(name, shown or self.tr("optional"))
            edit.setText(value)
            edit.setMaxLength(200)
            edit.returnPressed.connect(self._reword)
            self.body.addWidget(field)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.queue)

    def _facts(self) -> list[tuple[str, str]]:
        booking, line = self.booking, self._line
        found: list[tuple[str, str]] = []
        if line.name and booking.company:
            found.append((self.tr("Booked by"), line.name))
        if self._state is BlockState.OFFERED and booking.held_until is not None:
            until = f"{date_text(booking.held_until)} {clock_text(booking.held_until)}"
            found.append((self.tr("Held until"), until))
        if booking.headcount:
            found.append((self.tr("People"), str(booking.headcount)))
        if booking.needs:
            names = (f"{name} {count}" for name, count in booking.needs)
            found.append((self.tr("Equipment"), translate("RoomWords", ", ").join(names)))
        if booking.series_id is not None:
            found.append((self.tr("Repeats"), self.tr("one of a series")))
        if booking.checked_in_at is not None:
            found.append((self.tr("Here since"), clock_text(booking.checked_in_at)))
        if booking.override_reason:
            found.append((self.tr("Staff's reason"), booking.override_reason))
        return found

    def _show_acts(self) -> None:
        self.say(title_of(self._line), self._main_words())
        self._back.say(self.tr("Close"), key="Esc")
        self.main_button.setVisible(bool(self._main_words()))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, minutes in zip(self.longer, _LONGER_MIN, strict=True):
            button.say(self.tr("+{0} min").format(minutes))
            button.setAccessibleName(self.tr("{0} min longer").format(minutes))
            row.addWidget(button)
            button.setVisible(self._state in _LIVE and self._state is not BlockState.OFFERED)
        self.body.addLayout(row)
        self.anyway.say(self.tr("They stay all the same"), icon="check")
        for hidden in (self.staff, self.anyway):
            self.body.addWidget(hidden)
            hidden.hide()
        self.leave.say(self.tr("Leave early, the rest is free"), icon="arrow-right")
        self.leave.setVisible(False)
        self.release.say(self.tr("Nobody came: release the room"), icon="undo")
        self.release.setVisible(self._state is BlockState.OVERDUE)
        is_offer = self._state is BlockState.OFFERED
        no = self.tr("They decline, offer the next") if is_offer else self.tr("Cancel booking")
        self.cancel.say(no, icon="close", key="Del")
        is_here = self._state is BlockState.CHECKED_IN
        can_cancel = self._state in _LIVE and not is_here
        self.cancel.setVisible(can_cancel)
        self.scope.say(
            (self.tr("This one"), self.tr("And following"), self.tr("All")),
            self.tr("Which of the series"),
        )
        self.scope.setVisible(can_cancel and self.booking.series_id is not None)
        for part in (self.leave, self.release, self.scope, self.cancel, self.picture):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _main_words(self) -> str:
        if self._state in _COMING:
            return self.tr("Check in")
        if self._state in _TO_CONFIRM:
            return self.tr("Approve") if self._state is BlockState.PENDING else self.tr("Take it")
        return self.tr("Check out early") if self._state is BlockState.CHECKED_IN else ""

    def _join(self) -> None:
        self.confirmed.connect(self._main)
        self.release.clicked.connect(lambda: self._use("release"))
        self.staff.opened.connect(self._signing)
        self.staff.submitted.connect(self._extend_anyway)
        self.anyway.clicked.connect(self._extend_anyway)
        self.cancel.clicked.connect(self._cancel)
        self.queue.removed.connect(lambda one: self.cancel_wished.emit(CancelWish(booking=one)))
        for button, minutes in zip(self.longer, _LONGER_MIN, strict=True):
            button.clicked.connect(lambda _=False, by=minutes: self._extend(by))

    @Slot()
    def _main(self) -> None:
        if self._state in _COMING:
            self._use("check_in")
        elif self._state in _TO_CONFIRM:
            self._use("accept")
        elif self._state is BlockState.CHECKED_IN:
            self._use("check_out")

    def _use(self, act: str) -> None:
        self.use_wished.emit(UseWish(booking_id=self.booking.booking_id, act=act))

    def _extend(self, minutes: int) -> None:
        self._longer_by = minutes
        sign = self.staff.sign(self._operator)
        if self.staff.is_open and sign is None:
            return
        ends_at = self.booking.ends_at + timedelta(minutes=minutes)
        wish = ExtendWish(booking_id=self.booking.booking_id, ends_at=ends_at, staff=sign)
        self.extend_wished.emit(wish)

    def sign(self) -> None:
        """Open what staff fill in, where a rule they may set aside stands in the way."""
        if not self.staff.isHidden():
            self.staff.open()

    @Slot()
    def _extend_anyway(self) -> None:
        self._extend(self._longer_by)

    @Slot()
    def _signing(self) -> None:
        self.anyway.show()
        self.reveal(self.anyway)

    @Slot()
    def _cancel(self) -> None:
        scope = SeriesScope(self.scope.value or SeriesScope.THIS)
        self.cancel_wished.emit(CancelWish(booking=self.booking, scope=scope))

    @Slot()
    def _reword(self) -> None:
        self.reword_wished.emit(
            RewordWish(
                booking=self.booking,
                purpose=self.purpose_edit.text().strip(),
                contact=self.contact_edit.taken() or self.booking.contact,
                scope=SeriesScope(self.scope.value or SeriesScope.THIS),
            )
        )

    def show_picture(self, room: Room, image: QImage | None) -> None:
        """Show what the room looks like."""
        if room.room_id == self._room.room_id:
            self.picture.show_image(image, room.name)

    def take_over(self, other: "DetailPanel") -> None:
        """Take what was typed elsewhere."""
        self.purpose_edit.setText(other.purpose_edit.text())
        self.contact_edit.setText(other.contact_edit.taken())
        self.scope.show_value(other.scope.value)
        self.staff.take_over(other.staff)

    def show_refused(self, text: str, *, can_sign: bool = False) -> None:
        """Say why something could not be done, and whether staff may set the rule aside."""
        if isValid(self):
            self.problem.say(text)
            self.set_busy(is_busy=False)
            self.staff.setVisible(self.staff.is_open or can_sign)
            if can_sign and not self.staff.is_open:
                self.staff.button.setFocus()
                self.reveal(self.staff)

    def show_error(self, error: Exception) -> None:
        """Say what stood in the way."""
        if not isValid(self):
            return
        if isinstance(error, KnownError) and error.code in SIGN_ERRORS:
            self.staff.show_problem(words_of(error))
        else:
            self.show_refused(words_of(error))
