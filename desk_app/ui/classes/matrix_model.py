"""What the matrix of learners by lessons shows, cell by cell."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import (
    QWidget,
)
from typing_extensions import override

from desk_app.domain.attendance import LearnerMark
from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import SessionId, VisitorId
from desk_app.services.attendance import AttendanceLine
from desk_app.services.class_list import OpenCourse
from desk_app.ui.classes.words import cell_text, mark_letter, rate_text, short_day

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class MatrixModel(QAbstractTableModel):
    """One row per learner, one column per lesson, the rate last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course: OpenCourse | None = None

    def show_course(self, course: OpenCourse) -> None:
        """Show another course, or the same with other marks: the cell in focus stays."""
        old = self.course
        is_same = (
            old is not None
            and [s.session_id for s in old.sheet.lessons]
            == [s.session_id for s in course.sheet.lessons]
            and [line.attendance.visitor_id for line in old.sheet.lines]
            == [line.attendance.visitor_id for line in course.sheet.lines]
        )
        if is_same:
            self.course = course
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            return
        self.beginResetModel()
        self.course = course
        self.endResetModel()

    @property
    def lessons(self) -> tuple[ClassSession, ...]:
        """The columns."""
        return self.course.sheet.lessons if self.course else ()

    @property
    def lines(self) -> tuple[AttendanceLine, ...]:
        """The rows."""
        return self.course.sheet.lines if self.course else ()

    def mark_at(self, index: _Index) -> LearnerMark | None:
        """Return the mark of a cell."""
        return self.lines[index.row()].attendance.marks[index.column()]

    def cell(self, index: _Index) -> tuple[SessionId, VisitorId] | None:
        """Return what a cell is about; None for the rate."""
        if not index.isValid() or index.column() >= len(self.lessons):
            return None
        line = self.lines[index.row()]
        return self.lessons[index.column()].session_id, line.attendance.visitor_id

    def is_today(self, column: int) -> bool:
        """Whether a column is today's lesson."""
        today = self.course.today if self.course else None
        lessons = self.lessons
        return (
            today is not None
            and column < len(lessons)
            and lessons[column].session_id == today.session_id
        )

    def words(self, index: _Index) -> str:
        """Spell a cell out."""
        cell = self.cell(index)
        if cell is None or self.course is None:
            return ""
        arrived_at = self.course.arrivals.get(cell)
        name = self.lines[index.row()].name
        return cell_text(name, self.lessons[index.column()], self.mark_at(index), arrived_at)

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.course is None else len(self.lessons) + 1

    @override
    def data(self, index: _Index, role: int = 0) -> Any:
        is_rate = index.column() == len(self.lessons)
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            if is_rate:
                return rate_text(line.attendance.rates)
            mark = self.mark_at(index)
            return mark_letter(mark) if mark else ""
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return rate_text(line.attendance.rates) if is_rate else self.words(index)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or self.course is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self.lines[section].name
        if section >= len(self.lessons):
            return self.tr("Rate")
        lesson = self.lessons[section]
        return f"{lesson.number}\n{short_day(lesson.starts_at)}"
