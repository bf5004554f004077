"""The evening's look at the rooms: the day, a booking that clashes, in every look."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QApplication

from desk_app.demo.step import Step
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import set_theme, theme
from desk_app.ui.rooms.book_panel import BookPanel
from desk_app.ui.rooms.page import RoomsPage
from desk_app.ui.rooms.sheet import Span
from desk_app.ui.shell.window import MainWindow

_ROOM, _START, _END = "会议室 B", 18 * 60 + 30, 20 * 60


def rooms_tour(window: MainWindow) -> Iterator[Step]:
    """Show the rooms page; nothing is booked."""
    app = QApplication.instance()
    yield Step(act=partial(window.show_page, "rooms"))
    page = window.pages.findChild(RoomsPage)
    if page is None or app is None:
        return
    window.toast.clear()  # what was done on the page before
    yield Step(act=_nothing, until=lambda: bool(page.sheet.blocks), picture="21-rooms")
    yield Step(act=partial(set_theme, replace(theme(), name="dark")), picture="22-rooms-dark")
    yield Step(act=partial(set_language, app, "en"), picture="23-rooms-dark-en")
    yield Step(act=partial(set_theme, replace(theme(), name="light")), picture="24-rooms-en")
    yield Step(act=partial(window.resize, 1920, 1080))
    yield Step(
        act=partial(_ask, page), until=partial(_has_offers, page), picture="25-rooms-wide-en"
    )
    yield Step(
        act=partial(set_theme, replace(theme(), name="dark")), picture="26-rooms-wide-dark-en"
    )
    yield Step(act=partial(set_language, app, "zh_CN"), picture="27-rooms-wide-dark")
    yield Step(act=partial(set_theme, replace(theme(), name="light")), picture="28-rooms-wide")
    yield Step(act=page.hide_panel)
    yield Step(act=partial(window.resize, 1366, 768))


def _ask(page: RoomsPage) -> None:
    row = next(n for n, row in enumerate(page.sheet.rows) if row.room.name == _ROOM)
    page.open_booking(Span(row=row, start_min=_START, end_min=_END))
    if isinstance(page.panel, BookPanel):
        page.panel.who.edit.setText("泊远物流")


def _has_offers(page: RoomsPage) -> bool:
    return isinstance(page.panel, BookPanel) and bool(page.panel.offers.buttons)


def _nothing() -> None:
    """Only wait for the picture."""
