"""The centre's functions over one persistent PostgreSQL connection."""

import contextlib
import json
import os
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import psycopg
from psycopg.types.json import set_json_loads

from desk_app.db.replica import Position
from desk_app.sync.addresses import Centre, check_tls
from desk_app.sync.failures import BUSY, REFUSED, is_once
from desk_app.sync.protocol import (
    Batch,
    BatchRefused,
    CentreUnreachable,
    Code,
    Reply,
    hello_call,
    op_text,
    pull_call,
    reply_from,
)

CONNECT_TIMEOUT_S = 5
_WITHDRAWN = "is not permitted to log in"


def connect(centre: Centre) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection as a desk does.

    Raises:
        psycopg.Error: The centre cannot be reached or refuses the role.
        KnownError: TLS is missing where it must be.
    """
    check_tls(centre.host, centre.sslmode)
    root = "system" if centre.sslmode == "verify-full" else None
    with contextlib.ExitStack() as stack:
        if centre.ca:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            (folder / "ca.pem").write_text(centre.ca, encoding="ascii")
            root = str(folder / "ca.pem")
        connection = psycopg.connect(
            host=centre.host,
            port=centre.port,
            dbname=centre.dbname,
            user=centre.role,
            password=centre.password,
            sslmode=centre.sslmode,
            connect_timeout=CONNECT_TIMEOUT_S,
            application_name="desk-app",
            keepalives=1,
            keepalives_idle=20,
            keepalives_interval=5,
            keepalives_count=3,
            tcp_user_timeout=15_000,
            autocommit=True,
            sslrootcert=root,
        )
    set_json_loads(orjson.loads, connection)
    return connection


class DirectTransport:
    """Direct PostgreSQL, for a LAN or VPN; connects at the first call and after each loss."""

    def __init__(self, centre: Centre, token: str) -> None:
        self._centre = centre
        self._token = token
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None

    def hello(self, stream: str, cursor: Mapping[str, Position] | None = None) -> Reply:
        """Say who calls and how far it has read; learn where the centre stands."""
        return self._call("SELECT api.hello(%s, %s::jsonb)", hello_call(stream, cursor))

    def push(self, batch: Batch) -> Reply:
        """Send operations."""
        return self._call(
            "SELECT api.push(%s, %s::jsonb, %b::uuid[], %b::text[])",
            batch.head(),
            [op.op_id for op in batch.ops],
            [op_text(op) for op in batch.ops],
        )

    def pull(self, *, epoch: str, stream: str, cursor: Mapping[str, Position]) -> Reply:
        """Read a page of the feed."""
        return self._call("SELECT api.pull(%s, %s::jsonb)", pull_call(epoch, stream, cursor))

    def rotate(self, token: str) -> Reply:
        """Change to a new token; the old one works until the new one was used."""
        reply = reply_from(self._answer("SELECT api.rotate(%s, %s)", token))
        if reply.code is Code.OK:
            self._token = token
        return reply

    def lookup(self, call: Mapping[str, Any]) -> dict[str, Any]:
        """Look for a person across stations; see api.lookup."""
        return self._answer("SELECT api.lookup(%s, %s::jsonb)", json.dumps(call))

    def interrupt(self) -> None:
        """Break off a call another thread is in."""
        connection = self._connection
        if connection is None:
            return
        with (
            contextlib.suppress(OSError, psycopg.Error),
            socket.socket(fileno=os.dup(connection.fileno())) as line,
        ):
            line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
            self._connection = None

    def _call(self, sql: str, head: Mapping[str, Any], *args: object) -> Reply:
        return reply_from(self._answer(sql, json.dumps(head), *args))

    def _answer(self, sql: str, *args: object) -> dict[str, Any]:
        try:
            if self._connection is None:
                self._connection = connect(self._centre)
            row = self._connection.execute(sql, (self._token, *args)).fetchone()
        except BUSY:
            return {"code": Code.BUSY}
        except REFUSED as error:
            if is_once(error):
                return {"code": Code.BUSY}
            raise BatchRefused(str(error.sqlstate)) from error
        except psycopg.Error as error:
            self.close()
            return _withdrawn(error)
        if row is None:
            raise CentreUnreachable("empty answer")
        answer: dict[str, Any] = row[0]
        return answer


def _withdrawn(error: psycopg.Error) -> dict[str, Any]:
    """Answer for a role that may not log in any more; everything else is a line that broke."""
    if _WITHDRAWN in str(error):
        return {"code": Code.REVOKED}
    raise CentreUnreachable(f"{type(error).__name__} {error.sqlstate}") from error
