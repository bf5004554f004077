"""Who came in with a pass this desk does not know yet: a name noted until the pass arrives."""

import pytest

from desk_app.domain.changes import Entity
from desk_app.domain.errors import KnownError
from tests.keys import keys_of


@pytest.fixture
def entered(station, make_station):
    """A provisional entry with a pass of another desk; answers the result and the pass."""
    other = make_station("other")
    issued = other.app.passes.issue(other.visitor())
    keys_of(other, station)
    station.course(walk_ins=True)
    result = station.scan(issued.code, "18:50")
    assert result.is_provisional
    return result, issued


def latest(station):
    return station.app.desk.today().arrivals[0].name


def test_a_noted_name_stands_among_who_just_came_and_never_travels(station, entered):
    result, _ = entered
    before = station.queued()
    assert station.app.check_in.note_name(result.nonce, " 王  小明 ") == "王 小明"
    assert latest(station) == "王 小明"
    assert station.queued() == before


def test_once_the_pass_arrives_its_visitors_own_name_is_shown(station, entered):
    result, issued = entered
    station.app.check_in.note_name(result.nonce, "王小明")
    visitor_id = station.visitor("汪晓明")
    station.pull(
        Entity.PASS, issued.pass_id, visitor_id=visitor_id, kind="signed", issued_at=result.at
    )
    station.pull(Entity.CHECK_IN, result.check_in_id, visitor_id=visitor_id)
    assert latest(station) == "汪晓明"
    with pytest.raises(KnownError) as refused:
        station.app.check_in.note_name(result.nonce, "李四")
    assert refused.value.code == "name_known"


def test_a_noted_name_goes_with_the_erasure_of_its_visitor(station, entered):
    result, _ = entered
    station.app.check_in.note_name(result.nonce, "王小明")
    visitor_id = station.visitor("汪晓明")
    station.pull(Entity.CHECK_IN, result.check_in_id, visitor_id=visitor_id)
    station.app.erasure.erase(visitor_id)
    assert station.sql("SELECT DISTINCT noted_name FROM attempt") == [("",)]


@pytest.mark.parametrize("name", ["", " ", "王" * 61])
def test_a_name_that_is_none_is_refused(station, entered, name):
    with pytest.raises(KnownError) as refused:
        station.app.check_in.note_name(entered[0].nonce, name)
    assert refused.value.code == "bad_name"
