"""One transaction on the local database, and the changes written in it."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from desk_app.db.check_ins import CheckIns
from desk_app.db.courses import Courses
from desk_app.db.database import Database
from desk_app.db.driver import insert, rows, to_json
from desk_app.db.passes import Passes
from desk_app.db.people import People
from desk_app.db.settings import Settings
from desk_app.domain.changes import SCHEMA, Change, Entity, FieldValue
from desk_app.domain.clock import Clock
from desk_app.domain.ids import uuid7

if TYPE_CHECKING:  # loaded when they are first asked for: the window starts without them
    from desk_app.db.attendance import AttendanceRows
    from desk_app.db.booking_history import BookingHistory
    from desk_app.db.bookings import Bookings
    from desk_app.db.class_list import ClassList
    from desk_app.db.companies import Companies
    from desk_app.db.imports import Imports
    from desk_app.db.merging import Merging
    from desk_app.db.outbox import Outbox
    from desk_app.db.questions import Questions
    from desk_app.db.reviews import Reviews
    from desk_app.db.room_pictures import RoomPictures
    from desk_app.db.rooms import Rooms
    from desk_app.db.terms import Terms
    from desk_app.db.visitor_list import VisitorList
    from desk_app.db.visitor_notes import VisitorNotes
    from desk_app.db.visitor_photos import VisitorPhotos
    from desk_app.db.visits import Visits
    from desk_app.db.waitlists import Waitlists

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """Return what names this boot; where the system has no name for it, a new one each time."""
    return _BOOT_ID.read_text().strip() if _BOOT_ID.exists() else str(uuid4())


@dataclass(slots=True)
class Stamper:
    """What every operation carries of time.

    Wall clock, this boot's monotonic clock, and a hybrid logical clock (Kulkarni et al., 2014:
    milliseconds in the upper 48 bits, a counter in the lower 16) that only breaks ties.
    """

    clock: Clock
    boot: str = field(default_factory=boot_id)
    hlc: int = 0

    def stamp(self, at: datetime) -> tuple[int, int, int]:
        """Return wall ms, monotonic ms and the next hybrid logical time."""
        wall_ms = int(at.timestamp() * 1000)
        self.hlc = max(self.hlc + 1, wall_ms << 16)
        return wall_ms, time.monotonic_ns() // 1_000_000, self.hlc


class UnitOfWork:
    """The stores one use case reads and writes, in one transaction."""

    def __init__(self, connection: Connection, stamper: Stamper, operator: str) -> None:
        self.connection = connection
        self.operator = operator
        self.import_id: UUID | None = None
        """The import that writes here: its operations wait until it is whole."""
        self._stamper = stamper

    @cached_property
    def people(self) -> People:
        """Visitors and operators."""
        return People(self.connection)

    @cached_property
    def visitor_list(self) -> "VisitorList":
        """The list of visitors and what a profile shows."""
        from desk_app.db.visitor_list import VisitorList  # noqa: PLC0415

        return VisitorList(self.connection)

    @cached_property
    def visitor_notes(self) -> "VisitorNotes":
        """What staff noted about visitors."""
        from desk_app.db.visitor_notes import VisitorNotes  # noqa: PLC0415

        return VisitorNotes(self.connection)

    @cached_property
    def visitor_photos(self) -> "VisitorPhotos":
        """Photos of visitors."""
        from desk_app.db.visitor_photos import VisitorPhotos  # noqa: PLC0415

        return VisitorPhotos(self.connection)

    @cached_property
    def room_pictures(self) -> "RoomPictures":
        """Pictures of rooms."""
        from desk_app.db.room_pictures import RoomPictures  # noqa: PLC0415

        return RoomPictures(self.connection)

    @cached_property
    def companies(self) -> "Companies":
        """Companies and buildings."""
        from desk_app.db.companies import Companies  # noqa: PLC0415

        return Companies(self.connection)

    @cached_property
    def imports(self) -> "Imports":
        """The import that is under way."""
        from desk_app.db.imports import Imports  # noqa: PLC0415

        return Imports(self.connection)

    @cached_property
    def merging(self) -> "Merging":
        """What a merge of two visitors reads."""
        from desk_app.db.merging import Merging  # noqa: PLC0415

        return Merging(self.connection)

    @cached_property
    def passes(self) -> Passes:
        """Passes and the keys behind them."""
        return Passes(self.connection)

    @cached_property
    def courses(self) -> Courses:
        """Courses, sessions, enrolments."""
        return Courses(self.connection)

    @cached_property
    def terms(self) -> "Terms":
        """Terms and the station's calendar."""
        from desk_app.db.terms import Terms  # noqa: PLC0415

        return Terms(self.connection)

    @cached_property
    def visits(self) -> "Visits":
        """What somebody has here besides a class."""
        from desk_app.db.visits import Visits  # noqa: PLC0415

        return Visits(self.connection)

    @cached_property
    def waitlists(self) -> "Waitlists":
        """Queues, seat offers, released seats."""
        from desk_app.db.waitlists import Waitlists  # noqa: PLC0415

        return Waitlists(self.connection)

    @cached_property
    def attendance(self) -> "AttendanceRows":
        """Marks and arrivals of learners."""
        from desk_app.db.attendance import AttendanceRows  # noqa: PLC0415

        return AttendanceRows(self.connection)

    @cached_property
    def questions(self) -> "Questions":
        """What courses ask at check-in."""
        from desk_app.db.questions import Questions  # noqa: PLC0415

        return Questions(self.connection)

    @cached_property
    def class_list(self) -> "ClassList":
        """The list of courses on the classes page."""
        from desk_app.db.class_list import ClassList  # noqa: PLC0415

        return ClassList(self.connection)

    @cached_property
    def check_ins(self) -> CheckIns:
        """Check-ins and attempts."""
        return CheckIns(self.connection)

    @cached_property
    def rooms(self) -> "Rooms":
        """Rooms, closures, blocks."""
        from desk_app.db.rooms import Rooms  # noqa: PLC0415

        return Rooms(self.connection)

    @cached_property
    def bookings(self) -> "Bookings":
        """Bookings and their series."""
        from desk_app.db.bookings import Bookings  # noqa: PLC0415

        return Bookings(self.connection)

    @cached_property
    def reviews(self) -> "Reviews":
        """What people must decide."""
        from desk_app.db.reviews import Reviews  # noqa: PLC0415

        return Reviews(self.connection)

    @cached_property
    def outbox(self) -> "Outbox":
        """What this desk sent, and what came back."""
        from desk_app.db.outbox import Outbox  # noqa: PLC0415

        return Outbox(self.connection)

    @cached_property
    def booking_history(self) -> "BookingHistory":
        """What was done to bookings."""
        from desk_app.db.booking_history import BookingHistory  # noqa: PLC0415

        return BookingHistory(self.connection)

    @cached_property
    def settings(self) -> Settings:
        """This desk's own facts."""
        return Settings(self.connection)

    def add(self, change: Change, **local: object) -> None:
        """Insert a new row and queue it for the centre; ``local``: columns that never travel."""
        table, key = _table(change.entity)
        insert(self.connection, table, {key: change.row_id, **change.values, **local})
        if change.entity is Entity.BOOKING:
            self._note(change, None)
        self._queue(change, base="{}", before=None)

    def change(self, change: Change) -> None:
        """Set fields of a row that exists and queue them for the centre."""
        table, key = _table(change.entity)
        if change.entity is Entity.BOOKING:
            self._note(change, self.booking_history.standing(change.row_id))
        before = None if self.import_id is None else self._standing(change)
        sets = ", ".join(f"{name} = :{name}" for name in change.values)
        rows(
            self.connection,
            f'UPDATE "{table}" SET {sets} WHERE {key} = :row_id_',  # noqa: S608
            row_id_=change.row_id,
            **change.values,
        )
        self._queue(change, base=self._base_revisions(change), before=before)

    def _standing(self, change: Change) -> str:
        """Return the fields as they are before a change."""
        read = self.merging.value
        return _encode({name: read(change.entity, change.row_id, name) for name in change.values})

    def _note(self, change: Change, before: Mapping[str, FieldValue] | None) -> None:
        self.booking_history.note(
            change.row_id,
            before,
            {name: to_json(value) for name, value in change.values.items()},
            kind=change.kind,
            at=self._stamper.clock(),
            operator=self.operator,
        )

    def _queue(self, change: Change, *, base: str, before: str | None) -> None:
        at = self._stamper.clock()
        wall_ms, monotonic_ms, hlc = self._stamper.stamp(at)
        fields = {name: to_json(value) for name, value in change.values.items()}
        is_import = self.import_id is not None
        waiting = {"import_id": self.import_id, "before": before} if is_import else {}
        insert(
            self.connection,
            # q is the rowid: the largest so far plus one, so gapless while rows last
            "import_op" if is_import else "outbox",
            {
                **waiting,
                "op_id": uuid7(at),
                "kind": change.kind,
                "entity": change.entity.value,
                "row_id": change.row_id,
                "fields": _encode(fields),
                "base": base,
                "wall_ms": wall_ms,
                "offset_ms": self.settings.clock_offset_ms,
                "boot": self._stamper.boot,
                "monotonic_ms": monotonic_ms,
                "hlc": hlc,
                "operator": self.operator,
                "version": SCHEMA,
            },
        )

    def _base_revisions(self, change: Change) -> str:
        """Return the centre's revision of each field when this desk changed it."""
        known = rows(
            self.connection,
            "SELECT revisions FROM server_row WHERE entity = :entity AND row_id = :row_id",
            entity=change.entity.value,
            row_id=change.row_id,
        )
        if not known:
            return "{}"
        revisions: Mapping[str, int] = json.loads(str(known[0][0]))
        return json.dumps({k: v for k, v in revisions.items() if k in change.values})


def _table(entity: Entity) -> tuple[str, str]:
    """Return an entity's table and primary key, as db/tables.py names them."""
    key = "session_id" if entity is Entity.CLASS_SESSION else f"{entity.value}_id"
    return entity.value, key


BeginWork = Callable[[], AbstractContextManager[UnitOfWork]]


def for_import(begin: BeginWork, import_id: UUID) -> BeginWork:
    """Return what opens transactions whose operations belong to an import."""

    @contextmanager
    def begin_import() -> Iterator[UnitOfWork]:
        with begin() as work:
            work.import_id = import_id
            yield work

    return begin_import


def work_factories(
    database: Database, clock: Clock, operator: Callable[[], str] = str
) -> tuple[BeginWork, BeginWork]:
    """Return what opens one transaction per ``with``: to write in, and to read in.

    Leaving by an exception rolls back; SQLite's errors leave as KnownError.
    """
    stamper = Stamper(clock)
    with database.read() as connection:
        latest = "SELECT coalesce(max(hlc), 0) FROM"
        stamper.hlc = max(
            int(str(rows(connection, f"{latest} {table}")[0][0]))
            for table in ("outbox", "import_op")
        )

    @contextmanager
    def begin() -> Iterator[UnitOfWork]:
        with database.begin() as connection:
            yield UnitOfWork(connection, stamper, operator())

    @contextmanager
    def read() -> Iterator[UnitOfWork]:
        with database.read() as connection:
            yield UnitOfWork(connection, stamper, operator())

    return begin, read
