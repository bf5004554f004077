"""Staff add, change and shut rooms in the real window, with a PIN, and take it back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QScrollArea

from desk_app.domain.rooms import Bookers, GapMode, RoomUse, parse_hours
from desk_app.main.appearance import apply_appearance
from desk_app.runtime.settings import Settings
from desk_app.ui.common.texts import set_language
from desk_app.ui.rooms.book_panel import BookPanel
from desk_app.ui.rooms.closure_form import ClosureForm
from desk_app.ui.rooms.keep_panel import KeepPanel, SignInPanel
from desk_app.ui.rooms.room_form import RoomForm
from tests.main.room_hand import book, commit, toast_action
from tests.station import PIN, moment


@pytest.fixture
def desk(rooms_desk):
    return rooms_desk


@pytest.fixture
def page(rooms_page):
    return rooms_page


def sign_in(desk, page, qtbot):
    qtbot.keyClick(desk.window, Qt.Key.Key_F8)
    assert isinstance(page.panel, SignInPanel)
    page.panel.pin.control.setText(PIN)
    qtbot.keyClick(page.panel.pin.control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page.panel, KeepPanel), timeout=10000)
    return page.panel


def open_form(desk, page, qtbot, name):
    panel = sign_in(desk, page, qtbot)
    button = next(b for b in panel.rooms if name in b.accessibleName())
    button.click()
    assert isinstance(page.panel, RoomForm)
    return page.panel


def room(desk, name):
    return next((r for r in desk.app.rooms.own() if r.name == name), None)


def test_without_the_pin_nothing_is_opened(desk, page, qtbot):
    page.keep_button.click()
    page.panel.pin.control.setText("0000")
    page.panel.confirmed.emit()
    qtbot.waitUntil(lambda: bool(page.panel.pin.problem), timeout=10000)
    assert isinstance(page.panel, SignInPanel)
    assert page.panel.pin.control.text() == ""


def test_another_language_keeps_the_pin_that_was_typed(desk, page, qtbot, qapp):
    qtbot.keyClick(desk.window, Qt.Key.Key_F8)
    old = page.panel
    old.pin.control.setText("24")
    set_language(qapp, "en")
    qtbot.waitUntil(lambda: page.panel is not old, timeout=5000)
    assert page.panel.pin.control.text() == "24"


def test_a_room_is_added_by_keyboard_and_taken_out_again(desk, page, qtbot):
    panel = sign_in(desk, page, qtbot)
    qtbot.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form = page.panel
    assert isinstance(form, RoomForm)
    commit(form.name.control, "书画室")
    form.numbers["capacity"].control.setText("20")
    commit(form.fixtures.control, "投影 1、白板 2")
    qtbot.keyClick(form.name.control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.sheet.rows) == 4, timeout=5000)
    found = room(desk, "书画室")
    assert (found.capacity, found.fixtures) == (20, (("投影", 1), ("白板", 2)))
    assert found.hours == parse_hours(["09:00-21:00"])
    assert isinstance(page.panel, KeepPanel)
    toast_action(desk).click()
    qtbot.waitUntil(lambda: len(page.sheet.rows) == 3, timeout=5000)
    assert room(desk, "书画室").is_retired


def test_everything_of_a_room_is_changed_and_put_back(desk, page, qtbot):
    before = room(desk, "会议室 B")
    form = open_form(desk, page, qtbot, "会议室 B")
    form.name.control.setText("会议室 C")
    for name, text in {
        "capacity": "10", "at_once": "2", "setup_min": "5", "cleanup_min": "10", "max_min": "120",
        "ahead_days": "30", "open_quota": "3", "week_quota_min": "240", "month_quota_min": "600",
        "early_min": "20", "release_min": "0",
    }.items():  # fmt: skip
        form.numbers[name].control.setText(text)
    form.hours.edits[0].setText("9-12, 14-21")
    form.hours.alike.click()
    form.hours.edits[6].setText("")
    form.equipment.control.setText("移动投影 1")
    form.gap.control.setCurrentIndex(1)
    form.bookers.control.setCurrentIndex(1)
    form.part_of.control.setCurrentIndex(form.part_of.control.findText("多功能厅"))
    form.use.show_value("reservation")
    form.needs_approval.setChecked(True)
    form.opens_on_holidays.setChecked(True)
    form.rules.control.setPlainText("请勿吸烟")
    form.confirmed.emit()
    qtbot.waitUntil(lambda: isinstance(page.panel, KeepPanel), timeout=5000)
    found = room(desk, "会议室 C")
    assert (found.capacity, found.at_once, found.release_min) == (10, 2, 0)
    assert (found.gap_mode, found.bookers, found.use) == (
        GapMode.SUM, Bookers.COMPANIES, RoomUse.RESERVATION,
    )  # fmt: skip
    assert found.hours == parse_hours(["mo-sa 09:00-12:00", "mo-sa 14:00-21:00"])
    assert found.part_of == room(desk, "多功能厅").room_id
    assert (found.equipment, found.rules) == ((("移动投影", 1),), "请勿吸烟")
    assert found.needs_approval
    qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: room(desk, "会议室 B") == before, timeout=5000)


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_stored(desk, page, qtbot):
    before = desk.app.rooms.own()
    form = open_form(desk, page, qtbot, "会议室 B")
    form.name.control.setText("  ")
    form.numbers["capacity"].control.setText("很多")
    form.numbers["at_once"].control.setText("0")
    form.hours.edits[2].setText("9-8")
    form.fixtures.control.setText("投影 0")
    form.confirmed.emit()
    assert form.name.problem
    assert form.numbers["capacity"].problem
    assert form.numbers["at_once"].problem
    assert form.hours.error.text()
    assert form.fixtures.problem
    assert form.name.control.hasFocus()
    assert desk.app.rooms.own() == before


def test_a_name_that_is_taken_is_said_at_the_name(desk, page, qtbot):
    form = open_form(desk, page, qtbot, "会议室 B")
    form.name.control.setText("会议室 A")
    form.confirmed.emit()
    qtbot.waitUntil(lambda: bool(form.name.problem), timeout=5000)
    assert form.main_button.isEnabled()


def test_a_room_is_offered_no_part_of_itself_to_be_part_of(desk, page, qtbot):
    hall = room(desk, "多功能厅").room_id
    desk.app.rooms.change(room(desk, "会议室 A").room_id, part_of=hall)
    form = open_form(desk, page, qtbot, "多功能厅")
    choices = [form.part_of.control.itemText(n) for n in range(form.part_of.control.count())]
    assert choices[1:] == ["会议室 B"]


def test_two_quick_presses_add_one_room(desk, page, qtbot):
    sign_in(desk, page, qtbot).confirmed.emit()
    page.panel.name.control.setText("书画室")
    page.panel.confirmed.emit()
    page.panel.confirmed.emit()
    qtbot.waitUntil(lambda: isinstance(page.panel, KeepPanel), timeout=5000)
    assert [r.name for r in desk.app.rooms.own()].count("书画室") == 1


def test_a_room_goes_out_of_use_and_comes_back(desk, page, qtbot):
    open_form(desk, page, qtbot, "会议室 B").retire.click()
    qtbot.waitUntil(lambda: len(page.sheet.rows) == 2, timeout=5000)
    qtbot.waitUntil(lambda: isinstance(page.panel, KeepPanel), timeout=5000)
    last = page.panel.rooms[-1]
    assert "会议室 B" in last.accessibleName()
    last.click()
    page.panel.retire.click()
    qtbot.waitUntil(lambda: len(page.sheet.rows) == 3, timeout=5000)


def test_a_room_is_shut_who_is_in_the_way_is_counted_and_it_is_lifted_and_put_back(
    desk, page, qtbot
):
    book(desk, "会议室 B", "15:00", "16:00")
    sign_in(desk, page, qtbot).shut.click()
    form = page.panel
    assert isinstance(form, ClosureForm)
    form.room.control.setCurrentIndex(form.room.control.findText("会议室 B"))
    form.opens.control.setText("14")
    form.closes.control.setText("18:00")
    commit(form.reason.control, "检修")
    qtbot.keyClick(form.reason.control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page.panel, KeepPanel), timeout=5000)
    (closure,) = desk.app.rooms.closures()
    assert (closure.starts_at, closure.ends_at) == (moment("14:00"), moment("18:00"))
    assert "1" in desk.window.toast.accessibleName()
    page.panel.lifts[0].click()
    qtbot.waitUntil(lambda: desk.app.rooms.closures() == (), timeout=5000)
    qtbot.waitUntil(lambda: not page.panel.lifts, timeout=5000)
    toast_action(desk).click()
    qtbot.waitUntil(lambda: desk.app.rooms.closures() == (closure,), timeout=5000)


def test_a_closure_of_whole_days_holds_the_last_day_too(desk, page, qtbot):
    sign_in(desk, page, qtbot).shut.click()
    form = page.panel
    form.first.control.setText("3-7")
    form.last.control.setText("3-8")
    form.confirmed.emit()
    qtbot.waitUntil(lambda: isinstance(page.panel, KeepPanel), timeout=5000)
    (closure,) = desk.app.rooms.closures()
    assert (closure.starts_at, closure.ends_at) == (moment("00:00", day=5), moment("00:00", day=7))
    assert closure.room_id is None


@pytest.mark.parametrize(
    ("field", "text"), [("first", "周三"), ("last", "2026-03-01"), ("opens", "25"), ("closes", "x")]
)
def test_a_closure_that_cannot_be_is_said_at_its_field(desk, page, qtbot, field, text):
    sign_in(desk, page, qtbot).shut.click()
    form = page.panel
    getattr(form, field).control.setText(text)
    form.confirmed.emit()
    assert getattr(form, field).problem
    assert getattr(form, field).control.hasFocus()
    assert desk.app.rooms.closures() == ()


def test_escape_goes_from_the_form_to_the_list_and_out_and_signs_out(desk, page, qtbot):
    open_form(desk, page, qtbot, "会议室 B")
    desk._escape()
    assert isinstance(page.panel, KeepPanel)
    desk._escape()
    assert page.panel is None
    qtbot.keyClick(desk.window, Qt.Key.Key_F8)
    assert isinstance(page.panel, SignInPanel)


def test_what_staff_changed_is_recorded_as_theirs(desk, page, qtbot, station):
    form = open_form(desk, page, qtbot, "会议室 B")
    form.numbers["capacity"].control.setText("9")
    form.confirmed.emit()
    qtbot.waitUntil(lambda: room(desk, "会议室 B").capacity == 9, timeout=5000)
    assert station.sql("SELECT operator FROM outbox ORDER BY q")[-1][0] == "周站长"


def test_an_empty_station_adds_its_first_room_from_the_page(desk, page, qtbot):
    for one in desk.app.rooms.own():
        desk.app.rooms.change(one.room_id, is_retired=True)
    page.refresh()
    qtbot.waitUntil(lambda: page.empty.isVisibleTo(page), timeout=5000)
    assert not page.new_button.isVisibleTo(page)
    assert not page.board.isVisibleTo(page)
    page.empty.add.click()
    assert isinstance(page.panel, SignInPanel)


def test_rules_of_the_house_are_shown_to_who_books(desk, page, qtbot):
    desk.app.rooms.change(room(desk, "多功能厅").room_id, rules="请勿吸烟")
    page.refresh()
    qtbot.waitUntil(lambda: any(r.room.rules for r in page.sheet.rows), timeout=5000)
    page.timeline.cell = page.timeline.cell.__class__(row=0, start_min=900, end_min=960)
    page.book_cell()
    assert isinstance(page.panel, BookPanel)
    assert page.panel.rules.text() == "请勿吸烟"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_form_is_wider_than_its_panel_and_every_control_is_named(
    desk, page, qtbot, qapp, language
):
    apply_appearance(qapp, Settings().with_value("appearance.language", language))
    qapp.processEvents()
    desk.window.resize(1366, 768)
    form = open_form(desk, page, qtbot, "会议室 B")
    for _ in range(2):
        area = page.panel.findChild(QScrollArea)
        qtbot.waitUntil(lambda area=area: area.viewport().width() > 300, timeout=5000)
        assert area.widget().minimumSizeHint().width() <= area.viewport().width()
        controls = [*page.panel.findChildren(QAbstractButton), *page.panel.findChildren(QLineEdit)]
        assert [c for c in controls if c.isVisibleTo(page) and not c.accessibleName()] == []
        form.closed.emit()
        page.panel.closure_wished.emit()
    set_language(qapp, "en")


def test_a_picture_is_kept_shown_to_who_books_and_taken_back(desk, page, qtbot, tmp_path):
    source = tmp_path / "hall.png"
    image = QImage(2000, 1000, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    image.save(str(source))
    form = open_form(desk, page, qtbot, "多功能厅")
    desk.rooms.work.keeping.take_picture(source)
    qtbot.waitUntil(lambda: not form.picture.image.isNull(), timeout=5000)
    form.confirmed.emit()
    qtbot.waitUntil(lambda: bool(room(desk, "多功能厅").photo), timeout=5000)
    qtbot.waitUntil(lambda: bool(page.sheet.rows[0].room.photo), timeout=5000)
    desk._escape()
    page.timeline.cell = page.timeline.cell.__class__(row=0, start_min=900, end_min=960)
    page.book_cell()
    panel = page.panel
    qtbot.waitUntil(lambda: not panel.picture.image.isNull(), timeout=5000)
    assert panel.picture.isVisibleTo(page)
    panel.room_choice.setCurrentIndex(1)
    panel.room_choice.activated.emit(1)
    assert not panel.picture.isVisibleTo(page)
    qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not room(desk, "多功能厅").photo, timeout=5000)


def test_a_file_that_is_no_picture_is_refused_in_the_form(desk, page, qtbot, tmp_path):
    form = open_form(desk, page, qtbot, "多功能厅")
    for path in (tmp_path / "gone.png", tmp_path / "text.png"):
        if path.name == "text.png":
            path.write_text("no picture")
        form.problem.say("")
        desk.rooms.work.keeping.take_picture(path)
        qtbot.waitUntil(lambda: bool(form.problem.text()), timeout=5000)
    assert form.new_picture is None


def test_another_language_keeps_what_staff_filled_in(desk, page, qtbot, qapp):
    apply_appearance(qapp, Settings().with_value("appearance.language", "en"))
    qapp.processEvents()
    form = open_form(desk, page, qtbot, "会议室 B")
    form.numbers["capacity"].control.setText("99")
    form.hours.edits[3].setText("10-12")
    form.fixtures.control.setText("白板 2")
    form.bookers.control.setCurrentIndex(2)
    form.needs_approval.setChecked(True)
    form.use.show_value("walk_in")
    form.rules.control.setPlainText("请勿吸烟")
    before = form.settings()
    apply_appearance(qapp, Settings().with_value("appearance.language", "zh_CN"))
    qapp.processEvents()
    assert isinstance(page.panel, RoomForm)
    assert page.panel is not form
    assert page.panel.settings() == before
    page.panel.confirmed.emit()
    qtbot.waitUntil(lambda: room(desk, "会议室 B").capacity == 99, timeout=5000)
    qtbot.waitUntil(lambda: isinstance(page.panel, KeepPanel), timeout=5000)
    page.panel.shut.click()
    page.panel.reason.control.setText("检修")
    apply_appearance(qapp, Settings().with_value("appearance.language", "en"))
    qapp.processEvents()
    assert page.panel.reason.control.text() == "检修"


def test_staff_who_walked_away_are_signed_out(desk, page, qtbot):
    sign_in(desk, page, qtbot)
    assert desk.rooms.work.keeping.signed.isActive()
    desk.rooms.work.keeping.signed.timeout.emit()
    assert page.panel is None
    qtbot.keyClick(desk.window, Qt.Key.Key_F8)
    assert isinstance(page.panel, SignInPanel)
