"""A code for something else: said kindly in both languages, linked only where that makes sense."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.code_kinds import NEVER_LINKED, CodeKind
from desk_app.domain.ids import Nonce
from desk_app.services.results import CheckInResult
from desk_app.ui.check_in.page import CheckInPage
from desk_app.ui.check_in.said import Kind
from desk_app.ui.check_in.words import say
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme


@pytest.fixture(autouse=True)
def _look(qapp):
    set_theme(Theme())
    yield
    set_language(qapp, "en")


def foreign(kind: CodeKind) -> CheckInResult:
    return CheckInResult(
        outcome=CheckInOutcome.FOREIGN_CODE,
        at=datetime(2026, 10, 27, 11, 0, tzinfo=UTC),
        nonce=Nonce(uuid4()),
        code_kind=kind,
        can_link=kind not in NEVER_LINKED,
    )


@pytest.mark.parametrize("kind", CodeKind)
def test_every_kind_has_words_of_its_own_in_both_languages(qapp, kind):
    said = {}
    for language in ("en", "zh_CN"):
        set_language(qapp, language)
        said[language] = say(foreign(kind))
        assert said[language].kind is Kind.INFO
    assert said["zh_CN"].word == "换一张码"
    assert said["en"].reason.isascii()
    assert not said["zh_CN"].reason.isascii()
    assert said["zh_CN"].next_step != said["en"].next_step


def test_the_city_s_code_is_said_to_change_every_minute(qapp):
    set_language(qapp, "zh_CN")
    said = say(foreign(CodeKind.CITY_IDENTITY))
    assert (said.reason, "每分钟" in said.next_step) == ("这是城市身份码", True)


@pytest.mark.parametrize("kind", [CodeKind.WEB_LINK, CodeKind.ALIPAY])
def test_only_what_can_be_linked_offers_it(qtbot, kind):
    page = CheckInPage()
    qtbot.addWidget(page)
    page.resize(1366, 720)
    page.show()
    page.show_result(foreign(kind))
    page.grab()
    links = [b for b in page.stage.card._buttons if b.action == "link"]
    assert len(links) == (kind is CodeKind.WEB_LINK)
    if links:
        with qtbot.waitSignal(page.link_requested):
            links[0].click()
