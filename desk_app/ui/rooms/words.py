"""The one table of what the rooms page says: refusals, states, alternatives, dates."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desk_app.domain.booking_use import BookingStatus, UseOutcome
from desk_app.domain.bookings import BookingDecision, BookingOutcome
from desk_app.domain.clock import SHANGHAI, local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.free_times import Alternative, AlternativeKind
from desk_app.domain.ids import BookingId, RoomId
from desk_app.domain.rooms import Room
from desk_app.services.room_day import BookingLine, RoomNow, Standing
from desk_app.ui.common.texts import clock_text, date_text, is_chinese
from desk_app.ui.rooms.sheet import Block, BlockState

translate = QCoreApplication.translate
FindLine = Callable[[BookingId], BookingLine | ClassSession | None]


def span_text(starts_at: datetime, ends_at: datetime) -> str:
    """Return ``14:00–16:00``; midnight at the end is 24:00."""
    day = local_day(starts_at)
    end = clock_text(ends_at)
    if end == "00:00" and local_day(ends_at) > day:
        end = "24:00"
    return f"{clock_text(starts_at)}–{end}"


def minutes_text(minutes: int) -> str:
    """Return ``14:30`` for a minute of the day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def length_text(minutes: int) -> str:
    """Return ``2 h``, ``45 min`` or ``1 h 30 min``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return translate("RoomWords", "{0} min").format(rest)
    if not rest:
        return translate("RoomWords", "{0} h").format(hours)
    return translate("RoomWords", "{0} h {1} min").format(hours, rest)


def day_text(day: date) -> str:
    """Return ``10 月 29 日 周四`` or ``Thu 29 Oct``."""
    return date_text(datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI))


def month_text(day: date) -> str:
    """Return ``2026 年 10 月`` or ``Oct 2026``."""
    if is_chinese():
        return f"{day.year} 年 {day.month} 月"
    return f"{day_text(day).split()[-1]} {day.year}"


def now_text(now: RoomNow, at: datetime) -> str:
    """Return ``free until 16:00``, ``in use to 15:30`` or ``not open now``."""
    match now.standing:
        case Standing.SHUT:
            return translate("RoomWords", "Not open now")
        case Standing.FREE:
            if now.until is None or now.until - at >= timedelta(hours=12):
                return translate("RoomWords", "Free")
            return translate("RoomWords", "Free to {0}").format(clock_text(now.until))
        case Standing.IN_USE:
            until = clock_text(now.until) if now.until else ""
            return translate("RoomWords", "In use to {0}").format(until)


def title_of(line: BookingLine | ClassSession | None) -> str:
    """Return for whom a booking is, or which lesson it is."""
    if isinstance(line, ClassSession):
        return line.course_name
    if line is None:
        return translate("RoomWords", "another booking")
    if line.title:
        return line.title
    if line.booking.is_walk_in:
        return translate("RoomWords", "Walk-in")
    return line.booking.purpose or translate("RoomWords", "Booked")


def block_words(block: Block) -> tuple[str, str]:
    """Return a block's title and its second line."""
    if block.lesson is not None:
        lesson = block.lesson
        number = translate("RoomWords", "Lesson {0}").format(lesson.number)
        if lesson.lessons <= 1:
            number = span_text(lesson.starts_at, lesson.ends_at)
        return lesson.course_name, number
    line = block.line
    if line is None:
        return "", ""
    booking = line.booking
    parts = [state_text(block.state)] if block.state in _SAID else []
    if booking.purpose and line.title:
        parts.append(booking.purpose)
    if not parts:
        parts.append(span_text(booking.starts_at, booking.ends_at))
    if booking.headcount:
        parts.append(translate("RoomWords", "for {0}").format(booking.headcount))
    return title_of(line), translate("RoomWords", ", ").join(parts)


_SAID = frozenset(
    {
        BlockState.PENDING,
        BlockState.TENTATIVE,
        BlockState.OFFERED,
        BlockState.CHECKED_IN,
        BlockState.OVERDUE,
        BlockState.RELEASED,
    }
)


def state_text(state: BlockState) -> str:
    """Return how a booking stands, in a word."""
    return {
        BlockState.CONFIRMED: translate("RoomWords", "Booked"),
        BlockState.PENDING: translate("RoomWords", "To approve"),
        BlockState.TENTATIVE: translate("RoomWords", "Tentative"),
        BlockState.OFFERED: translate("RoomWords", "Offered"),
        BlockState.CHECKED_IN: translate("RoomWords", "Here"),
        BlockState.OVERDUE: translate("RoomWords", "Not here yet"),
        BlockState.RELEASED: translate("RoomWords", "Released"),
        BlockState.ENDED: translate("RoomWords", "Over"),
    }[state]


def status_text(status: BookingStatus) -> str:
    """Return what a stored booking is, in a word."""
    return {
        BookingStatus.CONFIRMED: translate("RoomWords", "Booked"),
        BookingStatus.PENDING: translate("RoomWords", "To approve"),
        BookingStatus.TENTATIVE: translate("RoomWords", "Tentative"),
        BookingStatus.WAITING: translate("RoomWords", "In the queue"),
        BookingStatus.OFFERED: translate("RoomWords", "Offered"),
        BookingStatus.CANCELLED: translate("RoomWords", "Cancelled"),
        BookingStatus.RELEASED: translate("RoomWords", "Released"),
        BookingStatus.DISPLACED: translate("RoomWords", "Displaced"),
        BookingStatus.SKIPPED: translate("RoomWords", "Left out"),
    }[status]


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
        return translate("RoomWords", "{0} min in the way").format(clash_min)
    return {
        BookingOutcome.CONFLICT: translate("RoomWords", "taken"),
        BookingOutcome.FULL: translate("RoomWords", "taken"),
        BookingOutcome.BUFFER: translate("RoomWords", "too close"),
        BookingOutcome.CLOSED: translate("RoomWords", "shut"),
        BookingOutcome.BLACKOUT: translate("RoomWords", "shut"),
        BookingOutcome.TOO_SMALL: translate("RoomWords", "too small"),
        BookingOutcome.TOO_LONG: translate("RoomWords", "too long"),
    }.get(decision.outcome, translate("RoomWords", "not possible"))


def alternative_words(
    one: Alternative, rooms: Mapping[RoomId, Room], asked_from: datetime, asked_room: object
) -> tuple[str, str]:
    """Return what is offered, and how it differs from what was asked."""
    room = rooms.get(one.room_id)
    name = room.name if room else ""
    what = translate("RoomWords", "{0}, {1}").format(name, span_text(one.starts_at, one.ends_at))
    if one.kind is AlternativeKind.OTHER_ROOM and one.room_id != asked_room:
        seats = room.capacity if room else 0
        if not seats:
            return what, translate("RoomWords", "Same time, another room")
        return what, translate("RoomWords", "Same time, seats {0}").format(seats)
    if one.kind is AlternativeKind.SHORTER:
        minutes = int((one.ends_at - one.starts_at).total_seconds() // 60)
        return what, translate("RoomWords", "Same room, only {0}").format(length_text(minutes))
    if local_day(one.starts_at) != local_day(asked_from):
        return what, translate("RoomWords", "Same room, {0}").format(date_text(one.starts_at))
    minutes = int((one.starts_at - asked_from).total_seconds() // 60)
    if minutes < 0:
        return what, translate("RoomWords", "Same room, {0} earlier").format(length_text(-minutes))
    return what, translate("RoomWords", "Same room, {0} later").format(length_text(minutes))


def use_refusal(outcome: object, opens_at: datetime | None) -> str:
    """Say why something could not be done with a booking, and what to do instead."""
    if outcome is UseOutcome.TOO_EARLY and opens_at is not None:
        return translate("RoomWords", "Too early: from {0} on. Show them where to wait.").format(
            clock_text(opens_at)
        )
    return (
        {
            UseOutcome.TOO_EARLY: translate("RoomWords", "Too early: a little later, please."),
            UseOutcome.RELEASED: translate(
                "RoomWords", "Released, since nobody came in time. If it is free, book it again."
            ),
            UseOutcome.ENDED: translate(
                "RoomWords", "It is over. Book again if they need more time."
            ),
            UseOutcome.NOT_CHECKED_IN: translate("RoomWords", "Nobody has checked in yet."),
            UseOutcome.ALREADY_IN: translate("RoomWords", "They are here already."),
            UseOutcome.NOT_CONFIRMED: translate(
                "RoomWords", "Not confirmed yet: approve it first."
            ),
        }.get(outcome, "")
        if isinstance(outcome, UseOutcome)
        else ""
    )
