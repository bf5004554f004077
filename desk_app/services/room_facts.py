"""Use cases: what is on in a room now, how much rooms are used, what a booker has left."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desk_app.db.unit_of_work import BeginWork
from desk_app.domain.booking_decision import minutes_taken, week_of
from desk_app.domain.booking_use import Booking, occupied
from desk_app.domain.bookings import Booker, Request
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.free_times import free_until
from desk_app.domain.ids import RoomId
from desk_app.domain.room_days import block_of, in_lanes, open_minutes
from desk_app.domain.room_use_rates import HeatMap, rates
from desk_app.domain.rooms import Room
from desk_app.services.booking_labels import BookingLabels
from desk_app.services.booking_plan import Who, scene_of
from desk_app.services.room_hours import closures_of
from desk_app.services.terms import station_calendar

_MINUTE = timedelta(minutes=1)
_SOON = timedelta(hours=12)
_FAR = timedelta(days=3660)
_MAX_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class InRoom:
    """A booking as a door may show it; ``label`` has people's names masked."""

    booking: Booking
    label: str
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomAtMoment:
    """What is on in a room, what comes next within 12 hours, and until when it is free.

    ``free_until`` is None where nobody can walk in now.
    """

    room: Room
    at: datetime
    now: tuple[InRoom, ...]
    next: InRoom | None
    free_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLine:
    """What a booker has in a room, in minutes; a limit of None means there is none.

    Attributes:
        open_bookings: Bookings that are not over.
    """

    room: Room
    week_used_min: int
    week_limit_min: int | None
    month_used_min: int
    month_limit_min: int | None
    open_bookings: int
    open_limit: int | None

    @property
    def week_left_min(self) -> int | None:
        """What is left of this week."""
        return _left(self.week_limit_min, self.week_used_min)

    @property
    def month_left_min(self) -> int | None:
        """What is left of this month."""
        return _left(self.month_limit_min, self.month_used_min)

    @property
    def open_left(self) -> int | None:
        """How many more bookings may stand open."""
        return _left(self.open_limit, self.open_bookings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """A booker's minutes in the week from Monday and in the calendar month of a Shanghai day."""

    week_from: date
    month_from: date
    lines: tuple[QuotaLine, ...]


class RoomFactService:
    """Reads; nothing here changes anything. ``at`` left out is now."""

    def __init__(self, read: BeginWork, clock: Clock) -> None:
        self._read = read
        self._clock = clock

    def now(self, room_id: RoomId, at: datetime | None = None) -> RoomAtMoment:
        """Return what is on in a room.

        Raises:
            KnownError: This desk does not know the room.
        """
        when = at or self._clock()
        with self._read() as work:
            scene = scene_of(work, when, when, when)
            room = scene.rooms.get(room_id)
            if room is None:
                raise KnownError(
                    "unknown_room",
                    zh="本站没有这个场地，门牌可能是别的驿站的。请用 room list 查看。",
                    en="This station has no such room, the sign may be another station's. "
                    "room list shows the rooms.",
                )
            found = work.bookings.touching([room_id], when, when + _SOON)
            labels = BookingLabels(work, found, names=False)
            seen = [
                InRoom(booking=booking, label=labels.of(booking), ends_at=use.ends_at)
                for booking in found
                if (use := occupied(booking, room, when)) and use.ends_at > when
            ]
            walk_in = Request(
                room_id=room_id, starts_at=when, ends_at=when + _SOON, is_walk_in=True
            )
            until = free_until(scene.question(walk_in, Booker(is_company=True)))
        later = [one for one in seen if one.booking.starts_at > when]
        return RoomAtMoment(
            room=room,
            at=when,
            now=tuple(one for one in seen if one.booking.starts_at <= when),
            next=later[0] if later else None,
            free_until=until,
        )

    def quota(self, who: Who, at: datetime | None = None) -> Quota:
        """Return what a booker has used and has left, room by room, as a booking today counts."""
        when = at or self._clock()
        today = local_day(when)
        monday, first = week_of(today), today.replace(day=1)
        with self._read() as work:
            rooms = [room for room in work.rooms.all().values() if not room.is_retired]
            since = day_bounds(min(monday, first))[0]
            found = work.bookings.of_booker(who.visitor_id, who.company, since, when + _FAR)
        lines = []
        for room in rooms:
            theirs = [b for b in found if b.room_id == room.room_id]
            taken = [(b.starts_at, (b.ends_at - b.starts_at) // _MINUTE) for b in theirs]
            in_week, in_month = minutes_taken(taken, today)
            lines.append(
                QuotaLine(
                    room=room,
                    week_used_min=in_week,
                    week_limit_min=room.week_quota_min or None,
                    month_used_min=in_month,
                    month_limit_min=room.month_quota_min or None,
                    open_bookings=sum((b.freed_at or b.ends_at) > when for b in theirs),
                    open_limit=room.open_quota or None,
                )
            )
        return Quota(week_from=monday, month_from=first, lines=tuple(lines))

    def heat_map(self, first: date, last: date) -> HeatMap:
        """Return how much each room is used by hour of the day; both days included.

        Raises:
            KnownError: No such period.
        """
        if not timedelta() <= last - first < timedelta(days=_MAX_DAYS):
            raise KnownError(
                "bad_period",
                zh=f"时间段要从早到晚，最多 {_MAX_DAYS} 天。请检查 --from 和 --to。",
                en=f"A period runs from the earlier day to the later, {_MAX_DAYS} days at most: "
                "check --from and --to.",
            )
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        now = self._clock()
        with self._read() as work:
            rooms = [r for r in work.rooms.all().values() if not (r.is_retired or r.station)]
            shut = closures_of(work, first, last)
            calendar = station_calendar(work)
            found = work.bookings.touching(
                [room.room_id for room in rooms], day_bounds(first)[0], day_bounds(last)[1]
            )
            lines = []
            for room in rooms:
                held = [b for b in found if b.room_id == room.room_id and occupied(b, room, now)]
                closures = shut(room)
                by_day: dict[date, list[Booking]] = {day: [] for day in days}
                for booking in held:
                    day = local_day(booking.starts_at)
                    while day <= local_day(booking.ends_at):
                        by_day.get(day, []).append(booking)
                        day += timedelta(days=1)
                lines.append(
                    rates(
                        room.room_id,
                        room.name,
                        (
                            (
                                open_minutes(room, calendar, closures, day),
                                in_lanes(
                                    block for b in by_day[day] if (block := block_of(b, day, ""))
                                ),
                            )
                            for day in days
                        ),
                    )
                )
            station = work.settings.station_name
        return HeatMap(station=station, first=first, last=last, rooms=lines)


def _left(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)
