"""Use cases: a visitor's photo, which is optional and stays at this desk."""

from desk_app.db.unit_of_work import BeginWork
from desk_app.db.visitor_photos import Photos
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import VisitorId
from desk_app.domain.photos import MOST_BYTES
from desk_app.services.unknown import unknown_visitor

_JPEG = b"\xff\xd8\xff"


class VisitorPhotoService:
    """Keeps photos. No operation holds one, so none is ever sent; erasing a person takes it along.

    Of two people merged, the one who is kept shows their own photo, or else the other's.
    """

    def __init__(self, begin: BeginWork, read: BeginWork) -> None:
        self._begin = begin
        self._read = read

    def of(self, visitor_id: VisitorId) -> bytes | None:
        """Return the JPEG to show of a person, if there is one."""
        with self._read() as work:
            return next(iter(work.visitor_photos.of(visitor_id).values()), None)

    def put(self, visitor_id: VisitorId, picture: bytes) -> Photos:
        """Keep a photo in place of the one before; answers what `restore` takes.

        Args:
            visitor_id: Whose it is.
            picture: A JPEG as desk_app.documents.photos makes it.

        Raises:
            KnownError: There is no such visitor, or this is no such JPEG.
        """
        if not picture.startswith(_JPEG) or len(picture) > MOST_BYTES:
            raise KnownError(
                "no_picture",
                zh="这不是能用的照片。请选一张 JPEG 或 PNG 图片。",
                en="This is no picture that can be used. Choose a JPEG or PNG.",
            )
        return self.restore(visitor_id, {visitor_id: picture})

    def remove(self, visitor_id: VisitorId) -> Photos:
        """Take the photo away; answers what `restore` takes, nothing where there was none.

        Raises:
            KnownError: There is no such visitor.
        """
        return self.restore(visitor_id, {})

    def restore(self, visitor_id: VisitorId, photos: Photos) -> Photos:
        """Let these be a person's photos again; answers what they were.

        Raises:
            KnownError: There is no such visitor, or they were erased since.
        """
        with self._begin() as work:
            visitor = work.people.visitor(visitor_id)
            if visitor is None or not visitor.name:
                raise unknown_visitor(str(visitor_id))
            before = dict(work.visitor_photos.of(visitor_id))
            for owner in before:
                work.visitor_photos.remove(owner)
            for owner, picture in photos.items():
                work.visitor_photos.put(owner, picture)
        return before
