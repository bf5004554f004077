"""Shutting a room, or the whole station, for some hours or days."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid

from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import Closure, Room
from desk_app.ui.common.controls import Choice
from desk_app.ui.common.field import Field
from desk_app.ui.common.side_panel import ErrorLine, SidePanel
from desk_app.ui.common.texts import date_text, words_of
from desk_app.ui.rooms.plan import moment_at, read_minutes
from desk_app.ui.rooms.requests import ClosureWish
from desk_app.ui.rooms.room_choices import choose
from desk_app.ui.rooms.room_texts import read_day
from desk_app.ui.rooms.words import span_text, translate

_REASON_LETTERS = 200


class ClosureForm(SidePanel):
    """Asks what is shut, from when to when, and why.

    Signals:
        submitted(ClosureWish): Shut it.
    """

    submitted = Signal(object)

    def __init__(
        self,
        rooms: Sequence[Room],
        day: date,
        room_id: RoomId | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.body.setSpacing(10)
        self._day = day
        self.room = Field(Choice(self), self)
        self.first = Field(QLineEdit(day.isoformat(), self), self)
        self.last = Field(QLineEdit(day.isoformat(), self), self)
        self.opens, self.closes = Field(QLineEdit(self), self), Field(QLineEdit(self), self)
        self.reason = Field(QLineEdit(self), self)
        self.problem = ErrorLine(self)
        self.reason.control.setMaxLength(_REASON_LETTERS)
        self.room.control.addItem(self.tr("The whole station"), None)
        for room in rooms:
            self.room.control.addItem(room.name, room.room_id)
        choose(self.room.control, room_id)
        self.body.addWidget(self.room)
        self._pair(self.first, self.opens)
        self._pair(self.last, self.closes)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.problem)
        self.add_note(self.tr("Bookings made before stay; you are told how many fall into it."))
        self.body.addStretch(1)
        self._say()
        for field in (self.first, self.opens, self.last, self.closes, self.reason):
            field.control.returnPressed.connect(self._confirm)
        for field in (self.first, self.opens, self.last, self.closes):
            field.control.editingFinished.connect(self._check)
        self.confirmed.connect(self._submit)
        self.setFocusProxy(self.first.control)

    def _pair(self, left: QWidget, right: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(left, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(right, 2, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _say(self) -> None:
        self.say(self.tr("Shut a room"), self.tr("Shut it"))
        self._back.say(self.tr("Back"), key="Esc")
        self.room.say(self.tr("What is shut"))
        self.first.say(self.tr("From day"))
        self.last.say(self.tr("To day"), self.tr("this day too"))
        self.opens.say(self.tr("At"), self.tr("empty: all day"))
        self.closes.say(self.tr("To"), self.tr("empty: all day"))
        self.reason.say(self.tr("Reason"), self.tr("shown to who books"))

    @Slot()
    def _check(self) -> ClosureWish | None:
        """Mark what cannot be read; answer what is asked for, if all can."""
        first = read_day(self.first.control.text(), self._day)
        last = read_day(self.last.control.text(), first or self._day)
        words = self.tr("Write the day as 2026-12-31.")
        self.first.show_problem("" if first else words)
        self.last.show_problem("" if last else words)
        opens = read_minutes(self.opens.control.text() or "0")
        closes = read_minutes(self.closes.control.text() or "24:00")
        words = self.tr("Write the time as 14:30.")
        self.opens.show_problem("" if opens is not None else words)
        self.closes.show_problem("" if closes is not None else words)
        if first is None or last is None or opens is None or closes is None:
            return None
        if moment_at(last, closes) <= moment_at(first, opens):
            self.last.show_problem(self.tr("The end comes after the start."))
            return None
        return ClosureWish(
            starts_at=moment_at(first, opens),
            ends_at=moment_at(last, closes),
            room_id=self.room.control.currentData(),
            reason=self.reason.control.text().strip(),
        )

    @Slot()
    def _submit(self) -> None:
        if not self.main_button.isEnabled():
            return
        wish = self._check()
        if wish is None:
            fields = (self.first, self.opens, self.last, self.closes)
            next(field for field in fields if field.problem).control.setFocus()
            return
        self.set_busy(is_busy=True)
        self.submitted.emit(wish)

    def take_over(self, other: "ClosureForm") -> None:
        """Take what was filled in elsewhere."""
        for name in ("first", "opens", "last", "closes", "reason"):
            getattr(self, name).control.setText(getattr(other, name).control.text())
        self.room.control.setCurrentIndex(other.room.control.currentIndex())

    def show_error(self, error: Exception) -> None:
        """Say what would work."""
        if isValid(self):
            self.set_busy(is_busy=False)
            self.problem.say(words_of(error))


def closure_words(closure: Closure, rooms: Sequence[Room]) -> tuple[str, str]:
    """Return what is shut, and when and why."""
    names = {room.room_id: room.name for room in rooms}
    whole = translate("RoomWords", "The whole station")
    what = names.get(closure.room_id, whole) if closure.room_id else whole
    when = period_text(closure.starts_at, closure.ends_at)
    parts = (when, closure.reason) if closure.reason else (when,)
    return what, translate("RoomWords", ", ").join(parts)


def period_text(starts_at: datetime, ends_at: datetime) -> str:
    """Return ``Thu 29 Oct 09:00–12:00``, a day, or days ``Thu 29 Oct – Fri 30 Oct``."""
    last = ends_at - timedelta(microseconds=1)
    span = span_text(starts_at, ends_at)
    if date_text(starts_at) == date_text(last):
        is_whole = span == "00:00–24:00"
        return date_text(starts_at) if is_whole else f"{date_text(starts_at)} {span}"
    opens, _, closes = span.partition("–")
    start = date_text(starts_at) if opens == "00:00" else f"{date_text(starts_at)} {opens}"
    end = date_text(last) if closes == "24:00" else f"{date_text(last)} {closes}"
    return f"{start} – {end}"
