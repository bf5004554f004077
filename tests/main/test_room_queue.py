"""The queue for a taken slot and staff's override when a booking moves, in the real window."""

import pytest
from PySide6.QtCore import Qt

from desk_app.domain.booking_use import BookingStatus
from desk_app.domain.series import SeriesScope
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from desk_app.ui.common.labels import Label
from desk_app.ui.common.texts import set_language
from desk_app.ui.rooms.move_panel import MovePanel
from tests.main.room_hand import (
    book,
    commit,
    drag,
    on_day,
    open_booking,
    point,
    row_of,
    shown,
    stored,
    toast_action,
)
from tests.station import PIN, moment


@pytest.fixture
def desk(rooms_desk):
    return rooms_desk


@pytest.fixture
def page(rooms_page):
    return rooms_page


def of(desk, company, day=0):
    return [b for b in on_day(desk, day) if b.company == company]


def ask_for_taken(desk, page, qtbot, who="云帆科技"):
    """Ask for an hour of room B that 临港设计 has."""
    (held,) = book(desk, "会议室 B", "15:00", "16:00", who="临港设计")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 1, timeout=5000)
    page.timeline.cell = page.timeline.cell.__class__(
        row=row_of(page, "会议室 B"), start_min=15 * 60, end_min=16 * 60
    )
    page.book_cell()
    commit(page.panel.who.edit, who)
    qtbot.waitUntil(lambda: not page.panel.queue.isHidden(), timeout=5000)
    return held


def wait_for(desk, room, start, end, who="云帆科技"):
    """Let somebody wait for a slot, by the service."""
    request = BookingRequest(
        room_id=desk.app.rooms.resolve(room),
        starts_at=moment(start),
        ends_at=moment(end),
        who=Who(company=who),
        waits=True,
    )
    queued = desk.app.bookings.book(request).queued
    assert queued is not None
    return queued


def test_a_taken_slot_is_waited_for_with_one_key_and_the_place_is_said(desk, page, qtbot):
    ask_for_taken(desk, page, qtbot)
    page.timeline.setFocus()
    qtbot.keyClick(page.timeline, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: len(of(desk, "云帆科技")) == 1, timeout=5000)
    (waiting,) = of(desk, "云帆科技")
    assert waiting.status is BookingStatus.WAITING
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    assert "1" in desk.window.toast.accessibleName()
    toast_action(desk).click()
    qtbot.waitUntil(lambda: stored(desk, waiting).status is BookingStatus.CANCELLED, timeout=5000)


def test_without_a_name_nobody_is_put_in_the_queue(desk, page, qtbot):
    ask_for_taken(desk, page, qtbot)
    page.panel.who.edit.clear()
    page.panel.queue.button.click()
    assert page.panel.who.field.problem
    assert len(on_day(desk)) == 1


def test_two_quick_presses_make_one_place_in_the_queue(desk, page, qtbot):
    ask_for_taken(desk, page, qtbot)
    page.panel.queue.button.click()
    page.panel.queue.button.click()
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    assert len(of(desk, "云帆科技")) == 1


def test_two_quick_presses_on_alternatives_make_one_booking(desk, page, qtbot):
    ask_for_taken(desk, page, qtbot)
    first, second = page.panel.offers.buttons[:2]
    first.click()
    second.click()
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    assert len(of(desk, "云帆科技")) == 1


def test_a_free_slot_a_shut_hour_and_a_series_have_no_queue(desk, page, qtbot):
    ask_for_taken(desk, page, qtbot)
    panel = page.panel
    for start, end in (("11:00", "12:00"), ("20:30", "22:00")):
        panel.from_edit.setText(start)
        panel.to_edit.setText(end)
        with qtbot.waitSignal(panel.trial_wished, timeout=5000):
            panel.from_edit.editingFinished.emit()
        qtbot.waitUntil(panel.queue.isHidden, timeout=5000)


def test_the_booking_says_who_waits_and_one_is_taken_out_and_put_back(desk, page, qtbot, station):
    (held,) = book(desk, "会议室 B", "15:00", "16:00", who="临港设计")
    first = wait_for(desk, "会议室 B", "15:00", "16:00")
    station.clock.set("13:06")
    wait_for(desk, "会议室 B", "15:30", "16:30", "澄屿数据科技")
    panel = open_booking(page, qtbot, held)
    said = [label.text() for label in panel.queue.findChildren(Label)]
    assert any("云帆科技" in text for text in said)
    assert any("13:05" in text for text in said)
    assert len(panel.queue.buttons) == 2
    assert shown(page, held).waiting == 2
    panel.queue.buttons[0].click()
    qtbot.waitUntil(lambda: stored(desk, first).status is BookingStatus.CANCELLED, timeout=5000)
    qtbot.waitUntil(lambda: page.panel is not panel and page.panel is not None, timeout=5000)
    assert len(page.panel.queue.buttons) == 1
    toast_action(desk).click()
    qtbot.waitUntil(lambda: stored(desk, first).status is BookingStatus.WAITING, timeout=5000)


def test_a_cancelled_slot_is_offered_said_so_and_accepted_from_the_panel(desk, page, qtbot):
    (held,) = book(desk, "会议室 B", "15:00", "16:00", who="临港设计")
    queued = wait_for(desk, "会议室 B", "15:00", "16:00")
    open_booking(page, qtbot, held).cancel.click()
    qtbot.waitUntil(lambda: stored(desk, queued).status is BookingStatus.OFFERED, timeout=5000)
    qtbot.waitUntil(lambda: "云帆科技" in desk.window.toast.accessibleName(), timeout=5000)
    panel = open_booking(page, qtbot, queued)
    said = [t.text() for t in panel.findChildren(Label) if "15:00" in t.text()]
    assert len(said) == 1  # until when it is held; the time itself stands above
    panel.main_button.click()
    qtbot.waitUntil(lambda: stored(desk, queued).status is BookingStatus.CONFIRMED, timeout=5000)


def test_a_declined_offer_goes_to_the_next_and_comes_back_with_undo(desk, page, qtbot, station):
    (held,) = book(desk, "会议室 B", "15:00", "16:00", who="临港设计")
    first = wait_for(desk, "会议室 B", "15:00", "16:00")
    station.clock.set("13:06")
    second = wait_for(desk, "会议室 B", "15:00", "16:00", "澄屿数据科技")
    desk.app.booking_changes.cancel(held.booking_id, SeriesScope.THIS)
    open_booking(page, qtbot, first).cancel.click()
    qtbot.waitUntil(lambda: stored(desk, second).status is BookingStatus.OFFERED, timeout=5000)
    qtbot.waitUntil(lambda: "澄屿数据科技" in desk.window.toast.accessibleName(), timeout=5000)
    toast_action(desk).click()
    qtbot.waitUntil(lambda: stored(desk, first).status is BookingStatus.OFFERED, timeout=5000)
    assert stored(desk, second).status is BookingStatus.WAITING


def test_an_offer_of_today_is_a_card_below_and_one_press_takes_it(desk, page, qtbot):
    (held,) = book(desk, "会议室 B", "15:00", "16:00", who="临港设计")
    queued = wait_for(desk, "会议室 B", "15:00", "16:00")
    desk.app.booking_changes.cancel(held.booking_id, SeriesScope.THIS)
    page.refresh()
    qtbot.waitUntil(lambda: len(page.due.cards) == 1, timeout=5000)
    assert "15:00" in page.due.cards[0].note.text()
    page.due.cards[0].button.click()
    qtbot.waitUntil(lambda: stored(desk, queued).status is BookingStatus.CONFIRMED, timeout=5000)


def test_the_queue_moves_on_when_nobody_came(desk, page, qtbot, station):
    book(desk, "会议室 B", "13:00", "15:00", who="临港设计")
    queued = wait_for(desk, "会议室 B", "14:00", "15:00")
    station.clock.set("13:16")
    desk.rooms.work._tick()
    qtbot.waitUntil(lambda: stored(desk, queued).status is BookingStatus.OFFERED, timeout=5000)
    qtbot.waitUntil(lambda: shown(page, queued) is not None, timeout=5000)


def move_past_closing(desk, page, qtbot):
    """Drag a booking beyond the opening hours."""
    (booking,) = book(desk, "会议室 B", "19:00", "20:00")
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, booking) is not None, timeout=5000)
    page.timeline.bring_into_view(shown(page, booking).span)
    drag(page, point(page, "会议室 B", 19 * 60 + 30), point(page, "会议室 B", 21 * 60 + 0))
    qtbot.waitUntil(lambda: isinstance(page.panel, MovePanel), timeout=5000)
    qtbot.waitUntil(lambda: not page.panel.staff.isHidden(), timeout=5000)
    return booking


def test_the_queue_moves_on_though_nobody_has_opened_the_page(desk, qtbot, station):
    """Warmed up, the app looks after it by itself, and names whom to tell."""
    visitor_id = desk.app.visitors.add("罗一舟")
    book(desk, "会议室 B", "15:00", "16:00", who="临港设计")
    request = BookingRequest(
        room_id=desk.app.rooms.resolve("会议室 B"),
        starts_at=moment("15:00"),
        ends_at=moment("16:00"),
        who=Who(visitor_id=visitor_id),
        waits=True,
    )
    queued = desk.app.bookings.book(request).queued
    station.clock.set("15:16")
    qtbot.waitUntil(lambda: stored(desk, queued).status is BookingStatus.OFFERED, timeout=10_000)
    qtbot.waitUntil(lambda: "罗一舟" in desk.window.toast.accessibleName(), timeout=5000)
    assert desk.rooms._work is None
    offered = stored(desk, queued)  # the rest of it, kept for a quarter of an hour
    assert (offered.starts_at, offered.held_until) == (moment("15:16"), moment("15:31"))


def test_staff_move_a_booking_past_the_hours_with_pin_and_reason(desk, page, qtbot):
    booking = move_past_closing(desk, page, qtbot)
    qtbot.keyClick(desk.window, Qt.Key.Key_F8)
    panel = page.panel
    assert panel.staff.is_open
    panel.staff.pin_edit.setText("0000")
    panel.staff.reason_edit.setText("年度活动")
    qtbot.keyClick(panel.staff.reason_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(panel.staff.pin.problem), timeout=5000)
    assert stored(desk, booking) == booking
    panel.staff.pin_edit.setText(PIN)
    panel.main_button.click()
    qtbot.waitUntil(lambda: stored(desk, booking).starts_at != booking.starts_at, timeout=5000)
    moved = stored(desk, booking)
    assert moved.override_reason == "年度活动"
    assert moved.ends_at > moment("21:00")
    events = desk.app.booking_calls.history(booking.booking_id)
    assert events[-1].operator == "周站长"


def test_without_a_reason_staff_move_nothing(desk, page, qtbot):
    booking = move_past_closing(desk, page, qtbot)
    page.panel.sign()
    page.panel.staff.pin_edit.setText(PIN)
    page.panel.main_button.click()
    assert page.panel.staff.reason.problem
    assert stored(desk, booking) == booking


def test_a_clash_is_no_rule_staff_may_set_aside(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    book(desk, "会议室 B", "17:00", "18:00", who="临港设计")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 2, timeout=5000)
    drag(page, point(page, "会议室 B", 15 * 60 + 30), point(page, "会议室 B", 17 * 60 + 30))
    qtbot.waitUntil(lambda: isinstance(page.panel, MovePanel), timeout=5000)
    qtbot.keyClick(desk.window, Qt.Key.Key_F8)
    assert page.panel.staff.isHidden()
    assert not page.panel.staff.is_open
    assert stored(desk, booking) == booking


def test_taking_a_move_by_staff_back_takes_the_reason_back(desk, page, qtbot):
    booking = move_past_closing(desk, page, qtbot)
    page.panel.sign()
    page.panel.staff.pin_edit.setText(PIN)
    page.panel.staff.reason_edit.setText("年度活动")
    page.panel.main_button.click()
    qtbot.waitUntil(lambda: stored(desk, booking).starts_at != booking.starts_at, timeout=5000)
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    toast_action(desk).click()
    qtbot.waitUntil(lambda: stored(desk, booking) == booking, timeout=5000)


def test_staff_let_a_meeting_stay_past_the_hours_with_pin_and_reason(desk, page, qtbot, station):
    station.clock.set("19:55")
    (booking,) = book(desk, "会议室 B", "20:00", "21:00")
    desk.app.booking_use.check_in(booking.booking_id)
    panel = open_booking(page, qtbot, booking)
    assert panel.staff.isHidden()
    panel.longer[1].click()
    qtbot.waitUntil(lambda: not panel.staff.isHidden(), timeout=5000)
    assert stored(desk, booking).ends_at == moment("21:00")
    qtbot.keyClick(desk.window, Qt.Key.Key_F8)
    panel.staff.pin_edit.setText("0000")
    panel.anyway.click()
    assert panel.staff.reason.problem
    panel.staff.reason_edit.setText("年度活动")
    qtbot.keyClick(panel.staff.reason_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(panel.staff.pin.problem), timeout=5000)
    panel.staff.pin_edit.setText(PIN)
    panel.anyway.click()
    qtbot.waitUntil(lambda: stored(desk, booking).ends_at == moment("21:30"), timeout=5000)
    assert stored(desk, booking).override_reason == "年度活动"
    assert desk.app.booking_calls.history(booking.booking_id)[-1].operator == "周站长"


def test_to_who_has_the_room_next_staff_set_nothing_aside(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    book(desk, "会议室 B", "16:00", "17:00", who="临港设计")
    panel = open_booking(page, qtbot, booking)
    panel.longer[0].click()
    qtbot.waitUntil(lambda: bool(panel.problem.text()), timeout=5000)
    qtbot.keyClick(desk.window, Qt.Key.Key_F8)
    assert panel.staff.isHidden()
    assert not panel.staff.is_open


def test_another_language_keeps_a_refused_move_and_what_staff_filled_in(desk, page, qtbot, qapp):
    move_past_closing(desk, page, qtbot)
    old = page.panel
    old.sign()
    old.staff.pin_edit.setText(PIN)
    old.staff.reason_edit.setText("年度活动")
    refused = old.refusal.text()
    set_language(qapp, "en")
    qtbot.waitUntil(lambda: page.panel is not old, timeout=5000)
    panel = page.panel
    assert isinstance(panel, MovePanel)
    assert panel.wish == old.wish
    assert panel.refusal.text()
    assert panel.refusal.text() != refused
    assert (panel.staff.pin_edit.text(), panel.staff.reason_edit.text()) == (PIN, "年度活动")
    assert panel.staff.is_open
