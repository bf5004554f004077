"""Builds what exchanges with the centre over a desk's services, without Qt."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

from desk_app.domain.clock import Clock, system_clock
from desk_app.runtime.locks import FileLock

if TYPE_CHECKING:
    from desk_app.compose import DeskApp
    from desk_app.sync.engine import RunWrite, SyncEngine


def connections(app: "DeskApp") -> Callable[[], AbstractContextManager[Connection]]:
    """Return what sync opens its transactions with."""

    @contextmanager
    def begin() -> Iterator[Connection]:
        with app.begin() as work:
            yield work.connection

    return begin


def sync_engine(
    app: "DeskApp",
    *,
    run_write: "RunWrite | None" = None,
    on_progress: Callable[[int, int], None] = lambda _sent, _to_send: None,
    clock: Clock = system_clock,
) -> "SyncEngine":
    """Build what exchanges with the centre; psycopg is loaded here, not at start.

    Args:
        app: The desk.
        run_write: Runs its local transactions on the database thread.
        on_progress: Told (sent, to send) after each batch.
        clock: The computer's clock, whose offset the centre measures.
    """
    from desk_app.sync.engine import SyncEngine  # noqa: PLC0415

    return SyncEngine(connections(app), None, clock, run_write=run_write, on_progress=on_progress)


def acknowledge_refusals(app: "DeskApp") -> int:
    """Note that somebody has read what the centre refused; answers how many there were."""
    from desk_app.db.outbox import Outbox  # noqa: PLC0415

    with connections(app)() as connection:
        outbox = Outbox(connection)
        refusals = outbox.refusals()
        if refusals:
            outbox.mark_seen(refusals[0].q)
    return len(refusals)


@contextmanager
def sync_lock(data: Path) -> Iterator[None]:
    """Hold the lock that allows one syncer per data directory.

    Raises:
        AlreadyRunningError: Another process syncs it.
    """
    with FileLock(data / "sync.lock"):
        yield
