"""A desk's window for a test: opened with what the test joins to it, and closed again."""

from collections.abc import Callable

from desk_app.main.appearance import apply_appearance
from desk_app.main.window import DeskWindow
from desk_app.runtime.settings import Settings
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme

SETTINGS = Settings().with_value("sound.is_muted", True)


def open_window(
    qapp, qtbot, app, join: Callable[[DeskWindow], object] = lambda _desk: None, settings=SETTINGS
) -> DeskWindow:
    """Open the window and wait for its identity."""
    apply_appearance(qapp, settings)
    desk = DeskWindow(app, settings)
    join(desk)
    with qtbot.waitSignal(desk.identity_changed, timeout=5000):
        desk.show()
    return desk


def close_window(qapp, desk) -> None:
    """Close it, its threads and its database; language and look are as before."""
    qapp.removeEventFilter(desk.wedge)
    desk.window.close()
    desk.close()
    set_language(qapp, "en")
    set_theme(Theme())
