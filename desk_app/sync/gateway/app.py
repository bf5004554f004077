"""The gateway's routes: check a call, pass it to the centre, answer what the centre says."""

import contextlib
import hashlib
import json
import logging
import math
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from isal import igzip
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from psycopg import errors
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk_app.sync.failures import BUSY, REFUSED, is_once
from desk_app.sync.gateway.calls import CALLS, BadCall, Call
from desk_app.sync.gateway.limits import Damaged, RateLimit, TooLarge, read_body
from desk_app.sync.gateway.metrics import Metrics
from desk_app.sync.gateway.standby import RECONNECT_S, WRITTEN, Standby

log = logging.getLogger("desk_app.gateway")

_TOKEN_CHARS = range(43, 129)
_RETRY_S = 5
_PACKED_FROM = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one caller may cost.

    Attributes:
        max_wire: Bytes of a body as sent; ``max_bytes`` unpacked.
        per_s: Calls a second each desk may make on and on; ``burst`` at once.
        fails_per_s: Refused tokens and codes a second from one address.
    """

    max_wire: int = 1024 * 1024
    max_bytes: int = 4 * 1024 * 1024
    header_timeout_s: float = 10
    body_timeout_s: float = 20
    per_s: float = 10
    burst: int = 120
    fails_per_s: float = 0.5
    fails_burst: int = 60
    pool_wait_s: float = 5


class _LineBroke(psycopg.OperationalError):
    """The connection ended before or amid a call."""


class Gateway:
    """Passes calls on; holds nothing that another copy would need to know."""

    def __init__(
        self,
        url: str,
        *,
        connections: int = 8,
        limits: Limits | None = None,
        standby: Standby | None = None,
    ) -> None:
        """Keep what serving needs; ``standby`` answers pulls while it is close to the primary."""
        self.limits = limits or Limits()
        self.metrics = Metrics()
        self._desks = RateLimit(per_s=self.limits.per_s, burst=self.limits.burst)
        self._fails = RateLimit(per_s=self.limits.fails_per_s, burst=self.limits.fails_burst)
        self._standby = standby
        self._drained_s = 0.0
        self._pool = AsyncConnectionPool(
            url,
            min_size=min(2, connections),
            max_size=connections,
            max_waiting=connections * 50,
            timeout=self.limits.pool_wait_s,
            reconnect_timeout=RECONNECT_S,
            open=False,
            kwargs={"autocommit": True, "application_name": "desk-app gateway"},
        )

    def app(self) -> Starlette:
        """Return the ASGI application."""
        return Starlette(
            routes=[
                Route("/v1/{function}", self._call, methods=["POST"]),
                Route("/health/live", self._live),
                Route("/health/ready", self._ready),
                Route("/health", self._ready),
                Route("/metrics", self._figures),
            ],
            lifespan=self._life,
        )

    @contextlib.asynccontextmanager
    async def _life(self, _app: Starlette) -> AsyncIterator[None]:
        await self._pool.open()
        if self._standby is not None:
            await self._standby.open(self._written)
        try:
            yield
        finally:
            if self._standby is not None:
                await self._standby.close()
            await self._pool.close()

    async def _written(self) -> int | None:
        """Return how much the primary has written; None while it does not answer."""
        try:
            async with self._pool.connection(timeout=2) as connection:
                row = await (await connection.execute(WRITTEN)).fetchone()
        except (psycopg.Error, PoolTimeout, TooManyRequests):
            return None
        return int(row[0]) if row else None

    async def _live(self, _request: Request) -> Response:
        return _answer({"live": True})

    async def _ready(self, _request: Request) -> Response:
        try:
            async with self._pool.connection(timeout=2) as connection:
                await connection.execute("SELECT 1")
        except (psycopg.Error, PoolTimeout, TooManyRequests):
            return _answer({"live": True, "ready": False}, status=503)
        facts: dict[str, Any] = {"live": True, "ready": True}
        if self._standby is not None:
            facts["standby"] = self._standby.is_close
        return _answer(facts)

    async def _figures(self, _request: Request) -> Response:
        self.metrics.waiting.set(self._pool.get_stats().get("requests_waiting", 0))
        if self._standby is not None:
            lag_s = self._standby.lag_s
            self.metrics.standby_lag.set(math.inf if lag_s is None else lag_s)
        return Response(generate_latest(self.metrics.registry), media_type=CONTENT_TYPE_LATEST)

    async def _call(self, request: Request) -> Response:
        name = request.path_params["function"]
        call = CALLS.get(name)
        if call is None:
            return _answer({"error": "no such function"}, status=404)
        started_s = time.monotonic()
        with self.metrics.running.track_inprogress():
            code, response = await self._answer_to(request, call)
            _pack(request, response)
        took_s = time.monotonic() - started_s
        self.metrics.answers.labels(name, code).inc()
        self.metrics.seconds.labels(name).observe(took_s)
        log.info(
            "call",
            extra={"function": name, "code": code, "status": response.status_code,
                   "ms": round(took_s * 1000, 1)},
        )  # fmt: skip
        return response

    async def _answer_to(self, request: Request, call: Call) -> tuple[str, Response]:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or len(token) not in _TOKEN_CHARS or not token.isascii():
            return "UNAUTHORIZED", _answer({"error": "token"}, status=401)
        address = (request.client.host if request.client else "").encode()
        wait_s = max(
            self._desks.wait_s(hashlib.sha256(token.encode()).digest()),
            self._fails.wait_s(address, take=False),
        )
        if wait_s > 0:
            return "RATE", _busy(429, wait_s)
        try:
            arguments = call.arguments(token, await self._body(request))
        except TooLarge:
            return "TOO_LARGE", _answer({"error": "too large"}, status=413, close=True)
        except TimeoutError:
            return "TOO_SLOW", _answer({"error": "too slow"}, status=408, close=True)
        except (Damaged, BadCall, ValueError, RecursionError):
            return "BAD", _answer({"error": "no call of this function"}, status=400, close=True)
        return await self._pass_on(call, arguments, address)

    async def _body(self, request: Request) -> dict[str, Any]:
        raw = await read_body(
            request,
            max_wire=self.limits.max_wire,
            max_bytes=self.limits.max_bytes,
            timeout_s=self.limits.body_timeout_s,
        )
        self.metrics.bytes_in.inc(len(raw))
        body = orjson.loads(raw)
        if not isinstance(body, dict):
            raise BadCall("not an object")
        return body

    async def _read(self, call: Call, arguments: tuple[object, ...]) -> str | None:
        """Return what the standby answers; None where the primary must be asked."""
        if self._standby is None or not call.is_reading:
            return None
        text = await self._standby.answer(call.sql.encode(), arguments)
        self.metrics.reads.labels("primary" if text is None else "standby").inc()
        return text

    async def _ask(self, sql: bytes, arguments: tuple[object, ...]) -> str:
        """Return what the primary says; where a line broke, once more: all calls may be repeated.

        A restart breaks every pooled line, one after another: the second try takes a new one.
        """
        started_s = time.monotonic()
        try:
            return await self._ask_once(sql, arguments)
        except _LineBroke:
            if self._drained_s < started_s:  # else another call just did
                self._drained_s = time.monotonic()
                await self._pool.drain()
            return await self._ask_once(sql, arguments)

    async def _ask_once(self, sql: bytes, arguments: tuple[object, ...]) -> str:
        async with self._pool.connection() as connection:
            try:
                row = await (await connection.execute(sql, arguments)).fetchone()
            except psycopg.OperationalError as error:
                if connection.broken:
                    raise _LineBroke from error
                raise
        return str(row[0]) if row else '{"code": "REVOKED"}'

    async def _pass_on(
        self, call: Call, arguments: tuple[object, ...], address: bytes
    ) -> tuple[str, Response]:
        text = await self._read(call, arguments)
        try:
            if text is None:
                text = await self._ask(call.sql.encode(), arguments)
        except BUSY:
            return "BUSY", _answer({"code": "BUSY", "next_poll_ms": _RETRY_S * 1000})
        except errors.UndefinedFunction:
            return "MISSING", _answer({"error": "the centre has no such function"}, status=404)
        except REFUSED as error:
            if is_once(error):
                return "BUSY", _answer({"code": "BUSY", "next_poll_ms": _RETRY_S * 1000})
            return "REFUSED", _answer({"error": "refused", "sqlstate": error.sqlstate}, status=422)
        except (psycopg.Error, PoolTimeout, TooManyRequests) as error:
            log.warning("centre", extra={"error": type(error).__name__})
            return "UNAVAILABLE", _busy(503, _RETRY_S)
        code = str(orjson.loads(text)["code"]) if len(text) < 300 else "ok"  # noqa: PLR2004
        if code == "REVOKED":
            self._fails.wait_s(address)
        return code, Response(text, media_type="application/json", headers=_FIXED)


_FIXED = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def _answer(facts: dict[str, Any], *, status: int = 200, close: bool = False) -> Response:
    headers = _FIXED | ({"connection": "close"} if close else {})
    return Response(json.dumps(facts), status, headers, media_type="application/json")


def _pack(request: Request, response: Response) -> None:
    """Pack a long answer: zlib would take four times as long, and hold up every other call."""
    if len(response.body) > _PACKED_FROM and "gzip" in request.headers.get("accept-encoding", ""):
        response.body = igzip.compress(response.body, 1)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))


def _busy(status: int, wait_s: float) -> Response:
    response = _answer({"code": "BUSY", "next_poll_ms": math.ceil(wait_s * 1000)}, status=status)
    response.headers["retry-after"] = str(max(1, math.ceil(wait_s)))
    return response
