"""The list of courses and lectures beside the matrix."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desk_app.domain.class_list import CourseLine
from desk_app.domain.ids import CourseId
from desk_app.ui.classes.words import when_text, where_text
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import RIGHT, draw_line, draw_row
from desk_app.ui.common.theme import theme

LINE_ROLE = Qt.ItemDataRole.UserRole
_ROW = 87
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CourseModel(QAbstractListModel):
    """The courses found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[CourseLine] = ()

    def show_lines(self, lines: Sequence[CourseLine]) -> None:
        """Show other courses, or the same anew."""
        if [line.course_id for line in lines] == [line.course_id for line in self.lines]:
            self.lines = lines
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: _Index, role: int = 0) -> Any:
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{line.name} {where_text(line)} {line.confirmed}/{line.capacity}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (line.name, where_text(line), line.term)))
        return None


class CourseDelegate(QStyledItemDelegate):
    """Paints name and when, where, and how full."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.now: datetime | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, _ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look = theme()
        line: CourseLine = index.data(LINE_ROLE)
        painter.save()
        box = draw_row(painter, option)
        ink, grey = look.color("text.primary"), look.color("text.secondary")
        caption, plain = look.font("caption"), sized_font(13, is_strong=False)
        row = QRectF(box.left() + 20, box.top() + 10, box.width() - 36, 24)
        taken = 0.0
        if self.now is not None:
            taken = draw_line(painter, when_text(line, self.now), row, caption, grey, RIGHT)
        name = row.adjusted(0, 0, -taken - 8, 0)
        draw_line(painter, line.name, name, sized_font(15, is_strong=True), ink)
        draw_line(painter, where_text(line), row.translated(0, 24), plain, ink)
        below = row.translated(0, 45)
        used = draw_line(painter, str(line.confirmed), below, sized_font(13, is_strong=True), ink)
        places = self.tr("of {0} places").format(line.capacity)
        used += 5 + draw_line(painter, places, below.adjusted(used + 5, 0, 0, 0), plain, ink)
        if line.waiting:
            waiting = self.tr("waiting: %n", "", line.waiting)
            draw_line(painter, waiting, below.adjusted(used + 12, 0, 0, 0), plain, grey)
        painter.restore()


class CourseList(QListView):
    """Chosen with the arrow keys or a click.

    Signals:
        opened(CourseId): Show this course.
        entered(): Enter: go to its matrix.
    """

    opened = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.courses = CourseModel(self)
        self.delegate = CourseDelegate(self)
        self.setModel(self.courses)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._open)
        self.activated.connect(lambda _index: self.entered.emit())

    def show_lines(self, lines: Sequence[CourseLine], now: datetime) -> None:
        """Show these; the course chosen stays chosen where it is still listed."""
        before = self.chosen()
        self.delegate.now = now
        self.courses.show_lines(lines)
        rows = [row for row, line in enumerate(lines) if line.course_id == before]
        if lines and self.currentIndex().row() not in rows:
            self.select(rows[0] if rows else 0)
        self.viewport().update()

    def chosen(self) -> CourseId | None:
        """Return the course in focus."""
        index = self.currentIndex()
        return self.courses.lines[index.row()].course_id if index.isValid() else None

    def choose(self, course_id: CourseId) -> None:
        """Choose a course that is listed."""
        for row, line in enumerate(self.courses.lines):
            if line.course_id == course_id:
                self.select(row)

    def select(self, row: int) -> None:
        """Put the cursor on a row."""
        self.setCurrentIndex(self.courses.index(row))

    def _open(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.courses.lines[index.row()].course_id)
