"""What F8 and F2 open at the door: what helps with the person in front of the desk, or a word."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from desk_app.domain.changes import Entity
from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.people import Role
from desk_app.ui.check_in.panels import NamePanel
from desk_app.ui.check_in.register_panel import RegisterPanel
from desk_app.ui.check_in.staff_panel import BlockedPanel
from tests.keys import keys_of
from tests.main.windows import SETTINGS, close_window, open_window
from tests.station import PIN

REASON = "多次冲撞值班员"


@pytest.fixture
def desk(qapp, qtbot, station):
    app = station.app
    app.desk.set_up(station="梧桐里", desk="前台 1")
    app.desk.add_operator("陈静", Role.STAFF, pin=PIN)
    app.desk.begin_shift("沈亦禾")
    settings = SETTINGS.with_value("appearance.language", "zh_CN")
    desk = open_window(qapp, qtbot, app, settings=settings)
    yield desk
    close_window(qapp, desk)


def shown(desk, qtbot, code):
    """Present a code and wait for its card."""
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as told:
        desk.check_in.code_scanned(code)
    return told.args[0]


def words(panel):
    return " ".join(label.text() for label in panel.findChildren(QLabel) if label.text())


@pytest.fixture
def blocked(desk, qtbot, station):
    visitor_id = station.visitor()
    station.pull(Entity.VISITOR, visitor_id, is_blocked=True, blocked_reason=REASON)
    result = shown(desk, qtbot, station.issue(visitor_id))
    assert result.outcome is CheckInOutcome.BLOCKED
    assert REASON not in desk.page.stage.card.sentence()
    desk.page.request_staff()
    panel = desk.page.panel
    assert isinstance(panel, BlockedPanel)
    return panel


def test_why_somebody_is_stopped_is_told_to_staff_who_signed_in(blocked, qtbot, station):
    assert REASON not in words(blocked)
    blocked.pin_edit.setText(PIN)
    blocked.main_button.click()
    qtbot.waitUntil(lambda: REASON in words(blocked), timeout=5000)
    assert blocked.main_button.isHidden()
    assert blocked.pin_edit.text() == ""
    looks = "SELECT operator, action FROM access_log"
    assert station.sql(looks) == [("陈静", "block_shown")]


def test_a_wrong_pin_tells_nothing(blocked, qtbot, station):
    blocked.pin_edit.setText("0000" if PIN != "0000" else "1111")
    blocked.main_button.click()
    qtbot.waitUntil(lambda: "PIN 不对" in words(blocked), timeout=5000)
    assert REASON not in words(blocked)
    assert blocked.main_button.isEnabled()
    assert station.sql("SELECT count(*) FROM access_log") == [(0,)]


def test_behind_a_forged_code_staff_find_the_person_by_name(desk, qtbot, station):
    code = station.issue(station.visitor())
    forged = code[:60] + ("A" if code[60] != "A" else "B") + code[61:]
    assert shown(desk, qtbot, forged).outcome is CheckInOutcome.FORGED
    desk.page.request_staff()
    assert desk.page.panel is None
    assert "按姓名查找" in desk.window.toast.accessibleName()


@pytest.mark.parametrize(
    ("typed", "name", "phone"),
    [
        ("王小明", "王小明", ""),
        ("Anna Muster", "Anna Muster", ""),
        ("gwq", "", ""),
        ("1234", "", ""),
        ("138 0000 1234", "", "138 0000 1234"),
    ],
)
def test_whom_nobody_knows_need_not_be_typed_twice_to_be_registered(desk, typed, name, phone):
    desk.page.search.edit.setText(typed)
    desk.page.register_requested.emit(None)
    panel = desk.page.panel
    assert isinstance(panel, RegisterPanel)
    assert (panel.name_edit.text(), panel.phone_edit.taken()) == (name, phone)
    assert desk.page.search.edit.text() == ""


def test_who_comes_with_a_pass_not_known_yet_is_noted_by_name(desk, qtbot, station, make_station):
    other = make_station("other")
    code = other.issue(other.visitor())
    keys_of(other, station)
    station.course(walk_ins=True)
    station.clock.set("18:50")
    assert shown(desk, qtbot, code).is_provisional
    card = desk.page.stage.card
    assert "记下姓名" in [button.text() for button in card.findChildren(QAbstractButton)]
    desk.page.add_visitor()
    panel = desk.page.panel
    assert isinstance(panel, NamePanel)
    panel.main_button.click()
    qtbot.waitUntil(lambda: "姓名要有" in words(panel), timeout=5000)
    panel.name_edit.setText("王小明")
    panel.main_button.click()
    qtbot.waitUntil(lambda: desk.page.panel is None, timeout=5000)
    assert "王小明" in card.sentence()
    assert station.app.desk.today().arrivals[0].name == "王小明"
