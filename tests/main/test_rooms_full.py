"""The volunteer's three tasks on a full station: 20 rooms, every one busy, a window of 1366 x 768.

Counted from the check-in page on: the way to the rooms, and the wheel where a room is out of sight.
"""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from desk_app.ui.rooms.book_panel import BookPanel
from desk_app.ui.rooms.move_panel import MovePanel
from tests.main.room_hand import Hand, book, on_day, point, shown, stored
from tests.station import DAY, moment

ROOMS = 20
THURSDAY, NEXT_WEEK = 3, 7
FREE = {("会议室 A", 13), ("会议室 B", 15), ("会议室 B", 16)}


@pytest.fixture
def desk(rooms_desk):
    """Each room is booked in every hour but one, on the days on show."""
    rooms_desk.window.resize(1366, 768)
    app = rooms_desk.app
    for n in range(1, ROOMS - 2):
        app.rooms.add(f"教室 {n:02}", capacity=10 + n)
    for room in app.rooms.all():
        for day in (0, THURSDAY, NEXT_WEEK):
            for hour in range(9, 20):
                if hour == 14 or (room.name, hour) in FREE:
                    continue
                app.bookings.book(
                    BookingRequest(
                        room_id=room.room_id,
                        starts_at=moment(f"{hour:02}:00", day=day),
                        ends_at=moment(f"{hour:02}:50", day=day),
                        who=Who(company=f"公司 {hour} {room.name}"),
                    )
                )
    return rooms_desk


@pytest.fixture
def hand(desk, qtbot):
    """Start at the door, as a volunteer does."""
    desk.window.show_page("check_in")
    return Hand(desk.rooms.page, qtbot)


def go_to_rooms(desk, hand, qtbot):
    hand.click(desk.window.rail._items["rooms"])
    qtbot.waitUntil(lambda: len(hand.page.sheet.rows) == ROOMS, timeout=5000)


def is_seen(page, name, minute):
    return page.timeline.viewport().rect().contains(point(page, name, minute))


def test_a_company_is_booked_for_thursday(desk, hand, qtbot):
    go_to_rooms(desk, hand, qtbot)
    page = hand.page
    hand.click(page.strip.chips[THURSDAY])
    qtbot.waitUntil(lambda: page.sheet.rows[0].day == DAY + timedelta(days=THURSDAY), timeout=5000)
    name = next(row.room.name for row in page.sheet.rows if is_seen(page, row.room.name, 14 * 60))
    hand.drag(point(page, name, 14 * 60 + 2), point(page, name, 14 * 60 + 42))
    assert isinstance(page.panel, BookPanel)
    hand.type(page.panel.who.edit, "云帆科技")
    hand.key(page.panel.who.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: any(b.company == "云帆科技" for b in on_day(desk, THURSDAY)), timeout=5000
    )
    assert hand.count <= 5


def test_a_walk_in_has_a_room_now(desk, hand, qtbot):
    go_to_rooms(desk, hand, qtbot)
    qtbot.waitUntil(lambda: bool(hand.page.board.rooms), timeout=5000)
    hand.click(hand.page.board.rooms[0])
    qtbot.waitUntil(lambda: any(b.is_walk_in for b in on_day(desk)), timeout=5000)
    assert hand.count <= 2


def test_a_weekly_slot_moves_by_half_an_hour_from_next_week(desk, hand, qtbot):
    made = book(desk, "会议室 B", "15:00", "16:00", rule="FREQ=WEEKLY;COUNT=4")
    go_to_rooms(desk, hand, qtbot)
    page = hand.page
    hand.click(page.strip.on)
    qtbot.waitUntil(lambda: shown(page, made[1]) is not None, timeout=5000)
    if not is_seen(page, "会议室 B", 15 * 60 + 15):
        hand.count += 1  # the wheel
        page.timeline.bring_into_view(shown(page, made[1]).span)
    assert is_seen(page, "会议室 B", 15 * 60 + 15)
    hand.drag(point(page, "会议室 B", 15 * 60 + 15), point(page, "会议室 B", 15 * 60 + 45))
    assert isinstance(page.panel, MovePanel)
    hand.click(page.panel.following)
    qtbot.waitUntil(
        lambda: stored(desk, made[3]).starts_at == moment("15:30", day=21), timeout=5000
    )
    assert hand.count <= 6
