"""A desk without a window: its real database, its outbox and its sync engine."""

import json
import shutil
from collections.abc import Callable  # noqa: TC003
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from desk_app.db.database import Database
from desk_app.db.driver import rows
from desk_app.db.settings import Settings
from desk_app.db.tables import TABLES
from desk_app.db.unit_of_work import work_factories
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import system_clock
from desk_app.sync.addresses import centre_from
from desk_app.sync.engine import SyncEngine, SyncReport
from desk_app.sync.enrolment import Enrolled, enrol
from desk_app.sync.links import transport_to
from desk_app.sync.protocol import Batch, Reply, Transport

STARTS = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


class Faulty:
    """The real transport, with a say before and after each push."""

    def __init__(self, inner: Transport) -> None:
        self.inner = inner
        self.before_push: Callable[[Batch], None] = lambda _batch: None
        self.after_push: Callable[[Reply], None] = lambda _reply: None
        self.before_pull: Callable[[], None] = lambda: None
        self.before_rotate: Callable[[], None] = lambda: None
        self.after_rotate: Callable[[], None] = lambda: None
        self.batches: list[Batch] = []

    def hello(self, stream, cursor=None):
        return self.inner.hello(stream, cursor)

    def push(self, batch):
        self.batches.append(batch)
        self.before_push(batch)
        reply = self.inner.push(batch)
        self.after_push(reply)
        return reply

    def pull(self, **place):
        self.before_pull()
        return self.inner.pull(**place)

    def rotate(self, token):
        self.before_rotate()
        reply = self.inner.rotate(token)
        self.after_rotate()
        return reply

    def lookup(self, call):
        return self.inner.lookup(call)

    def interrupt(self):
        self.inner.interrupt()

    def close(self):
        self.inner.close()


class Desk:
    def __init__(self, folder: Path, *, template: Path | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "desk.db"
        if template is not None:
            shutil.copy(template, self.path)
        self.clock = system_clock
        self.open()

    def open(self) -> None:
        self.database = Database(self.path)
        with self.database.begin() as connection:
            Settings(connection).identify()
        self.begin, _ = work_factories(self.database, self._now, lambda: "小林")
        self.sync: SyncEngine | None = None
        self.transport: Faulty | None = None
        if self.setting("centre"):
            self.connect()

    def _now(self) -> datetime:
        return self.clock()

    def close(self) -> None:
        if self.sync is not None:
            self.sync.close()
        self.database.close()

    def enrol(self, text: str) -> Enrolled:
        enrolled = enrol(self.database.begin, text)
        self.connect()
        return enrolled

    def connect(self) -> None:
        centre = centre_from(self.setting("centre"))
        self.transport = Faulty(transport_to(centre, self.setting("centre_token")))
        self.sync = SyncEngine(self.database.begin, self.transport, self._now)

    def run(self) -> SyncReport:
        assert self.sync is not None
        return self.sync.run_once()

    def run_online(self) -> SyncReport:
        report = self.run()
        assert report.online
        return report

    def setting(self, key: str) -> Any:
        with self.database.begin() as connection:
            return Settings(connection).get(key)

    def sql(self, text: str, **params: object) -> list[tuple[Any, ...]]:
        with self.database.begin() as connection:
            return rows(connection, text, **params)

    def table(self, entity: Entity) -> dict[UUID, dict[str, Any]]:
        table = TABLES[entity]
        key = table.primary_key.columns[0].name
        with self.database.engine.connect() as connection:
            found = connection.execute(table.select()).mappings().all()
        return {row[key]: {k: v for k, v in row.items() if k != "search_text"} for row in found}

    def everything(self) -> dict[str, Any]:
        return {entity.value: self.table(entity) for entity in Entity}

    def results(self) -> dict[int, str | None]:
        found = self.sql("SELECT q, result FROM outbox WHERE acked_at IS NOT NULL ORDER BY q")
        return {q: json.loads(r)["code"] if r else None for q, r in found}

    def add(self, entity: Entity, **values: object) -> UUID:
        row_id = values.pop("row_id", None) or uuid4()
        with self.begin() as work:
            work.add(Change(kind="test", entity=entity, row_id=row_id, values=values))
        return row_id

    def change(self, entity: Entity, row_id: UUID, **values: object) -> None:
        with self.begin() as work:
            work.change(Change(kind="test", entity=entity, row_id=row_id, values=values))

    def visitor(self, name: str = "林晓", **values: object) -> UUID:
        return self.add(Entity.VISITOR, name=name, **values)

    def course(self, *, capacity: int = 20, several_entries: bool = False) -> UUID:
        return self.add(
            Entity.COURSE, name="国画入门", capacity=capacity, several_entries=several_entries
        )

    def session(self, course_id: UUID | None = None) -> UUID:
        return self.add(
            Entity.CLASS_SESSION,
            course_id=course_id or self.course(),
            starts_at=STARTS,
            ends_at=STARTS + timedelta(minutes=90),
        )

    def enrolment(self, course_id: UUID, visitor_id: UUID, minute: int = 0) -> UUID:
        return self.add(
            Entity.ENROLMENT,
            course_id=course_id,
            visitor_id=visitor_id,
            status="confirmed",
            enrolled_at=STARTS - timedelta(days=7) + timedelta(minutes=minute),
        )

    def check_in(
        self, session_id: UUID, visitor_id: UUID | None, *, minute: int = 0, **values: object
    ) -> UUID:
        return self.add(
            Entity.CHECK_IN,
            session_id=session_id,
            visitor_id=visitor_id,
            at=STARTS + timedelta(minutes=minute),
            nonce=uuid4(),
            **values,
        )

    def undo(self, check_in_id: UUID) -> None:
        self.change(
            Entity.CHECK_IN, check_in_id, undone_at=STARTS + timedelta(hours=1), undone_by="小林"
        )
