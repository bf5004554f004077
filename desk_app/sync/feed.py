"""Reading the feed into the local tables: page after page, in pieces no scan has to wait for."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from sqlite3 import Connection
from typing import Protocol, TypeVar

from desk_app.db.outbox import Outbox
from desk_app.db.replica import Position, Replica
from desk_app.db.settings import Settings
from desk_app.domain.changes import Entity
from desk_app.sync.protocol import Code, Reply

CHUNK_ROWS = 500
"""Feed rows a local transaction takes, so that a scan never waits 50 ms for one."""

T = TypeVar("T")
Cursor = dict[str, Position]


class Write(Protocol):
    """Runs a local step in a transaction of its own."""

    def __call__(self, job: Callable[[Connection], T]) -> T:
        """Return what the step returns."""
        ...


class FeedReader:
    """The local side of pull. Not thread-safe; every step may be the last before a crash.

    Attributes:
        is_rebuilding: The whole feed is read anew; at its end, what it does not hold goes.
        pulled: Rows taken since somebody set it to 0.
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._seen: set[tuple[str, str]] = set()
        self._has_overlays = True
        self.is_rebuilding = False
        self.pulled = 0

    def cursor(self) -> Cursor:
        """Return how far each scope has been read."""
        return self._write(lambda connection: Replica(connection).cursor())

    def pages(
        self, pull: Callable[[Cursor], Reply], patiently: Callable[[Callable[[], Reply]], Reply]
    ) -> Iterator[Reply]:
        """Read the feed page by page; while one is applied, the next is on its way.

        Args:
            pull: Asks the centre for the page after a cursor, on a thread of its own.
            patiently: Makes a call on this thread, and again while the centre is busy.
        """
        cursor = self.cursor()
        page = partial(pull, cursor)
        reply = patiently(page)
        with ThreadPoolExecutor(max_workers=1) as line:
            while True:
                cursor.update({row.scope: row.position for row in reply.rows})
                following = line.submit(page) if reply.has_more else None
                yield reply
                if following is None:
                    return
                reply = following.result()
                if reply.code is Code.BUSY:
                    reply = patiently(page)

    def apply(self, reply: Reply) -> bool:
        """Take a page; answers False where it knows less of us than we were told."""
        is_as_told = not self._has_overlays or self._write(lambda local: _reach(local, reply))
        for start in range(0, len(reply.rows), CHUNK_ROWS):
            chunk = reply.rows[start : start + CHUNK_ROWS]
            self._write(lambda connection, part=chunk: Replica(connection).apply(part))  # type: ignore[misc]
            if self.is_rebuilding:
                self._seen |= {(row.entity, row.row_id) for row in chunk if not row.is_deleted}
            self.pulled += len(chunk)
        if not reply.has_more and self._has_overlays:
            while self._write(lambda connection: Replica(connection).settle(limit=CHUNK_ROWS)):
                pass
            self._has_overlays = self._write(lambda connection: Replica(connection).has_overlays())
        return is_as_told

    def note_answers(self) -> None:
        """Operations were answered: they are folded over what the feed shows until it has them."""
        self._has_overlays = True

    def start_again(self) -> None:
        """Forget what was seen: the whole feed is read anew."""
        self.is_rebuilding = True
        self._seen.clear()

    def sweep(self) -> None:
        """The whole feed was read: what it does not hold goes."""
        for entity in Entity:
            here = self._write(lambda connection, e=entity: Replica(connection).row_ids(e))  # type: ignore[misc]
            gone = [row_id for row_id in here if (entity.value, row_id) not in self._seen]
            for start in range(0, len(gone), CHUNK_ROWS):
                part = gone[start : start + CHUNK_ROWS]
                self._write(lambda connection, e=entity, p=part: Replica(connection).drop(e, p))  # type: ignore[misc]
        self._write(lambda connection: Settings(connection).put("rebuild", None))
        self.is_rebuilding = False
        self._seen.clear()


def _reach(connection: Connection, reply: Reply) -> bool:
    """Fold no longer what the page shows; not where it knows less of us than was answered."""
    outbox = Outbox(connection)
    if reply.last_seq < outbox.last_acked():
        return False
    outbox.reach(reply.pos)
    return True
