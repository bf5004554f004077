"""Joins the classes page to the use cases; what can be taken back is kept here."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from desk_app.domain.attendance import LearnerMark, MarkOutcome
from desk_app.domain.class_list import CourseLine, Visit
from desk_app.domain.clock import local_day
from desk_app.domain.ids import CourseId, SessionId, VisitorId
from desk_app.domain.lessons import LessonOutcome
from desk_app.main.class_courses import ClassCourses
from desk_app.main.class_lessons import ClassLessons
from desk_app.main.class_places import ClassPlaces
from desk_app.main.importing import SheetImport
from desk_app.main.undo import Step, UndoStack
from desk_app.main.window import DeskWindow, PageKeys
from desk_app.services.class_list import Marked, OpenCourse
from desk_app.services.waitlist import EnrolOutcome
from desk_app.ui.classes.page import ClassesPage
from desk_app.ui.classes.pick_panel import PickPanel
from desk_app.ui.common.texts import date_text

T = TypeVar("T")
_ADDED = {EnrolOutcome.CONFIRMED, EnrolOutcome.WAITLISTED}
_CHANGED = {
    LessonOutcome.MOVED,
    LessonOutcome.CANCELLED,
    LessonOutcome.REINSTATED,
    LessonOutcome.MADE_UP,
}


class ClassesJoin(QObject):
    """Carries what the page asks for to the services, and the answers back."""

    def __init__(self, desk: DeskWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.undo = UndoStack()
        self._importing = SheetImport(desk, self)
        self._places, self._lessons = ClassPlaces(self), ClassLessons(self)
        self._courses = ClassCourses(self)
        self.page = self._make_page()

    def _make_page(self) -> ClassesPage:
        page = ClassesPage()
        page.courses_wished.connect(self._read_courses)
        page.course_wished.connect(self._read_course)
        page.action.connect(self._act)
        page.matrix.marked.connect(self._mark)
        page.matrix.make_up_wished.connect(self._find_visits)
        page.matrix.learner_opened.connect(self._places.open_learner)
        page.left.connect(lambda: self.desk.window.show_page("check_in"))
        self._importing.join(page)
        return page

    def keys(self) -> PageKeys:
        """What the window's keys do while the page is on show."""
        return PageKeys(
            escape=self.page.escape,
            undo=lambda: self._act("undo"),
            find=self.page.go_to_search,
            digit=self.page.digit,
        )

    def shown(self) -> None:
        """Read everything anew."""
        self.page.refresh()
        self.page.list.setFocus()

    @Slot(str)
    def _read_courses(self, text: str) -> None:
        def show(lines: list[CourseLine]) -> None:
            self.page.show_courses(text, lines, self.desk.app.clock())

        self.read(lambda: self.desk.app.class_list.courses(text), show)

    @Slot(object)
    def _read_course(self, course_id: CourseId) -> None:
        self.desk.threads.writer.run(
            lambda: self.desk.app.class_list.open(course_id),
            self.page.show_course,
            self.desk.show_error,
        )

    @Slot(str)
    def _act(self, action: str) -> None:
        name, _, rest = action.partition(":")
        anywhere: dict[str, Callable[[], None]] = {
            "new": self._courses.open_new,
            "import": self._choose_sheet,
            "terms": self._courses.open_terms,
            "undo": lambda: self._step(self.undo.undo()),
            "redo": lambda: self._step(self.undo.redo()),
        }
        on_course: dict[str, Callable[[OpenCourse], None]] = {
            "edit": self._courses.open_settings,
            "lesson": self._lessons.open_lesson,
            "enrol": self._places.open_enrol,
            "queue": self._places.open_queue,
            "copy": self._courses.open_copy,
            "release": self._places.release,
            "export": lambda course: self._export(course, *rest.split(":")),
        }
        if name in anywhere:
            anywhere[name]()
        elif self.page.course is not None:
            on_course[name](self.page.course)

    # Marks

    @Slot(object, object)
    def _mark(self, cells: Sequence[tuple[SessionId, VisitorId]], mark: LearnerMark | None) -> None:
        self.write(lambda: self.desk.app.class_list.mark(cells, mark), self._marked)

    def _marked(self, marked: list[Marked]) -> None:
        done = [m for m in marked if m.outcome in {MarkOutcome.MARKED, MarkOutcome.CLEARED}]
        if done:
            self.undo.push(_taking_back(self.desk, done))
            self.changed(self.tr("Marked: %n", "", len(done)), can_undo=True)
        elif any(m.outcome is MarkOutcome.NOT_THERE for m in marked):
            self.say(self.tr("No visit to a parallel class is known: nothing to make up with"))
        elif any(m.outcome is MarkOutcome.WAS_PRESENT for m in marked):
            self.say(self.tr("They were there: nothing is to be made up"))

    @Slot(object)
    def _find_visits(self, cell: tuple[SessionId, VisitorId]) -> None:
        course = self.page.course
        if course is None:
            return
        course_id = course.line.course_id
        self.read(
            lambda: self.desk.app.class_list.visits_elsewhere(course_id, cell[1]),
            partial(self._offer_visits, cell),
        )

    def _offer_visits(self, cell: tuple[SessionId, VisitorId], visits: list[Visit]) -> None:
        if not visits:
            self.say(self.tr("No visit to a parallel class is known: nothing to make up with"))
            return

        def lines() -> list[str]:
            return [
                self.tr("{0}, lesson {1}, {2}").format(v.course_name, v.number, date_text(v.at))
                for v in visits
            ]

        panel = PickPanel(lambda: (self.tr("Made up by which visit?"), self.tr("This one")), lines)

        def made_up(marked: list[Marked]) -> None:
            self.page.hide_panel()
            self._marked(marked)

        def take(row: int) -> None:
            self.write(
                lambda: [self.desk.app.class_list.make_up(*cell, visits[row].session_id)],
                made_up,
                panel.show_error,
            )

        panel.picked.connect(take)
        self.page.show_panel(panel)

    # Files

    @Slot()
    def _choose_sheet(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.page, self.tr("A roster"), "", self.tr("Sheets") + " (*.xlsx *.xls *.ods *.csv)"
        )
        if name:
            self.import_roster(Path(name))

    def import_roster(self, path: Path) -> None:
        """Read a roster for the course that is open, or for the courses it names itself."""
        course_id = self.page.wished_course()
        self._importing.open(
            path,
            lambda rows: self.desk.app.imports.plan_roster(rows, course_id, waitlist=True),
        )

    def _export(self, course: OpenCourse, what: str, ending: str) -> None:
        day = local_day(self.desk.app.clock())
        name = f"{course.line.name} {day:%Y-%m-%d}.{ending}"
        chosen, _ = QFileDialog.getSaveFileName(self.page, self.tr("Save as"), name)
        if chosen:
            self.export(course.line.course_id, what, Path(chosen))

    def export(self, course_id: CourseId, what: str, out: Path) -> None:
        """Write attendance, a sign-in sheet, a calendar or certificates; by the file's ending."""
        from desk_app.main.class_files import content_of  # noqa: PLC0415  (openpyxl, fpdf2)

        def saved(_nothing: None) -> None:
            self.desk.check_in.changed.emit()
            self.say(self.tr("Saved as {0}").format(out.name))

        self.say(self.tr("Writing {0}…").format(out.name))
        writer, reader = self.desk.threads.writer, self.desk.threads.reader
        app = self.desk.app
        writer.run(
            lambda: content_of(app, course_id, what, out.suffix),
            lambda draw: reader.run(lambda: draw(out), saved, self.desk.show_error),
            self.desk.show_error,
        )

    # Common

    def _step(self, step: Callable[[], object] | None) -> None:
        if step is None:
            self.say(self.tr("Nothing to take back"))
            return
        self.write(step, lambda _answer: self.changed(self.tr("Done")))

    def changed(self, words: str = "", *, can_undo: bool = False) -> None:
        """Read the page anew, let sync know, and say what was done."""
        self.page.refresh()
        self.desk.check_in.changed.emit()
        if words and can_undo:
            self.desk.window.toast.say(words, self.tr("Undo"), lambda: self._act("undo"))
        elif words:
            self.say(words)

    def say(self, words: str) -> None:
        """Show a line for a moment."""
        self.desk.window.toast.say(words)

    def read(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run something that only reads; the answer comes back to the GUI thread."""
        self.desk.threads.reader.run(work, on_done, on_error or self.desk.show_error)

    def write(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run something that writes; the answer comes back to the GUI thread."""
        self.desk.threads.writer.run(work, on_done, on_error or self.desk.show_error)


def _taking_back(desk: DeskWindow, marked: list[Marked]) -> Step:
    """Return the step that swaps marks with what they replaced, to and fro."""
    held = [marked]

    def swap() -> None:
        held[0] = desk.app.class_list.take_back(held[0])

    return Step(undo=swap, redo=swap)
