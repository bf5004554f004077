"""`booking cancel|move|edit` and `booking series`."""

from typing import Annotated

import typer

from desk_app.cli.answers import Json, OperatorName, Pin, answer, desk
from desk_app.cli.arguments import end_moment, moment, row_id
from desk_app.cli.booking_facts import (
    At,
    BookingArg,
    Clash,
    booking_facts,
    booking_id_of,
    date_facts,
    decision_facts,
    names_of,
    offer_facts,
    operator_of,
    refusal,
    status_of,
)
from desk_app.cli.bookings import bookings
from desk_app.cli.usage import WrongUsage
from desk_app.compose import DeskApp
from desk_app.domain.ids import SeriesId
from desk_app.domain.series import OnClash, SeriesScope
from desk_app.services.booking_changes import ChangeAnswer, Move

series = typer.Typer(help="Repeating bookings / 固定预约", no_args_is_help=True)

SeriesArg = Annotated[str, typer.Argument(help="Id of a series")]
Scope = Annotated[SeriesScope, typer.Option(help="In a series: this, following or all")]


@bookings.command("cancel")
def cancel(
    booking: BookingArg,
    scope: Scope = SeriesScope.THIS,
    operator: OperatorName = "",
    pin: Pin = "",
    at: At = None,
    as_json: Json = False,
) -> None:
    """Cancel; who waits is offered the slot. Example: desk-app booking cancel 0198…"""
    with desk() as app:
        operator_of(app, operator, pin)
        when = moment(at) if at else None
        found = app.booking_changes.cancel(booking_id_of(booking), scope, when)
        _answer_change(app, found, as_json=as_json)


@bookings.command("move")
def move(
    booking: BookingArg,
    start: Annotated[str, typer.Argument(help="ISO 8601")],
    end: Annotated[
        str, typer.Argument(help="ISO 8601, or HH:MM of the same day; without it as long as before")
    ] = "",
    room: Annotated[str | None, typer.Option(help="To another room")] = None,
    scope: Scope = SeriesScope.THIS,
    on_clash: Clash = OnClash.STOP,
    override: Annotated[str, typer.Option(help="Staff: set rules aside, with a reason")] = "",
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
        staff = operator_of(app, operator, pin)
        moved = app.booking_use.booking(booking_id_of(booking))
        length = moved.ends_at - moved.starts_at
        wanted = Move(
            booking_id=moved.booking_id,
            starts_at=starts_at,
            ends_at=end_moment(end, starts_at) if end else starts_at + length,
            room_id=app.rooms.resolve(room) if room else None,
            scope=scope,
            on_clash=on_clash,
            override_reason=override,
            operator=staff,
            at=moment(at) if at else None,
        )
        _answer_change(app, app.booking_changes.move(wanted), as_json=as_json)


@bookings.command("edit")
def edit(
    booking: BookingArg,
    purpose: Annotated[str | None, typer.Option(help="What for")] = None,
    contact: Annotated[str | None, typer.Option(help="Whom to call")] = None,
    scope: Scope = SeriesScope.THIS,
    operator: OperatorName = "",
    pin: Pin = "",
    at: At = None,
    as_json: Json = False,
) -> None:
    """Reword bookings. Example: desk-app booking edit 0198… --purpose 茶艺 --scope all"""
    texts = {k: v for k, v in (("purpose", purpose), ("contact", contact)) if v is not None}
    if not texts:
        raise WrongUsage(
            zh="没有说改什么：请写 --purpose 或 --contact。",
            en="What is to change? Give --purpose or --contact.",
        )
    with desk() as app:
        operator_of(app, operator, pin)
        when = moment(at) if at else None
        found = app.booking_changes.reword(booking_id_of(booking), scope, when, **texts)
        _answer_change(app, found, as_json=as_json)


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
        found = app.booking_changes.add_back(booking_id_of(booking), when)
        _answer_change(app, found, as_json=as_json)


@series.command("split")
def split(booking: BookingArg, as_json: Json = False) -> None:
    """Make a series of a booking and what follows. Example: desk-app booking series split 0198…"""
    with desk() as app:
        series_id, found = app.booking_changes.split(booking_id_of(booking))
    answer({"series": str(series_id), "count": len(found)}, as_json=as_json)


@series.command("merge")
def merge(series_: SeriesArg, other: SeriesArg, as_json: Json = False) -> None:
    """Take another series into one. Example: desk-app booking series merge 0198… 0199…"""
    with desk() as app:
        into, taken = SeriesId(row_id(series_)), SeriesId(row_id(other))
        found = app.booking_changes.merge(into, taken)
    answer({"series": series_, "count": len(found)}, as_json=as_json)


def _answer_change(app: DeskApp, found: ChangeAnswer, *, as_json: bool) -> None:
    names = names_of(app)
    facts = {
        **decision_facts(found.decision),
        "bookings": [booking_facts(booking, names) for booking in found.changed],
        **date_facts(found.dates, names),
        **offer_facts(found.alternatives, names),
        "offered": [booking_facts(booking, names) for booking in found.offered],
    }
    status = status_of(found.decision.outcome)
    answer(facts, as_json=as_json, status=status, because=refusal(found.decision))
