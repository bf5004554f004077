"""The thread that keeps this desk in step with the centre, and the truth for the offline light."""

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk_app.domain.clock import Clock, system_clock
from desk_app.domain.link import LinkProblem, LinkState, SyncStatus
from desk_app.runtime.locks import FileLock

if TYPE_CHECKING:  # psycopg costs 135 ms; the sync thread pays for it
    from desk_app.sync.engine import SyncEngine, SyncReport

MakeEngine = Callable[[Callable[[int, int], None]], "SyncEngine"]

SOON_S = 2.0
IDLE_S = 15.0
OFFLINE_MAX_S = 60.0
_JITTER = 0.2
_POLITE_STOP_S = 1.0

log = logging.getLogger(__name__)


class SyncWorker(QObject):
    """Exchanges in a thread of its own: soon after a change, every 15 s otherwise.

    Signals:
        status_changed: SyncStatus, whenever the light should change.
        pulled: SyncReport of an exchange that brought rows.
    """

    status_changed = Signal(object)
    pulled = Signal(object)

    def __init__(
        self,
        make_engine: MakeEngine,
        *,
        lock: FileLock | None = None,
        clock: Clock = system_clock,
        parent: QObject | None = None,
    ) -> None:
        """Keep what the thread needs; nothing runs before ``start``.

        Args:
            make_engine: Called once in the thread, with a callback for (sent, to send).
            lock: Allows one syncer per data directory; while another process holds it, this waits.
            clock: The desk's clock, for what the light shows.
            parent: Owner.
        """
        super().__init__(parent)
        self._make_engine = make_engine
        self._lock = lock
        self._clock = clock
        self._engine: SyncEngine | None = None
        self._status = SyncStatus(state=LinkState.CONNECTING)
        self._changed = threading.Condition()
        self._is_stopping = False
        self._due_at_s = 0.0
        self._not_before_s = 0.0
        self._failures = 0
        self._thread = threading.Thread(target=self._work, name="sync", daemon=True)

    @property
    def status(self) -> SyncStatus:
        """What was last emitted."""
        return self._status

    def start(self) -> None:
        """Begin to exchange."""
        self._thread.start()

    def nudge(self) -> None:
        """Something was stored: exchange soon, unless the centre is known to be away."""
        with self._changed:
            if self._failures == 0:
                self._due_at_s = min(self._due_at_s, time.monotonic() + SOON_S)
                self._changed.notify()

    def exchange_now(self) -> None:
        """Somebody asked, or this desk has just joined: do not wait."""
        with self._changed:
            self._due_at_s = self._not_before_s = 0.0
            self._changed.notify()

    def due_in_s(self) -> float:
        """Return the seconds until the next exchange."""
        with self._changed:
            return self._due_s() - time.monotonic()

    def _due_s(self) -> float:
        return max(self._due_at_s, self._not_before_s)

    def stop(self, timeout_s: float = 8.0) -> bool:
        """End the thread; an exchange in progress is broken off. Answers whether it ended."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
        if self._thread.ident is None:
            return True
        self._thread.join(_POLITE_STOP_S)
        if self._thread.is_alive() and self._engine is not None:
            self._engine.interrupt()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            while self._wait():
                with self._changed:
                    self._due_at_s = time.monotonic() + self._jittered(IDLE_S)
                self._exchange()
        finally:
            if self._engine is not None:
                self._engine.close()
            if self._lock is not None:
                self._lock.release()

    def _wait(self) -> bool:
        """Wait until an exchange is due; answers False when it is time to end."""
        with self._changed:
            while not self._is_stopping:
                left_s = self._due_s() - time.monotonic()
                if left_s <= 0:
                    return True
                self._changed.wait(left_s)
            return False

    def _exchange(self) -> None:
        if self._lock is not None and not self._lock.acquire():
            log.info("another process syncs this data directory")
            return
        try:
            if self._engine is None:
                self._engine = self._make_engine(self._show_progress)
            report = self._engine.run_once()
        except Exception:
            # For example a full disk. Whatever it was, the light must go on telling the truth, and
            # the next exchange starts from what was stored.
            log.exception("exchange broke off")
            self._delay_after_failure()
            since = self._status.offline_since or self._clock()
            self._show(replace(self._status, state=LinkState.OFFLINE, offline_since=since))
            return
        self._obey(report)
        if report.online or not report.has_centre:
            self._failures = 0
        else:
            self._delay_after_failure()
        if report.pulled:
            self.pulled.emit(report)
        self._show(self._status_of(report))

    def _obey(self, report: "SyncReport") -> None:
        """Let a centre that asked for more time have it, whatever is stored here meanwhile."""
        asked_s = report.next_poll_ms / 1000
        if asked_s > IDLE_S * (1 + _JITTER):
            with self._changed:
                self._not_before_s = time.monotonic() + asked_s

    def _delay_after_failure(self) -> None:
        self._failures += 1
        delay_s = min(OFFLINE_MAX_S, SOON_S * 2 ** min(self._failures - 1, 10))
        with self._changed:
            self._due_at_s = time.monotonic() + self._jittered(delay_s)

    @staticmethod
    def _jittered(delay_s: float) -> float:
        """Spread the desks of a city, so that a centre that returns is not run over."""
        return delay_s * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311  (no secret)

    def _status_of(self, report: "SyncReport") -> SyncStatus:
        now = self._clock()
        state, problem = _state_of(report)
        return SyncStatus(
            state=state,
            pending=report.pending,
            oldest_pending_at=report.oldest_pending_at,
            offline_since=self._offline_since(state, now),
            roster_at=now if report.is_current else self._status.roster_at or report.roster_at,
            refused=report.refused,
            clock_offset_s=report.clock_offset_ms / 1000,
            problem=problem,
        )

    def _offline_since(self, state: LinkState, now: datetime) -> datetime | None:
        if state is not LinkState.OFFLINE:
            return None
        return self._status.offline_since or now

    def _show_progress(self, sent: int, to_send: int) -> None:
        self._show(
            replace(
                self._status,
                state=LinkState.SENDING,
                sent=sent,
                to_send=to_send,
                offline_since=None,
                problem=None,
            )
        )

    def _show(self, status: SyncStatus) -> None:
        if status != self._status:
            self._status = status
            self.status_changed.emit(status)


def _state_of(report: "SyncReport") -> tuple[LinkState, LinkProblem | None]:
    if not report.has_centre:
        return LinkState.ALONE, None
    if report.problem is LinkProblem.REVOKED:
        return LinkState.ATTENTION, report.problem
    if not report.online:
        is_proxy = report.problem is LinkProblem.PROXY
        return LinkState.OFFLINE, LinkProblem.PROXY if is_proxy else None
    if report.problem is not None:
        return LinkState.ATTENTION, report.problem
    return LinkState.ONLINE, None
