"""The desk and who serves at it: names, operators, staff with a PIN."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.domain.people import Operator, Role
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.card import FactLine
from desk_app.ui.common.controls import Segmented, Switch
from desk_app.ui.common.field import Field
from desk_app.ui.settings.section import Section
from desk_app.ui.settings.view import DeskNames, NewOperator, SettingsView

_MIN_PIN = 4
_MAX_PIN = 8


class DeskSection(Section):
    """Names the desk and its people.

    Signals:
        desk_named(DeskNames): Call station and desk so.
        operator_added(NewOperator): Add an operator.
    """

    desk_named = Signal(object)
    operator_added = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operators: tuple[Operator, ...] = ()
        self.station_edit, self.desk_edit = QLineEdit(self), QLineEdit(self)
        self._station = self.main.add(Field(self.station_edit, self))
        self._desk = self.main.add(Field(self.desk_edit, self))
        self.save_button = self.main.add_button(Button("default", self))
        self.main.add_space(8)
        self.photos = self.main.add(Switch(self))
        self.photos.toggled.connect(lambda is_on: self.tell("desk.shows_photos", is_on))
        self.main.add_space(8)
        self._pin_fact = self.main.add(FactLine("calendar", self))
        self._shift_fact = self.main.add(FactLine("user", self))
        self.main.add_space()
        self._people = QVBoxLayout()
        self._people.setSpacing(0)
        self._people.setContentsMargins(0, 0, 0, 0)
        people = self.aside.add(QWidget(self))
        people.setLayout(self._people)
        self.role = self.aside.add(Segmented((Role.VOLUNTEER, Role.STAFF), self))
        self.name_edit, self.pin_edit = QLineEdit(self), QLineEdit(self)
        self.pin_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin_edit.setValidator(QIntValidator(0, 10**_MAX_PIN - 1, self))
        self._name = self.aside.add(Field(self.name_edit, self))
        self._pin = self.aside.add(Field(self.pin_edit, self))
        self.add_button = self.aside.add_button(Button("default", self))
        self.aside.add_space()
        self.save_button.clicked.connect(self._save)
        self.role.chosen.connect(self._show_role)
        self.add_button.clicked.connect(self._add)
        self.role.show_value(Role.VOLUNTEER)
        self._show_role(Role.VOLUNTEER)
        self.retranslate()

    @override
    def fill(self, view: SettingsView) -> None:
        for edit, name in ((self.station_edit, view.station), (self.desk_edit, view.desk)):
            edit.setEnabled(not view.is_joined)
            if not edit.hasFocus():
                edit.setText(name)
        self.save_button.setVisible(not view.is_joined)
        self.photos.setChecked(view.settings.desk.shows_photos)
        self._name_fields()
        if tuple(view.operators) != self._operators:
            self._operators = tuple(view.operators)
            self._show_people()

    def clear_operator(self) -> None:
        """Empty the fields once the operator was added."""
        self.name_edit.clear()
        self.pin_edit.clear()

    def _show_people(self) -> None:
        while (item := self._people.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for operator in self._operators:
            is_staff = operator.role is Role.STAFF
            line = FactLine("lock" if is_staff else "user", self)
            line.say(
                operator.name, self.tr("Staff, with PIN") if is_staff else self.tr("Volunteer")
            )
            self._people.addWidget(line)

    def _show_role(self, role: str) -> None:
        self._pin.setVisible(role == Role.STAFF)

    def _save(self) -> None:
        for field in (self._station, self._desk):
            is_missing = not field.control.text().strip()
            field.show_problem(self.tr("A name is needed here.") if is_missing else "")
            if is_missing:
                return
        self.desk_named.emit(
            DeskNames(station=self.station_edit.text(), desk=self.desk_edit.text())
        )

    def _add(self) -> None:
        role, pin = Role(self.role.value), self.pin_edit.text()
        name = self.name_edit.text().strip()
        is_short = role is Role.STAFF and len(pin) < _MIN_PIN
        self._name.show_problem("" if name else self.tr("A name is needed here."))
        self._pin.show_problem(self.tr("At least {0} digits.").format(_MIN_PIN) if is_short else "")
        if not name or is_short:
            return
        self.operator_added.emit(
            NewOperator(name=name, role=role, pin=pin if role is Role.STAFF else "")
        )

    def _name_fields(self) -> None:
        is_joined = self._view is not None and self._view.is_joined
        note = self.tr("named by the centre") if is_joined else self.tr("shown at the top")
        self._station.say(self.tr("Station"), note)
        self._desk.say(self.tr("This desk"), note)

    @override
    def retranslate(self) -> None:
        self.main.say(self.tr("Desk"))
        self._name_fields()
        self.save_button.say(self.tr("Save names"), icon="check")
        self.photos.say(self.tr("Show photos at the door"))
        self._pin_fact.say(
            self.tr("One session only"),
            self.tr("F4 on the check-in page goes through tonight's sessions and back to all."),
        )
        self._shift_fact.say(
            self.tr("Another shift"),
            self.tr("Click the operator's name at the top; nobody has to sign out."),
        )
        self.aside.say(self.tr("Operators"))
        self.role.say((self.tr("Volunteer"), self.tr("Staff")), self.tr("Role"))
        self._name.say(self.tr("Name"), self.tr("required"))
        self._pin.say(self.tr("PIN"), self.tr("at least {0} digits").format(_MIN_PIN))
        self.add_button.say(self.tr("Add operator"), icon="user-plus")
        if self._operators:
            self._show_people()
