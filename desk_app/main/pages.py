"""The pages beside the check-in: each is loaded and built when it is first needed."""

from collections.abc import Callable
from functools import cached_property
from typing import Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desk_app.main.review import ReviewJoin
from desk_app.main.rooms import RoomsJoin
from desk_app.main.window import DeskWindow, PageKeys
from desk_app.ui.shell.lazy_page import LazyPage


class Join(Protocol):
    """Carries what a page asks for to the services, and the answers back."""

    @property
    def page(self) -> QWidget:
        """The page."""
        ...

    def shown(self) -> None:
        """It came to the front."""
        ...

    def keys(self) -> PageKeys:
        """What the window's keys do while the page is on show."""
        ...


class LaterPage(QObject):
    """Holds a page's place on the rail until somebody goes there."""

    def __init__(
        self, desk: DeskWindow, key: str, icon: str, load: Callable[[DeskWindow], Join]
    ) -> None:
        super().__init__(desk)
        self._desk, self._key, self._load = desk, key, load
        desk.window.add_page(key, icon, LazyPage(lambda: self.join.page))
        desk.window.page_shown.connect(self._page_shown)
        desk.page_keys[key] = lambda: self.join.keys()  # noqa: PLW0108  (built only then)

    @cached_property
    def join(self) -> Join:
        """The page joined to its use cases."""
        return self._load(self._desk)

    @Slot(str)
    def _page_shown(self, key: str) -> None:
        if key == self._key:
            self.join.shown()


def join_pages(desk: DeskWindow) -> dict[str, LaterPage]:
    """Add the pages to the rail, in the order in which they stand there."""
    RoomsJoin(desk, desk)
    pages = {"classes": ("book", _classes), "visitors": ("users", _visitors)}
    later = {key: LaterPage(desk, key, icon, load) for key, (icon, load) in pages.items()}
    ReviewJoin(desk, desk)
    return later


def _classes(desk: DeskWindow) -> Join:
    from desk_app.main.classes import ClassesJoin  # noqa: PLC0415

    return ClassesJoin(desk, desk)


def _visitors(desk: DeskWindow) -> Join:
    from desk_app.main.visitors import VisitorsJoin  # noqa: PLC0415

    return VisitorsJoin(desk, desk)
