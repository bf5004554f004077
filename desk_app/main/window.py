"""One desk in a window: threads, pages, camera, sync, joined once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from desk_app.compose import DeskApp
from desk_app.domain.clock import Clock, system_clock
from desk_app.domain.errors import KnownError
from desk_app.domain.link import LinkState, SyncStatus, may_miss_others
from desk_app.domain.people import Operator, Role
from desk_app.main.camera import CameraJoin
from desk_app.main.check_in import CheckInJoin, Threads
from desk_app.main.door_panels import DoorPanels
from desk_app.main.door_photos import DoorPhotos
from desk_app.main.door_toasts import DoorToasts
from desk_app.main.elsewhere import ElsewhereJoin
from desk_app.main.locking import LockJoin
from desk_app.main.scanner import ScannerJoin
from desk_app.main.sync import SyncJoin
from desk_app.runtime.settings import Settings
from desk_app.services.results import DeskIdentity
from desk_app.ui.check_in.page import CheckInPage
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.sound import Sounds
from desk_app.ui.common.texts import words_of
from desk_app.ui.shell.keys_panel import KeysPanel
from desk_app.ui.shell.window import MainWindow
from desk_app.workers.database import DatabaseThread, Priority

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
        self.sync = SyncJoin(self, sync_clock)
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
        DoorPanels(self)
        DoorToasts(self)
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
        self.sync.stop()
        self.elsewhere.interrupt()
        self.threads.network.close()
        self.threads.writer.close()
        self.threads.reader.close()
        self.sounds.close()
        self.app.close()

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
        page.sounded.connect(self.sounds.play)
        page.pin_requested.connect(lambda _session: QTimer.singleShot(150, self.refresh_identity))
        check_in.failed.connect(self.show_error)
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
            ("F1", lambda: self.open_panel(KeysPanel())),
            ("F2", page.add_visitor),
            ("F3", page.search.find_person),
            ("Ctrl+F", lambda: self._key("find", page.search.find_person)),
            ("F4", page.toggle_pin),
            ("F5", lambda: self._key("elsewhere", page.look_elsewhere)),
            ("F7", page.not_this_person),
            ("F8", lambda: self._key("staff", page.request_staff)),
            ("F12", self.sync.open_details),
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
        panel.closed.connect(self.page.hide_panel)
        self.window.show_page("check_in")
        self.page.show_panel(panel)

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
            self.sync.start()
        else:
            self.sync.show(SyncStatus(state=LinkState.ALONE))
        self.identity_changed.emit(self._identity)

    @Slot()
    def _tick(self) -> None:
        now = self.app.clock()
        self.window.top.show_time(now)
        self.sync.tick()
