"""A room's settings: what it holds, when it is open, who may book it and how."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from desk_app.domain.errors import KnownError
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import Bookers, GapMode, Room, RoomUse
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Choice, Segmented, Switch
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label
from desk_app.ui.common.side_panel import ErrorLine, SidePanel
from desk_app.ui.common.texts import words_of
from desk_app.ui.rooms.hours_field import HoursField
from desk_app.ui.rooms.requests import RoomWish
from desk_app.ui.rooms.room_choices import (
    MOST,
    choose,
    may_hold,
    number_text,
    read_number,
    usual_hours,
)
from desk_app.ui.rooms.room_texts import equipment_text, read_equipment

E = TypeVar("E", bound=QWidget)
_NOBODY = UUID(int=0)
_NAME_LETTERS, _RULES_LETTERS, _LINE_LETTERS = 60, 2000, 500
_RULES_HEIGHT = 96
_NUMBERS = (
    "capacity", "at_once", "setup_min", "cleanup_min", "max_min", "ahead_days", "open_quota",
    "week_quota_min", "month_quota_min", "early_min", "release_min",
)  # fmt: skip
_PAIRS = (
    ("setup_min", "cleanup_min"),
    ("max_min", "ahead_days"),
    ("week_quota_min", "month_quota_min"),
    ("open_quota", "early_min"),
)


class RoomForm(SidePanel):
    """Adds a room, or changes one.

    Signals:
        submitted(RoomWish): Keep this.
        retired(Room): Take it out of use, or back into use.
    """

    submitted = Signal(object)
    retired = Signal(object)

    def __init__(
        self, room: Room | None, rooms: Sequence[Room], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.body.setSpacing(10)
        self._room = room
        known = room or Room(room_id=RoomId(_NOBODY), name="", hours=usual_hours(rooms))
        self._known = known
        self.name = Field(QLineEdit(known.name, self), self)
        self.numbers = {
            name: Field(QLineEdit(number_text(known, name), self), self) for name in _NUMBERS
        }
        self.by_headcount, self.needs_approval = Switch(self), Switch(self)
        self.opens_on_holidays = Switch(self)
        self.hours = HoursField(known.hours, self)
        self.gap = Field(Choice(self), self)
        self.fixtures = Field(QLineEdit(equipment_text(known.fixtures), self), self)
        self.equipment = Field(QLineEdit(equipment_text(known.equipment), self), self)
        self.part_of = Field(Choice(self), self)
        self.use = Segmented([use.value for use in RoomUse], self)
        self.bookers = Field(Choice(self), self)
        self.rules = Field(QPlainTextEdit(known.rules, self), self)
        self.retire = Button("negative" if not known.is_retired else "default", self)
        self.problem = ErrorLine(self)
        self._fill(rooms)
        self._lay_out()
        self._say()
        self._join()
        self.setFocusProxy(self.name.control)

    def _fill(self, rooms: Sequence[Room]) -> None:
        known = self._known
        self.by_headcount.setChecked(known.by_headcount)
        self.needs_approval.setChecked(known.needs_approval)
        self.opens_on_holidays.setChecked(known.opens_on_holidays)
        self.use.show_value(known.use.value)
        self.name.control.setMaxLength(_NAME_LETTERS)
        for field in (self.fixtures, self.equipment):
            field.control.setMaxLength(_LINE_LETTERS)
        for number in self.numbers.values():
            number.control.setMaxLength(6)
        self.part_of.control.addItem(self.tr("a room of its own"), None)
        for one in may_hold(known, rooms):
            self.part_of.control.addItem(one.name, one.room_id)
        choose(self.part_of.control, known.part_of)
        self.gap.control.addItem(self.tr("the longer of the two"), GapMode.MAX)
        self.gap.control.addItem(self.tr("both, one after the other"), GapMode.SUM)
        choose(self.gap.control, known.gap_mode)
        for words, bookers in (
            (self.tr("anyone"), Bookers.ANYONE),
            (self.tr("companies only"), Bookers.COMPANIES),
            (self.tr("staff only"), Bookers.STAFF),
        ):
            self.bookers.control.addItem(words, bookers)
        choose(self.bookers.control, known.bookers)
        self.rules.control.setFixedHeight(_RULES_HEIGHT)
        self.rules.control.setTabChangesFocus(True)

    def _lay_out(self) -> None:
        number = self.numbers
        self.body.addWidget(self.name)
        self._pair(number["capacity"], number["at_once"])
        self._stack(self.by_headcount, self.hours, self.opens_on_holidays)
        self._head(self.tr("Equipment"))
        self._stack(self.fixtures, self.equipment)
        self._head(self.tr("Between bookings"))
        self._pair(*(number[name] for name in _PAIRS[0]))
        self.body.addWidget(self.gap)
        self._head(self.tr("Who books, and how"))
        self._stack(self.use, self.bookers, self.needs_approval, self.part_of)
        self._head(self.tr("Limits, 0: none"))
        for left, right in _PAIRS[1:]:
            self._pair(number[left], number[right])
        self._stack(number["release_min"], self.rules, self.problem, self.retire)
        self.body.addStretch(1)

    def _stack(self, *parts: QWidget) -> None:
        for part in parts:
            self.body.addWidget(part)

    def _head(self, words: str) -> None:
        head = Label("body", self, is_strong=True)
        head.setText(words)
        self.body.addSpacing(8)
        self.body.addWidget(head)

    def _pair(self, left: QWidget, right: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for part in (left, right):  # where one says what is wrong, the other stays in place
            row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _say(self) -> None:
        title = self._known.name if self._room else self.tr("New room")
        self.say(title, self.tr("Save") if self._room else self.tr("Add the room"))
        self._back.say(self.tr("Back"), key="Esc")
        minutes = self.tr("min")
        self.name.say(self.tr("Name"), self.tr("required"))
        notes = {
            "capacity": (self.tr("Seats"), self.tr("0: no limit")),
            "at_once": (self.tr("Bookings at once"), ""),
            "setup_min": (self.tr("To set up"), minutes),
            "cleanup_min": (self.tr("To clean up"), minutes),
            "max_min": (self.tr("Longest booking"), minutes),
            "ahead_days": (self.tr("Ahead at most"), self.tr("days")),
            "week_quota_min": (self.tr("A booker's week"), minutes),
            "month_quota_min": (self.tr("A booker's month"), minutes),
            "open_quota": (self.tr("Open bookings"), self.tr("a booker")),
            "early_min": (self.tr("Check-in opens"), self.tr("min before")),
            "release_min": (
                self.tr("Freed if nobody comes"),
                self.tr("after min, 0: never"),
            ),
        }
        for name, field in self.numbers.items():
            field.say(*notes[name])
        self.by_headcount.say(self.tr("Shared until the seats are taken"))
        self.opens_on_holidays.say(self.tr("Open on public holidays"))
        self.needs_approval.say(self.tr("Staff approve each booking"))
        self.fixtures.say(self.tr("Built in"), self.tr("as: screen 1, chairs 20"))
        self.equipment.say(self.tr("The station's stock"), self.tr("may be carried to any room"))
        self.gap.say(self.tr("Kept free between two"))
        self.part_of.say(self.tr("Part of"))
        self.bookers.say(self.tr("Who may book"))
        words = (self.tr("Both"), self.tr("Walk-in"), self.tr("Booking"))
        self.use.say(words, self.tr("How it is used"))
        self.rules.say(self.tr("House rules"), self.tr("shown to who books"))
        is_out = self._known.is_retired
        use = self.tr("Take back into use") if is_out else self.tr("Take out of use")
        self.retire.say(use, icon="undo" if is_out else "close")
        self.retire.setVisible(self._room is not None)

    def _join(self) -> None:
        self.name.control.editingFinished.connect(self._check_name)
        for name, field in self.numbers.items():
            field.control.editingFinished.connect(lambda one=name: self._check_number(one))
        for things in (self.fixtures, self.equipment):
            things.control.editingFinished.connect(lambda one=things: self._check_things(one))
        for edit in (self.name, *self.numbers.values(), self.fixtures, self.equipment):
            edit.control.returnPressed.connect(self._confirm)
        self.by_headcount.toggled.connect(self._share)
        self._share(self.by_headcount.isChecked())
        self.confirmed.connect(self._submit)
        self.retire.clicked.connect(self._retire)

    @Slot(bool)
    def _share(self, is_on: bool) -> None:  # noqa: FBT001  (a signal's)
        """Shared by headcount, the number of bookings at once says nothing."""
        self.numbers["at_once"].control.setEnabled(not is_on)

    @Slot()
    def _check_name(self) -> bool:
        is_fine = bool(self.name.control.text().strip())
        self.name.show_problem("" if is_fine else self.tr("Give it the name on its door."))
        return is_fine

    def _check_number(self, name: str) -> bool:
        least = 1 if name == "at_once" else 0
        is_fine = read_number(self.numbers[name].control.text(), least) is not None
        words = self.tr("A number from {0} to {1}.").format(least, MOST)
        self.numbers[name].show_problem("" if is_fine else words)
        return is_fine

    def _check_things(self, field: Field[QLineEdit]) -> bool:
        is_fine = read_equipment(field.control.text()) is not None
        words = self.tr("Names with how many, as: screen 1, chairs 20.")
        field.show_problem("" if is_fine else words)
        return is_fine

    def _check_rules(self) -> bool:
        is_fine = len(self.rules.control.toPlainText()) <= _RULES_LETTERS
        words = self.tr("At most {0} characters: shorten it.").format(_RULES_LETTERS)
        self.rules.show_problem("" if is_fine else words)
        return is_fine

    def _bad_ones(self) -> Iterator[QWidget]:
        """Check every field; answer those that are not well, from the top."""
        if not self._check_name():
            yield self.name.control
        numbers = [name for name in _NUMBERS if not self._check_number(name)]
        yield from (self.numbers[name].control for name in numbers)
        if not self.hours.check():
            yield self.hours.first_bad() or self.hours
        for field in (self.fixtures, self.equipment):
            if not self._check_things(field):
                yield field.control
        if not self._check_rules():
            yield self.rules.control

    @Slot()
    def _submit(self) -> None:
        if not self.main_button.isEnabled():
            return
        self.problem.say("")
        bad = list(self._bad_ones())
        if bad:
            bad[0].setFocus()
            self.reveal(bad[0])
            return
        self.set_busy(is_busy=True)
        room_id = self._room.room_id if self._room else None
        self.submitted.emit(RoomWish(room_id=room_id, settings=self.settings()))

    def settings(self) -> Mapping[str, Any]:
        """Return what is filled in, named as in Room."""
        return {
            "name": self.name.control.text().strip(),
            **{
                name: read_number(field.control.text(), 0) or 0
                for name, field in self.numbers.items()
            },
            "by_headcount": self.by_headcount.isChecked(),
            "needs_approval": self.needs_approval.isChecked(),
            "opens_on_holidays": self.opens_on_holidays.isChecked(),
            "hours": self.hours.hours or (),
            "gap_mode": GapMode(self.gap.control.currentData()),
            "fixtures": read_equipment(self.fixtures.control.text()) or (),
            "equipment": read_equipment(self.equipment.control.text()) or (),
            "part_of": self.part_of.control.currentData(),
            "use": RoomUse(self.use.value or RoomUse.BOTH),
            "bookers": Bookers(self.bookers.control.currentData()),
            "rules": self.rules.control.toPlainText().strip(),
        }

    @Slot()
    def _retire(self) -> None:
        if self._room is not None and self.main_button.isEnabled():
            self.set_busy(is_busy=True)
            self.retired.emit(self._room)

    def show_error(self, error: Exception) -> None:
        """Say at the field what would work."""
        if not isValid(self):
            return
        self.set_busy(is_busy=False)
        code = error.code if isinstance(error, KnownError) else ""
        field = {"room_exists": self.name, "bad_name": self.name, "room_within_itself": None}.get(
            code
        )
        if field is not None:
            field.show_problem(words_of(error))
            field.control.setFocus()
            self.reveal(field)
        else:
            self.problem.say(words_of(error))
            self.reveal(self.problem)
