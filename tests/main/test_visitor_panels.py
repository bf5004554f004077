# ruff: noqa: F811  (fixtures)
"""Every panel of the visitors page: a scan, another language, Esc, F6."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.ui.common.texts import set_language
from tests.main.panels import scan_into
from tests.main.test_visitors import desk, open_gu, page  # noqa: F401

VISITOR_PANELS = ["photo", "correct_button", "notes_button"]


@pytest.mark.parametrize("name", VISITOR_PANELS)
def test_a_panel_of_the_page_stands_scans_languages_and_escape(desk, page, qtbot, qapp, name):
    open_gu(page, qtbot)
    getattr(page.profile, name).click()
    panel = page.panel
    scan_into(desk, panel, qtbot)
    assert page.panel is panel
    for language in ("en", "zh_CN"):
        set_language(qapp, language)
        panel.grab()
    desk.window.show_page("visitors")
    for _ in range(2):
        desk._escape()
    assert page.panel is None
    assert not page.profile.isVisible()


def test_f6_goes_round_the_areas_and_back(desk, page, qtbot):
    window = desk.window
    window.activateWindow()
    page.search.setFocus()
    qtbot.waitUntil(page.search.hasFocus, timeout=5000)
    seen = []
    for _ in range(5):
        window.next_area()
        focus = QApplication.focusWidget()
        areas = [*page.areas(), window.rail, window.top]
        seen.append(next(i for i, a in enumerate(areas) if a is focus or a.isAncestorOf(focus)))
    assert seen == [1, 2, 4, 5, 0]
    window.next_area(-1)
    assert window.top.isAncestorOf(QApplication.focusWidget())


def test_f6_reaches_an_open_panel(desk, page, qtbot):
    open_gu(page, qtbot)
    page.profile.correct_button.click()
    page.table.setFocus()
    qtbot.keyClick(desk.window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.panel.isAncestorOf(QApplication.focusWidget()), timeout=5000)
