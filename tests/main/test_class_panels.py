# ruff: noqa: F811  (fixtures)
"""Every panel of the classes page: a scan, another language, Esc."""

import pytest
from PySide6.QtCore import Qt

from desk_app.ui.common.texts import set_language
from tests.main.panels import scan_into
from tests.main.test_classes import desk, page  # noqa: F401

CLASS_PANELS = ["new", "edit", "lesson", "enrol", "queue", "copy", "terms", "learner"]


def open_class_panel(page, name, qtbot):
    if name == "learner":
        page.learner = page.course.sheet.lines[0].attendance.visitor_id
        page.matrix.setFocus()
        qtbot.keyClick(page.matrix, Qt.Key.Key_Home)
        page.matrix.learner_opened.emit(page.learner)
    else:
        page.action.emit(name)
    qtbot.waitUntil(lambda: page.panel is not None, timeout=5000)
    return page.panel


@pytest.mark.parametrize("name", CLASS_PANELS)
def test_a_panel_of_the_page_stands_scans_languages_and_escape(desk, page, qtbot, qapp, name):
    panel = open_class_panel(page, name, qtbot)
    scan_into(desk, panel, qtbot)
    assert page.panel is panel
    for language in ("en", "zh_CN"):
        set_language(qapp, language)
        panel.grab()
    assert page.panel is panel
    desk.window.show_page("classes")
    desk._escape()
    assert page.panel is None
    assert desk.window.page_key == "classes"
