"""One import as a whole: it is stored to its end, or taken back to where it began."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from desk_app.db.unit_of_work import BeginWork, for_import
from desk_app.domain.clock import Clock
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import VisitorId, uuid7
from desk_app.runtime.locks import FileLock
from desk_app.services.pinyin import search_text

logger = logging.getLogger(__name__)
_RELEASED = 1000  # operations a transaction: they are only moved
_TAKEN_BACK = 100

RunWrite = Callable[[Callable[[], int]], int]
"""Runs a transaction where writing is done; answers what it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import.

    Attributes:
        stored: How many rows of the sheet were stored; cancelled, how many entries stay since
            somebody used them meanwhile, as a rule none.
        is_cancelled: It was taken back.
    """

    stored: int
    is_cancelled: bool = False


class ImportRuns:
    """Runs one import at a time over one data directory, whatever program asks for it.

    Args:
        begin: Opens a writing transaction.
        clock: Tells the time.
        lock: The file whose lock says that an import is under way.
    """

    def __init__(self, begin: BeginWork, clock: Clock, lock: Path) -> None:
        self._begin = begin
        self._clock = clock
        self._lock = lock

    def run(self, write: Callable[[BeginWork], int | None], run_write: RunWrite) -> Imported:
        """Let ``write`` store all it has to; taken back if it answers None or fails.

        Args:
            write: Gets what opens transactions of this import; answers how many rows it stored, or
                None where it was cancelled.
            run_write: Runs each transaction of finishing or taking back.

        Raises:
            KnownError: Another import is under way, or this one failed; nothing of it stays.
        """
        lock = FileLock(self._lock)
        if not lock.acquire():
            raise KnownError(
                "import_running",
                zh="另一个导入正在进行。请等它做完，或先停掉它。",
                en="Another import is under way. Wait until it is done, or stop it first.",
            )
        try:
            self._settle(run_write)
            import_id = uuid7(self._clock())
            run_write(partial(self._note, import_id))
            try:
                stored = write(for_import(self._begin, import_id))
                if stored is not None:
                    run_write(partial(self._set_whole, import_id))
            except BaseException:
                with suppress(Exception):  # the first error tells more; the next start tries again
                    self._take_back(import_id, run_write)
                raise
            if stored is None:
                return Imported(stored=self._take_back(import_id, run_write), is_cancelled=True)
            try:
                self._release(import_id, run_write)
            except KnownError as error:  # all is stored; the next start sends it on its way
                logger.warning("an import waits to be sent: %s", error.code)
            return Imported(stored=stored)
        finally:
            lock.release()

    def settle(self) -> None:
        """Take back what a crash left half-written, unless an import is under way just now."""
        with self._begin() as work:
            is_needed = bool(work.imports.unfinished())
        lock = FileLock(self._lock)
        if is_needed and lock.acquire():
            try:
                self._settle(lambda job: job())
            finally:
                lock.release()

    def _settle(self, run_write: RunWrite) -> None:
        with self._begin() as work:
            unfinished = work.imports.unfinished()
        for import_id, is_whole in unfinished:
            if is_whole:
                self._release(import_id, run_write)
            else:
                self._take_back(import_id, run_write)

    def _note(self, import_id: UUID) -> int:
        with self._begin() as work:
            work.imports.begin(import_id, self._clock())
        return 0

    def _set_whole(self, import_id: UUID) -> int:
        with self._begin() as work:
            work.imports.set_whole(import_id)
        return 0

    def _release(self, import_id: UUID, run_write: RunWrite) -> int:
        def piece() -> int:
            with self._begin() as work:
                moved = work.imports.release(import_id, limit=_RELEASED)
                if not moved:
                    work.imports.end(import_id)
            return moved

        total = 0
        while moved := run_write(piece):
            total += moved
        return total

    def _take_back(self, import_id: UUID, run_write: RunWrite) -> int:
        """Undo all that nobody used; answers how many entries stay."""

        def piece() -> int:
            with self._begin() as work:
                renamed, looked_at = work.imports.take_back(import_id, limit=_TAKEN_BACK)
                for row_id in renamed:
                    visitor = work.people.visitor(VisitorId(row_id))
                    if visitor is not None:
                        text = search_text(visitor.name, visitor.phone)
                        work.people.set_search_texts([(visitor.visitor_id, text)])
            return looked_at

        while run_write(piece):
            pass
        return self._release(import_id, run_write)
