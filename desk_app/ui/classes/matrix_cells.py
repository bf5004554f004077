"""How the matrix of learners by lessons is drawn: cells, heads and names."""

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from desk_app.domain.attendance import LearnerMark
from desk_app.ui.classes.matrix_model import MatrixModel
from desk_app.ui.classes.words import mark_letter, rate_text
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, RIGHT, draw_line
from desk_app.ui.common.theme import theme

CELL, _ROW, _HEAD = 42, 40, 52
_NAMES = 126
_BOX = 32
_Index = QModelIndex | QPersistentModelIndex


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
        self.setFixedHeight(_HEAD)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEAD)

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
        self.setDefaultSectionSize(_ROW)
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
