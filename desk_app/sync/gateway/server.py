"""Runs a gateway: TLS, time limits, logs in JSON, a stop that lets calls end."""

import asyncio
import json
import logging
import socket
import sys
from asyncio import constants
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from desk_app.domain.errors import KnownError
from desk_app.sync.addresses import is_local
from desk_app.sync.gateway.app import Gateway

_STOP_S = 25
_FIELDS = ("function", "code", "status", "ms", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Where a gateway listens and how it is reached.

    Attributes:
        certificate: PEM chain; with ``key`` the gateway speaks TLS itself.
        proxies: Addresses of proxies that speak TLS for it and name the caller's address.
    """

    host: str = "127.0.0.1"
    port: int = 8443
    certificate: Path | None = None
    key: Path | None = None
    proxies: str = ""


class JsonLines(logging.Formatter):
    """One JSON object a line; only fields named here, so nothing personal slips in."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        facts: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.msg if record.name == "desk_app.gateway" else record.name,
        }
        facts |= {name: value for name in _FIELDS if (value := getattr(record, name, None))}
        if record.exc_info and record.exc_info[0]:
            facts["error"] = record.exc_info[0].__name__
        return json.dumps(facts, ensure_ascii=False)


class TimedProtocol(HttpToolsProtocol):
    """Hangs up on headers that do not come in time."""

    header_timeout_s = 10.0
    _limit: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        line = transport.get_extra_info("socket")  # a socket handed over may not have it set
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._begin()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    @override
    def on_message_begin(self) -> None:
        self._begin()
        super().on_message_begin()

    @override
    def on_headers_complete(self) -> None:
        self._end()
        super().on_headers_complete()

    @override
    def shutdown(self) -> None:
        """Stop at once where nothing runs: an idle desk need not first agree to the end of TLS."""
        if self.cycle is None or self.cycle.response_complete:  # type: ignore[redundant-expr]
            self.transport.abort()
        else:
            super().shutdown()

    def _begin(self) -> None:
        if self._limit is None:
            self._limit = self.loop.call_later(self.header_timeout_s, self.transport.abort)

    def _end(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None


def make_server(gateway: Gateway, listen: Listen) -> uvicorn.Server:
    """Build the server; ``run()`` blocks until SIGTERM or ``should_exit``.

    Raises:
        KnownError: It would speak in the clear to other computers.
    """
    if listen.certificate is None and not listen.proxies and not is_local(listen.host):
        raise KnownError(
            "tls_required",
            zh="网关在本机以外必须加密。请给 --certificate 和 --key，"
            "或者放在代理后面并写明 --proxies。",
            en="Beyond this computer the gateway must speak TLS: give --certificate and --key, "
            "or put it behind a proxy and name it with --proxies.",
        )
    for path in (listen.certificate, listen.key):
        if path is not None and not path.is_file():
            raise KnownError(
                "certificate_unreadable",
                zh=f"读不了证书或密钥文件：{path}。请检查路径和权限。",
                en=f"Cannot read the certificate or key {path}: check path and permissions.",
            )
    limits = {"header_timeout_s": gateway.limits.header_timeout_s}
    # uvicorn hands no such limit on; asyncio's own is a minute, and nobody counts who takes it
    constants.SSL_HANDSHAKE_TIMEOUT = gateway.limits.header_timeout_s
    config = uvicorn.Config(
        gateway.app(),
        host=listen.host,
        port=listen.port,
        http=type("Timed", (TimedProtocol,), limits),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        ssl_certfile=listen.certificate,
        ssl_keyfile=listen.key,
        proxy_headers=bool(listen.proxies),
        forwarded_allow_ips=listen.proxies or None,
        limit_concurrency=4000,
        backlog=2048,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_STOP_S,
    )
    return uvicorn.Server(config)


def log_in_json() -> None:
    """Write every log line to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("psycopg.pool", "httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
