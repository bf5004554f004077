"""What any panel beside a page must stand."""

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from tests.main.test_scanner import Scanner


def texts(panel):
    edits = [edit.text() for edit in panel.findChildren(QLineEdit)]
    return edits + [edit.toPlainText() for edit in panel.findChildren(QPlainTextEdit)]


def scan_into(desk, panel, qtbot):
    """A scan with the panel in front reaches the desk, and leaves the panel as it is."""
    desk.window.activateWindow()
    panel.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5000)
    before = texts(panel)
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000):
        Scanner(desk.scanner).scan("BADGE-0042")
    assert texts(panel) == before
