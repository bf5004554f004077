"""`book` and `booking`: rooms without a window."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, OperatorName, Pin, answer, desk
from desk_app.cli.arguments import RoomArg, end_moment, equipment_of, moment
from desk_app.cli.arguments import day as day_of
from desk_app.cli.booking_facts import (
    At,
    BookingArg,
    Clash,
    answer_facts,
    booking_facts,
    booking_id_of,
    decision_facts,
    names_of,
    offer_facts,
    operator_of,
    refusal,
    status_of,
)
from desk_app.cli.usage import WrongUsage
from desk_app.compose import DeskApp
from desk_app.domain.booking_use import BookingStatus, UseOutcome
from desk_app.domain.bookings import BookingOutcome
from desk_app.domain.clock import day_bounds, iso_local, local_day
from desk_app.domain.series import OnClash
from desk_app.services.booking_request import BookingRequest
from desk_app.services.booking_use import UseAnswer

bookings = typer.Typer(help="Bookings / 预约", no_args_is_help=True)

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
    at: At = None,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Book a room, once or in a series.

    Example: desk-app book 多功能厅 2026-11-26T14:00 16:00 --for 云帆科技 --headcount 20
    """
    if repeat and workdays:
        raise WrongUsage(
            zh="--repeat 和 --workdays 只能写一个。",
            en="Give --repeat or --workdays, one of the two.",
        )
    with desk() as app:
        asked_at = moment(at) if at else app.clock()
        starts_at = asked_at if start == "now" else moment(start)
        staff = operator_of(app, operator, pin)
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
            workdays_until=day_of(workdays) if workdays else None,
            on_clash=on_clash,
            choices=_choices(choose or []),
            is_walk_in=walk_in,
            waits=waitlist,
            is_dry_run=dry_run,
            override_reason=override,
            operator=staff,
            at=asked_at,
        )
        found = app.bookings.book(request)
        facts = answer_facts(found, names_of(app))
    if dry_run:
        facts["bookings"] = [{**booking, "id": None} for booking in facts["bookings"]]
        facts["series"] = None
    status = status_of(found.decision.outcome)
    answer(facts, as_json=as_json, status=status, because=refusal(found.decision))


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
        first = day_of(day) if day else local_day(app.clock())
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
        found = app.booking_use.booking(booking_id_of(booking))
        facts = booking_facts(found, names_of(app))
    answer(facts, as_json=as_json)


@bookings.command("check-in")
def check_in(
    booking: Annotated[str | None, typer.Argument(help="Id of a booking")] = None,
    code: Annotated[str | None, typer.Option(help="Instead: the booker's pass")] = None,
    at: At = None,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Check the booker in. Example: desk-app booking check-in 0198…"""
    when = moment(at) if at else None
    if (booking is None) == (code is None):
        raise WrongUsage(
            zh="请写预约的编号，或 --code 通行码，二者选一。",
            en="Give a BOOKING, or --code CODE, one of the two.",
        )
    with desk() as app:
        operator_of(app, operator, pin)
        if code is not None:
            found = app.booking_use.check_in_by_pass(code, when)
        else:
            found = app.booking_use.check_in(booking_id_of(booking or ""), when)
        _answer_use(app, found, as_json=as_json)


bookings.command("checkin", hidden=True)(check_in)


@bookings.command("check-out")
def check_out(
    booking: BookingArg,
    at: At = None,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Leave early; the rest is free. Example: desk-app booking check-out 0198…"""
    with desk() as app:
        operator_of(app, operator, pin)
        found = app.booking_use.check_out(booking_id_of(booking), moment(at) if at else None)
        _answer_use(app, found, as_json=as_json)


@bookings.command("release")
def release(
    booking: BookingArg,
    at: At = None,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Free what is left of a booking. Example: desk-app booking release 0198…"""
    with desk() as app:
        operator_of(app, operator, pin)
        found = app.booking_use.release(booking_id_of(booking), moment(at) if at else None)
        _answer_use(app, found, as_json=as_json)


@bookings.command("extend")
def extend(
    booking: BookingArg,
    end: Annotated[str, typer.Argument(help="ISO 8601, or HH:MM of the same day")],
    at: At = None,
    override: Annotated[str, typer.Option(help="Staff: set rules aside, with a reason")] = "",
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Stay longer, if the room is free. Example: desk-app booking extend 0198… 17:00"""
    with desk() as app:
        staff = operator_of(app, operator, pin)
        booking_id = booking_id_of(booking)
        ends_at = end_moment(end, app.booking_use.booking(booking_id).starts_at)
        when = moment(at) if at else None
        found = app.booking_use.extend(
            booking_id, ends_at, when, override_reason=override, by=staff
        )
        _answer_use(app, found, as_json=as_json)


@bookings.command("accept")
def accept(
    booking: BookingArg,
    at: At = None,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Confirm a pending booking or take up an offer. Example: desk-app booking accept 0198…"""
    with desk() as app:
        operator_of(app, operator, pin)
        found = app.booking_use.accept(booking_id_of(booking), moment(at) if at else None)
        _answer_use(app, found, as_json=as_json)


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
        app.booking_use.block(app.bookings.who(who), day_of(until), reason)
    answer({"blocked": who, "until": until}, as_json=as_json)


@bookings.command("unblock")
def unblock(who: WhoArg, as_json: Json = False) -> None:
    """Lift a block. Example: desk-app booking unblock 云帆科技"""
    with desk() as app:
        lifted = app.booking_use.unblock(app.bookings.who(who))
    answer({"lifted": lifted}, as_json=as_json, status=DONE if lifted else REFUSED)


def _answer_use(app: DeskApp, found: UseAnswer, *, as_json: bool) -> None:
    names = names_of(app)
    facts: dict[str, Any] = decision_facts(found.decision) if found.decision else {}
    facts |= {
        "outcome": found.outcome.value,
        "booking": booking_facts(found.booking, names),
        "opens_at": iso_local(found.opens_at) if found.opens_at else None,
        "released_at": iso_local(found.released_at) if found.released_at else None,
        "offered": [booking_facts(booking, names) for booking in found.offered],
    }
    is_done = found.outcome in {UseOutcome.OK, BookingOutcome.OK, BookingOutcome.TENTATIVE}
    is_done |= found.outcome is BookingOutcome.PENDING

    def words() -> Iterable[str]:
        from desk_app.main.spoken import use_words  # noqa: PLC0415  (loads Qt)

        return use_words(found.outcome, found.opens_at)

    because = refusal(found.decision) if found.decision else None if is_done else words
    answer(facts, as_json=as_json, status=DONE if is_done else REFUSED, because=because)


def _choices(texts: list[str]) -> dict[date, OnClash]:
    found: dict[date, OnClash] = {}
    for text in texts:
        day, _, choice = text.partition("=")
        if choice not in set(OnClash):
            raise WrongUsage(
                zh=f"--choose 看不懂：{text}。例如：2026-10-20=skip",
                en=f"--choose cannot be read: {text}. For example: 2026-10-20=skip",
            )
        found[day_of(day)] = OnClash(choice)
    return found
