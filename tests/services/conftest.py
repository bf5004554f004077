import pytest

from desk_app.domain.rooms import parse_hours


@pytest.fixture
def hall(station):
    """A hall on a day of its own; the clock stands at 08:00."""
    station.clock.set("08:00")
    return station.app.rooms.add("多功能厅", capacity=30, hours=parse_hours(["09:00-21:00"]))
