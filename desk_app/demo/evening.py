"""The demo: a throw-away station in a window, or offscreen through a scripted evening."""

import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desk_app.compose import DeskApp, open_desk
from desk_app.compose_sync import connections
from desk_app.db.driver import rows
from desk_app.demo.clock import EveningClock
from desk_app.demo.rooms import build_rooms
from desk_app.demo.town import DESK, STATION, Town, build_town
from desk_app.domain.clock import SHANGHAI, local_day
from desk_app.runtime.settings import Settings

if TYPE_CHECKING:
    from desk_app.demo.player import Player
    from desk_app.demo.story import Evening
    from desk_app.main.window import DeskWindow

_START = time(18, 46)
_CLASS = time(19, 0)


class Centre:
    """A PostgreSQL of the demo's own, with this desk and a second one joined."""

    def __init__(self, folder: Path) -> None:
        from desk_app.sync import central  # noqa: PLC0415
        from desk_app.sync.throwaway_postgres import ThrowawayPostgres  # noqa: PLC0415

        self._central = central
        self.server = ThrowawayPostgres(folder)
        self.server.start()
        self.url = self.server.url
        central.init(self.url)
        central.add_station(self.url, STATION)

    def join(self, app: DeskApp, name: str) -> None:
        """Join a desk to the station."""
        from desk_app.sync.enrolment import enrol  # noqa: PLC0415

        invitation = self._central.add_desk(self.url, STATION, name)
        enrol(connections(app), str(invitation["enrol"]))

    def holds(self, check_in_ids: list[UUID]) -> int:
        """Return how many of these check-ins the centre holds."""
        import psycopg  # noqa: PLC0415

        sql = "SELECT count(*) FROM core.check_in WHERE check_in_id = ANY(%s)"
        with psycopg.connect(self.url) as connection:
            found = connection.execute(sql, (check_in_ids,)).fetchone()
        return int(found[0]) if found else 0


def run_demo(*, headless: bool, out: Path | None, language: str, as_json: bool) -> int:
    """Run the demo; answers the exit status. The data is removed at the end."""
    is_headless = headless or not _has_display()
    if is_headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = Path(tempfile.mkdtemp(prefix="station-desk-demo-"))
    pictures = out or Path("out/demo")
    try:
        return _play(folder, pictures, language, is_headless=is_headless, as_json=as_json)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _play(folder: Path, out: Path, language: str, *, is_headless: bool, as_json: bool) -> int:
    clock = EveningClock(_START)
    data = folder / "desk"
    data.mkdir(mode=0o700)
    _tell("正在布置虚构的站点… / Setting up an invented station…")
    app = open_desk(data, clock)
    evening = datetime.combine(local_day(clock()), _CLASS, SHANGHAI)
    town = build_town(app, evening)
    build_rooms(app, evening)
    centre = _start_centre(folder / "centre", app)
    try:
        desk = _open_window(app, language, is_headless=is_headless)
        story = _story(desk, town, clock, centre)
        if not is_headless:
            return _show_around(desk, story)
        return _play_offscreen(desk, story, centre, out, as_json=as_json)
    finally:
        if centre is not None:
            centre.server.stop()


def _start_centre(folder: Path, app: DeskApp) -> Centre | None:
    """Start a PostgreSQL and join it, where its programs are on this machine."""
    from desk_app.sync.throwaway_postgres import find_postgres  # noqa: PLC0415

    if find_postgres() is None:
        return None
    _tell("正在启动演示用的 PostgreSQL… / Starting a PostgreSQL for the demo…")
    centre = Centre(folder)
    centre.join(app, DESK)
    return centre


def _open_window(app: DeskApp, language: str, *, is_headless: bool) -> "DeskWindow":
    """Build the same window that `run` opens (Qt is loaded here, after the platform is chosen)."""
    from desk_app.main.appearance import apply_appearance  # noqa: PLC0415
    from desk_app.main.pages import join_pages  # noqa: PLC0415
    from desk_app.main.settings import SettingsJoin  # noqa: PLC0415
    from desk_app.main.start import make_application  # noqa: PLC0415
    from desk_app.main.window import DeskWindow  # noqa: PLC0415

    qt = make_application()
    settings = Settings().with_value("appearance.language", language)
    settings = settings.with_value("appearance.theme", "light")
    settings = settings.with_value("sound.is_muted", is_headless)
    apply_appearance(qt, settings)
    desk = DeskWindow(app, settings)
    join_pages(desk)
    SettingsJoin(desk, desk).find_cameras()
    return desk


def _story(desk: "DeskWindow", town: Town, clock: EveningClock, centre: Centre | None) -> "Evening":
    from desk_app.demo.story import Evening  # noqa: PLC0415

    return Evening(desk, town, clock, centre, folder=desk.app.data.parent)


def _show_around(desk: "DeskWindow", story: "Evening") -> int:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    story.show_around()
    status = QApplication.exec()
    desk.close()
    return status


def _play_offscreen(
    desk: "DeskWindow", story: "Evening", centre: Centre | None, out: Path, *, as_json: bool
) -> int:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from desk_app.demo.player import Player  # noqa: PLC0415

    story.open()
    player = Player(desk, story.steps(), out)
    player.start()
    status = QApplication.exec()
    facts = _summary(desk, story, player, centre)
    desk.close()
    _report(facts, as_json=as_json, failed=player.failures)
    return status or (1 if player.failures else 0)


def _summary(
    desk: "DeskWindow", story: "Evening", player: "Player", centre: Centre | None
) -> dict[str, Any]:
    """Count what is stored: attempts, check-ins and outbox here, check-ins at the centre."""
    with desk.app.read() as work:
        outcomes = Counter(
            str(row[0])
            for row in rows(work.connection, "SELECT outcome FROM attempt ORDER BY attempt_id")
        )
        tonight = [
            UUID(str(row[0]))
            for row in rows(
                work.connection,
                "SELECT DISTINCT k.check_in_id FROM check_in k JOIN attempt a USING (check_in_id)",
            )
        ]
        pending = int(
            str(rows(work.connection, "SELECT count(*) FROM outbox WHERE acked_at IS NULL")[0][0])
        )
    from desk_app.main.latency import percentiles  # noqa: PLC0415

    admitted = outcomes.pop("admitted", 0)
    return {
        "presented": admitted + sum(outcomes.values()),
        "admitted": admitted,
        "refused": dict(outcomes),
        "stored": len(tonight),
        "pending": pending,
        "synced": centre.holds(tonight) if centre else 0,
        "screenshots": player.screenshots,
        "scan_to_result_ms": percentiles(desk.check_in.latency.samples_ms),
        "scan_to_result_offline_ms": percentiles(story.offline_ms),
        "gui_stall_ms": player.heartbeat.facts(),
    }


def _report(facts: dict[str, Any], *, as_json: bool, failed: list[str]) -> None:
    for failure in failed:
        sys.stderr.write(f"! {failure}\n")
    words = (
        f"到访 {facts['presented']}，进场 {facts['admitted']}，"
        f"其余 {sum(facts['refused'].values())}，本机存下 {facts['stored']}，"
        f"待同步 {facts['pending']}，中心收到 {facts['synced']}。"
    )
    english = (
        f"{facts['presented']} presented, {facts['admitted']} admitted, "
        f"{sum(facts['refused'].values())} not; {facts['stored']} stored here, "
        f"{facts['pending']} to sync, {facts['synced']} at the centre."
    )
    sys.stderr.write(f"{words}\n{english}\n")
    if as_json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{words}\n{english}\n")
    sys.stdout.flush()


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
