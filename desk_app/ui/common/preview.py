"""What the camera sees: the newest picture, brackets, the outline of the code."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, draw_icon, draw_line, width_of
from desk_app.ui.common.theme import theme

Outline = Sequence[tuple[float, float]]

_DARK = QColor("#2B2926")
_WHITE = QColor("#FFFFFF")
_GLOW = QColor("#7FE3B0")
_PILL = QColor(0, 0, 0, 190)
"""Video is not part of the theme: what lies on it is white on black in light and dark alike."""


class Preview(QWidget):
    """Draws the newest picture, cropped to fill; nothing is kept."""

    def __init__(
        self, parent: QWidget | None = None, *, is_small: bool = False, has_brackets: bool = True
    ) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._outlines: tuple[Outline, ...] = ()
        self._state = "starting"
        self._name = ""
        self._is_small = is_small
        self._has_brackets = has_brackets
        self._is_mirrored = False
        self._advice = ""
        self.setAccessibleName(self.tr("Camera picture"))

    def set_picture(self, image: QImage | None, outlines: Sequence[Outline]) -> None:
        """Show a picture; outlines are in 0..1 of its width and height."""
        self._image, self._outlines = image, tuple(outlines)
        self.update()

    def set_state(self, state: str, name: str) -> None:
        """Show how the camera is: starting, working, lost, missing, busy, asleep, ended."""
        self._state, self._name = state, name
        self.update()

    def set_advice(self, advice: str) -> None:
        """Say why the code held up cannot be read (see scan/guidance.py); empty for nothing."""
        if advice != self._advice:
            self._advice = advice
            self.setAccessibleDescription(self._advice_text())
            self.update()

    def set_mirrored(self, is_mirrored: bool) -> None:  # noqa: FBT001  (a Qt-style setter)
        """Show the picture as in a mirror."""
        self._is_mirrored = is_mirrored
        self.update()

    @property
    def state(self) -> str:
        """How the camera is."""
        return self._state

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Camera picture"))
            self.setAccessibleDescription(self._advice_text())
            self.update()
        super().changeEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(452, 546)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        radius = 6 if self._is_small else 11
        path.addRoundedRect(QRectF(self.rect()), radius, radius)
        if not self._is_small:
            path.addRect(QRectF(self.width() - 12, 0, 12, self.height()))
            path.addRect(QRectF(0, self.height() - 12, self.width(), 12))
            path.setFillRule(Qt.FillRule.WindingFill)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), _DARK)
        if self._image is not None and not self._image.isNull():
            self._paint_picture(painter, self._image)
        elif not self._is_small:
            self._paint_absence(painter)
        if self._has_brackets:
            self._paint_brackets(painter)
        if self._advice and self._state == "working":
            self._paint_advice(painter)
        elif not self._is_small:
            self._paint_state(painter)

    def _paint_picture(self, painter: QPainter, image: QImage) -> None:
        scale = max(self.width() / image.width(), self.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        area = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.save()
        if self._is_mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(area, image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_GLOW, 2 if self._is_small else 5))
        for outline in self._outlines:
            points = [QPointF(area.x() + x * width, area.y() + y * height) for x, y in outline]
            painter.drawPolygon(QPolygonF(points))
        painter.restore()

    def _paint_brackets(self, painter: QPainter) -> None:
        side = min(self.width(), self.height()) * (0.6 if self._is_small else 0.78)
        box = QRectF(0, 0, side, side if self._is_small else min(side, self.height() * 0.68))
        box.moveCenter(QPointF(self.rect().center()))
        arm = side * 0.15
        pen = QPen(_WHITE, 2 if self._is_small else 5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for corner, dx, dy in (
            (box.topLeft(), 1, 1),
            (box.topRight(), -1, 1),
            (box.bottomLeft(), 1, -1),
            (box.bottomRight(), -1, -1),
        ):
            painter.drawPolyline(
                [corner + QPointF(dx * arm, 0), corner, corner + QPointF(0, dy * arm)]
            )

    def _paint_absence(self, painter: QPainter) -> None:
        text = self._state_text()
        middle = QPointF(self.rect().center())
        draw_icon(painter, "camera", middle.x() - 20, middle.y() - 40, 40, _WHITE)
        font = sized_font(15, is_strong=False)
        box = QRectF(16, middle.y() + 12, self.width() - 32, 24)
        draw_line(painter, text, box, font, _WHITE, CENTER)

    def _paint_state(self, painter: QPainter) -> None:
        text = self._state_text()
        font = sized_font(13, is_strong=False)
        box = QRectF(16, self.height() - 48, min(width_of(text, font) + 44, self.width() - 32), 32)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_PILL)
        painter.drawRoundedRect(box, 6, 6)
        is_well = self._state == "working"
        painter.setBrush(_GLOW if is_well else theme().color("outcome.attention.band"))
        painter.drawEllipse(QPointF(box.left() + 17, box.center().y()), 5, 5)
        draw_line(painter, text, box.adjusted(30, 0, -8, 0), font, _WHITE)

    def _paint_advice(self, painter: QPainter) -> None:
        """Two words, large enough to be read out from where the operator stands."""
        text = self._advice_text()
        height = 22 if self._is_small else 56
        font = sized_font(13 if self._is_small else 24, is_strong=True)
        width = min(width_of(text, font) + (16 if self._is_small else 48), self.width() - 8)
        box = QRectF((self.width() - width) / 2, self.height() - height * 1.5, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("outcome.attention.band"))
        painter.drawRoundedRect(box, 8, 8)
        draw_line(painter, text, box, font, theme().color("outcome.attention.onBand"), CENTER)

    def _advice_text(self) -> str:
        return {
            "closer": self.tr("Closer"),
            "hold_still": self.tr("Hold still"),
            "too_dark": self.tr("Too dark"),
            "glare": self.tr("Glare"),
            "brighter_screen": self.tr("Brighter screen"),
        }.get(self._advice, "")

    def _state_text(self) -> str:
        return {
            "starting": self.tr("Opening the camera…"),
            "working": self.tr("Camera is fine"),
            "lost": self.tr("Camera lost, trying again"),
            "missing": self.tr("No camera found"),
            "busy": self.tr("Another program uses the camera: close it"),
            "asleep": self.tr("Camera sleeps while the window is hidden"),
            "ended": self.tr("The recording has ended"),
        }.get(self._state, self.tr("Opening the camera…"))
