"""The proxy is set on the settings page, and a wrong one is named where people look."""

import socket

import pytest
from PySide6.QtCore import Qt

from desk_app.domain.link import LinkProblem, LinkState
from desk_app.sync.addresses import GatewayCentre, Invitation, write_invitation
from desk_app.ui.common.texts import set_language
from desk_app.ui.shell.sync_details import SyncDetailsPanel
from desk_app.workers import sync
from tests.main.joined import invite, open_joined, set_up
from tests.main.windows import close_window
from tests.postgres import centre_url, database_url, postgres  # noqa: F401
from tests.sync.gateway import make_papers, serving
from tests.sync.proxy import Proxy

pytestmark = pytest.mark.postgres
SYNC = 3


@pytest.fixture
def proxy():
    proxy = Proxy()
    yield proxy
    proxy.close()


@pytest.fixture
def text(tmp_path, centre_url):  # noqa: F811
    """The enrolment text of a centre with a gateway."""
    with serving(centre_url, make_papers(tmp_path)) as running:
        yield invite(centre_url, "东", gateway=running.centre)


@pytest.fixture
def desk(qapp, qtbot, tmp_path, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sync, "SOON_S", 0.05)
    desk = open_joined(qapp, qtbot, set_up(tmp_path / "desk"))
    desk.window.show_page("settings")
    desk.joined_settings.page.show_section(SYNC)
    yield desk
    close_window(qapp, desk)
    set_language(qapp, "en")


def use(desk, url, qtbot):
    section = desk.joined_settings.page.centre
    section.proxy.control.setText(url)
    qtbot.mouseClick(section.proxy_button, Qt.MouseButton.LeftButton)
    return section


def join(desk, text, qtbot):
    section = desk.joined_settings.page.centre
    section.enrol_edit.setText(text)
    qtbot.mouseClick(section.join_button, Qt.MouseButton.LeftButton)
    return section


def test_a_desk_joins_through_the_proxy_entered_beside_the_code(desk, text, proxy, qtbot):
    section = use(desk, proxy.url, qtbot)
    qtbot.waitUntil(lambda: desk.app.desk.way_to_centre()[1] == proxy.url, timeout=5000)
    join(desk, text, qtbot)
    light = desk.window.top.light
    qtbot.waitUntil(lambda: light.status.state is LinkState.ONLINE, timeout=10_000)
    assert proxy.asked
    assert not section.enrol_edit.isVisible()
    qtbot.waitUntil(lambda: "https://127.0.0.1" in section._words.text(), timeout=5000)
    assert not section.proxy.problem


def test_a_wrong_proxy_is_said_at_the_field_and_in_the_details_of_sync(desk, text, proxy, qtbot):
    port = proxy.port
    join(desk, text, qtbot)
    light = desk.window.top.light
    qtbot.waitUntil(lambda: light.status.state is LinkState.ONLINE, timeout=10_000)
    section = use(desk, "socks5://127.0.0.1:1080", qtbot)
    qtbot.waitUntil(lambda: bool(section.proxy.problem), timeout=5000)
    proxy.close()
    use(desk, f"127.0.0.1:{port}", qtbot)
    qtbot.waitUntil(lambda: light.status.problem is LinkProblem.PROXY, timeout=10_000)
    assert light.status.state is LinkState.OFFLINE
    desk.sync.open_details()
    panel = desk.page.panel
    assert isinstance(panel, SyncDetailsPanel)
    assert panel._sentence.text() == panel._problem_words(LinkProblem.PROXY)


def test_a_refused_code_is_said_at_its_field_and_can_be_tried_again(desk, qtbot):
    section = join(desk, "sd-enrol:2:torn", qtbot)
    qtbot.waitUntil(lambda: bool(section._enrol.problem), timeout=5000)
    assert section.join_button.isEnabled()
    assert not desk.window.problem.isVisible()


def test_a_join_code_says_where_it_leads_before_anybody_joins(desk, text, qtbot):
    section = desk.joined_settings.page.centre
    desk.check_in.code_scanned(text)
    assert section.enrol_edit.text() == text
    qtbot.waitUntil(lambda: "https://127.0.0.1" in section._leads.text(), timeout=5000)
    section.enrol_edit.setText(text[:-3])
    assert not section._leads.isVisible()
    desk.window.show_page("check_in")
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000):
        desk.check_in.code_scanned(text)  # nowhere else is it a join code


def test_a_scan_is_answered_while_a_centre_that_is_silent_is_asked_to_join(desk, qtbot):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(10)
        at = GatewayCentre(url=f"https://127.0.0.1:{silent.getsockname()[1]}")
        section = join(desk, write_invitation(Invitation(centre=at, code="c" * 40)), qtbot)
        line, _ = silent.accept()
        with line:
            with qtbot.waitSignal(desk.check_in.presented, timeout=5000):
                desk.check_in.code_scanned("BADGE-0001")
            assert not section.join_button.isEnabled()
    qtbot.waitUntil(section.join_button.isEnabled, timeout=15_000)
    assert section._enrol.problem
