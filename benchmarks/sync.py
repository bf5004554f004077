"""`make bench-sync`: pushing and reading at bulk, as ratios to the bare databases' own way."""

import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg

from desk_app.db.database import PRAGMAS, Database
from desk_app.db.outbox import QueuedOp
from desk_app.db.settings import Settings
from desk_app.domain.clock import system_clock
from desk_app.sync import central
from desk_app.sync.addresses import GatewayCentre, centre_from
from desk_app.sync.engine import SyncEngine
from desk_app.sync.enrolment import enrol
from desk_app.sync.links import transport_to
from desk_app.sync.protocol import BATCH_OPS, Batch, Transport, op_text
from desk_app.sync.throwaway_postgres import ThrowawayPostgres
from tests.sync.gateway import make_papers, serving

CHECK_INS = 10_000
ENROLMENTS = 5_000
PEOPLE = 30_000
STATION = "Bench"


def main() -> None:
    """Print every figure, a line each."""
    with tempfile.TemporaryDirectory() as name, ThrowawayPostgres(Path(name) / "pg") as server:
        folder = Path(name)
        with psycopg.connect(server.url, autocommit=True) as owner:
            owner.execute("CREATE DATABASE bench")
        url = server.url_of("bench")
        central.init(url)
        central.add_station(url, STATION)
        with serving(url, make_papers(folder)) as running:
            base_s = statistics.median(copy(url) for _ in range(3))
            print(f"COPY of {CHECK_INS} check-ins into the same three tables    {base_s:.2f} s")
            for way, gateway in (("direct", None), ("gateway", running.centre)):
                push(url, folder / way, way, gateway, base_s)
            push_enrolments(url, folder / "places", base_s)
            bootstrap(url, folder / "many", running.centre)


def copy(url: str) -> float:
    """Seconds of COPY into core.check_in, sync.op and sync.feed; taken back afterwards."""
    stream, tag = uuid4(), uuid4()
    at = system_clock()
    ids = [(uuid4(), uuid4(), uuid4()) for _ in range(CHECK_INS)]
    tables: list[tuple[str, list[tuple[Any, ...]]]] = [
        (
            (
                "core.check_in (check_in_id, station_id, session_id, visitor_id, at, nonce, "
                "arrival, "
                "canonical, direction, offset_ms, desk_name, operator, force_reason, overrode, "
                "is_walk_in, undone_by)"
            ),
            [
                (
                    c,
                    stream,
                    stream,
                    v,
                    at,
                    uuid4(),
                    n,
                    None,
                    "in",
                    0,
                    "",
                    "Bench",
                    "",
                    False,
                    False,
                    "",
                )
                for n, (c, _, v) in enumerate(ids)
            ],
        ),
        (
            "sync.op (stream, seq, op_id, code)",
            [(stream, n + 1, o, "ok") for n, (_, o, _) in enumerate(ids)],
        ),
        (
            "sync.feed (scope_id, seq, entity, row_id, tag)",
            [(9, n, "check_in", c, tag) for n, (c, _, _) in enumerate(ids)],
        ),
    ]
    with psycopg.connect(url) as owner:
        started_s = time.perf_counter()
        for target, rows in tables:
            with owner.cursor().copy(f"COPY {target} FROM STDIN") as into:
                for row in rows:
                    into.write_row(row)
        took_s = time.perf_counter() - started_s
        owner.rollback()
    return took_s


def push(url: str, folder: Path, way: str, gateway: GatewayCentre | None, base_s: float) -> None:
    """Push the check-ins of one desk, twice the same batches."""
    with desk_of(url, folder, gateway) as (_, stream, transport):
        epoch = transport.hello(stream).epoch
        session, people = uuid4(), [uuid4() for _ in range(CHECK_INS)]
        first = [
            operation(1, "course", session, {"name": "Bench", "capacity": 50_000}),
            operation(
                2,
                "class_session",
                session,
                {"course_id": str(session), "starts_at": moment(), "ends_at": moment(90)},
            ),
        ]
        check_ins = [
            operation(
                number,
                "check_in",
                uuid4(),
                {"session_id": str(session), "visitor_id": str(person), "at": moment(),
                 "nonce": str(uuid4())},
            )
            for number, person in enumerate(people, 3)
        ]  # fmt: skip
        transport.push(batch_of(epoch, stream, None, first))
        before: UUID = first[-1].op_id
        batches = []
        for start in range(0, CHECK_INS, BATCH_OPS):
            ops = check_ins[start : start + BATCH_OPS]
            batches.append(batch_of(epoch, stream, before, ops))
            before = ops[-1].op_id
        sizes: list[int] = []
        listen(transport, sizes)
        pushed_s = seconds(lambda: [transport.push(batch) for batch in batches])
        again_s = seconds(lambda: [transport.push(batch) for batch in batches])
        line(f"push {CHECK_INS} check-ins, {way}", pushed_s, base_s)
        line(f"the same again, {way}", again_s, base_s)
        plain = sum(len(op_text(op)) + 36 for op in check_ins) / CHECK_INS
        print(f"bytes a check-in, {way}: {plain:.0f} before packing")
        if sizes:
            print(f"bytes a check-in, {way}: {sum(sizes) / 2 / CHECK_INS:.0f} in packed bodies")


def push_enrolments(url: str, folder: Path, base_s: float) -> None:
    """Push requests for places of ten courses, a fifth of them for the waitlist."""
    with desk_of(url, folder, None) as (_, stream, transport):
        epoch = transport.hello(stream).epoch
        courses, seats = [uuid4() for _ in range(10)], ENROLMENTS * 4 // 50
        first = [
            operation(n, "course", course, {"name": "Bench", "capacity": seats})
            for n, course in enumerate(courses, 1)
        ]
        places = [
            operation(
                n,
                "enrolment",
                uuid4(),
                {"course_id": str(courses[n % len(courses)]), "visitor_id": str(uuid4()),
                 "status": "confirmed", "enrolled_at": moment(n)},
            )
            for n in range(len(first) + 1, len(first) + 1 + ENROLMENTS)
        ]  # fmt: skip
        transport.push(batch_of(epoch, stream, None, first))
        before: UUID = first[-1].op_id
        started_s = time.perf_counter()
        for start in range(0, ENROLMENTS, BATCH_OPS):
            ops = places[start : start + BATCH_OPS]
            transport.push(batch_of(epoch, stream, before, ops))
            before = ops[-1].op_id
        line(f"push {ENROLMENTS} enrolments, direct", time.perf_counter() - started_s, base_s)


def listen(transport: Transport, sizes: list[int]) -> None:
    """Count the bytes of the bodies that leave by HTTPS."""
    client = getattr(transport, "_client", None)
    if client is not None:
        client.event_hooks = {
            "request": [lambda call: sizes.append(int(call.headers["content-length"]))]
        }


def bootstrap(url: str, folder: Path, gateway: GatewayCentre) -> None:
    """A new desk reads everybody, against executemany of the same rows into a bare SQLite."""
    with desk_of(url, folder / "source", None) as (_, stream, transport):
        epoch = transport.hello(stream).epoch
        before = None
        for start in range(0, PEOPLE, BATCH_OPS):
            ops = [
                operation(n, "visitor", uuid4(), {"name": f"Bench {n}", "phone": f"139{n:08}"})
                for n in range(start + 1, start + BATCH_OPS + 1)
            ]
            transport.push(batch_of(epoch, stream, before, ops))
            before = ops[-1].op_id
    for way, through in (("direct", None), ("gateway", gateway)):
        with desk_of(url, folder / way, through) as (database, _, transport):
            engine = SyncEngine(database.begin, transport, system_clock)
            took_s = seconds(engine.run_once)
            found = bare(database, folder / f"{way}.db")
        line(f"bootstrap of {PEOPLE} people and the check-ins, {way}", took_s, found)


def bare(database: Database, path: Path) -> float:
    """Seconds to write the same rows into tables of the same shape with executemany."""
    source = sqlite3.connect(database.path)
    target = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        target.execute(f"PRAGMA {pragma}")
    total_s = 0.0
    for table in ("visitor", "check_in"):
        rows = source.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        made = source.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        target.execute(made[0])
        for (index,) in source.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = 'index' "
            "AND sql IS NOT NULL",
            (table,),
        ):
            target.execute(index)
        marks = ", ".join("?" * len(rows[0]))
        started_s = time.perf_counter()
        target.execute("BEGIN")
        target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
        target.execute("COMMIT")
        total_s += time.perf_counter() - started_s
    source.close()
    target.close()
    return total_s


@contextmanager
def desk_of(
    url: str, folder: Path, gateway: GatewayCentre | None
) -> Iterator[tuple[Database, str, Transport]]:
    """Enrol a desk with an empty database."""
    folder.mkdir(parents=True)
    database = Database(folder / "desk.db")
    with database.begin() as local:
        Settings(local).identify()
    enrol(
        database.begin, central.add_desk(url, STATION, str(folder)[-90:], gateway=gateway)["enrol"]
    )
    with database.begin() as local:
        settings = Settings(local)
        stream, token = settings.get("stream"), settings.get("centre_token")
        centre = centre_from(settings.get("centre"))
    transport = transport_to(centre, token)
    yield database, stream, transport
    transport.close()
    database.close()


def operation(number: int, entity: str, row_id: UUID, fields: dict[str, Any]) -> QueuedOp:
    """Return an operation as a desk queues it."""
    now_ms = int(system_clock().timestamp() * 1000)
    return QueuedOp(
        q=number, op_id=uuid4(), kind="add", entity=entity, row_id=row_id, fields=fields, base={},
        wall_ms=now_ms, offset_ms=0, boot=str(uuid4()), monotonic_ms=number, hlc=now_ms << 16,
        operator="Bench", version=1,
    )  # fmt: skip


def batch_of(epoch: str, stream: str, prev: UUID | None, ops: list[QueuedOp]) -> Batch:
    """Return a batch of these operations."""
    return Batch(epoch=epoch, stream=stream, prev=prev, ops=tuple(ops))


def moment(minutes: int = 0) -> str:
    """Return a moment as operations carry it."""
    return (system_clock() + timedelta(minutes=minutes)).isoformat()


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work took."""
    started_s = time.perf_counter()
    work()
    return time.perf_counter() - started_s


def line(name: str, took_s: float, base_s: float) -> None:
    """Print one figure."""
    print(f"{name:<58} {took_s:7.2f} s {took_s / base_s:6.2f} x", flush=True)


if __name__ == "__main__":
    main()
    print(json.dumps({"check_ins": CHECK_INS, "people": PEOPLE}))
