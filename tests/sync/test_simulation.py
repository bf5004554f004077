"""Random evenings at two desks with a flaky line, a clone and a centre rolled back."""

import random
import shutil
from contextlib import ExitStack
from uuid import UUID

import psycopg
import pytest

from desk_app.domain.changes import Entity
from desk_app.sync.protocol import CentreUnreachable
from tests.sync.desk import Desk

STEPS = 100
TABLES = ("core.visitor", "core.course", "core.class_session", "core.enrolment", "core.check_in")
TABLES += ("sync.op", "sync.txn", "sync.feed", "sync.stream", "sync.dead_op")


class Evening:
    def __init__(self, seed, desks, url, tmp_path, stack):
        self.stack = stack
        self.random = random.Random(seed)  # noqa: S311
        self.desks = desks
        self.url = url
        self.tmp_path = tmp_path
        self.has_backup = False
        self.clones = []
        for desk in desks:
            self.make_flaky(desk)
        self.course = desks[0].course(capacity=3)
        self.session = desks[0].session(self.course)
        for desk in desks:
            desk.run()

    def make_flaky(self, desk):
        def maybe_lose(*_):
            if self.random.random() < 0.12:
                raise CentreUnreachable("flaky")

        desk.transport.before_push = desk.transport.after_push = maybe_lose
        desk.transport.before_pull = maybe_lose

    def step(self):
        desk = self.random.choice(self.desks)
        chance = self.random.random()
        if chance < 0.6:
            self.act(desk)
        elif chance < 0.94:
            desk.run()
        elif chance < 0.96:
            self.back_up()
        elif chance < 0.98 and self.has_backup:
            self.restore()
        elif not self.clones:
            self.clone(desk)

    def act(self, desk):
        visitors, check_ins = desk.table(Entity.VISITOR), desk.table(Entity.CHECK_IN)
        what = self.random.randrange(5)
        if what == 0 or not visitors:
            desk.visitor(f"来访者{self.random.randrange(1000)}")
        elif what == 1:
            visitor = self.random.choice(sorted(visitors))
            field = self.random.choice(["name", "phone", "company"])
            desk.change(Entity.VISITOR, visitor, **{field: str(self.random.random())})
        elif what == 2:
            desk.enrolment(self.course, self.random.choice(sorted(visitors)))
        elif what == 3 and check_ins:
            desk.undo(self.random.choice(sorted(check_ins)))
        else:
            visitor = self.random.choice(sorted(visitors))
            desk.check_in(self.session, visitor, minute=self.random.randrange(30))

    def back_up(self):
        with psycopg.connect(self.url) as owner:
            owner.execute("DROP SCHEMA IF EXISTS backup CASCADE; CREATE SCHEMA backup")
            for table in (*TABLES, "sync.scope"):
                owner.execute(f"CREATE TABLE backup.{table.split('.')[1]} AS TABLE {table}")
        self.has_backup = True

    def restore(self):
        with psycopg.connect(self.url) as owner:
            for table in TABLES:
                owner.execute(f"TRUNCATE {table}")
                owner.execute(f"INSERT INTO {table} TABLE backup.{table.split('.')[1]}")
            owner.execute(
                "UPDATE sync.scope s SET seq = b.seq FROM backup.scope b "
                "WHERE b.scope_id = s.scope_id"
            )
            if self.random.random() < 0.5:  # else the owner forgot to say so
                owner.execute("UPDATE sync.epoch SET epoch = gen_random_uuid()")

    def clone(self, desk):
        desk.database.close()
        folder = self.tmp_path / "clone"
        folder.mkdir()
        shutil.copy(desk.path, folder / "desk.db")
        clone = Desk(folder)
        self.make_flaky(clone)
        self.clones.append(clone)
        self.stack.callback(clone.close)
        self.desks.append(clone)

    def calm_down(self):
        for desk in self.desks:
            desk.transport.before_push = desk.transport.after_push = lambda *_: None
            desk.transport.before_pull = lambda: None
        for _ in range(3):
            for desk in self.desks:
                desk.sync._hello_s = None
                desk.run()


@pytest.mark.parametrize("seed", range(3))
def test_after_calm_every_operation_is_at_the_centre_once_and_all_desks_agree(
    make_desk, centre_url, tmp_path, seed
):
    with ExitStack() as stack:
        evening = Evening(seed, [make_desk("东"), make_desk("西")], centre_url, tmp_path, stack)
        check(evening)


def check(evening):
    for _ in range(STEPS):
        evening.step()
    evening.calm_down()

    states = [desk.everything() for desk in evening.desks]
    assert all(state == states[0] for state in states)
    for desk in evening.desks:
        assert desk.sql("SELECT count(*) FROM outbox WHERE acked_at IS NULL") == [(0,)]
    made = {
        UUID(op_id): UUID(row_id)
        for desk in evening.desks
        for op_id, row_id in desk.sql("SELECT op_id, row_id FROM outbox")
    }
    with psycopg.connect(evening.url) as owner:
        stored = [
            row[0] for row in owner.execute("SELECT op_id FROM sync.op WHERE code <> 'same_op'")
        ]
        dead = owner.execute("SELECT count(*) FROM sync.dead_op").fetchone()[0]
        confirmed = owner.execute(
            "SELECT count(*) FROM core.enrolment WHERE status = 'confirmed'"
        ).fetchone()[0]
        broken = owner.execute(
            "SELECT count(*) FROM core.check_in k WHERE k.undone_at IS NULL AND NOT EXISTS ("
            "SELECT FROM core.check_in c WHERE c.session_id = k.session_id "
            "AND c.canonical = k.visitor_id AND c.check_in_id = coalesce(k.dup_of, k.check_in_id))"
        ).fetchone()[0]
    assert set(stored) >= set(made)
    assert len(stored) == len(set(stored))
    assert (dead, broken) == (0, 0)
    assert confirmed <= 3
    rows = {row_id for entity in Entity for row_id in states[0][entity.value]}
    assert rows >= set(made.values())
