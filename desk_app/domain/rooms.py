"""Rooms: what they hold, when they are open, and which share their floor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from desk_app.domain.clock import SHANGHAI, local_day
from desk_app.domain.holidays import DayKind, HolidayCalendar
from desk_app.domain.ids import ClosureId, RoomId

DAY_MIN = 24 * 60
_ONE_DAY = timedelta(days=1)
_DAY_NAMES = ("mo", "tu", "we", "th", "fr", "sa", "su")

WeekHours = tuple[tuple[tuple[int, int], ...], ...]
"""Seven tuples, Monday first, of ``(opens, closes)`` in minutes of the day; ``()``: always open."""

Equipment = tuple[tuple[str, int], ...]
"""Names with how many, in order of name."""


class GapMode(StrEnum):
    """Whether one gap serves both bookings, or each has its own minutes."""

    MAX = "max"
    SUM = "sum"


class RoomUse(StrEnum):
    """How people come to use a room."""

    BOTH = "both"
    WALK_IN = "walk_in"
    RESERVATION = "reservation"


class Bookers(StrEnum):
    """Who may book a room."""

    ANYONE = "anyone"
    COMPANIES = "companies"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A bookable space. A number of 0 means no limit.

    Attributes:
        capacity: People it holds.
        hours: When it is open; see WeekHours.
        at_once: Bookings that may run at once.
        by_headcount: Bookings share the capacity by headcount instead; ``at_once`` is not read.
        equipment: Movable; the same name at several rooms is one shared stock, the largest count.
        fixtures: Built in: always here, never elsewhere.
        part_of: The room this one is a part of.
        opens_on_holidays: Else it closes on statutory holidays.
        max_min: Longest booking, in minutes.
        ahead_days: How many days ahead one may book.
        week_quota_min: Minutes a booker may have in a week from Monday.
        month_quota_min: Minutes a booker may have in a calendar month.
        open_quota: Bookings a booker may have that are not over.
        early_min: How long before the start one may check in.
        release_min: How long a booking waits for its booker.
        station: The other station it stands in, where it is not this desk's own.
    """

    room_id: RoomId
    name: str
    capacity: int = 0
    hours: WeekHours = ()
    setup_min: int = 0
    cleanup_min: int = 0
    gap_mode: GapMode = GapMode.MAX
    at_once: int = 1
    by_headcount: bool = False
    equipment: Equipment = ()
    fixtures: Equipment = ()
    part_of: RoomId | None = None
    use: RoomUse = RoomUse.BOTH
    bookers: Bookers = Bookers.ANYONE
    needs_approval: bool = False
    opens_on_holidays: bool = False
    max_min: int = 0
    ahead_days: int = 0
    week_quota_min: int = 0
    month_quota_min: int = 0
    open_quota: int = 0
    early_min: int = 15
    release_min: int = 15
    rules: str = ""
    photo: str = ""
    station: str = ""
    is_retired: bool = False

    @property
    def gap(self) -> timedelta:
        """What must lie between two bookings."""
        both = (self.setup_min, self.cleanup_min)
        return timedelta(minutes=max(both) if self.gap_mode is GapMode.MAX else sum(both))

    def lacks(self, needs: Equipment) -> Equipment:
        """Return what of the needs is not built in and must come from the stock."""
        built_in = dict(self.fixtures)
        left = ((name, count - built_in.get(name, 0)) for name, count in needs)
        return tuple((name, count) for name, count in left if count > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """``[starts_at, ends_at)`` in which a room, or with no room the whole station, is closed."""

    closure_id: ClosureId
    starts_at: datetime
    ends_at: datetime
    room_id: RoomId | None = None
    reason: str = ""


def parse_hours(texts: Iterable[str]) -> WeekHours:
    """Read opening hours: ``09:00-21:00`` for all days, or ``mo-fr,su 09:00-12:00``.

    Days that no text names are closed; without any text the room is always open.

    Raises:
        ValueError: A text is no such thing, or closes before it opens.
    """
    week: list[list[tuple[int, int]]] = [[] for _ in _DAY_NAMES]
    is_given = False
    for text in texts:
        days, _, span = text.strip().lower().rpartition(" ")
        opens, closes = (_minute_of_day(part) for part in span.split("-"))
        if opens >= closes:
            raise ValueError(text)
        is_given = True
        for day in _days(days) if days else range(7):
            week[day].append((opens, closes))
    return tuple(tuple(sorted(day)) for day in week) if is_given else ()


def write_hours(hours: WeekHours) -> list[str]:
    """Return the texts that ``parse_hours`` reads back."""
    if len(set(hours)) == 1:
        return [f"{_clock(o)}-{_clock(c)}" for o, c in hours[0]]
    return [
        f"{name} {_clock(opens)}-{_clock(closes)}"
        for name, day in zip(_DAY_NAMES, hours, strict=False)
        for opens, closes in day
    ]


def _days(text: str) -> Iterable[int]:
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        start = _DAY_NAMES.index(first)
        yield from range(start, _DAY_NAMES.index(last or first) + 1)


def _minute_of_day(text: str) -> int:
    if text.strip() == "24:00":
        return DAY_MIN
    at = time.fromisoformat(text.strip().zfill(5))  # 9:00 is 09:00
    return at.hour * 60 + at.minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def is_holiday(room: Room, calendar: HolidayCalendar, day: date) -> bool:
    """Whether the room stays shut all day because of a statutory holiday."""
    return calendar.is_holiday(day) and not room.opens_on_holidays


def open_periods(
    room: Room, calendar: HolidayCalendar, starts_at: datetime, ends_at: datetime
) -> list[tuple[datetime, datetime]]:
    """Return when the room is open on the days ``[starts_at, ends_at)`` touches, in UTC.

    Half-open and merged: hours until 24:00 go on into the next day's from 00:00. On a make-up
    workday a room that has no hours on weekends keeps Monday's.
    """
    day, last = local_day(starts_at), local_day(ends_at)
    found: list[tuple[datetime, datetime]] = []
    while day <= last:
        for opens, closes in _hours_of(room, calendar, day):
            midnight = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
            start, end = midnight + timedelta(minutes=opens), midnight + timedelta(minutes=closes)
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        day += _ONE_DAY
    return found


def _hours_of(room: Room, calendar: HolidayCalendar, day: date) -> tuple[tuple[int, int], ...]:
    if is_holiday(room, calendar, day):
        return ()
    if not room.hours:
        return ((0, DAY_MIN),)
    hours = room.hours[day.weekday()]
    is_made_up = calendar.kind(day) is DayKind.MAKEUP_WORKDAY
    return room.hours[0] if is_made_up and not hours else hours


def sharing_floor(rooms: Mapping[RoomId, Room], room_id: RoomId) -> frozenset[RoomId]:
    """Return the room with all it is a part of and all its parts, however deep."""
    found = {room_id}
    above = rooms[room_id].part_of if room_id in rooms else None
    while above is not None and above not in found:
        found.add(above)
        above = rooms[above].part_of if above in rooms else None
    of_others = [r for r in rooms.values() if r.part_of is not None]  # few, and often none
    parts = [room_id] if of_others else []
    while parts:
        parts = [r.room_id for r in of_others if r.part_of in parts and r.room_id not in found]
        found.update(parts)
    return frozenset(found)


def is_within(rooms: Mapping[RoomId, Room], room_id: RoomId) -> bool:
    """Whether a room is, over however many steps, a part of itself."""
    seen: set[RoomId] = set()
    above = rooms[room_id].part_of
    while above is not None and above in rooms and above not in seen:
        if above == room_id:
            return True
        seen.add(above)
        above = rooms[above].part_of
    return False


def shared_stock(rooms: Iterable[Room]) -> dict[str, int]:
    """Return how many of each movable thing the station has."""
    stock: dict[str, int] = {}
    for room in rooms:
        for name, count in room.equipment:
            stock[name] = max(count, stock.get(name, 0))
    return stock
