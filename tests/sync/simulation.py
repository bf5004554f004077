"""Random weeks at desks of two stations, with all that can go wrong, driven by one seed."""

import shutil
from datetime import timedelta
from random import Random
from uuid import UUID

import psycopg

from desk_app.domain.changes import Entity
from desk_app.domain.clock import system_clock
from desk_app.domain.ids import VisitorId
from desk_app.services.erasure import ErasureService
from desk_app.sync import central
from desk_app.sync.addresses import Centre
from desk_app.sync.engine import SyncEngine
from desk_app.sync.protocol import CentreUnreachable
from tests.sync.desk import STARTS, Desk
from tests.sync.flaky_line import FlakyLine

CAPACITY = 3
STATIONS = ("静安寺站", "外滩站")
KEPT_BY_OWNER = {"sync.epoch", "sync.desk", "sync.station", "sync.migration", "sync.plain_entity"}


class Machine(Desk):
    """A computer at a counter: its file, its clock, its line."""

    def __init__(self, week, folder, station, *, template=None):
        self.week, self.station = week, station
        self.counter = 0
        self.own = None
        super().__init__(folder, template=template)

    def connect(self):
        centre, token = Centre(**self.setting("centre")), self.setting("centre_token")
        line = FlakyLine(centre, token, self.week.url, self.week.random.random())
        line.is_calm = self.week.is_calm
        line.while_pulling = lambda: self.week.count(self)
        self.transport = line
        self.sync = SyncEngine(self.database.begin, line, self._now)
        self.sync._sleep = lambda _s: None

    def put(self, copy):
        """Copy the file as a backup would."""
        self.sql("SELECT 1")
        self.database.close()
        shutil.copy(self.path, copy)

    def put_back(self, copy):
        self.close()
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        shutil.copy(copy, self.path)
        self.own = None
        self.open()

    def run(self):
        report = super().run()
        if self.own is not None:  # what this desk alone writes never flickers back
            row = self.table(Entity.VISITOR)[self.own]
            assert row["company"] == str(self.counter)
        return report


class Week:
    """Desks, what they do, what happens to them."""

    def __init__(self, seed, url, folder, template, stack):
        self.random = Random(seed)  # noqa: S311
        self.url, self.folder, self.template, self.stack = url, folder, template, stack
        self.is_calm = True
        self.machines = []
        self.copies = {}
        self.told = []
        self.has_backup = False
        self.clones = 0
        central.add_station(url, STATIONS[1])
        for name, station in (("东", 0), ("西", 0), ("北", 0), ("南", 1)):
            self._add(name, STATIONS[station])
        first, far = self.machines[0], self.machines[-1]
        self.courses = {
            STATIONS[0]: first.course(capacity=CAPACITY),
            STATIONS[1]: far.course(capacity=CAPACITY),
        }
        self.sessions = {
            STATIONS[0]: [
                first.session(self.courses[STATIONS[0]]),
                first.session(first.course(several_entries=True)),
            ],
            STATIONS[1]: [far.session(self.courses[STATIONS[1]])],
        }
        self.room = first.add(Entity.ROOM, name="多功能厅")
        for _ in range(2):
            for machine in self.machines:
                machine.run()
        self.set_calm(calm=False)
        for machine in self.machines:
            machine.clock = self._clock()
            self._own(machine)

    def _add(self, name, station):
        machine = Machine(self, self.folder / name, station, template=self.template)
        self.stack.callback(machine.close)
        machine.enrol(central.add_desk(self.url, station, name)["enrol"])
        self.machines.append(machine)
        return machine

    def _clock(self):
        off = timedelta(hours=self.random.choice([0, 0, 0, -30, 5]))
        return lambda: system_clock() + off

    def _own(self, machine):
        machine.counter = 0
        machine.own = machine.visitor(f"自家{self.random.random()}", company="0")

    def set_calm(self, *, calm):
        self.is_calm = calm
        for machine in self.machines:
            machine.transport.is_calm = calm

    def step(self):
        machine = self.random.choice(self.machines)
        chance = self.random.random()
        if chance < 0.60:
            self.act(machine)
        elif chance < 0.91:
            machine.run()
        elif chance < 0.93:
            self.back_up()
        elif chance < 0.95:
            self.restore()
        elif chance < 0.97:
            self.copies[machine.path] = machine.path.with_suffix(".bk")
            machine.put(self.copies[machine.path])
            machine.close()
            machine.open()
        elif chance < 0.985 and machine.path in self.copies:
            machine.put_back(self.copies[machine.path])
        elif chance >= 0.985 and self.clones < 2:
            self.clone(machine)

    def act(self, machine):
        acts = [self.visitor, self.edit, self.enrol, self.check_in, self.check_in, self.undo]
        acts += [self.book, self.book, self.count, self.spoil, self.trespass, self.tell]
        acts += [self.erase, self.look]
        self.random.choice(acts)(machine)

    def _any(self, machine, entity):
        found = sorted(machine.table(entity))
        return self.random.choice(found) if found else None

    def visitor(self, machine):
        n = self.random.randrange(30)
        machine.visitor(f"来访者{n}-{self.random.random()}", phone=f"138000000{n:02}")

    def edit(self, machine):
        visitor = self._any(machine, Entity.VISITOR)
        if visitor is not None and all(m.own != visitor for m in self.machines):
            field = self.random.choice(["name", "phone", "workplace"])
            machine.change(Entity.VISITOR, visitor, **{field: str(self.random.random())})

    def enrol(self, machine):
        visitor = self._any(machine, Entity.VISITOR)
        if visitor is not None:
            machine.enrolment(self.courses[machine.station], visitor)

    def check_in(self, machine):
        session = self.random.choice(self.sessions[machine.station])
        visitor = self._any(machine, Entity.VISITOR)
        if visitor is not None:
            desk_id = UUID(machine.setting("desk_id"))
            for minute in range(self.random.choice([1, 1, 1, 6])):
                machine.check_in(session, visitor, minute=minute, desk_id=desk_id)

    def undo(self, machine):
        check_in = self._any(machine, Entity.CHECK_IN)
        if check_in is not None:
            machine.undo(check_in)

    def book(self, machine):
        start = STARTS + timedelta(minutes=30 * self.random.randrange(40))
        machine.add(
            Entity.BOOKING,
            room_id=self.room,
            starts_at=start,
            ends_at=start + timedelta(minutes=45),
            status="confirmed",
            booked_at=STARTS,
        )

    def count(self, machine):
        if machine.own is not None:
            machine.counter += 1
            machine.change(Entity.VISITOR, machine.own, company=str(machine.counter))

    def spoil(self, machine):
        if self.random.random() < 0.3:
            bad = machine.visitor("坏")
            machine.sql("UPDATE outbox SET fields = '[]' WHERE row_id = :id", id=bad)

    def trespass(self, machine):
        other = self.courses[STATIONS[1 - STATIONS.index(machine.station)]]
        if self.random.random() < 0.3:
            machine.enrolment(other, machine.visitor("走错门"))

    def tell(self, machine):
        visitor = self._any(machine, Entity.VISITOR)
        if visitor is None or any(m.own == visitor for m in self.machines):
            return
        if self._is_home(machine, visitor):
            secret = f"秘密{self.random.randrange(10**9)}"
            machine.change(Entity.VISITOR, visitor, name=secret, phone=secret)
            machine.enrolment(self.courses[machine.station], visitor)
            self.told.append((visitor, secret))

    def erase(self, machine):
        here = set(machine.table(Entity.VISITOR))
        known = sorted({v for v, _ in self.told if v in here and self._is_home(machine, v)})
        if known and self.random.random() < 0.4:
            visitor = self.random.choice(known)
            ErasureService(machine.begin, machine.clock).erase(VisitorId(visitor))

    def _is_home(self, machine, visitor):
        with psycopg.connect(self.url) as owner:
            row = owner.execute(
                "SELECT s.name FROM core.visitor JOIN sync.station s USING (station_id) "
                "WHERE visitor_id = %s",
                (visitor,),
            ).fetchone()
        return row is None or row[0] == machine.station

    def look(self, machine):
        phone = f"138000000{self.random.randrange(30):02}"
        try:
            found = machine.sync.lookup({"phone": phone}).get("matches")
            if found:
                who = self.random.choice(found)["visitor_id"]
                machine.sync.lookup({"phone": phone, "attach": who})
        except CentreUnreachable:
            pass

    def clone(self, machine):
        self.clones += 1
        folder = self.folder / f"clone{self.clones}"
        folder.mkdir()
        machine.put(folder / "desk.db")
        machine.close()
        machine.open()
        machine.own = None
        clone = Machine(self, folder, machine.station)
        clone.clock = self._clock()
        self.stack.callback(clone.close)
        self.machines.append(clone)
        self._own(clone)

    def _tables(self, owner):
        found = owner.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables "
            "WHERE schemaname IN ('core', 'sync') ORDER BY 1"
        ).fetchall()
        return [name for (name,) in found if name not in KEPT_BY_OWNER]

    def back_up(self):
        with psycopg.connect(self.url) as owner:
            owner.execute("DROP SCHEMA IF EXISTS backup CASCADE; CREATE SCHEMA backup")
            for table in self._tables(owner):
                owner.execute(f"CREATE TABLE backup.{table.replace('.', '_')} AS TABLE {table}")
        self.has_backup = True

    def restore(self):
        """The centre goes back; whoever did it may have forgotten to say so."""
        if not self.has_backup:
            return
        with psycopg.connect(self.url) as owner:
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

    def calm_down(self):
        """Let everybody exchange without faults; a livelock would show as work that never ends."""
        self.set_calm(calm=True)
        for _ in range(4):
            for machine in self.machines:
                machine.sync._hello_s = None
                machine.run()
