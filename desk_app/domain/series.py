"""Changes to a repeating booking: this one, this and following, or all."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.ids import BookingId

_STANDS = frozenset({BookingStatus.CONFIRMED, BookingStatus.PENDING, BookingStatus.TENTATIVE})


class SeriesScope(StrEnum):
    """Which bookings of a series a change is for."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


class OnClash(StrEnum):
    """What becomes of a date that cannot be booked as it stands."""

    STOP = "stop"
    SKIP = "skip"
    OTHER_ROOM = "other_room"
    OTHER_HOUR = "other_hour"


def affected(
    series: Iterable[Booking], chosen: BookingId, scope: SeriesScope, at: datetime
) -> tuple[Booking, ...]:
    """Return the bookings a change is for, in order of time.

    What was checked in to, cancelled or skipped is never among them: deleted dates stay deleted.
    The past stays too, unless it is the one that was chosen alone.
    """
    ordered = sorted(series, key=lambda one: one.occurrence)
    start = next(one.occurrence for one in ordered if one.booking_id == chosen)
    return tuple(
        one
        for one in ordered
        if one.status in _STANDS
        and one.checked_in_at is None
        and (one.starts_at > at or scope is SeriesScope.THIS)
        and (
            one.booking_id == chosen
            or scope is SeriesScope.ALL
            or (scope is SeriesScope.FOLLOWING and one.occurrence > start)
        )
    )


def split(
    series: Sequence[Booking], occurrence: str
) -> tuple[tuple[Booking, ...], tuple[Booking, ...]]:
    """Divide a series: what comes before an occurrence, and it with what follows."""
    return (
        tuple(one for one in series if one.occurrence < occurrence),
        tuple(one for one in series if one.occurrence >= occurrence),
    )
