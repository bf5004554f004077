"""Each date of a series before it is booked: fine, taken or shut, and what to do about it."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.domain.bookings import BookingOutcome
from desk_app.domain.clock import local_day
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import Room
from desk_app.domain.series import OnClash
from desk_app.services.booking_plan import Planned
from desk_app.ui.common.controls import Chip, Choice
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.rooms.words import day_text, span_text, translate

_SHUT = frozenset({BookingOutcome.CLOSED, BookingOutcome.BLACKOUT})
_ORDER = (OnClash.SKIP, OnClash.OTHER_ROOM, OnClash.OTHER_HOUR, OnClash.STOP)


def choice_words() -> tuple[str, ...]:
    """Return what one may do on a date that cannot be booked, in the order shown."""
    return (
        translate("RoomWords", "Leave out"),
        translate("RoomWords", "Another room"),
        translate("RoomWords", "Another hour"),
        translate("RoomWords", "Stop, book none"),
    )


class _DateRow(QWidget):
    """One date with its state; a choice where it cannot be booked as asked."""

    def __init__(self, one: Planned, choice: OnClash | None, rooms: Mapping[RoomId, Room]) -> None:
        super().__init__()
        self.day = local_day(one.asked_at)
        self.choice: Choice | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(4)
        top = QHBoxLayout()
        name = Label("body", self)
        name.setText(day_text(self.day))
        chip = Chip(self)
        text, mark, look = _state(one)
        chip.say(text, icon=mark, outcome=look)
        top.addWidget(name, 1)
        top.addWidget(chip)
        layout.addLayout(top)
        is_bad = not one.decision.outcome.holds_room or one.moved is not None
        if one.moved is not None and one.request is not None:
            note = wrapped(Label("caption", self, color="text.secondary"))
            room = rooms.get(one.request.room_id)
            span = span_text(one.request.starts_at, one.request.ends_at)
            note.setText(f"{room.name if room else ''} {span}")
            layout.addWidget(note)
        if is_bad:
            self.choice = Choice(self)
            for key, words in zip(_ORDER, choice_words(), strict=True):
                self.choice.addItem(words, key)
            self.choice.setCurrentIndex(_ORDER.index(choice or OnClash.SKIP))
            self.choice.setAccessibleName(f"{day_text(self.day)} {text}")
            layout.addWidget(self.choice)


class SeriesPreview(QWidget):
    """The list of dates.

    Signals:
        changed(): Something else is to be done on a date.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: dict[date, OnClash] = {}
        self.on_clash = OnClash.SKIP
        self._rows: list[_DateRow] = []
        self.fine = 0
        self.summary = wrapped(Label("body", self, is_strong=True))
        self.all = Choice(self)
        for key, words in zip(_ORDER, choice_words(), strict=True):
            self.all.addItem(words, key)
        self.all.setAccessibleName(self.tr("Where it cannot be booked"))
        self._note = Label("caption", self, color="text.secondary")
        self._note.setText(self.tr("Where it cannot be booked"))
        self._list = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        for part in (self.summary, self._note, self.all):
            layout.addWidget(part)
        layout.addLayout(self._list)
        self.all.activated.connect(self._all_chosen)
        self.hide()

    def take_over(self, other: "SeriesPreview") -> None:
        """Take what was chosen elsewhere, before the dates are shown."""
        self.choices, self.on_clash = dict(other.choices), other.on_clash
        self.all.setCurrentIndex(other.all.currentIndex())

    def show_dates(self, dates: Sequence[Planned], rooms: Mapping[RoomId, Room]) -> None:
        """Show each date; what was chosen for a date stays chosen."""
        for row in self._rows:
            self._list.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for one in dates:
            day = local_day(one.asked_at)
            row = _DateRow(one, self.choices.get(day, self.on_clash), rooms)
            if row.choice is not None:
                row.choice.activated.connect(lambda _=0, row=row: self._date_chosen(row))
            self._rows.append(row)
            self._list.addWidget(row)
        fine = self.fine = sum(one.request is not None for one in dates)
        text = self.tr("Dates: %n", "", len(dates))
        if fine < len(dates):
            text += translate("RoomWords", ", ") + self.tr("left out: %n", "", len(dates) - fine)
        self.summary.setText(text)
        has_bad = any(row.choice is not None for row in self._rows)
        self.all.setVisible(has_bad)
        self._note.setVisible(has_bad)
        self.setVisible(bool(dates))

    @property
    def date_choices(self) -> Mapping[date, Choice]:
        """The control of each date that cannot be booked as asked."""
        return {row.day: row.choice for row in self._rows if row.choice is not None}

    @Slot()
    def _all_chosen(self) -> None:
        self.on_clash = OnClash(self.all.currentData(Qt.ItemDataRole.UserRole))
        self.choices.clear()
        self.changed.emit()

    def _date_chosen(self, row: _DateRow) -> None:
        if row.choice is not None:
            self.choices[row.day] = OnClash(row.choice.currentData(Qt.ItemDataRole.UserRole))
            self.changed.emit()


def _state(one: Planned) -> tuple[str, str, str]:
    if one.request is not None:
        if one.moved is not None:
            return translate("RoomWords", "Moved"), "swap", "attention"
        return translate("RoomWords", "Fine"), "check", "admitted"
    if one.decision.facts.get("why") == "holiday":
        return translate("RoomWords", "Holiday"), "octagon", "refused"
    if one.decision.outcome in _SHUT:
        return translate("RoomWords", "Shut"), "octagon", "refused"
    return translate("RoomWords", "Taken"), "octagon", "refused"
