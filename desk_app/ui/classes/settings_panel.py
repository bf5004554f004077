"""The panel that changes what a course says and requires."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.domain.courses import MOST_OPENS_BEFORE_MIN, MOST_TOLERANCE_MIN
from desk_app.domain.terms import Term
from desk_app.services.course_forms import CourseDetails
from desk_app.ui.common.controls import Choice, Switch, number_edit
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import words_of


class CourseSettingsPanel(SidePanel):
    """What may be changed of a course that is there.

    Signals:
        submitted(CourseDetails): Change this.
    """

    submitted = Signal(object)

    def __init__(
        self, name: str, known: dict[str, Any], terms: Sequence[Term], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._known = name, known
        self._terms = list(terms)
        self.numbers = {
            key: Field(number_edit(int(known[key]), least, most, self), self)
            for key, least, most in (
                ("capacity", 1, 100_000),
                ("opens_before_min", 0, MOST_OPENS_BEFORE_MIN),
                ("tolerance_min", 0, MOST_TOLERANCE_MIN),
                ("late_after_min", 0, 1440),
                ("very_late_after_min", 0, 1440),
                ("warn_after_lessons", 0, 366),
                ("warn_below_pct", 0, 100),
                ("certificate_pct", 0, 100),
                ("award_absences", 0, 366),
                ("late_weight_pct", 0, 100),
                ("release_after_min", 0, 1440),
                ("hold_min", 1, 100_000),
                ("cut_off_min", 0, 100_000),
                ("max_entries", 0, 1000),
                ("daily_entries", 0, 1000),
            )
        }
        self.texts = {
            key: Field(QLineEdit(str(known[key]), self), self)
            for key in ("teacher", "category", "fee_note", "bring", "series", "hand_outs")
        }
        self.switches = {
            key: Switch(self)
            for key in ("walk_ins", "several_entries", "reentry", "counts_excused")
        }
        self.term = Field(Choice(self), self)
        self.term.control.addItems(["", *(t.name for t in self._terms)])
        self.problem = wrapped(Label("body", self, color="outcome.refused.fg"))
        self.body.addWidget(self.numbers["capacity"])
        self.body.addWidget(self.term)
        for text in self.texts.values():
            self.body.addWidget(text)
        for key, switch in self.switches.items():
            switch.setChecked(bool(known[key]))
            self.body.addWidget(switch)
        for key, field in self.numbers.items():
            if key != "capacity":
                self.body.addWidget(field)
        self.body.addWidget(self.problem)
        self.body.addStretch(1)
        self.retranslate()
        self.confirmed.connect(self._submit)
        self.setFocusProxy(self.numbers["capacity"].control)

    @override
    def retranslate(self) -> None:
        self.say(self.tr("Settings of {0}").format(self._name), self.tr("Save"))
        self.term.control.setItemText(0, self.tr("as it is"))
        number, text = self.numbers, self.texts
        number["capacity"].say(self.tr("Places"), self.tr("more places are offered to the queue"))
        number["opens_before_min"].say(self.tr("Doors open before the start (min)"))
        number["tolerance_min"].say(self.tr("Grace (min)"), self.tr("at both ends"))
        number["late_after_min"].say(self.tr("Late after (min)"))
        number["very_late_after_min"].say(self.tr("Very late after (min)"))
        number["warn_after_lessons"].say(self.tr("Warn after so many lessons"))
        number["warn_below_pct"].say(self.tr("Warn below this rate (%)"))
        number["certificate_pct"].say(self.tr("Certificate from this rate (%)"))
        number["award_absences"].say(self.tr("Outstanding learner up to so many absences"))
        number["late_weight_pct"].say(self.tr("A late arrival counts (%)"))
        number["release_after_min"].say(self.tr("Release no-show seats after (min)"))
        number["hold_min"].say(self.tr("A seat offer holds (min)"))
        number["cut_off_min"].say(self.tr("No offer so late before a lesson (min)"))
        number["max_entries"].say(self.tr("Entries to one lesson"), self.tr("0: no limit"))
        number["daily_entries"].say(self.tr("Entries in a day"), self.tr("0: no limit"))
        text["teacher"].say(self.tr("Teacher or speaker"))
        text["category"].say(self.tr("Category"))
        text["fee_note"].say(self.tr("Fee note"))
        text["bring"].say(self.tr("What to bring"))
        text["series"].say(self.tr("Series"))
        text["hand_outs"].say(self.tr("Hand-outs"))
        self.term.say(self.tr("Term"))
        self.switches["walk_ins"].say(self.tr("Walk-ins welcome while seats are free"))
        self.switches["several_entries"].say(self.tr("Every entry of a person counts"))
        self.switches["reentry"].say(self.tr("Who has left may come back in"))
        self.switches["counts_excused"].say(self.tr("Excused lessons count as missed"))

    def show_error(self, error: Exception) -> None:
        """Say what would work."""
        if isValid(self):
            self.problem.tell(lambda: words_of(error))
            self.set_busy(is_busy=False)

    @Slot()
    def _submit(self) -> None:
        given: dict[str, Any] = {k: f.control.value() for k, f in self.numbers.items()}
        given |= {k: f.control.text().strip() for k, f in self.texts.items()}
        given |= {k: s.isChecked() for k, s in self.switches.items()}
        changed = {k: v for k, v in given.items() if v != self._known[k]}
        place = self.term.control.currentIndex()
        if place > 0:
            changed["term_id"] = self._terms[place - 1].term_id
        self.set_busy(is_busy=True)
        self.submitted.emit(CourseDetails(**changed))
