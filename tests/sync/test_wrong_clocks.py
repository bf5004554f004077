"""A clock that was wrong while nobody could tell: who came when is set right before it is sent."""

from datetime import timedelta
from uuid import uuid4

import pytest

from desk_app.domain.changes import Entity
from desk_app.domain.clock import system_clock

THREE_HOURS = timedelta(hours=3)
A_MINUTE = timedelta(minutes=1)


def came(desk, session, **values):
    """Check somebody in now, as this desk's clock has it."""
    now = {"at": desk.clock(), "offset_ms": 0, "nonce": uuid4()}
    return desk.add(
        Entity.CHECK_IN, session_id=session, visitor_id=desk.visitor(), **(now | values)
    )


def off(desk, check_in):
    """Return how far a check-in's moment, as everybody reads it, is from now."""
    row = desk.table(Entity.CHECK_IN)[check_in]
    return abs(row["at"] + timedelta(milliseconds=row["offset_ms"]) - system_clock())


@pytest.fixture
def desks(make_desk):
    return make_desk("东"), make_desk("西")


def test_a_clock_that_was_wrong_all_along_is_made_up_for_at_the_first_contact(desks):
    east, west = desks
    east.clock = lambda: system_clock() - THREE_HOURS
    check_in = came(east, east.session())
    assert off(east, check_in) > A_MINUTE
    for desk in (east, west, east):
        desk.run_online()
    assert off(east, check_in) < A_MINUTE
    assert off(west, check_in) < A_MINUTE
    assert west.table(Entity.CHECK_IN)[check_in]["offset_ms"] != 0  # the row says so
    assert east.everything() == west.everything()


def test_a_clock_put_right_while_alone_leaves_no_correction_that_is_none(desks):
    east, west = desks
    east.clock = lambda: system_clock() + THREE_HOURS
    east.run_online()
    east.clock = system_clock
    session = east.session()
    late = came(east, session, offset_ms=east.setting("clock_offset_ms"))
    east.clock = lambda: system_clock() + 2 * THREE_HOURS
    wrong = came(east, session)
    east.clock = system_clock
    east.sync._hello_s = None
    east.run_online()
    west.run_online()
    for check_in in (late, wrong):
        assert off(west, check_in) < A_MINUTE
    assert west.table(Entity.CHECK_IN)[late]["offset_ms"] == 0


def test_a_moment_a_person_entered_and_one_of_another_boot_stay(desks):
    east, west = desks
    east.clock = lambda: system_clock() - THREE_HOURS
    session = east.session()
    entered = came(east, session, at=system_clock() - timedelta(days=2))
    other = came(east, session)
    east.sql("UPDATE outbox SET boot = 'before' WHERE row_id = :id", id=other)
    east.run_online()
    west.run_online()
    assert {row["offset_ms"] for row in west.table(Entity.CHECK_IN).values()} == {0}
    assert set(west.table(Entity.CHECK_IN)) == {entered, other}
