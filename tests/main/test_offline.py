"""While the centre is out of reach the window says what that means, and only then."""

from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from desk_app.domain.changes import Entity
from desk_app.domain.link import LinkProblem, LinkState, SyncStatus, may_miss_others
from desk_app.main.window import DeskWindow
from desk_app.runtime.settings import Settings
from desk_app.sync.addresses import GatewayCentre
from desk_app.ui.check_in.words import say
from desk_app.ui.common.texts import set_language
from desk_app.ui.shell.sync_details import SyncDetailsPanel
from tests.main.windows import close_window, open_window
from tests.station import Station, moment


@pytest.fixture
def station(tmp_path, migrated_file):
    return Station(tmp_path / "desk", template=migrated_file)


@pytest.fixture
def desk(qapp, qtbot, station):
    desk = open_window(qapp, qtbot, station.app)
    with station.app.begin() as work:  # joined from here on, without a thread that looks for it
        work.settings.put("centre", {"url": "postgresql://centre.example"})
    station.pull(Entity.PASS_KEY, key_id=77, public=b"\x01" * 32, desk_id=uuid4())
    yield desk
    close_window(qapp, desk)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    "state", [LinkState.ONLINE, LinkState.SENDING, LinkState.OFFLINE, LinkState.CONNECTING]
)
def test_only_an_admission_out_of_touch_says_that_another_desk_may_have_admitted(
    desk, station, qtbot, qapp, state, language
):
    set_language(qapp, language)
    learner = station.visitor()
    station.course(learners=(learner,))
    desk.sync.show(SyncStatus(state=state))
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.present_visitor(learner)
    words = {"zh_CN": "另一台前台可能也放行了", "en": "Another desk may also have let them in"}
    said = words[language] in say(seen.args[0]).next_step
    assert said == (state in {LinkState.OFFLINE, LinkState.CONNECTING})
    assert (words[language] in desk.page.stage.card.accessibleName()) == said


def test_what_else_is_to_be_said_stands_before_the_doubt(desk, station, qtbot, qapp):
    set_language(qapp, "en")
    learner = station.visitor()
    station.pull(Entity.VISITOR, learner, attention="Brings a wheelchair")
    station.course(learners=(learner,))
    desk.sync.show(SyncStatus(state=LinkState.OFFLINE))
    with qtbot.waitSignal(desk.check_in.presented, timeout=5000) as seen:
        desk.check_in.present_visitor(learner)
    said = say(seen.args[0])
    assert said.next_step == "Brings a wheelchair"
    assert "Another desk" in said.next_label


def test_the_details_of_sync_say_how_far_behind_this_desk_is(desk, station, qapp):
    set_language(qapp, "en")
    now = moment("19:00")
    desk.sync.show(
        SyncStatus(
            state=LinkState.OFFLINE,
            pending=37,
            refused=2,
            oldest_pending_at=now - timedelta(minutes=16),
            offline_since=now - timedelta(minutes=20),
            roster_at=now - timedelta(minutes=21),
        )
    )
    desk.sync.open_details()
    panel = desk.page.panel
    assert isinstance(panel, SyncDetailsPanel)
    assert [row.accessibleName() for row in panel._rows] == [
        "The centre: out of reach since 18:40",
        "Waiting to be sent: 37",
        "Oldest of them: 18:44, 16 min ago",
        "Roster read at: 18:39, 21 min ago",
        "Refused by the centre: 2",
        "This PC's clock: right",
    ]
    assert panel.review_button.isVisible()
    station.clock.set("19:01")
    desk._tick()
    assert panel._rows[3].accessibleName().endswith("22 min ago")
    desk.sync.show(SyncStatus(state=LinkState.ONLINE, roster_at=station.clock()))
    assert panel._rows[0].accessibleName() == "The centre: in reach"
    assert not panel.review_button.isVisible()


@pytest.mark.parametrize("has_other", [True, False])
def test_offline_the_details_warn_of_other_desks_where_there_are_some(
    desk, station, qtbot, has_other
):
    if not has_other:
        station.sql("DELETE FROM pass_key WHERE key_id = 77")
    desk.sync.show(SyncStatus(state=LinkState.OFFLINE))
    desk.sync.open_details()
    panel = desk.page.panel
    asked = []
    desk.threads.reader.run(lambda: None, asked.append, asked.append)
    qtbot.waitUntil(lambda: bool(asked), timeout=5000)
    assert panel.doubt.isVisible() == has_other
    desk.sync.show(SyncStatus(state=LinkState.ONLINE))
    assert not panel.doubt.isVisible()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    ("offset_s", "said"), [(720, ("慢了 12 分钟", "12 min slow")), (-400, ("快了 7", "7 min fast"))]
)
def test_a_clock_over_five_minutes_off_is_a_strip_nobody_can_put_away(
    desk, qapp, qtbot, offset_s, said, language
):
    set_language(qapp, language)
    strip = desk.window.clock_strip
    desk.sync.show(SyncStatus(state=LinkState.ONLINE, clock_offset_s=299))
    assert not strip.isVisible()
    desk.sync.show(SyncStatus(state=LinkState.ONLINE, clock_offset_s=offset_s))
    assert strip.isVisible()
    wanted = said[language == "en"]
    qtbot.waitUntil(lambda: wanted in strip.accessibleName(), timeout=5000)
    assert strip.geometry().right() == desk.window.rect().right()
    assert desk.window.pages.y() > strip.geometry().bottom()
    for label in (strip.words, strip.advice):
        assert label.height() >= label.heightForWidth(label.width())
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert strip.isVisible()
    qtbot.mouseClick(strip.button, Qt.MouseButton.LeftButton)
    assert isinstance(desk.page.panel, SyncDetailsPanel)
    desk.sync.show(SyncStatus(state=LinkState.ONLINE, clock_offset_s=3))
    assert not strip.isVisible()


@pytest.mark.parametrize(("minutes", "said"), [(1, False), (3, True), (None, True)])
def test_a_problem_raises_the_doubt_once_the_roster_is_old(minutes, said):
    now = moment("19:00")
    read_at = None if minutes is None else now - timedelta(minutes=minutes)
    status = SyncStatus(state=LinkState.ATTENTION, problem=LinkProblem.SCHEMA, roster_at=read_at)
    assert may_miss_others(status, now) == said


def test_a_joined_desk_never_says_that_it_is_alone_while_it_looks_for_the_centre(
    qapp, qtbot, tmp_path, migrated_file
):
    station = Station(tmp_path / "other", template=migrated_file)
    with station.app.begin() as work:
        work.settings.put("centre", GatewayCentre(url="https://127.0.0.1:1").to_json())
        work.settings.put("centre_token", "t" * 43)
    desk = DeskWindow(station.app, Settings().with_value("sound.is_muted", True))
    seen = []
    desk.identity_changed.connect(lambda _: seen.append(desk.window.top.light.status.state))
    with qtbot.waitSignal(desk.identity_changed, timeout=5000):
        desk.show()
    assert seen[0] is not LinkState.ALONE
    qapp.removeEventFilter(desk.wedge)
    desk.window.close()
    desk.close()
