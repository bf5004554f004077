"""Courses, their settings, copies and terms on the classes page."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desk_app.domain.class_list import CourseLine
from desk_app.domain.clock import SHANGHAI, local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.holidays import CalendarDay, DayKind
from desk_app.domain.ids import CourseId
from desk_app.domain.lessons import HolidayPolicy, LessonPlan
from desk_app.domain.terms import Term
from desk_app.main.undo import Step
from desk_app.services.class_list import OpenCourse
from desk_app.services.course_forms import CourseDetails, NewCourse
from desk_app.ui.classes.course_panel import CoursePanel
from desk_app.ui.classes.pick_panel import PickPanel
from desk_app.ui.classes.settings_panel import CourseSettingsPanel
from desk_app.ui.classes.terms_panel import TermsPanel

if TYPE_CHECKING:
    from desk_app.main.classes import ClassesJoin


class ClassCourses(QObject):
    """Opens the panels that make and change courses."""

    def __init__(self, join: "ClassesJoin") -> None:
        super().__init__(join)
        self._join = join

    def open_new(self) -> None:
        """Make a course or lecture."""
        now = self._join.desk.app.clock().astimezone(SHANGHAI)
        tomorrow = (now + timedelta(days=1)).replace(hour=19, minute=0, second=0, microsecond=0)

        def show(terms: list[Term]) -> None:
            panel = CoursePanel(tomorrow, terms)
            panel.planned.connect(lambda form: self._plan(panel, form))
            panel.submitted.connect(lambda form: self._add(panel, form))
            self._join.page.show_panel(panel)

        self._join.read(self._join.desk.app.terms.all, show)

    def _plan(self, panel: CoursePanel, form: NewCourse) -> None:
        app = self._join.desk.app

        def work() -> tuple[LessonPlan, list[str]]:
            form.check()
            plan = app.courses.plan(form)
            return plan, app.courses.room_taken(form, plan)

        self._join.read(work, lambda found: panel.show_plan(*found), lambda _error: None)

    def _add(self, panel: CoursePanel, form: NewCourse) -> None:
        made: list[CourseId] = []

        def show(lines: list[CourseLine]) -> None:
            page = self._join.page
            page.search.clear()
            page.show_courses("", lines, self._join.desk.app.clock())
            page.list.choose(made[0])

        def added(answer: tuple[CourseId, tuple[ClassSession, ...]]) -> None:
            course_id, lessons = answer
            made.append(course_id)
            self._join.page.hide_panel()
            self._join.changed(self.tr("Made, with %n lesson(s)", "", len(lessons)))
            self._join.read(self._join.desk.app.class_list.courses, show)

        self._join.write(lambda: self._join.desk.app.courses.add(form), added, panel.show_error)

    def open_settings(self, course: OpenCourse) -> None:
        """Change what the course says and requires."""
        app, course_id = self._join.desk.app, course.line.course_id

        def show(found: tuple[dict[str, Any], list[Term]]) -> None:
            known, terms = found
            panel = CourseSettingsPanel(course.line.name, known, terms)

            def save(details: CourseDetails) -> None:
                before = {k: known[k] for k in details.values() if k in known}

                def saved(_nothing: None) -> None:
                    self._join.undo.push(
                        Step(
                            undo=lambda: app.courses.change(course_id, CourseDetails(**before)),
                            redo=lambda: app.courses.change(course_id, details),
                        )
                    )
                    self._join.page.hide_panel()
                    self._join.changed(self.tr("Saved"), can_undo=True)

                self._join.write(
                    lambda: app.courses.change(course_id, details), saved, panel.show_error
                )

            panel.submitted.connect(save)
            self._join.page.show_panel(panel)

        self._join.read(lambda: (app.courses.settings(course_id), app.terms.all()), show)

    def open_copy(self, course: OpenCourse) -> None:
        """Add the course again in another term."""
        app, course_id = self._join.desk.app, course.line.course_id

        def show(terms: list[Term]) -> None:
            panel = PickPanel(
                lambda: (
                    self.tr("Copy {0} into which term?").format(course.line.name),
                    self.tr("Copy"),
                ),
                lambda: [
                    f"{t.name}   {t.first_day:%Y-%m-%d} – {t.last_day:%Y-%m-%d}" for t in terms
                ],
            )
            if not terms:
                panel.note.tell(lambda: self.tr("Add a term first: More, Terms and holidays."))
            policy = HolidayPolicy.SKIP_AND_EXTEND

            def copied(answer: tuple[CourseId, tuple[ClassSession, ...]]) -> None:
                self._join.page.hide_panel()
                self._join.changed(self.tr("Copied, with %n lesson(s)", "", len(answer[1])))

            panel.picked.connect(
                lambda row: self._join.write(
                    lambda: app.courses.copy_to_term(course_id, terms[row], policy),
                    copied,
                    panel.show_error,
                )
            )
            self._join.page.show_panel(panel)

        self._join.read(app.terms.all, show)

    def open_terms(self) -> None:
        """Keep terms, holidays and make-up workdays."""
        app = self._join.desk.app
        panel = TermsPanel(local_day(app.clock()))

        def refresh(_answer: object = None) -> None:
            year = panel.year.control.value()
            self._join.read(app.terms.all, panel.show_terms)
            self._join.read(lambda: app.terms.days(year), panel.show_days)

        def add(name: str, first: date, last: date) -> None:
            self._join.write(lambda: app.terms.add(name, first, last), refresh, panel.show_error)

        def set_day(day: date, kind: DayKind, name: str) -> None:
            self._join.write(lambda: app.terms.set_day(day, kind, name), refresh, panel.show_error)

        def show_year(year: int) -> None:
            def days() -> list[CalendarDay]:
                return app.terms.days(year)

            self._join.read(days, panel.show_days)

        panel.year_wished.connect(show_year)
        panel.term_added.connect(add)
        panel.day_set.connect(set_day)
        self._join.page.show_panel(panel)
        refresh()
