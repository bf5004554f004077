"""The window: pages by key, two widths, the offline light, nothing modal."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from desk_app.domain.link import LinkProblem, LinkState, SyncStatus
from desk_app.services.results import DeskIdentity
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme, theme
from desk_app.ui.shell.offline_light import OfflineLight
from desk_app.ui.shell.window import MainWindow

NOW = datetime(2026, 10, 27, 11, 26, tzinfo=UTC)


@pytest.fixture
def window(qapp, qtbot):
    set_theme(Theme())
    found = MainWindow()
    qtbot.addWidget(found)
    found.add_page("check_in", "scan", QWidget())
    found.add_page("settings", "settings", QWidget())
    found.show_page("check_in")
    found.show_identity(DeskIdentity(station="梧桐里白领驿家", desk="前台 2", operator="沈亦禾"))
    found.show()
    found.activateWindow()
    yield found
    set_language(qapp, "en")
    set_theme(Theme())


def test_ctrl_and_a_digit_change_the_page(window, qtbot):
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_2, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.page_key == "settings"
    qtbot.keyClick(window, Qt.Key.Key_1, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.page_key == "check_in"


@pytest.mark.parametrize(("width", "is_wide"), [(1366, False), (1599, False), (1600, True)])
def test_the_layout_is_wide_from_1600(window, width, is_wide):
    window.resize(width, 900)
    assert theme().is_wide == is_wide


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_control_has_a_name_in_every_language(window, qapp, language):
    set_language(qapp, language)
    qapp.processEvents()
    window.show_problem("…")
    window.grab()
    controls = [b for b in window.findChildren(QAbstractButton) if b.isVisibleTo(window)]
    assert len(controls) >= 4
    assert [type(b) for b in controls if not b.accessibleName()] == []


def test_a_problem_stays_until_it_was_read(window, qtbot):
    window.show_problem("The disk is full.")
    assert window.problem.isVisible()
    assert window.pages.y() >= window.problem.geometry().bottom()
    with qtbot.waitSignal(window.problem.closed):
        window.problem.done.click()
    assert not window.problem.isVisible()


def test_the_light_fits_beside_clock_and_operator_in_the_narrow_window(window, qapp):
    set_language(qapp, "en")
    window.resize(1366, 768)
    window.top.show_time(NOW)
    window.show_sync(
        SyncStatus(
            state=LinkState.OFFLINE,
            pending=137,
            oldest_pending_at=NOW - timedelta(minutes=42),
            offline_since=NOW - timedelta(minutes=42),
            roster_at=NOW - timedelta(minutes=43),
        ),
        NOW,
    )
    top = window.top
    assert top.operator_button.geometry().right() < top.light.geometry().left()
    assert top.light.width() >= top.light.sizeHint().width()


def test_closing_is_told_to_whom_it_concerns(window, qtbot):
    with qtbot.waitSignal(window.closing):
        window.close()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("state", LinkState)
def test_the_light_says_every_state(qapp, qtbot, language, state):
    set_language(qapp, language)
    light = OfflineLight()
    qtbot.addWidget(light)
    light.show_status(SyncStatus(state=state, pending=3, sent=1, to_send=3), NOW)
    light.resize(light.sizeHint())
    light.show()
    light.grab()
    assert light.accessibleName()
    set_language(qapp, "en")


@pytest.mark.parametrize("problem", LinkProblem)
def test_the_light_names_every_problem(qtbot, problem):
    light = OfflineLight()
    qtbot.addWidget(light)
    light.show_status(SyncStatus(state=LinkState.ATTENTION, problem=problem, refused=2), NOW)
    assert light.parts()[0]


def test_offline_counts_the_minutes_and_what_waits(qapp, qtbot):
    set_language(qapp, "zh_CN")
    light = OfflineLight()
    qtbot.addWidget(light)
    status = SyncStatus(
        state=LinkState.OFFLINE,
        pending=37,
        oldest_pending_at=NOW - timedelta(minutes=42),
        offline_since=NOW - timedelta(minutes=42),
        roster_at=NOW - timedelta(minutes=43),
    )
    light.show_status(status, NOW)
    assert light.parts() == ["离线 42 分钟", "待同步 37", "最早 18:44", "名册 18:43"]
    set_language(qapp, "en")


def test_a_toast_takes_the_colours_of_another_theme_at_once(window):
    window.toast.say("已保存", "撤销")
    set_theme(Theme(name="dark"))
    parts = window.toast.findChildren(QLabel) + window.toast.findChildren(QPushButton)
    inks = {part.palette().color(part.foregroundRole()).name() for part in parts}
    assert inks == {theme().color("surface.raised").name()}


def test_a_toast_stands_in_the_middle_of_the_page_not_of_the_window(window):
    window.toast.say("已保存")
    page = window.pages.geometry()
    assert abs(window.toast.geometry().center().x() - page.center().x()) <= 1


def lines_of(toast):
    """What is said, from above."""
    labels = [label for label in toast.findChildren(QLabel) if label.isVisible()]
    return [label.text() for label in sorted(labels, key=lambda x: x.mapTo(toast, x.pos()).y())]


def undo_of(toast):
    return next(b for b in toast.findChildren(QPushButton) if b.isVisible())


def test_a_line_that_only_tells_leaves_the_offer_before_it(window):
    undone = []
    window.toast.say("已请假", "撤销", lambda: undone.append("请假"))
    window.toast.say("已复制")
    window.grab()
    assert lines_of(window.toast) == ["已请假", "已复制"]
    assert window.rect().contains(window.toast.geometry())
    undo_of(window.toast).click()
    window.grab()
    assert (undone, lines_of(window.toast)) == (["请假"], ["已复制"])


def test_of_two_offers_the_newer_stands_so_that_undo_takes_back_what_was_done_last(window):
    undone = []
    for name in ("请假", "迟到"):
        window.toast.say(name, "撤销", lambda name=name: undone.append(name))
    window.grab()
    assert lines_of(window.toast) == ["迟到"]
    undo_of(window.toast).click()
    assert (undone, window.toast.isVisible()) == (["迟到"], False)


def test_nothing_stays_said_once_the_desk_is_locked(window):
    window.toast.say("已请假", "撤销")
    window.toast.say("已复制")
    window.show_lock(QLabel("锁定"))
    window.show_lock(None)
    window.toast.say("欢迎")
    window.grab()
    assert lines_of(window.toast) == ["欢迎"]
