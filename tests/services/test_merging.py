"""Two entries of one person become one, and taking it back leaves no trace."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.db.tables import TABLES
from desk_app.domain.changes import Entity
from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import Nonce, uuid7
from desk_app.services.check_in_facts import Presentation


def everything(station):
    return {
        entity: sorted(station.sql(f'SELECT * FROM "{TABLES[entity].name}"'), key=repr)  # noqa: S608
        for entity in Entity
    }


def arrive(station, visitor):
    presentation = Presentation(nonce=Nonce(uuid7(station.clock())))
    return station.app.check_in.present_visitor(visitor, presentation)


@pytest.fixture
def pair(station):
    first = station.app.visitors.add("顾晚晴", company="澄屿数据科技")
    second = station.app.visitors.add("顾婉晴", phone="13812341234")
    return first, second


def test_a_pass_of_the_hidden_one_admits_the_one_who_stays(station, pair):
    first, second = pair
    station.course(learners=(second,))
    code = station.app.passes.issue(second).code
    station.app.merging.merge(first, second)
    result = station.app.check_in.present(code, Presentation(nonce=Nonce(uuid7(station.clock()))))
    assert result.outcome is CheckInOutcome.ADMITTED
    assert result.visitor.visitor_id == first


def test_the_hidden_one_is_in_no_search_and_no_list(station, pair):
    first, second = pair
    station.app.merging.merge(first, second)
    for typed in ("1234", "顾", "gwq"):
        hits = station.app.visitors.find(typed).hits
        assert second not in [hit.visitor.visitor_id for hit in hits]
    assert [h.visitor.visitor_id for h in station.app.visitors.find("1234").hits] == [first]
    same = station.app.visitors.likely_same("顾婉晴", phone="13812341234")
    assert [hit.visitor.visitor_id for hit in same] == [first]


def test_a_sheet_that_names_the_hidden_one_adds_nobody(station, pair):
    first, second = pair
    station.app.merging.merge(first, second)
    plan = station.app.imports.plan_visitors([["姓名", "手机号"], ["顾婉晴", "13812341234"]])
    assert [row.verdict.value for row in plan.rows] == ["same"]


def test_a_confirmed_place_wins_over_one_in_the_queue(station, pair):
    first, second = pair
    course_id, _ = station.course(learners=(first, second))
    station.app.merging.merge(first, second)
    roster = [line.visitor.visitor_id for line in station.app.courses.roster(course_id)]
    assert roster == [first]


@pytest.mark.parametrize("case", ["same", "twice", "chain"])
def test_what_cannot_be_merged_is_refused_and_nothing_changes(station, pair, case):
    first, second = pair
    third = station.app.visitors.add("林晓")
    if case != "same":
        station.app.merging.merge(first, second)
    ids = {"same": (first, first), "twice": (third, second), "chain": (third, first)}[case]
    before = everything(station)
    with pytest.raises(KnownError):
        station.app.merging.merge(*ids)
    assert everything(station) == before


def test_only_a_merged_visitor_can_be_taken_back(station, pair):
    with pytest.raises(KnownError, match="nothing to take back"):
        station.app.merging.unmerge(pair[1])


def test_what_was_corrected_after_the_merge_stays(station, pair):
    first, second = pair
    station.app.merging.merge(first, second)
    new_pass = station.app.passes.issue(first).pass_id
    station.app.merging.unmerge(second)
    assert new_pass in [p.pass_id for p in station.app.visitors.show(first).passes]


FACTS = st.sets(st.sampled_from(["pass", "course", "arrive", "phone"]))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=FACTS, second=FACTS)
def test_merge_then_unmerge_restores_every_row(make_station, first, second):
    station = make_station(uuid4().hex)
    people = []
    for name, facts in (("顾晚晴", first), ("顾婉晴", second)):
        phone = "13812341234" if "phone" in facts else ""
        people.append((station.visitor(name, phone=phone), facts))
    station.course(learners=tuple(v for v, facts in people if "course" in facts))
    for visitor, facts in people:
        if "pass" in facts:
            station.app.passes.issue(visitor)
        if "arrive" in facts:
            arrive(station, visitor)
    before = everything(station)
    station.app.merging.merge(people[0][0], people[1][0])
    assert everything(station) != before
    station.app.merging.unmerge(people[1][0])
    assert everything(station) == before
