"""What the commands of bookings share: what they take and what they print."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

import typer

from desk_app.cli.answers import DONE, REFUSED
from desk_app.cli.arguments import row_id
from desk_app.compose import DeskApp
from desk_app.domain.booking_use import Booking
from desk_app.domain.bookings import BookingDecision, BookingOutcome
from desk_app.domain.clock import iso_local
from desk_app.domain.free_times import Alternative, AlternativeKind
from desk_app.domain.ids import BookingId, RoomId
from desk_app.domain.people import Operator, mask_contact
from desk_app.domain.series import OnClash
from desk_app.services.booking_plan import Planned
from desk_app.services.booking_request import BookingAnswer

BookingArg = Annotated[str, typer.Argument(help="Id of a booking")]
At = Annotated[str | None, typer.Option(help="When it happens, ISO 8601; default now")]
Clash = Annotated[OnClash, typer.Option(help="What to do on dates that cannot be booked")]

_SHUT = frozenset({BookingOutcome.CLOSED, BookingOutcome.BLACKOUT})


def names_of(app: DeskApp) -> dict[RoomId, str]:
    """Return the names of all rooms."""
    return {room.room_id: room.name for room in app.rooms.all()}


def booking_facts(booking: Booking, names: Mapping[RoomId, str]) -> dict[str, Any]:
    """Return what a booking prints; a contact is masked."""
    return {
        "id": str(booking.booking_id),
        "room": names.get(booking.room_id, str(booking.room_id)),
        "starts_at": iso_local(booking.starts_at),
        "ends_at": iso_local(booking.ends_at),
        "status": booking.status.value,
        "visitor": str(booking.visitor_id) if booking.visitor_id else None,
        "company": booking.company,
        "contact": mask_contact(booking.contact),
        "purpose": booking.purpose,
        "headcount": booking.headcount,
        "needs": dict(booking.needs),
        "series": str(booking.series_id) if booking.series_id else None,
        "occurrence": booking.occurrence or None,
        "checked_in_at": iso_local(booking.checked_in_at) if booking.checked_in_at else None,
        "freed_at": iso_local(booking.freed_at) if booking.freed_at else None,
        "held_until": iso_local(booking.held_until) if booking.held_until else None,
        "override_reason": booking.override_reason,
    }


def decision_facts(decision: BookingDecision) -> dict[str, Any]:
    """Return an outcome, its facts and the bookings that stand against it."""
    return {
        "outcome": decision.outcome.value,
        "facts": dict(decision.facts),
        "against": [str(booking_id) for booking_id in decision.against],
        "overrode": [outcome.value for outcome in decision.overrode],
    }


def answer_facts(found: BookingAnswer, names: Mapping[RoomId, str]) -> dict[str, Any]:
    """Return what `book` prints."""
    is_series = len(found.dates) > 1 or found.series_id is not None
    return {
        **decision_facts(found.decision),
        "bookings": [booking_facts(booking, names) for booking in found.bookings],
        "series": str(found.series_id) if found.series_id else None,
        **(date_facts(found.dates, names) if is_series else {"skipped": []}),
        **offer_facts(found.alternatives, names),
        "waiting": found.waiting,
    }


def date_facts(dates: Iterable[Planned], names: Mapping[RoomId, str]) -> dict[str, Any]:
    """Return each date of a series with its state, those left out, and those that moved."""
    planned = list(dates)
    return {
        "dates": [{"starts_at": iso_local(one.asked_at), "state": _state(one)} for one in planned],
        "skipped": [
            {
                "starts_at": iso_local(one.asked_at),
                "why": why(one.decision),
                "outcome": one.decision.outcome.value,
                "with": [str(booking_id) for booking_id in one.decision.against],
            }
            for one in planned
            if one.request is None
        ],
        "moved": [
            {
                "from": iso_local(one.asked_at),
                "starts_at": iso_local(one.request.starts_at),
                "ends_at": iso_local(one.request.ends_at),
                "room": names.get(one.request.room_id, ""),
                "how": one.moved.value,
            }
            for one in planned
            if one.request is not None and one.moved is not None
        ],
    }


def offer_facts(found: Iterable[Alternative], names: Mapping[RoomId, str]) -> dict[str, Any]:
    """Return the alternatives, and the next free time by itself."""
    offers = list(found)
    next_free = [a.starts_at for a in offers if a.kind is AlternativeKind.OTHER_HOUR]
    return {
        "alternatives": [
            {
                "kind": one.kind.value,
                "room": names.get(one.room_id, ""),
                "starts_at": iso_local(one.starts_at),
                "ends_at": iso_local(one.ends_at),
            }
            for one in offers
        ],
        "next_free": iso_local(next_free[0]) if next_free else None,
    }


def why(decision: BookingDecision) -> str:
    """Return why a date was left out: a holiday by that name, else the outcome."""
    return "holiday" if decision.facts.get("why") == "holiday" else decision.outcome.value


def _state(one: Planned) -> str:
    if one.request is not None:
        return one.moved.value if one.moved else "fine"
    return "closed" if one.decision.outcome in _SHUT else "clash"


def refusal(decision: BookingDecision) -> Callable[[], Iterable[str]] | None:
    """Return what tells people why a room cannot be had; None where it can."""

    def words() -> Iterable[str]:
        from desk_app.main.spoken import booking_words  # noqa: PLC0415  (loads Qt)

        return booking_words(decision)

    return None if decision.outcome.holds_room else words


def status_of(outcome: BookingOutcome) -> int:
    """Return the exit status of an outcome."""
    return DONE if outcome.holds_room else REFUSED


def booking_id_of(text: str) -> BookingId:
    """Read a booking's id."""
    return BookingId(row_id(text))


def operator_of(app: DeskApp, name: str, pin: str) -> Operator | None:
    """Return the staff member named on the command line, or None where nobody was.

    What this command does is written down as theirs.
    """
    if not name:
        return None
    staff = app.desk.staff_on_command_line(name, pin)
    app.shift.operator_name = staff.name
    return staff
