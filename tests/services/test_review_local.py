"""What this desk finds by itself stands in the same list, once, with or without a centre."""

import json
from uuid import UUID, uuid4

import pytest

from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import system_clock
from desk_app.domain.review import ReviewAction, ReviewKind
from desk_app.services.review_values import ReviewRequest, Shown
from tests import reviews
from tests.station import moment


def answered(station, op_id, code, detail=None):
    result = json.dumps({"code": code, "detail": detail})
    station.sql(
        "UPDATE outbox SET acked_at = :at, result = :result WHERE op_id = :id",
        at=system_clock(),
        result=result,
        id=op_id,
    )


def last_op(station):
    return UUID(station.sql("SELECT op_id FROM outbox ORDER BY q DESC LIMIT 1")[0][0])


def refused_here(station, code, entity=Entity.VISITOR, row_id=None, detail=None, **values):
    """An operation of this desk that the centre did not simply accept."""
    with station.app.begin() as work:
        change = Change(kind="test.done", entity=entity, row_id=row_id or uuid4(), values=values)
        work.change(change)
    op_id = last_op(station)
    answered(station, op_id, code, detail)
    return op_id


def listed(station, shown=Shown.ALL):
    return [case.item for case in station.app.review.list(shown).cases]


def decide(station, item, action):
    return station.app.review.act(ReviewRequest(review_id=item.review_id, action=action))


def a_displaced_booking(station):
    room_a, _ = reviews.rooms(station)
    return reviews.a_booking(station, room_a, "14:30", "16:00", status="displaced")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("forbidden", ReviewKind.FORBIDDEN),
        ("dead_op", ReviewKind.DEAD_OPERATION),
        ("something_new", ReviewKind.OTHER),
    ],
)
def test_a_refused_operation_is_read_noted_and_reopened(station, code, kind):
    refused_here(station, code, company="云帆科技")
    (item,) = listed(station)
    assert (item.kind, item.is_local) == (kind, True)
    assert station.app.review.show(item.review_id).fields == ("company",)
    decide(station, item, ReviewAction.NOTED)
    assert listed(station) == []
    (done,) = listed(station, Shown.RESOLVED)
    assert (done.kind, done.facts.op_kind) == (kind, "test.done")
    station.app.review.undo(item.review_id)
    assert [i.review_id for i in listed(station)] == [item.review_id]
    assert listed(station, Shown.RESOLVED) == []


def test_a_decision_about_a_local_item_sends_nothing_about_it(station):
    refused_here(station, "forbidden", company="云帆科技")
    decide(station, listed(station)[0], ReviewAction.NOTED)
    assert station.queued(Entity.REVIEW_ITEM) == []


def test_a_displaced_booking_is_found_without_a_centre(station):
    booking_id = a_displaced_booking(station)
    (item,) = listed(station)
    assert (item.kind, item.about_id) == (ReviewKind.DISPLACED_BOOKING, booking_id)
    decide(station, item, ReviewAction.KEEP)
    assert listed(station) == []
    station.app.review.undo(item.review_id)
    assert len(listed(station)) == 1


def test_a_displaced_booking_that_is_over_asks_nobody_any_more(station):
    a_displaced_booking(station)
    station.clock.set("16:01", day=1)
    assert listed(station) == []


def test_a_refusal_and_the_row_it_left_are_one_item_also_once_it_was_decided(station):
    booking_id = a_displaced_booking(station)
    refused_here(station, "conflict", Entity.BOOKING, booking_id, purpose="提案")
    (item,) = listed(station)
    decide(station, item, ReviewAction.KEEP)
    assert listed(station) == []


def test_the_item_of_the_centre_stands_for_what_was_found_here(station):
    op_id = refused_here(station, "dead_op", company="云帆科技")
    assert len(listed(station)) == 1
    reviews.raised(station, "dead_operation", facts={"op_id": str(op_id)})
    (item,) = listed(station)
    assert not item.is_local
    booking_id = a_displaced_booking(station)
    reviews.raised(station, "displaced_booking", about=("booking", booking_id))
    assert [i.is_local for i in listed(station)] == [False, False]


def test_what_was_decided_here_first_is_told_to_the_item_of_the_centre(station):
    booking_id = a_displaced_booking(station)
    decide(station, listed(station)[0], ReviewAction.CANCEL)
    review_id = reviews.raised(station, "displaced_booking", about=("booking", booking_id))
    assert station.app.review.count() == 1
    assert station.app.review.tidy() == 1
    assert station.app.review.count() == 0
    (sent,) = station.queued(Entity.REVIEW_ITEM)
    assert (sent["status"], sent["resolution"]) == ("resolved", "cancel")
    assert [i.review_id for i in listed(station, Shown.RESOLVED)] == [review_id]
    station.app.review.undo(review_id)
    found = station.sql("SELECT status FROM booking WHERE booking_id = :id", id=booking_id)
    assert found == [("displaced",)]


def test_an_item_decided_elsewhere_settles_the_refusal_here(station):
    op_id = refused_here(station, "dead_op", company="云帆科技")
    reviews.raised(
        station,
        "dead_operation",
        facts={"op_id": str(op_id)},
        status="resolved",
        resolved_at=moment("18:59"),
    )
    assert listed(station) == []
    assert station.app.review.needs_tidying()
    assert station.app.review.tidy() == 1
    assert not station.app.review.needs_tidying()
    assert station.app.review.tidy() == 0


def test_a_refusal_whose_matter_has_settled_itself_asks_nobody(station):
    _, place, _ = reviews.over_capacity(station)
    station.sql("DELETE FROM review_item")
    refused_here(station, "waitlisted", Entity.ENROLMENT, place, {"place": 1}, priority=0)
    (item,) = listed(station)
    assert (item.kind, item.facts.place) == (ReviewKind.OVER_CAPACITY, 1)
    station.pull(Entity.ENROLMENT, place, status="confirmed")
    assert listed(station) == []
    assert station.app.review.tidy() == 1


def test_a_name_that_was_kept_at_the_centre_can_be_taken_from_here(station):
    visitor = station.visitor("顾婉晴")
    detail = {"kept": ["name"]}
    refused_here(station, "conflict", Entity.VISITOR, visitor, detail, name="顾晚晴")
    station.pull(Entity.VISITOR, visitor, name="顾婉晴")
    (item,) = listed(station)
    case = station.app.review.show(item.review_id)
    assert (case.mine.value, case.theirs.value) == ("顾晚晴", "顾婉晴")
    decide(station, item, ReviewAction.TAKE_MINE)
    assert station.app.visitors.show(visitor).visitor.name == "顾晚晴"


def test_what_nobody_decided_is_never_pruned(station):
    op_id = refused_here(station, "dead_op", company="云帆科技")
    station.visitor("林晓")
    station.sql("UPDATE outbox SET acked_at = :at WHERE acked_at IS NULL", at=system_clock())
    with station.app.begin() as work:
        work.outbox.mark_seen(1 << 40)
        work.outbox.prune(before=system_clock())
        assert work.outbox.op(op_id) is not None
    decide(station, listed(station)[0], ReviewAction.NOTED)
    with station.app.begin() as work:
        work.outbox.prune(before=system_clock())
        assert work.outbox.op(op_id) is None
    assert len(listed(station, Shown.RESOLVED)) == 1


def test_a_refusal_is_not_put_away_while_its_row_is_still_to_come(station):
    _, place, _ = reviews.over_capacity(station)
    station.sql("DELETE FROM review_item")
    op_id = refused_here(station, "waitlisted", Entity.ENROLMENT, place, status="confirmed")
    station.sql("UPDATE outbox SET pos = '{}' WHERE op_id = :id", id=op_id)
    assert station.app.review.tidy() == 0
    station.pull(Entity.ENROLMENT, place, status="waitlisted")
    station.sql("UPDATE outbox SET pos = NULL WHERE op_id = :id", id=op_id)
    assert [item.kind for item in listed(station)] == [ReviewKind.OVER_CAPACITY]


def test_another_stations_bookings_are_left_to_it(station):
    room_id = station.app.rooms.add("别处的会议室")
    station.pull(Entity.ROOM, room_id, station="衡远站")
    reviews.a_booking(station, room_id, "14:00", "15:00", status="displaced", company="")
    assert listed(station) == []
    reviews.a_booking(station, room_id, "16:00", "17:00", status="displaced")
    assert len(listed(station)) == 1
