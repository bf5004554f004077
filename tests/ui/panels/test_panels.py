"""Side panels: in every language, by keyboard alone, and never twice."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import Nonce, VisitorId
from desk_app.domain.link import LinkProblem, LinkState, SyncStatus
from desk_app.services.results import CheckInResult, SearchAnswer, VisitorCard, VisitorHit
from desk_app.ui.check_in.panels import LinkPanel, NamePanel, OperatorPanel
from desk_app.ui.check_in.register_panel import RegisterPanel
from desk_app.ui.check_in.search import SearchDropDown
from desk_app.ui.check_in.staff_panel import BlockedPanel, StaffPanel
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme
from desk_app.ui.shell.keys_panel import KeysPanel
from desk_app.ui.shell.sync_details import SyncDetailsPanel

AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
NONCE = Nonce(UUID(int=1))
RESULT = CheckInResult(outcome=CheckInOutcome.BLOCKED, at=AT, nonce=NONCE)
HITS = tuple(
    VisitorHit(
        visitor=VisitorCard(
            visitor_id=VisitorId(UUID(int=number)),
            name=name,
            phone_masked="138****1234",
            company="澄屿数据科技",
            workplace="",
        ),
        pinyin=("gù", "wǎn", "qíng"),
        matched=(0, 1, 2),
    )
    for number, name in enumerate(("顾晚晴", "龚维琪"), start=10)
)
PANELS = {
    "register": lambda: RegisterPanel(NONCE),
    "link": lambda: LinkPanel(NONCE, "7Q2K"),
    "staff": lambda: StaffPanel(RESULT, ["陈静"]),
    "blocked": lambda: BlockedPanel(RESULT, ["陈静"]),
    "name": lambda: NamePanel(""),
    "operator": lambda: OperatorPanel(["沈亦禾", "李牧"], "沈亦禾"),
    "keys": KeysPanel,
    "sync": SyncDetailsPanel,
}


@pytest.fixture(autouse=True)
def look(qapp):
    yield
    set_language(qapp, "en")
    set_theme(Theme())


@pytest.fixture(params=["zh_CN", "en"])
def language(request, qapp):
    set_language(qapp, request.param)
    return request.param


@pytest.mark.parametrize("name", PANELS)
def test_every_language_opens_every_panel_with_a_name_on_every_control(name, language, qapp, qtbot):
    set_theme(Theme(name="dark"))
    panel = PANELS[name]()
    qtbot.addWidget(panel)
    panel.resize(400, 700)
    panel.show()
    panel.grab()
    controls = [
        w
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for w in panel.findChildren(kind)
        if w.focusPolicy() is not Qt.FocusPolicy.NoFocus and not isinstance(w.parent(), QComboBox)
    ]
    assert controls
    assert [type(w) for w in controls if not w.accessibleName()] == []
    is_han = any("\u4e00" <= letter <= "\u9fff" for letter in panel.accessibleName())
    assert is_han == (language == "zh_CN")


@pytest.mark.parametrize("name", PANELS)
def test_buttons_of_a_panel_hold_words_two_fifths_longer(name, qtbot):
    panel = PANELS[name]()
    qtbot.addWidget(panel)
    panel.resize(400, 700)
    panel.show()
    main = panel.main_button
    main.say(main.text() + "x" * (len(main.text()) * 2 // 5), key="Ctrl Enter")
    qtbot.waitUntil(lambda: main.width() >= main.sizeHint().width() - 32)


def typed(qtbot, edit: QWidget, text: str) -> None:
    edit.setFocus()
    qtbot.keyClicks(edit, text)


def test_ctrl_enter_in_a_field_registers_with_the_phone_as_typed(qtbot):
    panel = RegisterPanel(NONCE)
    qtbot.addWidget(panel)
    panel.show()
    typed(qtbot, panel.name_edit, "He Mingchuan")
    typed(qtbot, panel.phone_edit, "13900006210")
    panel.phone_edit.editingFinished.emit()
    assert panel.phone_edit.text() == "139****6210"
    with qtbot.waitSignal(panel.submitted) as seen:
        qtbot.keyClick(
            panel.name_edit, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier
        )
    assert seen.args[0].phone == "13900006210"
    assert seen.args[0].code_nonce == NONCE


def test_a_second_confirmation_waits_for_the_first(qtbot):
    panel = RegisterPanel(None)
    qtbot.addWidget(panel)
    requests = []
    panel.submitted.connect(requests.append)
    panel.name_edit.setText("贺明川")
    for _ in range(2):
        qtbot.keyClick(panel, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(requests) == 1
    panel.show_error(KnownError("bad_phone", zh="改号码", en="Change the number"))
    qtbot.keyClick(panel, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(requests) == 2


def offered(qtbot):
    panel = RegisterPanel(NONCE)
    qtbot.addWidget(panel)
    panel.resize(400, 700)
    panel.show()
    typed(qtbot, panel.name_edit, "Gu")
    panel.main_button.click()
    panel.show_known(HITS)
    return panel


def test_enter_checks_in_the_known_person_chosen_by_the_arrows(qtbot):
    panel = offered(qtbot)
    qtbot.keyClick(panel.name_edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.submitted) as seen:
        qtbot.keyClick(panel.name_edit, Qt.Key.Key_Return)
    assert seen.args[0].known == HITS[1].visitor.visitor_id
    assert not panel.known.button.isEnabled()


def test_somebody_else_is_saved_as_typed(qtbot):
    panel = offered(qtbot)
    with qtbot.waitSignal(panel.submitted) as seen:
        panel.known.button.click()
    assert seen.args[0].is_new
    assert seen.args[0].known is None


def test_typing_on_takes_the_question_back(qtbot):
    panel = offered(qtbot)
    typed(qtbot, panel.phone_edit, "1")
    assert not panel.known.isVisible()
    with qtbot.assertNotEmitted(panel.submitted):
        qtbot.keyClick(panel.phone_edit, Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.submitted) as seen:
        panel.main_button.click()
    assert seen.args[0].known is None


def test_a_name_of_blanks_is_asked_for_again(qtbot):
    panel = RegisterPanel(None)
    qtbot.addWidget(panel)
    panel.name_edit.setText("   ")
    with qtbot.assertNotEmitted(panel.submitted):
        panel.main_button.click()


def test_escape_closes_a_panel(qtbot):
    panel = OperatorPanel([], "")
    qtbot.addWidget(panel)
    panel.show()
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel.name_edit, Qt.Key.Key_Escape)


def test_arrow_keys_in_the_field_choose_whom_to_link(qtbot):
    panel = LinkPanel(NONCE, "7Q2K")
    qtbot.addWidget(panel)
    panel.show()
    panel.search_edit.setText("g")
    panel.show_search(SearchAnswer(text="g", hits=HITS))
    qtbot.keyClick(panel.search_edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.submitted) as seen:
        panel.main_button.click()
    assert seen.args[0].visitor_id == HITS[1].visitor.visitor_id


def test_a_late_answer_to_another_search_is_dropped(qtbot):
    panel = LinkPanel(NONCE, "7Q2K")
    qtbot.addWidget(panel)
    panel.search_edit.setText("gw")
    panel.show_search(SearchAnswer(text="g", hits=HITS))
    assert panel.people.chosen() is None


def test_staff_give_a_reason_before_a_pin_is_checked(qtbot):
    panel = StaffPanel(RESULT, ["陈静"])
    qtbot.addWidget(panel)
    panel.pin_edit.setText("2468")
    with qtbot.assertNotEmitted(panel.submitted):
        panel.main_button.click()
    panel.reason_edit.setText("Known to staff")
    with qtbot.waitSignal(panel.submitted) as seen:
        panel.main_button.click()
    assert (seen.args[0].operator_name, seen.args[0].pin) == ("陈静", "2468")


def test_a_pin_that_does_not_fit_is_emptied(qtbot):
    panel = StaffPanel(RESULT, ["陈静"])
    qtbot.addWidget(panel)
    panel.pin_edit.setText("0000")
    panel.show_error(KnownError("wrong_pin", zh="PIN 不对", en="The PIN does not fit"))
    assert panel.pin_edit.text() == ""


def test_nobody_found_offers_to_register(language, qtbot):
    drop_down = SearchDropDown()
    qtbot.addWidget(drop_down)
    drop_down.show_answer(SearchAnswer(text="zzz"))
    drop_down.resize(drop_down.sizeHint())
    drop_down.show()
    drop_down.grab()
    with qtbot.waitSignal(drop_down.register_requested):
        drop_down.register_button.click()


def test_the_likeliest_hit_is_chosen_at_once(qtbot):
    drop_down = SearchDropDown()
    qtbot.addWidget(drop_down)
    drop_down.show_answer(SearchAnswer(text="g", hits=HITS))
    drop_down.resize(900, 400)
    drop_down.show()
    drop_down.grab()
    with qtbot.waitSignal(drop_down.visitor_chosen) as seen:
        drop_down.activate_current()
    assert seen.args == [HITS[0].visitor.visitor_id]


@pytest.mark.parametrize("problem", [None, *LinkProblem])
def test_every_problem_of_sync_says_what_to_do(problem, language, qtbot):
    panel = SyncDetailsPanel()
    qtbot.addWidget(panel)
    panel.show_status(
        SyncStatus(state=LinkState.ATTENTION, problem=problem, clock_offset_s=-300), AT
    )
    panel.show()
    panel.grab()
    with qtbot.waitSignal(panel.sync_requested):
        panel.main_button.click()
