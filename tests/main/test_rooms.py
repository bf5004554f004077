"""The rooms page on a real database, through the real window: book, move, walk in, take back."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from desk_app.domain.booking_use import BookingStatus
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme
from desk_app.ui.rooms.book_panel import BookPanel
from desk_app.ui.rooms.detail_panel import DetailPanel
from desk_app.ui.rooms.move_panel import MovePanel
from tests.main.room_hand import (
    Hand,
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
from tests.station import DAY, PIN, moment


@pytest.fixture
def desk(rooms_desk):
    return rooms_desk


@pytest.fixture
def page(rooms_page):
    return rooms_page


def test_a_company_is_booked_for_thursday_in_five_steps(desk, page, qtbot):
    hand = Hand(page, qtbot)
    hand.click(page.strip.chips[3])
    qtbot.waitUntil(lambda: page.sheet.rows[0].day == DAY + timedelta(days=3), timeout=5000)
    hand.drag(point(page, "会议室 A", 14 * 60 + 2), point(page, "会议室 A", 15 * 60 + 52))
    assert isinstance(page.panel, BookPanel)
    hand.type(page.panel.who.edit, "云帆科技")
    hand.key(page.panel.who.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(on_day(desk, 3)) == 1, timeout=5000)
    (booking,) = on_day(desk, 3)
    assert booking.company == "云帆科技"
    assert (booking.starts_at, booking.ends_at) == (moment("14:00", day=3), moment("16:00", day=3))
    assert hand.count <= 5
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)


def test_a_walk_in_has_a_room_in_one_tap_and_is_taken_back(desk, page, qtbot):
    hand = Hand(page, qtbot)
    qtbot.waitUntil(lambda: len(page.board.rooms) == 3, timeout=5000)
    hand.click(page.board.rooms[0])
    qtbot.waitUntil(lambda: len(on_day(desk)) == 1, timeout=5000)
    (booking,) = on_day(desk)
    assert booking.is_walk_in
    assert booking.checked_in_at is not None
    assert (booking.starts_at, booking.ends_at) == (moment("13:05"), moment("14:15"))
    assert hand.count <= 2
    qtbot.waitUntil(lambda: isinstance(page.panel, DetailPanel), timeout=5000)
    qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stored(desk, booking).status is BookingStatus.CANCELLED, timeout=5000)


def test_a_walk_in_stays_no_longer_than_the_room_allows(desk, page, qtbot):
    desk.app.rooms.change(desk.app.rooms.resolve("会议室 B"), max_min=30)
    page.refresh()
    qtbot.waitUntil(lambda: bool(page.board.rooms), timeout=5000)
    page.board.rooms[0].click()
    qtbot.waitUntil(lambda: len(on_day(desk)) == 1, timeout=5000)
    assert on_day(desk)[0].ends_at == moment("13:35")


def test_a_weekly_slot_moves_by_half_an_hour_from_next_week_in_six_steps(desk, page, qtbot):
    made = book(desk, "会议室 B", "15:00", "16:00", rule="FREQ=WEEKLY;COUNT=4")
    hand = Hand(page, qtbot)
    hand.click(page.strip.on)
    qtbot.waitUntil(lambda: shown(page, made[1]) is not None, timeout=5000)
    hand.drag(point(page, "会议室 B", 15 * 60 + 30), point(page, "会议室 B", 16 * 60))
    assert isinstance(page.panel, MovePanel)
    hand.click(page.panel.following)
    qtbot.waitUntil(
        lambda: stored(desk, made[3]).starts_at == moment("15:30", day=21), timeout=5000
    )
    found = [stored(desk, one).starts_at for one in made]
    assert found == [
        moment("15:00"),
        moment("15:30", day=7),
        moment("15:30", day=14),
        moment("15:30", day=21),
    ]
    assert hand.count <= 6
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    toast_action(desk).click()
    qtbot.waitUntil(
        lambda: [stored(desk, one).starts_at for one in made] == [b.starts_at for b in made],
        timeout=5000,
    )


def test_moving_a_series_shows_each_date_that_clashes_and_goes_on_without_it(desk, page, qtbot):
    made = book(desk, "会议室 B", "15:00", "16:00", rule="FREQ=WEEKLY;COUNT=3")
    book(desk, "会议室 B", "16:00", "17:00", day=7, who="临港设计")
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, made[0]) is not None, timeout=5000)
    drag(page, point(page, "会议室 B", 15 * 60 + 30), point(page, "会议室 B", 16 * 60))
    panel = page.panel
    panel.all.click()
    clash = DAY + timedelta(days=7)
    qtbot.waitUntil(lambda: list(panel.preview.date_choices) == [clash], timeout=5000)
    assert stored(desk, made[0]) == made[0]
    panel.main_button.click()
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    found = [stored(desk, one).starts_at for one in made]
    assert found == [moment("15:30"), moment("15:00", day=7), moment("15:30", day=14)]


def test_escape_drops_what_is_dragged_and_a_refresh_does_not(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, booking) is not None, timeout=5000)
    view, left = page.timeline.viewport(), Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view, left, none, point(page, "会议室 B", 15 * 60 + 30))
    QTest.mouseMove(view, point(page, "会议室 B", 17 * 60))
    with qtbot.waitSignal(page.timeline.shown, timeout=5000):
        page.refresh()
    assert page.timeline.is_dragging
    desk._escape()
    assert not page.timeline.is_dragging
    QTest.mouseRelease(view, left, none, point(page, "会议室 B", 17 * 60))
    assert page.panel is None
    assert stored(desk, booking) == booking


def test_a_phone_number_is_masked_once_the_field_is_left(page, qtbot):
    page.book_cell()
    edit = page.panel.contact_edit
    commit(edit, "13812341234")
    edit.editingFinished.emit()
    assert edit.text() == "138****1234"
    assert page.panel.wish().contact == "13812341234"


def test_a_refused_booking_says_why_and_one_press_books_what_is_free(desk, page, qtbot):
    book(desk, "会议室 B", "15:00", "16:00", who="临港设计")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 1, timeout=5000)
    drag(page, point(page, "会议室 B", 14 * 60 + 32), point(page, "会议室 B", 15 * 60 + 28))
    panel = page.panel
    assert not page.timeline.ghost.is_free
    assert "临港设计" in panel.refusal.text()
    panel.who.edit.setText("云帆科技")
    qtbot.waitUntil(lambda: len(panel.offers.buttons) == 3, timeout=5000)
    offer = panel.offers.buttons[1].offer
    panel.offers.buttons[1].click()
    qtbot.waitUntil(lambda: len(on_day(desk)) == 2, timeout=5000)
    booked = next(b for b in on_day(desk) if b.company == "云帆科技")
    assert (booked.starts_at, booked.ends_at) == (offer.starts_at, offer.ends_at)


def test_after_a_refusal_enter_books_the_first_alternative(desk, page, qtbot):
    book(desk, "会议室 B", "15:00", "16:00", who="临港设计")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 1, timeout=5000)
    drag(page, point(page, "会议室 B", 14 * 60 + 32), point(page, "会议室 B", 15 * 60 + 28))
    commit(page.panel.who.edit, "云帆科技")
    qtbot.keyClick(page.panel.who.edit, Qt.Key.Key_Return)
    offers = page.panel.offers
    qtbot.waitUntil(lambda: bool(offers.buttons) and offers.buttons[0].hasFocus(), timeout=5000)
    with qtbot.waitSignal(page.timeline.shown, timeout=5000):
        page.refresh()
    assert offers.buttons[0].hasFocus()
    offer = offers.buttons[0].offer
    qtbot.keyClick(offers.buttons[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(on_day(desk)) == 2, timeout=5000)
    booked = next(b for b in on_day(desk) if b.company == "云帆科技")
    assert (booked.room_id, booked.starts_at) == (offer.room_id, offer.starts_at)


def test_what_stays_the_same_is_taken_over_when_the_day_is_read_again(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    (other,) = book(desk, "会议室 A", "15:00", "16:00")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 2, timeout=5000)
    before = shown(page, booking), shown(page, other)
    desk.app.booking_use.check_in(other.booking_id, moment("14:50"))
    with qtbot.waitSignal(page.timeline.shown, timeout=5000):
        page.refresh()
    assert shown(page, booking) is before[0]
    assert shown(page, other) is not before[1]


def test_a_free_room_keeps_the_focus_when_the_day_is_read_again(page, qtbot):
    qtbot.waitUntil(lambda: len(page.board.rooms) == 3, timeout=5000)
    first = page.board.rooms[0]
    first.setFocus()
    with qtbot.waitSignal(page.timeline.shown, timeout=5000):
        page.refresh()
    assert page.board.rooms[0] is first


def test_a_drag_turns_to_a_clash_and_back_while_it_goes(desk, page, qtbot):
    book(desk, "会议室 B", "15:00", "16:00")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 1, timeout=5000)
    view, left, none = (
        page.timeline.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QTest.mousePress(view, left, none, point(page, "会议室 B", 14 * 60 + 2))
    seen = []
    for minute in (14 * 60 + 40, 15 * 60 + 20, 14 * 60 + 50):
        QTest.mouseMove(view, point(page, "会议室 B", minute))
        seen.append(page.timeline.ghost.is_free)
    QTest.mouseRelease(view, left, none, point(page, "会议室 B", 14 * 60 + 50))
    assert seen == [True, False, True]


def test_a_block_is_dragged_to_another_room_and_its_edge_pulled(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, booking) is not None, timeout=5000)
    drag(page, point(page, "会议室 B", 15 * 60 + 30), point(page, "会议室 A", 16 * 60 + 30))
    room_a = desk.app.rooms.resolve("会议室 A")
    qtbot.waitUntil(lambda: stored(desk, booking).room_id == room_a, timeout=5000)
    assert stored(desk, booking).starts_at == moment("16:00")
    qtbot.waitUntil(lambda: shown(page, booking).span.row == row_of(page, "会议室 A"), timeout=5000)
    edge = point(page, "会议室 A", 17 * 60) - QPoint(3, 0)
    drag(page, edge, point(page, "会议室 A", 18 * 60))
    qtbot.waitUntil(lambda: stored(desk, booking).ends_at == moment("18:00"), timeout=5000)


def test_a_move_that_clashes_leaves_the_booking_and_offers_what_is_free(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    book(desk, "会议室 B", "17:00", "18:00", who="临港设计")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 2, timeout=5000)
    drag(page, point(page, "会议室 B", 15 * 60 + 30), point(page, "会议室 B", 17 * 60 + 30))
    qtbot.waitUntil(lambda: isinstance(page.panel, MovePanel), timeout=5000)
    qtbot.waitUntil(lambda: bool(page.panel.offers.buttons), timeout=5000)
    assert "临港设计" in page.panel.refusal.text()
    assert stored(desk, booking).starts_at == moment("15:00")
    offer = page.panel.offers.buttons[0].offer
    page.panel.offers.buttons[0].click()
    qtbot.waitUntil(lambda: stored(desk, booking).starts_at == offer.starts_at, timeout=5000)


def test_keys_alone_book_open_cancel_and_take_back(desk, page, qtbot):
    timeline = page.timeline
    timeline.setFocus()
    for _ in range(4):
        qtbot.keyClick(timeline, Qt.Key.Key_Right)
    qtbot.keyClick(timeline, Qt.Key.Key_Down)
    qtbot.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert (timeline.cell.row, timeline.cell.start_min, timeline.cell.minutes) == (1, 14 * 60, 75)
    qtbot.keyClick(timeline, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page.panel, BookPanel), timeout=5000)
    commit(page.panel.who.edit, "临港设计")
    qtbot.keyClick(page.panel.who.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 1 and page.panel is None, timeout=5000)
    (booking,) = on_day(desk)
    assert booking.ends_at - booking.starts_at == timedelta(minutes=75)
    qtbot.keyClick(timeline, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not page.sheet.blocks, timeout=5000)
    assert stored(desk, booking).status is BookingStatus.CANCELLED
    qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 1, timeout=5000)
    assert stored(desk, booking).status is BookingStatus.CONFIRMED
    qtbot.keyClick(timeline, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: page.sheet.rows[0].day == DAY + timedelta(days=1), timeout=5000)
    qtbot.keyClick(timeline, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: page.sheet.rows[0].day == DAY, timeout=5000)


def test_check_in_longer_and_early_leave_are_done_from_the_panel(desk, page, qtbot, station):
    (booking,) = book(desk, "会议室 B", "13:00", "14:00")
    panel = open_booking(page, qtbot, booking)
    panel.main_button.click()
    qtbot.waitUntil(lambda: stored(desk, booking).checked_in_at is not None, timeout=5000)
    qtbot.waitUntil(lambda: page.panel is not None and page.panel is not panel, timeout=5000)
    panel = page.panel
    panel.longer[1].click()
    qtbot.waitUntil(lambda: stored(desk, booking).ends_at == moment("14:30"), timeout=5000)
    qtbot.waitUntil(lambda: page.panel is not None and page.panel is not panel, timeout=5000)
    station.clock.set("13:40")
    page.panel.main_button.click()
    qtbot.waitUntil(lambda: stored(desk, booking).freed_at == moment("13:40"), timeout=5000)


def test_too_early_a_check_in_says_from_when(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    panel = open_booking(page, qtbot, booking)
    panel.main_button.click()
    qtbot.waitUntil(lambda: "14:45" in panel.problem.text(), timeout=5000)
    assert stored(desk, booking).checked_in_at is None


def test_a_pending_booking_is_approved(desk, page, qtbot):
    desk.app.rooms.change(desk.app.rooms.resolve("会议室 B"), needs_approval=True)
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    assert booking.status is BookingStatus.PENDING
    open_booking(page, qtbot, booking).main_button.click()
    qtbot.waitUntil(lambda: stored(desk, booking).status is BookingStatus.CONFIRMED, timeout=5000)


def test_staff_set_a_rule_aside_with_pin_and_reason(desk, page, qtbot):
    page.timeline.cell = page.timeline.cell.__class__(row=0, start_min=20 * 60, end_min=22 * 60)
    page.book_cell()
    panel = page.panel
    qtbot.waitUntil(lambda: not panel.staff.isHidden(), timeout=5000)
    panel.who.edit.setText("云帆科技")
    panel.sign()
    panel.staff.pin_edit.setText("0000")
    panel.staff.reason_edit.setText("年度活动")
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: bool(panel.staff.pin.problem), timeout=5000)
    assert on_day(desk) == []
    panel.staff.pin_edit.setText(PIN)
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: len(on_day(desk)) == 1, timeout=5000)
    assert on_day(desk)[0].override_reason == "年度活动"


def test_a_series_is_previewed_date_by_date_and_a_clash_is_left_out(desk, page, qtbot):
    book(desk, "会议室 B", "15:00", "16:00", day=7, who="临港设计")
    drag(page, point(page, "会议室 B", 15 * 60 + 2), point(page, "会议室 B", 15 * 60 + 52))
    panel = page.panel
    panel.who.edit.setText("云帆科技")
    panel.repeat.until_edit.setText((DAY + timedelta(days=21)).isoformat())
    panel.repeat.choice.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(panel.preview.date_choices) == 1, timeout=5000)
    assert list(panel.preview.date_choices) == [DAY + timedelta(days=7)]
    assert "4" in panel.preview.summary.text()
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: len(on_day(desk, 21)) == 1, timeout=5000)
    mine = [b for n in (0, 7, 14, 21) for b in on_day(desk, n) if b.company == "云帆科技"]
    assert [b.status for b in mine].count(BookingStatus.CONFIRMED) == 3
    assert [b.status for b in mine].count(BookingStatus.SKIPPED) == 1


def test_one_date_of_a_series_goes_to_another_room(desk, page, qtbot):
    book(desk, "会议室 B", "15:00", "16:00", day=7, who="临港设计")
    drag(page, point(page, "会议室 B", 15 * 60 + 2), point(page, "会议室 B", 15 * 60 + 52))
    panel = page.panel
    panel.who.edit.setText("云帆科技")
    panel.repeat.until_edit.setText((DAY + timedelta(days=7)).isoformat())
    panel.repeat.choice.setCurrentIndex(1)
    day = DAY + timedelta(days=7)
    qtbot.waitUntil(lambda: day in panel.preview.date_choices, timeout=5000)
    choice = panel.preview.date_choices[day]
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    qtbot.waitUntil(lambda: panel.preview.fine == 2, timeout=5000)
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: len(on_day(desk, 7)) == 2, timeout=5000)
    assert {b.room_id for b in on_day(desk, 7)} == {
        desk.app.rooms.resolve("会议室 A"),
        desk.app.rooms.resolve("会议室 B"),
    }


def test_rooms_that_do_not_fit_are_dimmed_and_not_offered_now(desk, page, qtbot):
    page.open_filter()
    commit(page.filter.people, "10")
    fitting = {row.room.name: row.is_fitting for row in page.sheet.rows}
    assert fitting == {"会议室 A": True, "会议室 B": False, "多功能厅": True}
    assert [b.text() for b in page.board.rooms] == ["会议室 A", "多功能厅"]
    desk._escape()
    assert all(row.is_fitting for row in page.sheet.rows)


def test_where_no_room_fits_the_filter_is_cleared_from_there(page):
    page.open_filter()
    commit(page.filter.people, "500")
    assert page.empty.isVisibleTo(page)
    page.empty.button.click()
    assert page.card.isVisibleTo(page)


def test_a_name_opens_the_rooms_week_and_a_date_of_the_month_its_day(desk, page, qtbot):
    page.timeline.room_opened.emit(row_of(page, "会议室 B"))
    qtbot.waitUntil(lambda: len(page.sheet.rows) == 7, timeout=5000)
    assert {row.room.name for row in page.sheet.rows} == {"会议室 B"}
    page.set_view("month")
    far = DAY + timedelta(days=10)
    page.month.opened.emit(far)
    qtbot.waitUntil(lambda: page.sheet.by_room and page.sheet.rows[0].day == far, timeout=5000)


def test_a_company_is_completed_from_the_search(desk, page, qtbot):
    desk.app.visitors.add("顾晚晴", phone="13812341234", company="澄屿数据科技")
    page.book_cell()
    panel = page.panel
    commit(panel.who.edit, "澄")
    qtbot.waitUntil(lambda: panel.who.hits.count() == 1, timeout=5000)
    qtbot.keyClick(panel.who.edit, Qt.Key.Key_Down)
    qtbot.keyClick(panel.who.edit, Qt.Key.Key_Return)
    assert panel.who.text == "澄屿数据科技"


def test_who_is_not_here_yet_is_checked_in_from_the_card_below(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "13:00", "14:00")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.due.cards) == 1, timeout=5000)
    assert "会议室 B" in page.due.cards[0].title.text()
    page.due.cards[0].button.click()
    qtbot.waitUntil(lambda: stored(desk, booking).checked_in_at is not None, timeout=5000)
    qtbot.waitUntil(lambda: not page.due.cards, timeout=5000)


def test_the_day_is_a_list_too_and_enter_opens_from_it(desk, page, qtbot):
    (booking,) = book(desk, "会议室 B", "15:00", "16:00")
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, booking) is not None, timeout=5000)
    qtbot.keyClick(page.timeline, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert page.bodies.currentWidget() is page.list_frame
    said = [page.list.lines.index(0, n).data() for n in range(5)]
    assert said[:3] == ["15:00–16:00", "会议室 B", "云帆科技"]
    page.list.activated.emit(page.list.lines.index(0, 0))
    assert isinstance(page.panel, DetailPanel)


def test_a_bare_digit_takes_the_alternative_that_bears_it(desk, page, qtbot):
    book(desk, "会议室 B", "15:00", "16:00", who="临港设计")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 1, timeout=5000)
    drag(page, point(page, "会议室 B", 14 * 60 + 32), point(page, "会议室 B", 15 * 60 + 28))
    commit(page.panel.who.edit, "云帆科技")
    qtbot.waitUntil(lambda: bool(page.panel.offers.buttons), timeout=5000)
    offer = page.panel.offers.buttons[0].offer
    page.timeline.setFocus()
    qtbot.keyClick(page.timeline, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(on_day(desk)) == 2, timeout=5000)
    booked = next(b for b in on_day(desk) if b.company == "云帆科技")
    assert (booked.room_id, booked.starts_at) == (offer.room_id, offer.starts_at)


def test_escape_closes_the_panel_then_the_filter_then_leaves(desk, page):
    page.open_filter()
    page.book_cell()
    desk._escape()
    assert page.panel is None
    desk._escape()
    assert page.filter.isHidden()
    desk._escape()
    assert desk.window.page_key == "check_in"


def test_the_cell_is_told_in_words(desk, page, qtbot):
    book(desk, "会议室 A", "14:00", "15:00", who="临港设计")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.sheet.blocks) == 1, timeout=5000)
    for key in (*[Qt.Key.Key_Right] * 4, Qt.Key.Key_Down):
        qtbot.keyClick(page.timeline, key)
    assert page.timeline.cell.row == row_of(page, "会议室 A")
    said = page.timeline.accessibleDescription()
    assert "会议室 A" in said
    assert "14:00–15:00" in said
    assert "临港设计" in said


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_it_paints_in_every_look_with_every_control_named(desk, page, qtbot, qapp, language):
    set_language(qapp, language)
    booking, _ = book(desk, "会议室 B", "13:00", "14:00", rule="FREQ=WEEKLY;COUNT=2")
    open_booking(page, qtbot, booking)
    page.open_filter()
    for name, width in (("light", 1366), ("dark", 1920), ("highContrast", 1366)):
        set_theme(Theme(name=name))
        desk.window.resize(width, width * 9 // 16)
        for view in ("day", "week", "month"):
            page.set_view(view)
            assert not desk.window.grab().isNull()
    page.set_view("day")
    page.book_cell()
    controls = [b for b in page.findChildren(QAbstractButton) if b.isVisibleTo(page)]
    assert [b for b in controls if not b.accessibleName()] == []
