"""`booking history|reminders|displaced|called|rebook`: what was done, and whom to call."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from desk_app.cli.answers import Json, OperatorName, Pin, answer, desk
from desk_app.cli.arguments import day as day_of
from desk_app.cli.booking_facts import (
    BookingArg,
    booking_facts,
    booking_id_of,
    decision_facts,
    names_of,
    offer_facts,
    operator_of,
    refusal,
    status_of,
)
from desk_app.domain.booking_history import BookingEvent
from desk_app.domain.changes import FieldValue
from desk_app.domain.clock import iso_local, local_day, parse_local
from desk_app.domain.ids import RoomId
from desk_app.services.call_list import Call

tasks = typer.Typer(help="Calls about bookings, and their history")

_MOMENTS = frozenset({"starts_at", "ends_at", "checked_in_at", "freed_at", "held_until"})
_Full = Annotated[bool, typer.Option("--full", help="Staff: whole phone numbers, not masked")]


@tasks.command("history")
def history(booking: BookingArg, as_json: Json = False) -> None:
    """Say who changed what in a booking, and when. Example: desk-app booking history 0198…"""
    with desk() as app:
        names = {str(room_id): name for room_id, name in names_of(app).items()}
        found = app.booking_calls.history(booking_id_of(booking))
        facts = [_event_facts(event, names) for event in found]
    answer({"booking": booking, "events": facts}, as_json=as_json)


@tasks.command("reminders")
def reminders(
    date: Annotated[str | None, typer.Option(help="A date; default today")] = None,
    full: _Full = False,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """List whom to remind of a day's bookings, with what to say.

    Example: desk-app booking reminders --date 2026-11-24 --json
    """
    with desk() as app:
        day = day_of(date) if date else local_day(app.clock())
        by = operator_of(app, operator, pin)
        found = app.booking_calls.reminders(day, full=full, by=by)
        names = names_of(app)
        facts = [_call_facts(call, names) for call in found]
    left = sum(call.called is None for call in found)
    answer({"date": day.isoformat(), "to_call": left, "reminders": facts}, as_json=as_json)


@tasks.command("displaced")
def displaced(
    full: _Full = False, operator: OperatorName = "", pin: Pin = "", as_json: Json = False
) -> None:
    """List who lost their room to another desk, what to offer and what to say.

    Example: desk-app booking displaced --json
    """
    with desk() as app:
        by = operator_of(app, operator, pin)
        found = app.booking_calls.displaced(full=full, by=by)
        names = names_of(app)
        facts = [
            {
                **_call_facts(call, names),
                "winner": str(call.winner) if call.winner else None,
                **offer_facts(call.offers, names),
            }
            for call in found
        ]
    left = sum(call.called is None for call in found)
    answer({"to_call": left, "displaced": facts}, as_json=as_json)


@tasks.command("called")
def called(
    booking: BookingArg, operator: OperatorName = "", pin: Pin = "", as_json: Json = False
) -> None:
    """Note that the booker was called. Example: desk-app booking called 0198…"""
    with desk() as app:
        event = app.booking_calls.called(booking_id_of(booking), operator_of(app, operator, pin))
    answer(
        {"booking": booking, "called_at": iso_local(event.at), "by": event.operator},
        as_json=as_json,
    )


@tasks.command("rebook")
def rebook(
    booking: BookingArg,
    choice: Annotated[int, typer.Option(help="Which offer of `booking displaced`, from 1")] = 1,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Give a displaced booker one of the offers. Example: desk-app booking rebook 0198…"""
    with desk() as app:
        by = operator_of(app, operator, pin)
        found = app.booking_calls.rebook(booking_id_of(booking), choice, by)
        facts = decision_facts(found.decision)
        facts["booking"] = booking_facts(found.booking, names_of(app))
    status = status_of(found.decision.outcome)
    answer(facts, as_json=as_json, status=status, because=refusal(found.decision))


def _call_facts(call: Call, names: Mapping[RoomId, str]) -> dict[str, Any]:
    return {
        "booking": booking_facts(call.booking, names),
        "name": call.name,
        "phone": call.phone,
        "script": {"zh": call.script.zh, "en": call.script.en},
        "called_at": iso_local(call.called.at) if call.called else None,
        "called_by": call.called.operator if call.called else None,
    }


def _event_facts(event: BookingEvent, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "at": iso_local(event.at),
        "action": event.action.value,
        "by": event.operator,
        "source": event.source.value,
        "changes": {
            name: [_said(name, value, names) for value in values]
            for name, values in (event.differences or {}).items()
        },
    }


def _said(name: str, value: FieldValue, names: Mapping[str, str]) -> FieldValue:
    if value is None:
        return None
    if name in _MOMENTS:
        return iso_local(parse_local(str(value)))
    return names.get(str(value), value) if name == "room_id" else value
