import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_app.main.camera import CameraJoin
from desk_app.scan.watch import CodeSeen
from desk_app.ui.check_in.page import CheckInPage
from desk_app.workers.database import DatabaseThread
from tests.scan.drawing import blank, draw_code, save
from tests.scan.mjpeg import mjpeg_server


@pytest.fixture
def seen() -> list[CodeSeen]:
    return []


@pytest.fixture
def page(qtbot: QtBot) -> CheckInPage:
    page = CheckInPage()
    qtbot.addWidget(page)
    return page


@pytest.fixture
def join(page: CheckInPage, seen: list[CodeSeen]) -> Iterator[CameraJoin]:
    loader = DatabaseThread("loader")
    join = CameraJoin(page.stage, seen.append, loader)
    yield join
    join.stop()
    loader.close()


def test_another_camera_is_chosen_without_waiting_for_one_that_hangs(
    qtbot: QtBot, join: CameraJoin, seen: list[CodeSeen], tmp_path: Path
) -> None:
    picture = save(tmp_path / "a.png", draw_code("SD1:A"))
    with mjpeg_server(blank()) as server:
        server.stalled.set()
        join.start(server.url)
        qtbot.waitUntil(lambda: join._camera is not None and join._camera.is_running)
        began = time.monotonic()
        join.start(str(picture))
        assert time.monotonic() - began < 0.1
        qtbot.waitUntil(lambda: bool(seen), timeout=5000)
        join.stop()
    assert [code.text for code in seen] == ["SD1:A"]
    assert not join._leaving


def test_what_cannot_be_a_camera_is_told(qtbot: QtBot, join: CameraJoin) -> None:
    with qtbot.waitSignal(join.failed, timeout=5000) as told:
        join.start("./no-such-folder")
    assert told.args is not None
    assert told.args[0].code == "no_such_source"


def test_the_camera_sleeps_while_the_window_is_minimised_and_wakes_with_it(
    qtbot: QtBot, join: CameraJoin, page: CheckInPage
) -> None:
    page.show()
    with mjpeg_server(blank()) as server:
        join.start(server.url)
        qtbot.waitUntil(lambda: page.stage.idle.preview.state == "working", timeout=5000)
        page.showMinimized()
        qtbot.waitUntil(lambda: page.stage.idle.preview.state == "asleep", timeout=5000)
        page.showNormal()
        qtbot.waitUntil(lambda: page.stage.idle.preview.state == "working", timeout=5000)
        page.hide()
        qtbot.waitUntil(lambda: page.stage.idle.preview.state == "asleep", timeout=5000)
        join.stop()


def test_badges_are_read_from_the_moment_the_setting_asks_for_it(
    qtbot: QtBot, join: CameraJoin
) -> None:
    with mjpeg_server(blank()) as server:
        join.start(server.url)
        qtbot.waitUntil(lambda: join._camera is not None)
        first = join._camera
        join.read_barcodes(False)
        assert join._camera is first
        join.read_barcodes(True)
        qtbot.waitUntil(lambda: join._camera not in {None, first})
        assert join._camera is not None
        assert join._camera._decoder._linear
        join.stop()
