"""How often: once, every week or two, every month, every working day; until a date."""

from datetime import date, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desk_app.ui.common.controls import Choice
from desk_app.ui.common.field import Field

_KEYS = ("none", "weekly", "fortnightly", "monthly", "workdays")
_WEEKS = 12


class RepeatField(QWidget):
    """Chooses a rule and its last day.

    Signals:
        changed(): Another rule, or another last day that can be read.
        submitted(): Enter in the date.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = day
        self.choice = Choice(self)
        self.how = Field(self.choice, self)
        self.until_edit = QLineEdit(self)
        self.until_edit.setText((day + timedelta(weeks=_WEEKS - 1)).isoformat())
        self.until = Field(self.until_edit, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.how)
        layout.addWidget(self.until)
        self.until.hide()
        for key, text in zip(_KEYS, self._words(), strict=True):
            self.choice.addItem(text, key)
        self.how.say(self.tr("Repeat"))
        self.until.say(self.tr("Until"), self.tr("this day too"))
        self.choice.currentIndexChanged.connect(self._chosen)
        self.until_edit.editingFinished.connect(self._dated)
        self.until_edit.returnPressed.connect(self.submitted)

    def _words(self) -> tuple[str, ...]:
        return (
            self.tr("Once"),
            self.tr("Every week"),
            self.tr("Every other week"),
            self.tr("Every month"),
            self.tr("Every working day"),
        )

    def take_over(self, other: "RepeatField") -> None:
        """Take what was chosen elsewhere."""
        self.until_edit.setText(other.until_edit.text())
        self.choice.setCurrentIndex(other.choice.currentIndex())

    @property
    def key(self) -> str:
        """none, weekly, fortnightly, monthly or workdays."""
        return str(self.choice.currentData())

    @property
    def last_day(self) -> date | None:
        """The last day, or None where it cannot be read."""
        text = self.until_edit.text().strip().replace("/", "-").replace(".", "-")
        parts = text.split("-")
        try:
            if len(parts) == 2:  # noqa: PLR2004  (month and day)
                year = self._day.year
                found = date(year, int(parts[0]), int(parts[1]))
                return found if found >= self._day else found.replace(year=year + 1)
            return date(*(int(part) for part in parts))
        except (ValueError, TypeError):
            return None

    @property
    def rule(self) -> str:
        """The RRULE; empty for once and for working days."""
        until = self.last_day
        kept = {
            "weekly": "FREQ=WEEKLY",
            "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
            "monthly": "FREQ=MONTHLY",
        }.get(self.key, "")
        return f"{kept};UNTIL={until:%Y%m%d}" if kept and until else ""

    @property
    def workdays_until(self) -> date | None:
        """The last working day, where it is every working day."""
        return self.last_day if self.key == "workdays" else None

    @property
    def is_series(self) -> bool:
        """Whether it repeats."""
        return self.key != "none"

    @Slot()
    def _chosen(self) -> None:
        self.until.setVisible(self.is_series)
        self._dated()

    @Slot()
    def _dated(self) -> None:
        is_bad = self.is_series and self.last_day is None
        self.until.show_problem(self.tr("Write the day as 2026-12-31.") if is_bad else "")
        if not is_bad:
            self.changed.emit()
