"""A desk the centre withdrew shows and answers nothing until it has joined anew."""

import json
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from desk_app.compose import open_desk
from desk_app.domain.errors import KnownError
from desk_app.sync import central_desks
from desk_app.ui.common.texts import set_language
from desk_app.workers import sync
from tests.main.joined import STATION, invite, open_joined, pending, set_up
from tests.main.windows import close_window
from tests.postgres import centre_url, database_url, postgres  # noqa: F401
from tests.station import PIN

pytestmark = pytest.mark.postgres


@pytest.fixture
def windows(qapp, qtbot, monkeypatch):
    monkeypatch.setattr(sync, "SOON_S", 0.05)
    opened = []

    def make(app):
        opened.append(open_joined(qapp, qtbot, app))
        return opened[-1]

    yield make
    for desk in opened:
        close_window(qapp, desk)
    set_language(qapp, "en")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "desk"


@pytest.fixture
def locked(windows, folder, centre_url, qtbot):  # noqa: F811
    """A window whose desk was withdrawn with one visitor not sent."""
    desk = windows(set_up(folder, invite(centre_url, "东")))
    qtbot.waitUntil(lambda: desk.window.top.light.status.roster_at is not None, timeout=10_000)
    central_desks.revoke_desk(centre_url, STATION, "东")
    desk.app.visitors.add("顾晚晴", phone="13812341234")
    with qtbot.waitSignal(desk.lock.changed, timeout=10_000):
        desk.sync.exchange_now()
    qtbot.waitUntil(desk.lock.page.pin.isVisible, timeout=5000)
    return desk


def words(page):
    return " ".join(label.text() for label in page.findChildren(QLabel))


def rejoin(desk, text, pin, qtbot):
    page = desk.lock.page
    page.enrol.control.setText(text)
    page.pin.control.setText(pin)
    qtbot.mouseClick(page.join_button, Qt.MouseButton.LeftButton)


def test_a_withdrawn_desk_locks_at_the_next_contact_and_shows_no_name(locked, qtbot):
    desk, page = locked, locked.lock.page
    assert page.isVisible()
    assert page.geometry() == desk.window.rect()
    assert not any(w.isVisible() for w in (desk.window.rail, desk.window.top, desk.window.pages))
    for name in ("顾晚晴", "陈静", "沈亦禾", "梧桐里"):
        assert name not in words(page)
    qtbot.waitUntil(lambda: "1" in words(page), timeout=5000)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_page_says_what_happened_what_is_kept_and_what_to_do(locked, qapp, qtbot, language):
    set_language(qapp, language)
    wanted = {
        "zh_CN": ("中心已停用这台前台", "都还在", "新的加入码"),
        "en": ("The centre withdrew this desk", "What is kept", "New join code"),
    }[language]
    qtbot.waitUntil(lambda: all(part in words(locked.lock.page) for part in wanted), timeout=5000)


def test_no_scan_is_answered_and_no_key_opens_anything_while_locked(locked, qtbot):
    desk = locked
    code = desk.app.passes.issue(desk.app.visitors.find("顾晚晴").hits[0].visitor.visitor_id).code
    shown = []
    desk.check_in.presented.connect(shown.append)
    desk.check_in.code_scanned(code)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F12):
        qtbot.keyClick(desk.window, key)
    desk.window.show_page("visitors")
    desk.window.toast.say("顾晚晴")
    desk.window.show_problem("顾晚晴")
    asked = []
    desk.threads.writer.run(lambda: None, asked.append, asked.append)
    qtbot.waitUntil(lambda: bool(asked), timeout=5000)  # whatever was asked before is done
    assert shown == []
    assert desk.page.panel is None
    assert desk.window.page_key == "check_in"
    assert not desk.window.toast.isVisible()
    assert not desk.window.problem.isVisible()
    with desk.app.read() as work:
        assert work.check_ins.latest_arrivals(limit=5) == []


def test_the_lock_outlives_a_restart(windows, locked, folder, qapp):
    again = windows(open_desk(folder))
    assert again.lock.is_on
    assert again.lock.page.isVisible()
    assert not again.window.pages.isVisible()


def test_joining_anew_unlocks_and_sends_what_waited(locked, centre_url, qtbot):  # noqa: F811
    text = invite(centre_url, "东", replaces="东")
    rejoin(locked, text, "1111", qtbot)
    qtbot.waitUntil(lambda: bool(locked.lock.page.pin.problem), timeout=5000)
    assert locked.lock.is_on
    with qtbot.waitSignal(locked.lock.changed, timeout=10_000):
        rejoin(locked, text, PIN, qtbot)
    assert not locked.lock.is_on
    assert locked.window.pages.isVisible()
    assert locked.window.rail.isVisible()
    qtbot.waitUntil(lambda: pending(locked.app) == 0, timeout=10_000)
    qtbot.keyClick(locked.window, Qt.Key.Key_F1)
    assert locked.page.panel is not None


def test_a_used_enrolment_text_is_refused_at_its_field(locked, qtbot):
    rejoin(locked, "sd-enrol:1:torn", PIN, qtbot)
    qtbot.waitUntil(lambda: bool(locked.lock.page.enrol.problem), timeout=5000)
    assert locked.lock.is_on


def test_an_enrolment_code_held_up_fills_the_field(locked, centre_url, qtbot):  # noqa: F811
    text = invite(centre_url, "西")
    locked.check_in.code_scanned(text)
    assert locked.lock.page.enrol.control.text() == text


def test_the_recovery_file_needs_a_staff_pin_and_holds_what_was_not_sent(
    locked, tmp_path, qtbot, monkeypatch
):
    out, page = tmp_path / "rest.recovery", locked.lock.page
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.pin.problem), timeout=5000)
    assert not out.exists()
    page.pin.control.setText(PIN)
    with qtbot.waitSignal(locked.lock.exported, timeout=5000) as saved:
        qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    content = json.loads(out.read_text(encoding="utf-8").split("\n")[1])
    assert saved.args == [len(content["ops"])] == [1]
    assert out.name in page.said.text()


def test_a_desk_without_staff_asks_for_no_pin(windows, folder, centre_url, qtbot):  # noqa: F811
    app = set_up(folder, invite(centre_url, "东"), staff="")
    with app.begin() as work:
        work.settings.put("centre_token", None)
    desk = windows(app)
    page = desk.lock.page
    asked = []
    desk.threads.writer.run(lambda: None, asked.append, asked.append)
    qtbot.waitUntil(lambda: bool(asked), timeout=5000)  # after the facts were read
    assert not page.pin.isVisible()
    with qtbot.waitSignal(desk.lock.changed, timeout=10_000):
        rejoin(desk, invite(centre_url, "东", replaces="东"), "", qtbot)


def test_a_pin_that_fits_nobody_is_refused_without_a_name(locked):
    with pytest.raises(KnownError) as caught:
        locked.app.desk.check_staff_pin("9999")
    assert caught.value.code == "wrong_pin"
    locked.app.desk.check_staff_pin(PIN)


def test_guessing_pins_takes_longer_each_time_and_a_restart_starts_nothing_anew(
    windows, locked, folder, qtbot
):
    now = locked.app.clock()
    desk = locked.app.desk
    desk._clock = lambda: now
    for _ in range(5):
        with pytest.raises(KnownError, match="does not fit"):
            desk.check_staff_pin("9999")
    for wait_s in (30, 60, 120, 240, 480, 900, 900):
        for _ in range(2):
            with pytest.raises(KnownError, match="Too many") as caught:
                desk.check_staff_pin(PIN)
            assert str(wait_s) in caught.value.en
        now += timedelta(seconds=wait_s)
        with pytest.raises(KnownError, match="does not fit"):
            desk.check_staff_pin("9999")
    again = open_desk(folder)
    again.desk._clock = lambda: now - timedelta(days=1)  # nor does a clock that is put back
    with pytest.raises(KnownError, match="Too many"):
        again.desk.check_staff_pin(PIN)
    again.close()
    rejoin(locked, "sd-enrol:1:torn", PIN, qtbot)
    qtbot.waitUntil(lambda: "900" in locked.lock.page.pin.problem, timeout=5000)
    now += timedelta(seconds=900)
    desk.check_staff_pin(PIN)
    with pytest.raises(KnownError, match="does not fit"):
        desk.check_staff_pin("9999")
