"""What befalls desks, their line and their centre."""

import logging
import threading
import time
from collections import Counter
from contextlib import suppress
from random import Random

import psycopg

from desk_app.domain.errors import KnownError
from desk_app.sync import central_desks
from desk_app.sync.engine import SyncEngine
from tests.sync import invented_schemas as schemas
from tests.sync.acts import Acts
from tests.sync.full_disks import room_is_lacking
from tests.sync.killed import run_and_kill

KEPT_BY_OWNER = {"sync.epoch", "sync.desk", "sync.station", "sync.migration"}
KEPT_BY_OWNER |= {"sync.plain_entity", "sync.upcast"}

log = logging.getLogger(__name__)


class Events(Acts):
    """Acts and blows of fate of a week; what happened is counted."""

    def __init__(self):
        self.happened = Counter()
        self.copies = {}
        self.is_centre_new = self.has_backup = False
        self.gateway = None
        self.lost = set()

    def step(self):
        machine = self.random.choice(self.machines)
        chance = self.random.random()
        if chance < 0.52:
            self.act(machine)
        elif chance < 0.80:
            machine.run()
        else:
            event = self.random.choice(self._events())
            log.info("%s at %s", event.__name__, machine.path.parent.name)
            event(machine)

    def _events(self):
        often = [self.kill_desk, self.back_up, self.restore, self.copy, self.put_back]
        seldom = [self.fill_desk, self.fill_centre, self.restart, self.clone, self.rotate]
        seldom += [self.revoke, self.update, self.update, self.update_centre]
        return often * 2 + seldom + ([self.kill_gateway] * 2 if self.gateway else [])

    def kill_gateway(self, machine):
        """A gateway that dies amid a call keeps nothing; another one takes over."""
        delay_s = self.random.random() * 0.02
        self.visitor(machine)

        def kill():
            time.sleep(delay_s)
            self.gateway.kill()

        thread = threading.Thread(target=kill)
        thread.start()
        try:
            while thread.is_alive():
                SyncEngine.run_once(machine.sync)
        finally:
            thread.join()
        self.gateway.start()
        self.happened["gateway killed"] += 1

    def kill_desk(self, machine):
        """Kill the desk's process at the edge of a transaction, while it works or exchanges."""
        edge, seed = self.random.randrange(1, 40), self.random.random()
        acts = [self.visitor, self.edit, self.enrol, self.check_in, self.undo, self.book]
        acts += [self.series, self.offer, self.mark, self.company, self.merge, self.unmerge]
        acts += [self.erase, self.count, self.term, self.building, self.question, self.use]

        def job():
            self.random, self.ids = Random(seed), Random(-seed)  # noqa: S311
            while True:
                for _ in range(self.random.randrange(3)):
                    self.random.choice(acts)(machine)
                machine.run()

        is_killed = run_and_kill(machine, edge, job)
        assert is_killed
        self.happened["desk killed"] += 1
        machine.recount()

    def fill_desk(self, machine):
        """Nothing is half-written where a desk's disk is full, and it goes on afterwards."""
        machine.disk.fill(spare_pages=self.random.choice([0, 0, 3, 10]))
        for _ in range(self.random.randrange(1, 5)):
            before = machine.everything(), machine.sql("SELECT count(*) FROM outbox")
            with room_is_lacking() as lacked:
                machine.visitor("满", attention="满" * 2000)
            if lacked:
                self.happened["desk's disk full"] += 1
                after = machine.everything(), machine.sql("SELECT count(*) FROM outbox")
                assert after == before, "half of an act was stored"
            with room_is_lacking():
                self.act(machine)
            with room_is_lacking():
                machine.run()
        machine.disk.free()

    def fill_centre(self, _machine):
        """The centre answers that it is busy, and takes all of it later."""
        self.disk.fill()
        for machine in self.random.choices(self.machines, k=4):
            for _ in range(3):
                machine.visitor("满", attention="满" * 2000)
            waits = machine.sql("SELECT count(*) FROM outbox WHERE acked_at IS NULL")
            report = SyncEngine.run_once(machine.sync)
            if report.online and not report.pushed and waits != [(0,)]:
                self.happened["centre's disk full"] += 1
        self.disk.free()

    def restart(self, machine):
        """Restart PostgreSQL as if the power went, while a desk exchanges."""
        if self.server is None:
            return
        delay_s = self.random.random() * 0.05

        def restart():
            time.sleep(delay_s)
            self.server.stop("immediate")
            self.server.start()

        thread = threading.Thread(target=restart)
        self.visitor(machine)
        thread.start()
        try:
            while thread.is_alive():
                SyncEngine.run_once(machine.sync)
        finally:
            thread.join()
        self.happened["centre restarted"] += 1

    def update(self, machine):
        """Install the app's next version; it may come before the centre's."""
        if machine.schema < schemas.NEXT:
            machine.update(machine.schema + 1)
            self.happened["desk updated"] += 1

    def update_centre(self, _machine):
        if not self.is_centre_new:
            self.is_centre_new = True
            schemas.update(self.url)
            self.happened["centre updated"] += 1

    def rotate(self, machine):
        central_desks.ask_for_rotation(self.url, machine.station, None)
        machine.sync._hello_s = None
        machine.run()
        self.happened["tokens changed"] += 1

    def revoke(self, machine):
        if self.random.random() < 0.5:
            name = machine.setting("desk_id")
            with suppress(KnownError):  # a centre put back may not know it
                central_desks.revoke_desk(self.url, machine.station, name)
            self.happened["revoked"] += 1

    def copy(self, machine):
        self.copies[machine.path] = machine.path.with_suffix(".bk")
        machine.copy_to(self.copies[machine.path])

    def put_back(self, machine):
        if machine.path in self.copies:
            machine.put_back(self.copies[machine.path])
            self.happened["desk put back"] += 1

    def _tables(self, owner):
        found = owner.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables "
            "WHERE schemaname IN ('core', 'sync') ORDER BY 1"
        ).fetchall()
        return [name for (name,) in found if name not in KEPT_BY_OWNER]

    def _stop_service(self, owner):
        """Wait for what processes that died still have running at the centre."""
        owner.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        busy = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND state <> 'idle' AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        while owner.execute(busy).fetchone() != (0,):
            owner.rollback()
        owner.rollback()

    def back_up(self, _machine):
        with psycopg.connect(self.url) as owner:
            self._stop_service(owner)
            owner.execute("DROP SCHEMA IF EXISTS backup CASCADE; CREATE SCHEMA backup")
            for table in self._tables(owner):
                owner.execute(f"CREATE TABLE backup.{table.replace('.', '_')} AS TABLE {table}")
        self.has_backup = True

    def restore(self, _machine):
        """The centre goes back; whoever did it may have forgotten to say so."""
        if not self.has_backup:
            return
        with psycopg.connect(self.url) as owner:
            self._stop_service(owner)
            lost = "SELECT op_id FROM sync.op EXCEPT SELECT op_id FROM backup.sync_op"
            self.lost |= {op for (op,) in owner.execute(lost)}
            tables = [table for table in self._tables(owner) if table != "sync.scope"]
            owner.execute(f"TRUNCATE {', '.join(tables)}")
            for table in tables:
                owner.execute(
                    f"INSERT INTO {table} OVERRIDING SYSTEM VALUE "
                    f"TABLE backup.{table.replace('.', '_')}"
                )
            owner.execute(
                "UPDATE sync.scope s SET seq = b.seq FROM backup.sync_scope b "
                "WHERE b.scope_id = s.scope_id"
            )
            if self.random.random() < 0.5:
                owner.execute("UPDATE sync.epoch SET epoch = gen_random_uuid()")
        self.happened["centre put back"] += 1
