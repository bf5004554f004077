"""Facts come over the network: whatever they are, an item shows and can be decided."""

import json
from datetime import datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain.changes import Entity
from desk_app.domain.review import ReviewKind
from desk_app.domain.review_facts import MAX_TEXT, ReviewFacts, read_facts
from desk_app.services.review_values import ReviewRequest, Shown
from tests import reviews
from tests.station import moment

BROKEN = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '"mine"',
    "[" * 5000,
    '{"mine": ' + "9" * 5000 + "}",
    '{"mine": {"headcount": 1e999, "starts_at": "9999-99-99"}, "theirs": null}',
    '{"mine": [], "theirs": "x", "op_id": 3, "field": {"a": 1}, "place": "two"}',
    '{"mine": {"who": "\\ud800\\u202e\\u0000<b>x</b>", "at": "0001-01-01T00:00:00+23:59"}}',
    json.dumps({"mine": {"who": "长" * 100_000}}),
    json.dumps({"mine": {"who": "长" * 50_000, "headcount": -4, "starts_at": "2026-13-01"}}),
    json.dumps({"field": "station_id", "mine": {"value": "x"}, "op_id": "none"}),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["mine", "theirs", "who", "at", "field", "op_id", "headcount", "value"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@pytest.mark.parametrize("kind", [*ReviewKind, "something_newer", ""])
@pytest.mark.parametrize("facts", BROKEN, ids=range(len(BROKEN)))
def test_broken_facts_still_show_a_plain_item_that_can_be_closed(station, kind, facts):
    review_id = reviews.raised(station, str(kind), facts=facts)
    (case,) = station.app.review.list().cases
    assert case.item.review_id == review_id
    choice = station.app.review.show(review_id).choices[0]
    station.app.review.act(ReviewRequest(review_id=review_id, action=choice.action))
    assert station.app.review.count() == 0


@given(JSON)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_json_is_read_within_bounds(value):
    facts = read_facts(json.dumps(value))
    for side in (facts.mine, facts.theirs):
        texts = [getattr(side, n) for n in ("who", "room", "desk", "value", "contact")]
        assert all(len(text) <= MAX_TEXT and text.isprintable() for text in texts)
        assert all(isinstance(at, datetime | None) for at in (side.at, side.starts_at))
    assert isinstance(facts.op_id, UUID | None)


def test_what_belongs_to_both_sides_stands_at_both():
    facts = read_facts(
        '{"mine": {"desk": "前台 2"}, "theirs": {"desk": "前台 1"}, "room": "会议室 A"}'
    )
    assert (facts.mine.room, facts.theirs.room) == ("会议室 A", "会议室 A")
    assert (facts.mine.desk, facts.theirs.desk) == ("前台 2", "前台 1")
    assert read_facts("[]") == ReviewFacts()


def test_a_name_that_no_form_would_take_is_not_taken_from_facts(station):
    visitor = station.visitor("顾婉晴")
    facts = {"field": "is_blocked", "mine": {"value": "true"}}
    review_id = reviews.raised(station, "profile_conflict", about=("visitor", visitor), facts=facts)
    assert [c.action for c in station.app.review.show(review_id).choices] == ["keep_theirs"]


def test_a_decision_that_comes_before_what_it_decides_shows_nothing_yet(station):
    review_id = station.pull(Entity.REVIEW_ITEM, kind=None, raised_at=None, status="resolved")
    assert station.app.review.list(Shown.RESOLVED).cases == ()
    station.pull(Entity.REVIEW_ITEM, review_id, kind="forbidden", raised_at=moment("18:50"))
    assert len(station.app.review.list(Shown.RESOLVED).cases) == 1
