"""The rooms page under hands that press twice, switch the language and scan at the wrong moment."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desk_app.domain.booking_use import BookingStatus
from desk_app.main.appearance import apply_appearance
from desk_app.runtime.settings import Settings
from desk_app.ui.common.labels import Label
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.theme import Theme, set_theme, theme
from desk_app.ui.rooms.book_panel import BookPanel
from desk_app.ui.rooms.detail_panel import DetailPanel
from tests.main.room_hand import book, commit, on_day, open_booking, stored, toast_action


@pytest.fixture
def desk(rooms_desk):
    return rooms_desk


@pytest.fixture
def page(rooms_page):
    return rooms_page


def speak(qapp, language):
    apply_appearance(qapp, Settings().with_value("appearance.language", language))
    qapp.processEvents()


def test_a_booking_cancelled_twice_in_haste_can_still_be_taken_back(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    panel = open_booking(page, qtbot, booking)
    panel.cancel.click()
    panel.cancel.click()
    qtbot.waitUntil(lambda: stored(desk, booking).status is BookingStatus.CANCELLED, timeout=5000)
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    with qtbot.waitSignal(page.timeline.shown, timeout=5000):
        page.refresh()
    toast_action(desk).click()
    qtbot.waitUntil(lambda: stored(desk, booking).status is BookingStatus.CONFIRMED, timeout=5000)


def test_a_check_in_pressed_twice_is_no_problem(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "13:00", "14:00")
    panel = open_booking(page, qtbot, booking)
    panel.confirmed.emit()
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: page.panel is not None and page.panel is not panel, timeout=5000)
    with qtbot.waitSignal(page.timeline.shown, timeout=5000):
        page.refresh()
    assert page.panel.problem.text() == ""
    assert toast_action(desk).isVisible()


def test_a_walk_in_tapped_twice_takes_one_room(desk, page, qtbot):
    qtbot.waitUntil(lambda: len(page.board.rooms) == 3, timeout=5000)
    first = page.board.rooms[0]
    first.click()
    first.click()
    qtbot.waitUntil(lambda: isinstance(page.panel, DetailPanel), timeout=5000)
    with qtbot.waitSignal(page.timeline.shown, timeout=5000):
        page.refresh()
    assert len(on_day(desk)) == 1
    assert toast_action(desk).isVisible()


def test_another_language_keeps_what_was_filled_in_for_a_booking(desk, page, qtbot, qapp):
    speak(qapp, "en")
    desk.app.visitors.add("顾晚晴", phone="13812341234")
    page.book_cell()
    panel = page.panel
    commit(panel.who.edit, "顾晚晴")
    qtbot.waitUntil(lambda: panel.who.hits.count() == 1, timeout=5000)
    qtbot.keyClick(panel.who.edit, Qt.Key.Key_Down)
    qtbot.keyClick(panel.who.edit, Qt.Key.Key_Return)
    panel.headcount_edit.setText("4")
    panel.repeat.choice.setCurrentIndex(1)
    panel.repeat.until_edit.setText("2026-03-16")
    panel.needs.chips[0].setChecked(True)
    before = panel.wish()
    assert before.visitor_id is not None
    speak(qapp, "zh_CN")
    assert isinstance(page.panel, BookPanel)
    assert page.panel is not panel
    assert page.panel.wish() == before
    speak(qapp, "en")


def test_another_language_keeps_a_booking_open_with_what_was_typed(desk, page, qtbot, qapp):
    speak(qapp, "en")
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    panel = open_booking(page, qtbot, booking)
    panel.purpose_edit.setText("茶艺")
    speak(qapp, "zh_CN")
    assert isinstance(page.panel, DetailPanel)
    assert page.panel is not panel
    assert page.panel.purpose_edit.text() == "茶艺"
    speak(qapp, "en")


def test_a_scan_while_a_name_is_typed_leaves_the_name_alone(desk, page, qtbot):
    page.book_cell()
    panel = page.panel
    commit(panel.who.edit, "云帆")
    for letter in "https://example.org/q/7f3a9c1d":
        QTest.keyClick(panel.who.edit, letter)
    QTest.keyClick(panel.who.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not desk.wedge._held, timeout=5000)
    assert page.panel is panel
    assert panel.who.text == "云帆"
    assert on_day(desk) == []


def test_undo_while_another_booking_is_filled_in_leaves_that_alone(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    open_booking(page, qtbot, booking).cancel.click()
    qtbot.waitUntil(lambda: stored(desk, booking).status is BookingStatus.CANCELLED, timeout=5000)
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    page.book_cell()
    commit(page.panel.who.edit, "临港设计")
    toast_action(desk).click()
    qtbot.waitUntil(lambda: stored(desk, booking).status is BookingStatus.CONFIRMED, timeout=5000)
    with qtbot.waitSignal(page.timeline.shown, timeout=5000):
        page.refresh()
    assert isinstance(page.panel, BookPanel)
    assert page.panel.who.text == "临港设计"


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "²", "١٢", "<b>x</b>", "{0} %n", "25", "99999", "a" * 500, "\u202e"]
)
def test_whatever_is_typed_is_answered_at_its_field(desk, page, qtbot, text):
    page.book_cell()
    panel = page.panel
    panel.who.edit.setText(text)
    edits = (panel.headcount_edit, panel.from_edit, panel.to_edit, panel.repeat.until_edit)
    for edit in edits:
        edit.setText(text)
        edit.editingFinished.emit()
    panel.repeat.choice.setCurrentIndex(1)
    panel.confirmed.emit()
    assert page.panel is panel
    assert panel.main_button.isEnabled()
    assert on_day(desk) == []


def test_a_note_follows_the_theme_while_its_panel_is_open(qtbot):
    panel = SidePanel()
    qtbot.addWidget(panel)
    note = panel.add_note("已有的预约会保留")
    line = QLineEdit(panel)
    panel.add_field(line, "PIN")
    for name in ("dark", "light"):
        set_theme(Theme(name=name))
        grey = theme().color("text.secondary").name()
        labels = [one for one in panel.findChildren(Label) if one.text() in {note.text(), "PIN"}]
        assert len(labels) == 2
        assert all(grey in one.styleSheet() for one in labels)
