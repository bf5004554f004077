"""What of rooms leaves the station on paper or as a calendar, before it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk_app.domain.ids import BookingId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomEvent:
    """A booking as a calendar shows it.

    Attributes:
        booking_id: Its UID: the same at each export, one for each date of a series.
        revision: Grows with each change, so that calendars take changes over.
        is_sure: Else it waits for somebody's word.
    """

    booking_id: BookingId
    room: str
    starts_at: datetime
    ends_at: datetime
    label: str
    purpose: str = ""
    revision: int = 0
    is_sure: bool = True
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCalendar:
    """Events of a room or of a booker, in order of time."""

    name: str
    events: Sequence[RoomEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorSign:
    """What stands on a room's door; ``code`` is what its QR holds, ``hours`` as they are written.

    Capacity 0 is not said.
    """

    station: str
    room: str
    code: str
    capacity: int = 0
    hours: Sequence[str] = ()
    rules: str = ""
