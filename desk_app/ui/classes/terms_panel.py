"""The panel of terms, and of the days on which nobody meets."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QDateEdit, QLineEdit, QListWidget, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.domain.holidays import CalendarDay, DayKind
from desk_app.domain.terms import Term
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Choice, number_edit
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of

_LIST_HEIGHT = 180
_KINDS = (DayKind.HOLIDAY, DayKind.MAKEUP_WORKDAY, DayKind.ORDINARY)


def _day_edit(day: date, parent: QWidget) -> QDateEdit:
    edit = QDateEdit(QDate(day.year, day.month, day.day), parent)
    edit.setDisplayFormat("yyyy-MM-dd")
    edit.setCalendarPopup(True)
    return edit


def _day_of(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())


class TermsPanel(SidePanel):
    """Adds terms; says which days are holidays, make-up workdays, or ordinary after all.

    Signals:
        year_wished(int): Read the calendar of a year.
        term_added(str, date, date): Add a term.
        day_set(date, DayKind, str): Say what a day is.
    """

    year_wished = Signal(int)
    term_added = Signal(str, object, object)
    day_set = Signal(object, object, str)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: Sequence[CalendarDay] = ()
        self.terms = wrapped(Label("body", self))
        self.term_name = Field(QLineEdit(self), self)
        self.first, self.last = _day_edit(today, self), _day_edit(today, self)
        self.add_button = Button("default", self)
        self.add_button.clicked.connect(self._add_term)
        self.year = Field(number_edit(today.year, 2020, 2100, self), self)
        self.year.control.valueChanged.connect(self.year_wished)
        self.days = QListWidget(self)
        self.days.setFixedHeight(_LIST_HEIGHT)
        self.day = Field(_day_edit(today, self), self)
        self.kind = Field(Choice(self), self)
        for kind in _KINDS:
            self.kind.control.addItem("", kind)
        self.day_name = Field(QLineEdit(self), self)
        self.note = wrapped(Label("body", self))
        self._lay_out()
        self.confirmed.connect(self._set_day)
        self.setFocusProxy(self.term_name.control)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self.say(self.tr("Terms and holidays"), self.tr("Set this day"))
        self.term_name.say(self.tr("New term"), self.tr("for example: autumn 2026"))
        self._first.say(self.tr("First day"))
        self._last.say(self.tr("Last day"))
        self.add_button.say(self.tr("Add the term"), icon="plus")
        self.year.say(self.tr("Days that are not as their weekday, in"))
        self.days.setAccessibleName(self.tr("Holidays and make-up workdays"))
        self.day.say(self.tr("Day"))
        self.kind.say(self.tr("Is"))
        kinds = {
            DayKind.HOLIDAY: self.tr("a holiday"),
            DayKind.MAKEUP_WORKDAY: self.tr("a make-up workday"),
            DayKind.ORDINARY: self.tr("a day like others"),
        }
        for row, kind in enumerate(_KINDS):
            self.kind.control.setItemText(row, kinds[kind])
        self.day_name.say(self.tr("Name of the day"), self.tr("optional"))
        self._list_days()

    def _lay_out(self) -> None:
        self._first, self._last = Field(self.first, self), Field(self.last, self)
        for part in (self.terms, self.term_name, self._first, self._last, self.add_button):
            self.body.addWidget(part)
        self.body.addSpacing(20)
        for below in (self.year, self.days, self.day, self.kind, self.day_name, self.note):
            self.body.addWidget(below)
        self.body.addStretch(1)

    def show_terms(self, terms: Sequence[Term]) -> None:
        """Show the terms, the latest first."""
        if isValid(self):
            lines = [f"{t.name}   {t.first_day:%Y-%m-%d} – {t.last_day:%Y-%m-%d}" for t in terms]
            self.terms.tell(lambda: "\n".join(lines) or self.tr("No term yet."))

    def show_days(self, days: Sequence[CalendarDay]) -> None:
        """Show the days of the year that differ from their weekday."""
        if not isValid(self):
            return
        self.set_busy(is_busy=False)
        self._days = days
        self._list_days()

    def _list_days(self) -> None:
        words = {
            DayKind.HOLIDAY: self.tr("holiday"),
            DayKind.MAKEUP_WORKDAY: self.tr("make-up workday"),
        }
        names = self._holiday_names()
        row = self.days.currentRow()
        self.days.clear()
        self.days.addItems(
            [
                f"{d.day:%Y-%m-%d}  {words.get(d.kind, '')}  {names.get(d.name, d.name)}".rstrip()
                for d in self._days
            ]
        )
        self.days.setCurrentRow(row)

    def _holiday_names(self) -> dict[str, str]:
        """Return what the statutory holidays are called, by their name in the calendar."""
        return {
            "New Year's Day": self.tr("New Year's Day"),
            "Spring Festival": self.tr("Spring Festival"),
            "Tomb-sweeping Day": self.tr("Tomb-sweeping Day"),
            "Labour Day": self.tr("Labour Day"),
            "Dragon Boat Festival": self.tr("Dragon Boat Festival"),
            "Mid-autumn Festival": self.tr("Mid-autumn Festival"),
            "National Day": self.tr("National Day"),
        }

    def show_error(self, error: Exception) -> None:
        """Say what would work."""
        if isValid(self):
            self.note.tell(lambda: words_of(error))
            self.set_busy(is_busy=False)

    @Slot()
    def _add_term(self) -> None:
        self.note.setText("")
        name = self.term_name.control.text()
        self.term_added.emit(name, _day_of(self.first), _day_of(self.last))

    @Slot()
    def _set_day(self) -> None:
        self.note.setText("")
        self.set_busy(is_busy=True)
        self.day_set.emit(
            _day_of(self.day.control),
            DayKind(self.kind.control.currentData()),
            self.day_name.control.text(),
        )
