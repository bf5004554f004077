"""A window whose desk has joined a real centre."""

from desk_app.compose import open_desk
from desk_app.compose_sync import connections
from desk_app.db.outbox import Outbox
from desk_app.domain.people import Role
from desk_app.main.pages import join_pages
from desk_app.main.settings import SettingsJoin
from desk_app.main.window import DeskWindow
from desk_app.sync import central
from desk_app.sync.enrolment import enrol
from tests.main.windows import open_window
from tests.station import PIN

STATION = "静安寺站"


def set_up(folder, text="", *, staff: str = "陈静"):
    """Make a data directory that is ready for a window."""
    folder.mkdir(parents=True, exist_ok=True)
    app = open_desk(folder)
    app.desk.set_up(station="梧桐里", desk="前台 1")
    app.desk.begin_shift("沈亦禾")
    if staff:
        app.desk.add_operator(staff, Role.STAFF, pin=PIN)
    if text:
        enrol(connections(app), text)
    return app


def invite(url, name, **options) -> str:
    """Return an enrolment text for a new desk."""
    return central.add_desk(url, STATION, name, **options)["enrol"]


def open_joined(qapp, qtbot, app) -> DeskWindow:
    """Open the window with all its pages."""

    def join(desk: DeskWindow) -> None:
        desk.joined_settings = SettingsJoin(desk, desk)
        desk.later = join_pages(desk)

    return open_window(qapp, qtbot, app, join)


def pending(app) -> int:
    with connections(app)() as connection:
        return Outbox(connection).backlog().pending
