"""Column types and kinds that the tables share, and what holds the tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Dialect, Integer, MetaData, Text
from sqlalchemy.types import TypeDecorator
from typing_extensions import override


class UtcDateTime(TypeDecorator[datetime]):
    """Stores aware datetimes as UTC and gives them back aware."""

    impl = DateTime
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"naive datetime refused: {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()


def text(name: str, default: str | None = "") -> Column[Any]:
    """Text that is never NULL."""
    return Column(name, Text, nullable=False, default=default, server_default=default)


def flag(name: str) -> Column[Any]:
    """Yes or no; no by default."""
    return Column(name, Boolean, nullable=False, default=False, server_default="0")


def count(name: str, default: int) -> Column[Any]:
    """A whole number that is never NULL."""
    return Column(name, Integer, nullable=False, default=default, server_default=str(default))
