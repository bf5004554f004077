"""The visitors page on a real database: find, look, correct, take back, import."""

from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desk_app.compose import open_desk
from desk_app.domain.clock import system_clock
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import Nonce
from desk_app.domain.people import Role
from desk_app.main.appearance import apply_appearance
from desk_app.main.pages import join_pages
from desk_app.main.window import DeskWindow
from desk_app.runtime.settings import Settings
from desk_app.scan.decoder import Decoder
from desk_app.scan.pictures import read_image
from desk_app.services.check_in_facts import Presentation
from desk_app.services.course_forms import NewCourse
from desk_app.services.visitor_list import ListQuery
from desk_app.ui.common.import_panel import ImportPanel
from desk_app.ui.common.texts import clock_text, set_language
from desk_app.ui.common.theme import Theme, set_theme
from desk_app.ui.visitors.correct import CorrectPanel
from desk_app.ui.visitors.erase_panel import ErasePanel
from desk_app.ui.visitors.notes_panel import NotesPanel
from desk_app.ui.visitors.pass_panel import PassPanel


def add_course(app, name, *, days, capacity):
    """Add a course of three lessons that begins in so many days."""
    starts_at = system_clock() + timedelta(days=days)
    course_id, _ = app.courses.add(
        NewCourse(name=name, starts_at=starts_at, minutes=90, lessons=3, capacity=capacity)
    )
    return course_id


@pytest.fixture
def desk(qapp, qtbot, tmp_path):
    app = open_desk(tmp_path)
    app.desk.set_up(station="梧桐里", desk="前台 1")
    app.desk.begin_shift("沈亦禾")
    course_id = add_course(app, "彩妆基础", days=1, capacity=9)
    gu = app.visitors.add("顾晚晴", phone="13812341234", company="澄屿数据科技")
    app.visitors.add("贺明川")
    app.courses.enrol(course_id, gu)
    settings = Settings().with_value("sound.is_muted", True)
    apply_appearance(qapp, settings)
    desk = DeskWindow(app, settings)
    desk.visitors = join_pages(desk)["visitors"].join
    with qtbot.waitSignal(desk.identity_changed, timeout=5000):
        desk.show()
    yield desk
    qapp.removeEventFilter(desk.wedge)
    desk.window.close()
    desk.close()
    set_language(qapp, "en")
    set_theme(Theme())


@pytest.fixture
def page(desk, qtbot):
    desk.window.show_page("visitors")
    page = desk.visitors.page
    qtbot.waitUntil(lambda: names(page) == ["顾晚晴", "贺明川"], timeout=5000)
    return page


def names(page):
    return [line.visitor.name for line in page.table.visitors.lines]


def open_gu(page, qtbot):
    page.table.select(0)
    qtbot.waitUntil(page.profile.isVisible, timeout=5000)


def test_typing_finds_and_enter_opens_the_first(page, qtbot):
    qtbot.keyClicks(page.search, "gwq")
    qtbot.waitUntil(lambda: names(page) == ["顾晚晴"], timeout=5000)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(page.profile.isVisible, timeout=5000)
    assert page.profile.name.text() == "顾晚晴"
    assert page.profile.phone.text() == "138****1234"


def test_who_is_offered_a_seat_sees_until_when_it_is_held(desk, page, qtbot):
    course_id = add_course(desk.app, "书法", days=7, capacity=1)
    gu, he = (line.visitor.visitor_id for line in page.table.visitors.lines)
    desk.app.courses.enrol(course_id, he)
    desk.app.courses.enrol(course_id, gu, waitlist=True)
    desk.app.courses.drop(course_id, he)
    (offer,) = desk.app.waitlist.queue(course_id).offers
    open_gu(page, qtbot)
    until = clock_text(offer.offer.expires_at)
    said = [label.text() for label in page.profile.findChildren(QLabel)]
    assert [text for text in said if "名额留到" in text and until in text]


def test_a_group_and_an_order_change_the_list(page, qtbot):
    page.groups.chosen.emit("all")
    page.groups.show_value("learners")
    page.groups.chosen.emit("learners")
    qtbot.waitUntil(lambda: names(page) == ["顾晚晴"], timeout=5000)
    page.groups.show_value("all")
    page.head.choose("name")
    qtbot.waitUntil(lambda: names(page) == ["贺明川", "顾晚晴"], timeout=5000)


def test_a_look_at_the_phone_is_recorded(desk, page, qtbot):
    open_gu(page, qtbot)
    page.profile.phone_button.click()
    qtbot.waitUntil(lambda: page.profile.phone.text() == "13812341234", timeout=5000)
    with desk.app.database.read() as connection:
        found = connection.execute("SELECT operator, action FROM access_log").fetchall()
    assert found == [("沈亦禾", "phone_shown")]


def test_a_correction_is_saved_and_taken_back_from_the_toast(desk, page, qtbot):
    open_gu(page, qtbot)
    page.profile.correct_button.click()
    panel = page.panel
    assert isinstance(panel, CorrectPanel)
    panel.name_edit.setText("")
    panel.confirmed.emit()
    qtbot.waitUntil(panel.main_button.isEnabled, timeout=5000)
    assert page.panel is panel
    panel.name_edit.setText("顾晚清")
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: "顾晚清" in names(page), timeout=5000)
    assert page.panel is None
    action = next(b for b in desk.window.toast.findChildren(QAbstractButton) if b.isVisible())
    action.click()
    qtbot.waitUntil(lambda: "顾晚晴" in names(page), timeout=5000)


def test_a_sheet_is_previewed_then_imported(desk, page, qtbot, tmp_path):
    sheet = tmp_path / "名册.csv"
    sheet.write_text("姓名,手机号\n林知夏,13812340001\n赵敏,abc\n", encoding="gb18030")
    desk.visitors.import_sheet(sheet)
    panel = page.panel
    assert isinstance(panel, ImportPanel)
    qtbot.waitUntil(panel.main_button.isEnabled, timeout=5000)
    assert panel.errors.model().rowCount() == 1
    assert len(names(page)) == 2
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: "林知夏" in names(page), timeout=5000)
    assert not panel.is_writing


def test_a_stopped_import_is_taken_back(desk, page, qtbot, tmp_path):
    sheet = tmp_path / "名册.csv"
    people = "".join(f"林{n}号,138{n:08}\n" for n in range(3000))
    sheet.write_text(f"姓名,手机号\n{people}", encoding="utf-8")
    desk.visitors.import_sheet(sheet)
    panel = page.panel
    qtbot.waitUntil(panel.main_button.isEnabled, timeout=10_000)
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: panel.progress.value() >= 50, timeout=10_000)
    panel.stop_button.click()
    qtbot.waitUntil(lambda: not panel.is_writing, timeout=20_000)
    assert panel.summary.text() == "已停止，一切和导入前一样。"
    assert desk.app.visitor_list.page(ListQuery()).total == 2
    with desk.app.database.read() as connection:
        added = "SELECT count(*) FROM outbox WHERE kind = 'visitor.added'"
        assert connection.execute(added).fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM import_op").fetchone() == (0,)


def test_an_import_whose_panel_was_closed_goes_on(desk, page, qtbot, tmp_path):
    sheet = tmp_path / "名册.csv"
    people = "".join(f"林{n}号,138{n:08}\n" for n in range(300))
    sheet.write_text(f"姓名,手机号\n{people}", encoding="utf-8")
    desk.visitors.import_sheet(sheet)
    panel = page.panel
    qtbot.waitUntil(panel.main_button.isEnabled, timeout=10_000)
    panel.confirmed.emit()
    panel.closed.emit()
    qtbot.waitUntil(lambda: page.table.visitors.rowCount() > 2, timeout=20_000)
    assert desk.app.visitor_list.page(ListQuery()).total == 302


def test_a_sheet_that_cannot_be_read_says_what_to_do(desk, page, qtbot, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"no book")
    desk.visitors.import_sheet(tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: bool(page.panel.summary.text()), timeout=5000)
    assert ".xlsx" in page.panel.summary.text()
    assert not page.panel.main_button.isEnabled()


def test_a_pass_is_saved_for_the_phone_and_renewed_when_lost(desk, page, qtbot, tmp_path):
    open_gu(page, qtbot)
    page.profile.pass_box.button.click()
    panel = page.panel
    assert isinstance(panel, PassPanel)
    out = tmp_path / "pass.png"
    desk.visitors.write_pass(panel, page.profile.profile, "phone", out)
    qtbot.waitUntil(out.exists, timeout=10000)
    qtbot.waitUntil(lambda: page.profile.profile.pass_until is not None, timeout=5000)
    (reading,) = Decoder(deep=True).decode(read_image(out))
    panel.reissue_button.click()
    qtbot.waitUntil(lambda: passes(desk) == [("signed", False), ("signed", True)], timeout=5000)
    result = desk.app.check_in.present(reading.text, Presentation(nonce=Nonce(uuid4())))
    assert result.outcome == "revoked"


def test_a_pass_that_cannot_be_written_says_why(desk, page, qtbot, tmp_path):
    open_gu(page, qtbot)
    page.profile.pass_box.button.click()
    panel = page.panel
    desk.visitors.write_pass(panel, page.profile.profile, "card", tmp_path / "none" / "a.pdf")
    qtbot.waitUntil(lambda: bool(panel._error.text()), timeout=10000)


def passes(desk):
    sql = "SELECT kind, revoked_at IS NULL FROM pass ORDER BY issued_at, pass_id"
    with desk.app.database.read() as connection:
        return [(kind, bool(good)) for kind, good in connection.execute(sql)]


def test_escape_closes_panel_profile_and_search_and_then_leaves(desk, page, qtbot):
    open_gu(page, qtbot)
    page.profile.correct_button.click()
    desk._escape()
    assert page.panel is None
    assert page.profile.isVisible()
    desk._escape()
    assert not page.profile.isVisible()
    page.search.setText("顾晚")
    desk._escape()
    assert page.search.text() == ""
    desk._escape()
    assert desk.window.page_key == "check_in"


def test_a_visitor_on_show_is_checked_in_at_the_door(desk, page, qtbot):
    open_gu(page, qtbot)
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        page.profile.check_in_button.click()
    assert seen.args[0].visitor.name == "顾晚晴"
    assert desk.window.page_key == "check_in"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_it_paints_in_every_look_with_every_control_named(desk, page, qtbot, qapp, language):
    set_language(qapp, language)
    open_gu(page, qtbot)
    for name, width in (("light", 1366), ("dark", 1920), ("highContrast", 1366)):
        set_theme(Theme(name=name))
        desk.window.resize(width, width * 9 // 16)
        assert not desk.window.grab().isNull()
    controls = [b for b in page.findChildren(QAbstractButton) if b.isVisibleTo(page)]
    unnamed = [b for b in controls if not b.accessibleName() and b.parent() is not page.search]
    assert unnamed == []


def test_staff_read_write_and_withdraw_notes_behind_their_pin(desk, page, qtbot):
    desk.app.desk.add_operator("陈静", Role.STAFF, pin="2468")
    with qtbot.waitSignal(desk.identity_changed, timeout=5000):
        desk.refresh_identity()
    open_gu(page, qtbot)
    page.profile.notes_button.click()
    panel = page.panel
    assert isinstance(panel, NotesPanel)
    panel.pin.control.setText("1111")
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: bool(panel.pin.problem), timeout=5000)
    assert panel.list.isHidden()
    panel.pin.control.setText("2468")
    panel.confirmed.emit()
    qtbot.waitUntil(panel.note.isVisible, timeout=5000)
    panel.note.control.setPlainText("坐轮椅，请开侧门")
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: panel.list.count() == 1, timeout=5000)
    assert "陈静" in panel.list.item(0).text()
    panel.withdraw_button.click()
    qtbot.waitUntil(lambda: panel.list.count() == 0, timeout=5000)


def open_erasure(desk, page, qtbot):
    if not desk.staff_names:
        desk.app.desk.add_operator("陈静", Role.STAFF, pin="2468")
        with qtbot.waitSignal(desk.identity_changed, timeout=5000):
            desk.refresh_identity()
    open_gu(page, qtbot)
    qtbot.waitUntil(page.profile.erase_button.isVisible, timeout=5000)
    qtbot.mouseClick(page.profile.erase_button, Qt.MouseButton.LeftButton)
    assert isinstance(page.panel, ErasePanel)
    return page.panel


def access(desk):
    with desk.app.read() as work:
        sql = "SELECT operator, action FROM access_log ORDER BY access_id"
        return work.connection.execute(sql).fetchall()


def test_staff_erase_a_person_after_typing_the_name_and_their_pin(desk, page, qtbot):
    gu = page.table.visitors.lines[0].visitor.visitor_id
    code = desk.app.passes.issue(gu).code
    panel = open_erasure(desk, page, qtbot)
    assert not panel.main_button.isEnabled()
    panel.pin.control.setText("2468")
    panel.typed.control.setText("顾晚")
    assert not panel.main_button.isEnabled()
    panel.typed.control.setText("顾晚晴")
    qtbot.mouseClick(panel.main_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page) == ["贺明川"], timeout=5000)
    assert page.panel is None
    assert not page.profile.isVisible()
    assert access(desk)[-1] == ("陈静", "erased")
    with desk.app.read() as work:
        assert work.people.visitor(gu).name == ""
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.code_scanned(code)
    assert seen.args[0].outcome == "revoked"


def test_a_wrong_pin_or_a_volunteer_erases_nobody(desk, page, qtbot):
    panel = open_erasure(desk, page, qtbot)
    panel.typed.control.setText("顾晚晴")
    panel.pin.control.setText("1111")
    qtbot.mouseClick(panel.main_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(panel.pin.problem), timeout=5000)
    assert not panel.main_button.isEnabled()
    page.refresh()
    page.escape()
    assert names(page) == ["顾晚晴", "贺明川"]
    gu = page.table.visitors.lines[0].visitor.visitor_id
    volunteer = next(o for o in desk.app.desk.operators() if o.role is not Role.STAFF)
    with pytest.raises(KnownError):
        desk.app.erasure.erase(gu, volunteer)


def test_without_staff_nothing_can_be_erased_and_the_panel_says_what_to_do(desk, page, qtbot):
    open_gu(page, qtbot)
    page.profile.erase_wished.emit()
    panel = page.panel
    assert panel.pin.problem
    panel.typed.control.setText("顾晚晴")
    panel.pin.control.setText("1")
    assert not panel.main_button.isEnabled()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh_CN", ("不能恢复", "备份", "考勤")),
        ("en", ("cannot be undone", "backups", "attendance")),
    ],
)
def test_the_panel_says_what_goes_what_stays_and_that_it_is_for_good(
    desk, page, qtbot, qapp, language, said
):
    set_language(qapp, language)
    panel = open_erasure(desk, page, qtbot)
    words = " ".join(part.accessibleName() or "" for part in panel.findChildren(QWidget))
    words += " ".join(part.text() for part in panel.findChildren(QLabel))
    for part in said:
        assert part in words
