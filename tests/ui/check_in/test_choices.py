"""A question is answered by a digit: every option stands whole, with room for all of them."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from desk_app.domain.check_in import CheckInOutcome
from desk_app.services.results import AskedQuestion, CheckInOption, CheckInResult
from desk_app.ui.check_in.card_layout import card_layout
from desk_app.ui.check_in.page import CheckInPage
from desk_app.ui.check_in.words import say
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme
from tests.ui.check_in.results import choice, result, session

LEAST_TARGET = 40
"""The smallest thing to click on, in logical pixels."""


@pytest.fixture(autouse=True)
def _look(qapp) -> Iterator[None]:
    set_theme(Theme(has_motion=False))
    set_language(qapp, "zh_CN")
    yield
    set_language(qapp, "en")
    set_theme(Theme())


@pytest.fixture(params=[(1278, 712), (1712, 1016)], ids=["compact", "wide"])
def page(request, qtbot: QtBot) -> CheckInPage:
    width, height = request.param
    set_theme(Theme(has_motion=False, is_wide=width > 1300))
    page = CheckInPage()
    page.resize(width, height)
    qtbot.addWidget(page)
    page.show()
    return page


def choices(count: int) -> CheckInResult:
    options = tuple(
        CheckInOption(session=session(f"课程 {n}"), is_enrolled=True, seats_left=0)
        for n in range(1, count + 1)
    )
    return replace(choice(), options=options)


@pytest.mark.parametrize("count", range(2, 10))
def test_every_option_is_a_target_of_its_own_above_the_next_step(page, count):
    page.show_result(choices(count))
    card = page.stage.card
    places = [option.geometry() for option in card._options]
    assert len(places) == count
    below = card_layout(card.width(), card.height()).next_box(has_facts=False).top()
    assert all(place.bottom() < below for place in places)
    assert min(place.height() for place in places) >= LEAST_TARGET
    clashes = [(a, b) for a in places for b in places if a is not b and a.intersects(b)]
    assert clashes == []


def test_the_ninth_digit_takes_the_ninth_option(page, qtbot):
    page.show_result(choices(9))
    with qtbot.waitSignal(page.option_chosen) as taken:
        page.digit(9)
    chosen = taken.args[0][1]
    assert chosen.session.course_name == "课程 9"


@pytest.mark.parametrize(
    ("count", "language", "words"),
    [
        (2, "zh_CN", "按 1 或 2"),
        (5, "zh_CN", "按 1 到 5"),
        (2, "en", "1 or 2"),
        (9, "en", "1 to 9"),
    ],
)
def test_the_next_step_names_the_digits(qapp, count, language, words):
    set_language(qapp, language)
    assert words in say(choices(count)).next_step


def test_a_long_question_stays_inside_its_box(page):
    wording = "上课带了自己的毛笔和毡垫吗，没有的话要不要借一套？有没有花生或海鲜过敏？"
    asked = (AskedQuestion(question_id=uuid4(), wording=wording),)
    page.show_result(result(CheckInOutcome.QUESTION, questions=asked))
    card = page.stage.card
    box = card_layout(card.width(), card.height()).next_box(has_facts=False).toRect()
    edge = QRect(box.left() + 60, box.bottom() - 3, box.width() - 90, 1)
    line = card.grab(edge).toImage()
    assert {line.pixel(x, 0) for x in range(line.width())} == {line.pixel(0, 0)}
