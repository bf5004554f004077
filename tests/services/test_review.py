"""What two desks disagree on: decided by a person, taken back without a trace."""

from datetime import timedelta
from uuid import uuid4

import pytest

from desk_app.db.tables import TABLES
from desk_app.domain.changes import Entity
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import VisitorId
from desk_app.domain.review import ReviewAction, ReviewKind, ReviewStatus, Standing, actions_of
from desk_app.services.review_values import ReviewRequest, Shown
from tests import reviews
from tests.station import moment

WAYS = [
    (kind, action)
    for kind in reviews.KINDS
    for action in actions_of(kind)
]  # fmt: skip


def rows_of(station):
    """Every row but the items themselves."""
    return {
        entity: sorted(station.sql(f'SELECT * FROM "{TABLES[entity].name}"'), key=repr)  # noqa: S608
        for entity in Entity
        if entity is not Entity.REVIEW_ITEM
    }


def act(station, review_id, action, **facts):
    case = station.app.review.show(review_id)
    ready = next((c.alternative for c in case.choices if c.alternative), None)
    place = ready.place if action is ReviewAction.MOVE else None
    facts.setdefault("alternative", place)
    return station.app.review.act(ReviewRequest(review_id=review_id, action=action, **facts))


def kinds(sheet):
    return [case.item.kind for case in sheet.cases]


def value(station, entity, row_id, field):
    with station.app.read() as work:
        return work.merging.value(entity, row_id, field)


@pytest.mark.parametrize("kind", reviews.KINDS)
def test_an_item_is_listed_until_it_is_decided(station, kind):
    staff = station.staff()
    review_id = reviews.one_of(station, kind)
    assert kinds(station.app.review.list()) == [kind]
    assert station.app.review.count() == 1
    action = station.app.review.show(review_id).choices[0].action
    done = act(station, review_id, action, operator=staff)
    assert done.item.status is action.status
    assert (done.item.resolution, done.item.resolved_by) == (action.value, "陈静")
    assert station.app.review.count() == 0
    assert kinds(station.app.review.list(Shown.RESOLVED)) == [kind]


@pytest.mark.parametrize(("kind", "action"), WAYS)
def test_every_decision_is_taken_back_without_a_trace(station, kind, action):
    staff = station.staff()
    review_id = reviews.one_of(station, kind)
    before = rows_of(station)
    done = act(station, review_id, action, operator=staff)
    assert done.can_undo
    again = station.app.review.undo(review_id)
    assert again.item.status is ReviewStatus.OPEN
    assert (again.item.resolution, again.item.resolved_at) == ("", None)
    after = rows_of(station)
    if action is ReviewAction.MOVE:  # the booking made meanwhile stays known as cancelled
        made = [row for row in after[Entity.BOOKING] if row not in before[Entity.BOOKING]]
        assert [row[4] for row in made] == ["cancelled"]
        after[Entity.BOOKING] = [row for row in after[Entity.BOOKING] if row not in made]
    assert after == before


@pytest.mark.parametrize("kind", reviews.KINDS)
def test_what_is_decided_and_reopened_travels_as_the_state_alone(station, kind):
    staff = station.staff()
    review_id = reviews.one_of(station, kind)
    act(station, review_id, station.app.review.show(review_id).choices[0].action, operator=staff)
    station.app.review.undo(review_id)
    found = station.sql("SELECT kind FROM outbox WHERE entity = 'review_item' ORDER BY q")
    assert found == [("review.resolved",), ("review.reopened",)]
    state = {"status", "resolution", "resolved_by", "resolved_at"}
    assert [set(fields) for fields in station.queued(Entity.REVIEW_ITEM)] == [state, state]


def test_taking_an_alternative_books_it_and_cancels_the_displaced_one(station):
    review_id, loser, _ = reviews.displaced(station)
    choice = station.app.review.show(review_id).choices[0]
    assert (choice.alternative.room, choice.alternative.kind) == ("会议室 B", "other_room")
    assert choice.alternative.place.starts_at == moment("14:30", day=1)
    act(station, review_id, ReviewAction.MOVE)
    bookings = {b[0]: b for b in station.sql("SELECT booking_id, status, company FROM booking")}
    assert bookings[loser.hex][1] == "cancelled"
    assert sorted(b[1:] for b in bookings.values()) == [
        ("cancelled", "拾浪设计"),
        ("confirmed", "拾浪设计"),
        ("confirmed", "禾岸会计师事务所"),
    ]


def test_an_alternative_that_was_taken_meanwhile_changes_nothing(station):
    review_id, loser, _ = reviews.displaced(station)
    choice = station.app.review.show(review_id).choices[0]
    place = choice.alternative.place
    reviews.a_booking(station, place.room_id, "14:00", "18:00")
    with pytest.raises(KnownError) as refused:
        act(station, review_id, ReviewAction.MOVE, alternative=place)
    assert refused.value.code == "alternative_taken"
    assert value(station, Entity.BOOKING, loser, "status") == "displaced"
    assert station.app.review.count() == 1


def test_who_has_used_the_new_booking_keeps_it(station):
    review_id, *_ = reviews.displaced(station)
    act(station, review_id, ReviewAction.MOVE)
    station.sql("UPDATE booking SET checked_in_at = starts_at WHERE status = 'confirmed'")
    with pytest.raises(KnownError) as refused:
        station.app.review.undo(review_id)
    assert refused.value.code == "changed_since"


def test_enrolling_anyway_gives_the_course_a_seat_more(station):
    review_id, place, course_id = reviews.over_capacity(station)
    with pytest.raises(KnownError) as refused:
        act(station, review_id, ReviewAction.ENROL)
    assert refused.value.code == "needs_staff"
    act(station, review_id, ReviewAction.ENROL, operator=station.staff())
    assert value(station, Entity.ENROLMENT, place, "status") == "confirmed"
    assert value(station, Entity.COURSE, course_id, "capacity") == 2


def test_two_people_behind_one_code_undo_the_second_check_in(station):
    review_id, second, _ = reviews.duplicate(station)
    act(station, review_id, ReviewAction.UNDO_MINE)
    assert value(station, Entity.CHECK_IN, second, "undone_at") is not None


def test_an_old_check_in_is_undone_by_staff_only(station):
    review_id, *_ = reviews.duplicate(station)
    station.clock.set("19:30")
    choices = {c.action: c.needs_staff for c in station.app.review.show(review_id).choices}
    assert choices == {ReviewAction.FINE: False, ReviewAction.UNDO_MINE: True}
    with pytest.raises(KnownError) as refused:
        act(station, review_id, ReviewAction.UNDO_MINE)
    assert refused.value.code == "needs_staff"


def test_taking_my_name_changes_it_and_finds_it_by_its_pinyin(station):
    review_id, visitor = reviews.profile_conflict(station)
    act(station, review_id, ReviewAction.TAKE_MINE)
    assert value(station, Entity.VISITOR, visitor, "name") == "顾晚晴"
    assert [h.visitor.visitor_id for h in station.app.visitors.find("顾晚").hits] == [visitor]


def test_merging_keeps_the_one_who_was_there_before(station):
    review_id, second, first = reviews.same_person(station)
    act(station, review_id, ReviewAction.MERGE, operator=station.staff())
    with station.app.read() as work:
        assert work.people.visitor(VisitorId(second)).merged_into == first


def test_what_was_decided_is_not_decided_twice(station):
    review_id, *_ = reviews.displaced(station)
    act(station, review_id, ReviewAction.KEEP)
    with pytest.raises(KnownError) as refused:
        station.app.review.act(ReviewRequest(review_id=review_id, action=ReviewAction.CANCEL))
    assert refused.value.code == "review_decided"


def test_what_another_desk_changed_is_undone_there(station):
    review_id, *_ = reviews.displaced(
        station, status="resolved", resolution="cancel", resolved_by="陈静"
    )
    assert not station.app.review.show(review_id).can_undo
    with pytest.raises(KnownError) as refused:
        station.app.review.undo(review_id)
    assert refused.value.code == "undo_elsewhere"


def test_what_has_changed_since_can_only_be_closed(station):
    review_id, loser, _ = reviews.displaced(station)
    station.pull(Entity.BOOKING, loser, status="cancelled")
    case = station.app.review.show(review_id)
    assert case.standing is Standing.CHANGED
    assert [c.action for c in case.choices] == [ReviewAction.NOTED]


def test_what_this_desk_does_not_know_offers_nothing_that_changes_it(station):
    for kind in reviews.KINDS:
        review_id = reviews.raised(station, kind.value, about=("booking", uuid4()))
        actions = {c.action for c in station.app.review.show(review_id).choices}
        assert actions
        assert actions <= set(actions_of(kind))
        for action in actions:
            act(station, review_id, action)
            station.app.review.undo(review_id)


def test_mine_are_those_whose_operation_lost_here(station):
    reviews.refused(station)
    reviews.raised(station, "dead_operation", for_desk=uuid4())
    assert kinds(station.app.review.list(Shown.MINE)) == [ReviewKind.FORBIDDEN]
    assert len(station.app.review.list(Shown.ALL).cases) == 2


def test_contacts_are_masked_and_a_look_is_recorded(station):
    review_id, *_ = reviews.displaced(station)
    case = station.app.review.show(review_id)
    assert (case.mine.contact, case.has_contact) == ("156****4471", True)
    station.app.desk.begin_shift("沈亦禾")
    assert station.app.review.show_contact(review_id) == "15612344471"
    assert station.sql("SELECT operator, action FROM access_log") == [("沈亦禾", "contact_shown")]


def test_a_past_hour_is_never_offered(station):
    review_id, *_ = reviews.displaced(station)
    station.clock.set("14:45", day=1)
    places = [
        c.alternative.place for c in station.app.review.show(review_id).choices if c.alternative
    ]
    assert places
    assert all(place.starts_at >= station.clock.now for place in places)


def test_many_items_stand_oldest_first(station):
    for minutes in (5, 9, 1):
        at = moment("18:00") - timedelta(minutes=minutes)
        reviews.raised(station, "forbidden", raised_at=at)
    found = [case.item.raised_at for case in station.app.review.list().cases]
    assert found == sorted(found)


def test_what_somebody_changed_since_is_not_undone_over_their_heads(station):
    review_id, visitor = reviews.profile_conflict(station)
    act(station, review_id, ReviewAction.TAKE_MINE)
    station.pull(Entity.VISITOR, visitor, name="顾晚卿")
    with pytest.raises(KnownError) as refused:
        station.app.review.undo(review_id)
    assert refused.value.code == "changed_since"
    assert value(station, Entity.VISITOR, visitor, "name") == "顾晚卿"
    assert station.app.review.show(review_id).item.status is ReviewStatus.RESOLVED


def test_who_is_erased_is_in_no_facts_and_comes_back_by_no_undo(station):
    review_id, visitor = reviews.profile_conflict(station)
    act(station, review_id, ReviewAction.TAKE_MINE)
    other_id, *_ = reviews.displaced(station)
    with station.app.begin() as work:
        work.reviews.forget(visitor)
    facts = dict(station.sql("SELECT review_item_id, facts FROM review_item"))
    assert facts[review_id.hex] == '{"erased": true}'
    assert "拾浪" in station.app.review.show(other_id).mine.who
    assert station.sql("SELECT * FROM review_act") == []
    with pytest.raises(KnownError) as refused:
        station.app.review.undo(review_id)
    assert refused.value.code == "undo_elsewhere"
