"""The icon set: SVG files with currentColor, drawn once per size and colour."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desk_app.runtime.paths import resource


def icon_pixmap(name: str, size_px: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a pixmap of ``size_px`` logical pixels."""
    return _pixmap(name, size_px, color.name(QColor.NameFormat.HexArgb), ratio)


def icon(name: str, size_px: int, color: QColor) -> QIcon:
    """Return an icon for widgets that take one."""
    return QIcon(icon_pixmap(name, size_px, color, 2.0))


@lru_cache(maxsize=512)
def _pixmap(name: str, size_px: int, color: str, ratio: float) -> QPixmap:
    svg = _source(name).replace("currentColor", f"#{color[3:]}")
    pixmap = QPixmap(round(size_px * ratio), round(size_px * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")
