"""A person of another station is found from the window, brought here and used."""

from types import SimpleNamespace

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.compose_sync import sync_engine
from desk_app.domain.link import LinkState
from desk_app.sync import central
from desk_app.ui.check_in.register_panel import RegisterPanel
from desk_app.ui.common.elsewhere_panel import ElsewherePanel
from desk_app.ui.common.texts import set_language
from desk_app.workers import sync
from tests.main.joined import invite, open_joined, set_up
from tests.main.windows import close_window
from tests.postgres import centre_url, database_url, postgres  # noqa: F401

pytestmark = pytest.mark.postgres
PHONE = "13800001111"
OTHER = "外滩站"


@pytest.fixture
def home(tmp_path, centre_url):  # noqa: F811
    """A desk of another station with one visitor, who holds a pass."""
    central.add_station(centre_url, OTHER)
    text = central.add_desk(centre_url, OTHER, "南")["enrol"]
    app = set_up(tmp_path / "home", text)
    lin = app.visitors.add("林晓晓", phone=PHONE, company="梧桐科技")
    code = app.passes.issue(lin).code
    engine = sync_engine(app)
    assert engine.run_once().online
    engine.close()
    yield SimpleNamespace(lin=lin, code=code)
    app.close()


@pytest.fixture
def desk(home, qapp, qtbot, tmp_path, centre_url, monkeypatch):  # noqa: F811
    monkeypatch.setattr(sync, "SOON_S", 0.05)
    desk = open_joined(qapp, qtbot, set_up(tmp_path / "desk", invite(centre_url, "东")))
    light = desk.window.top.light
    qtbot.waitUntil(lambda: light.status.roster_at is not None, timeout=10_000)
    yield desk
    close_window(qapp, desk)
    set_language(qapp, "en")


def search(desk, text, qtbot):
    desk.page.search.find_person()
    desk.page.search.edit.setText(text)
    button = desk.page.search.drop_down.elsewhere_button
    qtbot.waitUntil(lambda: desk.page.search.drop_down._answer.text == text, timeout=5000)
    return button


def panel_of(desk, qtbot):
    qtbot.waitUntil(lambda: isinstance(desk.page.panel, ElsewherePanel), timeout=5000)
    return desk.page.panel


def audit(url):
    with psycopg.connect(url) as owner:
        return owner.execute(
            "SELECT operator, asked_by, cardinality(found), attached FROM sync.lookup ORDER BY at"
        ).fetchall()


def test_by_keyboard_alone_a_whole_number_finds_brings_and_checks_in(
    desk,
    home,
    qtbot,
    centre_url,  # noqa: F811
):
    button = search(desk, PHONE, qtbot)
    assert button.isVisible()
    qtbot.keyClick(desk.page.search.edit, Qt.Key.Key_Return)
    panel = panel_of(desk, qtbot)
    qtbot.waitUntil(lambda: panel.list.count() == 1, timeout=10_000)
    assert panel.list.item(0).text() == f"林*   {OTHER}"
    with qtbot.waitSignal(desk.check_in.presented, timeout=10_000) as seen:
        qtbot.keyClick(panel.phone.control, Qt.Key.Key_Return)
    assert seen.args[0].visitor.name == "林晓晓"
    qtbot.waitUntil(lambda: desk.page.panel is None, timeout=5000)
    assert audit(centre_url) == [
        ("沈亦禾", "phone", 1, None),
        ("沈亦禾", "phone", 1, home.lin),
    ]


def test_where_somebody_is_found_here_other_stations_are_not_offered(desk, qtbot):
    desk.app.visitors.add("顾晚晴", phone="13900002222")
    assert not search(desk, "顾晚", qtbot).isVisible()
    desk.page.search.close_search()
    assert search(desk, "没有", qtbot).isVisible()
    desk.page.set_joined(False)
    assert not search(desk, "没有人", qtbot).isVisible()


def test_a_name_asks_for_the_whole_number_first(desk, qtbot, centre_url):  # noqa: F811
    qtbot.mouseClick(search(desk, "林晓晓", qtbot), Qt.MouseButton.LeftButton)
    panel = panel_of(desk, qtbot)
    assert not panel.list.isVisible()
    panel.confirmed.emit()
    assert panel.phone.problem
    assert audit(centre_url) == []
    qtbot.keyClicks(panel.phone.control, "138")
    qtbot.waitUntil(lambda: panel.phone.control.text() == "138", timeout=5000)
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: "只能按完整" in panel.phone.problem, timeout=10_000)


def test_a_pass_of_another_station_finds_its_holder_by_one_key(desk, home, qtbot):
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.code_scanned(home.code)
    assert seen.args[0].visitor is None
    assert [b.isVisible() for b in desk.page.stage.card._buttons if b.action == "elsewhere"] == [
        True
    ]
    qtbot.keyClick(desk.window, Qt.Key.Key_F5)
    panel = panel_of(desk, qtbot)
    qtbot.waitUntil(lambda: panel.list.count() == 1, timeout=10_000)
    with qtbot.waitSignal(desk.check_in.presented, timeout=10_000) as seen:
        panel.confirmed.emit()
    assert seen.args[0].visitor.name == "林晓晓"


def test_nobody_anywhere_leads_to_registering(desk, qtbot):
    search(desk, "13777777777", qtbot)
    qtbot.keyClick(desk.page.search.edit, Qt.Key.Key_Return)
    panel = panel_of(desk, qtbot)
    qtbot.waitUntil(panel.register_button.isVisible, timeout=10_000)
    qtbot.mouseClick(panel.register_button, Qt.MouseButton.LeftButton)
    assert isinstance(desk.page.panel, RegisterPanel)


@pytest.mark.parametrize(
    ("language", "said"), [("zh_CN", "先按新来访者登记"), ("en", "register the person as new")]
)
def test_offline_says_to_register_now_and_merge_later(
    desk,
    qtbot,
    postgres,  # noqa: F811
    centre_url,  # noqa: F811
    language,
    said,
):
    set_language(QApplication.instance(), language)
    with psycopg.connect(postgres.url, autocommit=True) as superuser:
        name = centre_url.rpartition("/")[2]
        superuser.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        search(desk, PHONE, qtbot)
        qtbot.keyClick(desk.page.search.edit, Qt.Key.Key_Return)
        panel = panel_of(desk, qtbot)
        qtbot.waitUntil(lambda: bool(panel.phone.problem), timeout=10_000)
        assert said in panel.phone.problem.replace("Register", "register")
        assert panel.register_button.isVisible()
        superuser.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: panel.list.count() == 1, timeout=10_000)


def test_too_many_lookups_are_answered_kindly(desk, qtbot, centre_url):  # noqa: F811
    with psycopg.connect(centre_url) as owner:
        owner.execute(
            "INSERT INTO sync.lookup (desk_id, operator, asked_by, found) "
            "SELECT desk_id, '', 'phone', '{}' FROM sync.desk, generate_series(1, 20)"
        )
    search(desk, PHONE, qtbot)
    qtbot.keyClick(desk.page.search.edit, Qt.Key.Key_Return)
    panel = panel_of(desk, qtbot)
    qtbot.waitUntil(lambda: "10" in panel.phone.problem, timeout=10_000)
    assert panel.register_button.isVisible()


def test_the_visitors_page_brings_a_person_and_shows_the_profile(desk, qtbot):
    page = desk.later["visitors"].join.page
    desk.window.show_page("visitors")
    qtbot.keyClicks(page.search, PHONE)
    qtbot.waitUntil(page.elsewhere_button.isVisible, timeout=5000)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page.panel, ElsewherePanel), timeout=5000)
    panel = page.panel
    qtbot.waitUntil(lambda: panel.list.count() == 1, timeout=10_000)
    panel.confirmed.emit()
    qtbot.waitUntil(page.profile.isVisible, timeout=10_000)
    assert page.profile.profile.visitor.name == "林晓晓"


def test_the_window_answers_others_while_the_centre_is_asked(desk, qtbot, centre_url):  # noqa: F811
    with psycopg.connect(centre_url) as owner:
        owner.execute("LOCK TABLE sync.lookup")
        search(desk, PHONE, qtbot)
        qtbot.keyClick(desk.page.search.edit, Qt.Key.Key_Return)
        panel = panel_of(desk, qtbot)
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with psycopg.connect(centre_url, autocommit=True) as other:
            qtbot.waitUntil(lambda: other.execute(waiting).fetchone()[0] > 0, timeout=10_000)
        with qtbot.waitSignal(desk.check_in.presented, timeout=5000):
            desk.check_in.code_scanned("BADGE-0001")
        assert panel.list.count() == 0
        assert desk.window.top.light.status.state is not LinkState.OFFLINE
    qtbot.waitUntil(lambda: panel.list.count() == 1, timeout=10_000)


def test_a_lookup_of_a_withdrawn_desk_locks_the_window(desk, qtbot, centre_url):  # noqa: F811
    search(desk, PHONE, qtbot)
    with psycopg.connect(centre_url) as owner:
        owner.execute("UPDATE sync.desk SET disabled = true")
    with qtbot.waitSignal(desk.lock.changed, timeout=10_000):
        qtbot.keyClick(desk.page.search.edit, Qt.Key.Key_Return)
    assert desk.lock.is_on
