"""Opening hours by weekday: a line for each day, and one press to have them all alike."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desk_app.domain.rooms import WeekHours
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import ErrorLine
from desk_app.ui.rooms.room_texts import days_of, hours_text, read_hours, week_of

_NAME_WIDTH = 64


class HoursField(QWidget):
    """Seven lines, Monday first; ``hours`` is what they say, or None where one cannot be read."""

    def __init__(self, hours: WeekHours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Label("caption", self, color="text.secondary")
        self._note = wrapped(Label("caption", self, color="text.tertiary"))
        self.alike = Button("ghost", self)
        self.error = ErrorLine(self)
        self.edits: list[QLineEdit] = []
        grid = QGridLayout()
        grid.setSpacing(6)
        grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        self._names: list[Label] = []
        for place, day in enumerate(days_of(hours)):
            name, edit = Label("body", self), QLineEdit(hours_text(day), self)
            edit.setMaxLength(120)
            edit.editingFinished.connect(self._check)
            name.setBuddy(edit)
            self._names.append(name)
            self.edits.append(edit)
            grid.addWidget(name, place, 0)
            grid.addWidget(edit, place, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._head)
        layout.addLayout(grid)
        layout.addWidget(self.error)
        layout.addWidget(self._note)
        layout.addWidget(self.alike)
        self.alike.clicked.connect(self._all_as_monday)
        self._say()

    def _say(self) -> None:
        self._head.setText(self.tr("Open"))
        self._note.setText(
            self.tr("As 09:00–12:00, 14:00–21:00. Empty: shut that day; all empty: always open.")
        )
        self.alike.say(self.tr("Every day as on Monday"), icon="copy")
        names = (
            self.tr("Mon"), self.tr("Tue"), self.tr("Wed"), self.tr("Thu"), self.tr("Fri"),
            self.tr("Sat"), self.tr("Sun"),
        )  # fmt: skip
        for label, edit, name in zip(self._names, self.edits, names, strict=True):
            label.setText(name)
            edit.setAccessibleName(f"{self.tr('Open')} {name}")

    @property
    def hours(self) -> WeekHours | None:
        """What is typed."""
        days = [read_hours(edit.text()) for edit in self.edits]
        known = [day for day in days if day is not None]
        return week_of(known) if len(known) == len(days) else None

    def check(self) -> bool:
        """Mark what cannot be read; answers whether all can."""
        first: QLineEdit | None = None
        for edit in self.edits:
            is_bad = read_hours(edit.text()) is None
            edit.setProperty("bad", "true" if is_bad else "false")
            edit.style().unpolish(edit)
            edit.style().polish(edit)
            first = edit if is_bad and first is None else first
        words = self.tr("Write hours as 09:00–21:00, several with a comma, none overlapping.")
        self.error.say(words if first else "")
        return first is None

    def first_bad(self) -> QLineEdit | None:
        """Return the first line that cannot be read."""
        return next((edit for edit in self.edits if read_hours(edit.text()) is None), None)

    @Slot()
    def _check(self) -> None:
        self.check()

    @Slot()
    def _all_as_monday(self) -> None:
        for edit in self.edits[1:]:
            edit.setText(self.edits[0].text())
        self.check()
