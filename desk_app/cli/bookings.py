"""`book` and `booking`: rooms without a window."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, OperatorName, Pin, answer, desk
from desk_app.cli.booking_facts import (
    answer_facts,
    booking_facts,
    date_facts,
    decision_facts,
    names_of,
    offer_facts,
)
from desk_app.cli.rooms import RoomArg, end_moment, equipment_of, moment, row_id
from desk_app.compose import DeskApp
from desk_app.domain.booking_use import BookingStatus, UseOutcome
from desk_app.domain.bookings import BookingOutcome
from desk_app.domain.clock import day_bounds, local_day
from desk_app.domain.ids import BookingId, SeriesId
from desk_app.domain.people import Operator
from desk_app.domain.series import OnClash, SeriesScope
from desk_app.services.booking_changes import ChangeAnswer, Move
from desk_app.services.booking_use import UseAnswer
from desk_app.services.bookings import BookingRequest

bookings = typer.Typer(help="Bookings / 预约", no_args_is_help=True)
series = typer.Typer(help="Repeating bookings / 固定预约", no_args_is_help=True)
bookings.add_typer(series, name="series")

BookingArg = Annotated[str, typer.Argument(help="Id of a booking")]
SeriesArg = Annotated[str, typer.Argument(help="Id of a series")]
At = Annotated[str | None, typer.Option(help="When it happens, ISO 8601; default now")]
Scope = Annotated[SeriesScope, typer.Option(help="In a series: this, following or all")]
Clash = Annotated[OnClash, typer.Option(help="What to do on dates that cannot be booked")]
WhoArg = Annotated[str, typer.Argument(help="A visitor or a company")]


def book(
    room: RoomArg,
    start: Annotated[str, typer.Argument(help="ISO 8601, or 'now'")],
    end: Annotated[str, typer.Argument(help="ISO 8601, or HH:MM of the same day")],
    who: Annotated[str, typer.Option("--for", help="A visitor, a company or free text")],
    headcount: Annotated[int, typer.Option(help="How many people")] = 0,
    need: Annotated[list[str] | None, typer.Option(help="Equipment: NAME[:COUNT]")] = None,
    purpose: Annotated[str, typer.Option(help="What for")] = "",
    contact: Annotated[str, typer.Option(help="Whom to call")] = "",
    repeat: Annotated[str, typer.Option(help="RRULE, for example FREQ=WEEKLY;COUNT=12")] = "",
    workdays: Annotated[
        str | None, typer.Option(help="Every Chinese working day to this date")
    ] = None,
    on_clash: Clash = OnClash.STOP,
    choose: Annotated[
        list[str] | None, typer.Option(help="DATE=skip|other_room|other_hour|stop, for one date")
    ] = None,
    walk_in: Annotated[bool, typer.Option("--walk-in", help="They are here now")] = False,
    waitlist: Annotated[bool, typer.Option("--waitlist", help="Queue where it is taken")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing")] = False,
    override: Annotated[str, typer.Option(help="Staff: set rules aside, with a reason")] = "",
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Book a room, once or in a series.

    Example: desk-app book 多功能厅 2026-11-26T14:00 16:00 --for 云帆科技 --headcount 20
    """
    with desk() as app:
        starts_at = app.clock() if start == "now" else moment(start)
        staff = _operator(app, operator, pin)
        request = BookingRequest(
            room_id=app.rooms.resolve(room),
            starts_at=starts_at,
            ends_at=end_moment(end, starts_at),
            who=replace(app.bookings.who(who), is_staff=staff is not None),
            headcount=headcount,
            needs=equipment_of(need or []),
            purpose=purpose,
            contact=contact,
            rule=repeat,
            workdays_until=_day(workdays) if workdays else None,
            on_clash=on_clash,
            choices=_choices(choose or []),
            is_walk_in=walk_in,
            waits=waitlist,
            is_dry_run=dry_run,
            override_reason=override,
            operator=staff,
        )
        found = app.bookings.book(request)
        facts = answer_facts(found, names_of(app))
    if dry_run:
        facts["bookings"] = [{**booking, "id": None} for booking in facts["bookings"]]
        facts["series"] = None
    answer(facts, as_json=as_json, status=_status(found.decision.outcome))


@bookings.command("list")
def list_bookings(
    day: Annotated[str | None, typer.Option(help="A date; default today")] = None,
    days: Annotated[int, typer.Option(help="How many days from there")] = 1,
    room: Annotated[str | None, typer.Option(help="One room only")] = None,
    status: Annotated[BookingStatus | None, typer.Option(help="One status only")] = None,
    as_json: Json = False,
) -> None:
    """List bookings in order of time. Displaced ones come with what to offer instead.

    Example: desk-app booking list --day 2026-11-24 --room 多功能厅
    """
    with desk() as app:
        first = _day(day) if day else local_day(app.clock())
        start, _ = day_bounds(first)
        names = names_of(app)
        only = app.rooms.resolve(room) if room else None
        found = []
        for booking in app.booking_use.between(start, start + timedelta(days=days)):
            if (only in {None, booking.room_id}) and (status in {None, booking.status}):
                facts = booking_facts(booking, names)
                if booking.status is BookingStatus.DISPLACED:
                    facts |= offer_facts(app.bookings.alternatives(booking), names)
                found.append(facts)
    answer({"bookings": found}, as_json=as_json)


@bookings.command("show")
def show(booking: BookingArg, as_json: Json = False) -> None:
    """Show one booking. Example: desk-app booking show 0198…"""
    with desk() as app:
        found = app.booking_use.booking(_booking_id(booking))
        facts = booking_facts(found, names_of(app))
    answer(facts, as_json=as_json)


@bookings.command("check-in")
def check_in(booking: BookingArg, at: At = None, as_json: Json = False) -> None:
    """Check the booker in. Example: desk-app booking check-in 0198…"""
    with desk() as app:
        found = app.booking_use.check_in(_booking_id(booking), moment(at) if at else None)
        _answer_use(app, found, as_json=as_json)


bookings.command("checkin", hidden=True)(check_in)


@bookings.command("check-out")
def check_out(booking: BookingArg, at: At = None, as_json: Json = False) -> None:
    """Leave early; the rest is free. Example: desk-app booking check-out 0198…"""
    with desk() as app:
        found = app.booking_use.check_out(_booking_id(booking), moment(at) if at else None)
        _answer_use(app, found, as_json=as_json)


@bookings.command("release")
def release(booking: BookingArg, at: At = None, as_json: Json = False) -> None:
    """Free what is left of a booking. Example: desk-app booking release 0198…"""
    with desk() as app:
        found = app.booking_use.release(_booking_id(booking), moment(at) if at else None)
        _answer_use(app, found, as_json=as_json)


@bookings.command("extend")
def extend(
    booking: BookingArg,
    end: Annotated[str, typer.Argument(help="ISO 8601, or HH:MM of the same day")],
    at: At = None,
    as_json: Json = False,
) -> None:
    """Stay longer, if the room is free. Example: desk-app booking extend 0198… 17:00"""
    with desk() as app:
        booking_id = _booking_id(booking)
        ends_at = end_moment(end, app.booking_use.booking(booking_id).starts_at)
        found = app.booking_use.extend(booking_id, ends_at, moment(at) if at else None)
        _answer_use(app, found, as_json=as_json)


@bookings.command("accept")
def accept(booking: BookingArg, at: At = None, as_json: Json = False) -> None:
    """Confirm a pending booking or take up an offer. Example: desk-app booking accept 0198…"""
    with desk() as app:
        found = app.booking_use.accept(_booking_id(booking), moment(at) if at else None)
        _answer_use(app, found, as_json=as_json)


@bookings.command("cancel")
def cancel(
    booking: BookingArg,
    scope: Scope = SeriesScope.THIS,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Cancel; who waits is offered the slot. Example: desk-app booking cancel 0198…"""
    with desk() as app:
        when = moment(at) if at else None
        found = app.booking_changes.cancel(_booking_id(booking), scope, when)
        _answer_change(app, found, as_json=as_json)


@bookings.command("move")
def move(
    booking: BookingArg,
    start: Annotated[str, typer.Argument(help="ISO 8601")],
    end: Annotated[str, typer.Argument(help="ISO 8601, or HH:MM of the same day")],
    room: Annotated[str | None, typer.Option(help="To another room")] = None,
    scope: Scope = SeriesScope.THIS,
    on_clash: Clash = OnClash.STOP,
    operator: OperatorName = "",
    pin: Pin = "",
    at: At = None,
    as_json: Json = False,
) -> None:
    """Move a booking; in a series each date by as much.

    Example: desk-app booking move 0198… 2026-11-24T14:30 16:30 --scope following
    """
    with desk() as app:
        starts_at = moment(start)
        wanted = Move(
            booking_id=_booking_id(booking),
            starts_at=starts_at,
            ends_at=end_moment(end, starts_at),
            room_id=app.rooms.resolve(room) if room else None,
            scope=scope,
            on_clash=on_clash,
            is_staff=_operator(app, operator, pin) is not None,
            at=moment(at) if at else None,
        )
        _answer_change(app, app.booking_changes.move(wanted), as_json=as_json)


@bookings.command("edit")
def edit(
    booking: BookingArg,
    purpose: Annotated[str | None, typer.Option(help="What for")] = None,
    contact: Annotated[str | None, typer.Option(help="Whom to call")] = None,
    scope: Scope = SeriesScope.THIS,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Reword bookings. Example: desk-app booking edit 0198… --purpose 茶艺 --scope all"""
    texts = {k: v for k, v in (("purpose", purpose), ("contact", contact)) if v is not None}
    if not texts:
        raise typer.BadParameter("give --purpose or --contact")
    with desk() as app:
        when = moment(at) if at else None
        found = app.booking_changes.reword(_booking_id(booking), scope, when, **texts)
        _answer_change(app, found, as_json=as_json)


@bookings.command("no-shows")
def no_shows(who: WhoArg, as_json: Json = False) -> None:
    """Count who did not come in the past year. Example: desk-app booking no-shows 云帆科技"""
    with desk() as app:
        found = app.booking_use.no_shows(app.bookings.who(who))
        names = names_of(app)
        facts = {"count": len(found), "bookings": [booking_facts(b, names) for b in found]}
    answer(facts, as_json=as_json)


@bookings.command("block")
def block(
    who: WhoArg,
    until: Annotated[str, typer.Option(help="Last day, included")],
    reason: Annotated[str, typer.Option(help="Why")] = "",
    as_json: Json = False,
) -> None:
    """Let somebody book nothing until a day.

    Example: desk-app booking block 云帆科技 --until 2026-12-31 --reason 多次未到
    """
    with desk() as app:
        app.booking_use.block(app.bookings.who(who), _day(until), reason)
    answer({"blocked": who, "until": until}, as_json=as_json)


@bookings.command("unblock")
def unblock(who: WhoArg, as_json: Json = False) -> None:
    """Lift a block. Example: desk-app booking unblock 云帆科技"""
    with desk() as app:
        lifted = app.booking_use.unblock(app.bookings.who(who))
    answer({"lifted": lifted}, as_json=as_json, status=DONE if lifted else REFUSED)


@series.command("show")
def show_series(series_: SeriesArg, as_json: Json = False) -> None:
    """Show every date of a series. Example: desk-app booking series show 0198…"""
    with desk() as app:
        rule, found = app.booking_changes.series(SeriesId(row_id(series_)))
        names = names_of(app)
    answer({"rule": rule, "bookings": [booking_facts(b, names) for b in found]}, as_json=as_json)


@series.command("add-back")
def add_back(booking: BookingArg, at: At = None, as_json: Json = False) -> None:
    """Book a date that was skipped or cancelled after all.

    Example: desk-app booking series add-back 0198…
    """
    with desk() as app:
        when = moment(at) if at else None
        found = app.booking_changes.add_back(_booking_id(booking), when)
        _answer_change(app, found, as_json=as_json)


@series.command("split")
def split(booking: BookingArg, as_json: Json = False) -> None:
    """Make a series of a booking and what follows. Example: desk-app booking series split 0198…"""
    with desk() as app:
        series_id, found = app.booking_changes.split(_booking_id(booking))
    answer({"series": str(series_id), "count": len(found)}, as_json=as_json)


@series.command("merge")
def merge(series_: SeriesArg, other: SeriesArg, as_json: Json = False) -> None:
    """Take another series into one. Example: desk-app booking series merge 0198… 0199…"""
    with desk() as app:
        into, taken = SeriesId(row_id(series_)), SeriesId(row_id(other))
        found = app.booking_changes.merge(into, taken)
    answer({"series": series_, "count": len(found)}, as_json=as_json)


def _answer_use(app: DeskApp, found: UseAnswer, *, as_json: bool) -> None:
    names = names_of(app)
    facts: dict[str, Any] = decision_facts(found.decision) if found.decision else {}
    facts |= {
        "outcome": found.outcome.value,
        "booking": booking_facts(found.booking, names),
        "offered": [booking_facts(booking, names) for booking in found.offered],
    }
    is_done = found.outcome in {UseOutcome.OK, BookingOutcome.OK, BookingOutcome.TENTATIVE}
    is_done |= found.outcome is BookingOutcome.PENDING
    answer(facts, as_json=as_json, status=DONE if is_done else REFUSED)


def _answer_change(app: DeskApp, found: ChangeAnswer, *, as_json: bool) -> None:
    names = names_of(app)
    facts = {
        **decision_facts(found.decision),
        "bookings": [booking_facts(booking, names) for booking in found.changed],
        **date_facts(found.dates, names),
        **offer_facts(found.alternatives, names),
        "offered": [booking_facts(booking, names) for booking in found.offered],
    }
    answer(facts, as_json=as_json, status=_status(found.decision.outcome))


def _status(outcome: BookingOutcome) -> int:
    return DONE if outcome.holds_room else REFUSED


def _booking_id(text: str) -> BookingId:
    return BookingId(row_id(text))


def _operator(app: DeskApp, name: str, pin: str) -> Operator | None:
    return app.desk.staff_on_command_line(name, pin) if name else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise typer.BadParameter(f"no date: {text} (example: 2026-10-12)") from error


def _choices(texts: list[str]) -> dict[date, OnClash]:
    found: dict[date, OnClash] = {}
    for text in texts:
        day, _, choice = text.partition("=")
        if choice not in set(OnClash):
            raise typer.BadParameter(f"--choose: {text} (example: 2026-10-20=skip)")
        found[_day(day)] = OnClash(choice)
    return found
