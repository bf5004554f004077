"""The panel that makes a course or lecture."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.domain.clock import SHANGHAI
from desk_app.domain.courses import CourseKind
from desk_app.domain.errors import KnownError
from desk_app.domain.lessons import HolidayPolicy, LessonPlan
from desk_app.domain.terms import Term
from desk_app.services.course_forms import CourseDetails, NewCourse
from desk_app.ui.classes.lesson_panel import moment_edit, moment_of
from desk_app.ui.classes.words import short_day
from desk_app.ui.common.controls import Choice, Segmented, Switch, number_edit
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import is_chinese, words_of

_PLAN_MS = 200
_POLICIES = (HolidayPolicy.SKIP_AND_EXTEND, HolidayPolicy.SKIP, HolidayPolicy.KEEP)
_SITTING = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2})[:：](\d{2})")


class CoursePanel(SidePanel):
    """A new course with weekly lessons, or a lecture with its sittings.

    Signals:
        planned(NewCourse): Show when it would meet.
        submitted(NewCourse): Make it.
    """

    planned = Signal(object)
    submitted = Signal(object)

    def __init__(
        self, starts_at: datetime, terms: Sequence[Term], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._terms = list(terms)
        self.kind = Segmented([kind.value for kind in CourseKind], self)
        self.kind.show_value(CourseKind.COURSE.value)
        self.name = Field(QLineEdit(self), self)
        self.start = Field(moment_edit(starts_at, self), self)
        self.minutes = Field(number_edit(90, 1, 24 * 60, self), self)
        self.lessons = Field(number_edit(12, 1, 366, self), self)
        self.sittings = Field(QLineEdit(self), self)
        self.capacity = Field(number_edit(24, 1, 100_000, self), self)
        self.room, self.teacher = Field(QLineEdit(self), self), Field(QLineEdit(self), self)
        self.term = Field(Choice(self), self)
        self.holidays = Field(Choice(self), self)
        self.category, self.fee = Field(QLineEdit(self), self), Field(QLineEdit(self), self)
        self.bring = Field(QLineEdit(self), self)
        self.walk_ins = Switch(self)
        self.dates = wrapped(Label("caption", self, color="text.secondary"))
        self._soon = QTimer(self, interval=_PLAN_MS, singleShot=True)
        self._soon.timeout.connect(self._plan)
        self._lay_out()
        self.term.control.addItems(["", *(term.name for term in self._terms)])
        for policy in _POLICIES:
            self.holidays.control.addItem("", policy)
        self.retranslate()
        self._change_kind()
        self._join()
        self.confirmed.connect(self._submit)
        self.setFocusProxy(self.name.control)

    def _lay_out(self) -> None:
        self.body.addWidget(self.kind)
        for field in (
            self.name,
            self.start,
            self.minutes,
            self.lessons,
            self.sittings,
            self.holidays,
        ):
            self.body.addWidget(field)
        self.body.addWidget(self.dates)
        for field in (self.capacity, self.room, self.teacher, self.term):
            self.body.addWidget(field)
        self.body.addWidget(self.walk_ins)
        for field in (self.category, self.fee, self.bring):
            self.body.addWidget(field)
        self.body.addStretch(1)

    @override
    def retranslate(self) -> None:
        self.say(self.tr("New course or lecture"), self.tr("Make it"))
        self.kind.say((self.tr("Course"), self.tr("Lecture")), self.tr("Kind"))
        optional = self.tr("optional")
        self.name.say(self.tr("Name"), self.tr("required"))
        self.start.say(self.tr("First lesson"))
        self.minutes.say(self.tr("Minutes"))
        self.lessons.say(self.tr("Lessons, one a week"))
        self.sittings.say(self.tr("Further sittings"), "2026-11-25 14:00, …")
        self.holidays.say(self.tr("On holidays"))
        self.capacity.say(self.tr("Places"))
        self.room.say(self.tr("Room"), optional)
        self.teacher.say(self.tr("Teacher or speaker"), optional)
        self.term.say(self.tr("Term"), optional)
        self.category.say(self.tr("Category"), optional)
        self.fee.say(self.tr("Fee note"), optional)
        self.bring.say(self.tr("What to bring"), optional)
        self.walk_ins.say(self.tr("Walk-ins welcome while seats are free"))
        self.term.control.setItemText(0, self.tr("none"))
        policies = {
            HolidayPolicy.SKIP_AND_EXTEND: self.tr("Leave out, and add at the end"),
            HolidayPolicy.SKIP: self.tr("Leave out"),
            HolidayPolicy.KEEP: self.tr("Meet all the same"),
        }
        for row, policy in enumerate(_POLICIES):
            self.holidays.control.setItemText(row, policies[policy])

    def _join(self) -> None:
        self.kind.chosen.connect(self._change_kind)
        for signal in (
            self.start.control.dateTimeChanged,
            self.minutes.control.valueChanged,
            self.lessons.control.valueChanged,
            self.sittings.control.textChanged,
            self.holidays.control.currentIndexChanged,
            self.room.control.textChanged,
        ):
            signal.connect(self._soon.start)

    def show_plan(self, plan: LessonPlan, clashes: Sequence[str]) -> None:
        """Show when it would meet, what falls out, and which rooms are taken."""
        if isValid(self):
            self.dates.tell(lambda: self._plan_words(plan, clashes))

    def _plan_words(self, plan: LessonPlan, clashes: Sequence[str]) -> str:
        joint = "、" if is_chinese() else ", "
        lines = [self.tr("Meets: {0}").format(joint.join(short_day(at) for at in plan.starts))]
        if plan.skipped:
            days = joint.join(f"{day.month}.{day.day}" for day in plan.skipped)
            lines.append(self.tr("Left out as holidays: {0}").format(days))
        if clashes:
            lines.append(self.tr("The room is taken: {0}").format(joint.join(clashes)))
        return "\n".join(lines)

    def show_error(self, error: Exception) -> None:
        """Say at the name what would work."""
        if isValid(self):
            self.name.show_problem(lambda: words_of(error))
            self.set_busy(is_busy=False)
            self.reveal(self.name)

    def form(self) -> NewCourse:
        """Return what is filled in.

        Raises:
            KnownError: A sitting cannot be read.
        """
        kind = CourseKind(self.kind.value)
        is_lecture = kind is CourseKind.LECTURE
        teacher = self.teacher.control.text().strip()
        place = self.term.control.currentIndex()
        details = CourseDetails(
            term_id=self._terms[place - 1].term_id if place > 0 else None,
            teacher=teacher or None,
            category=self.category.control.text().strip() or None,
            fee_note=self.fee.control.text().strip() or None,
            bring=self.bring.control.text().strip() or None,
        )
        return NewCourse(
            name=self.name.control.text(),
            starts_at=moment_of(self.start.control),
            minutes=self.minutes.control.value(),
            lessons=1 if is_lecture else self.lessons.control.value(),
            capacity=self.capacity.control.value(),
            kind=kind,
            room=self.room.control.text().strip(),
            walk_ins=self.walk_ins.isChecked(),
            holidays=HolidayPolicy(self.holidays.control.currentData()),
            sittings=read_sittings(self.sittings.control.text()) if is_lecture else (),
            speakers=(teacher,) if is_lecture and teacher else (),
            details=details,
        )

    @Slot()
    def _change_kind(self) -> None:
        is_lecture = self.kind.value == CourseKind.LECTURE.value
        self.lessons.setVisible(not is_lecture)
        self.holidays.setVisible(not is_lecture)
        self.sittings.setVisible(is_lecture)
        self.walk_ins.setChecked(is_lecture)
        self._soon.start()

    @Slot()
    def _plan(self) -> None:
        try:
            self.planned.emit(self.form())
        except KnownError as error:
            self.sittings.show_problem(partial(words_of, error))
        else:
            self.sittings.show_problem("")

    @Slot()
    def _submit(self) -> None:
        self.name.show_problem("")
        try:
            form = self.form()
        except KnownError as error:
            self.sittings.show_problem(partial(words_of, error))
            return
        self.set_busy(is_busy=True)
        self.submitted.emit(form)


def read_sittings(text: str) -> tuple[datetime, ...]:
    """Read moments in Asia/Shanghai, with commas between them.

    Raises:
        KnownError: One is no moment.
    """
    parts = [part.strip() for part in re.split(r"[,，;；\n]", text) if part.strip()]
    found = []
    for part in parts:
        match = _SITTING.fullmatch(part)
        try:
            year, month, day, hour, minute = map(int, match.groups() if match else ())
            found.append(datetime(year, month, day, hour, minute, tzinfo=SHANGHAI))
        except ValueError as error:
            raise KnownError(
                "bad_moment",
                zh=f"“{part}”不是日期和时间，请写成 2026-11-25 14:00，用逗号隔开。",
                en=f"“{part}” is no date and time: write 2026-11-25 14:00, with commas between.",
            ) from error
    return tuple(found)
