"""`make bench-sync`: pushing and reading at bulk, as ratios to the bare databases' own way.

Work and base take turns, each ROUNDS times; a ratio is that of their medians.
"""

import gc
import json
import socket
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import httpx
import psycopg
from psycopg.types.json import JsonbDumper

from desk_app.db.database import PRAGMAS, Database
from desk_app.db.outbox import QueuedOp
from desk_app.db.settings import Settings
from desk_app.domain.clock import system_clock
from desk_app.domain.ids import uuid7
from desk_app.sync import central
from desk_app.sync.addresses import GatewayCentre, centre_from
from desk_app.sync.engine import SyncEngine
from desk_app.sync.enrolment import enrol
from desk_app.sync.links import transport_to
from desk_app.sync.protocol import BATCH_OPS, Batch, Transport, op_text
from desk_app.sync.throwaway_postgres import ThrowawayPostgres
from tests.sync.gateway import gateway_url, make_papers

CHECK_INS = 10_000
ENROLMENTS = 5_000
PEOPLE = 30_000
ROUNDS = 5
STATION = "Bench"


def main() -> None:
    """Print every figure, a line each: the median of the rounds."""
    gc.freeze()  # as the window does once it stands
    with tempfile.TemporaryDirectory() as name, ThrowawayPostgres(Path(name) / "pg") as server:
        folder = Path(name)
        for database in ("bench", "bare"):
            with psycopg.connect(server.url, autocommit=True) as owner:
                owner.execute(f"CREATE DATABASE {database}")
            central.init(server.url_of(database))
        url, bare_url = server.url_of("bench"), server.url_of("bare")
        central.add_station(url, STATION)
        with gateway_process(url, folder) as gateway:
            register(url)
            bootstrap(url, folder / "people", gateway, f"{PEOPLE} people")
            for way, through in (("direct", None), ("gateway", gateway)):
                push(url, bare_url, folder / way, way, through)
            push_enrolments(url, bare_url, folder / "places")
            check_ins = 2 * ROUNDS * CHECK_INS
            bootstrap(url, folder / "all", gateway, f"{PEOPLE} people, {check_ins} check-ins")


@contextmanager
def gateway_process(url: str, folder: Path) -> Iterator[GatewayCentre]:
    """Run `desk-app central serve` as a process of its own."""
    papers = make_papers(folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "desk_app.cli", "central", "serve", "--port", str(port)]
    command += ["--certificate", str(papers.certificate), "--key", str(papers.key)]
    with subprocess.Popen([*command, gateway_url(url)], stderr=subprocess.DEVNULL) as process:
        centre = GatewayCentre(url=f"https://127.0.0.1:{port}", ca=papers.ca)
        trusted = ssl.create_default_context(cadata=papers.ca)
        while True:
            try:
                httpx.get(f"{centre.url}/health/ready", verify=trusted).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        try:
            yield centre
        finally:
            process.terminate()


_OPS: LiteralString = "SELECT o.* FROM sync.op o WHERE o.stream = %s"
CHECK_IN_ROWS: Mapping[str, LiteralString] = {
    "core.check_in": (
        "SELECT k.* FROM core.check_in k JOIN sync.stream s USING (desk_id) WHERE s.stream = %s"
    ),
    "sync.op": _OPS,
    "sync.feed": (
        "SELECT f.* FROM sync.feed f JOIN core.check_in k ON k.check_in_id = f.row_id "
        "JOIN sync.stream s USING (desk_id) WHERE s.stream = %s"
    ),
}
ENROLMENT_ROWS: Mapping[str, LiteralString] = {
    "core.enrolment": "SELECT * FROM core.enrolment WHERE %s <> ''",
    "sync.op": _OPS,
    "sync.feed": "SELECT * FROM sync.feed WHERE entity = 'enrolment' AND %s <> ''",
}


def copy(url: str, bare_url: str, stream: str, made: Mapping[str, LiteralString]) -> float:
    """Seconds that COPY takes for the rows a stream made, into the same empty tables."""
    tables = {}
    with psycopg.connect(url) as owner:
        for table, sql in made.items():
            tables[table] = owner.execute(sql, (stream,)).fetchall()
    with psycopg.connect(bare_url) as owner:
        owner.adapters.register_dumper(dict, JsonbDumper)
        owner.execute(f"TRUNCATE {', '.join(tables)}")
        owner.commit()
        started_s = time.perf_counter()
        for table, rows in tables.items():
            with owner.cursor().copy(f"COPY {table} FROM STDIN") as into:
                for row in rows:
                    into.write_row(row)
        owner.commit()
        return time.perf_counter() - started_s


def push(url: str, bare_url: str, folder: Path, way: str, gateway: GatewayCentre | None) -> None:
    """Push the check-ins of one desk, twice the same batches; a new desk each round."""
    pushed: list[float] = []
    again: list[float] = []
    base: list[float] = []
    sizes: list[int] = []
    for number in range(ROUNDS):
        with desk_of(url, folder / str(number), gateway) as (_, stream, transport):
            batches = batches_of(transport, stream)
            listen(transport, sizes)
            pushed.append(push_all(transport, batches))
            again.append(push_all(transport, batches))
        base.append(copy(url, bare_url, stream, CHECK_IN_ROWS))
    line(f"push {CHECK_INS} check-ins, {way}", pushed, base, "COPY of the same rows")
    line(f"the same again, {way}", again, base, "COPY of the same rows")
    plain = sum(len(op_text(op)) + 36 for batch in batches for op in batch.ops) / CHECK_INS
    print(f"bytes a check-in, {way}: {plain:.0f} before packing")
    if sizes:
        print(f"bytes a check-in, {way}: {sum(sizes) / 2 / ROUNDS / CHECK_INS:.0f} as sent")


def push_all(transport: Transport, batches: list[Batch]) -> float:
    """Return the seconds it took."""
    return seconds(lambda: [transport.push(batch) for batch in batches])


def batches_of(transport: Transport, stream: str) -> list[Batch]:
    """Push a course and return check-ins to its one session."""
    epoch = transport.hello(stream).epoch
    session = new_id()
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
            new_id(),
            {"session_id": str(session), "visitor_id": str(new_id()), "at": moment(),
             "nonce": str(new_id())},
        )
        for number in range(3, CHECK_INS + 3)
    ]  # fmt: skip
    transport.push(batch_of(epoch, stream, None, first))
    return in_batches(epoch, stream, first[-1].op_id, check_ins)


def in_batches(epoch: str, stream: str, before: UUID, ops: list[QueuedOp]) -> list[Batch]:
    """Divide operations as a desk does; ``before``: the one pushed last."""
    batches = []
    for start in range(0, len(ops), BATCH_OPS):
        part = ops[start : start + BATCH_OPS]
        batches.append(batch_of(epoch, stream, before, part))
        before = part[-1].op_id
    return batches


def push_enrolments(url: str, bare_url: str, folder: Path) -> None:
    """Push requests for places of ten courses, a fifth of them for the waitlist."""
    with desk_of(url, folder, None) as (_, stream, transport):
        epoch = transport.hello(stream).epoch
        courses, seats = [new_id() for _ in range(10)], ENROLMENTS * 4 // 50
        first = [
            operation(n, "course", course, {"name": "Bench", "capacity": seats})
            for n, course in enumerate(courses, 1)
        ]
        places = [
            operation(
                n,
                "enrolment",
                new_id(),
                {"course_id": str(courses[n % len(courses)]), "visitor_id": str(new_id()),
                 "status": "confirmed", "enrolled_at": moment(n)},
            )
            for n in range(len(first) + 1, len(first) + 1 + ENROLMENTS)
        ]  # fmt: skip
        transport.push(batch_of(epoch, stream, None, first))
        pushed_s = push_all(transport, in_batches(epoch, stream, first[-1].op_id, places))
    base = [copy(url, bare_url, stream, ENROLMENT_ROWS) for _ in range(ROUNDS)]
    line(
        f"push {ENROLMENTS} enrolments, a fifth too many, direct",
        [pushed_s],
        base,
        "COPY of the same rows",
    )


def listen(transport: Transport, sizes: list[int]) -> None:
    """Count the bytes of the bodies that leave by HTTPS."""
    client = getattr(transport, "_client", None)
    if client is not None:
        client.event_hooks = {
            "request": [lambda call: sizes.append(int(call.headers["content-length"]))]
        }


def register(url: str) -> None:
    """Push people."""
    with (
        tempfile.TemporaryDirectory() as name,
        desk_of(url, Path(name) / "source", None) as (_, stream, transport),
    ):
        epoch = transport.hello(stream).epoch
        before = None
        for start in range(0, PEOPLE, BATCH_OPS):
            ops = [
                operation(
                    n,
                    "visitor",
                    new_id(),
                    {"name": f"Bench {n}", "phone": f"139{n:08}"},
                )
                for n in range(start + 1, start + BATCH_OPS + 1)
            ]
            transport.push(batch_of(epoch, stream, before, ops))
            before = ops[-1].op_id


def bootstrap(url: str, folder: Path, gateway: GatewayCentre, what: str) -> None:
    """A new desk reads all there is, against executemany of the same rows into a bare SQLite."""
    for way, through in (("direct", None), ("gateway", gateway)):
        took, base = [], []
        for number in range(ROUNDS):
            with desk_of(url, folder / f"{way}{number}", through) as (database, _, transport):
                engine = SyncEngine(database.begin, transport, system_clock)
                took.append(seconds(engine.run_once))
                base.append(bare(database, folder / f"{way}{number}.db"))
        line(f"bootstrap of {what}, {way}", took, base, "bare executemany")


def bare(database: Database, path: Path) -> float:
    """Seconds to write the same rows into tables of the same shape with executemany."""
    source = sqlite3.connect(database.path)
    target = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        target.execute(f"PRAGMA {pragma}")
    total_s = 0.0
    for table in ("visitor", "check_in", "server_row"):
        rows = source.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        if not rows:
            continue
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
        q=number, op_id=new_id(), kind="add", entity=entity, row_id=row_id, fields=fields, base={},
        wall_ms=now_ms, offset_ms=0, boot=str(new_id()), monotonic_ms=number, hlc=now_ms << 16,
        operator="Bench", version=1,
    )  # fmt: skip


def batch_of(epoch: str, stream: str, prev: UUID | None, ops: list[QueuedOp]) -> Batch:
    """Return a batch of these operations."""
    return Batch(epoch=epoch, stream=stream, prev=prev, ops=tuple(ops))


def new_id() -> UUID:
    """Return an id as desks make them: by time, so that neighbours lie together."""
    return uuid7(system_clock())


def moment(minutes: int = 0) -> str:
    """Return a moment as operations carry it."""
    return (system_clock() + timedelta(minutes=minutes)).isoformat()


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work took."""
    started_s = time.perf_counter()
    work()
    return time.perf_counter() - started_s


def line(name: str, took: list[float], base: list[float], base_name: str) -> None:
    """Print one figure."""
    took_s, base_s = statistics.median(took), statistics.median(base)
    print(f"{name:<62} {took_s:7.2f} s {took_s / base_s:6.2f} x {base_name}", flush=True)


if __name__ == "__main__":
    main()
    print(json.dumps({"check_ins": CHECK_INS, "people": PEOPLE}))
