"""What a booking is asked for: the fields, where they stand and what they say."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desk_app.domain.rooms import Room
from desk_app.ui.common.controls import Choice
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import ErrorLine, SidePanel
from desk_app.ui.rooms.contact_edit import ContactEdit
from desk_app.ui.rooms.equipment import EquipmentField
from desk_app.ui.rooms.offers import Offers
from desk_app.ui.rooms.plan import Plan, equipment_of
from desk_app.ui.rooms.preview import SeriesPreview
from desk_app.ui.rooms.queue import JoinQueue
from desk_app.ui.rooms.repeat_field import RepeatField
from desk_app.ui.rooms.room_picture import RoomPicture
from desk_app.ui.rooms.staff_field import StaffField
from desk_app.ui.rooms.who_field import WhoField


class BookFields(SidePanel):
    """The widgets of the panel that books."""

    def __init__(
        self,
        rooms: Sequence[Room],
        plan: Plan,
        staff: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.body.setSpacing(10)
        self.who = WhoField(self)
        self.room_choice, self.headcount_edit = Choice(self), QLineEdit(self)
        self.from_edit, self.to_edit = QLineEdit(self), QLineEdit(self)
        self.purpose_edit, self.contact_edit = QLineEdit(self), ContactEdit(self)
        self.room, self.headcount = Field(self.room_choice, self), Field(self.headcount_edit, self)
        self.start, self.end = Field(self.from_edit, self), Field(self.to_edit, self)
        self.purpose, self.contact = Field(self.purpose_edit, self), Field(self.contact_edit, self)
        self.rules = wrapped(Label("caption", self, color="text.secondary"))
        self.refusal = ErrorLine(self)
        self.offers, self.queue = Offers(self), JoinQueue(self)
        self.repeat = RepeatField(plan.day, self)
        self.preview = SeriesPreview(self)
        self.needs = EquipmentField(equipment_of(rooms), self)
        self.staff = StaffField(staff, self)
        self.picture = RoomPicture(self)
        for room in rooms:
            self.room_choice.addItem(room.name, room.room_id)
        self._lay_out()
        self._say()
        self.setFocusProxy(self.who.edit)

    def _lay_out(self) -> None:
        for left, right, shares in (
            (self.room, self.headcount, (3, 2)),
            (self.start, self.end, (1, 1)),
        ):
            pair = QHBoxLayout()
            pair.setSpacing(12)
            pair.addWidget(left, shares[0])
            pair.addWidget(right, shares[1])
            if left is self.room:
                self.body.addWidget(self.who)
            self.body.addLayout(pair)
            if left is self.room:
                self.body.addWidget(self.rules)
        rest: tuple[QWidget, ...] = (
            self.refusal, self.offers, self.queue, self.staff, self.purpose, self.contact,
            self.repeat, self.preview, self.needs, self.picture,
        )  # fmt: skip
        for part in rest:
            self.body.addWidget(part)
        self.staff.hide()
        self.body.addStretch(1)

    def _say(self) -> None:
        self.say(self.tr("New booking"), self.tr("Book"))
        self._back.say(self.tr("Discard"), key="Esc")
        optional = self.tr("optional")
        self.who.field.say(self.tr("For whom"))
        self.who.edit.setPlaceholderText(self.tr("Company, name, or last four digits"))
        self.room.say(self.tr("Room"))
        self.headcount.say(self.tr("People"), optional)
        self.purpose.say(self.tr("Purpose"), optional)
        self.contact.say(self.tr("Contact"), optional)
        self.purpose_edit.setMaxLength(200)
