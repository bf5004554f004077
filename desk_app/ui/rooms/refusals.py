"""Why a stretch cannot be booked, and what would work: one table for every refusal."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desk_app.domain.bookings import BookingDecision, BookingOutcome
from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import BookingId
from desk_app.services.room_day import BookingLine
from desk_app.ui.rooms.words import length_text, span_text, title_of

translate = QCoreApplication.translate
FindLine = Callable[[BookingId], BookingLine | ClassSession | None]


def refusal_words(
    decision: BookingDecision, find: FindLine, starts_at: datetime, ends_at: datetime
) -> str:
    """Say why a stretch cannot be booked and what would work; nothing where it can."""
    if decision.outcome.holds_room:
        return ""
    if decision.outcome in _IN_THE_WAY:
        return _clash_words(decision, find, starts_at, ends_at)
    return _rule_words(decision.outcome, decision.facts)


_IN_THE_WAY = frozenset({BookingOutcome.CONFLICT, BookingOutcome.FULL, BookingOutcome.BUFFER})


def _clash_words(
    decision: BookingDecision, find: FindLine, starts_at: datetime, ends_at: datetime
) -> str:
    found = find(decision.against[0]) if decision.against else None
    who = title_of(found)
    if decision.outcome is BookingOutcome.BUFFER:
        gap = decision.facts.get("gap_min", 0)
        return translate(
            "RoomWords", "Too close to {0}: leave {1} min to set up and clean."
        ).format(who, gap)
    if decision.outcome is BookingOutcome.FULL:
        return translate("RoomWords", "Full at this hour: choose another time or fewer people.")
    if found is None:
        return translate("RoomWords", "Taken at this time: choose another time or room.")
    use = found if isinstance(found, ClassSession) else found.use
    start, end = (use.starts_at, use.ends_at) if use else (starts_at, ends_at)
    minutes = int((min(end, ends_at) - max(start, starts_at)).total_seconds() // 60)
    return translate("RoomWords", "{0} has it {1}: {2} min in the way.").format(
        who, span_text(start, end), max(0, minutes)
    )


def _rule_words(outcome: BookingOutcome, facts: Mapping[str, object]) -> str:
    say = _SAYS.get(outcome)
    if say is None:
        return translate("RoomWords", "This cannot be booked: check times and numbers.")
    return say(facts)


def _blackout_words(facts: Mapping[str, object]) -> str:
    return translate("RoomWords", "The room is shut then: {0}. Choose another.").format(
        facts.get("reason") or translate("RoomWords", "no reason given")
    )


def _small_words(facts: Mapping[str, object]) -> str:
    text = translate("RoomWords", "Seats {0}, for {1} people: choose a larger room.")
    return text.format(facts.get("capacity"), facts.get("headcount"))


def _equipment_words(facts: Mapping[str, object]) -> str:
    text = translate("RoomWords", "{0}: {1} left at this time. Choose another time.")
    return text.format(facts.get("equipment"), facts.get("left"))


def _long_words(facts: Mapping[str, object]) -> str:
    limit = length_text(int(str(facts.get("max_min", 0))))
    return translate("RoomWords", "At most {0} here: make it shorter.").format(limit)


def _far_words(facts: Mapping[str, object]) -> str:
    text = translate("RoomWords", "Booked at most until {0}: choose a day before.")
    return text.format(facts.get("last_day"))


def _not_allowed_words(why: str) -> str:
    return {
        "only_walk_in": translate("RoomWords", "For walk-ins only: use it now, from “Free now”."),
        "only_reservation": translate("RoomWords", "By booking only: choose a time ahead."),
        "only_companies": translate("RoomWords", "For companies only: name the company."),
        "only_staff": translate("RoomWords", "Booked by staff only: ask staff."),
    }.get(why, translate("RoomWords", "They may not book this room: choose another."))


def _closed_words(facts: Mapping[str, object]) -> str:
    why = facts.get("why")
    if why == "holiday":
        return translate("RoomWords", "Shut on the public holiday: choose another day.")
    if why == "closure":
        return translate("RoomWords", "The station is shut: {0}. Choose another day.").format(
            facts.get("reason") or translate("RoomWords", "no reason given")
        )
    found = facts.get("open")
    hours = [str(one) for one in found] if isinstance(found, list) else []
    if not hours:
        return translate("RoomWords", "Not open that day: choose another day.")
    said = translate("RoomWords", ", ").join(h.replace("-", "–") for h in hours)
    return translate("RoomWords", "Open {0}: choose a time within.").format(said)


def _quota_words(facts: Mapping[str, object]) -> str:
    if facts.get("per") == "open":
        text = translate("RoomWords", "They have {0} bookings ahead, the most allowed here.")
        return text.format(facts.get("limit"))
    limit, used = (int(str(facts.get(name, 0))) for name in ("limit_min", "used_min"))
    text = {
        "week": translate("RoomWords", "{0} of {1} used this week: choose another week."),
        "month": translate("RoomWords", "{0} of {1} used this month: choose another month."),
    }[str(facts.get("per", "week"))]
    return text.format(length_text(used), length_text(limit))


_SAYS: Mapping[BookingOutcome, Callable[[Mapping[str, object]], str]] = {
    BookingOutcome.BLOCKED: lambda _: translate(
        "RoomWords", "They may not book for now. Staff can set this aside."
    ),
    BookingOutcome.NOT_ALLOWED: lambda facts: _not_allowed_words(str(facts.get("why", ""))),
    BookingOutcome.CLOSED: _closed_words,
    BookingOutcome.BLACKOUT: _blackout_words,
    BookingOutcome.TOO_SMALL: _small_words,
    BookingOutcome.EQUIPMENT_TAKEN: _equipment_words,
    BookingOutcome.TOO_LONG: _long_words,
    BookingOutcome.TOO_FAR_AHEAD: _far_words,
    BookingOutcome.QUOTA: _quota_words,
    BookingOutcome.SELF_OVERLAP: lambda _: translate(
        "RoomWords", "The dates run into each other: make each shorter."
    ),
    BookingOutcome.NO_END: lambda _: translate("RoomWords", "Say until when it repeats."),
    BookingOutcome.NOTHING_TO_BOOK: lambda _: translate(
        "RoomWords", "No date is left: choose other dates or another time."
    ),
}


def short_refusal(decision: BookingDecision, minutes: int, clash_min: int = 0) -> str:
    """Return a few words for the ghost: how long it is, or what stands in the way."""
    if decision.outcome.holds_room:
        return length_text(minutes)
    if clash_min:
        return translate("RoomWords", "{0} min clash").format(clash_min)
    return {
        BookingOutcome.CONFLICT: translate("RoomWords", "taken"),
        BookingOutcome.FULL: translate("RoomWords", "taken"),
        BookingOutcome.BUFFER: translate("RoomWords", "too close"),
        BookingOutcome.CLOSED: translate("RoomWords", "shut"),
        BookingOutcome.BLACKOUT: translate("RoomWords", "shut"),
        BookingOutcome.TOO_SMALL: translate("RoomWords", "too small"),
        BookingOutcome.TOO_LONG: translate("RoomWords", "too long"),
    }.get(decision.outcome, translate("RoomWords", "not possible"))
