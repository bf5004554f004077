"""The queue for taken slots moves on by itself; what to say when somebody's turn came."""

from PySide6.QtCore import QObject, Slot

from desk_app.domain.booking_use import Booking
from desk_app.domain.clock import local_day
from desk_app.main.window import DeskWindow
from desk_app.ui.common.texts import clock_text, date_text
from desk_app.ui.rooms.page import RoomsPage
from desk_app.ui.rooms.words import title_of
from desk_app.workers.database import Priority


class RoomQueue(QObject):
    """Offers what came free to who waits, and says whom to tell."""

    def __init__(self, desk: DeskWindow, page: RoomsPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    @Slot()
    def settle(self) -> None:
        """Let the queue move on: an offer ran out, or somebody did not come."""

        def show(offered: tuple[Booking, ...]) -> None:
            if offered:
                self._desk.window.toast.say(self.with_offer("", offered))
                self._page.refresh()
                self._desk.check_in.changed.emit()

        self._desk.threads.writer.run(
            lambda: self._desk.app.booking_use.settle_queue(),  # noqa: PLW0108  (loaded there)
            show,
            self._desk.show_error,
            Priority.BACKGROUND,
        )

    def waiting_words(self, place: int) -> str:
        """Say which place in the queue somebody has."""
        return self.tr("In the queue, place {0}. This desk says when it is free.").format(place)

    def with_offer(self, words: str, offered: tuple[Booking, ...]) -> str:
        """Add who is offered what came free, and until when they may think."""
        if not offered:
            return words
        first = offered[0]
        line = self._page.sheet.line_of(first.booking_id)
        who = (title_of(line) if line else first.company) or self.tr("the next in the queue")
        at = first.held_until or first.starts_at
        until = clock_text(at)
        if local_day(at) != self._page.today:
            until = f"{date_text(at)} {until}"
        said = self.tr("Offered to {0} until {1}: tell them").format(who, until)
        return self.tr("{0}. {1}").format(words, said) if words else said
