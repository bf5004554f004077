"""The one table of what the rooms page says: refusals, states, alternatives, dates."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desk_app.domain.booking_use import UseOutcome
from desk_app.domain.clock import SHANGHAI, local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.free_times import Alternative, AlternativeKind
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import Room
from desk_app.services.room_day import BookingLine, RoomNow, Standing
from desk_app.ui.common.texts import clock_text, date_text, is_chinese
from desk_app.ui.rooms.sheet import Block, BlockState

translate = QCoreApplication.translate


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
    if block.waiting:
        parts.append(translate("RoomWords", "{0} waiting").format(block.waiting))
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
