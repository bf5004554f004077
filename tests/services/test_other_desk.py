"""An admission that another desk may have given too is known as such, and no other."""

from uuid import uuid4

import pytest

from desk_app.domain.changes import Entity
from desk_app.domain.check_in import CheckInOutcome, Direction


def join(station):
    with station.app.begin() as work:
        work.settings.put("centre", {"url": "postgresql://centre.example"})


def another_desk(station, *, status="active"):
    """The key with which another desk signs passes comes in with a pull."""
    values = {"key_id": 77, "public": b"\x01" * 32, "desk_id": uuid4(), "status": status}
    station.pull(Entity.PASS_KEY, **values)


def admitted(station, *, several_entries=False, **how):
    learner = station.visitor()
    station.course(learners=(learner,), several_entries=several_entries)
    result = station.find(learner, **how)
    assert result.outcome is CheckInOutcome.ADMITTED
    return result


def test_another_desk_of_the_station_may_have_admitted_the_same_learner(station):
    join(station)
    another_desk(station)
    assert admitted(station).may_be_elsewhere


@pytest.mark.parametrize(
    ("joins", "has_other", "facts"),
    [
        (False, True, {}),
        (True, False, {}),
        (True, True, {"several_entries": True}),
    ],
    ids=["no centre", "no other desk", "every entry counts"],
)
def test_where_nobody_else_can_have_admitted_nothing_is_said(station, joins, has_other, facts):
    if joins:
        join(station)
    if has_other:
        another_desk(station)
    assert not admitted(station, **facts).may_be_elsewhere


def test_a_desk_that_was_removed_admits_nobody(station):
    join(station)
    another_desk(station, status="retired")
    assert not admitted(station).may_be_elsewhere


def test_leaving_and_coming_again_say_nothing_of_other_desks(station):
    join(station)
    another_desk(station)
    learner = station.visitor()
    station.course(learners=(learner,))
    assert station.find(learner).may_be_elsewhere
    again = station.find(learner)
    assert (again.outcome, again.may_be_elsewhere) == (CheckInOutcome.ALREADY_IN, False)
    assert not station.find(learner, direction=Direction.OUT).may_be_elsewhere
