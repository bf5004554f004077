"""Who wins, decided at the centre by order of arrival."""

from datetime import date, timedelta
from uuid import uuid4

from desk_app.db.outbox import Outbox
from desk_app.domain.changes import Entity
from desk_app.domain.link import LinkProblem
from tests.sync.desk import STARTS


def converge(*desks):
    for _ in range(2):
        for desk in desks:
            desk.run_online()
    states = [desk.everything() for desk in desks]
    assert all(state == states[0] for state in states)
    return states[0]


def test_first_check_in_to_arrive_is_canonical_whatever_its_time(make_desk):
    east, west = make_desk("东"), make_desk("西")
    visitor, session = east.visitor(), east.session()
    converge(east, west)
    late = east.check_in(session, visitor, minute=9)
    early = west.check_in(session, visitor, minute=2)
    east.run_online()
    west.run_online()

    rows = converge(east, west)["check_in"]
    assert rows[late]["dup_of"] is None
    assert rows[early]["dup_of"] == late
    assert rows[early]["at"] == STARTS + timedelta(
        minutes=2
    )  # all kept: attendance uses the earliest
    assert west.results()[1] == "duplicate"


def test_undoing_the_canonical_check_in_promotes_the_next_and_tells_both_desks(make_desk):
    east, west = make_desk("东"), make_desk("西")
    visitor, session = east.visitor(), east.session()
    converge(east, west)
    first = east.check_in(session, visitor)
    east.run_online()
    second, third = west.check_in(session, visitor), west.check_in(session, visitor)
    converge(west, east)
    east.undo(first)

    rows = converge(east, west)["check_in"]
    assert [rows[i]["dup_of"] for i in (first, second, third)] == [None, None, second]


def test_a_course_with_several_entries_keeps_every_entry_canonical(make_desk):
    desk = make_desk("东")
    visitor, session = desk.visitor(), desk.session(desk.course(several_entries=True))
    desk.check_in(session, visitor)
    desk.check_in(session, visitor)
    assert {row["dup_of"] for row in converge(desk)["check_in"].values()} == {None}


def test_places_beyond_capacity_are_waitlisted_by_arrival(make_desk):
    east, west = make_desk("东"), make_desk("西")
    course = east.course(capacity=1)
    converge(east, west)
    late = east.enrolment(course, east.visitor("周一"), minute=30)
    early = west.enrolment(course, west.visitor("吴二"), minute=1)
    east.run_online()
    report = west.run_online()
    assert (report.refused, report.problem) == (1, LinkProblem.REFUSED)
    assert west.results()[2] == "waitlisted"
    with west.database.begin() as connection:
        (refusal,) = Outbox(connection).refusals()
        assert (refusal.row_id, refusal.code, refusal.detail) == (early, "waitlisted", {"place": 1})
        Outbox(connection).mark_seen(refusal.q)
    assert west.run_online().refused == 0

    rows = converge(east, west)["enrolment"]
    assert (rows[late]["status"], rows[early]["status"]) == ("confirmed", "waitlisted")


def test_a_provisional_check_in_is_completed_when_the_pass_arrives(make_desk):
    east, west = make_desk("东"), make_desk("西")
    session = east.session()
    converge(east, west)
    pass_id = uuid4()
    check_in = west.check_in(session, None, pass_id=pass_id)
    west.run_online()
    visitor = east.visitor()
    east.add(
        Entity.PASS,
        row_id=pass_id,
        visitor_id=visitor,
        kind="signed",
        key_id=7,
        digest=b"\x01\xff",
        first_day=date(2026, 3, 1),
        issued_at=STARTS,
    )
    own = east.check_in(session, visitor)

    rows = converge(east, west)
    assert rows["check_in"][check_in]["visitor_id"] == visitor
    assert rows["check_in"][own]["dup_of"] == check_in
    assert rows["pass"][pass_id]["digest"] == b"\x01\xff"


def test_concurrent_edits_of_different_fields_both_stay(make_desk):
    east, west = make_desk("东"), make_desk("西")
    visitor = east.visitor("林晓", phone="1", company="甲")
    converge(east, west)
    east.change(Entity.VISITOR, visitor, phone="2")
    west.change(Entity.VISITOR, visitor, company="乙")
    row = converge(east, west)["visitor"][visitor]
    assert (row["phone"], row["company"]) == ("2", "乙")


def test_the_later_edit_of_a_low_risk_field_wins_whatever_arrives_first(make_desk):
    east, west = make_desk("东"), make_desk("西")
    visitor = east.visitor("林晓", phone="1")
    converge(east, west)
    east.change(Entity.VISITOR, visitor, phone="2")
    west.change(Entity.VISITOR, visitor, phone="3")
    west.run_online()
    assert converge(east, west)["visitor"][visitor]["phone"] == "3"


def test_a_name_changed_at_two_desks_keeps_the_first_and_asks_a_person(make_desk):
    east, west = make_desk("东"), make_desk("西")
    visitor = east.visitor("林晓")
    converge(east, west)
    east.change(Entity.VISITOR, visitor, name="林小")
    west.change(Entity.VISITOR, visitor, name="林筱")
    east.run_online()
    assert west.run_online().refused == 1
    assert converge(east, west)["visitor"][visitor]["name"] == "林小"
    assert west.results() == {1: "conflict"}


def test_a_desk_never_conflicts_with_itself(make_desk):
    desk = make_desk("东")
    visitor = desk.visitor("林晓")
    desk.run_online()
    for name in ("林小", "林筱"):
        desk.change(Entity.VISITOR, visitor, name=name)
        desk.run_online()
    assert desk.run_online().refused == 0
    assert desk.table(Entity.VISITOR)[visitor]["name"] == "林筱"


def test_a_pending_change_stays_visible_over_what_is_pulled(make_desk):
    east, west = make_desk("东"), make_desk("西")
    visitor = east.visitor("林晓", phone="1", company="甲")
    converge(east, west)
    east.change(Entity.VISITOR, visitor, company="乙")
    east.run_online()
    # Made between the push and the pull of one exchange.
    west.transport.before_pull = lambda: west.change(Entity.VISITOR, visitor, phone="2")
    west.run_online()
    west.transport.before_pull = lambda: None
    row = west.table(Entity.VISITOR)[visitor]
    assert (row["phone"], row["company"]) == ("2", "乙")
    converge(east, west)


def test_an_own_change_never_flickers_back_while_the_feed_is_behind_it(make_desk):
    east, west = make_desk("东"), make_desk("西")
    visitor = east.visitor("林晓", phone="1")
    converge(east, west)
    held = west.transport.inner.pull(
        epoch=west.setting("epoch"), stream=west.setting("stream"), cursor={}
    )
    west.change(Entity.VISITOR, visitor, phone="2")
    pull, west.transport.inner.pull = west.transport.inner.pull, lambda **_: held
    west.run_online()  # the push is answered, the page read is an old one
    assert west.table(Entity.VISITOR)[visitor]["phone"] == "2"
    west.transport.inner.pull = pull
    assert converge(west, east)["visitor"][visitor]["phone"] == "2"
    assert west.sql("SELECT count(*) FROM server_row WHERE image IS NOT NULL") == [(0,)]


def test_a_changed_name_is_searched_anew(make_desk):
    east, west = make_desk("东"), make_desk("西")
    visitor = east.visitor("林晓", phone="1")
    converge(east, west)
    west.sql("UPDATE visitor SET search_text = 'linxiao'")
    east.change(Entity.VISITOR, visitor, company="甲")
    converge(east, west)
    assert west.sql("SELECT search_text FROM visitor") == [("linxiao",)]
    east.change(Entity.VISITOR, visitor, name="林小")
    converge(east, west)
    assert west.sql("SELECT search_text FROM visitor") == [(None,)]
