"""What a person does with the rooms page, and what came of it."""

from datetime import timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from desk_app.ui.rooms.detail_panel import DetailPanel
from tests.station import moment


def row_of(page, name):
    return next(n for n, row in enumerate(page.sheet.rows) if row.room.name == name)


def point(page, name, minute):
    return page.timeline.span_point(row_of(page, name), minute).toPoint()


def drag(page, start, end):
    view = page.timeline.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view, left, none, start)
    QTest.mouseMove(view, start + QPoint(12, 0))
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, left, none, end)


def book(desk, room, start, end, *, day=0, who="云帆科技", **facts):
    app = desk.app
    answer = app.bookings.book(
        BookingRequest(
            room_id=app.rooms.resolve(room),
            starts_at=moment(start, day=day),
            ends_at=moment(end, day=day),
            who=Who(company=who),
            **facts,
        )
    )
    assert answer.decision.outcome.holds_room, answer.decision
    return answer.bookings


def stored(desk, booking):
    return desk.app.booking_use.booking(booking.booking_id)


def on_day(desk, day=0):
    start = moment("00:00", day=day)
    return desk.app.booking_use.between(start, start + timedelta(days=1))


def shown(page, booking):
    return page.sheet.block_of(booking.booking_id)


def open_booking(page, qtbot, booking):
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, booking) is not None, timeout=5000)
    page.open_block(shown(page, booking))
    assert isinstance(page.panel, DetailPanel)
    return page.panel


def toast_action(desk):
    return next(b for b in desk.window.toast.findChildren(QAbstractButton) if b.isVisible())


def commit(widget, text):
    """Type as an input method does; keys within milliseconds of each other are a scanner's."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


class Hand:
    """Counts what a person does: a click, a drag, a key, or typing a text, one each."""

    def __init__(self, page, qtbot):
        self.page, self.qtbot, self.count = page, qtbot, 0

    def click(self, widget):
        self.count += 1
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def drag(self, start, end):
        self.count += 1
        drag(self.page, start, end)

    def type(self, widget, text):
        self.count += 1
        commit(widget, text)

    def key(self, widget, key):
        self.count += 1
        self.qtbot.keyClick(widget, key)
