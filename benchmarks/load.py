"""Many simulated desks on one gateway and one PostgreSQL: ticks a second, waiting times, memory."""

import argparse
import asyncio
import contextlib
import json
import random
import resource
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg

from desk_app.domain.changes import SCHEMA
from desk_app.sync import central
from desk_app.sync.protocol import PROTO
from desk_app.sync.throwaway_postgres import ThrowawayPostgres
from tests.sync.gateway import gateway_url, make_papers
from tests.sync.replica import Replica

PORT = 18443
BATCH = 20


class Desk:
    """One desk without a database: it pushes one visitor and pulls, again and again."""

    def __init__(self, code: str, ssl_context: ssl.SSLContext) -> None:
        self._code = code
        self._token = uuid4().hex + uuid4().hex
        self._stream = str(uuid4())
        self._client = httpx.AsyncClient(
            base_url=f"https://127.0.0.1:{PORT}",
            verify=ssl_context,
            headers={"authorization": f"Bearer {self._token}"},
            timeout=60,
            trust_env=False,
        )
        self._epoch = ""
        self._q = 0
        self._head: str | None = None
        self._cursor: dict[str, list[object]] = {}
        self.busy = 0

    async def call(self, function: str, body: dict[str, object]) -> dict[str, object]:
        """Call a function until it is not busy."""
        while True:
            answer = (await self._client.post(f"/v1/{function}", json=body)).json()
            if answer.get("code") != "BUSY":
                return dict(answer)
            self.busy += 1
            await asyncio.sleep(random.uniform(0.5, 1.5))  # noqa: S311

    async def join(self) -> None:
        """Enrol, say hello and read what is there."""
        await self.call("enrol", {"code": self._code})
        hello = await self.call("hello", {"call": {"proto": PROTO, "stream": self._stream}})
        self._epoch = str(hello["epoch"])
        await self.pull()

    async def tick(self) -> None:
        """Push one operation and pull."""
        op_id = str(uuid4())
        operation = {
            "k": "add", "e": "visitor", "r": str(uuid4()), "f": {"name": "Load"}, "b": {},
            "t": 0, "o": 0, "m": ["", 0], "h": self._q << 16, "a": "", "v": 1,
        }  # fmt: skip
        head = {
            "proto": PROTO, "schema": SCHEMA, "epoch": self._epoch, "stream": self._stream,
            "prev": self._head, "careful": False, "first": self._q + 1,
        }  # fmt: skip
        answer = await self.call(
            "push", {"call": head, "ids": [op_id], "ops": [json.dumps(operation)]}
        )
        if answer.get("code") != "ok":
            raise RuntimeError(answer)
        self._q, self._head = self._q + 1, op_id
        await self.pull()

    async def pull(self) -> None:
        """Read one page."""
        answer = await self.call(
            "pull",
            {"call": {"proto": PROTO, "schema": SCHEMA, "epoch": self._epoch,
                      "stream": self._stream, "cursor": self._cursor, "limit": 1000}},
        )  # fmt: skip
        for row in answer["rows"]:  # type: ignore[attr-defined]
            self._cursor[str(row[0])] = [row[1], row[2]]

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()


async def drive(desks: list[Desk], seconds: float, poll_s: float) -> list[float]:
    """Let every desk tick, each at its own moments; answers the ticks' seconds."""
    ends_s = time.monotonic() + seconds
    took: list[float] = []

    async def live(desk: Desk) -> None:
        await asyncio.sleep(random.uniform(0, poll_s))  # noqa: S311
        while time.monotonic() < ends_s:
            started_s = time.monotonic()
            await desk.tick()
            took.append(time.monotonic() - started_s)
            await asyncio.sleep(max(0.0, poll_s * random.uniform(0.9, 1.1)))  # noqa: S311

    await asyncio.gather(*(live(desk) for desk in desks))
    return took


async def run(codes: list[str], ca: str, seconds: float, poll_s: float) -> list[Desk]:
    """Join all desks and drive them."""
    context = ssl.create_default_context(cadata=ca)
    desks = [Desk(code, context) for code in codes]
    started_s = time.monotonic()
    for start in range(0, len(desks), BATCH):
        await asyncio.gather(*(desk.join() for desk in desks[start : start + BATCH]))
    print(f"{len(desks)} desks joined in {time.monotonic() - started_s:.1f} s", flush=True)
    started_s = time.monotonic()
    took = await drive(desks, seconds, poll_s)
    lasted_s = time.monotonic() - started_s
    cuts = statistics.quantiles(took, n=100)
    print(f"{len(took) / lasted_s:.0f} ticks/s (push of one operation and pull), {len(took)} ticks")
    print(
        f"p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"
    )
    print(f"told to come again: {sum(desk.busy for desk in desks)}", flush=True)
    for desk in desks:
        await desk.close()
    return desks


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=1000)
    parser.add_argument("--stations", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--poll", type=float, default=0, help="seconds between a desk's ticks")
    parser.add_argument("--standby", action="store_true", help="a hot standby answers pulls")
    chosen = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(ThrowawayPostgres(folder / "pg"))
        url = server.url
        central.init(url)
        papers = make_papers(folder)
        for number in range(chosen.stations):
            central.add_station(url, f"Load {number}")
        with psycopg.connect(url) as owner:  # as add_desk does, all at once
            codes = [uuid4().hex for _ in range(chosen.desks)]
            owner.execute(
                "INSERT INTO sync.desk (station_id, name, role_name, code_hash, code_expires_at, "
                "by_gateway) SELECT (SELECT s.station_id FROM sync.station s ORDER BY s.name "
                "OFFSET u.n %% %s LIMIT 1), u.n::text, 'load_' || u.n, "
                "sha256(convert_to(u.code, 'UTF8')), now() + interval '1 day', true "
                "FROM unnest(%s::text[]) WITH ORDINALITY u(code, n)",
                (chosen.stations, codes),
            )
        database, reading = gateway_url(url), []
        if chosen.standby:
            replica = stack.enter_context(Replica(folder / "standby", server))
            reading = ["--read-database", beside(database, replica.url)]
        gateway = subprocess.Popen(
            [
                sys.executable, "-m", "desk_app.cli", "central", "serve", database, *reading,
                "--port", str(PORT), "--certificate", str(papers.certificate),
                "--key", str(papers.key), "--connections", "16", "--per-s", "1000",
            ],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for(papers.ca)
            asyncio.run(run(codes, papers.ca, chosen.seconds, chosen.poll))
            status = Path(f"/proc/{gateway.pid}/status").read_text(encoding="ascii")
            peak = next(x for x in status.splitlines() if x.startswith("VmHWM")).split()[1]
            print(f"gateway's memory at its highest: {int(peak) // 1024} MB")
            cpu = resource.getrusage(resource.RUSAGE_SELF)
            print(f"the load's own processor time: {cpu.ru_utime + cpu.ru_stime:.0f} s")
            if chosen.standby:
                print(f"pulls: {pulls_of(papers.ca)}")
        finally:
            gateway.terminate()
            gateway.wait(40)


def beside(database: str, other: str) -> str:
    """Return a database's address at the server of another address."""
    was, now = (url.rpartition(":")[2].partition("/")[0] for url in (database, other))
    return database.replace(f":{was}/", f":{now}/")


def pulls_of(ca: str) -> str:
    """Return how many pulls the standby and the primary answered."""
    context = ssl.create_default_context(cadata=ca)
    text = httpx.get(f"https://127.0.0.1:{PORT}/metrics", verify=context, trust_env=False).text
    found = [line for line in text.splitlines() if line.startswith("desk_gateway_reads_total{")]
    return ", ".join(line.removeprefix("desk_gateway_reads_total") for line in found)


def wait_for(ca: str) -> None:
    """Wait until the gateway answers."""
    context = ssl.create_default_context(cadata=ca)
    for _ in range(100):
        try:
            httpx.get(f"https://127.0.0.1:{PORT}/health", verify=context, trust_env=False)
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the gateway does not start")


if __name__ == "__main__":
    main()
