"""Time: the only place that reads the wall clock, and the station's calendar day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Beyond these, arithmetic with weeks and time zones may leave the calendar.
_FIRST_YEAR, _LAST_YEAR = 2000, 2999

Clock = Callable[[], datetime]
"""Returns the present moment, timezone-aware and in UTC."""


def system_clock() -> datetime:
    """Return the computer's present time in UTC."""
    return datetime.now(UTC)


def moment_of_ms(wall_ms: int) -> datetime:
    """Return the aware UTC moment of a Unix time in milliseconds."""
    return datetime.fromtimestamp(wall_ms / 1000, UTC)


def local_day(at: datetime) -> date:
    """Return the Asia/Shanghai date of an aware moment."""
    return at.astimezone(SHANGHAI).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the half-open UTC period ``[start, end)`` of an Asia/Shanghai date."""
    start = datetime.combine(day, time(), SHANGHAI)
    return start.astimezone(UTC), datetime.combine(
        date.fromordinal(day.toordinal() + 1), time(), SHANGHAI
    ).astimezone(UTC)


def parse_local(text: str) -> datetime:
    """Read ISO 8601; without an offset it is Asia/Shanghai. Answers aware UTC.

    Raises:
        ValueError: The text is no ISO 8601 date and time, or far from any evening of a station.
    """
    at = datetime.fromisoformat(text)
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError(text)
    return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def iso_local(at: datetime) -> str:
    """Write an aware moment as ISO 8601 with the +08:00 offset."""
    return at.astimezone(SHANGHAI).isoformat()
