"""The classes page: courses, the matrix of one, its day and its queue."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desk_app.domain.class_list import CourseLine
from desk_app.domain.courses import CourseKind
from desk_app.domain.ids import CourseId
from desk_app.services.class_list import OpenCourse
from desk_app.ui.classes.aside import ClassAside
from desk_app.ui.classes.course_list import CourseList
from desk_app.ui.classes.foot import CellFoot
from desk_app.ui.classes.matrix import MatrixView
from desk_app.ui.classes.pick_panel import PickPanel
from desk_app.ui.classes.words import rates_text
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Chip
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.painting import draw_card
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme, theme_bus

_TYPING_MS = 120
_NARROW = 1210
_MATRIX, _EMPTY = 0, 1


class Card(QWidget):
    """A raised card."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_card(QPainter(self), QRectF(self.rect()))


class ClassesPage(QWidget):
    """Shows; asks for everything else.

    Signals:
        courses_wished(str): List the courses with this text.
        course_wished(CourseId): Open a course.
        action(str): new, edit, lesson, enrol, queue, import, terms, copy, release, undo, redo, or
            ``export:WHAT:FORMAT``; what it is about is asked of the page.
        left(): Esc with nothing left to close.
    """

    courses_wished = Signal(str)
    course_wished = Signal(object)
    action = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course: OpenCourse | None = None
        self.panel: SidePanel | None = None
        self.title = Label("heading", self)
        self.new_button = Button("default", self)
        self.import_button = Button("default", self)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.list_card, self.matrix_card = Card(self), Card(self)
        self.list = CourseList(self.list_card)
        self._none = wrapped(Label("body", self.list_card, color="text.secondary"))
        self.name = Label("heading", self)
        self.chip = Chip(self)
        self.chip.hide()
        self.state = Label("caption", self, color="text.secondary")
        self.enrol_button, self.lesson_button = Button("default", self), Button("default", self)
        self.more_button, self.export_button = Button("default", self), Button("default", self)
        self.matrix = MatrixView(self.matrix_card)
        self._empty = wrapped(Label("title", self.matrix_card, color="text.secondary"))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.foot = CellFoot(self.matrix_card)
        self.aside = ClassAside(self)
        self._right = QStackedWidget(self)
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._lay_out()
        self._join()
        self._retranslate()

    def refresh(self) -> None:
        """Read the list and the course again."""
        self.courses_wished.emit(self.search.text())
        if self.course is not None:
            self.course_wished.emit(self.course.line.course_id)

    def show_courses(self, text: str, lines: Sequence[CourseLine], now: datetime) -> None:
        """Show the list; an answer to older typing is dropped."""
        if text != self.search.text():
            return
        self.list.show_lines(lines, now)
        self.list.setVisible(bool(lines))
        self._none.setVisible(not lines)
        self._none.setText(
            self.tr("No course has “{0}” in name, teacher, term or room.").format(text)
            if text
            else self.tr("No course yet. Make one, or import a list of courses.")
        )
        if not lines and not text:
            self._show_empty(self.tr("Make the first course: press Ctrl N, or import a roster."))

    def show_course(self, course: OpenCourse) -> None:
        """Show a course; one that is no longer chosen is dropped."""
        if course.line.course_id != self.list.chosen():
            return
        self.course = course
        self.matrix.show_course(course)
        self.aside.show_course(course)
        self._say_course(course)
        if not course.sheet.lines:
            self._show_empty(self.tr("Nobody is enrolled yet: press Ctrl E, or import a roster."))
        elif not course.sheet.lessons:
            self._show_empty(self.tr("Every lesson is cancelled."))
        else:
            self._body.setCurrentIndex(_MATRIX)
        for part in (self.enrol_button, self.lesson_button, self.more_button, self.export_button):
            part.setEnabled(True)
        self._place()

    def wished_course(self) -> CourseId | None:
        """Return the course that is open."""
        return self.course.line.course_id if self.course else None

    def show_panel(self, panel: SidePanel) -> None:
        """Show a panel in place of the card at the right."""
        self.hide_panel()
        self.panel = panel
        panel.say_close()
        panel.closed.connect(self.hide_panel)
        self._right.addWidget(panel)
        self._right.setCurrentWidget(panel)
        self._place()
        panel.setFocus()

    @Slot()
    def hide_panel(self) -> None:
        """Close the panel, if there is one."""
        if self.panel is None:
            return
        panel, self.panel = self.panel, None
        self._right.removeWidget(panel)
        panel.deleteLater()
        self._place()
        self.matrix.setFocus()

    def areas(self) -> list[QWidget]:
        """Return where F6 goes."""
        aside = self.aside if self.panel is None else self.panel
        return [self.search, self.list, self.matrix, self.enrol_button, aside]

    def escape(self) -> None:
        """Close the panel, then the search; then leave the page."""
        if self.panel is not None:
            self.hide_panel()
        elif self.search.text():
            self.search.clear()
        else:
            self.left.emit()

    def _say_course(self, course: OpenCourse) -> None:
        line = course.line
        self.name.setText(line.name)
        kind = self.tr("Lecture") if line.kind is CourseKind.LECTURE else ""
        self.chip.say(line.term or kind or self.tr("Course"))
        self.chip.show()
        if course.today is None:
            self.state.setText(self.tr("Learners: %n", "", len(course.sheet.lines)))
            return
        here = self.tr("here {0} / {1}").format(course.arrived, len(course.sheet.lines))
        words = self.tr("Lesson {0}, today {1}, {2}").format(
            course.today.number, clock_text(course.today.starts_at), here
        )
        self.state.setText(words if theme().is_wide else here)
        self.state.setToolTip(words)

    def _show_empty(self, words: str) -> None:
        self._empty.setText(words)
        self._body.setCurrentIndex(_EMPTY)

    @Slot()
    def _say_cell(self) -> None:
        matrix = self.matrix.matrix
        index = self.matrix.currentIndex()
        line = self.matrix.chosen_line()
        if line is None:
            self.foot.say("")
        elif matrix.cell(index) is None:
            self.foot.say(f"{line.name}  {rates_text(line.attendance.rates)}")
        else:
            self.foot.say(matrix.words(index))

    @Slot()
    def _open_exports(self) -> None:
        menu = QMenu(self)
        choices = (
            (self.tr("Attendance as a workbook"), "attendance:xlsx"),
            (self.tr("Attendance as CSV"), "attendance:csv"),
            (self.tr("Attendance to print"), "attendance:pdf"),
            (self.tr("Sign-in sheet with codes"), "signin:pdf"),
            (self.tr("Lessons for a calendar"), "calendar:ics"),
            (self.tr("Certificates earned"), "certificates:pdf"),
        )
        for words, what in choices:
            menu.addAction(words, lambda w=what: self.action.emit(f"export:{w}"))  # type: ignore[misc]
        self._popup(menu, self.export_button)

    @Slot()
    def _open_more(self) -> None:
        menu = QMenu(self)
        choices = (
            (self.tr("Course settings…"), "edit"),
            (self.tr("Queue…"), "queue"),
            (self.tr("Copy into another term…"), "copy"),
            (self.tr("Terms and holidays…"), "terms"),
        )
        for words, what in choices:
            menu.addAction(words, lambda w=what: self.action.emit(w))  # type: ignore[misc]
        self._popup(menu, self.more_button)

    def _popup(self, menu: QMenu, below: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def _lay_out(self) -> None:
        left = QHBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.title, 1)
        left.addWidget(self.new_button)
        left.addWidget(self.import_button)
        self._fill_list()
        self._fill_matrix()
        middle = QHBoxLayout()
        middle.setSpacing(10)
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        middle.addWidget(self.name)
        middle.addWidget(self.chip)
        middle.addWidget(self.state, 1)
        for button in (self.enrol_button, self.lesson_button, self.export_button, self.more_button):
            middle.addWidget(button)
            button.setEnabled(False)
        self._right.addWidget(self.aside)
        self._grid = QGridLayout(self)
        self._grid.setSpacing(16)
        self._grid.addLayout(left, 0, 0)
        self._grid.addLayout(middle, 0, 1)
        self._grid.addWidget(self.list_card, 1, 0)
        self._grid.addWidget(self.matrix_card, 1, 1)
        self._grid.addWidget(self._right, 1, 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(1, 1)
        theme_bus().changed.connect(self._place)

    def _fill_list(self) -> None:
        inner = QVBoxLayout(self.list_card)
        inner.setContentsMargins(1, 12, 1, 8)
        find = QHBoxLayout()
        find.setContentsMargins(15, 0, 15, 0)
        find.addWidget(self.search)
        self._none.setContentsMargins(20, 12, 20, 12)
        inner.addLayout(find)
        inner.addWidget(self.list, 1)
        inner.addWidget(self._none, 0, Qt.AlignmentFlag.AlignTop)
        inner.addStretch(0)

    def _fill_matrix(self) -> None:
        self._body = QStackedWidget(self.matrix_card)
        self._body.addWidget(self.matrix)
        self._body.addWidget(self._empty)
        card = QVBoxLayout(self.matrix_card)
        card.setContentsMargins(1, 1, 1, 1)
        card.setSpacing(0)
        card.addWidget(self._body, 1)
        card.addWidget(self.foot)

    def _join(self) -> None:
        self.search.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(lambda: self.courses_wished.emit(self.search.text()))
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.opened.connect(self.course_wished)
        self.list.entered.connect(self.matrix.setFocus)
        self.matrix.moved.connect(self._say_cell)
        self.aside.release_wished.connect(lambda: self.action.emit("release"))
        self.aside.queue_wished.connect(lambda: self.action.emit("queue"))
        for button, what in (
            (self.new_button, "new"),
            (self.import_button, "import"),
            (self.enrol_button, "enrol"),
            (self.lesson_button, "lesson"),
        ):
            button.clicked.connect(lambda _=False, w=what: self.action.emit(w))
        self.export_button.clicked.connect(self._open_exports)
        self.more_button.clicked.connect(self._open_more)
        for keys, what in (
            ("Ctrl+N", "new"),
            ("Ctrl+E", "enrol"),
            ("Ctrl+M", "lesson"),
            ("Ctrl+I", "import"),
            ("Ctrl+Shift+Z", "redo"),
            ("Ctrl+Y", "redo"),
        ):
            self._shortcut(keys).activated.connect(lambda w=what: self.action.emit(w))
        self._shortcut("Ctrl+S").activated.connect(self._open_exports)

    def _shortcut(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return shortcut

    def go_to_search(self) -> None:
        """Go to the search row."""
        self.search.setFocus()
        self.search.selectAll()

    def digit(self, number: int) -> None:
        """Take a bare digit: a line of the panel, else a mark for the cells chosen."""
        if isinstance(self.panel, PickPanel) and self.panel.lines.hasFocus():
            self.panel.choose(number)
        elif self.matrix.hasFocus():
            self.matrix.mark_by(number)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.title.setText(self.tr("Classes"))
        self.new_button.say("", icon="plus")
        self.new_button.setAccessibleName(self.tr("New course or lecture"))
        self.new_button.setToolTip(self.tr("New course or lecture (Ctrl N)"))
        self.import_button.say(self.tr("Import"), icon="file")
        self.enrol_button.say(self.tr("Enrol"), icon="user-plus")
        self.lesson_button.say(self.tr("Move"))
        self.export_button.say(self.tr("Export"), icon="file")
        self.more_button.say(self.tr("More"), icon="chevron-down")
        self.search.setPlaceholderText(self.tr("Course, pinyin initials, teacher, room"))
        self.search.setAccessibleName(self.tr("Find a course"))
        self.list.setAccessibleName(self.tr("Courses"))
        self.matrix.setAccessibleName(self.tr("Attendance"))
        if self.course is not None:
            self.show_course(self.course)
            self._say_cell()
        self.list.viewport().update()
        self.matrix.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @Slot()
    def _place(self) -> None:
        look = theme()
        pad = look.px("pagePadding")
        self._grid.setContentsMargins(pad, 20, pad, 20)
        self.list_card.setFixedWidth(284 if not look.is_wide else 360)
        width = (400 if look.is_wide else 360) if self.panel else 204
        self._right.setFixedWidth(width)
        self._right.setVisible(self.panel is not None or self.width() >= _NARROW)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface.canvas"))
