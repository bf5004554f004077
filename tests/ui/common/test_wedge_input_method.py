"""Whatever an input method, a layout, Caps Lock or an open dialog does: the scan comes exactly."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desk_app.scan.key_positions import TAB, position_of
from desk_app.scan.wedge import WedgeRules
from desk_app.ui.common.raw_keys import RawKey
from desk_app.ui.common.wedge_filter import WedgeFilter

ENTER = 28


class Keyboard:
    """Presses keys as a system does that tells of each before an input method has it."""

    def __init__(self, keys: WedgeFilter, *, has_caps: bool = False) -> None:
        self.keys = keys
        self.has_caps = has_caps
        self.now_ms = 10_000

    def raw(self, position: int, has_shift: bool = False, *, gap_ms: int = 8) -> None:
        self.now_ms += gap_ms
        self.keys.raw_key(
            RawKey(
                position=position, at_ms=self.now_ms, has_shift=has_shift, has_caps=self.has_caps
            )
        )

    def press(self, key: Qt.Key, text: str, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        popup = QApplication.activePopupWidget()
        target = popup or QApplication.focusWidget() or QApplication.activeWindow()
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(self.now_ms)
            QApplication.sendEvent(target, event)

    def type(self, text: str, *, end: str = "\r", gap_ms: int = 8) -> None:
        for char in text:
            self.raw(*position_of(char), gap_ms=gap_ms)
            shown = char.swapcase() if self.has_caps else char
            self.press(Qt.Key(ord(char.upper())), shown)
        if end:
            self.raw(ENTER if end == "\r" else TAB, gap_ms=gap_ms)
            self.press(Qt.Key.Key_Return if end == "\r" else Qt.Key.Key_Tab, end)

    def compose(self, text: str, *, commit: str = "", gap_ms: int = 8) -> None:
        """Press keys that an input method swallows into its composition."""
        for place, char in enumerate(text, start=1):
            self.raw(*position_of(char), gap_ms=gap_ms)
            _send_input(QInputMethodEvent(text[:place], []))
        self.raw(ENTER, gap_ms=gap_ms)
        event = QInputMethodEvent("", [])
        event.setCommitString(commit or text)
        _send_input(event)


def _send_input(event: QInputMethodEvent) -> None:
    QApplication.sendEvent(QApplication.focusWidget(), event)


@pytest.fixture
def keys(qapp, qtbot):
    found = WedgeFilter(qapp)
    yield found
    qapp.removeEventFilter(found)
    found.deleteLater()


def contents(widget: QWidget) -> object:
    for name in ("toPlainText", "text", "currentText", "currentRow", "value"):
        if hasattr(widget, name):
            return getattr(widget, name)()
    return None


def shown(widget: QWidget, qtbot) -> QWidget:
    page = QWidget()
    QVBoxLayout(page).addWidget(widget)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    return page


def rows() -> QListWidget:
    found = QListWidget()
    found.addItems(["Alpha", "Beta", "1"])
    found.setCurrentRow(0)
    return found


def choices(*, editable: bool = False) -> QComboBox:
    found = QComboBox()
    found.addItems(["Alpha", "Beta", "1"])
    found.setEditable(editable)
    return found


@pytest.mark.parametrize(
    "make",
    [
        QLineEdit, QTextEdit, QPlainTextEdit, QSpinBox, QPushButton, rows, choices,
        lambda: choices(editable=True),
    ],
    ids=["line", "text", "plain text", "spin", "button", "list", "combo", "editable combo"],
)  # fmt: skip
def test_a_scan_leaves_whatever_has_the_focus_as_it_was(keys, qtbot, make):
    widget = make()
    page = shown(widget, qtbot)
    before = contents(widget)
    with qtbot.waitSignal(keys.scanned) as seen:
        Keyboard(keys).type("1B2.alpha=7")
    assert seen.args == ["1B2.alpha=7"]
    assert contents(widget) == before
    assert page.isVisible()


@pytest.mark.parametrize("make", [QLineEdit, QTextEdit])
def test_a_scan_that_an_input_method_swallowed_comes_all_the_same(keys, qtbot, make):
    edit = make()
    page = shown(edit, qtbot)
    with qtbot.waitSignal(keys.scanned) as seen:
        Keyboard(keys).compose("badge7731x", commit="八的个")
    assert seen.args == ["badge7731x"]
    assert contents(edit) == ""
    assert page.isVisible()


def test_composing_by_hand_stays_composing(keys, qtbot):
    edit = QLineEdit()
    page = shown(edit, qtbot)
    with qtbot.assertNotEmitted(keys.scanned):
        Keyboard(keys).compose("nihao", commit="你好", gap_ms=70)
        qtbot.waitUntil(lambda: edit.text() == "你好")
    assert page.isVisible()


def test_late_key_events_of_a_swallowed_scan_go_nowhere(keys, qtbot):
    edit = QLineEdit()
    page = shown(edit, qtbot)
    board = Keyboard(keys)
    with qtbot.waitSignal(keys.scanned):
        board.compose("badge7731x")
    board.press(Qt.Key.Key_X, "x")
    board.now_ms += 500
    board.press(Qt.Key.Key_Q, "q")
    qtbot.waitUntil(lambda: edit.text() == "q")
    assert page.isVisible()


def test_caps_lock_turns_no_letter_over(keys, qtbot):
    page = shown(QPushButton("OK"), qtbot)
    with qtbot.waitSignal(keys.scanned) as seen:
        Keyboard(keys, has_caps=True).type("Badge-7731")
    assert seen.args == ["Badge-7731"]
    assert page.isVisible()


def test_group_separators_of_gs1_stay_in_the_code(keys, qtbot):
    page = shown(QLineEdit(), qtbot)
    board = Keyboard(keys)
    board.type("]Q3010123", end="")
    board.now_ms += 8
    board.press(Qt.Key.Key_BracketRight, "\x1d", modifiers=Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(keys.scanned) as seen:
        board.type("21ABC")
    assert seen.args == ["]Q3010123\x1d21ABC"]
    assert page.isVisible()


def test_a_tab_ends_a_code_where_that_is_set_and_moves_no_focus(keys, qtbot):
    keys.set_rules(WedgeRules(suffix="tab"))
    edit = QLineEdit()
    page = shown(edit, qtbot)
    with qtbot.waitSignal(keys.scanned) as seen:
        Keyboard(keys).type("BADGE-7731", end="\t")
    assert seen.args == ["BADGE-7731"]
    assert edit.hasFocus()
    assert page.isVisible()


def test_a_tab_by_hand_still_moves_the_focus(keys, qtbot):
    keys.set_rules(WedgeRules(suffix="tab"))
    first, second = QLineEdit(), QLineEdit()
    page = shown(first, qtbot)
    page.layout().addWidget(second)
    second.show()
    Keyboard(keys).type("a", end="\t", gap_ms=300)
    qtbot.waitUntil(second.hasFocus)
    assert first.text() == "a"


def test_a_scanner_without_suffix_is_read_at_its_pause(keys, qtbot):
    keys.set_rules(WedgeRules(suffix="none"))
    edit = QLineEdit()
    page = shown(edit, qtbot)
    with qtbot.waitSignal(keys.scanned) as seen:
        Keyboard(keys).type("BADGE-7731", end="")
    assert seen.args == ["BADGE-7731"]
    assert edit.text() == ""
    assert page.isVisible()


def test_a_suffix_of_its_own_ends_the_code_at_once(keys, qtbot):
    keys.set_rules(WedgeRules(prefix="~", suffix="custom", suffix_text="#"))
    page = shown(QLineEdit(), qtbot)
    with qtbot.waitSignal(keys.scanned) as seen:
        Keyboard(keys).type("~BADGE-7731#", end="")
    assert seen.args == ["BADGE-7731"]
    assert page.isVisible()


def test_40_a_scan_while_a_dialog_is_open_comes_and_presses_nothing(keys, qtbot):
    dialog = QDialog()
    button = QPushButton("OK", dialog)
    button.setDefault(True)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    with qtbot.assertNotEmitted(button.clicked), qtbot.waitSignal(keys.scanned) as seen:
        Keyboard(keys).type("BADGE 7731")
    assert seen.args == ["BADGE 7731"]
    assert dialog.isVisible()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_scan_into_an_open_list_of_choices_chooses_nothing(keys, qtbot):
    combo = choices()
    page = shown(combo, qtbot)
    combo.showPopup()
    with qtbot.waitSignal(keys.scanned) as seen:
        Keyboard(keys).type("Beta-7731")
    assert seen.args == ["Beta-7731"]
    assert combo.currentText() == "Alpha"
    combo.hidePopup()
    assert page.isVisible()


def test_the_focus_may_move_while_a_scan_is_typed(keys, qtbot):
    first, second = QLineEdit(), QLineEdit()
    page = shown(first, qtbot)
    page.layout().addWidget(second)
    board = Keyboard(keys)
    board.type("BADGE", end="")
    second.show()
    second.setFocus()
    with qtbot.waitSignal(keys.scanned) as seen:
        board.type("-7731")
    assert seen.args == ["BADGE-7731"]
    assert (first.text(), second.text()) == ("", "")


def test_a_key_twice_within_milliseconds_is_not_taken_for_one_held_down(keys, qtbot):
    edit = QLineEdit()
    page = shown(edit, qtbot)
    board = Keyboard(keys)
    board.type("AB8", end="")
    board.now_ms += 1
    repeat = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_8, Qt.KeyboardModifier.NoModifier, "8", autorep=True
    )
    repeat.setTimestamp(board.now_ms)
    QApplication.sendEvent(edit, repeat)
    with qtbot.waitSignal(keys.scanned) as seen:
        board.type("C")
    assert seen.args == ["AB88C"]
    assert page.isVisible()


def test_keys_that_a_dead_key_swallowed_are_in_the_code(keys, qtbot):
    edit = QLineEdit()
    page = shown(edit, qtbot)
    board = Keyboard(keys)
    board.type("AB", end="")
    board.raw(*position_of("="))
    board.raw(*position_of("e"))
    board.press(Qt.Key.Key_E, "é")
    with qtbot.waitSignal(keys.scanned) as seen:
        board.type("C")
    assert seen.args == ["AB=eC"]
    assert edit.text() == ""
    assert page.isVisible()
