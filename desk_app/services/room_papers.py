"""Use cases: bookings as a table, a calendar, a plan of the day; the sign on a door."""

from collections.abc import Sequence
from datetime import date, timedelta

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.exports import Column, ColumnKind, Export, Table, Value
from desk_app.domain.ids import RoomId
from desk_app.domain.people import Operator, Role, mask_contact
from desk_app.domain.room_days import (
    DayPlan,
    DayRow,
    block_of,
    held_until,
    in_lanes,
    open_minutes,
    span,
)
from desk_app.domain.room_papers import DoorSign, RoomCalendar, RoomEvent
from desk_app.domain.room_signs import sign_code
from desk_app.domain.rooms import write_hours
from desk_app.services.booking_labels import BookingLabels
from desk_app.services.booking_plan import Who
from desk_app.services.room_hours import closures_of
from desk_app.services.terms import station_calendar

MAX_DAYS = 366
_BACK, _AHEAD = timedelta(days=31), timedelta(days=366)
_STATUSES = {
    BookingStatus.CONFIRMED: "已确认",
    BookingStatus.PENDING: "待确认",
    BookingStatus.TENTATIVE: "暂定",
    BookingStatus.WAITING: "候补",
    BookingStatus.OFFERED: "待答复",
    BookingStatus.CANCELLED: "已取消",
    BookingStatus.RELEASED: "已释放",
    BookingStatus.DISPLACED: "被挤掉",
    BookingStatus.SKIPPED: "跳过",
}
_COLUMNS = (
    Column(heading="场地"),
    Column(heading="开始", kind=ColumnKind.MOMENT),
    Column(heading="结束", kind=ColumnKind.MOMENT),
    Column(heading="预约方"),
    Column(heading="联系人"),
    Column(heading="用途"),
    Column(heading="人数", kind=ColumnKind.NUMBER),
    Column(heading="状态"),
    Column(heading="签到", kind=ColumnKind.MOMENT),
    Column(heading="离开或释放", kind=ColumnKind.MOMENT),
)
_NOT_IN_CALENDARS = frozenset({BookingStatus.WAITING, BookingStatus.SKIPPED})
_NOT_SURE = frozenset({BookingStatus.PENDING, BookingStatus.TENTATIVE, BookingStatus.OFFERED})


class RoomPaperService:
    """Gathers what is drawn by ``documents``; who took it out is recorded first."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def bookings(
        self,
        first: date,
        last: date,
        room_id: RoomId | None = None,
        *,
        full: bool = False,
        by: Operator | None = None,
    ) -> Table:
        """Return every booking of a period, whatever became of it; both days included.

        Raises:
            KnownError: Whole names and numbers without staff, or no such period.
        """
        _check(first, last, full=full, by=by)
        with self._begin() as work:
            found = _between(work, first, last, room_id)
            labels = BookingLabels(work, found, names=full)
            rooms = {i: room.name for i, room in work.rooms.all().items()}
            rows = [_row(b, rooms.get(b.room_id, ""), labels.of(b), full=full) for b in found]
            self._record(work, Export.BOOKINGS, by, full=full)
        return Table(title=f"场地预约 {first} – {last}", columns=_COLUMNS, rows=rows)

    def calendar(
        self, room_id: RoomId | None = None, who: Who | None = None, by: Operator | None = None
    ) -> RoomCalendar:
        """Return a room's or a booker's bookings, from a month ago to a year ahead.

        Cancelled ones stay, marked as such; what was released before it began is cancelled too.
        """
        today, _ = day_bounds(local_day(self._clock()))
        with self._begin() as work:
            rooms = work.rooms.all()
            found = [
                booking
                for booking in work.bookings.between(today - _BACK, today + _AHEAD)
                if booking.status not in _NOT_IN_CALENDARS
                and room_id in (None, booking.room_id)
                and (who is None or _is_theirs(booking, who))
            ]
            labels = BookingLabels(work, found, names=who is not None)
            revisions = work.booking_history.counts(b.booking_id for b in found)
            name = rooms[room_id].name if room_id is not None else work.settings.station_name
            self._record(work, Export.ROOM_CALENDAR, by)
        events: list[RoomEvent] = []
        for booking in found:
            ends_at = held_until(booking)
            room = rooms.get(booking.room_id)
            events.append(
                RoomEvent(
                    booking_id=booking.booking_id,
                    room=room.name if room else "",
                    starts_at=booking.starts_at,
                    ends_at=ends_at or booking.ends_at,
                    label=labels.of(booking),
                    purpose=booking.purpose,
                    revision=revisions.get(booking.booking_id, 1) - 1,
                    is_sure=booking.status not in _NOT_SURE,
                    is_cancelled=ends_at is None,
                )
            )
        return RoomCalendar(name=name, events=events)

    def plans(
        self, first: date, last: date, *, names: bool = False, by: Operator | None = None
    ) -> list[DayPlan]:
        """Return a plan for each day of a period; people's names are masked unless asked for.

        Raises:
            KnownError: Whole names without staff, or no such period.
        """
        _check(first, last, full=names, by=by)
        with self._begin() as work:
            found = _between(work, first, last, None)
            labels = BookingLabels(work, found, names=names)
            rooms = [r for r in work.rooms.all().values() if not (r.is_retired or r.station)]
            shut = closures_of(work, first, last)
            calendar = station_calendar(work)
            plans: list[DayPlan] = []
            for day in _days(first, last):
                rows = [
                    DayRow(
                        room=room.name,
                        open_min=open_minutes(room, calendar, shut(room), day),
                        blocks=in_lanes(
                            block
                            for booking in found
                            if booking.room_id == room.room_id
                            and (block := block_of(booking, day, labels.of(booking)))
                        ),
                    )
                    for room in rooms
                ]
                start, end = span(rows)
                plans.append(
                    DayPlan(
                        station=work.settings.station_name,
                        day=day,
                        first_min=start,
                        last_min=end,
                        rows=rows,
                    )
                )
            self._record(work, Export.DAY, by, full=names)
        return plans

    def sign(self, room_id: RoomId) -> DoorSign:
        """Return what stands on a room's door."""
        with self._read() as work:
            room = work.rooms.all()[room_id]
            return DoorSign(
                station=room.station or work.settings.station_name,
                room=room.name,
                code=sign_code(room_id),
                capacity=room.capacity,
                hours=write_hours(room.hours) if room.hours else (),
                rules=room.rules,
            )

    def _record(
        self, work: UnitOfWork, what: Export, by: Operator | None, *, full: bool = False
    ) -> None:
        action = f"exported:{what.value}{':full' if full else ''}"
        who = by.name if by else work.operator
        work.visitor_list.record_access(self._clock(), who, action, None)


def _check(first: date, last: date, *, full: bool, by: Operator | None) -> None:
    if full and (by is None or by.role is not Role.STAFF):
        raise KnownError(
            "needs_staff",
            zh="完整姓名和号码要由工作人员来导出：请加 --operator 姓名（和 --pin）；"
            "不加 --full 则隐去。",
            en="Only staff may take out whole names and numbers: add --operator NAME (and --pin), "
            "or leave --full out to have them masked.",
        )
    if not timedelta() <= last - first < timedelta(days=MAX_DAYS):
        raise KnownError(
            "bad_period",
            zh=f"时间段要从早到晚，最多 {MAX_DAYS} 天。请检查 --from 和 --to。",
            en=f"A period runs from the earlier day to the later, {MAX_DAYS} days at most: "
            "check --from and --to.",
        )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _between(work: UnitOfWork, first: date, last: date, room_id: RoomId | None) -> list[Booking]:
    found = work.bookings.between(day_bounds(first)[0], day_bounds(last)[1])
    return [booking for booking in found if room_id in (None, booking.room_id)]


def _is_theirs(booking: Booking, who: Who) -> bool:
    if who.company:
        return booking.company == who.company
    return booking.visitor_id == who.visitor_id and not booking.company


def _row(booking: Booking, room: str, label: str, *, full: bool) -> Sequence[Value]:
    contact = booking.contact
    if not full and any(map(str.isdigit, contact)):
        contact = mask_contact(contact)
    elif not full and contact:
        contact = f"{contact[0]}**"
    return [
        room,
        booking.starts_at,
        booking.ends_at,
        label,
        contact,
        booking.purpose,
        booking.headcount or None,
        _STATUSES[booking.status],
        booking.checked_in_at,
        booking.freed_at,
    ]
