"""Photos at the door: read and decoded beside the window's thread, after the answer is shown."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.ids import VisitorId
from desk_app.services.results import CheckInResult

if TYPE_CHECKING:
    from desk_app.main.window import DeskWindow


def read_photo(desk: "DeskWindow", visitor_id: VisitorId) -> QImage | None:
    """Read and decode a photo; for threads beside the window's."""
    picture = desk.app.visitor_photos.of(visitor_id)
    image = None if picture is None else QImage.fromData(picture)
    return None if image is None or image.isNull() else image


class DoorPhotos(QObject):
    """Shows the photo on the result card where the setting wishes it; who is blocked has none."""

    def __init__(self, desk: "DeskWindow") -> None:
        super().__init__(desk)
        self._desk = desk
        desk.page.photo_wished.connect(self._read)

    @Slot(object)
    def _read(self, result: CheckInResult) -> None:
        desk, visitor = self._desk, result.visitor
        if not desk.settings.desk.shows_photos or visitor is None:
            return
        if result.outcome is CheckInOutcome.BLOCKED:
            return
        desk.threads.reader.run(
            lambda: read_photo(desk, visitor.visitor_id),
            partial(desk.page.stage.card.show_photo, result.nonce),
            desk.show_error,
        )
