"""The one thread that writes the local database, and the one that reads beside it."""

import itertools
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Priority(IntEnum):
    """Who goes first at the writer; no job may hold it over 50 ms."""

    SCAN = 0
    OPERATOR = 1
    BACKGROUND = 2
    LAST = 3


class DatabaseThread(QObject):
    """Runs service calls in order of priority, then of arrival; answers on the GUI thread."""

    _finished = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = (
            queue.PriorityQueue()
        )
        self._order = itertools.count()
        self._is_closing = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._finished.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        priority: Priority = Priority.OPERATOR,
    ) -> None:
        """Run ``work`` on this thread; exactly one of the callbacks follows on the GUI thread."""

        def job() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001  (handed to whoever asked)
                self._finished.emit(lambda error=error: on_error(error))
            else:
                self._finished.emit(lambda: on_done(result))

        self._jobs.put((priority, next(self._order), job))

    def call(self, work: Callable[[], T], priority: Priority = Priority.BACKGROUND) -> T:
        """Run ``work`` on this thread and wait; for other threads, never the GUI's.

        Raises:
            RuntimeError: This thread is closing.
        """
        if self._is_closing:
            raise RuntimeError("the database thread is closing")
        answer: Future[T] = Future()

        def job() -> None:
            try:
                answer.set_result(work())
            except Exception as error:  # noqa: BLE001  (re-raised where it was asked)
                answer.set_exception(error)

        self._jobs.put((priority, next(self._order), job))
        return answer.result()

    def close(self) -> None:
        """Finish what was asked for (a queued scan is never dropped), then end the thread."""
        self._is_closing = True
        self._jobs.put((Priority.LAST, next(self._order), None))
        self._thread.join()

    def _work(self) -> None:
        while True:
            _, _, job = self._jobs.get()
            if job is None:
                return
            job()

    @Slot(object)
    def _call(self, callback: Callable[[], None]) -> None:
        callback()
