"""The check-in page: one card, a queue behind a question, nothing lost."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import QRect, Qt

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.courses import Attendance, LessonMark
from desk_app.domain.ids import BookingId, CheckInId, CourseId
from desk_app.services.results import (
    Arrival,
    RoomCard,
    SearchAnswer,
    SeatHeld,
    SessionMeter,
    TodaySheet,
    VisitorHit,
)
from desk_app.ui.check_in.card_layout import card_layout
from desk_app.ui.check_in.page import CheckInPage
from desk_app.ui.check_in.recent_words import recent_word
from desk_app.ui.check_in.said import Kind, kind_of
from desk_app.ui.check_in.words import say
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme
from tests.ui.check_in.results import EVENING, choice, result, session


@pytest.fixture(autouse=True)
def _look(qapp):
    set_theme(Theme())
    set_language(qapp, "zh_CN")
    yield
    set_language(qapp, "en")


@pytest.fixture
def page(qtbot):
    page = CheckInPage()
    page.resize(1278, 712)
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("outcome", list(CheckInOutcome))
def test_every_outcome_says_word_reason_and_what_to_do_next(qapp, outcome, language):
    set_language(qapp, language)
    found = result(outcome, attendance=Attendance.PRESENT, waitlist_place=3)
    if outcome is CheckInOutcome.CHOOSE:
        found = choice()
    said = say(found)
    assert said.word
    assert said.reason
    if said.kind is not Kind.ADMITTED:
        assert said.next_step or said.facts
    is_chinese = any("\u4e00" <= c <= "\u9fff" for c in said.word + said.reason)
    assert is_chinese == (language == "zh_CN")
    arrival = Arrival(at=EVENING, outcome=outcome, name="", title="", attendance=None, undo_id=None)
    assert recent_word(arrival)


@pytest.mark.parametrize("outcome", list(CheckInOutcome))
@pytest.mark.parametrize("theme", ["light", "dark", "highContrast"])
@pytest.mark.parametrize("is_wide", [False, True])
def test_every_card_paints_in_every_look(page, outcome, theme, is_wide):
    set_theme(Theme(name=theme, is_wide=is_wide))
    page.show_result(choice() if outcome is CheckInOutcome.CHOOSE else result(outcome))
    assert page.stage.card.isVisible()
    assert not page.grab().isNull()


def test_the_card_tells_a_screen_reader_all_it_says(page):
    page.show_result(result(CheckInOutcome.ADMITTED, attendance=Attendance.PRESENT))
    assert "请进" in page.stage.card.accessibleName()
    assert "顾晚晴" in page.stage.card.accessibleName()


def test_a_new_scan_replaces_a_card_at_once(page):
    page.show_result(result(CheckInOutcome.FORGED))
    page.show_result(result(CheckInOutcome.ADMITTED, attendance=Attendance.PRESENT))
    assert page.stage.card.kind is Kind.ADMITTED
    assert page.stage.waiting_count == 0


def test_results_wait_behind_a_question_and_follow_in_order(page):
    page.show_result(choice())
    first, second = result(CheckInOutcome.ADMITTED), result(CheckInOutcome.FORGED)
    page.show_result(first)
    page.show_result(second)
    assert page.stage.card.kind is Kind.ASK
    assert page.stage.waiting_count == 2
    page.to_idle()
    assert page.stage.card.result == first
    page.to_idle()
    assert page.stage.card.result == second


def test_the_answer_to_a_question_does_not_wait_behind_it(page):
    asked = choice()
    page.show_result(asked)
    page.show_result(replace(result(CheckInOutcome.ADMITTED), nonce=asked.nonce))
    assert page.stage.card.kind is Kind.ADMITTED


def test_a_digit_chooses_the_option(page, qtbot):
    asked = choice()
    page.show_result(asked)
    with qtbot.waitSignal(page.option_chosen) as chosen:
        page.digit(2)
    assert chosen.args[0] == (asked, asked.options[1])


def test_enter_goes_on_after_a_refusal_and_does_nothing_after_an_admission(page):
    page.show_result(result(CheckInOutcome.EXPIRED))
    page.confirm()
    assert page.stage.idle.isVisible()
    page.show_result(result(CheckInOutcome.ADMITTED, check_in_id=CheckInId(uuid4())))
    page.confirm()
    assert page.stage.card.isVisible()


def test_undo_asks_for_the_card_on_show_first(page, qtbot):
    check_in_id = CheckInId(uuid4())
    page.show_result(result(CheckInOutcome.ADMITTED, check_in_id=check_in_id))
    with qtbot.waitSignal(page.undo_requested) as undone:
        page.undo_last()
    assert undone.args == [check_in_id]


def test_undo_without_a_card_takes_the_latest_arrival_that_can_be_undone(page, qtbot):
    check_in_id = CheckInId(uuid4())
    arrivals = tuple(
        Arrival(at=EVENING, outcome=o, name="罗一舟", title="", attendance=None, undo_id=i)
        for o, i in ((CheckInOutcome.FORGED, None), (CheckInOutcome.ADMITTED, check_in_id))
    )
    page.show_sheet(TodaySheet(at=EVENING, arrivals=arrivals))
    with qtbot.waitSignal(page.undo_requested) as undone:
        page.undo_last()
    assert undone.args == [check_in_id]


def test_typing_asks_for_a_search_and_a_late_answer_is_dropped(page, qtbot):
    with qtbot.waitSignal(page.search_changed, timeout=2000) as asked:
        qtbot.keyClicks(page.search.edit, "gwq")
    assert asked.args == ["gwq"]
    page.show_search(SearchAnswer(text="gw"))
    assert not page.search.drop_down.isVisible()
    hit = VisitorHit(visitor=result(CheckInOutcome.ADMITTED).visitor, pinyin=("gù", "wǎn", "qíng"))
    page.show_search(SearchAnswer(text="gwq", hits=(hit,)))
    assert page.search.drop_down.isVisible()
    with qtbot.waitSignal(page.visitor_chosen) as chosen:
        qtbot.keyClick(page.search.edit, Qt.Key.Key_Return)
    assert chosen.args == [hit.visitor.visitor_id]
    assert page.search.edit.text() == ""


def test_f4_goes_through_the_sessions_and_back_to_all(page, qtbot):
    tonight = (session("一"), session("二"))
    meters = tuple(SessionMeter(session=s, arrived=1, expected=2) for s in tonight)
    page.show_sheet(TodaySheet(at=EVENING, meters=meters, open_count=2))
    asked = []
    page.pin_requested.connect(asked.append)
    for _ in range(3):
        page.toggle_pin()
        page.show_pinned(asked[-1])
    assert asked[-1] is None
    assert set(asked[:-1]) == {s.session_id for s in tonight}


def test_the_card_leaves_after_its_time(page, qtbot):
    page.show_result(result(CheckInOutcome.ADMITTED, marks=(LessonMark.TODAY,)))
    page.stage.strip.start(1)
    qtbot.waitUntil(page.stage.idle.isVisible, timeout=3000)


def test_kinds_cover_every_outcome():
    assert {kind_of(outcome) for outcome in CheckInOutcome} == set(Kind)


def room(name: str = "多功能厅", **facts: object) -> RoomCard:
    return RoomCard(
        booking_id=BookingId(uuid4()),
        room=name,
        starts_at=EVENING,
        ends_at=EVENING + timedelta(hours=1),
        **facts,
    )


def test_rooms_stand_behind_the_lessons_of_a_choice(page, qtbot):
    hall = room()
    asked = replace(choice(), room_options=(hall,))
    page.show_result(asked)
    with qtbot.waitSignal(page.option_chosen) as chosen:
        page.digit(len(asked.options) + 1)
    assert chosen.args[0] == (asked, hall)


def test_a_room_checked_in_to_is_undone_like_an_arrival(page, qtbot):
    hall = room()
    page.show_result(replace(result(CheckInOutcome.ADMITTED), session=None, room=hall))
    assert "多功能厅" in page.stage.card.sentence()
    with qtbot.waitSignal(page.undo_requested) as undone:
        page.undo_last()
    assert undone.args[0] == hall.booking_id


@pytest.mark.parametrize("outcome", [CheckInOutcome.ADMITTED, CheckInOutcome.WAITLISTED])
def test_digit_one_accepts_the_seat_that_is_held(page, qtbot, outcome):
    seat = SeatHeld(course_id=CourseId(uuid4()), course_name="书法", until=EVENING)
    offered = replace(result(outcome), seats_held=(seat,))
    page.show_result(offered)
    assert "书法" in page.stage.card.sentence()
    with qtbot.waitSignal(page.seat_accepted) as accepted:
        page.digit(1)
    assert accepted.args[0] == (offered, seat)
    page.stage.card.seat_taken()
    with qtbot.assertNotEmitted(page.seat_accepted):
        page.digit(1)


def test_what_staff_must_mind_comes_before_a_seat_or_a_room(page):
    seat = SeatHeld(course_id=CourseId(uuid4()), course_name="书法", until=EVENING)
    shown = replace(result(CheckInOutcome.ADMITTED), seats_held=(seat,), room=room())
    page.show_result(replace(shown, visitor=replace(shown.visitor, attention="轮椅")))
    assert "轮椅" in page.stage.card.sentence()
    assert "书法" not in page.stage.card.sentence()


@pytest.mark.parametrize("outcome", ["blocked", "expired", "revoked", "retired_key"])
def test_a_card_says_nothing_of_classes_that_were_not_looked_for(page, outcome):
    set_theme(Theme(has_motion=False))
    page.show_result(result(CheckInOutcome(outcome), session=None))
    card = page.stage.card
    layout = card_layout(card.width(), card.height())
    left, right = int(layout.body.left()), int(layout.body.right())
    bottom = int(layout.next_box(has_facts=False).top()) - 4
    rows = card.grab(QRect(left, layout.rows_top, right - left, bottom - layout.rows_top))
    found = rows.toImage()
    seen = {found.pixel(x, y) for x in range(found.width()) for y in range(found.height())}
    assert len(seen) == 1
