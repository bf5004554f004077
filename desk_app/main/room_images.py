"""Pictures of rooms as the window shows them; read off the GUI thread."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from desk_app.services.room_pictures import RoomPictureService

_SHOWN_PX = 800
_SMOOTH = Qt.TransformationMode.SmoothTransformation


def read_image(pictures: RoomPictureService, photo: str) -> QImage | None:
    """Read the picture of a room that this desk keeps; off the GUI thread."""
    content = pictures.of(photo)
    return image_of(content) if content is not None else None


def image_of(content: bytes) -> QImage | None:
    """Return a picture as wide as a panel needs it, or None where the content is none."""
    image = QImage()
    image.loadFromData(content)
    if image.isNull():
        return None
    return image.scaledToWidth(min(_SHOWN_PX, image.width()), _SMOOTH)
