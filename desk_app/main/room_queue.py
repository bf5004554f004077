"""The queue for taken slots moves on by itself; what to say when somebody's turn came."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk_app.domain.clock import local_day
from desk_app.main.window import DeskWindow
from desk_app.ui.common.texts import clock_text, date_text
from desk_app.workers.database import Priority

if TYPE_CHECKING:
    from desk_app.domain.booking_use import Booking
    from desk_app.services.room_day import BookingLine

_TICK_MS = 30_000


class RoomQueue(QObject):
    """Offers what came free to who waits, whatever page is open, and says whom to tell.

    Signals:
        moved(): Somebody was offered what came free by itself.
    """

    moved = Signal()

    def __init__(self, desk: DeskWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self.settle)
        desk.synced.connect(self.settle)

    @Slot()
    def start(self) -> None:
        """Look after the queue from now on."""
        self._clock.start()
        self.settle()

    @Slot()
    def settle(self) -> None:
        """Let the queue move on: an offer ran out, or somebody did not come."""
        app = self._desk.app

        def work() -> "tuple[tuple[Booking, ...], BookingLine | None]":
            offered = app.booking_use.settle_queue()
            if not offered:
                return (), None
            day = app.room_days.day(local_day(offered[0].starts_at))
            lines = {line.booking.booking_id: line for line in day.bookings}
            return offered, lines.get(offered[0].booking_id)

        def show(found: "tuple[tuple[Booking, ...], BookingLine | None]") -> None:
            offered, line = found
            if offered:
                self._desk.window.toast.say(self.with_offer("", offered, line))
                self.moved.emit()
                self._desk.check_in.changed.emit()

        self._desk.threads.writer.run(work, show, self._desk.show_error, Priority.BACKGROUND)

    def waiting_words(self, place: int) -> str:
        """Say which place in the queue somebody has."""
        return self.tr("In the queue, place {0}. This desk says when it is free.").format(place)

    def with_offer(
        self, words: str, offered: "tuple[Booking, ...]", line: "BookingLine | None"
    ) -> str:
        """Add who is offered what came free, and until when they may think.

        ``line``: the first of those offered, where it was read.
        """
        if not offered:
            return words
        from desk_app.ui.rooms.words import title_of  # noqa: PLC0415  (the page's, loaded by now)

        first = offered[0]
        who = (title_of(line) if line else first.company) or self.tr("the next in the queue")
        at = first.held_until or first.starts_at
        until = clock_text(at)
        if local_day(at) != local_day(self._desk.app.clock()):
            until = f"{date_text(at)} {until}"
        said = self.tr("Offered to {0} until {1}: tell them").format(who, until)
        return self.tr("{0}. {1}").format(words, said) if words else said
