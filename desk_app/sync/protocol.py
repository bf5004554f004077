"""What travels between a desk and the centre: frozen values, sizes, reply codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

import orjson

from desk_app import __version__
from desk_app.db.driver import stored_id
from desk_app.db.outbox import QueuedOp
from desk_app.db.replica import FeedRow, Position
from desk_app.domain.changes import SCHEMA

PROTO = 1

BATCH_OPS = 500
CAREFUL_OPS = 50
BATCH_BYTES = 256 * 1024
PAGE_ROWS = 1000
OP_BYTES = 800 * 1024
"""A larger operation goes without its fields: no way takes it, and it must not block the next."""


class Code(StrEnum):
    """How the centre answers a call."""

    OK = "ok"
    EPOCH_CHANGED = "EPOCH_CHANGED"
    HISTORY_LOST = "HISTORY_LOST"
    SCHEMA = "SCHEMA"
    GAP = "GAP"
    CLONE = "CLONE"
    REVOKED = "REVOKED"
    BUSY = "BUSY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Operations in the order of the stream; numbers run on from ``first``.

    Attributes:
        prev: Id of the operation before the first one, as a git parent; None at the start.
        careful: One savepoint each, at most CAREFUL_OPS: after a batch was refused as a whole.
    """

    epoch: str
    stream: str
    prev: UUID | None
    ops: tuple[QueuedOp, ...]
    careful: bool = False

    def head(self) -> dict[str, Any]:
        """Return everything but the operations."""
        return {
            "proto": PROTO,
            "schema": SCHEMA,
            "epoch": self.epoch,
            "stream": self.stream,
            "prev": None if self.prev is None else str(self.prev),
            "careful": self.careful,
            "first": self.ops[0].q,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What every call answers; fields a call does not have keep their defaults.

    Attributes:
        last_seq: The centre's last operation of this stream; ``head`` is its id.
        now: The centre's clock.
        results: Answers other than a plain ok, by number.
        pos: Where the feed shows the operations: {scope: seq}.
        has_more: The page was full.
        must_rotate: The centre asks this desk to change its token.
    """

    code: Code
    epoch: str = ""
    last_seq: int = 0
    head: UUID | None = None
    now: datetime | None = None
    results: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    pos: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[FeedRow, ...] = ()
    has_more: bool = False
    next_poll_ms: int = 15_000
    desk_name: str = ""
    station_name: str = ""
    must_rotate: bool = False


class BatchRefused(Exception):  # noqa: N818
    """The centre could not apply the batch as a whole: send it again, careful."""


class CentreUnreachable(Exception):  # noqa: N818
    """No answer, whatever the reason; nothing is known of what was sent.

    Attributes:
        is_proxy: It is the proxy before the centre that does not answer or let us through.
    """

    def __init__(self, reason: str, *, retry_after_ms: int = 0, is_proxy: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_ms = retry_after_ms
        self.is_proxy = is_proxy


class Transport(Protocol):
    """The functions of the centre.

    Raises:
        CentreUnreachable: By every call.
        BatchRefused: By push.
    """

    def hello(self, stream: str, cursor: Mapping[str, Position] | None = None) -> Reply:
        """Say who calls and how far it has read; learn where the centre stands."""
        ...

    def push(self, batch: Batch) -> Reply:
        """Send operations."""
        ...

    def pull(self, *, epoch: str, stream: str, cursor: Mapping[str, Position]) -> Reply:
        """Read a page of the feed."""
        ...

    def rotate(self, token: str) -> Reply:
        """Change to a new token; the old one works until the new one was used."""
        ...

    def lookup(self, call: Mapping[str, Any]) -> dict[str, Any]:
        """Look for a person across stations; see api.lookup."""
        ...

    def interrupt(self) -> None:
        """Break off a call another thread is in."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


def hello_call(stream: str, cursor: Mapping[str, Position] | None) -> dict[str, Any]:
    """Return what hello is told; ``cursor``: how far this desk has read and stored each scope."""
    read = {scope: at.seq for scope, at in (cursor or {}).items()}
    return {"proto": PROTO, "stream": stream, "schema": SCHEMA, "app": __version__, "read": read}


def pull_call(epoch: str, stream: str, cursor: Mapping[str, Position]) -> dict[str, Any]:
    """Return what pull is told."""
    return {
        "proto": PROTO,
        "schema": SCHEMA,
        "epoch": epoch,
        "stream": stream,
        "cursor": {scope: [at.seq, at.tag] for scope, at in cursor.items()},
        "limit": PAGE_ROWS,
    }


def reply_from(data: Mapping[str, Any]) -> Reply:
    """Read the centre's answer."""
    return Reply(
        code=Code(data["code"]),
        epoch=data.get("epoch", ""),
        last_seq=data.get("last_seq", 0),
        head=UUID(data["head"]) if data.get("head") else None,
        now=datetime.fromisoformat(data["now"]) if data.get("now") else None,
        results={r["q"]: _resolved(r) for r in data.get("results", ())},
        pos=data.get("pos", {}),
        rows=tuple(_row_from(row) for row in data.get("rows", ())),
        has_more=data.get("more", False),
        next_poll_ms=data.get("next_poll_ms", 15_000),
        desk_name=data.get("desk_name", ""),
        station_name=data.get("station_name", ""),
        must_rotate=data.get("rotate", False),
    )


def _resolved(result: Mapping[str, Any]) -> dict[str, Any]:
    """Give an operation that arrived by another stream the answer it got there."""
    code, detail = result["code"], result.get("detail")
    if code == "same_op":
        original: Mapping[str, Any] = detail or {}
        code, detail = original.get("code", "ok"), original.get("detail")
    return {"code": code, "detail": detail}


def _row_from(row: list[Any]) -> FeedRow:
    scope, seq, tag, entity, row_id, is_deleted, fields, revisions = row
    at = Position(seq, tag)
    return FeedRow(
        str(scope), at, entity, stored_id(row_id), is_deleted, fields or {}, revisions or {}
    )


def op_text(op: QueuedOp) -> str:
    """Write an operation as JSON; its number and id travel beside it.

    One too large for any way goes without its fields: the centre keeps it aside as dead, this desk
    keeps what it was, and a person hears of it.
    """
    text = _write(op, op.fields)
    if len(text) > OP_BYTES:
        text = _write(op, None)
    return text.decode()


def _write(op: QueuedOp, fields: object) -> bytes:
    return orjson.dumps(
        {
            "k": op.kind,
            "e": op.entity,
            "r": op.row_id,
            "f": fields,
            "b": op.base,
            "t": op.wall_ms,
            "o": op.offset_ms,
            "m": [op.boot, op.monotonic_ms],
            "h": op.hlc,
            "a": op.operator,
            "v": op.version,
        }
    )
