"""Runs of new check-ins are applied as sets: with the results of one by one."""

import random
from uuid import UUID, uuid4

import psycopg
import pytest

from desk_app.sync import central
from tests.sync.raw_desk import RawDesk, op

AT = "2026-03-02T11:00:00.000000Z"


@pytest.fixture
def two_centres(centre_url, postgres):
    """Two centres of the same stations; a desk at each."""
    name = f"other{uuid4().hex[:8]}"
    with psycopg.connect(postgres.url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name}")
    other_url = postgres.url_of(name)
    central.init(other_url)
    central.add_station(other_url, "静安寺站")
    for url in (centre_url, other_url):
        central.add_station(url, "外滩站")
    desks = [(RawDesk(url, "东"), RawDesk(url, "南", "外滩站")) for url in (centre_url, other_url)]
    yield [pair[0] for pair in desks], [pair[1] for pair in desks]
    for desk in (desk for pair in desks for desk in pair):
        desk.close()


class Evening:
    """Random check-ins, most of them new, with all that may stand between them."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311
        self.theirs = [op("course", name="茶艺"), op("class_session", number=1)]
        self.theirs[1][1]["f"] |= self._lesson(self.theirs[0])
        courses = [op("course", name="国画"), op("course", name="展览", several_entries=True)]
        lessons = [op("class_session", number=1, **self._lesson(course)) for course in courses]
        self.people = [op("visitor", name=f"来访者{n}") for n in range(30)]
        self.passes = [
            op("pass", visitor_id=person[1]["r"], kind="signed", issued_at=AT)
            for person in self.people[:10]
        ]
        self.courses = courses
        self.sessions = [lesson[1]["r"] for lesson in lessons]
        self.sessions += [self.sessions[0]] * 3 + [str(uuid4()), self.theirs[1][1]["r"]]
        self.rows = []
        self.ops = [*courses, *lessons, *self.people, *self.passes]

    def _lesson(self, course):
        return {"course_id": course[1]["r"], "starts_at": AT, "ends_at": AT}

    def fill(self, size):
        for _ in range(size):
            self.ops.append(self._next())
        return self.ops

    def _next(self):
        chance = self.random.random()
        if chance < 0.86 or not self.rows:
            return self._check_in()
        if chance < 0.92:
            return op("check_in", self.random.choice(self.rows), undone_at=AT, undone_by="小林")
        if chance < 0.95:  # somebody else all along
            person = self.random.choice(self.people)[1]["r"]
            return op("check_in", self.random.choice(self.rows), visitor_id=person)
        if chance < 0.97:
            several = self.random.random() < 0.5
            return op("course", self.courses[0][1]["r"], several_entries=several)
        return op("visitor", self.random.choice(self.people)[1]["r"], company="梧桐科技")

    def _check_in(self):
        fields = {"at": AT, "nonce": str(UUID(int=self.random.getrandbits(128)))}
        fields["session_id"] = self.random.choice(self.sessions)
        fields |= self._who() | self._oddity()
        if self.random.random() < 0.01:
            del fields["session_id"]
        row = str(uuid4())
        if self.rows and self.random.random() < 0.02:
            row = self.random.choice(self.rows)
        self.rows.append(row)
        return op("check_in", row, **fields)

    def _who(self):
        chance = self.random.random()
        if chance < 0.7:
            return {"visitor_id": self.random.choice(self.people)[1]["r"]}
        return {"pass_id": self.random.choice(self.passes)[1]["r"]} if chance < 0.95 else {}

    def _oddity(self):
        chance = self.random.random()
        odd = [{"direction": "out"}] * 10 + [{"desk_name": "另一台"}] * 5
        odd += [{"at": None}, {"direction": "sideways"}]
        return odd[int(chance * 100)] if chance * 100 < len(odd) else {}


def state(desk):
    """What the centre made of it, without what differs from centre to centre."""
    with psycopg.connect(desk.url) as owner:
        rows = owner.execute(
            "SELECT to_jsonb(k) - '{arrival,station_id,desk_id}'::text[] || jsonb_build_object("
            "'nth', rank() OVER (PARTITION BY session_id, coalesce(visitor_id, pass_id) "
            "ORDER BY arrival)) FROM core.check_in k ORDER BY check_in_id"
        ).fetchall()
        answers = owner.execute(
            "SELECT op_id, code, detail FROM sync.op ORDER BY stream = %s, seq", (desk.stream,)
        ).fetchall()
        feed = owner.execute(
            "SELECT entity, row_id FROM sync.feed WHERE entity <> 'review_item' "
            "ORDER BY entity, row_id"
        ).fetchall()
        items = owner.execute(
            "SELECT kind, about_id, other_id, status FROM core.review_item ORDER BY kind, about_id"
        ).fetchall()
    return rows, answers, feed, items


@pytest.mark.parametrize("seed", range(6))
def test_as_a_set_and_one_by_one_have_the_same_results(two_centres, seed):
    (ours, other), theirs = two_centres
    evening = Evening(seed)
    for desk in theirs:
        desk.send(evening.theirs)
    ops = evening.fill(400)
    ours.send(ops, size=random.Random(seed).choice([7, 60, 500]))  # noqa: S311
    other.send(ops, one_by_one=True)
    assert state(ours) == state(other)
    assert len({code for _, code, _ in state(ours)[1]}) >= 3


def test_a_set_is_in_the_feed_in_full_and_only_once(two_centres):
    (ours, other), _ = two_centres
    evening = Evening(99)
    ops = evening.fill(300)
    for desk in (ours, other):
        desk.send(ops)
    pages = [desk.pull() for desk in (ours, other)]
    assert [len(page["rows"]) for page in pages] == [len(pages[0]["rows"])] * 2
    seqs = [row[1] for row in pages[0]["rows"] if row[0] != 1]
    assert seqs == sorted(set(seqs))
    assert pages[0]["pos"][str(pages[0]["rows"][-1][0])] == seqs[-1]
