"""Plain SQL on the transaction's own SQLite connection, for what happens at every scan.

SQLAlchemy's execution costs 40 to 90 µs a statement, a durable commit here 80 µs; a scan takes
about ten statements. These helpers keep the stored formats of db/tables.py.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from uuid import UUID

from desk_app.domain.changes import FieldValue

Row = tuple[object, ...]
_ID_BYTES = 16


def _stored_moment(value: datetime) -> str:
    if value.tzinfo is None:
        msg = f"naive datetime refused: {value!r}"
        raise ValueError(msg)
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:-6]


# As the column types of db/tables.py store them; SQLAlchemy hands over text, so it is not affected.
sqlite3.register_adapter(UUID, attrgetter("hex"))
sqlite3.register_adapter(datetime, _stored_moment)
sqlite3.register_adapter(date, date.isoformat)


def moment(value: object) -> datetime | None:
    """Read a stored moment."""
    return None if value is None else datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def known_moment(value: object) -> datetime:
    """Read a stored moment that is never NULL."""
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def stored_id(value: object) -> str:
    """Write an id that came as text as it is stored; ten times as fast as by way of `UUID`."""
    read = bytes.fromhex(str(value).replace("-", ""))
    if len(read) != _ID_BYTES:
        msg = "no id"
        raise ValueError(msg)
    return read.hex()


def rows(connection: sqlite3.Connection, sql: str, **params: object) -> list[Row]:
    """Run a query with ``:name`` parameters."""
    found: list[Row] = connection.execute(sql, params).fetchall()
    return found


def id_list(ids: Iterable[UUID]) -> str:
    """Write ids as the JSON list that ``IN (SELECT value FROM json_each(:ids))`` reads."""
    return json.dumps([row_id.hex for row_id in ids])


def insert(connection: sqlite3.Connection, table: str, values: Mapping[str, object]) -> None:
    """Insert one row; names come from this program, never from outside."""
    rows(connection, _insert_sql(table, tuple(values)), **values)


@lru_cache(maxsize=128)
def _insert_sql(table: str, names: tuple[str, ...]) -> str:
    marks = ", ".join(f":{name}" for name in names)
    return f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({marks})'  # noqa: S608


def to_json(value: object) -> FieldValue:
    """Write a column value as domain/changes.py has it."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes():
            return value.hex()
        case None | str() | int() | bool():
            return value
        case _:
            msg = f"no field value: {type(value).__name__}"
            raise TypeError(msg)
