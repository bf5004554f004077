"""The first start: its answers are carried out beside the page, and may be given again."""

import socket

import pytest
from PySide6.QtCore import Qt

from desk_app.main.appearance import apply_appearance
from desk_app.main.start import _Start
from desk_app.sync.addresses import GatewayCentre, Invitation, write_invitation
from tests.main.windows import SETTINGS


@pytest.fixture
def start(qapp, tmp_path):
    apply_appearance(qapp, SETTINGS)
    start = _Start(tmp_path, SETTINGS, None)
    start.begin([])
    yield start
    if start._desk is not None:
        qapp.removeEventFilter(start._desk.wedge)
        start._desk.window.close()
    start.end()


def fill(page, *, enrol=""):
    page.station_edit.setText("梧桐里")
    page.desk_edit.setText("前台 1")
    page.operator_edit.setText("沈亦禾")
    page.enrol_edit.setText(enrol)


def test_a_centre_that_does_not_answer_leaves_the_page_alive_and_may_be_left_out(start, qtbot):
    page = start._first
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(10)
        at = GatewayCentre(url=f"https://127.0.0.1:{silent.getsockname()[1]}")
        fill(page, enrol=write_invitation(Invitation(centre=at, code="c" * 40)))
        qtbot.mouseClick(page.start_button, Qt.MouseButton.LeftButton)
        line, _ = silent.accept()  # the page has answered: the click has returned
        with line:
            assert not page.start_button.isEnabled()
            assert page.error.text()
            waiting = page.error.text()
    qtbot.waitUntil(page.start_button.isEnabled, timeout=15_000)
    assert page.error.text() not in {"", waiting}
    fill(page)
    qtbot.mouseClick(page.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: start._desk is not None, timeout=10_000)
    with qtbot.waitSignal(start._desk.identity_changed, timeout=5000):
        start._desk.refresh_identity()
    assert start._desk.operator == "沈亦禾"
    assert start._first is None
