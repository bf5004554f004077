"""What two real desks disagree on stands in both trays once, and goes from both when decided."""

from datetime import timedelta
from uuid import uuid4

import pytest

from desk_app.domain.changes import Entity
from desk_app.domain.ids import OperatorId
from desk_app.domain.people import Operator, Role
from desk_app.domain.review import ReviewAction, ReviewKind
from desk_app.services.review import ReviewService
from desk_app.services.review_values import ReviewRequest, Shown
from tests.sync.desk import STARTS

pytestmark = pytest.mark.postgres

STAFF = Operator(operator_id=OperatorId(uuid4()), name="陈静", role=Role.STAFF)


class Tray:
    """What a person at a desk sees and decides."""

    def __init__(self, desk):
        self.desk = desk
        self.review = ReviewService(desk.begin, desk.begin, lambda: STARTS - timedelta(days=1))

    def kinds(self):
        self.review.tidy()
        return [case.item.kind for case in self.review.list().cases]

    def act(self, action):
        (found,) = self.review.list().cases
        case = self.review.show(found.item.review_id)
        choice = next(c for c in case.choices if c.action is action)
        place = choice.alternative.place if choice.alternative else None
        request = ReviewRequest(
            review_id=case.item.review_id, action=action, alternative=place, operator=STAFF
        )
        return self.review.act(request).item.review_id


@pytest.fixture
def trays(make_desk):
    return Tray(make_desk("东")), Tray(make_desk("西"))


def exchange(*trays):
    for _ in range(3):
        for tray in trays:
            tray.desk.run_online()
            tray.review.tidy()


def clash_over_a_room(east, west):
    rooms = [east.desk.add(Entity.ROOM, name=name) for name in ("会议室 A", "会议室 B")]
    exchange(east, west)
    for tray in (east, west):
        tray.desk.add(
            Entity.BOOKING,
            room_id=rooms[0],
            starts_at=STARTS,
            ends_at=STARTS + timedelta(hours=1),
            status="confirmed",
            booked_at=STARTS - timedelta(days=2),
            company=tray.desk.path.parent.name,
        )


def give_the_last_seat_twice(east, west):
    course_id = east.desk.course(capacity=1)
    east.desk.session(course_id)
    people = [east.desk.visitor(name) for name in ("林晓", "顾晚晴")]
    exchange(east, west)
    for tray, visitor_id in zip((east, west), people, strict=True):
        tray.desk.enrolment(course_id, visitor_id)


def change_a_name_twice(east, west):
    visitor_id = east.desk.visitor("顾婉晴")
    exchange(east, west)
    for tray, name in ((east, "顾婉清"), (west, "顾晚晴")):
        tray.desk.change(Entity.VISITOR, visitor_id, name=name)


WAYS = [
    (clash_over_a_room, ReviewKind.DISPLACED_BOOKING, ReviewAction.MOVE),
    (clash_over_a_room, ReviewKind.DISPLACED_BOOKING, ReviewAction.CANCEL),
    (clash_over_a_room, ReviewKind.DISPLACED_BOOKING, ReviewAction.KEEP),
    (give_the_last_seat_twice, ReviewKind.OVER_CAPACITY, ReviewAction.ENROL),
    (give_the_last_seat_twice, ReviewKind.OVER_CAPACITY, ReviewAction.DROP),
    (give_the_last_seat_twice, ReviewKind.OVER_CAPACITY, ReviewAction.LEAVE),
    (change_a_name_twice, ReviewKind.PROFILE_CONFLICT, ReviewAction.TAKE_MINE),
    (change_a_name_twice, ReviewKind.PROFILE_CONFLICT, ReviewAction.KEEP_THEIRS),
]


@pytest.mark.parametrize(("disagree", "kind", "action"), WAYS)
def test_a_disagreement_is_decided_once_for_all_and_comes_back_when_undone(
    trays, disagree, kind, action
):
    east, west = trays
    disagree(east, west)
    exchange(east, west)
    assert west.kinds() == [kind]
    assert east.kinds() in ([kind], [])  # the other desk's own affair, unless a centre raised it
    review_id = west.act(action)
    exchange(west, east)
    assert west.kinds() == []
    assert [c.item.resolution for c in west.review.list(Shown.RESOLVED).cases] == [action.value]
    refused = west.desk.run_online().refused
    assert refused == 0
    west.review.undo(review_id)
    exchange(west, east)
    assert west.kinds() == [kind]
    assert west.desk.everything() == east.desk.everything()
