import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk_app.db.database import Database
from tests.station import Station

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first widget


@pytest.fixture(autouse=True)
def _no_window_outlives_its_test() -> Iterator[None]:
    """Delete what windows are left: each later change of the theme would dress them all again."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    if widgets and isinstance(app, widgets.QApplication):
        app.processEvents()  # what threads have answered finds its widgets
        for left in app.topLevelWidgets():
            left.deleteLater()
        app.sendPostedEvents(None, sys.modules["PySide6.QtCore"].QEvent.Type.DeferredDelete)


MakeStation = Callable[..., Station]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without rows, to copy; migrating costs more than a test."""
    path = tmp_path_factory.mktemp("migrated") / "desk.db"
    Database(path).close()
    return path


@pytest.fixture
def make_station(tmp_path: Path, migrated_file: Path) -> Iterator[MakeStation]:
    """Opens desks, each in a data directory of its own."""
    stations: list[Station] = []

    def make(name: str = "desk") -> Station:
        station = Station(tmp_path / name, template=migrated_file)
        stations.append(station)
        return station

    yield make
    for station in stations:
        station.close()


@pytest.fixture
def station(make_station: MakeStation) -> Station:
    """One desk on Monday 2 March 2026, 19:00, as ``station.clock`` says."""
    return make_station()
