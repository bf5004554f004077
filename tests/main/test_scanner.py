"""Handheld scanners joined to the desk: the wizard learns and saves, the serial port follows."""

import os
import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desk_app.main.scanner import ScannerJoin, changes_of
from desk_app.runtime.settings import Settings
from desk_app.scan.key_positions import position_of
from desk_app.scan.wedge_learning import TEST_CODE, learn_line
from desk_app.ui.common.raw_keys import RawKey
from desk_app.ui.settings.camera import CameraSection
from desk_app.ui.settings.view import SettingsView


class Scanner:
    """A handheld scanner on the keyboard."""

    def __init__(self, join: ScannerJoin, *, has_caps: bool = False) -> None:
        self.join, self.has_caps, self.now_ms = join, has_caps, 50_000

    def scan(self, text: str, *, end: str = "\r") -> None:
        self.now_ms += 2000
        for char in text + end:
            self.now_ms += 10
            placed = position_of(char) or (28, False)
            self.join.keys.raw_key(
                RawKey(
                    position=placed[0],
                    has_shift=placed[1],
                    at_ms=self.now_ms,
                    has_caps=self.has_caps,
                )
            )
            key = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}.get(char)
            shown = char.swapcase() if self.has_caps else char
            event = QKeyEvent(
                QEvent.Type.KeyPress,
                key or Qt.Key(ord(char.upper())),
                Qt.KeyboardModifier.NoModifier,
                shown,
            )
            event.setTimestamp(self.now_ms)
            QApplication.sendEvent(QApplication.focusWidget(), event)


@pytest.fixture
def make_join(qapp, qtbot):
    page = QWidget()
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.hasFocus)
    made = []

    def make(settings: Settings) -> ScannerJoin:
        join = ScannerJoin(qapp, settings.scanner)
        made.append(join)
        return join

    yield make
    for join in made:
        join.stop()
        qapp.removeEventFilter(join.keys)


@pytest.fixture
def wizard_of(qtbot, tmp_path):
    saved = {}

    def open_wizard(join):
        wizard = join.open_wizard(qtbot.addWidget, saved.update, tmp_path)
        return wizard, saved

    return open_wizard


def after(settings: Settings, changes) -> Settings:
    for key, value in changes.items():
        settings = settings.with_value(key, value)
    return settings


def test_one_scan_teaches_prefix_ending_and_caps_and_then_codes_come_exactly(
    make_join, wizard_of, qtbot
):
    join = make_join(Settings())
    wizard, saved = wizard_of(join)
    scanner = Scanner(join, has_caps=True)
    with qtbot.assertNotEmitted(join.scanned), qtbot.waitSignal(join.keys.learnt):
        scanner.scan("~" + TEST_CODE, end="\t")
    assert "~" in wizard.found.text()
    assert "Tab" in wizard.found.text()
    wizard.main_button.click()
    assert (saved["scanner.prefix"], saved["scanner.suffix"]) == ("~", "tab")
    assert saved["scanner.fixes_caps"] is True
    join.apply(after(Settings(), saved).scanner)
    with qtbot.waitSignal(join.scanned) as seen:
        scanner.scan("~Badge-7731", end="\t")
    assert seen.args == ["Badge-7731"]


def test_another_code_is_told_apart_and_nothing_can_be_saved(make_join, wizard_of, qtbot):
    join = make_join(Settings())
    wizard, saved = wizard_of(join)
    with qtbot.waitSignal(join.keys.learnt):
        Scanner(join).scan("BADGE-7731")
    assert "not the code" in wizard.found.text()
    assert not wizard.main_button.isEnabled()
    assert saved == {}


def test_a_cancelled_wizard_changes_nothing_and_scans_reach_the_desk_again(
    make_join, wizard_of, qtbot
):
    join = make_join(Settings())
    wizard, saved = wizard_of(join)
    wizard.closed.emit()
    with qtbot.waitSignal(join.scanned) as seen:
        Scanner(join).scan("BADGE-7731")
    assert (seen.args, saved) == (["BADGE-7731"], {})


def test_a_wizard_that_vanished_keeps_no_scan(make_join, qtbot, tmp_path):
    join = make_join(Settings())
    wizard = join.open_wizard(lambda _panel: None, lambda _changes: None, tmp_path)
    wizard.deleteLater()
    qtbot.waitUntil(lambda: not isValid(wizard))
    with qtbot.waitSignal(join.scanned) as seen:
        Scanner(join).scan("BADGE-7731")
    assert seen.args == ["BADGE-7731"]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_a_serial_scanner_is_read_taught_and_let_go(make_join, wizard_of, qtbot):
    device, far = os.openpty()
    settings = Settings().with_value("scanner.port", os.ttyname(far))
    join = make_join(settings)
    with qtbot.waitSignal(join.state_changed, timeout=5000) as state:
        join.apply(settings.with_value("scanner.kind", "serial").scanner)
    assert state.args == ["working"]
    wizard, saved = wizard_of(join)
    os.write(device, f"~{TEST_CODE}\r\n".encode())
    qtbot.waitUntil(wizard.main_button.isEnabled)
    wizard.main_button.click()
    assert saved["scanner.prefix"] == "~"
    assert "scanner.key_gap_ms" not in saved
    serial = settings.with_value("scanner.kind", "serial")
    join.apply(after(serial, saved).scanner)
    with qtbot.waitSignal(join.scanned) as seen:
        os.write(device, b"~BADGE-7731\r\n")
    assert seen.args == ["BADGE-7731"]
    with qtbot.waitSignal(join.state_changed) as state:
        join.apply(settings.scanner)
    assert state.args == [""]
    os.close(device)
    os.close(far)


def test_what_the_settings_show_is_what_is_set_and_shows_no_change(qtbot):
    section = CameraSection()
    qtbot.addWidget(section)
    settings = after(
        Settings(),
        {
            "scanner.kind": "serial", "scanner.port": "COM9", "scanner.suffix": "custom",
            "scanner.suffix_text": "#", "scanner.prefix": "~", "scanner.key_gap_ms": 110,
        },
    )  # fmt: skip
    with qtbot.assertNotEmitted(section.setting_changed):
        section.show_view(SettingsView(settings=settings, ports=[("COM3", "Scanner (COM3)")]))
    shown = section.scanner
    assert (shown.kind.value, shown.port_box.currentData()) == ("serial", "COM9")
    assert (shown.suffix_box.currentData(), shown.suffix_text_edit.text()) == ("custom", "#")
    assert (shown.prefix_edit.text(), shown.gap_box.currentData()) == ("~", 110)
    with qtbot.waitSignal(section.setting_changed) as seen:
        shown.gap_box.activated.emit(0)
    assert seen.args == ["scanner.key_gap_ms", 110]
    with qtbot.waitSignal(section.setting_changed) as seen:
        shown.fixes_caps.click()
    assert seen.args == ["scanner.fixes_caps", False]


@pytest.mark.parametrize("kind", ["keyboard", "serial"])
def test_every_control_of_the_scanner_has_a_name(qtbot, kind):
    section = CameraSection()
    qtbot.addWidget(section)
    settings = Settings().with_value("scanner.kind", kind)
    section.show_view(SettingsView(settings=settings.with_value("scanner.suffix", "custom")))
    named = section.scanner
    controls = (
        named.wizard_button, named.port_box, named.find_button, named.prefix_edit,
        named.suffix_box, named.suffix_text_edit, named.gap_box, named.by_place, named.fixes_caps,
    )  # fmt: skip
    assert [type(c) for c in controls if not c.accessibleName()] == []
    assert named.port_box.isVisibleTo(section) == (kind == "serial")


def test_what_was_learnt_fits_the_settings():
    found = learn_line(TEST_CODE)
    for is_serial in (True, False):
        after(Settings(), changes_of(found, is_serial=is_serial))
