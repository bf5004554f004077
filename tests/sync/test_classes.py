"""What the centre does with terms, offers and marks."""

from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest

from desk_app.domain.changes import Entity
from tests.sync.desk import STARTS

LATER = STARTS + timedelta(days=400)


def rows_of_all_kinds(session_id, visitor_id):
    return {
        Entity.TERM: {
            "name": "2026 春季班",
            "first_day": date(2026, 3, 1),
            "last_day": date(2026, 6, 30),
        },
        Entity.CALENDAR_DAY: {"day": date(2031, 10, 1), "kind": "holiday", "name": "国庆节"},
        Entity.SEAT_OFFER: {"enrolment_id": uuid4(), "offered_at": STARTS, "expires_at": LATER},
        Entity.SEAT_RELEASE: {
            "session_id": session_id,
            "given_up_by": visitor_id,
            "given_to": uuid4(),
            "released_at": STARTS,
        },
        Entity.ATTENDANCE_MARK: {
            "session_id": session_id,
            "visitor_id": visitor_id,
            "status": "excused",
            "marked_at": STARTS,
        },
        Entity.COMPANY: {"name": "云岫咨询", "building": "云岫大厦", "floor": "12 层"},
        Entity.BUILDING: {"name": "云岫大厦", "address": "梧桐路 12 号"},
        Entity.QUESTION: {"course_id": uuid4(), "wording": "对花生过敏吗？", "is_required": True},
        Entity.ANSWER: {
            "question_id": uuid4(),
            "visitor_id": visitor_id,
            "wording": "否",
            "answered_at": STARTS,
        },
    }


def test_terms_offers_marks_and_answers_reach_the_other_desk(make_desk):
    east, west = make_desk("东"), make_desk("西")
    session_id, visitor_id = east.session(), east.visitor()
    for entity, values in rows_of_all_kinds(session_id, visitor_id).items():
        east.add(entity, **values)
    assert east.run_online().refused == 0
    west.run_online()
    assert west.everything() == east.everything()
    for entity in rows_of_all_kinds(session_id, visitor_id):
        assert len(west.table(entity)) == 1


def test_two_desks_marking_one_learner_make_one_row_and_the_later_one_counts(make_desk):
    east, west = make_desk("东"), make_desk("西")
    mark_id, session_id, visitor_id = uuid4(), uuid4(), uuid4()
    values = rows_of_all_kinds(session_id, visitor_id)[Entity.ATTENDANCE_MARK]
    east.add(Entity.ATTENDANCE_MARK, row_id=mark_id, **values)
    west.add(Entity.ATTENDANCE_MARK, row_id=mark_id, **{**values, "status": "absent"})
    for desk in (east, west, east):
        desk.run_online()
    assert east.table(Entity.ATTENDANCE_MARK) == west.table(Entity.ATTENDANCE_MARK)
    assert east.table(Entity.ATTENDANCE_MARK)[mark_id]["status"] == "absent"


@pytest.mark.parametrize(("status", "confirmed"), [("open", False), ("expired", True)])
def test_a_seat_held_by_an_offer_is_taken_at_the_centre_too(
    make_desk, centre_url, status, confirmed
):
    desk = make_desk("东")
    course_id, queued, newcomer = uuid4(), uuid4(), uuid4()
    desk.add(Entity.COURSE, row_id=course_id, name="国画", capacity=1)
    place = {"course_id": course_id, "enrolled_at": STARTS}
    desk.add(Entity.ENROLMENT, row_id=queued, visitor_id=uuid4(), status="waitlisted", **place)
    desk.add(
        Entity.SEAT_OFFER,
        enrolment_id=queued,
        offered_at=STARTS,
        expires_at=desk.clock() + timedelta(days=1),
        status=status,
    )
    desk.add(Entity.ENROLMENT, row_id=newcomer, visitor_id=uuid4(), status="confirmed", **place)
    desk.run_online()
    with psycopg.connect(centre_url) as owner:
        found = owner.execute(
            "SELECT status FROM core.enrolment WHERE enrolment_id = %s", (newcomer,)
        ).fetchone()
    assert found == ("confirmed" if confirmed else "waitlisted",)
    assert desk.table(Entity.ENROLMENT)[newcomer]["status"] == found[0]
