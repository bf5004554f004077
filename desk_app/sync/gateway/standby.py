"""A hot standby that answers what writes nothing, while it is close behind the primary."""

import asyncio
import contextlib
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests

log = logging.getLogger("desk_app.gateway")

RECONNECT_S = 1
"""How long a pool tries on its own; then the next call does. Longer, its pauses double: after an
outage of an hour nobody would be served for another half."""

_LOOK_EVERY_S = 0.5
_WAIT_S = 0.5
_KEPT = 600
_FAILURES = (psycopg.Error, PoolTimeout, TooManyRequests, OSError)

PrimaryPosition = Callable[[], Awaitable[int | None]]
"""Asks the primary how much it has written, in bytes since ever; None: no answer."""

WRITTEN = "SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0')::bigint"
_REPLAYED = (
    "SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN "
    "pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_last_wal_replay_lsn(), '0/0')::bigint END"
)


class Standby:
    """Reads from a standby; answers None where the primary must be asked instead.

    A standby knows less than the primary, never more. So only its ``ok`` counts: a token or a
    cursor it does not know yet, a desk it has not heard of, an epoch of before go to the primary.
    What it cannot know is that a desk was withdrawn a moment ago: ``max_lag_s`` bounds that moment.
    """

    def __init__(self, url: str, *, connections: int, max_lag_s: float = 5) -> None:
        self._max_lag_s = max_lag_s
        self._pool = AsyncConnectionPool(
            url,
            min_size=0,
            max_size=connections,
            max_waiting=connections * 20,
            timeout=_WAIT_S,
            reconnect_timeout=RECONNECT_S,
            open=False,
            kwargs={"autocommit": True, "application_name": "desk-app gateway, reading"},
        )
        self._written: deque[tuple[float, int]] = deque()
        self._task: asyncio.Task[None] | None = None
        self.lag_s: float | None = None

    @property
    def is_close(self) -> bool:
        """Whether it follows the primary closely enough to be asked."""
        return self.lag_s is not None and self.lag_s <= self._max_lag_s

    async def open(self, primary: PrimaryPosition) -> None:
        """Begin to compare it with the primary."""
        await self._pool.open()
        self._task = asyncio.create_task(self._follow(primary))

    async def close(self) -> None:
        """Let go of it."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._pool.close()

    async def answer(self, sql: bytes, arguments: tuple[object, ...]) -> str | None:
        """Return what a function says here, if that can be trusted."""
        if not self.is_close:
            return None
        try:
            async with self._pool.connection() as connection:
                row = await (await connection.execute(sql, arguments)).fetchone()
        except _FAILURES as error:
            self._lose(error)
            return None
        text = str(row[0]) if row else ""
        # A refusal is short; a page begins with what it holds.
        is_page = len(text) > 300 or (text and json.loads(text).get("code") == "ok")  # noqa: PLR2004
        return text if is_page else None

    async def _follow(self, primary: PrimaryPosition) -> None:
        while True:
            written = await primary()
            now = time.monotonic()
            if written is not None:
                self._written.append((now, written))
            try:
                async with self._pool.connection() as connection:
                    row = await (await connection.execute(_REPLAYED)).fetchone()
            except _FAILURES as error:
                self._lose(error)
            else:
                self._judge(row[0] if row else None)
            await asyncio.sleep(_LOOK_EVERY_S)

    def _judge(self, replayed: int | None) -> None:
        """Say how long ago the primary stood where the standby stands now."""
        if replayed is None:  # promoted, or never a standby: it follows nobody
            self._lose(None)
            return
        known = self._written
        while len(known) > 1 and known[1][1] <= replayed:
            known.popleft()
        while len(known) > _KEPT:
            del known[1]  # far behind: how far exactly matters no more
        if not known or known[0][1] > replayed:
            self.lag_s = float("inf")
        else:
            self.lag_s = time.monotonic() - known[0][0]

    def _lose(self, error: Exception | None) -> None:
        if self.lag_s is not None:
            log.warning("standby", extra={"error": type(error).__name__ if error else "promoted"})
        self.lag_s = None
