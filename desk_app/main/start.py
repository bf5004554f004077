"""Starting the window: logs, crash keeper, settings, one window, then the desk."""

import gc
import logging
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app import __version__
from desk_app.compose import DATABASE, DeskApp, open_desk
from desk_app.compose_sync import connections
from desk_app.domain.clock import local_day, system_clock
from desk_app.domain.errors import KnownError
from desk_app.domain.people import Role
from desk_app.main.appearance import apply_appearance
from desk_app.main.instance import OneWindow
from desk_app.main.pages import join_pages
from desk_app.main.settings import SettingsJoin
from desk_app.main.window import DeskWindow
from desk_app.runtime.backup import copy_daily
from desk_app.runtime.crash import CrashKeeper, forget, last_crash
from desk_app.runtime.logs import start_logging
from desk_app.runtime.settings import Settings, load, save
from desk_app.ui.common.failure import failure_box
from desk_app.ui.common.texts import words_of
from desk_app.ui.first_start.page import FirstStartAnswers, FirstStartPage
from desk_app.workers.database import DatabaseThread

logger = logging.getLogger(__name__)


def run_window(data: Path, *, camera: str | None, language: str | None) -> int:
    """Open the window on a data directory and run until it is closed; answers the exit status."""
    if not _has_display():
        raise KnownError(
            "no_display",
            zh="这台电脑没有图形界面，开不了窗口。可用 desk-app watch 签到，"
            "或用 desk-app demo --headless 看演示。",
            en="There is no display here, so no window can open. "
            "desk-app watch checks people in without one; desk-app demo --headless shows the demo.",
        )
    start_logging(data / "logs", "window")
    keeper = CrashKeeper(data / "crashes", clock=system_clock, version=__version__, name="window")
    keeper.install()
    app = make_application()
    problems: list[KnownError] = []
    settings = _settings(data, problems)
    if language is not None:
        settings = replace(settings, appearance=replace(settings.appearance, language=language))
    apply_appearance(app, settings)
    one = OneWindow(data)
    start = _Start(data, settings, camera)
    if not one.take(start.raise_window):
        sys.stderr.write(
            "已经打开了一个窗口，把它调到前面。 / It is open already and was raised.\n"
        )
        return 0
    try:
        start.begin(problems)
        status = app.exec()
    except KnownError as error:
        tell_failure(error)
        status = 3
    finally:
        start.end()
        one.give_back()
        keeper.uninstall()
    return status


def _has_display() -> bool:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def make_application() -> QApplication:
    """Return the application, made once."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("station-desk")
    return app


def tell_failure(error: KnownError) -> None:
    """Say why no window opens: on the screen, and to a terminal where there is one."""
    if sys.stderr is not None:  # a windowed program on Windows has none
        sys.stderr.write(f"{error.zh}\n{error.en}\n")
    if _has_display() and make_application().platformName() != "offscreen":
        failure_box(error.zh, error.en).exec()


def first_camera() -> str:
    """Return the first webcam's index as a source, or nothing."""
    from desk_app.scan.sources import list_cameras  # noqa: PLC0415  (numpy and cv2, off the start)

    found = list_cameras()
    return found[0].source if found else ""


def _settings(data: Path, problems: list[KnownError]) -> Settings:
    try:
        return load(data)
    except KnownError as error:
        problems.append(error)
        return Settings()


def _set_up(app: DeskApp, answers: FirstStartAnswers) -> None:
    """Store the answers of the first start; staff and centre only where they were given.

    Raises:
        KnownError: An answer cannot be used; the desk is not set up then.
    """
    if answers.staff:
        app.desk.add_operator(answers.staff, Role.STAFF, pin=answers.staff_pin)
    with app.read() as work:
        is_joined = work.settings.is_joined  # by the answers before these
    if answers.enrol and not is_joined:
        from desk_app.sync.enrolment import enrol  # noqa: PLC0415  (psycopg costs 135 ms)

        enrol(connections(app), answers.enrol)
    app.desk.begin_shift(answers.operator)
    app.desk.set_up(station=answers.station, desk=answers.desk)


def _cameras() -> list[tuple[str, str]]:
    from desk_app.scan.sources import list_cameras  # noqa: PLC0415  (numpy and cv2, off the start)

    return [(camera.source, camera.name) for camera in list_cameras()]


class _Start:
    """The window from first start to last close."""

    def __init__(self, data: Path, settings: Settings, camera: str | None) -> None:
        self._data = data
        self._settings = settings
        self._camera = camera
        self._desk: DeskWindow | None = None
        self._first: FirstStartPage | None = None
        self._setting_up: DatabaseThread | None = None

    def begin(self, problems: list[KnownError]) -> None:
        """Show the desk, or the questions of the first start."""
        app = open_desk(self._data)
        if app.desk.is_set_up():
            self._open(DeskWindow(app, self._settings), problems)
        else:
            self._ask(app, problems)
        _collect_garbage_again()

    def _ask(self, app: DeskApp, problems: list[KnownError]) -> None:
        self._first = FirstStartPage()
        self._first.finished.connect(lambda answers: self._answered(app, answers, problems))
        self._first.demo_requested.connect(lambda: self._show_demo(app))
        self._first.show_cameras(_cameras())
        self._first.show()

    def end(self) -> None:
        """Close what was opened."""
        self._end_setting_up()
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def raise_window(self) -> None:
        """Bring the window to the front."""
        window = self._desk.window if self._desk else self._first
        if window is not None:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.raise_()
            window.activateWindow()

    def _show_demo(self, app: DeskApp) -> None:
        """Close the questions and let another process show the demo in a directory of its own."""
        command = [sys.executable, "-m", "desk_app.cli", "demo"]
        subprocess.Popen(command, start_new_session=True)  # noqa: S603  (our own program)
        app.close()
        if self._first is not None:
            self._first.close()

    def _answered(
        self, app: DeskApp, answers: FirstStartAnswers, problems: list[KnownError]
    ) -> None:
        if self._first is None or self._setting_up is not None:
            return
        self._first.set_busy(is_busy=True)
        self._setting_up = DatabaseThread("first start")
        self._setting_up.run(
            lambda: _set_up(app, answers),
            lambda _nothing: self._set_up_done(app, answers, problems),
            self._set_up_failed,
        )

    def _set_up_failed(self, error: Exception) -> None:
        self._end_setting_up()
        if self._first is not None:
            self._first.set_busy(is_busy=False)
            self._first.show_error(words_of(error))
        if not isinstance(error, KnownError):
            logger.error("the desk could not be set up", exc_info=error)

    def _end_setting_up(self) -> None:
        if self._setting_up is not None:
            self._setting_up.close()
            self._setting_up = None

    def _set_up_done(
        self, app: DeskApp, answers: FirstStartAnswers, problems: list[KnownError]
    ) -> None:
        self._end_setting_up()
        if self._first is None:
            return
        self._first.close()
        self._first = None
        if answers.camera:
            self._settings = self._settings.with_value("camera.source", answers.camera)
            save(self._settings, self._data)
        self._open(DeskWindow(app, self._settings), problems)

    def _open(self, desk: DeskWindow, problems: list[KnownError]) -> None:
        self._desk = desk
        join_pages(desk)
        settings = SettingsJoin(desk, desk)
        desk.show()
        settings.find_cameras()
        source = self._camera or self._settings.camera.source
        if source:
            desk.camera.start(source)
        else:
            desk.threads.reader.run(first_camera, self._found_camera, desk.show_error)
        for problem in problems:
            desk.show_error(problem)
        self._show_crash(desk)
        threading.Thread(target=_copy_today, args=(self._data,), daemon=True).start()

    def _found_camera(self, source: str) -> None:
        if self._desk is None:
            return
        if source:
            self._desk.camera.start(source)
        else:
            self._desk.camera.show_missing()

    def _show_crash(self, desk: DeskWindow) -> None:
        crash = last_crash(self._data / "crashes")
        if crash is not None:
            desk.window.show_problem(desk.crash_words())
            forget(self._data / "crashes")


def _collect_garbage_again() -> None:
    """End the rest that `desk-app run` gave the collector; what the start made is left alone."""
    gc.freeze()
    gc.enable()


def _copy_today(data: Path) -> None:
    """Keep the day's copy of the database, beside everything else that the start does."""
    try:
        copy_daily(data / DATABASE, data / "backups", local_day(system_clock()))
    except KnownError as error:
        logger.warning("no daily copy: %s", error.code)


def probe_window(data: Path) -> None:
    """Open the window of a set-up data directory, wait until it is painted and listening, close it.

    For `make bench`.
    """
    app = make_application()
    settings = load(data)
    apply_appearance(app, settings)
    desk = DeskWindow(open_desk(data), settings)
    join_pages(desk)
    SettingsJoin(desk, desk)
    desk.show()
    desk.identity_changed.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    app.exec()
    desk.window.repaint()
    _collect_garbage_again()
    desk.close()
