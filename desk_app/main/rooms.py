"""The rooms page's place on the rail; what is behind it is loaded when it is first needed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from desk_app.main.room_queue import RoomQueue
from desk_app.main.window import DeskWindow, PageKeys
from desk_app.ui.shell.lazy_page import LazyPage
from desk_app.workers.database import Priority

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desk_app.main.rooms_work import RoomsWork
    from desk_app.ui.rooms.page import RoomsPage

_WARM_UP_MS = 2000


class RoomsJoin(QObject):
    """Puts the page on the rail."""

    def __init__(self, desk: DeskWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._work: RoomsWork | None = None
        self.queue = RoomQueue(desk, self)
        self._place: LazyPage[QWidget] = LazyPage(lambda: self.work.page)
        desk.window.add_page("rooms", "door", self._place)
        desk.page_keys["rooms"] = self._keys
        QTimer.singleShot(_WARM_UP_MS, self, self._warm_up)

    @property
    def work(self) -> "RoomsWork":
        """The page joined to the use cases."""
        if self._work is None:
            from desk_app.main.rooms_work import RoomsWork  # noqa: PLC0415  (200 ms with services)

            self._work = RoomsWork(self._desk, self.queue, self)
        return self._work

    @property
    def page(self) -> "RoomsPage":
        """The page, built when it is first needed."""
        return self.work.page

    def _keys(self) -> PageKeys:
        return self.work.keys()

    @Slot()
    def _warm_up(self) -> None:
        """Load the services behind the page while nobody waits for it; then the queue moves."""
        app = self._desk.app

        def load() -> None:
            _ = app.room_days, app.bookings, app.booking_changes, app.booking_use

        self._desk.threads.reader.run(
            load, lambda _: self.queue.start(), self._desk.show_error, Priority.LAST
        )
