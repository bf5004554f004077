"""A room's settings: what it holds, when it is open, who may book it and how."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from desk_app.domain.errors import KnownError
from desk_app.domain.rooms import Bookers, GapMode, Room, RoomUse
from desk_app.ui.common.field import Field
from desk_app.ui.common.texts import words_of
from desk_app.ui.rooms.requests import RoomWish
from desk_app.ui.rooms.room_choices import (
    MOST,
    read_number,
)
from desk_app.ui.rooms.room_fields import NUMBERS, RULES_LETTERS, RoomFields
from desk_app.ui.rooms.room_texts import read_equipment


class RoomForm(RoomFields):
    """Adds a room, or changes one.

    Signals:
        submitted(RoomWish): Keep this.
        retired(Room): Take it out of use, or back into use.
        picture_wished(): Choose a picture file.
    """

    submitted = Signal(object)
    retired = Signal(object)
    picture_wished = Signal()

    def __init__(
        self, room: Room | None, rooms: Sequence[Room], parent: QWidget | None = None
    ) -> None:
        super().__init__(room, rooms, parent)
        self.new_picture: bytes | None = None
        self._join()

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
        self.choose_picture.clicked.connect(self.picture_wished)
        self.no_picture.clicked.connect(self._remove_picture)

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
        is_fine = len(self.rules.control.toPlainText()) <= RULES_LETTERS
        words = self.tr("At most {0} characters: shorten it.").format(RULES_LETTERS)
        self.rules.show_problem("" if is_fine else words)
        return is_fine

    def _bad_ones(self) -> Iterator[QWidget]:
        """Check every field; answer those that are not well, from the top."""
        if not self._check_name():
            yield self.name.control
        numbers = [name for name in NUMBERS if not self._check_number(name)]
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
        self.submitted.emit(
            RoomWish(room_id=room_id, settings=self.settings(), picture=self.new_picture)
        )

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
            "photo": self._photo,
        }

    @property
    def room(self) -> Room | None:
        """What is changed; None for a new room."""
        return self._room

    def take_over(self, other: "RoomForm") -> None:
        """Take what was filled in elsewhere."""
        lines = [(form.name, form.fixtures, form.equipment, *form.numbers.values())
                 for form in (self, other)]  # fmt: skip
        for mine, theirs in zip(*lines, strict=True):
            mine.control.setText(theirs.control.text())
        for edit, line in zip(self.hours.edits, other.hours.edits, strict=True):
            edit.setText(line.text())
        for name in ("gap", "part_of", "bookers"):
            getattr(self, name).control.setCurrentIndex(getattr(other, name).control.currentIndex())
        for name in ("by_headcount", "needs_approval", "opens_on_holidays"):
            getattr(self, name).setChecked(getattr(other, name).isChecked())
        self.use.show_value(other.use.value)
        self.rules.control.setPlainText(other.rules.control.toPlainText())
        if other.new_picture is not None:
            self.show_picture(other.picture.image, other.new_picture)

    def show_picture(self, image: QImage | None, content: bytes | None = None) -> None:
        """Show the picture the room has, or the JPEG it is to have."""
        if not isValid(self):
            return
        self.new_picture = content
        self.picture.show_image(image, self._known.name)
        self.no_picture.setVisible(image is not None)

    @Slot()
    def _remove_picture(self) -> None:
        self._photo = ""
        self.show_picture(None)

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
