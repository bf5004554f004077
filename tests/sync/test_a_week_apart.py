"""Two desks of a station a week without a network: every collision is one thing to decide."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import psycopg

from desk_app.domain.changes import Entity
from tests.sync.desk import STARTS

CHECK_INS, ENROLMENTS, BOOKINGS, COLLISIONS = 2000, 200, 100, 20


def exchange(*desks):
    for _ in range(2):
        for desk in desks:
            desk.run_online()


def fill(desk, count, add):
    """Many rows in one transaction each would take long; the outbox is the same."""
    me = UUID(desk.setting("desk_id"))
    return [add(number, me) for number in range(count)]


def test_after_a_week_apart_every_collision_is_one_item_of_the_desk_that_lost(
    make_desk, centre_url
):
    east, west = make_desk("东"), make_desk("西")
    people = [east.visitor(f"来访者{n}") for n in range(200)]
    courses = [east.course(capacity=CHECK_INS) for _ in range(2)]
    full = [east.course(capacity=1) for _ in range(COLLISIONS)]
    sessions = [east.session(courses[n % 2]) for n in range(12)]
    rooms = [east.add(Entity.ROOM, name=f"会议室{n}") for n in range(5)]
    exchange(east, west)

    def check_in(desk, session, who, me):
        return desk.check_in(sessions[session], people[who], desk_id=me)

    def book(desk, number, half):
        start = STARTS + timedelta(days=number // 5, minutes=half)
        return desk.add(
            Entity.BOOKING,
            room_id=rooms[number % 5],
            starts_at=start,
            ends_at=start + timedelta(minutes=60),
            status="confirmed",
            booked_at=STARTS,
        )

    lost = {}
    for side, desk in enumerate((east, west)):  # each alone: lessons, courses, hours of their own
        fill(
            desk,
            CHECK_INS // 2,
            lambda n, me, d=desk, s=side: check_in(d, 2 * (n // 200) + s, n % 200, me),
        )
        fill(
            desk,
            ENROLMENTS // 2,
            lambda n, _, d=desk, s=side: d.enrolment(courses[s], people[n], n),
        )
        fill(desk, BOOKINGS // 2, lambda n, _, d=desk, s=side: book(d, n, 120 * s))
    for n in range(COLLISIONS):  # and where they meet
        for desk in (east, west):
            me = UUID(desk.setting("desk_id"))
            mine = {
                "duplicate_check_in": check_in(desk, 11, n, me),
                "over_capacity": desk.enrolment(full[n], people[n + (100 if desk is west else 0)]),
                "displaced_booking": book(desk, 100 + n, 30 * (desk is west)),
                "same_person": desk.visitor(f"林晓{n}", phone=f"13900001{n:03}"),
            }
            desk.change(Entity.VISITOR, people[n], name=f"{desk.path.parent.name}{n}")
            mine["profile_conflict"] = people[n]
            lost |= dict.fromkeys(mine.items(), desk) if desk is west else {}
    pushed = [desk.run_online().pushed for desk in (east, west)]
    assert min(pushed) > (CHECK_INS + ENROLMENTS + BOOKINGS) // 2
    exchange(east, west)

    with psycopg.connect(centre_url) as owner:
        items = owner.execute(
            "SELECT kind, about_id, for_desk, status FROM core.review_item"
        ).fetchall()
    assert Counter(kind for kind, *_ in items) == Counter(kind for kind, _ in lost)
    assert {kind: COLLISIONS for kind, _ in lost} == Counter(kind for kind, *_ in items)
    assert {(kind, about) for kind, about, *_ in items} == set(lost)
    assert {(str(desk), status) for _, _, desk, status in items} == {
        (west.setting("desk_id"), "open")
    }
    assert east.everything() == west.everything()
    bookings = Counter(row["status"] for row in east.table(Entity.BOOKING).values())
    assert bookings == {"confirmed": BOOKINGS + COLLISIONS, "displaced": COLLISIONS}
    for desk in (east, west):
        desk.sync._fork()
    exchange(east, west)
    with psycopg.connect(centre_url) as owner:
        assert owner.execute("SELECT count(*) FROM core.review_item").fetchone() == (len(items),)


def play(desks):
    """What two desks do, the same each time."""
    east = desks[0]
    visitor, course = east.visitor("林晓"), east.course(capacity=1)
    session = east.session(course)
    room = east.add(Entity.ROOM, name="会议室")
    exchange(*desks)
    for desk in desks:
        desk.check_in(session, visitor, desk_id=UUID(desk.setting("desk_id")))
        desk.enrolment(course, visitor)
        desk.change(Entity.VISITOR, visitor, name=desk.path.parent.name)
        desk.add(
            Entity.BOOKING,
            room_id=room,
            starts_at=STARTS,
            ends_at=STARTS + timedelta(hours=1),
            status="confirmed",
            booked_at=STARTS,
        )
    exchange(*desks)
    return [list(desk.results().values()) for desk in desks]


def test_results_do_not_depend_on_wall_clocks(make_desk):
    right = make_desk("东"), make_desk("西")
    answers = play(right)
    wrong = make_desk("南"), make_desk("北")
    for desk, off in zip(wrong, (timedelta(days=3), timedelta(days=-400)), strict=True):
        desk.clock = lambda off=off, now=desk.clock: now() + off
    assert play(wrong) == answers
    assert {"duplicate", "waitlisted", "conflict"} <= set(answers[1])
