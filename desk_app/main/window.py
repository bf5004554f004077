"""One desk in a window: threads, pages, camera, sync, joined once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from desk_app.compose import DeskApp, acknowledge_refusals, connections, sync_engine
from desk_app.domain.check_in import UndoOutcome
from desk_app.domain.clock import Clock, system_clock
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import VisitorId
from desk_app.domain.link import LinkProblem, LinkState, SyncStatus, may_miss_others
from desk_app.domain.people import Operator, Role
from desk_app.domain.waitlist import AnswerOutcome
from desk_app.main.camera import CameraJoin
from desk_app.main.check_in import CheckInJoin, Threads
from desk_app.main.door_photos import DoorPhotos
from desk_app.main.elsewhere import ElsewhereJoin
from desk_app.main.locking import LockJoin
from desk_app.main.scanner import ScannerJoin
from desk_app.runtime.locks import FileLock
from desk_app.runtime.settings import Settings
from desk_app.services.passes import LinkOutcome
from desk_app.services.results import CheckInResult, DeskIdentity
from desk_app.ui.check_in.answer_panel import AnswerPanel
from desk_app.ui.check_in.page import CheckInPage
from desk_app.ui.check_in.panels import (
    LinkPanel,
    OperatorPanel,
    StaffPanel,
)
from desk_app.ui.check_in.register_panel import RegisterPanel
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.sound import Sounds
from desk_app.ui.common.texts import words_of
from desk_app.ui.shell.keys_panel import KeysPanel
from desk_app.ui.shell.sync_details import SyncDetailsPanel
from desk_app.ui.shell.window import MainWindow
from desk_app.workers.database import DatabaseThread, Priority
from desk_app.workers.sync import SyncWorker

if TYPE_CHECKING:
    from desk_app.sync.engine import SyncEngine

logger = logging.getLogger(__name__)
T = TypeVar("T")
_CLOCK_MS = 1000
_WARM_UP_MS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKeys:
    """What the window's keys do while a page is on show, in place of the check-in page's."""

    escape: Callable[[], None]
    undo: Callable[[], None] = lambda: None
    find: Callable[[], None] = lambda: None
    confirm: Callable[[], None] = lambda: None
    digit: Callable[[int], None] = lambda _number: None
    staff: Callable[[], None] = lambda: None
    elsewhere: Callable[[], None] = lambda: None


class DeskWindow(QObject):
    """Everything that runs while the window is open.

    Signals:
        identity_changed(DeskIdentity): Another shift, name or pinned session.
        synced(): Something came from the centre, or it answered.
        review_wished(): Show what must be decided.
    """

    identity_changed = Signal(object)
    synced = Signal()
    review_wished = Signal()

    def __init__(
        self, app: DeskApp, settings: Settings, *, sync_clock: Clock = system_clock
    ) -> None:
        super().__init__()
        self.app = app
        self.settings = settings
        self._sync_clock = sync_clock
        self.sync: SyncWorker | None = None
        self._staff: list[str] = []
        self.operators: list[Operator] = []
        self._identity = DeskIdentity(station="", desk="", operator="")
        self.threads = Threads(
            writer=DatabaseThread("database"),
            reader=DatabaseThread("database-read"),
            network=DatabaseThread("network"),
        )
        self.window = MainWindow()
        self.page_keys: dict[str, Callable[[], PageKeys]] = {}
        self.page = CheckInPage()
        self.window.add_page("check_in", "scan", self.page)
        self.lock = LockJoin(self)
        self.elsewhere = ElsewhereJoin(self)
        self.check_in = CheckInJoin(app, self.page, self.threads, self)
        self.code_takers: list[Callable[[str], bool]] = [self.lock.take_code]
        self.check_in.may_miss_others = lambda: may_miss_others(
            self.window.top.light.status, app.clock()
        )
        self.check_in.take_code = lambda text: any(take(text) for take in self.code_takers)
        self.camera = CameraJoin(
            self.page.stage,
            self.check_in.code_seen,
            self.threads.reader,
            repeat_s=settings.scanner.repeat_s,
            reads_barcodes=settings.camera.reads_barcodes,
            parent=self,
        )
        self.camera.failed.connect(self.show_error)
        self.sounds = Sounds(volume=settings.sound.volume, is_muted=settings.sound.is_muted)
        self._join()
        DoorPhotos(self)
        self._add_keys()
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._tick()
        self.page.stage.set_mirrored(settings.camera.is_mirrored)
        self.page.stage.card.set_muted(settings.sound.is_muted)

    def show(self) -> None:
        """Show the check-in page with what is known."""
        self.refresh_identity()
        self.check_in.refresh()
        self.window.show_page("check_in")
        self.lock.set_on(is_on=self.app.desk.is_withdrawn())
        self.window.show()
        (self.lock.page or self.page).setFocus()
        QTimer.singleShot(_WARM_UP_MS, self, self._warm_up)
        self.scanner.start()

    @Slot()
    def _warm_up(self) -> None:
        """Load what the first write needs before the first visitor comes."""
        self.threads.writer.run(
            lambda: self.app.database.engine, lambda _engine: None, self.show_error, Priority.LAST
        )

    def close(self) -> None:
        """Finish what was asked for and end every thread."""
        self._clock.stop()
        self.wedge.digit.disconnect(self._digit)  # a key pressed last may still be held
        self.wedge.confirm.disconnect(self._confirm)
        self.camera.stop()
        self.scanner.stop()
        if self.sync is not None:
            self.sync.stop()
        self.elsewhere.interrupt()
        self.threads.network.close()
        self.threads.writer.close()
        self.threads.reader.close()
        self.sounds.close()
        self.app.close()

    def start_sync(self) -> None:
        """Exchange with the centre in the background, once this desk has joined one."""
        if self.sync is not None:
            return
        lock = FileLock(self.app.data / "sync.lock")
        self.sync = SyncWorker(self._make_engine, lock=lock, clock=self.app.clock, parent=self)
        self.sync.status_changed.connect(self._show_sync, Qt.ConnectionType.QueuedConnection)
        self.sync.pulled.connect(self._pulled, Qt.ConnectionType.QueuedConnection)
        self.check_in.changed.connect(self.sync.nudge)
        self._show_sync(self.sync.status)
        self.sync.start()

    def refresh_identity(self) -> None:
        """Read station, desk, operator and staff again."""

        def read() -> tuple[DeskIdentity, list[Operator], bool, bool]:
            with self.app.read() as work:
                joined = work.settings.is_joined, work.settings.is_withdrawn
            return self.app.desk.identity(), self.app.desk.operators(), *joined

        self.threads.reader.run(read, self._show_identity, self.show_error)

    def show_error(self, error: Exception) -> None:
        """Tell the operator what could not be done."""
        if isinstance(error, KnownError):
            logger.warning("refused: %s", error.code)
            self.window.show_problem(words_of(error))
            return
        self.window.show_problem(self.unexpected(error))

    def unexpected(self, error: Exception) -> str:
        """Note an error nobody foresaw; answers what to say of it."""
        logger.error("a use case failed", exc_info=error)
        return self.tr("Something unexpected happened; nothing stored was lost. Try once more.")

    def crash_words(self) -> str:
        """Return what to say of a crash of the last run."""
        return self.tr(
            "The app stopped by itself last time. Nothing stored was lost; a report without "
            "personal data is in the crashes folder, please hand it to staff."
        )

    def _join(self) -> None:
        page, check_in = self.page, self.check_in
        page.register_requested.connect(self._open_register)
        page.link_requested.connect(self._open_link)
        page.answer_requested.connect(self._open_answer)
        page.staff_requested.connect(self._open_staff)
        page.elsewhere_requested.connect(self._open_elsewhere)
        page.sounded.connect(self.sounds.play)
        page.pin_requested.connect(lambda _session: QTimer.singleShot(150, self.refresh_identity))
        check_in.failed.connect(self.show_error)
        check_in.undone.connect(self._say_undone)
        check_in.linked.connect(self._say_linked)
        check_in.seat_answered.connect(self._say_seat)
        self.window.operator_requested.connect(self._open_operator)
        self.window.light_clicked.connect(self._light_clicked)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.scanner = ScannerJoin(app, self.settings.scanner, self)
            self.scanner.scanned.connect(check_in.code_scanned)
            self.scanner.failed.connect(self.show_error)
            self.wedge = self.scanner.keys
            self.wedge.digit.connect(self._digit)
            self.wedge.confirm.connect(self._confirm)

    def _add_keys(self) -> None:
        page = self.page
        for keys, act in (
            ("F1", lambda: self._open(KeysPanel())),
            ("F2", lambda: page.register_requested.emit(None)),
            ("F3", page.search.find_person),
            ("Ctrl+F", lambda: self._key("find", page.search.find_person)),
            ("F4", page.toggle_pin),
            ("F5", lambda: self._key("elsewhere", page.look_elsewhere)),
            ("F7", page.not_this_person),
            ("F8", lambda: self._key("staff", page.request_staff)),
            ("F12", self._open_sync),
            ("Ctrl+Z", lambda: self._key("undo", page.undo_last)),
            ("Esc", self._escape),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.window)
            shortcut.activated.connect(act)

    def _key(self, name: str, otherwise: Callable[[], None]) -> None:
        """Let the page on show take a key of the window, if it has a use for it."""
        keys = self.page_keys.get(self.window.page_key)
        (otherwise if keys is None else getattr(keys(), name))()

    @Slot(int)
    def _digit(self, number: int) -> None:
        if self.lock.is_on:
            return
        keys = self.page_keys.get(self.window.page_key)
        (self.page.digit if keys is None else keys().digit)(number)

    @Slot()
    def _confirm(self) -> None:
        if not self.lock.is_on:
            self._key("confirm", self.page.confirm)

    def _escape(self) -> None:
        keys = self.page_keys.get(self.window.page_key)
        if keys is not None:
            keys().escape()
            return
        self.window.show_page("check_in")
        self.page.escape()

    @property
    def operator(self) -> str:
        """Whose shift it is."""
        return self._identity.operator

    def open_panel(self, panel: SidePanel) -> None:
        """Show a panel beside the stage."""
        self._open(panel)

    def _open(self, panel: SidePanel) -> None:
        panel.closed.connect(self.page.hide_panel)
        self.window.show_page("check_in")
        self.page.show_panel(panel)

    @Slot(object)
    def _open_register(self, result: CheckInResult | None) -> None:
        panel = RegisterPanel(result.nonce if result and result.can_link else None)
        panel.submitted.connect(
            lambda request: self.check_in.register(request, panel.show_known, panel.show_error)
        )
        panel.company_typed.connect(
            lambda typed: self.check_in.find_companies(typed, panel.show_companies)
        )
        self._open(panel)

    @Slot(object)
    def _open_link(self, result: CheckInResult) -> None:
        panel = LinkPanel(result.nonce, result.pass_hint)
        panel.submitted.connect(lambda request: self.check_in.link(request, panel.show_error))
        panel.search_changed.connect(
            lambda text: self.threads.reader.run(
                lambda: self.app.visitors.find(text), panel.show_search, self.show_error
            )
        )
        self._open(panel)

    @Slot(object)
    def _open_answer(self, result: CheckInResult) -> None:
        panel = AnswerPanel(result)
        panel.submitted.connect(lambda request: self.check_in.answer(request, panel.show_error))
        self._open(panel)

    @Slot(object)
    def _open_staff(self, result: CheckInResult) -> None:
        panel = StaffPanel(result, self._staff)
        panel.submitted.connect(lambda request: self.check_in.force(request, panel.show_error))
        self._open(panel)

    @Slot(str, object)
    def _open_elsewhere(self, text: str, result: CheckInResult | None) -> None:
        if self.sync is None:
            return
        code = self.check_in.code_of(result.nonce) if result is not None else ""

        def use(visitor_id: VisitorId) -> None:
            self.page.hide_panel()
            self.check_in.present_visitor(visitor_id)

        panel = self.elsewhere.open(self._open, use, text=text, code=code)
        panel.register_requested.connect(lambda: self.page.register_requested.emit(None))

    @Slot()
    def _open_operator(self) -> None:
        panel = OperatorPanel([o.name for o in self.operators], self._identity.operator)

        def begin(name: str) -> None:
            def done(_nothing: None) -> None:
                self.page.hide_panel()
                self.refresh_identity()

            self.threads.writer.run(lambda: self.app.desk.begin_shift(name), done, panel.show_error)

        panel.submitted.connect(begin)
        self._open(panel)

    @Slot()
    def _light_clicked(self) -> None:
        if self.window.top.light.status.problem is LinkProblem.REFUSED:
            self.review_wished.emit()
        else:
            self._open_sync()

    @Slot()
    def _open_sync(self) -> None:
        panel = SyncDetailsPanel()
        panel.show_status(self.window.top.light.status, self.app.clock())
        self.threads.reader.run(self.app.desk.has_other_desks, panel.show_others, self.show_error)
        panel.review_wished.connect(self.page.hide_panel)
        panel.review_wished.connect(self.review_wished)
        if self.sync is not None:
            panel.sync_requested.connect(self.sync.exchange_now)
        self._open(panel)

    def acknowledge_refusals(self) -> None:
        """What the centre refused was read: the light need not ask for attention any more."""

        def done(count: int) -> None:
            if count and self.sync is not None:
                self.sync.exchange_now()

        self.threads.writer.run(lambda: acknowledge_refusals(self.app), done, self.show_error)

    @property
    def staff_names(self) -> Sequence[str]:
        """Staff known at this desk."""
        return self._staff

    def _show_identity(self, found: tuple[DeskIdentity, list[Operator], bool, bool]) -> None:
        self._identity, self.operators, is_joined, is_withdrawn = found
        self.lock.set_on(is_on=is_withdrawn)
        self._staff = [o.name for o in self.operators if o.role is Role.STAFF]
        self.window.show_identity(self._identity)
        self.page.show_pinned(self._identity.session_id)
        self.page.set_joined(is_joined)
        if is_joined:
            self.start_sync()
        else:
            self._show_sync(SyncStatus(state=LinkState.ALONE))
        self.identity_changed.emit(self._identity)

    def _make_engine(self, on_progress: Callable[[int, int], None]) -> "SyncEngine":
        return sync_engine(
            self.app, run_write=self.run_write, on_progress=on_progress, clock=self._sync_clock
        )

    def run_write(self, job: Callable[[Connection], T], /) -> T:
        """Run a local transaction of sync on the database thread and wait; not for the GUI's."""

        def work() -> T:
            with connections(self.app)() as connection:
                return job(connection)

        return self.threads.writer.call(work, Priority.BACKGROUND)

    @Slot(object)
    def _show_sync(self, status: SyncStatus) -> None:
        before = self.window.top.light.status
        self.window.show_sync(status, self.app.clock())
        if isinstance(self.page.panel, SyncDetailsPanel):
            self.page.panel.show_status(status, self.app.clock())
        if status.problem is LinkProblem.REVOKED and not self.lock.is_on:
            self.refresh_identity()
        if status.refused != before.refused:
            self.synced.emit()
        if status.state is LinkState.OFFLINE and before.state in {
            LinkState.ONLINE,
            LinkState.SENDING,
        }:
            self.sounds.play("offline")

    @Slot(object)
    def _pulled(self, _report: object) -> None:
        self.synced.emit()
        self._index()

    def _index(self) -> None:
        self.threads.writer.run(
            self.app.visitors.index_new, self._indexed, self.show_error, Priority.BACKGROUND
        )

    def _indexed(self, count: int) -> None:
        if count:
            self._index()
        self.check_in.refresh()

    @Slot(object)
    def _say_undone(self, outcome: UndoOutcome) -> None:
        words = {
            UndoOutcome.UNDONE: self.tr("Check-in undone"),
            UndoOutcome.ALREADY_UNDONE: self.tr("That check-in was undone already"),
            UndoOutcome.NEEDS_STAFF: self.tr("Over 15 minutes or from another desk: ask staff"),
            UndoOutcome.UNKNOWN_CHECK_IN: self.tr("That check-in is not on this desk"),
        }
        self.window.toast.say(words[outcome])
        if outcome is UndoOutcome.UNDONE:
            self.page.to_idle()

    @Slot(object)
    def _say_seat(self, outcome: AnswerOutcome) -> None:
        words = {
            AnswerOutcome.CONFIRMED: self.tr("Seat accepted: they are enrolled"),
            AnswerOutcome.EXPIRED: self.tr("The offer ran out; the seat went to the next in line"),
        }
        self.window.toast.say(
            words.get(outcome, self.tr("No seat is held for them any more; look at the waitlist"))
        )

    @Slot(object)
    def _say_linked(self, outcome: LinkOutcome) -> None:
        words = {
            LinkOutcome.LINKED: self.tr("Code linked"),
            LinkOutcome.ALREADY_LINKED: self.tr("This code was linked to them already"),
            LinkOutcome.TAKEN: self.tr("This code belongs to somebody else"),
            LinkOutcome.NOT_LINKABLE: self.tr("This code cannot be linked; ask for another"),
        }
        self.window.toast.say(words[outcome])

    @Slot()
    def _tick(self) -> None:
        now = self.app.clock()
        self.window.top.show_time(now)
        status = self.window.top.light.status
        if status.state is LinkState.OFFLINE:
            self.window.show_sync(status, now)
        if isinstance(self.page.panel, SyncDetailsPanel):
            self.page.panel.show_status(status, now)
