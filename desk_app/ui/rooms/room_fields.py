"""What a room is described with: the fields, where they stand and what they say."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import Bookers, GapMode, Room, RoomUse
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Choice, Segmented, Switch
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label
from desk_app.ui.common.side_panel import ErrorLine, SidePanel
from desk_app.ui.rooms.hours_field import HoursField
from desk_app.ui.rooms.room_choices import (
    choose,
    may_hold,
    number_text,
    usual_hours,
)
from desk_app.ui.rooms.room_picture import RoomPicture
from desk_app.ui.rooms.room_texts import equipment_text

_NOBODY = UUID(int=0)
_NAME_LETTERS, RULES_LETTERS, _LINE_LETTERS = 60, 2000, 500
_RULES_HEIGHT = 96
NUMBERS = (
    "capacity", "at_once", "setup_min", "cleanup_min", "max_min", "ahead_days", "open_quota",
    "week_quota_min", "month_quota_min", "early_min", "release_min",
)  # fmt: skip
_PAIRS = (
    ("setup_min", "cleanup_min"),
    ("max_min", "ahead_days"),
    ("week_quota_min", "month_quota_min"),
    ("open_quota", "early_min"),
)


class RoomFields(SidePanel):
    """The widgets of a room's form."""

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
            name: Field(QLineEdit(number_text(known, name), self), self) for name in NUMBERS
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
        self.picture = RoomPicture(self)
        self.choose_picture, self.no_picture = Button("default", self), Button("ghost", self)
        self._photo = known.photo
        self.problem = ErrorLine(self)
        self._fill(rooms)
        self._lay_out()
        self._say()
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
        self._stack(number["release_min"], self.rules, self.picture)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choose_picture, 1)
        row.addWidget(self.no_picture)
        self.body.addLayout(row)
        self._stack(self.problem, self.retire)
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
        self.choose_picture.say(self.tr("Choose a picture"), icon="file")
        self.no_picture.say(self.tr("Remove it"))
        self.no_picture.setVisible(bool(self._photo))
        is_out = self._known.is_retired
        use = self.tr("Take back into use") if is_out else self.tr("Take out of use")
        self.retire.say(use, icon="undo" if is_out else "close")
        self.retire.setVisible(self._room is not None)
