"""Joins the panels in which staff keep rooms to the use cases; who signed in is kept meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from desk_app.documents.room_pictures import room_picture
from desk_app.domain.booking_use import Booking
from desk_app.domain.ids import ClosureId, RoomId
from desk_app.domain.people import Operator
from desk_app.domain.rooms import Closure, Room
from desk_app.main.room_images import image_of, read_image
from desk_app.main.window import DeskWindow
from desk_app.services.rooms import NewClosure
from desk_app.ui.rooms.closure_form import ClosureForm
from desk_app.ui.rooms.keep_panel import KeepPanel, SignInPanel
from desk_app.ui.rooms.page import RoomsPage
from desk_app.ui.rooms.requests import ClosureWish, RoomWish
from desk_app.ui.rooms.room_form import RoomForm

if TYPE_CHECKING:
    from desk_app.ui.common.side_panel import SidePanel

T = TypeVar("T")
_SIGNED_MS = 10 * 60_000
_ENDINGS = "*.jpg *.jpeg *.png *.webp *.bmp"
Remember = Callable[[str, Callable[[], None]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The station's own rooms and the closures to come."""

    rooms: tuple[Room, ...]
    closures: tuple[Closure, ...]


class RoomKeeping(QObject):
    """Opens the panels; a change is told with a way to take it back.

    Args:
        remember: Says what was done and keeps how to take it back.
    """

    def __init__(self, desk: DeskWindow, page: RoomsPage, remember: Remember) -> None:
        super().__init__(page)
        self._desk, self._page, self._remember = desk, page, remember
        self._by: Operator | None = None
        self._kept = Kept(rooms=(), closures=())
        page.keep_wished.connect(self.open)
        page.panel_gone.connect(self._sign_out)
        page.panel_stale.connect(self._renew)
        self.signed = QTimer(self, interval=_SIGNED_MS, singleShot=True)
        self.signed.timeout.connect(self._time_out)

    @Slot()
    def open(self) -> None:
        """Ask who signs in; a desk without staff is taken at its word."""
        if not self._page.staff:
            self._sign("", "")
            return
        panel = SignInPanel(self._page.staff)
        panel.signed.connect(self._sign)
        self._page.show_panel(panel)

    @Slot()
    def _sign_out(self) -> None:
        """The last panel of staff was closed."""
        self._by = None

    @Slot()
    def _time_out(self) -> None:
        """Nothing was kept for long: whoever stands here now may be somebody else."""
        if self._by is not None:
            self._page.hide_panel()

    @Slot()
    def _renew(self) -> None:
        """Put a panel of staff up again in another language, with what was typed."""
        panel = self._page.panel
        match panel:
            case SignInPanel():
                self.open()
                fresh = self._page.panel
                if isinstance(fresh, SignInPanel):
                    fresh.take_over(panel)
            case KeepPanel():
                self._show_list()
            case RoomForm():
                self._open_room(panel.room).take_over(panel)
            case ClosureForm():
                self._open_closure().take_over(panel)
            case _:
                return

    @Slot(str, str)
    def _sign(self, name: str, pin: str) -> None:
        panel = self._page.panel
        name = name or self._page.operator

        def work() -> tuple[Operator, Kept]:
            return self._desk.app.desk.staff_on_command_line(name, pin), self._read()

        def show(found: tuple[Operator, Kept]) -> None:
            if panel is self._page.panel:
                self._by, self._kept = found
                self._show_list()

        on_error = panel.show_error if isinstance(panel, SignInPanel) else self._desk.show_error
        self._desk.threads.reader.run(work, show, on_error)

    def _read(self) -> Kept:
        rooms = self._desk.app.rooms
        return Kept(rooms=tuple(rooms.own()), closures=rooms.closures())

    # Panels

    def _show_list(self) -> None:
        panel = KeepPanel(self._kept.rooms, self._kept.closures)
        panel.room_wished.connect(self._open_room)
        panel.closure_wished.connect(self._open_closure)
        panel.lifted.connect(self._lift)
        self._swap(panel)

    @Slot(object)
    def _open_room(self, room: Room | None) -> RoomForm:
        form = RoomForm(room, self._kept.rooms)
        form.submitted.connect(self._keep_room)
        form.retired.connect(self._retire)
        form.picture_wished.connect(self._choose_picture)
        self._swap(form, back=True)
        if room is not None and room.photo:
            pictures, photo = self._desk.app.room_pictures, room.photo
            reader = self._desk.threads.reader
            reader.run(
                lambda: read_image(pictures, photo), form.show_picture, self._desk.show_error
            )
        return form

    @Slot()
    def _choose_picture(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._page, self.tr("A picture of the room"), "", self.tr("Pictures") + f" ({_ENDINGS})"
        )
        if name:
            self.take_picture(Path(name))

    def take_picture(self, path: Path) -> None:
        """Show a picture file in the form; it is kept when the room is saved."""
        form = self._page.panel
        if not isinstance(form, RoomForm):
            return

        def read() -> tuple[QImage | None, bytes]:
            content = room_picture(path)
            return image_of(content), content

        self._desk.threads.reader.run(
            read, lambda found: form.show_picture(*found), form.show_error
        )

    @Slot()
    def _open_closure(self) -> ClosureForm:
        rooms = [room for room in self._kept.rooms if not room.is_retired]
        form = ClosureForm(rooms, self._page.day)
        form.submitted.connect(self._close)
        self._swap(form, back=True)
        return form

    def _swap(self, panel: "SidePanel", *, back: bool = False) -> None:
        """Put one panel of staff in place of another; Esc in a form goes back to the list."""
        by = self._by
        self._page.show_panel(panel)
        self._by = by
        self.signed.start()
        if back:
            panel.closed.disconnect(self._page.hide_panel)
            panel.closed.connect(self._show_list)

    # Changes

    @Slot(object)
    def _keep_room(self, wish: RoomWish) -> None:
        rooms, by = self._desk.app.rooms, self._by
        name = str(wish.settings["name"])
        pictures, picture = self._desk.app.room_pictures, wish.picture
        if wish.room_id is None:
            settings = {key: value for key, value in wish.settings.items() if key != "name"}

            def add() -> RoomId:
                if picture is not None:
                    settings["photo"] = pictures.keep(picture)
                return rooms.add(name, by, **settings)

            self._change(
                add,
                lambda room_id: (
                    self.tr("Added: {0}").format(name),
                    partial(rooms.change, room_id, by, is_retired=True),
                ),
            )
            return
        room_id = wish.room_id

        def change() -> Room:
            settings = dict(wish.settings)
            if picture is not None:
                settings["photo"] = pictures.keep(picture)
            return rooms.change(room_id, by, **settings)

        self._change(
            change,
            lambda was: (self.tr("Saved: {0}").format(name), self._put_back(room_id, was, wish)),
        )

    def _put_back(self, room_id: RoomId, was: Room, wish: RoomWish) -> Callable[[], object]:
        before = {key: getattr(was, key) for key in wish.settings}
        return partial(self._desk.app.rooms.change, room_id, self._by, **before)

    @Slot(object)
    def _retire(self, room: Room) -> None:
        rooms, by = self._desk.app.rooms, self._by
        is_out = not room.is_retired
        words = self.tr("Out of use: {0}") if is_out else self.tr("In use again: {0}")
        self._change(
            partial(rooms.change, room.room_id, by, is_retired=is_out),
            lambda _: (
                words.format(room.name),
                partial(rooms.change, room.room_id, by, is_retired=not is_out),
            ),
        )

    @Slot(object)
    def _close(self, wish: ClosureWish) -> None:
        rooms, by = self._desk.app.rooms, self._by
        new = NewClosure(
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            room_id=wish.room_id,
            reason=wish.reason,
        )

        def work() -> tuple[ClosureId, list[Booking]]:
            return rooms.close(new, by), rooms.touched_by(new)

        def said(found: tuple[ClosureId, list[Booking]]) -> tuple[str, Callable[[], object]]:
            closure_id, touched = found
            words = self.tr("Shut")
            if touched:
                words = self.tr("Shut; bookings in that time: %n, call them", "", len(touched))
            return words, partial(rooms.lift, closure_id, by)

        self._change(work, said)

    @Slot(object)
    def _lift(self, closure: Closure) -> None:
        rooms, by = self._desk.app.rooms, self._by
        self._change(
            partial(rooms.lift, closure.closure_id, by),
            lambda _: (self.tr("Open again"), partial(rooms.restore, closure.closure_id, by)),
        )

    def _change(
        self, work: Callable[[], T], said: Callable[[T], tuple[str, Callable[[], object]]]
    ) -> None:
        """Change something, read rooms and closures again, and show the list."""
        panel = self._page.panel

        def job() -> tuple[T, Kept]:
            return work(), self._read()

        def show(found: tuple[T, Kept]) -> None:
            done, kept = found
            words, back = said(done)
            self._shown(panel, kept)
            self._remember(words, lambda: self._take_back(back))

        self._desk.threads.writer.run(job, show, self._error_of(panel))

    def _take_back(self, back: Callable[[], object]) -> None:
        panel = self._page.panel

        def job() -> Kept:
            back()
            return self._read()

        def show(kept: Kept) -> None:
            self._shown(panel, kept)
            self._desk.window.toast.say(self.tr("Taken back"))

        self._desk.threads.writer.run(job, show, self._desk.show_error)

    def _shown(self, panel: "SidePanel | None", kept: Kept) -> None:
        self._kept = kept
        is_ours = isinstance(panel, RoomForm | ClosureForm | KeepPanel) and isValid(panel)
        if is_ours and panel is self._page.panel and self._by is not None:
            self._show_list()
        self._page.refresh()
        self._desk.check_in.changed.emit()

    def _error_of(self, panel: "SidePanel | None") -> Callable[[Exception], None]:
        if isinstance(panel, RoomForm | ClosureForm):
            return panel.show_error
        return self._desk.show_error
