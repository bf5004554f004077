"""Joins handheld scanners to the desk: keyboard rules, the serial port, the wizard."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desk_app.documents.pass_image import modules, write_pass_image
from desk_app.runtime.settings import ScannerSettings
from desk_app.scan.wedge import Stroke, Suffix, WedgeRules, strip_affixes
from desk_app.scan.wedge_learning import TEST_CODE, Learnt, learn, learn_line
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.wedge_filter import WedgeFilter
from desk_app.ui.settings.scanner_wizard import ScannerWizard
from desk_app.workers.serial_scanner import ScannerState, SerialScanner

PICTURE_NAME = "scanner-test-code.png"


def wedge_rules(settings: ScannerSettings) -> WedgeRules:
    """Return how the scanner types, from what is set."""
    return WedgeRules(
        max_gap_ms=float(settings.key_gap_ms),
        prefix=settings.prefix,
        suffix=cast("Suffix", settings.suffix),
        suffix_text=settings.suffix_text,
        by_position=settings.layout == "us",
        fixes_caps=settings.fixes_caps,
    )


def changes_of(learnt: Learnt, *, is_serial: bool) -> dict[str, object]:
    """Return the settings that a scan of the test code told."""
    changes: dict[str, object] = {"scanner.prefix": learnt.prefix}
    changes["scanner.suffix_text"] = learnt.suffix_text
    changes["scanner.suffix"] = learnt.suffix
    if is_serial:
        return changes
    changes["scanner.layout"] = "us" if learnt.by_position else "auto"
    changes["scanner.key_gap_ms"] = learnt.key_gap_ms
    if learnt.fixes_caps is not None:
        changes["scanner.fixes_caps"] = learnt.fixes_caps
    return changes


class ScannerJoin(QObject):
    """Reads every handheld scanner of this desk.

    Signals:
        scanned(str): A code, without what the scanner adds.
        state_changed(str): How a serial scanner is: working, missing, lost; empty without one.
        failed(Exception): A person can help the serial scanner.
    """

    scanned = Signal(str)
    state_changed = Signal(str)
    failed = Signal(object)

    def __init__(
        self, app: QApplication, settings: ScannerSettings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._serial: SerialScanner | None = None
        self._wizard: ScannerWizard | None = None
        self._is_serial_lesson = False
        self.state = ""
        self.keys = WedgeFilter(app, wedge_rules(settings))
        self.keys.scanned.connect(self.scanned)
        self.keys.learnt.connect(self._learn_keys)

    def start(self) -> None:
        """Open the serial port, if one is set."""
        if self._settings.kind != "serial" or self._serial is not None:
            return
        self._serial = SerialScanner(self._settings.port, parent=self)
        queued = Qt.ConnectionType.QueuedConnection
        self._serial.scanned.connect(self._take_line, queued)
        self._serial.state_changed.connect(self._show_state, queued)
        self._serial.start()

    def stop(self) -> None:
        """Close the serial port."""
        if self._serial is not None:
            self._serial.stop()
            self._serial.deleteLater()
            self._serial = None
            self._tell("")

    def apply(self, settings: ScannerSettings) -> None:
        """Read scanners by other settings from now on."""
        was, self._settings = self._settings, settings
        self.keys.set_rules(wedge_rules(settings))
        if (was.kind, was.port) != (settings.kind, settings.port):
            self.stop()
            self.start()

    def open_wizard(
        self,
        show: Callable[[SidePanel], None],
        save: Callable[[dict[str, object]], None],
        folder: Path,
    ) -> ScannerWizard:
        """Learn from one scan; until the panel is closed no scan reaches the desk."""
        wizard = ScannerWizard(modules(TEST_CODE))
        wizard.picture_wished.connect(lambda: _open_picture(folder / PICTURE_NAME))
        wizard.closed.connect(self._end_lesson)
        wizard.destroyed.connect(self._wizard_gone)

        def accept(learnt: Learnt) -> None:
            changes = changes_of(learnt, is_serial=self._is_serial_lesson)
            wizard.closed.emit()
            save(changes)

        wizard.accepted.connect(accept)
        show(wizard)
        self._wizard = wizard
        self.keys.set_learning(is_on=True)
        return wizard

    @Slot()
    def _wizard_gone(self) -> None:
        if self._wizard is not None and not isValid(self._wizard):
            self._end_lesson()

    def _end_lesson(self) -> None:
        self._wizard = None
        self.keys.set_learning(is_on=False)

    @Slot(object)
    def _learn_keys(self, strokes: tuple[Stroke, ...]) -> None:
        if self._wizard is not None:
            self._is_serial_lesson = False
            self._wizard.show_learnt(learn(strokes))

    @Slot(str)
    def _take_line(self, line: str) -> None:
        if self._wizard is not None:
            self._is_serial_lesson = True
            self._wizard.show_learnt(learn_line(line), is_serial=True)
            return
        self.scanned.emit(strip_affixes(line, self.keys.rules))

    def _tell(self, state: str) -> None:
        self.state = state
        self.state_changed.emit(state)

    @Slot(object)
    def _show_state(self, state: ScannerState) -> None:
        self._tell(state.kind.value)
        if state.problem is not None:
            self.failed.emit(state.problem)


def _open_picture(path: Path) -> None:
    write_pass_image(TEST_CODE, path)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
