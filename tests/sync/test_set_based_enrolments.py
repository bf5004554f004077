"""Runs of new enrolments are applied as sets: with the results of one by one."""

import random
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from desk_app.domain.clock import system_clock
from tests.sync.raw_desk import op
from tests.sync.test_set_based_push import two_centres  # noqa: F401  (a fixture)

AT = "2026-03-02T11:00:00.000000Z"


class OpeningDay:
    """Requests for places, most of them new, with all that may stand between them."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311
        self.theirs = [op("course", name="茶艺", capacity=2)]
        self.courses = [op("course", name=f"国画{n}", capacity=n) for n in (0, 1, 3, 12)]
        self.people = [op("visitor", name=f"来访者{n}") for n in range(40)]
        self.ids = [course[1]["r"] for course in self.courses] * 6
        self.ids += [self.theirs[0][1]["r"], str(uuid4())]
        self.rows = []
        self.ops = [*self.courses, *self.people]

    def fill(self, size):
        for _ in range(size):
            self.ops.append(self._next())
        return self.ops

    def _next(self):
        chance = self.random.random()
        if chance < 0.86 or not self.rows:
            return self._enrolment()
        row = self.random.choice(self.rows)
        if chance < 0.90:
            status = self.random.choice(["dropped", "confirmed", "waitlisted"])
            return op("enrolment", row, status=status)
        if chance < 0.94:
            return self._offer(self.random.choice([row, self._row()]))
        if chance < 0.96:
            course = self.random.choice(self.courses)[1]["r"]
            return op("course", course, capacity=self.random.randrange(8))
        if chance < 0.97:
            return op("visitor", self.random.choice(self.people)[1]["r"], kind="visitor.erased")
        return op("visitor", self.random.choice(self.people)[1]["r"], company="梧桐科技")

    def _offer(self, row):
        expires = system_clock() + timedelta(hours=self.random.choice([-1, 5]))
        at = {"offered_at": AT, "expires_at": expires.isoformat()}
        return op("seat_offer", enrolment_id=row, **at)

    def _row(self):
        row = str(uuid4())
        self.rows.append(row)
        return row

    def _enrolment(self):
        minute = self.random.randrange(20)
        fields = {
            "course_id": self.random.choice(self.ids),
            "visitor_id": self.random.choice(self.people)[1]["r"],
            "enrolled_at": f"2026-03-02T11:{minute:02}:00Z",
            "status": self.random.choice(["confirmed"] * 8 + ["waitlisted", "dropped"]),
            "priority": self.random.choice([0, 0, 1]),
        }
        for name in fields:
            if self.random.random() < 0.01:
                fields[name] = None
        if self.random.random() < 0.01:
            fields["status"] = "perhaps"
        if self.random.random() < 0.05:
            fields = {k: v for k, v in fields.items() if self.random.random() < 0.7}
        is_again = self.rows and self.random.random() < 0.02
        return op("enrolment", self.random.choice(self.rows) if is_again else self._row(), **fields)


def state(desk):
    """What the centre made of it, without what differs from centre to centre."""
    with psycopg.connect(desk.url) as owner:
        ask = lambda sql, *args: owner.execute(sql, args).fetchall()  # noqa: E731
        return {
            "rows": ask(
                "SELECT to_jsonb(e) - 'station_id' FROM core.enrolment e ORDER BY enrolment_id"
            ),
            "answers": ask(
                "SELECT op_id, code, detail FROM sync.op ORDER BY stream = %s, seq", desk.stream
            ),
            "feed": ask("SELECT entity, row_id, deleted FROM sync.feed ORDER BY 1, 2, 3"),
            "items": ask(
                "SELECT kind, about_id, other_id, status, resolution, facts::jsonb "
                "FROM core.review_item ORDER BY kind, about_id, facts"
            ),
            "authors": ask("SELECT row_id, operator FROM sync.author ORDER BY 1"),
        }


@pytest.mark.parametrize("seed", range(8))
def test_as_a_set_and_one_by_one_have_the_same_results(two_centres, seed):  # noqa: F811
    (ours, other), theirs = two_centres
    day = OpeningDay(seed)
    for desk in theirs:
        desk.send(day.theirs)
    ops = day.fill(400)
    ours.send(ops, size=random.Random(seed).choice([7, 60, 500]))  # noqa: S311
    other.send(ops, one_by_one=True)
    one, set_based = state(other), state(ours)
    for what, rows in one.items():
        assert set_based[what] == rows, what
    assert {"ok", "waitlisted", "forbidden", "dead_op"} <= {code for _, code, _ in one["answers"]}


def test_the_last_seats_go_by_arrival_and_the_queue_by_when_they_asked(two_centres):  # noqa: F811
    (ours, _), _ = two_centres
    course = op("course", name="国画", capacity=2)
    asked = [3, 1, 2, 5, 4]
    requests = [
        op(
            "enrolment",
            course_id=course[1]["r"],
            visitor_id=str(uuid4()),
            enrolled_at=f"2026-03-02T11:0{minute}:00Z",
        )
        for minute in asked
    ]
    ours.push([course])
    results = ours.push(requests)["results"]
    assert [(r["q"], r["code"], r["detail"]) for r in results] == [
        (4, "waitlisted", {"place": 1}),
        (5, "waitlisted", {"place": 2}),
        (6, "waitlisted", {"place": 2}),
    ]
