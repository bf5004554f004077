"""What the rooms page shows: a day of all rooms, a week of one, how full a month is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.booking_queue import queue_for
from desk_app.domain.booking_use import Booking, BookingStatus, is_no_show, occupied
from desk_app.domain.bookings import Booker, BookingQuestion, Request, Surroundings, Use
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.free_times import free_until
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import Closure, Room, RoomUse, open_periods, sharing_floor
from desk_app.services.booking_plan import Scene, lesson_uses, scene_of

_ONE_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_BOARD = timedelta(hours=12)
_WEEK = 7

Period = tuple[datetime, datetime]


class Standing(StrEnum):
    """How a room stands at this moment."""

    FREE = "free"
    IN_USE = "in_use"
    SHUT = "shut"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomNow:
    """How a room stands, and until when where that is known."""

    standing: Standing
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingLine:
    """A booking with the names that belong to it.

    Attributes:
        name: The visitor who booked, where the station knows them.
        use: What it occupies, seen at the day's ``at``; None where it holds nothing any more.
        is_no_show: The booker has not come in time.
        since: Since when a booking that waits has waited; None for others.
    """

    booking: Booking
    name: str = ""
    use: Use | None = None
    is_no_show: bool = False
    since: datetime | None = None

    @property
    def title(self) -> str:
        """For whom it is: the company, else the visitor; empty for a walk-in nobody named."""
        return self.booking.company or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomDay:
    """A day of the station's own rooms.

    Attributes:
        at: The moment it was read.
        open: By room, when it is open that day; half-open, in UTC.
        now: By room, how it stands at ``at``; only where ``at`` is on this day.
        lessons: Class sessions by the room they name.
        around: What stands around requests on this day: for ``decide_booking`` without a wait.
    """

    day: date
    at: datetime
    rooms: tuple[Room, ...]
    bookings: tuple[BookingLine, ...]
    lessons: tuple[tuple[RoomId, ClassSession], ...]
    closures: tuple[Closure, ...]
    open: Mapping[RoomId, tuple[Period, ...]]
    now: Mapping[RoomId, RoomNow]
    around: Surroundings

    def queue_of(self, held: Booking) -> tuple[BookingLine, ...]:
        """Return who waits for a booking's slot, in the queue's order."""
        waiting = [line for line in self.bookings if line.since is not None]
        waiting.sort(key=lambda line: (line.since or self.at, line.booking.booking_id))
        ids = {
            b.booking_id for b in queue_for(held, (w.booking for w in waiting), self.around.rooms)
        }
        return tuple(line for line in waiting if line.booking.booking_id in ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLoad:
    """How full a date is: minutes in use and minutes open, over all rooms asked about."""

    day: date
    used_min: int
    open_min: int
    bookings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomMonth:
    """Every date of a month, of one room or of all."""

    first: date
    room_id: RoomId | None
    days: tuple[DayLoad, ...]


class RoomDayService:
    """Reads what is booked; changes nothing."""

    def __init__(self, read: BeginWork, clock: Clock) -> None:
        self._read = read
        self._clock = clock

    def today(self) -> date:
        """Return the station's date."""
        return local_day(self._clock())

    def day(self, day: date) -> RoomDay:
        """Return a Shanghai date of all rooms in use."""
        with self._read() as work:
            return _day(work, self._clock(), day)

    def week(self, day: date) -> tuple[RoomDay, ...]:
        """Return the seven dates from the Monday of a date's week."""
        monday = day - timedelta(days=day.weekday())
        at = self._clock()
        with self._read() as work:
            return tuple(_day(work, at, monday + n * _ONE_DAY) for n in range(_WEEK))

    def month(self, day: date, room_id: RoomId | None = None) -> RoomMonth:
        """Return how full each date of a date's month is."""
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - _ONE_DAY
        at = self._clock()
        with self._read() as work:
            start, end = day_bounds(first)[0], day_bounds(last)[1]
            scene = scene_of(work, at, start, end)
            rooms = [r for r in _own_rooms(scene) if room_id in {None, r.room_id}]
            uses = _uses(scene, work.bookings.between(start, end))
            _add_lessons(work, rooms, uses, start, end)
            days = [first + n * _ONE_DAY for n in range((last - first).days + 1)]
            loads = tuple(_load(scene, one, rooms, uses) for one in days)
        return RoomMonth(first=first, room_id=room_id, days=loads)


def _own_rooms(scene: Scene) -> tuple[Room, ...]:
    own = (r for r in scene.rooms.values() if not r.is_retired and not r.station)
    return tuple(sorted(own, key=lambda room: (-room.capacity, room.name)))


def _day(work: UnitOfWork, at: datetime, day: date) -> RoomDay:
    start, end = day_bounds(day)
    scene = scene_of(work, at, start, end)
    rooms = _own_rooms(scene)
    gap = max((room.gap for room in scene.rooms.values()), default=timedelta())
    is_today = local_day(at) == day
    reach = max(end, at + _BOARD) if is_today else end
    near = work.bookings.between(start - gap, reach + gap)
    uses = _uses(scene, near)
    _add_lessons(work, rooms, uses, start - gap, reach + gap)
    ids = {room.room_id for room in rooms}
    names: dict[object, str] = {}
    queued = [b.booking_id for b in near if b.status is BookingStatus.WAITING]
    since = work.bookings.booked_at(queued) if queued else {}
    lines: list[BookingLine] = []
    for booking in near:
        if booking.room_id not in ids or booking.ends_at <= start or booking.starts_at >= end:
            continue
        room = scene.rooms[booking.room_id]
        if booking.visitor_id is not None and booking.visitor_id not in names:
            visitor = work.people.visitor(booking.visitor_id)
            names[booking.visitor_id] = visitor.name if visitor else ""
        lines.append(
            BookingLine(
                booking=booking,
                name=names.get(booking.visitor_id, ""),
                use=occupied(booking, room, at),
                is_no_show=is_no_show(booking, room, at),
                since=since.get(booking.booking_id),
            )
        )
    around = Surroundings(
        rooms=scene.rooms,
        uses={room_id: tuple(found) for room_id, found in uses.items()},
        at=at,
        closures=scene.closures,
        calendar=scene.calendar,
    )
    return RoomDay(
        day=day,
        at=at,
        rooms=rooms,
        bookings=tuple(lines),
        lessons=tuple(_lessons(work, rooms, start, end)),
        closures=tuple(c for c in scene.closures if c.starts_at < end and c.ends_at > start),
        open={room.room_id: _open(scene, room, day) for room in rooms},
        now={room.room_id: _now(around, room) for room in rooms} if is_today else {},
        around=around,
    )


def _uses(scene: Scene, bookings: list[Booking]) -> dict[RoomId, list[Use]]:
    found: dict[RoomId, list[Use]] = {}
    for booking in bookings:
        room = scene.rooms.get(booking.room_id)
        use = occupied(booking, room, scene.at) if room else None
        if use is not None:
            found.setdefault(use.room_id, []).append(use)
    return found


def _add_lessons(
    work: UnitOfWork,
    rooms: Iterable[Room],
    uses: dict[RoomId, list[Use]],
    start: datetime,
    end: datetime,
) -> None:
    for use in lesson_uses(work, rooms, start, end):
        uses.setdefault(use.room_id, []).append(use)


def _lessons(
    work: UnitOfWork, rooms: tuple[Room, ...], start: datetime, end: datetime
) -> list[tuple[RoomId, ClassSession]]:
    by_name = {room.name: room.room_id for room in rooms}
    return [
        (by_name[session.room], session)
        for session in work.courses.sessions_between(start, end)
        if session.room in by_name and not session.is_cancelled
    ]


def _open(scene: Scene, room: Room, day: date) -> tuple[Period, ...]:
    start, end = day_bounds(day)
    periods = open_periods(room, scene.calendar, start, end - _MINUTE)
    return tuple((max(s, start), min(e, end)) for s, e in periods if s < end and e > start)


def _now(around: Surroundings, room: Room) -> RoomNow:
    at = around.at
    request = Request(
        room_id=room.room_id,
        starts_at=at,
        ends_at=at + _BOARD,
        is_walk_in=room.use is not RoomUse.RESERVATION,
    )
    booker = Booker(is_company=True, is_staff=True)
    until = free_until(BookingQuestion(request=request, around=around, booker=booker))
    if until is not None:
        return RoomNow(standing=Standing.FREE, until=until)
    busy = [
        use.ends_at if at < use.ends_at else use.ends_at + room.gap
        for room_id in sharing_floor(around.rooms, room.room_id)
        for use in around.uses.get(room_id, ())
        if use.starts_at - room.gap <= at < use.ends_at + room.gap
    ]
    if busy:
        return RoomNow(standing=Standing.IN_USE, until=max(busy))
    return RoomNow(standing=Standing.SHUT)


def _load(scene: Scene, day: date, rooms: list[Room], uses: Mapping[RoomId, list[Use]]) -> DayLoad:
    start, end = day_bounds(day)
    used = count = opened = 0
    for room in rooms:
        opened += sum((e - s) // _MINUTE for s, e in _open(scene, room, day))
        for use in uses.get(room.room_id, ()):
            inside = min(use.ends_at, end) - max(use.starts_at, start)
            if inside > timedelta():
                used += inside // _MINUTE
                count += 1
    return DayLoad(day=day, used_min=used, open_min=opened, bookings=count)
