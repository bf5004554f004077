"""Random weeks at desks of two stations, with all that can go wrong, driven by one seed."""

import shutil
from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

from desk_app.db.settings import Settings
from desk_app.domain.changes import SCHEMA, Entity
from desk_app.domain.clock import system_clock
from desk_app.domain.errors import KnownError
from desk_app.domain.link import LinkProblem
from desk_app.sync import central
from desk_app.sync.addresses import GatewayCentre, centre_from
from desk_app.sync.engine import SyncEngine
from desk_app.sync.tokens import drop_tokens
from tests.sync import invented_schemas as schemas
from tests.sync.desk import Desk
from tests.sync.events import Events
from tests.sync.flaky_line import FlakyLine
from tests.sync.full_disks import CentreDisk, DeskDisk, room_is_lacking

CAPACITY = 3
MAX_CLONES = 2
STATIONS = ("静安寺站", "外滩站")


class Machine(Desk):
    """A computer at a counter: its file, its disk, its clock, its line, its app."""

    def __init__(self, week, folder, station, *, template=None, schema=SCHEMA):
        self.week, self.station, self.schema = week, station, schema
        self.counter = 0
        self.own = None
        super().__init__(folder, template=template)

    def open(self):
        super().open()
        self.disk = DeskDisk(self)
        if self.schema != SCHEMA or self.setting("worn_schema"):
            schemas.install(self, self.schema)

    def put(self, key, value):
        with self.database.begin() as connection:
            Settings(connection).put(key, value)

    def add(self, entity, **values):
        """Add a row whose id is the seed's, so that sorted rows are chosen alike in each run."""
        row_id = values.pop("row_id", None) or UUID(int=self.week.ids.getrandbits(128), version=4)
        return super().add(entity, row_id=row_id, **values)

    def connect(self):
        centre, token = centre_from(self.setting("centre")), self.setting("centre_token")
        line = FlakyLine(centre, token, self.week.url, self.week.random.random(), self.schema)
        line.is_calm = self.week.is_calm
        line.while_pulling = self._count
        self.transport = line
        self.sync = SyncEngine(self.database.begin, line, self._now)
        self.sync._sleep = lambda _s: None

    def _count(self):
        with room_is_lacking():
            self.week.count(self)

    def update(self, schema):
        """Install another version of the app."""
        self.close()
        self.schema = schema
        self.open()

    def copy_to(self, copy):
        """Copy the file as a backup would."""
        self.sql("SELECT 1")
        self.close()
        shutil.copy(self.path, copy)
        self.open()

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
            shown = row["company"], row["workplace"]
            assert shown == (str(self.counter),) * 2, f"10 {self.path.parent.name} shows {shown}"
        if report.problem is LinkProblem.REVOKED:
            assert (report.pushed, report.pulled) == (0, 0), "9 a desk that is out got something"
            self.week.welcome(self)
        return report

    def recount(self):
        """Take up the count where a process that died left it."""
        if self.own is not None:
            n = int(self.table(Entity.VISITOR)[self.own]["company"])
            assert n >= self.counter
            self.counter = n


class Week(Events):
    """Desks, what they do, what happens to them."""

    def __init__(
        self, seed, url, folder, template, stack, *, server=None, tables=None, gateway=None
    ):
        """Begin a week; with ``gateway`` every other desk reaches the centre through it."""
        super().__init__()
        self.gateway = gateway
        self.random, self.ids = Random(seed), Random(-1 - seed)  # noqa: S311
        self.url, self.folder, self.template, self.stack = url, folder, template, stack
        self.server, self.disk = server, CentreDisk(url, tables)
        self.is_calm = True
        self.machines = []
        self.told = []
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
        schemas.teach(url)
        self.set_calm(calm=False)
        for machine in self.machines:
            machine.clock = self._clock()
            self._own(machine)
            machine.update(self.random.choice([SCHEMA, SCHEMA, schemas.PUSHES, schemas.PULLS]))

    def _add(self, name, station):
        machine = Machine(self, self.folder / name, station, template=self.template)
        self.stack.callback(machine.close)
        way = self.gateway.centre if self.gateway and len(self.machines) % 2 else None
        machine.enrol(central.add_desk(self.url, station, name, gateway=way)["enrol"])
        self.machines.append(machine)
        return machine

    def welcome(self, machine):
        """A desk the centre does not know any more joins anew."""
        self.happened["joined anew"] += 1
        name = f"再{uuid4()}"
        with machine.database.begin() as connection:
            drop_tokens(connection, refused=Settings(connection).get("centre_token"))
        machine.sync.close()
        was = centre_from(machine.setting("centre"))
        way = was if isinstance(was, GatewayCentre) else None
        text = central.add_desk(self.url, machine.station, name, gateway=way)["enrol"]
        while True:  # a gateway whose lines to the centre broke finds out one by one
            try:
                machine.enrol(text)
            except KnownError as error:
                if error.code != "centre_unreachable":
                    raise
            else:
                return

    def _clock(self):
        off = timedelta(hours=self.random.choice([0, 0, 0, -30, 5]))
        return lambda: system_clock() + off

    def _own(self, machine):
        machine.counter = 0
        machine.own = machine.visitor(f"自家{self.random.random()}", company="0", workplace="0")

    def set_calm(self, *, calm):
        self.is_calm = calm
        for machine in self.machines:
            machine.transport.is_calm = calm

    def clone(self, machine):
        if self.happened["cloned"] == MAX_CLONES:
            return
        self.happened["cloned"] += 1
        folder = self.folder / f"clone{self.happened['cloned']}"
        folder.mkdir()
        machine.copy_to(folder / "desk.db")
        machine.own = None
        clone = Machine(self, folder, machine.station, schema=machine.schema)
        clone.clock = self._clock()
        self.stack.callback(clone.close)
        self.machines.append(clone)
        self._own(clone)

    def calm_down(self):
        """Let everybody exchange without faults; a livelock would show as work that never ends."""
        self.set_calm(calm=True)
        if any(machine.schema > SCHEMA for machine in self.machines):
            self.update_centre(None)
        for machine in self.machines:
            if machine.schema < SCHEMA:
                machine.update(SCHEMA)
        for _ in range(6):
            for machine in self.machines:
                machine.sync._hello_s = None
                machine.run()
