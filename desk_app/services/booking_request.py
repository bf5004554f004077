"""What is asked for at the counter, what is answered, and the rows that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from desk_app.db.bookings import booking_values
from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.booking_queue import TAKEN_UP
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.bookings import (
    BookingDecision,
    Request,
)
from desk_app.domain.changes import Change, Entity
from desk_app.domain.errors import KnownError
from desk_app.domain.free_times import Alternative
from desk_app.domain.holidays import HolidayCalendar
from desk_app.domain.ids import BookingId, RoomId, SeriesId, uuid7
from desk_app.domain.people import Operator
from desk_app.domain.recurrence import (
    RuleProblem,
    RuleRefusedError,
    expand,
    expand_workdays,
    parse_rule,
)
from desk_app.domain.rooms import Equipment
from desk_app.domain.series import OnClash
from desk_app.services.booking_plan import (
    Planned,
    Scene,
    Who,
    from_local,
    local,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRequest:
    """What somebody asks for at the counter.

    Attributes:
        rule: RRULE text for a series; with ``workdays_until`` every Chinese working day instead.
        choices: What to do on single dates of a series, before ``on_clash``.
        override_reason: Staff's reason to set rules aside; needs ``operator``.
        waits: Join the queue for the slot where it is taken.
        at: When it is asked for; left out, now.
    """

    room_id: RoomId
    starts_at: datetime
    ends_at: datetime
    who: Who
    headcount: int = 0
    needs: Equipment = ()
    purpose: str = ""
    contact: str = ""
    is_walk_in: bool = False
    rule: str = ""
    workdays_until: date | None = None
    on_clash: OnClash = OnClash.STOP
    choices: Mapping[date, OnClash] = field(default_factory=dict)
    override_reason: str = ""
    operator: Operator | None = None
    is_dry_run: bool = False
    waits: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingAnswer:
    """The outcome with its facts.

    Attributes:
        decision: Of the whole: of the first date that stopped it, else of what was booked.
        bookings: What was booked, or would be in a dry run.
        dates: Every date with what came of it, in order.
        alternatives: What to offer instead of a single booking.
        waiting: The place in the queue, where the booker joined it.
        queued: What waits there; None where nobody joined or the booker waited already.
        ahead: How many wait for the slot before the booker; None where it has no queue to join.
    """

    decision: BookingDecision
    bookings: tuple[Booking, ...] = ()
    dates: tuple[Planned, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    series_id: SeriesId | None = None
    waiting: int | None = None
    queued: Booking | None = None
    ahead: int | None = None


def staff_needed() -> KnownError:
    """A rule is to be set aside, and nobody of the staff has signed."""
    return KnownError(
        "staff_needed",
        zh="只有工作人员可以破例预约。请工作人员用 --operator 登录。",
        en="Only staff may set rules aside: let staff sign in with --operator.",
    )


def starts_of(asked: BookingRequest, calendar: HolidayCalendar) -> list[datetime]:
    """Return the starts asked for, aware.

    Raises:
        RuleRefusedError: The rule makes no series.
    """
    length = asked.ends_at - asked.starts_at
    if length <= timedelta():
        raise RuleRefusedError(RuleProblem.INVALID)
    first = local(asked.starts_at)
    if asked.workdays_until is not None:
        found = expand_workdays(first, asked.workdays_until, calendar, length)
    elif asked.rule:
        found = expand(parse_rule(asked.rule), first, length)
    else:
        found = (first,)
    return [from_local(start) for start in found]


def request_at(asked: BookingRequest, start: datetime) -> Request:
    """Return what is asked for at one of the starts."""
    return Request(
        room_id=asked.room_id,
        starts_at=start,
        ends_at=start + (asked.ends_at - asked.starts_at),
        headcount=asked.headcount,
        needs=asked.needs,
        is_walk_in=asked.is_walk_in,
        is_override=bool(asked.override_reason),
    )


def booking_of(
    scene: Scene, asked: BookingRequest, request: Request, status: BookingStatus
) -> Booking:
    """Return a new booking of what was asked; who walked in and has the room is in."""
    is_in = asked.is_walk_in and status in TAKEN_UP
    return Booking(
        booking_id=BookingId(uuid7(scene.at)),
        room_id=request.room_id,
        starts_at=request.starts_at,
        ends_at=request.ends_at,
        status=status,
        visitor_id=asked.who.visitor_id,
        company=asked.who.company,
        contact=asked.contact,
        purpose=asked.purpose,
        headcount=asked.headcount,
        needs=asked.needs,
        override_reason=asked.override_reason,
        is_walk_in=asked.is_walk_in,
        checked_in_at=request.starts_at if is_in else None,
    )


def add_booking(work: UnitOfWork, booking: Booking, at: datetime) -> None:
    """Store a booking and queue it for the centre."""
    values = {**booking_values(booking), "booked_at": at}
    if booking.checked_in_at is not None:
        values["checked_in_at"] = booking.checked_in_at
    work.add(
        Change(
            kind="booking.added",
            entity=Entity.BOOKING,
            row_id=booking.booking_id,
            values=values,
        )
    )


def add_series(work: UnitOfWork, series_id: SeriesId, room_id: RoomId, rule: str) -> None:
    """Store a series; its bookings name it."""
    work.add(
        Change(
            kind="booking_series.added",
            entity=Entity.BOOKING_SERIES,
            row_id=series_id,
            values={"room_id": room_id, "rule": rule},
        )
    )
