"""A room's picture, as wide as its panel; nothing where there is none."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

_MOST_HEIGHT = 220
_ROUND = 8


class RoomPicture(QWidget):
    """Scales the picture to its width; at most 220 px high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_image(self, image: QImage | None, name: str) -> None:
        """Show a picture of the room with this name; None hides it."""
        self.image = image or QImage()
        self.setAccessibleName(self.tr("Picture of {0}").format(name))
        self.setVisible(not self.image.isNull())
        self._fit()
        self.update()

    def _fit(self) -> None:
        """Be as high as the picture is at this width."""
        shape = self.image.size().scaled(
            self.width(), _MOST_HEIGHT, Qt.AspectRatioMode.KeepAspectRatio
        )
        self.setFixedHeight(max(1, shape.height()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, size.width(), size.height())
        corners = QPainterPath()
        corners.addRoundedRect(box, _ROUND, _ROUND)
        painter.setClipPath(corners)
        painter.drawImage(box, self.image)
