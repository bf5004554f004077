"""What stands where on the rooms page, in a window of 1366 x 768 logical pixels."""

import pytest
from PySide6.QtGui import QImage

from desk_app.ui.rooms.sheet import Span
from tests.main.room_hand import row_of


@pytest.fixture
def page(rooms_desk, rooms_page, qtbot):
    rooms_desk.window.resize(1366, 768)
    app = rooms_desk.app
    for n in range(1, 10):
        app.rooms.add(f"教室 {n}", capacity=20)
    rooms_page.refresh()
    qtbot.waitUntil(lambda: len(rooms_page.sheet.rows) == 12, timeout=5000)
    return rooms_page


def grabbed(page):
    image = page.timeline.viewport().grab().toImage()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def changed_columns(one, other):
    return [
        x
        for x in range(one.width())
        if any(one.pixel(x, y) != other.pixel(x, y) for y in range(one.height()))
    ]


@pytest.mark.parametrize("minutes", [15, 30, 60, 90])
def test_the_words_of_a_stretch_beside_its_panel_stay_between_its_handles(page, minutes):
    span = Span(row=0, start_min=15 * 60, end_min=15 * 60 + minutes)
    page.open_booking(span)
    page.grab()
    with_words = grabbed(page)
    page.timeline.show_ghost(None)
    found = changed_columns(with_words, grabbed(page))
    left, right = (
        page.timeline.span_point(0, minute).x() for minute in (span.start_min, span.end_min)
    )
    assert left - 8 <= found[0]
    assert found[-1] <= right + 8


def test_the_week_and_the_day_again_begin_with_their_first_row(page, qtbot):
    bar = page.timeline.verticalScrollBar()
    page.timeline.cell = Span(row=row_of(page, "多功能厅"), start_min=900, end_min=960)
    bar.setValue(40)
    page.set_view("week")
    qtbot.waitUntil(lambda: not page.sheet.by_room, timeout=5000)
    assert bar.value() == 0
    page.set_view("day")
    qtbot.waitUntil(lambda: page.sheet.by_room, timeout=5000)
    assert bar.value() == 0
