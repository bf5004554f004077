"""What moves goes to its place by itself, and nothing moves where that was asked for."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.theme import Theme, set_theme
from desk_app.ui.shell.toast import Toast


@pytest.fixture(autouse=True)
def _look(qapp) -> Iterator[None]:
    set_theme(Theme())
    yield
    set_theme(Theme())


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    return page


def shown_panel(page: QWidget) -> SidePanel:
    panel = SidePanel(page)
    panel.say("登记来访者", "登记并签到")
    panel.setGeometry(900, 0, 440, 700)
    panel.show()
    return panel


def test_a_panel_fades_in_where_it_stands_and_is_then_painted_plainly(page, qtbot):
    panel = shown_panel(page)
    assert panel.graphicsEffect() is not None
    assert (panel.x(), panel.width()) == (900, 440)
    hidden = page.grab().toImage()
    qtbot.waitUntil(lambda: panel.graphicsEffect() is None, timeout=5000)
    assert page.grab().toImage() != hidden


def test_a_panel_that_comes_back_with_its_page_does_not_move_again(page, qtbot):
    panel = shown_panel(page)
    qtbot.waitUntil(lambda: panel.graphicsEffect() is None, timeout=5000)
    page.hide()
    page.show()
    assert panel.isVisible()
    assert panel.graphicsEffect() is None


def test_a_toast_rises_once_and_new_words_on_it_do_not_move_it(page, qtbot):
    toast = Toast(page)
    toast.say("签到已撤销")
    assert toast.graphicsEffect() is not None
    qtbot.waitUntil(lambda: toast.graphicsEffect() is None, timeout=5000)
    toast.say("已保存")
    assert toast.graphicsEffect() is None


def test_with_motion_off_everything_is_in_its_place_at_once(page):
    set_theme(Theme(has_motion=False))
    panel, toast = shown_panel(page), Toast(page)
    toast.say("签到已撤销")
    assert panel.graphicsEffect() is None
    assert toast.graphicsEffect() is None
