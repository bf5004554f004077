"""The matrix of learners by lessons: names in front, a rate behind, a cell for each mark."""

from functools import partial

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QMenu,
    QTableView,
    QWidget,
)
from typing_extensions import override

from desk_app.domain.attendance import LearnerMark
from desk_app.domain.courses import ClassSession
from desk_app.services.attendance import AttendanceLine
from desk_app.services.class_list import OpenCourse
from desk_app.ui.classes.matrix_cells import CELL, LessonHeader, MatrixDelegate, NameHeader
from desk_app.ui.classes.matrix_model import MatrixModel
from desk_app.ui.classes.words import KEYS, mark_word
from desk_app.ui.common.theme import theme, theme_bus

_RATE = 72
_WIDEST = 76


class MatrixView(QTableView):
    """Moved through with the arrow keys; Delete clears what a person put down.

    Signals:
        marked(list[tuple[SessionId, VisitorId]], LearnerMark | None): Put this down for these.
        make_up_wished(tuple[SessionId, VisitorId]): Find the visit that makes up for it.
        moved(): Another cell has the focus.
        learner_opened(VisitorId): Enter on a cell.
    """

    marked = Signal(object, object)
    make_up_wished = Signal(object)
    moved = Signal()
    learner_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = MatrixModel(self)
        self.setModel(self.matrix)
        self.setItemDelegate(MatrixDelegate(self))
        self.setHorizontalHeader(LessonHeader(self))
        self.setVerticalHeader(NameHeader(self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._moved)
        theme_bus().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        paper = theme().color("surface.raised").name()
        self.setStyleSheet(
            f"QTableCornerButton::section, QHeaderView {{ background: {paper}; border: none; }}"
        )
        self.viewport().update()

    def show_course(self, course: OpenCourse) -> None:
        """Show a course; where another was, today's lesson of the first learner has the focus."""
        is_other = self.matrix.course is None or (
            self.matrix.course.line.course_id != course.line.course_id
        )
        self.matrix.show_course(course)
        columns = len(self.matrix.lessons)
        self._fit()
        if is_other and self.matrix.lines and columns:
            today = next((c for c in range(columns) if self.matrix.is_today(c)), 0)
            self.setCurrentIndex(self.matrix.index(0, today))
        self.moved.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let the lessons share the room there is, as far as a mark still stands by its date."""
        columns = len(self.matrix.lessons)
        share = (self.viewport().width() - _RATE) // max(1, columns)
        for column in range(columns):
            self.setColumnWidth(column, min(_WIDEST, max(CELL, share)))
        if columns < self.matrix.columnCount():
            self.setColumnWidth(columns, _RATE)

    def chosen_lesson(self) -> ClassSession | None:
        """Return the lesson of the column in focus."""
        column = self.currentIndex().column()
        return self.matrix.lessons[column] if 0 <= column < len(self.matrix.lessons) else None

    def chosen_line(self) -> AttendanceLine | None:
        """Return the learner of the row in focus."""
        row = self.currentIndex().row()
        return self.matrix.lines[row] if 0 <= row < len(self.matrix.lines) else None

    def mark(self, mark: LearnerMark | None) -> None:
        """Ask to mark all cells chosen."""
        cells = [c for i in self._chosen() if (c := self.matrix.cell(i)) is not None]
        if not cells:
            return
        if mark is LearnerMark.MADE_UP:
            self.make_up_wished.emit(cells[0])
        else:
            self.marked.emit(cells, mark)

    def _chosen(self) -> list[QModelIndex]:
        found = self.selectionModel().selectedIndexes()
        return sorted(found, key=lambda i: (i.column(), i.row())) or [self.currentIndex()]

    def _moved(self) -> None:
        self.verticalHeader().viewport().update()
        self.moved.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.mark(None)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_learner()
        elif digit.isdecimal():
            self.mark_by(int(digit))
        else:
            super().keyPressEvent(event)

    def mark_by(self, digit: int) -> None:
        """Mark as the digit says, if it says anything."""
        if 1 <= digit <= len(KEYS):
            self.mark(KEYS[digit - 1])

    def open_learner(self) -> None:
        """Ask for the learner in focus."""
        line = self.chosen_line()
        if line is not None:
            self.learner_opened.emit(line.attendance.visitor_id)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if self.matrix.cell(index) is not None:
            self.open_menu(index, event.globalPos())

    def open_menu(self, index: QModelIndex, at: QPoint) -> None:
        """Open the marks as a menu, for the mouse."""
        if not self.selectionModel().isSelected(index):
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flag)
        menu = QMenu(self)
        for place, mark in enumerate(KEYS):
            menu.addAction(f"{place + 1}  {mark_word(mark)}", partial(self.mark, mark))
        menu.addSeparator()
        menu.addAction(self.tr("Clear"), lambda: self.mark(None))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
