"""Photos of visitors. They never leave this desk: no operation of the outbox holds one."""

from collections.abc import Mapping
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import rows
from desk_app.domain.ids import VisitorId

Photos = Mapping[VisitorId, bytes]
"""JPEG by whose it is: a person and those merged into them."""


class VisitorPhotos:
    """Reads and writes the local table of photos."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, visitor_id: VisitorId) -> Photos:
        """Return the photos of a person and of those merged into them, their own first."""
        found = rows(
            self._connection,
            "SELECT visitor_id, picture FROM visitor_photo WHERE visitor_id = :id OR visitor_id IN "
            "(SELECT visitor_id FROM visitor WHERE merged_into = :id) "
            "ORDER BY visitor_id <> :id, visitor_id",
            id=visitor_id,
        )
        return {VisitorId(UUID(str(owner))): _picture(picture) for owner, picture in found}

    def put(self, visitor_id: VisitorId, picture: bytes) -> None:
        """Keep a photo in place of the one before."""
        rows(
            self._connection,
            "INSERT INTO visitor_photo (visitor_id, picture) VALUES (:id, :picture) "
            "ON CONFLICT (visitor_id) DO UPDATE SET picture = excluded.picture",
            id=visitor_id,
            picture=picture,
        )

    def remove(self, visitor_id: VisitorId) -> None:
        """Take the photo of one entry away."""
        rows(self._connection, "DELETE FROM visitor_photo WHERE visitor_id = :id", id=visitor_id)


def _picture(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
