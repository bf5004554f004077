"""Rows of passes and of the keys they are verified and looked up with."""

from datetime import date
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import Row, moment, rows
from desk_app.db.people import VISITOR_COLUMNS, visitor_from
from desk_app.domain.ids import DeskId, PassId, VisitorId
from desk_app.domain.passes import KeyStatus, Pass, PassKey, PassKind
from desk_app.domain.people import Visitor

_COLUMNS = "pass.pass_id, pass.visitor_id, pass.kind, pass.revoked_at, pass.last_day"


def _pass_from(row: Row) -> Pass:
    return Pass(
        pass_id=PassId(UUID(str(row[0]))),
        visitor_id=VisitorId(UUID(str(row[1]))),
        kind=PassKind(str(row[2])),
        revoked_at=moment(row[3]),
        last_day=None if row[4] is None else date.fromisoformat(str(row[4])),
    )


class Passes:
    """Reads passes and keys; they are written through UnitOfWork.add and change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, pass_id: PassId) -> tuple[Pass, Visitor | None] | None:
        """Return a pass with its visitor (None while that row has not arrived), or None."""
        found = rows(
            self._connection,
            f"SELECT {_COLUMNS}, {VISITOR_COLUMNS} FROM pass "  # noqa: S608
            "LEFT JOIN visitor USING (visitor_id) WHERE pass_id = :id",
            id=pass_id,
        )
        return self._with_visitor(found)

    def linked(self, digest: bytes) -> tuple[Pass, Visitor | None] | None:
        """Return the latest pass that a code's digest was linked to; live ones first."""
        found = rows(
            self._connection,
            f"SELECT {_COLUMNS}, {VISITOR_COLUMNS} FROM pass "  # noqa: S608
            "LEFT JOIN visitor USING (visitor_id) WHERE digest = :digest "
            "ORDER BY revoked_at IS NOT NULL, issued_at DESC LIMIT 1",
            digest=digest,
        )
        return self._with_visitor(found)

    def of_visitor(self, visitor_id: VisitorId) -> list[Pass]:
        """Return a visitor's passes, newest first."""
        found = rows(
            self._connection,
            f"SELECT {_COLUMNS} FROM pass WHERE visitor_id = :id ORDER BY issued_at DESC",  # noqa: S608
            id=visitor_id,
        )
        return [_pass_from(row) for row in found]

    def good_signed(
        self, visitor_id: VisitorId, key_id: int, day: date
    ) -> tuple[PassId, date, date] | None:
        """Return the newest pass of this key that is good on a day: id, first and last day."""
        found = rows(
            self._connection,
            "SELECT pass_id, first_day, last_day FROM pass WHERE visitor_id = :id "
            "AND kind = 'signed' AND key_id = :key_id AND revoked_at IS NULL "
            "AND first_day <= :day AND last_day >= :day ORDER BY issued_at DESC LIMIT 1",
            id=visitor_id,
            key_id=key_id,
            day=day,
        )
        if not found:
            return None
        pass_id, first, last = found[0]
        return (
            PassId(UUID(str(pass_id))),
            date.fromisoformat(str(first)),
            date.fromisoformat(str(last)),
        )

    def public_keys(self, key_id: int | None = None) -> list[PassKey]:
        """Return the keys with this id, or all."""
        found = rows(
            self._connection,
            "SELECT key_id, public, status, retired_at FROM pass_key "
            "WHERE :key_id IS NULL OR key_id = :key_id",
            key_id=key_id,
        )
        return [
            PassKey(
                key_id=int(str(i)),
                public=bytes(public),  # type: ignore[call-overload]
                status=KeyStatus(str(status)),
                retired_at=moment(retired_at),
            )
            for i, public, status, retired_at in found
        ]

    def link_secrets(self) -> list[bytes]:
        """Return the secrets that linked codes were hashed with, this station's newest first."""
        found = rows(self._connection, "SELECT secret FROM link_key ORDER BY link_key_id DESC")
        return [bytes(secret) for (secret,) in found]  # type: ignore[call-overload]

    def has_other_desk(self, desk_id: DeskId) -> bool:
        """Whether another desk of the station signs passes, and so may admit too."""
        found = rows(
            self._connection,
            "SELECT EXISTS (SELECT 1 FROM pass_key WHERE desk_id <> :id AND status = 'active')",
            id=desk_id,
        )
        return bool(found[0][0])

    @staticmethod
    def _with_visitor(found: list[Row]) -> tuple[Pass, Visitor | None] | None:
        if not found:
            return None
        row = found[0]
        return _pass_from(row[:5]), None if row[5] is None else visitor_from(row[5:])
