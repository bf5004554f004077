"""The whole window on a real database: scan in, card out, stored; first start."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt

from desk_app.compose import open_desk
from desk_app.demo.clock import EveningClock
from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.companies import Company
from desk_app.main.appearance import apply_appearance
from desk_app.main.settings import SettingsJoin
from desk_app.runtime.settings import Settings, load
from desk_app.scan.wedge import Stroke
from desk_app.scan.wedge_learning import TEST_CODE
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from desk_app.services.course_forms import CourseDetails, NewCourse
from desk_app.ui.check_in.answer_panel import AnswerPanel
from desk_app.ui.check_in.register_panel import RegisterPanel
from desk_app.ui.first_start.page import FirstStartPage
from tests.main.windows import close_window, open_window


def join_settings(desk):
    desk.joined_settings = SettingsJoin(desk, desk)


@pytest.fixture
def desk(qapp, qtbot, tmp_path):
    app = open_desk(tmp_path, EveningClock(time(18, 40)))  # a lesson at midnight is two days
    app.desk.set_up(station="梧桐里", desk="前台 1")
    app.desk.begin_shift("沈亦禾")
    desk = open_window(qapp, qtbot, app, join_settings)
    yield desk
    close_window(qapp, desk)


@pytest.fixture
def learner(desk):
    app = desk.app
    course_id, _ = app.courses.add(
        NewCourse(
            name="彩妆基础",
            starts_at=app.clock() + timedelta(minutes=5),
            minutes=90,
            lessons=3,
            capacity=9,
        )
    )
    visitor_id = app.visitors.add("顾晚晴", phone="13812341234")
    app.courses.enrol(course_id, visitor_id)
    return visitor_id


def test_a_scanned_pass_turns_the_card_green_and_is_stored(desk, learner, qtbot):
    code = desk.app.passes.issue(learner).code
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.code_scanned(code)
    assert seen.args[0].outcome is CheckInOutcome.ADMITTED
    assert desk.page.stage.card.isVisible()
    with desk.app.read() as work:
        assert work.check_ins.get(seen.args[0].check_in_id) is not None


def test_undo_from_the_window_takes_the_check_in_back(desk, learner, qtbot):
    code = desk.app.passes.issue(learner).code
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.code_scanned(code)
    with qtbot.waitSignal(desk.check_in.undone, timeout=5000):
        desk.page.undo_last()
    with desk.app.read() as work:
        assert work.check_ins.get(seen.args[0].check_in_id).undone_at is not None


def test_registering_an_unknown_code_links_it_and_the_queue_goes_on(desk, learner, qtbot):
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.code_scanned("BADGE-0001")
    assert seen.args[0].outcome is CheckInOutcome.UNKNOWN_CODE
    desk.page.digit(1)
    panel = desk.page.panel
    assert isinstance(panel, RegisterPanel)
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as waiting:
        desk.check_in.code_scanned(desk.app.passes.issue(learner).code)
    assert desk.page.stage.waiting_count == 1
    panel.name_edit.setText("贺明川")
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000):
        panel.confirmed.emit()
    qtbot.waitUntil(lambda: desk.page.panel is None, timeout=5000)
    desk.page.to_idle()
    assert desk.page.stage.card.result == waiting.args[0]
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as again:
        desk.check_in.code_scanned("BADGE-0001")
    assert again.args[0].visitor.name == "贺明川"


def test_a_question_is_answered_at_the_desk_and_not_asked_again(desk, learner, qtbot):
    app = desk.app
    (course,) = app.courses.all()
    app.questions.add(course.course_id, "对花生过敏吗？", is_required=True)
    code = app.passes.issue(learner).code
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.code_scanned(code)
    assert seen.args[0].outcome is CheckInOutcome.QUESTION
    desk.page.digit(1)
    panel = desk.page.panel
    assert isinstance(panel, AnswerPanel)
    panel.confirmed.emit()
    assert desk.page.panel is panel
    panel.fields[0][0].setText("没有")
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as answered:
        panel.fields[0][0].returnPressed.emit()
    assert answered.args[0].outcome is CheckInOutcome.ADMITTED
    assert app.check_in.undo(answered.args[0].check_in_id) == "undone"
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as again:
        desk.check_in.code_scanned(code)
    assert again.args[0].outcome is CheckInOutcome.ADMITTED


def test_a_known_phone_is_offered_and_enter_checks_that_person_in(desk, learner, qtbot):
    known = desk.app.visitors.add("贺明川", phone="13900006210")
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000):
        desk.check_in.code_scanned("BADGE-0002")
    desk.page.digit(1)
    panel = desk.page.panel
    panel.name_edit.setText("何明川")
    panel.phone_edit.setText("+86 139 0000 6210")
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: not panel.known.isHidden(), timeout=5000)
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        panel.confirmed.emit()
    assert seen.args[0].visitor.visitor_id == known
    qtbot.waitUntil(lambda: desk.page.panel is None, timeout=5000)
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as again:
        desk.check_in.code_scanned("BADGE-0002")
    assert again.args[0].visitor.visitor_id == known
    assert desk.app.visitors.likely_same("何明川") == ()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_company_chosen_while_typing_brings_its_building_and_floor(desk, learner, qtbot):
    company = Company(name="云岫咨询", building="云岫大厦", floor="12 层")
    desk.app.companies.add(company)
    desk.page.register_requested.emit(None)
    panel = desk.page.panel
    panel.name_edit.setText("何明川")
    panel.company_edit.setFocus()
    qtbot.keyClicks(panel.company_edit, "yx")
    model = panel.completer.companies
    qtbot.waitUntil(lambda: model.rowCount() == 1, timeout=5000)
    assert "云岫大厦 12 层" in model.index(0).data()
    panel.completer.popup().hide()
    panel.company_edit.setText(model.index(0).data(Qt.ItemDataRole.EditRole))
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        panel.confirmed.emit()
    assert seen.args[0].visitor.company == "云岫咨询"
    assert seen.args[0].visitor.workplace == "云岫大厦 12 层"


def test_somebody_else_of_the_same_name_is_registered_all_the_same(desk, learner, qtbot):
    first = desk.app.visitors.add("贺明川", company="云岫咨询")
    desk.page.register_requested.emit(None)
    panel = desk.page.panel
    panel.name_edit.setText("贺明川")
    panel.company_edit.setText("云岫咨询")
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: not panel.known.isHidden(), timeout=5000)
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        panel.known.button.click()
    assert seen.args[0].visitor.visitor_id != first
    same = desk.app.visitors.likely_same("贺明川", company="云岫咨询")
    assert {hit.visitor.visitor_id for hit in same} == {first, seen.args[0].visitor.visitor_id}


def test_an_error_of_the_database_is_told_and_the_window_goes_on(desk, learner, qtbot):
    with qtbot.waitSignal(desk.check_in.failed, timeout=5000):
        desk.check_in.present_visitor(type(learner)(int=1))
    assert desk.window.problem.isVisible()
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.present_visitor(learner)
    assert seen.args[0].outcome is CheckInOutcome.ADMITTED


def test_the_language_changes_while_running(desk, qtbot):
    page = desk.joined_settings.page
    page.setting_changed.emit("appearance.language", "en")
    qtbot.waitUntil(lambda: desk.window.windowTitle() == "Station Desk")
    page.setting_changed.emit("appearance.language", "zh_CN")
    qtbot.waitUntil(lambda: desk.window.windowTitle() == "驿站前台")


def test_the_first_start_names_the_field_that_is_missing(qtbot, qapp):
    apply_appearance(qapp, Settings())
    page = FirstStartPage()
    qtbot.addWidget(page)
    page.station_edit.setText("梧桐里")
    page.start_button.click()
    assert page.desk_edit.accessibleName() in page.error.text()
    page.desk_edit.setText("前台 1")
    page.operator_edit.setText("沈亦禾")
    with qtbot.waitSignal(page.finished) as answers:
        page.start_button.click()
    assert answers.args[0].station == "梧桐里"
    assert answers.args[0].enrol == ""


def test_the_wizard_of_the_settings_learns_and_saves(desk, qtbot):
    desk.joined_settings.page.wizard_wished.emit()
    wizard = desk.page.panel
    strokes = [Stroke(text=c, at_ms=i * 9.0) for i, c in enumerate(f"~{TEST_CODE}\t")]
    desk.wedge.learnt.emit(tuple(strokes))
    wizard.main_button.click()
    assert desk.page.panel is None
    qtbot.waitUntil(lambda: load(desk.app.data).scanner.suffix == "tab", timeout=5000)
    assert load(desk.app.data).scanner.prefix == "~"
    assert (desk.wedge.rules.prefix, desk.wedge.rules.suffix) == ("~", "tab")


def test_a_page_is_built_when_it_is_first_needed_and_knows_the_camera_then(desk, qtbot):
    place = desk.joined_settings._place
    assert not place.is_built
    desk.camera.show_missing()
    desk.window.show_page("settings")
    assert place.is_built
    assert place.page.camera.preview.state == "missing"


def test_the_seat_held_is_accepted_at_the_door_and_the_visitor_comes_in(desk, learner, qtbot):
    app = desk.app
    (course,) = app.courses.all()
    app.courses.change(course.course_id, CourseDetails(capacity=1, cut_off_min=0))
    waiting = app.visitors.add("罗一舟", phone="13900006211")
    app.courses.enrol(course.course_id, waiting, waitlist=True)
    app.courses.drop(course.course_id, learner)
    code = app.passes.issue(waiting).code
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.code_scanned(code)
    assert seen.args[0].outcome is CheckInOutcome.WAITLISTED
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as again:
        desk.page.digit(1)
    assert again.args[0].outcome is CheckInOutcome.ADMITTED


def test_a_lesson_and_a_room_now_are_asked_and_the_digit_opens_the_room(desk, learner, qtbot):
    app = desk.app
    hall = app.rooms.add("多功能厅")
    start = app.clock() + timedelta(minutes=5)
    asked = BookingRequest(
        room_id=hall,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        who=Who(visitor_id=learner),
    )
    (booking,) = app.bookings.book(asked).bookings
    code = app.passes.issue(learner).code
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.code_scanned(code)
    assert seen.args[0].outcome is CheckInOutcome.CHOOSE
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as chosen:
        desk.page.digit(2)
    assert chosen.args[0].room.booking_id == booking.booking_id
    with qtbot.waitSignal(desk.check_in.undone, timeout=5000):
        desk.page.undo_last()
    assert app.booking_use.booking(booking.booking_id).checked_in_at is None
