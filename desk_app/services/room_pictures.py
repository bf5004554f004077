"""Use cases: pictures of rooms, kept in the desk's own file so that every copy of it has them."""

import hashlib

from desk_app.db.unit_of_work import BeginWork


class RoomPictureService:
    """Keeps pictures. The one before stays: taking a change of a room back shows it again."""

    def __init__(self, begin: BeginWork, read: BeginWork) -> None:
        self._begin = begin
        self._read = read

    def of(self, photo: str) -> bytes | None:
        """Return a room's JPEG, or None where it has none or this desk does not keep it."""
        if not photo:
            return None
        with self._read() as work:
            return work.room_pictures.of(photo)

    def keep(self, picture: bytes) -> str:
        """Keep a JPEG as desk_app.documents.room_pictures makes it; answers its name for a room."""
        photo = f"{hashlib.sha256(picture).hexdigest()[:24]}.jpg"
        with self._begin() as work:
            work.room_pictures.put(photo, picture)
        return photo
