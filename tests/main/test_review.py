"""What people must decide, in the window: by clicks, by keys, counted on the rail."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from desk_app.domain.link import LinkProblem, LinkState, SyncStatus
from desk_app.domain.review import ReviewAction, ReviewKind
from desk_app.main.review import ReviewJoin
from desk_app.services.review_values import Shown
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme
from desk_app.ui.review.staff_panel import SignPanel
from desk_app.ui.shell.sync_details import SyncDetailsPanel
from tests import reviews
from tests.main.windows import close_window, open_window
from tests.station import PIN, Station

STAFF_KINDS = {ReviewKind.SAME_PERSON}


@pytest.fixture
def station(tmp_path, migrated_file):
    return Station(tmp_path / "desk", template=migrated_file)


def join_review(desk):
    desk.review = ReviewJoin(desk, desk)


@pytest.fixture
def desk(qapp, qtbot, station):
    station.app.desk.set_up(station="梧桐里", desk="前台 2")
    station.app.desk.begin_shift("沈亦禾")
    station.staff()
    desk = open_window(qapp, qtbot, station.app, join_review)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    yield desk
    close_window(qapp, desk)


@pytest.fixture
def page(desk):
    desk.window.show_page("review")
    return desk.review.page


def rail_name(desk):
    return desk.window.rail._items["review"].accessibleName()


def on_show(page, review_id):
    case = page.case
    return case is not None and case.item.review_id == review_id


def shown(desk, page, qtbot, review_id):
    page.refresh()
    qtbot.waitUntil(lambda: on_show(page, review_id), timeout=5000)


def press(key, qtbot, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier=modifier)


def statuses(station):
    return [s for (s,) in station.sql("SELECT status FROM review_item")]


def test_what_a_pull_brings_is_counted_on_the_rail(desk, station, qtbot):
    reviews.displaced(station)
    reviews.refused(station)
    desk.synced.emit()
    qtbot.waitUntil(lambda: rail_name(desk).endswith(" 2"), timeout=5000)


def test_an_alternative_is_taken_by_a_click_and_given_back_from_the_toast(
    desk, page, station, qtbot
):
    review_id, *_ = reviews.displaced(station)
    shown(desk, page, qtbot, review_id)
    assert "会议室 B" in page.view.tiles[0].text()
    page.view.tiles[0].click()
    qtbot.waitUntil(lambda: statuses(station) == ["resolved"], timeout=5000)
    qtbot.waitUntil(lambda: page.case is None, timeout=5000)
    assert page.empty.isVisible()
    assert rail_name(desk) == desk.window.rail._items["review"].text()
    toast = desk.window.toast
    action = next(b for b in toast.findChildren(QAbstractButton) if b.isVisible())
    action.click()
    qtbot.waitUntil(lambda: on_show(page, review_id), timeout=5000)
    assert statuses(station) == ["open"]


def test_the_digit_of_a_choice_decides(desk, page, station, qtbot):
    review_id, loser, _ = reviews.displaced(station)
    shown(desk, page, qtbot, review_id)
    number = [c.action for c in page.case.choices].index(ReviewAction.CANCEL) + 1
    press(getattr(Qt.Key, f"Key_{number}"), qtbot)
    qtbot.waitUntil(lambda: statuses(station) == ["resolved"], timeout=5000)
    found = station.sql("SELECT status FROM booking WHERE booking_id = :id", id=loser)
    assert found == [("cancelled",)]


@pytest.mark.parametrize("kind", reviews.KINDS)
def test_enter_takes_what_is_recommended_and_ctrl_z_takes_it_back(desk, page, station, qtbot, kind):
    review_id = reviews.one_of(station, kind)
    shown(desk, page, qtbot, review_id)
    wanted = page.case.choices[0].action.status
    press(Qt.Key.Key_Return, qtbot)
    if kind in STAFF_KINDS:
        qtbot.waitUntil(lambda: isinstance(page.panel, SignPanel), timeout=5000)
        page.panel.pin_edit.setText(PIN)
        page.panel.confirmed.emit()
    qtbot.waitUntil(lambda: statuses(station) == [wanted], timeout=5000)
    qtbot.waitUntil(page.empty.isVisible, timeout=5000)
    press(Qt.Key.Key_Z, qtbot, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: on_show(page, review_id), timeout=5000)
    assert statuses(station) == ["open"]


def test_the_next_item_follows_the_one_that_was_decided(desk, page, station, qtbot):
    first = reviews.refused(station)
    second = reviews.refused(station)
    page.refresh()
    qtbot.waitUntil(lambda: page.case is not None, timeout=5000)
    here = page.case.item.review_id
    other = second if here == first else first
    page.confirm()
    qtbot.waitUntil(lambda: on_show(page, other), timeout=5000)
    assert sorted(statuses(station)) == ["open", "resolved"]


def test_a_second_enter_at_once_decides_nothing_more(desk, page, station, qtbot):
    for _ in range(2):
        reviews.refused(station)
    page.refresh()
    qtbot.waitUntil(lambda: page.case is not None, timeout=5000)
    page.confirm()
    page.confirm()
    qtbot.waitUntil(lambda: len(page.items.items.cases) == 1, timeout=5000)
    assert sorted(statuses(station)) == ["open", "resolved"]
    assert not desk.window.problem.isVisible()


def test_a_wrong_pin_says_so_and_decides_nothing(desk, page, station, qtbot):
    review_id, place, _ = reviews.over_capacity(station)
    shown(desk, page, qtbot, review_id)
    page.digit(2)
    panel = page.panel
    assert isinstance(panel, SignPanel)
    panel.pin_edit.setText("0000")
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: bool(panel._error.text()), timeout=5000)
    assert statuses(station) == ["open"]
    panel.pin_edit.setText(PIN)
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    found = station.sql("SELECT status FROM enrolment WHERE enrolment_id = :id", id=place)
    assert found == [("confirmed",)]


def test_what_was_decided_elsewhere_meanwhile_is_told_and_read_anew(desk, page, station, qtbot):
    review_id, *_ = reviews.displaced(station)
    shown(desk, page, qtbot, review_id)
    station.sql("UPDATE review_item SET status = 'resolved', resolved_by = '陈静'")
    page.digit(4)
    qtbot.waitUntil(desk.window.problem.isVisible, timeout=5000)
    qtbot.waitUntil(lambda: page.case is None, timeout=5000)


def test_the_filters_list_mine_all_and_decided(desk, page, station, qtbot):
    mine = reviews.refused(station)
    reviews.raised(station, "dead_operation", for_desk=mine)
    page.refresh()
    model = page.items.items
    qtbot.waitUntil(lambda: len(model.cases) == 2, timeout=5000)
    page.filters.chosen.emit("mine")
    qtbot.waitUntil(lambda: len(model.cases) == 1, timeout=5000)
    qtbot.waitUntil(lambda: on_show(page, mine), timeout=5000)
    page.confirm()
    qtbot.waitUntil(lambda: model.cases == [], timeout=5000)
    page.filters.chosen.emit("resolved")
    qtbot.waitUntil(lambda: on_show(page, mine), timeout=5000)
    assert page.view.undo_button.isVisible()
    page.view.undo_button.click()
    qtbot.waitUntil(lambda: model.cases == [], timeout=5000)
    assert sorted(statuses(station)) == ["open", "open"]


def test_a_list_that_was_asked_for_before_the_last_change_is_dropped(desk, page, station, qtbot):
    reviews.refused(station)
    page.refresh()
    model = page.items.items
    qtbot.waitUntil(lambda: len(model.cases) == 1, timeout=5000)
    page.filters.chosen.emit("resolved")
    qtbot.waitUntil(lambda: model.cases == [], timeout=5000)
    page.show_sheet(station.app.review.list(Shown.ALL))
    assert model.cases == []


def test_what_to_say_on_the_phone_names_the_company_the_time_and_the_alternative(
    desk, page, station, qtbot, qapp
):
    set_language(qapp, "zh_CN")
    review_id, *_ = reviews.displaced(station)
    shown(desk, page, qtbot, review_id)
    script = page.view.aside_text.text()
    for word in ("梧桐里", "拾浪设计", "会议室 A", "明天 14:30–16:00", "会议室 B"):
        assert word in script
    assert "15612344471" not in script


def test_a_number_is_shown_when_asked_for_and_the_look_is_recorded(desk, page, station, qtbot):
    review_id, *_ = reviews.displaced(station)
    shown(desk, page, qtbot, review_id)
    assert page.view.contact.text() == "156****4471"
    page.view.contact_button.click()
    qtbot.waitUntil(lambda: page.view.contact.text() == "15612344471", timeout=5000)
    assert station.sql("SELECT operator, action FROM access_log") == [("沈亦禾", "contact_shown")]


def test_support_gets_ids_and_nothing_personal(desk, page, station, qtbot):
    review_id = reviews.refused(station, "dead_operation")
    shown(desk, page, qtbot, review_id)
    page.view.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert str(page.case.item.facts.op_id) in copied
    assert "云帆科技" not in copied
    assert desk.window.toast.isVisible()


def test_an_erasure_too_many_says_that_it_may_be_done_tomorrow(desk, page, station, qtbot):
    review_id = reviews.raised(station, "forbidden", facts='{"why": "too_many_erased"}')
    shown(desk, page, qtbot, review_id)
    assert "明天" in page.view.rule.text()


@pytest.mark.parametrize("kind", [*ReviewKind, "newer"])
def test_hostile_facts_still_show_both_sides(desk, page, station, qtbot, kind):
    facts = '{"mine": {"who": "<img src=x>{0}%n", "at": 5}, "theirs": [], "field": "x{1}"}'
    review_id = reviews.raised(station, str(kind), facts=facts)
    shown(desk, page, qtbot, review_id)
    assert page.view.headline.text()
    assert page.view.buttons
    assert not desk.window.grab().isNull()


def test_digits_act_on_the_page_on_show_only(desk, page, station, qtbot):
    review_id, *_ = reviews.displaced(station)
    shown(desk, page, qtbot, review_id)
    desk.window.show_page("check_in")
    desk.wedge.digit.emit(1)
    desk.wedge.confirm.emit()
    desk.window.show_page("review")
    shown(desk, page, qtbot, review_id)
    assert statuses(station) == ["open"]


def test_escape_closes_the_panel_and_then_leaves(desk, page, station, qtbot):
    review_id, *_ = reviews.over_capacity(station)
    shown(desk, page, qtbot, review_id)
    page.digit(2)
    desk._escape()
    assert page.panel is None
    assert on_show(page, review_id)
    desk._escape()
    assert desk.window.page_key == "check_in"


@pytest.fixture
def refused(desk, station):
    """The centre refused an operation; the light says so."""
    station.sql(
        "UPDATE outbox SET acked_at = :at, result = :result WHERE q = 1",
        at=station.clock(),
        result='{"code": "dead_op", "detail": null}',
    )
    desk.sync.show(SyncStatus(state=LinkState.ATTENTION, refused=1, problem=LinkProblem.REFUSED))


def test_the_details_of_sync_lead_to_what_was_refused(desk, station, refused, qtbot):
    qtbot.waitUntil(lambda: rail_name(desk).endswith(" 1"), timeout=5000)
    desk.sync.open_details()
    panel = desk.page.panel
    assert isinstance(panel, SyncDetailsPanel)
    assert panel.review_button.isVisible()
    panel.review_button.click()
    assert desk.window.page_key == "review"
    assert desk.page.panel is None
    page = desk.review.page
    qtbot.waitUntil(lambda: page.case is not None, timeout=5000)
    assert page.case.item.kind is ReviewKind.DEAD_OPERATION
    seen = "SELECT json_extract(result, '$.is_seen') FROM outbox WHERE q = 1"
    qtbot.waitUntil(lambda: station.sql(seen) == [(1,)], timeout=5000)
    assert rail_name(desk).endswith(" 1")


def test_the_light_that_says_refused_opens_the_page(desk, refused, qtbot):
    desk.window.top.light.click()
    assert desk.window.page_key == "review"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_it_paints_in_every_look_with_every_control_named(
    desk, page, station, qtbot, qapp, language
):
    set_language(qapp, language)
    review_id, *_ = reviews.displaced(station)
    for kind in reviews.KINDS[1:]:
        reviews.one_of(station, kind)
    shown(desk, page, qtbot, review_id)
    for name, width in (("light", 1366), ("dark", 1920), ("highContrast", 1366)):
        set_theme(Theme(name=name))
        desk.window.resize(width, width * 9 // 16)
        assert not desk.window.grab().isNull()
    controls = [b for b in page.findChildren(QAbstractButton) if b.isVisibleTo(page)]
    assert [b for b in controls if not b.accessibleName()] == []
    assert len(controls) >= 9


@pytest.mark.parametrize("kind", reviews.KINDS)
def test_endless_words_break_no_layout(desk, page, station, qtbot, kind):
    endless = "W" * 5000
    side = {"who": endless, "room": endless, "value": endless, "desk": endless, "purpose": endless}
    facts = {"mine": side, "theirs": side, "field": "name", "course": endless}
    visitor = station.visitor("顾婉晴")
    about = ("visitor", visitor)
    review_id = reviews.raised(station, kind.value, about=about, facts=facts)
    shown(desk, page, qtbot, review_id)
    room = page._scroll.viewport()
    qtbot.waitUntil(lambda: page.view.width() <= room.width(), timeout=5000)
    assert page.view.minimumSizeHint().width() <= room.width()


def test_what_looks_like_html_is_shown_as_it_is(desk, page, station, qtbot):
    facts = {"mine": {"who": "<b>甲</b>"}, "theirs": {"who": "<img src='x'>"}}
    review_id = reviews.raised(station, "displaced_booking", facts=facts)
    shown(desk, page, qtbot, review_id)
    assert "&lt;img" in page.view.stays.toolTip()
    for label in page.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.text()


def test_a_look_again_keeps_the_place_and_the_number_on_show(desk, page, station, qtbot):
    review_id, *_ = reviews.displaced(station)
    shown(desk, page, qtbot, review_id)
    page.view.contact_button.click()
    qtbot.waitUntil(lambda: page.view.contact.text() == "15612344471", timeout=5000)
    tile = page.view.tiles[0]
    with qtbot.waitSignal(page.case_wished, timeout=5000):
        page.refresh()
    qtbot.waitUntil(lambda: not page._is_busy, timeout=5000)
    assert page.view.tiles[0] is tile
    assert page.view.contact.text() == "15612344471"


def test_what_the_centre_settled_is_told_apart_from_what_people_decided(
    desk, page, station, qtbot, qapp
):
    set_language(qapp, "zh_CN")
    closed = {"status": "resolved", "resolved_at": station.clock()}
    reviews.displaced(station, resolution="settled", **closed)
    page.refresh()
    qtbot.waitUntil(lambda: "1" in page.settled.text(), timeout=5000)
    assert page.empty.note.text() == page.settled.text() == "今天自动对好 1 件"
    page.filters.chosen.emit("resolved")
    qtbot.waitUntil(lambda: page.case is not None, timeout=5000)
    assert page.view.outcome.text().startswith("自动对好")
    assert not page.view.undo_button.isVisible()
