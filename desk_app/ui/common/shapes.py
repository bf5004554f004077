"""The big shapes of the result band, drawn so that they stay sharp at any size."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

_STROKE = 11.0
_GRID = 120.0


def draw_shape(painter: QPainter, name: str, area: QRectF, color: QColor) -> None:
    """Draw tick, triangle, octagon, fork, question or letter_i into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    scale = area.width() / _GRID
    painter.scale(scale, scale)
    stroke = max(_STROKE, 7 / scale) if area.width() > 40 else 12.0  # noqa: PLR2004
    pen = QPen(color, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _DRAWERS[name](painter, color)
    painter.restore()


def _tick(painter: QPainter, _color: QColor) -> None:
    painter.drawEllipse(QRectF(7, 7, 106, 106))
    painter.drawPolyline(QPolygonF([QPointF(37, 62), QPointF(53, 78), QPointF(85, 45)]))


def _triangle(painter: QPainter, color: QColor) -> None:
    painter.drawPolygon(QPolygonF([QPointF(60, 10), QPointF(114, 107), QPointF(6, 107)]))
    painter.drawLine(QPointF(60, 45), QPointF(60, 74))
    _dot(painter, color, QPointF(60, 91))


def _octagon(painter: QPainter, _color: QColor) -> None:
    corners = [
        QPointF(60 + 56 * math.cos(a), 60 + 56 * math.sin(a))
        for a in (math.radians(22.5 + 45 * i) for i in range(8))
    ]
    painter.drawPolygon(QPolygonF(corners))
    painter.drawLine(QPointF(36, 60), QPointF(84, 60))


def _square(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(7, 7, 106, 106), 18, 18)


def _fork(painter: QPainter, _color: QColor) -> None:
    _square(painter)
    path = QPainterPath(QPointF(60, 90))
    path.lineTo(60, 72)
    path.quadTo(60, 60, 44, 50)
    path.lineTo(36, 42)
    path.moveTo(60, 72)
    path.quadTo(60, 60, 76, 50)
    path.lineTo(84, 42)
    painter.drawPath(path)
    painter.drawPolyline(QPolygonF([QPointF(35, 56), QPointF(35, 41), QPointF(50, 41)]))
    painter.drawPolyline(QPolygonF([QPointF(85, 56), QPointF(85, 41), QPointF(70, 41)]))


def _question(painter: QPainter, color: QColor) -> None:
    _square(painter)
    path = QPainterPath(QPointF(43, 47))
    path.cubicTo(43, 24, 78, 24, 77, 47)
    path.cubicTo(77, 60, 60, 60, 60, 72)
    painter.drawPath(path)
    _dot(painter, color, QPointF(60, 90))


def _letter_i(painter: QPainter, color: QColor) -> None:
    _square(painter)
    painter.drawLine(QPointF(60, 56), QPointF(60, 88))
    _dot(painter, color, QPointF(60, 36))


def _dot(painter: QPainter, color: QColor, at: QPointF) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(at, 7.0, 7.0)
    painter.restore()


_DRAWERS = {
    "tick": _tick,
    "triangle": _triangle,
    "octagon": _octagon,
    "fork": _fork,
    "question": _question,
    "letter_i": _letter_i,
}
