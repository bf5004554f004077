"""Joins the exchange with the centre to the window: the light, its details, what came."""

from collections.abc import Callable
from sqlite3 import Connection
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Slot

from desk_app.compose_sync import acknowledge_refusals, connections, sync_engine
from desk_app.domain.clock import Clock
from desk_app.domain.link import LinkProblem, LinkState, SyncStatus
from desk_app.runtime.locks import FileLock
from desk_app.ui.shell.sync_details import SyncDetailsPanel
from desk_app.workers.database import Priority
from desk_app.workers.sync import SyncWorker

if TYPE_CHECKING:
    from desk_app.main.window import DeskWindow
    from desk_app.sync.engine import SyncEngine

T = TypeVar("T")


class SyncJoin(QObject):
    """Exchanges in the background once this desk has joined a centre."""

    def __init__(self, desk: "DeskWindow", clock: Clock) -> None:
        super().__init__(desk)
        self._desk = desk
        self._clock = clock
        self.worker: SyncWorker | None = None
        desk.window.light_clicked.connect(self._light_clicked)

    @property
    def is_running(self) -> bool:
        """Whether this desk has joined a centre."""
        return self.worker is not None

    @Slot()
    def exchange_now(self) -> None:
        """Exchange without waiting for the next turn, where there is a centre."""
        if self.worker is not None:
            self.worker.exchange_now()

    def stop(self) -> None:
        """Finish the exchange under way and end its thread."""
        if self.worker is not None:
            self.worker.stop()

    def tick(self) -> None:
        """Count the minutes offline on."""
        desk, now = self._desk, self._desk.app.clock()
        status = desk.window.top.light.status
        if status.state is LinkState.OFFLINE:
            desk.window.show_sync(status, now)
        if isinstance(desk.page.panel, SyncDetailsPanel):
            desk.page.panel.show_status(status, now)

    def start(self) -> None:
        """Exchange with the centre in the background, once this desk has joined one."""
        if self.worker is not None:
            return
        desk = self._desk
        lock = FileLock(desk.app.data / "sync.lock")
        self.worker = SyncWorker(self._make_engine, lock=lock, clock=desk.app.clock, parent=self)
        self.worker.status_changed.connect(self.show, Qt.ConnectionType.QueuedConnection)
        self.worker.pulled.connect(self._pulled, Qt.ConnectionType.QueuedConnection)
        desk.check_in.changed.connect(self.worker.nudge)
        self.show(self.worker.status)
        self.worker.start()

    def _make_engine(self, on_progress: Callable[[int, int], None]) -> "SyncEngine":
        return sync_engine(
            self._desk.app, run_write=self.run_write, on_progress=on_progress, clock=self._clock
        )

    def run_write(self, job: Callable[[Connection], T], /) -> T:
        """Run a local transaction of sync on the database thread and wait; not for the GUI's."""

        def work() -> T:
            with connections(self._desk.app)() as connection:
                return job(connection)

        return self._desk.threads.writer.call(work, Priority.BACKGROUND)

    @Slot(object)
    def show(self, status: SyncStatus) -> None:
        """Show how the desk stands with the centre, in the light and where details are open."""
        desk = self._desk
        before = desk.window.top.light.status
        desk.window.show_sync(status, desk.app.clock())
        if isinstance(desk.page.panel, SyncDetailsPanel):
            desk.page.panel.show_status(status, desk.app.clock())
        if status.problem is LinkProblem.REVOKED and not desk.lock.is_on:
            desk.refresh_identity()
        if status.refused != before.refused:
            desk.synced.emit()
        if status.state is LinkState.OFFLINE and before.state in {
            LinkState.ONLINE,
            LinkState.SENDING,
        }:
            desk.sounds.play("offline")

    @Slot(object)
    def _pulled(self, _report: object) -> None:
        self._desk.synced.emit()
        self._index()

    def _index(self) -> None:
        desk = self._desk
        desk.threads.writer.run(
            desk.app.visitors.index_new,
            self._indexed,
            desk.show_error,
            Priority.BACKGROUND,
        )

    def _indexed(self, count: int) -> None:
        if count:
            self._index()
        self._desk.check_in.refresh()

    @Slot()
    def _light_clicked(self) -> None:
        if self._desk.window.top.light.status.problem is LinkProblem.REFUSED:
            self._desk.review_wished.emit()
        else:
            self.open_details()

    @Slot()
    def open_details(self) -> None:
        """Show how the desk stands with the centre (F12)."""
        desk = self._desk
        panel = SyncDetailsPanel()
        panel.show_status(desk.window.top.light.status, desk.app.clock())
        desk.threads.reader.run(desk.app.desk.has_other_desks, panel.show_others, desk.show_error)
        panel.review_wished.connect(desk.page.hide_panel)
        panel.review_wished.connect(desk.review_wished)
        panel.sync_requested.connect(self.exchange_now)
        desk.open_panel(panel)

    def acknowledge_refusals(self) -> None:
        """What the centre refused was read: the light need not ask for attention any more."""
        desk = self._desk

        def done(count: int) -> None:
            if count:
                self.exchange_now()

        desk.threads.writer.run(lambda: acknowledge_refusals(desk.app), done, desk.show_error)
