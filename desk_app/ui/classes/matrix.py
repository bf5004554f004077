"""The matrix of learners by lessons: names in front, a rate behind, a cell for each mark."""

from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from desk_app.domain.attendance import LearnerMark
from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import SessionId, VisitorId
from desk_app.services.attendance import AttendanceLine
from desk_app.services.class_list import OpenCourse
from desk_app.ui.classes.words import KEYS, cell_text, mark_letter, mark_word, rate_text, short_day
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, RIGHT, draw_line
from desk_app.ui.common.theme import theme, theme_bus

CELL, ROW, HEAD, RATE = 42, 40, 52, 72
_WIDEST = 76
_NAMES = 126
_BOX = 32
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


class MatrixDelegate(QStyledItemDelegate):
    """Paints a cell: a tick, a letter in a box, or a dot for what is to come."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look = theme()
        model = index.model()
        if not isinstance(model, MatrixModel):
            return
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if model.is_today(index.column()):
            painter.fillRect(box, look.color("accent.tint"))
        elif is_chosen:
            painter.fillRect(box, look.color("surface.hover"))
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if model.cell(index) is None:
            self._paint_rate(painter, box, model, index.row())
        else:
            self._paint_mark(painter, box, model, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("border.focus"), 2))
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -2), 6, 6)
        painter.restore()

    def _paint_rate(self, painter: QPainter, box: QRectF, model: MatrixModel, row: int) -> None:
        line = model.lines[row].attendance
        ink = theme().color("outcome.refused.fg" if line.is_warned else "text.primary")
        font = sized_font(15, is_strong=line.is_warned or model.lines[row].is_best)
        draw_line(painter, rate_text(line.rates), box.adjusted(0, 0, -16, 0), font, ink, RIGHT)

    def _paint_mark(
        self, painter: QPainter, box: QRectF, model: MatrixModel, index: _Index
    ) -> None:
        mark = model.mark_at(index)
        inner = QRectF(0, 0, _BOX, _BOX)
        inner.moveCenter(box.center())
        if mark is None or mark is LearnerMark.NOT_JOINED:
            self._paint_open(painter, box, is_today=model.is_today(index.column()))
        elif mark is LearnerMark.PRESENT:
            draw_tick(painter, inner)
        else:
            draw_mark(painter, mark, inner)

    def _paint_open(self, painter: QPainter, box: QRectF, *, is_today: bool) -> None:
        look = theme()
        c = box.center()
        if is_today:
            painter.setPen(QPen(look.color("text.primary"), 2))
            painter.drawLine(QPointF(c.x() - 7, c.y()), QPointF(c.x() + 7, c.y()))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("border.strong"))
        painter.drawEllipse(c, 3, 3)


def draw_tick(painter: QPainter, box: QRectF) -> None:
    """Draw the tick of a learner who was there."""
    pen = QPen(theme().color("text.secondary"), 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    c = box.center()
    points = [(-6.0, 0.0), (-2.0, 4.0), (6.0, -5.0)]
    painter.drawPolyline([QPointF(c.x() + x, c.y() + y) for x, y in points])


def draw_mark(painter: QPainter, mark: LearnerMark, box: QRectF) -> None:
    """Draw the letter of a mark: absent filled, excused dashed, the others outlined."""
    look = theme()
    ink = look.color("text.primary")
    if mark is LearnerMark.ABSENT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        ink = look.color("surface.raised")
    else:
        dash = mark is LearnerMark.EXCUSED
        style = Qt.PenStyle.DashLine if dash else Qt.PenStyle.SolidLine
        painter.setPen(QPen(look.color("border.control"), 1, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    font = sized_font(15, is_strong=mark is LearnerMark.ABSENT)
    draw_line(painter, mark_letter(mark), box, font, ink, CENTER)


class LessonHeader(QHeaderView):
    """Number over date; today's is filled. A click chooses the lesson."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(CELL)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(HEAD)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEAD)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, MatrixModel):
            return
        look = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect)
        painter.fillRect(box, look.color("surface.raised"))
        strong, grey = look.color("text.primary"), look.color("text.secondary")
        caption = sized_font(13, is_strong=False)
        text = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        if model.is_today(logicalIndex):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent.fill"))
            painter.drawRoundedRect(box.adjusted(2, 4, -2, -4), 6, 6)
            strong = grey = look.color("text.onAccent")
        number, _, day = text.partition("\n")
        if day:
            top = QRectF(box.left(), box.top() + 6, box.width(), 22)
            draw_line(painter, number, top, sized_font(15, is_strong=True), strong, CENTER)
            draw_line(painter, day, top.translated(0, 20), caption, grey, CENTER)
        else:
            draw_line(painter, number, box.adjusted(0, 0, -16, 0), caption, grey, RIGHT)
        painter.setPen(QPen(look.color("border.strong"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()


class NameHeader(QHeaderView):
    """The learners' names, which stay while the lessons scroll."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(ROW)
        self.setFixedWidth(_NAMES)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        view = self.parent()
        if not isinstance(model, MatrixModel) or not isinstance(view, QTableView):
            return
        look = theme()
        box = QRectF(rect)
        painter.save()
        is_here = view.currentIndex().row() == logicalIndex
        painter.fillRect(box, look.color("surface.hover" if is_here else "surface.raised"))
        line = model.lines[logicalIndex]
        name = f"★ {line.name}" if line.is_best else line.name
        font = sized_font(15, is_strong=is_here)
        draw_line(painter, name, box.adjusted(16, 0, -6, 0), font, look.color("text.primary"))
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()


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
        share = (self.viewport().width() - RATE) // max(1, columns)
        for column in range(columns):
            self.setColumnWidth(column, min(_WIDEST, max(CELL, share)))
        if columns < self.matrix.columnCount():
            self.setColumnWidth(columns, RATE)

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
