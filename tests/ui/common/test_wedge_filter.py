"""A scanner's burst becomes a code; what a person types arrives whole and in order."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_app.ui.common.wedge_filter import WedgeFilter


class Keyboard:
    """Presses keys at moments of its own."""

    def __init__(self) -> None:
        self.now_ms = 1000

    def press(self, key: Qt.Key, text: str = "", modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(self.now_ms)
            QApplication.sendEvent(QApplication.focusWidget(), event)

    def type(self, text: str, *, gap_ms: int) -> None:
        for letter in text:
            self.now_ms += gap_ms
            if letter == "\n":
                self.press(Qt.Key.Key_Return, "\r")
            else:
                self.press(Qt.Key(ord(letter.upper())), letter)


@pytest.fixture
def keys(qapp, qtbot):
    found = WedgeFilter(qapp)
    yield found
    qapp.removeEventFilter(found)
    found.deleteLater()


@pytest.fixture
def window(qtbot):
    page = QWidget()
    layout = QVBoxLayout(page)
    page.edit, page.button = QLineEdit(), QPushButton("OK")
    layout.addWidget(page.edit)
    layout.addWidget(page.button)
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.hasFocus)
    return page


def test_a_burst_with_enter_is_a_scan_even_inside_a_field(keys, window, qtbot):
    window.edit.setFocus()
    with qtbot.waitSignal(keys.scanned) as seen:
        Keyboard().type("YZ1.ABCDEF\n", gap_ms=8)
    assert seen.args == ["YZ1.ABCDEF"]
    assert window.edit.text() == ""


def test_slow_typing_reaches_the_field_whole(keys, window, qtbot):
    window.edit.setFocus()
    Keyboard().type("gwq 1234", gap_ms=120)
    qtbot.waitUntil(lambda: window.edit.text() == "gwq 1234")


def test_a_fast_typist_with_enter_is_no_scanner(keys, window, qtbot):
    window.edit.setFocus()
    with qtbot.assertNotEmitted(keys.scanned), qtbot.waitSignal(window.edit.returnPressed):
        Keyboard().type("guwanqing\n", gap_ms=65)
    assert window.edit.text() == "guwanqing"


def test_a_bare_digit_acts_once_it_is_known_to_be_alone(keys, window, qtbot):
    with qtbot.waitSignal(keys.digit) as seen:
        Keyboard().type("2", gap_ms=500)
    assert seen.args == [2]


def test_a_digit_in_a_field_is_typing(keys, window, qtbot):
    window.edit.setFocus()
    with qtbot.assertNotEmitted(keys.digit):
        Keyboard().type("2", gap_ms=500)
        qtbot.waitUntil(lambda: window.edit.text() == "2")


def test_digits_of_a_scan_never_act(keys, window, qtbot):
    with qtbot.assertNotEmitted(keys.digit, wait=200), qtbot.waitSignal(keys.scanned):
        Keyboard().type("2134567\n", gap_ms=10)


def test_a_bare_enter_confirms(keys, window, qtbot):
    with qtbot.waitSignal(keys.confirm):
        Keyboard().type("\n", gap_ms=500)


def test_a_second_enter_of_a_scanner_confirms_nothing(keys, window, qtbot):
    with qtbot.assertNotEmitted(keys.confirm, wait=200):
        Keyboard().type("ABCDEFG\n\n", gap_ms=10)


def test_enter_presses_the_button_in_focus(keys, window, qtbot):
    window.button.setFocus()
    with qtbot.assertNotEmitted(keys.confirm), qtbot.waitSignal(window.button.clicked):
        Keyboard().type("\n", gap_ms=500)


def test_space_presses_the_button_in_focus_at_once(keys, window, qtbot):
    window.button.setFocus()
    with qtbot.waitSignal(window.button.clicked, timeout=50):
        Keyboard().type(" ", gap_ms=500)


def test_keys_before_an_arrow_come_before_it(keys, window, qtbot):
    window.edit.setFocus()
    board = Keyboard()
    board.type("ab", gap_ms=10)
    board.press(Qt.Key.Key_Left)
    board.type("c", gap_ms=100)
    qtbot.waitUntil(lambda: window.edit.text() == "acb")


def test_capitals_of_a_scanner_keep_the_burst_together(keys, window, qtbot):
    board = Keyboard()
    with qtbot.waitSignal(keys.scanned) as seen:
        for letter in "ABcd9":
            board.press(Qt.Key.Key_Shift, "", Qt.KeyboardModifier.ShiftModifier)
            board.type(letter, gap_ms=5)
        board.type("\n", gap_ms=5)
    assert seen.args == ["ABcd9"]


def test_a_chord_passes_at_once(keys, window, qtbot):
    window.edit.setFocus()
    window.edit.setText("old")
    Keyboard().press(Qt.Key.Key_A, "\x01", Qt.KeyboardModifier.ControlModifier)
    assert window.edit.selectedText() == "old"
