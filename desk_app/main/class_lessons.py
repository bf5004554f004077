"""Lessons of a course on the classes page: moved, cancelled, made up."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk_app.domain.courses import ClassSession
from desk_app.domain.lessons import LessonOutcome
from desk_app.main.class_words import lesson_words
from desk_app.main.undo import Step
from desk_app.services.class_list import OpenCourse
from desk_app.services.lessons import LessonChange, LessonService
from desk_app.ui.classes.lesson_panel import LessonPanel, LessonRequest
from desk_app.ui.classes.pick_panel import PickPanel
from desk_app.ui.common.texts import clock_text, date_text

if TYPE_CHECKING:
    from desk_app.main.classes import ClassesJoin

_CHANGED = {
    LessonOutcome.MOVED,
    LessonOutcome.CANCELLED,
    LessonOutcome.REINSTATED,
    LessonOutcome.MADE_UP,
}


class ClassLessons(QObject):
    """Opens the panel of one lesson."""

    def __init__(self, join: "ClassesJoin") -> None:
        super().__init__(join)
        self._join = join

    def open_lesson(self, course: OpenCourse) -> None:
        """Open the lesson in focus; where some are cancelled, ask which first."""
        lesson = self._join.page.matrix.chosen_lesson()
        cancelled = [s for s in course.lessons if s.is_cancelled]
        if lesson is None and cancelled:
            lesson = cancelled[0]
        if lesson is None:
            return
        if cancelled and lesson is self._join.page.matrix.chosen_lesson():
            self._pick_lesson(course)
            return
        self._show_lesson(lesson)

    def _pick_lesson(self, course: OpenCourse) -> None:
        """Cancelled lessons have no column: all of them are listed."""

        def lines() -> list[str]:
            return [
                self.tr("Lesson {0}, {1}").format(
                    s.number, f"{date_text(s.starts_at)} {clock_text(s.starts_at)}"
                )
                + (self.tr(", cancelled") if s.is_cancelled else "")
                for s in course.lessons
            ]

        panel = PickPanel(lambda: (self.tr("Which lesson?"), self.tr("This one")), lines)
        panel.picked.connect(lambda row: self._show_lesson(course.lessons[row]))
        self._join.page.show_panel(panel)

    def _show_lesson(self, lesson: ClassSession) -> None:
        panel = LessonPanel(lesson)

        def change(request: LessonRequest) -> LessonChange:
            lessons = self._join.desk.app.lessons
            if request.act == "move" and request.to is not None:
                return lessons.move(request.session_id, request.to, request.room)
            if request.act == "make_up" and request.to is not None:
                return lessons.make_up(request.session_id, request.to)
            if request.act == "cancel":
                return lessons.cancel(request.session_id)
            return lessons.reinstate(request.session_id)

        def changed(answer: LessonChange) -> None:
            if answer.outcome not in _CHANGED:
                panel.show_note(lambda: lesson_words(answer))
                return
            self._join.undo.push(_step(self._join.desk.app.lessons, lesson, answer))
            self._join.page.hide_panel()
            self._join.changed(lesson_words(answer), can_undo=True)

        panel.submitted.connect(
            lambda request: self._join.write(lambda: change(request), changed, panel.show_error)
        )
        self._join.page.show_panel(panel)


def _step(lessons: LessonService, before: ClassSession, answer: LessonChange) -> Step:
    after = answer.session
    steps = {
        LessonOutcome.MOVED: Step(
            undo=lambda: lessons.move(before.session_id, before.starts_at, before.room),
            redo=lambda: lessons.move(before.session_id, after.starts_at, after.room),
        ),
        LessonOutcome.CANCELLED: Step(
            undo=lambda: lessons.reinstate(before.session_id),
            redo=lambda: lessons.cancel(before.session_id),
        ),
        LessonOutcome.REINSTATED: Step(
            undo=lambda: lessons.cancel(before.session_id),
            redo=lambda: lessons.reinstate(before.session_id),
        ),
        LessonOutcome.MADE_UP: Step(
            undo=lambda: lessons.cancel(after.session_id),
            redo=lambda: lessons.reinstate(after.session_id),
        ),
    }
    return steps[answer.outcome]
