"""Places of a course on the classes page: enrol, move, give back, the queue, no-show seats."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Slot
from shiboken6 import isValid

from desk_app.db.waitlists import ReleasedSeat
from desk_app.domain.class_list import CourseLine
from desk_app.domain.ids import CourseId, VisitorId
from desk_app.domain.people import Visitor
from desk_app.domain.waitlist import AnswerOutcome
from desk_app.main.class_words import answer_words, enrol_words
from desk_app.main.undo import Step
from desk_app.services.class_list import OpenCourse
from desk_app.services.place_undo import PlaceStep
from desk_app.services.waitlist import EnrolOutcome
from desk_app.ui.classes.enrol_panel import EnrolPanel
from desk_app.ui.classes.pick_panel import PickPanel
from desk_app.ui.common.texts import clock_text, date_text

if TYPE_CHECKING:
    from desk_app.main.classes import ClassesJoin

T = TypeVar("T")
_ADDED = {EnrolOutcome.CONFIRMED, EnrolOutcome.WAITLISTED}


class ClassPlaces(QObject):
    """Opens the panels about places."""

    def __init__(self, join: "ClassesJoin") -> None:
        super().__init__(join)
        self._join = join

    def open_enrol(self, course: OpenCourse) -> None:
        """Give places, one person after the other."""
        panel = EnrolPanel(course.line.name)
        app, course_id = self._join.desk.app, course.line.course_id

        def enrolled(answer: tuple[EnrolOutcome, int | None], step: Step) -> None:
            outcome, place = answer
            panel.show_done(lambda: enrol_words(outcome, place))
            if outcome in _ADDED:
                self._join.undo.push(step)
                self._join.changed()

        def of_company(answer: list[tuple[Visitor, EnrolOutcome, int | None]], step: Step) -> None:
            added = sum(outcome in _ADDED for _, outcome, _ in answer)
            panel.show_done(
                lambda: self.tr("Of %n people enrolled or queued: {0}", "", len(answer)).format(
                    added
                )
            )
            if added:
                self._join.undo.push(step)
            self._join.changed()

        panel.searched.connect(
            lambda text: self._join.read(lambda: app.visitors.find(text), panel.show_hits)
        )
        panel.enrolled.connect(
            lambda visitor_id: self._write(
                [course_id],
                lambda: app.courses.enrol(course_id, visitor_id, waitlist=True),
                enrolled,
            )
        )
        panel.company_enrolled.connect(
            lambda company: self._write(
                [course_id],
                lambda: app.courses.enrol_company(course_id, company, waitlist=True),
                of_company,
            )
        )
        self._join.page.show_panel(panel)

    @Slot(object)
    def open_learner(self, visitor_id: VisitorId) -> None:
        """Move a learner to another course, or give the place back."""
        course, line = self._join.page.course, self._join.page.matrix.chosen_line()
        if course is None or line is None:
            return
        others: list[CourseLine] = []
        panel = PickPanel(
            lambda: (
                self.tr("{0}: move to another course").format(line.name),
                self.tr("Move there"),
            ),
            list,
        )
        panel.add_search(
            lambda: (self.tr("Find a course"), self.tr("Course, pinyin initials, teacher"))
        )

        def show(text: str, found: list[CourseLine]) -> None:
            if isValid(panel) and text == panel.search_edit.text():
                others[:] = [c for c in found if c.course_id != course.line.course_id]
                panel.show_lines([f"{c.name}   {c.confirmed} / {c.capacity}" for c in others])

        def find(text: str) -> None:
            self._join.desk.threads.reader.run(
                lambda: self._join.desk.app.class_list.courses(text),
                partial(show, text),
                panel.show_error,
            )

        panel.searched.connect(find)
        find("")
        app, source = self._join.desk.app, course.line.course_id

        def moved(answer: tuple[EnrolOutcome, int | None], step: Step) -> None:
            outcome, place = answer
            if outcome is not EnrolOutcome.TRANSFERRED:
                panel.note.tell(lambda: enrol_words(outcome, place))
                panel.set_busy(is_busy=False)
                return
            self._join.undo.push(step)
            self._join.page.hide_panel()
            self._join.changed(enrol_words(outcome, place), can_undo=True)

        def pick(row: int) -> None:
            target = others[row].course_id
            self._write(
                [source, target],
                lambda: app.waitlist.transfer(visitor_id, source, target),
                moved,
                panel.show_error,
            )

        drop = panel.add_action(lambda: self.tr("Give the place back"), "drop", "negative")
        drop.setEnabled(True)
        panel.picked.connect(pick)
        panel.acted.connect(lambda _act, _row: self._drop(course, visitor_id))
        self._join.page.show_panel(panel)

    def _drop(self, course: OpenCourse, visitor_id: VisitorId) -> None:
        app, course_id = self._join.desk.app, course.line.course_id

        def dropped(_was: bool, step: Step) -> None:  # noqa: FBT001  (the service's answer)
            self._join.undo.push(step)
            self._join.page.hide_panel()
            self._join.changed(self.tr("Place given back"), can_undo=True)

        self._write([course_id], lambda: app.courses.drop(course_id, visitor_id), dropped)

    def _write(
        self,
        course_ids: Sequence[CourseId],
        act: Callable[[], T],
        on_done: Callable[[T, Step], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something to places; the answer comes with the step that takes it back."""
        places = self._join.desk.app.place_undo

        def done(found: tuple[T, PlaceStep]) -> None:
            answer, noted = found
            held = [noted]

            def redo() -> None:
                _, held[0] = places.noting(course_ids, act)

            on_done(answer, Step(undo=lambda: places.take_back(held[0]), redo=redo))

        self._join.write(lambda: places.noting(course_ids, act), done, on_error)

    def open_queue(self, course: OpenCourse) -> None:
        """Answer for those who wait, or take them off."""

        def lines() -> list[str]:
            return [
                self.tr("{0}, seat held until {1}").format(
                    one.name, f"{date_text(one.held_until)} {clock_text(one.held_until)}"
                )
                if one.held_until
                else one.name
                for one in course.queue
            ]

        panel = PickPanel(
            lambda: (self.tr("Queue of {0}").format(course.line.name), self.tr("Accept the seat")),
            lines,
        )
        app, course_id = self._join.desk.app, course.line.course_id

        def answered(outcome: AnswerOutcome, step: Step) -> None:
            if outcome in {AnswerOutcome.CONFIRMED, AnswerOutcome.DECLINED}:
                self._join.undo.push(step)
                self._join.page.hide_panel()
                self._join.changed(answer_words(outcome), can_undo=True)
            else:
                panel.note.tell(lambda: answer_words(outcome))
                panel.set_busy(is_busy=False)

        def answer(row: int, *, is_accepted: bool) -> None:
            visitor_id = course.queue[row].visitor_id
            self._write(
                [course_id],
                lambda: app.waitlist.answer(course_id, visitor_id, is_accepted=is_accepted),
                answered,
                panel.show_error,
            )

        panel.picked.connect(partial(answer, is_accepted=True))
        panel.add_action(lambda: self.tr("Decline the seat"), "decline")
        panel.add_action(lambda: self.tr("Take off the queue"), "drop", "negative")
        panel.acted.connect(
            lambda act, row: (
                answer(row, is_accepted=False)
                if act == "decline"
                else self._drop(course, course.queue[row].visitor_id)
            )
        )
        self._join.page.show_panel(panel)

    def release(self, course: OpenCourse) -> None:
        """Give the seats of who is not here to the queue."""
        app, today = self._join.desk.app, course.today
        if today is None:
            return

        def undo(seats: Sequence[ReleasedSeat]) -> None:
            for seat in seats:
                app.waitlist.undo_release(today.session_id, seat.given_to)

        def released(seats: Sequence[ReleasedSeat]) -> None:
            self._join.undo.push(
                Step(
                    undo=lambda: undo(seats),
                    redo=lambda: app.waitlist.release(today.session_id),
                )
            )
            words = self.tr("Seats given to the queue: %n", "", len(seats))
            self._join.changed(words, can_undo=True)

        self._join.write(lambda: app.waitlist.release(today.session_id), released)
