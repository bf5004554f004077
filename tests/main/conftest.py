import gc

import pytest

from desk_app.domain.people import Role
from desk_app.domain.rooms import parse_hours
from desk_app.main.appearance import apply_appearance
from desk_app.main.rooms import RoomsJoin
from desk_app.main.window import DeskWindow
from desk_app.runtime.settings import Settings
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme
from tests.station import PIN


@pytest.fixture(autouse=True)
def _collect_widgets_here():
    """What a test leaves behind dies on the GUI's thread, not on a worker that collects later."""
    yield
    gc.collect()


NINE_TO_NINE = parse_hours(["09:00-21:00"])


@pytest.fixture
def rooms_desk(qapp, qtbot, station):
    """Three rooms on Monday 2 March 2026 at 13:05, nothing booked."""
    station.clock.set("13:05")
    app = station.app
    app.desk.set_up(station="梧桐里", desk="前台 1")
    app.desk.add_operator("周站长", Role.STAFF, pin=PIN)
    app.desk.begin_shift("沈亦禾")
    for name, seats in (("会议室 A", 12), ("会议室 B", 8), ("多功能厅", 80)):
        app.rooms.add(name, capacity=seats, hours=NINE_TO_NINE, fixtures=(("投影", 1),))
    settings = Settings().with_value("sound.is_muted", True)
    apply_appearance(qapp, settings)
    desk = DeskWindow(app, settings)
    desk.rooms = RoomsJoin(desk, desk)
    with qtbot.waitSignal(desk.identity_changed, timeout=5000):
        desk.show()
    yield desk
    qapp.removeEventFilter(desk.wedge)
    desk.window.close()
    desk.threads.writer.close()
    desk.threads.reader.close()
    desk._clock.stop()
    desk.sounds.close()
    desk.deleteLater()  # here, not whenever a database thread collects garbage
    set_language(qapp, "en")
    set_theme(Theme())


@pytest.fixture
def rooms_page(rooms_desk, qtbot):
    desk = rooms_desk
    desk.window.show_page("rooms")
    qtbot.waitUntil(lambda: len(desk.rooms.page.sheet.rows) == 3, timeout=5000)
    return desk.rooms.page
