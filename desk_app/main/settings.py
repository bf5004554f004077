"""Joins the settings page to what it changes; a change acts at once and is saved."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from desk_app import __version__
from desk_app.compose import DATABASE
from desk_app.domain.errors import KnownError
from desk_app.domain.people import Role
from desk_app.main.appearance import apply_appearance
from desk_app.main.locking import ENROLMENT
from desk_app.main.window import DeskWindow
from desk_app.runtime.backup import BackupFacts, backup
from desk_app.runtime.settings import Settings, save
from desk_app.services.results import DeskIdentity
from desk_app.ui.common.texts import words_of
from desk_app.ui.settings.page import DeskNames, NewOperator, SettingsPage, SettingsView
from desk_app.ui.settings.scanner_wizard import ScannerWizard
from desk_app.ui.shell.lazy_page import LazyPage

if TYPE_CHECKING:
    from desk_app.scan.serial_port import PortInfo
    from desk_app.scan.sources import CameraInfo

logger = logging.getLogger(__name__)


class SettingsJoin(QObject):
    """Keeps the settings of this PC and acts on them."""

    def __init__(self, desk: DeskWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cameras: tuple[CameraInfo, ...] = ()
        self._ports: tuple[PortInfo, ...] = ()
        self._identity = DeskIdentity(station="", desk="", operator="")
        self._way = ("", "")
        self._place = LazyPage(self._make_page)
        desk.window.add_page("settings", "settings", self._place)
        desk.code_takers.append(self.take_code)
        QApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        desk.identity_changed.connect(self._show)
        desk.window.page_shown.connect(
            lambda key: self.find_cameras() if key == "settings" else None
        )
        shortcut = QShortcut(QKeySequence("F9"), desk.window)
        shortcut.activated.connect(self.next_camera)

    @property
    def page(self) -> SettingsPage:
        """The page, built when it is first needed."""
        return self._place.page

    def _make_page(self) -> SettingsPage:
        desk, page = self._desk, SettingsPage()
        page.setting_changed.connect(self._change)
        page.sound_wished.connect(desk.sounds.play)
        page.join_requested.connect(self._join)
        page.proxy_changed.connect(self._change_proxy)
        page.code_typed.connect(self._describe)
        page.backup_requested.connect(self._backup)
        page.operator_added.connect(self._add_operator)
        page.desk_named.connect(self._name_desk)
        page.cameras_wished.connect(self.find_cameras)
        desk.camera.show_on(page)
        page.ports_wished.connect(self.find_ports)
        page.wizard_wished.connect(self.open_wizard)
        desk.scanner.state_changed.connect(page.camera.scanner.show_state)
        page.camera.scanner.show_state(desk.scanner.state)
        page.show_settings(self._view())
        self._read_way()
        return page

    def _read_way(self) -> None:
        desk = self._desk
        desk.threads.reader.run(desk.app.desk.way_to_centre, self._show_way, desk.show_error)

    def _show_way(self, way: tuple[str, str]) -> None:
        self._way = way
        self.page.centre.show_view(self._view())

    def take_code(self, text: str) -> bool:
        """Take a scanned join code where one is asked for, and nowhere else."""
        if not self._place.is_built or self._desk.sync.is_running:
            return False
        is_ours = text.startswith(ENROLMENT) and self.page.centre.isVisible()
        if is_ours:
            self.page.centre.show_code(text)
        return is_ours

    @Slot(str)
    def _describe(self, text: str) -> None:
        self._desk.threads.reader.run(
            lambda: _destination(text),
            lambda place: self.page.centre.show_destination(text, place),
            self._desk.show_error,
        )

    @Slot(str)
    def _change_proxy(self, text: str) -> None:
        desk = self._desk

        def done(proxy: str) -> None:
            self.page.centre.show_proxy(proxy)
            self._read_way()
            desk.window.toast.say(self.tr("Proxy saved") if proxy else self.tr("No proxy set"))
            desk.sync.exchange_now()

        desk.threads.writer.run(lambda: desk.app.desk.set_proxy(text), done, self._proxy_failed)

    def _proxy_failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.page.centre.show_proxy_problem(words_of(error))
        else:
            self._desk.show_error(error)

    @Slot()
    def next_camera(self) -> None:
        """Watch the next webcam (F9); the choice is kept."""
        sources = [camera.source for camera in self._cameras]
        if not sources:
            self._desk.window.toast.say(self.tr("No camera found; a scanner and search work"))
            self.find_cameras()
            return
        here = self._desk.settings.camera.source
        place = sources.index(here) + 1 if here in sources else 0
        self._change("camera.source", sources[place % len(sources)])
        self._desk.window.toast.say(self._cameras[place % len(sources)].name)

    @Slot()
    def find_cameras(self) -> None:
        """Look for webcams, off the GUI thread."""
        self._desk.threads.reader.run(_look_for_cameras, self._found, self._desk.show_error)

    def _found(self, cameras: "tuple[CameraInfo, ...]") -> None:
        self._cameras = cameras
        self._show(self._identity)

    @Slot()
    def find_ports(self) -> None:
        """Look for serial ports, off the GUI thread."""
        self._desk.threads.reader.run(_look_for_ports, self._found_ports, self._desk.show_error)

    def _found_ports(self, ports: "tuple[PortInfo, ...]") -> None:
        self._ports = ports
        self._show(self._identity)

    @Slot()
    def open_wizard(self) -> ScannerWizard:
        """Learn from one scan how the scanner types."""
        desk = self._desk
        return desk.scanner.open_wizard(desk.open_panel, self._save_scanner, desk.app.data)

    def _save_scanner(self, changes: dict[str, object]) -> None:
        for key, value in changes.items():
            self._change(key, value)
        self._show(self._identity)
        self._desk.window.toast.say(self.tr("The scanner is set up"))

    @Slot(object)
    def _show(self, identity: DeskIdentity) -> None:
        self._identity = identity
        if self._place.is_built:
            self._read_way()
            self.page.show_settings(self._view())

    def _view(self) -> SettingsView:
        desk, identity = self._desk, self._identity
        return SettingsView(
            settings=desk.settings,
            cameras=[(c.source, c.name) for c in self._cameras],
            ports=[(p.port, p.name) for p in self._ports],
            operators=desk.operators,
            is_joined=desk.sync.is_running,
            station=identity.station,
            desk=identity.desk,
            data=str(desk.app.data),
            version=__version__,
            centre=self._way[0],
            proxy=self._way[1],
        )

    @Slot(str, object)
    def _change(self, key: str, value: object) -> None:
        desk = self._desk
        was = desk.settings
        desk.settings = was.with_value(key, value)
        desk.threads.reader.run(
            lambda: save(desk.settings, desk.app.data), lambda _none: None, desk.show_error
        )
        self._act(was, desk.settings)

    def _act(self, was: Settings, now: Settings) -> None:
        desk = self._desk
        desk.sounds.volume, desk.sounds.is_muted = now.sound.volume, now.sound.is_muted
        desk.page.stage.card.set_muted(now.sound.is_muted)
        desk.page.stage.set_mirrored(now.camera.is_mirrored)
        desk.camera.read_barcodes(now.camera.reads_barcodes)
        if was.appearance != now.appearance:
            app = QApplication.instance()
            if isinstance(app, QApplication):
                apply_appearance(app, now)
        if was.scanner != now.scanner:
            desk.scanner.apply(now.scanner)
            self._show(self._identity)
            if now.scanner.kind == "serial" and not self._ports:
                self.find_ports()
        if was.camera.source != now.camera.source and now.camera.source:
            desk.camera.start(now.camera.source)

    @Slot()
    def _follow_system(self) -> None:
        app = QApplication.instance()
        if self._desk.settings.appearance.theme == "system" and isinstance(app, QApplication):
            apply_appearance(app, self._desk.settings)

    @Slot(object)
    def _name_desk(self, names: DeskNames) -> None:
        desk = self._desk
        desk.threads.writer.run(
            lambda: desk.app.desk.set_up(station=names.station, desk=names.desk),
            self._desk_named,
            desk.show_error,
        )

    def _desk_named(self, _nothing: None) -> None:
        self._desk.window.toast.say(self.tr("Names saved"))
        self._desk.refresh_identity()

    @Slot(str)
    def _join(self, text: str) -> None:
        from desk_app.sync.enrolment import enrol_beside  # noqa: PLC0415  (psycopg costs 135 ms)

        desk = self._desk
        desk.threads.network.run(
            lambda: enrol_beside(desk.sync.run_write, text),
            lambda _joined: desk.refresh_identity(),
            self._join_failed,
        )

    def _join_failed(self, error: Exception) -> None:
        self.page.centre.show_join_problem(
            words_of(error) if isinstance(error, KnownError) else self._desk.unexpected(error)
        )

    @Slot()
    def _backup(self) -> None:
        desk = self._desk
        out = desk.app.data / "backups" / f"desk-{desk.app.clock():%Y%m%d-%H%M%S}.db"
        desk.threads.reader.run(
            lambda: backup(desk.app.data / DATABASE, out), self._backed_up, desk.show_error
        )

    def _backed_up(self, facts: BackupFacts) -> None:
        self._desk.window.toast.say(self.tr("Copied to {0}").format(facts.path.name))

    @Slot(object)
    def _add_operator(self, new: NewOperator) -> None:
        desk = self._desk
        pin = new.pin if new.role is Role.STAFF else None
        desk.threads.writer.run(
            lambda: desk.app.desk.add_operator(new.name, new.role, pin=pin),
            self._operator_added,
            desk.show_error,
        )

    def _operator_added(self, _nothing: None) -> None:
        self.page.clear_operator()
        self._desk.window.toast.say(self.tr("Operator added"))
        self._desk.refresh_identity()


def _destination(text: str) -> str:
    """Return where a join code leads; nothing while it is no whole one."""
    from desk_app.sync.addresses import GatewayCentre, read_invitation  # noqa: PLC0415

    try:
        centre = read_invitation(text).centre
    except KnownError:
        return ""
    return centre.url if isinstance(centre, GatewayCentre) else f"{centre.host}:{centre.port}"


def _look_for_ports() -> "tuple[PortInfo, ...]":
    from desk_app.scan.serial_port import list_ports  # noqa: PLC0415  (pyserial, off the start)

    return list_ports()


def _look_for_cameras() -> "tuple[CameraInfo, ...]":
    from desk_app.scan.sources import list_cameras  # noqa: PLC0415  (numpy and cv2, off the start)

    return list_cameras()
