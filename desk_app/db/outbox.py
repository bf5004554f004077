"""The operations this desk made, in order, and what the centre answered to them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Any
from uuid import UUID

from desk_app.db.driver import rows
from desk_app.domain.changes import FieldValue
from desk_app.domain.clock import moment_of_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedOp:
    """One operation of the outbox."""

    q: int
    op_id: UUID
    kind: str
    entity: str
    row_id: UUID
    fields: dict[str, FieldValue]
    base: dict[str, int]
    wall_ms: int
    offset_ms: int
    boot: str
    monotonic_ms: int
    hlc: int
    operator: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An operation the centre did not simply accept.

    Attributes:
        code: waitlisted, conflict, forbidden or dead_op.
        detail: Facts of the centre, for example {"place": 2} or {"kept": ["name"]}.
        at: When it was made, by the desk's clock.
    """

    q: int
    kind: str
    entity: str
    row_id: UUID
    at: datetime
    code: str
    detail: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What has not reached the centre, and what it did not simply accept."""

    pending: int
    oldest_at: datetime | None
    refused: int


_OP = (
    "q, op_id, kind, entity, row_id, fields, base, wall_ms, offset_ms, boot, monotonic_ms, hlc, "
    "operator, version"
)
_REFUSED = (
    "result IS NOT NULL AND json_extract(result, '$.code') NOT IN ('ok', 'duplicate') "
    "AND json_extract(result, '$.is_seen') IS NULL"
)
_FOLDED = "(acked_at IS NULL OR pos IS NOT NULL)"
_UNSETTLED = (
    "result IS NOT NULL AND json_extract(result, '$.code') NOT IN ('ok', 'duplicate') "
    "AND json_extract(result, '$.is_settled') IS NULL"
)


class Outbox:
    """The queue to the centre, on a transaction the caller holds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def batch(self, *, max_ops: int, max_bytes: int) -> tuple[list[QueuedOp], UUID | None]:
        """Return the next pending operations and the id of the one before them."""
        found = rows(
            self._connection,
            f"SELECT {_OP} FROM outbox WHERE acked_at IS NULL ORDER BY q LIMIT :n",  # noqa: S608
            n=max_ops,
        )
        ops: list[QueuedOp] = []
        size = 0
        for row in found:
            size += len(str(row[5])) + len(str(row[6])) + 200
            if ops and (size > max_bytes or row[0] != ops[-1].q + 1):
                break
            ops.append(_op_from(row))
        return ops, self.op_id_at(ops[0].q - 1) if ops else None

    def op_id_at(self, q: int) -> UUID | None:
        """Return the id of the operation with this number, or None."""
        found = rows(self._connection, "SELECT op_id FROM outbox WHERE q = :q", q=q)
        return UUID(str(found[0][0])) if found else None

    def last_acked(self) -> int:
        """Return the highest number the centre has answered; 0 if none."""
        found = rows(
            self._connection,
            "SELECT q FROM outbox WHERE acked_at IS NOT NULL ORDER BY q DESC LIMIT 1",
        )
        return int(str(found[0][0])) if found else 0

    def backlog(self) -> Backlog:
        """Count what waits and what was refused."""
        count, oldest = rows(
            self._connection, "SELECT count(*), min(wall_ms) FROM outbox WHERE acked_at IS NULL"
        )[0]
        refused = rows(
            self._connection,
            f"SELECT count(*) FROM outbox WHERE {_REFUSED}",  # noqa: S608
        )
        return Backlog(
            pending=int(str(count)),
            oldest_at=None if oldest is None else moment_of_ms(int(str(oldest))),
            refused=int(str(refused[0][0])),
        )

    def mark(
        self,
        *,
        first_q: int,
        last_q: int,
        results: Mapping[int, Mapping[str, Any]],
        pos: Mapping[str, int],
        at: datetime,
    ) -> None:
        """Note the centre's answers to the operations ``first_q`` to ``last_q``."""
        rows(
            self._connection,
            "UPDATE outbox SET acked_at = :at, pos = :pos, result = NULL "
            "WHERE q BETWEEN :first_q AND :last_q AND acked_at IS NULL",
            at=at,
            pos=json.dumps(dict(pos)),
            first_q=first_q,
            last_q=last_q,
        )
        for q, result in results.items():
            rows(
                self._connection,
                "UPDATE outbox SET result = :result WHERE q = :q AND acked_at IS NOT NULL",
                result=json.dumps(dict(result), ensure_ascii=False),
                q=q,
            )

    def refusals(self, *, limit: int = 100) -> list[Refusal]:
        """Return what the centre did not simply accept and nobody has seen yet, newest first."""
        found = rows(
            self._connection,
            "SELECT q, kind, entity, row_id, wall_ms, result FROM outbox "  # noqa: S608
            f"WHERE {_REFUSED} ORDER BY q DESC LIMIT :n",
            n=limit,
        )
        return [
            Refusal(
                q=int(str(q)),
                kind=str(kind),
                entity=str(entity),
                row_id=UUID(str(row_id)),
                at=moment_of_ms(int(str(wall_ms))),
                **{key: json.loads(str(result))[key] for key in ("code", "detail")},
            )
            for q, kind, entity, row_id, wall_ms, result in found
        ]

    def displaced_by(self, booking_id: UUID) -> UUID | None:
        """Return the booking to which the centre gave this one's room, where it said so."""
        found = rows(
            self._connection,
            "SELECT json_extract(result, '$.detail.displaced_by') FROM outbox "
            "WHERE row_id = :id AND result IS NOT NULL "
            "AND json_extract(result, '$.detail.displaced_by') IS NOT NULL "
            "ORDER BY q DESC LIMIT 1",
            id=booking_id,
        )
        return UUID(str(found[0][0])) if found else None

    def mark_seen(self, up_to_q: int) -> None:
        """Somebody has read the refusals up to this number."""
        rows(
            self._connection,
            "UPDATE outbox SET result = json_set(result, '$.is_seen', 1) "  # noqa: S608
            f"WHERE q <= :q AND {_REFUSED}",
            q=up_to_q,
        )

    def unsettled(self) -> list[tuple[QueuedOp, str, object]]:
        """Return operations that were not simply accepted and that nobody has decided about.

        Each with the centre's code and the facts it gave, oldest first.
        """
        found = rows(
            self._connection,
            f"SELECT {_OP}, result FROM outbox WHERE {_UNSETTLED} ORDER BY q",  # noqa: S608
        )
        results = [json.loads(str(row[-1])) for row in found]
        return [
            (_op_from(row), str(result["code"]), result.get("detail"))
            for row, result in zip(found, results, strict=True)
        ]

    def op(self, op_id: UUID) -> QueuedOp | None:
        """Return an operation of this desk that is still kept, or None."""
        found = rows(self._connection, f"SELECT {_OP} FROM outbox WHERE op_id = :id", id=op_id)  # noqa: S608
        return _op_from(found[0]) if found else None

    def is_folded(self, op_id: UUID) -> bool:
        """Whether an operation lies over the centre's image, so that its row is not final yet."""
        found = rows(
            self._connection,
            f"SELECT 1 FROM outbox WHERE op_id = :id AND {_FOLDED}",  # noqa: S608
            id=op_id,
        )
        return bool(found)

    def settle(self, op_id: UUID, *, is_settled: bool) -> None:
        """Note that somebody has decided about a refused operation, or takes that back."""
        settled = "json_set(result, '$.is_seen', 1, '$.is_settled', 1)"
        result = settled if is_settled else "json_remove(result, '$.is_settled')"
        rows(
            self._connection,
            f"UPDATE outbox SET result = {result} WHERE op_id = :id AND result IS NOT NULL",  # noqa: S608
            id=op_id,
        )

    def reach(self, pos: Mapping[str, int]) -> None:
        """Fold no longer what is in every image of a page that reaches so far in each scope."""
        waiting = rows(self._connection, "SELECT DISTINCT pos FROM outbox WHERE pos IS NOT NULL")
        for (text,) in waiting:
            needed: dict[str, int] = json.loads(str(text))
            if all(pos.get(scope, 0) >= seq for scope, seq in needed.items()):
                rows(self._connection, "UPDATE outbox SET pos = NULL WHERE pos = :pos", pos=text)

    def unack(self, *, above: int) -> None:
        """Take back what the centre's history no longer holds: send it again."""
        rows(
            self._connection,
            "UPDATE outbox SET acked_at = NULL, pos = NULL, result = NULL WHERE q > :above",
            above=above,
        )

    def fork(self) -> None:
        """Number all kept operations anew from 1, to be sent again with their own ids."""
        found = rows(self._connection, "SELECT q FROM outbox ORDER BY q")
        rows(self._connection, "UPDATE outbox SET q = -q")
        for n, (q,) in enumerate(found, 1):
            rows(
                self._connection,
                "UPDATE outbox SET q = :n, acked_at = NULL, pos = NULL, result = NULL "
                "WHERE q = -:q",
                n=n,
                q=q,
            )

    def prune(self, *, before: datetime) -> None:
        """Forget operations answered before a moment; the newest stays, it is the stream's head."""
        rows(
            self._connection,
            "DELETE FROM outbox WHERE acked_at < :before AND pos IS NULL "  # noqa: S608
            f"AND NOT coalesce(({_UNSETTLED}), 0) "
            "AND q < (SELECT max(q) FROM outbox WHERE acked_at IS NOT NULL) "
            "AND q < coalesce((SELECT min(q) - 1 FROM outbox WHERE acked_at IS NULL), 1 << 62)",
            before=before,
        )


def _op_from(row: Sequence[Any]) -> QueuedOp:
    return QueuedOp(
        q=row[0],
        op_id=UUID(row[1]),
        kind=row[2],
        entity=row[3],
        row_id=UUID(row[4]),
        fields=json.loads(row[5]),
        base=json.loads(row[6]),
        wall_ms=row[7],
        offset_ms=row[8],
        boot=row[9],
        monotonic_ms=row[10],
        hlc=row[11],
        operator=row[12],
        version=row[13],
    )
