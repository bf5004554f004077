"""A visitor's photo, drawn small with round corners."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desk_app.ui.common.painting import draw_icon
from desk_app.ui.common.theme import theme, theme_bus

_SIDE, _RADIUS, _ICON = 72, 8, 24


def draw_photo(painter: QPainter, image: QImage, box: QRectF) -> None:
    """Draw a photo into a square box."""
    path = QPainterPath()
    path.addRoundedRect(box, _RADIUS, _RADIUS)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path)
    painter.drawImage(box, image)
    painter.restore()


class PhotoButton(QAbstractButton):
    """Shows the photo, or where one could be; a click changes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)
        self.retranslate()

    @property
    def image(self) -> QImage | None:
        """The photo on show."""
        return self._image

    def show_image(self, image: QImage | None) -> None:
        """Show a photo, or none."""
        self._image = image
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Say all in the language in force."""
        words = self.tr("Add a photo") if self._image is None else self.tr("Change the photo")
        self.setAccessibleName(words)
        self.setToolTip(words)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._image is not None:
            draw_photo(painter, self._image, box)
        else:
            painter.setBrush(look.color("surface.hover" if self.underMouse() else "surface.canvas"))
            painter.setPen(QPen(look.color("border.control"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
            at = (_SIDE - _ICON) / 2
            draw_icon(painter, "camera", at, at, _ICON, look.color("text.secondary"))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("border.focus"), 2))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
