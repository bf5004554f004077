"""Plain SQL on the transaction's own SQLite connection, for what happens at every scan.

SQLAlchemy's execution costs 40 to 90 µs a statement, a durable commit here 80 µs; a scan takes about
ten statements. These helpers keep the stored formats of db/tables.py.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import Connection

Row = tuple[object, ...]


def bound(value: object) -> object:
    """Write a value as the column types of db/tables.py store it."""
    match value:
        case UUID():
            return value.hex
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        case date():
            return value.isoformat()
        case _:
            return value


def moment(value: object) -> datetime | None:
    """Read a stored moment."""
    return None if value is None else datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def known_moment(value: object) -> datetime:
    """Read a stored moment that is never NULL."""
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def rows(connection: Connection, sql: str, **params: object) -> list[Row]:
    """Run a query with ``:name`` parameters."""
    raw = connection.connection.dbapi_connection
    if raw is None:
        msg = "the connection is closed"
        raise RuntimeError(msg)
    found: list[Row] = raw.execute(sql, {k: bound(v) for k, v in params.items()}).fetchall()
    return found


def insert(connection: Connection, table: str, values: Mapping[str, object]) -> None:
    """Insert one row; names come from this program, never from outside."""
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    rows(connection, f'INSERT INTO "{table}" ({names}) VALUES ({marks})', **values)  # noqa: S608
