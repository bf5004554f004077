"""How results arrive: the band at once, the body after it; never later where nothing may move."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.courses import Attendance
from desk_app.domain.ids import Nonce
from desk_app.services.results import Arrival, TodaySheet
from desk_app.ui.check_in.page import CheckInPage
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme, theme
from tests.ui.check_in.results import EVENING, result

NAME = QRect(260, 20, 400, 80)
SHAPE = QRect(40, 120, 150, 160)


@pytest.fixture(autouse=True)
def _look(qapp) -> Iterator[None]:
    set_theme(Theme())
    set_language(qapp, "zh_CN")
    yield
    set_language(qapp, "en")
    set_theme(Theme())


@pytest.fixture
def page(qtbot: QtBot) -> CheckInPage:
    page = CheckInPage()
    page.resize(1278, 712)
    qtbot.addWidget(page)
    page.show()
    return page


def seen(page: CheckInPage, part: QRect) -> QImage:
    return page.stage.card.grab(part).toImage()


def settled(page: CheckInPage, qtbot: QtBot) -> None:
    """Wait until nothing of the card moves."""
    card = page.stage.card
    qtbot.waitUntil(lambda: card._entrance.at == card._again.at == 1.0, timeout=5000)


def test_the_band_is_there_at_once_and_the_body_follows(page, qtbot):
    page.show_result(result(CheckInOutcome.ADMITTED, attendance=Attendance.PRESENT))
    band = theme().color("outcome.admitted.band")
    assert seen(page, QRect(100, 60, 1, 1)).pixelColor(0, 0) == band
    first = seen(page, NAME)
    settled(page, qtbot)
    assert seen(page, NAME) != first


def test_the_same_person_again_moves_the_shape_and_not_the_body(page, qtbot):
    admitted = result(CheckInOutcome.ADMITTED, attendance=Attendance.PRESENT)
    page.show_result(admitted)
    settled(page, qtbot)
    body = seen(page, NAME)
    again = replace(admitted, outcome=CheckInOutcome.ALREADY_IN, nonce=Nonce(uuid4()))
    page.show_result(again)
    assert seen(page, NAME) == body
    small = seen(page, SHAPE)
    settled(page, qtbot)
    assert seen(page, SHAPE) != small


def test_two_strangers_in_a_row_are_two_results(page, qtbot):
    for _ in range(2):
        page.show_result(result(CheckInOutcome.FORGED, visitor=None))
        assert page.stage.card._entrance.at == 0.0
        settled(page, qtbot)


def test_another_language_does_not_let_the_card_come_in_again(page, qtbot, qapp):
    page.show_result(result(CheckInOutcome.ADMITTED, attendance=Attendance.PRESENT))
    settled(page, qtbot)
    set_language(qapp, "en")
    assert page.stage.card._entrance.at == 1.0


def test_without_motion_a_result_stands_at_once(page):
    set_theme(Theme(has_motion=False))
    page.show_result(result(CheckInOutcome.ADMITTED, attendance=Attendance.PRESENT))
    first = seen(page, NAME)
    page.show_result(result(CheckInOutcome.ADMITTED, attendance=Attendance.PRESENT))
    assert seen(page, NAME) == first
    assert page.stage.card._entrance.at == 1.0


def test_a_closed_panel_fades_out_and_takes_no_click_meanwhile(page, qtbot):
    panel = SidePanel()
    page.show_panel(panel)
    qtbot.waitUntil(lambda: panel.graphicsEffect() is None, timeout=5000)
    spot = panel.geometry().center()
    page.hide_panel()
    assert page.panel is None
    assert page.childAt(spot) in {page.sessions, page.recent}
    ghosts = lambda: [w for w in page.children() if type(w).__name__ == "_Leaving"]  # noqa: E731
    assert len(ghosts()) == 1
    qtbot.waitUntil(lambda: not ghosts(), timeout=5000)


def arrivals(*names: str) -> TodaySheet:
    rows = tuple(
        Arrival(
            at=EVENING + timedelta(minutes=-place),
            outcome=CheckInOutcome.ADMITTED,
            name=name,
            title="彩妆基础",
            attendance=Attendance.PRESENT,
            undo_id=None,
        )
        for place, name in reversed(list(enumerate(reversed(names))))
    )
    return TodaySheet(at=EVENING, meters=(), arrivals=rows, recent_count=len(rows), missing=0)


def test_a_new_row_of_the_latest_arrivals_pushes_the_others_down(page, qtbot):
    recent = page.recent
    page.show_sheet(arrivals("顾晚晴"))
    assert recent._entrance.at == 1.0  # the first look at a list moves nothing
    page.show_sheet(arrivals("顾晚晴"))
    assert recent._entrance.at == 1.0
    page.show_sheet(arrivals("沈亦禾", "顾晚晴"))
    before = recent.grab().toImage()
    qtbot.waitUntil(lambda: recent._entrance.at == 1.0, timeout=5000)
    assert recent.grab().toImage() != before
