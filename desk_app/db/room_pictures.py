"""Pictures of rooms. They stay at this desk; what travels is the name a room gives its picture."""

from sqlite3 import Connection

from desk_app.db.driver import rows


class RoomPictures:
    """Reads and writes the local table of room pictures."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, photo: str) -> bytes | None:
        """Return the JPEG with the name a room has for it, where this desk keeps it."""
        found = rows(
            self._connection, "SELECT picture FROM room_picture WHERE photo = :photo", photo=photo
        )
        return next((picture for (picture,) in found if isinstance(picture, bytes)), None)

    def put(self, photo: str, picture: bytes) -> None:
        """Keep a JPEG; the name says what it holds, so the same one is kept once."""
        rows(
            self._connection,
            "INSERT INTO room_picture (photo, picture) VALUES (:photo, :picture) "
            "ON CONFLICT (photo) DO NOTHING",
            photo=photo,
            picture=picture,
        )
