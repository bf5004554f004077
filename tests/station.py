"""A desk without a window on a clock that stands still: its real database, its services."""

import json
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from desk_app.compose import DATABASE, open_desk
from desk_app.db.check_ins import CheckIn
from desk_app.db.driver import rows
from desk_app.db.tables import TABLES
from desk_app.domain.changes import Change, Entity
from desk_app.domain.check_in import UndoOutcome
from desk_app.domain.clock import parse_local
from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import CheckInId, CourseId, Nonce, SessionId, VisitorId
from desk_app.domain.lessons import HolidayPolicy
from desk_app.domain.people import Operator, Role
from desk_app.services.check_in_facts import Presentation
from desk_app.services.course_forms import NewCourse
from desk_app.services.results import CheckInResult

DAY = date(2026, 3, 2)
PIN = "2468"


def moment(time: str, *, day: int = 0) -> datetime:
    """A Shanghai wall-clock time on the test's day, or so many days after it."""
    return parse_local(f"{DAY + timedelta(days=day)}T{time}")


class FixedClock:
    def __init__(self) -> None:
        self.now = moment("19:00")

    def __call__(self) -> datetime:
        return self.now

    def set(self, time: str, *, day: int = 0) -> None:
        self.now = moment(time, day=day)


class Station:
    def __init__(self, data: Path, *, template: Path | None = None) -> None:
        data.mkdir(parents=True, exist_ok=True)
        if template is not None:
            shutil.copy(template, data / DATABASE)
        self.data = data
        self.clock = FixedClock()
        self.app = open_desk(data, self.clock)

    def close(self) -> None:
        self.app.close()

    def visitor(self, name: str = "林晓", *, phone: str = "") -> VisitorId:
        return self.app.visitors.add(name, phone=phone)

    def course(
        self,
        name: str = "国画入门",
        *,
        starts: str = "19:00",
        day: int = 0,
        minutes: int = 90,
        lessons: int = 1,
        capacity: int = 20,
        walk_ins: bool = False,
        several_entries: bool = False,
        learners: tuple[VisitorId, ...] = (),
    ) -> tuple[CourseId, tuple[ClassSession, ...]]:
        course_id, sessions = self.app.courses.add(
            NewCourse(
                name=name,
                starts_at=moment(starts, day=day),
                minutes=minutes,
                lessons=lessons,
                capacity=capacity,
                walk_ins=walk_ins,
                several_entries=several_entries,
                holidays=HolidayPolicy.KEEP,
            )
        )
        for visitor_id in learners:
            self.app.courses.enrol(course_id, visitor_id)
        return course_id, sessions

    def staff(self, name: str = "陈静") -> Operator:
        self.app.desk.add_operator(name, Role.STAFF, pin=PIN)
        return self.app.desk.sign_in_staff(name, PIN)

    def presentation(self, time: str | None = None, *, day: int = 0, **kwargs: Any) -> Presentation:
        if time is not None:
            self.clock.set(time, day=day)
        session = kwargs.pop("session", None)
        if session is not None:
            kwargs["session_id"] = session.session_id
        kwargs.setdefault("nonce", Nonce(uuid4()))
        return Presentation(**kwargs)

    def scan(self, code: str, at: str | None = None, **kwargs: Any) -> CheckInResult:
        return self.app.check_in.present(code, self.presentation(at, **kwargs))

    def find(self, visitor_id: VisitorId, at: str | None = None, **kwargs: Any) -> CheckInResult:
        return self.app.check_in.present_visitor(visitor_id, self.presentation(at, **kwargs))

    def issue(self, visitor_id: VisitorId, **kwargs: Any) -> str:
        return self.app.passes.issue(visitor_id, **kwargs).code

    def undo(self, check_in_id: UUID | None, operator: Operator | None = None) -> UndoOutcome:
        assert check_in_id is not None
        return self.app.check_in.undo(CheckInId(check_in_id), operator)

    def sql(self, text: str, **params: object) -> list[tuple[Any, ...]]:
        with self.app.begin() as work:
            return rows(work.connection, text, **params)

    def check_ins(self) -> list[tuple[Any, ...]]:
        return self.sql("SELECT check_in_id, session_id, visitor_id, direction FROM check_in")

    def check_ins_of(self, session: ClassSession) -> list[CheckIn]:
        with self.app.read() as work:
            return work.check_ins.of_session(session.session_id)

    def attempts(self) -> list[str]:
        return [str(o) for (o,) in self.sql("SELECT outcome FROM attempt ORDER BY attempt_id")]

    def queued(self, entity: Entity = Entity.CHECK_IN) -> list[dict[str, Any]]:
        found = self.sql(
            "SELECT fields FROM outbox WHERE entity = :entity ORDER BY q", entity=entity.value
        )
        return [json.loads(fields) for (fields,) in found]

    def pull(self, entity: Entity, row_id: UUID | None = None, **values: object) -> UUID:
        """Write a row as a pull would: no outbox row, the centre's word is taken."""
        row_id = row_id or uuid4()
        with self.app.begin() as work:
            before = rows(work.connection, "SELECT coalesce(max(q), 0) FROM outbox")[0][0]
            change = Change(kind="pulled", entity=entity, row_id=row_id, values=values)
            table = TABLES[entity]
            key = table.primary_key.columns[0].name
            sql = f'SELECT 1 FROM "{table.name}" WHERE {key} = :id'  # noqa: S608
            known = rows(work.connection, sql, id=row_id)
            (work.change if known else work.add)(change)
            rows(work.connection, "DELETE FROM outbox WHERE q > :q", q=before)
        return row_id

    def pull_check_in(
        self, session: ClassSession, visitor_id: VisitorId, at: str, **values: object
    ) -> UUID:
        """A check-in that another desk made comes in with a pull."""
        row_id = uuid4()
        given = {
            "session_id": session.session_id,
            "visitor_id": visitor_id,
            "at": moment(at),
            "desk_id": uuid4(),
            "desk_name": "二号台",
            "nonce": row_id,
        }
        return self.pull(Entity.CHECK_IN, row_id, **{**given, **values})

    def pin(self, session_id: SessionId | None) -> None:
        self.app.desk.pin_to(session_id)
