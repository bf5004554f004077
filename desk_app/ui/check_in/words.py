"""The one table of what is said: per outcome its class, shape, sound and words."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from desk_app.domain.check_in import CheckInOutcome, Direction
from desk_app.domain.courses import Attendance, ClassSession, CourseKind
from desk_app.services.results import Arrival, CheckInResult, SeatHeld
from desk_app.ui.check_in.foreign_words import foreign_words
from desk_app.ui.common.texts import clock_text, date_text

translate = QCoreApplication.translate


class Kind(StrEnum):
    """The classes of results; each has one colour, one shape and one sound."""

    ADMITTED = "admitted"
    ATTENTION = "attention"
    REFUSED = "refused"
    ASK = "ask"
    INFO = "info"


class Shape(StrEnum):
    """What is seen before a word is read."""

    TICK = "tick"
    TRIANGLE = "triangle"
    OCTAGON = "octagon"
    FORK = "fork"
    QUESTION = "question"
    LETTER_I = "letter_i"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the card says.

    Attributes:
        word: To say aloud, at most four Han characters.
        facts: Columns of (label, value) to tell the visitor, for refusals.
        recent: The word in the list of latest arrivals.
    """

    kind: Kind
    shape: Shape
    word: str
    reason: str = ""
    next_label: str = ""
    next_step: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    recent: str = ""


COLOURS = {
    Kind.ADMITTED: "admitted",
    Kind.ATTENTION: "attention",
    Kind.REFUSED: "refused",
    Kind.ASK: "info",
    Kind.INFO: "info",
}
"""Names below ``outcome.`` in the tokens."""

SOUNDS = {
    Kind.ADMITTED: "admitted",
    Kind.ATTENTION: "attention",
    Kind.REFUSED: "refused",
    Kind.ASK: "info",
    Kind.INFO: "info",
}


def sound_caption(kind: Kind) -> str:
    """Return how the sound of a class is described on the band."""
    match kind:
        case Kind.ADMITTED:
            return translate("Words", "Two rising notes")
        case Kind.ATTENTION:
            return translate("Words", "Same note twice")
        case Kind.REFUSED:
            return translate("Words", "One low note")
        case Kind.ASK | Kind.INFO:
            return translate("Words", "One short note")
        case _:
            assert_never(kind)


def say(result: CheckInResult) -> Said:
    """Return the words for a result in the language in force."""
    match result.outcome:
        case CheckInOutcome.ADMITTED:
            return _admitted(result)
        case CheckInOutcome.ALREADY_IN | CheckInOutcome.WAITLISTED | CheckInOutcome.TOO_EARLY:
            return _attention(result)
        case (
            CheckInOutcome.CHOOSE
            | CheckInOutcome.QUESTION
            | CheckInOutcome.UNKNOWN_CODE
            | CheckInOutcome.MALFORMED
        ):
            return _asked(result)
        case CheckInOutcome.FOREIGN_CODE:
            return _foreign(result)
        case (
            CheckInOutcome.WRONG_COURSE
            | CheckInOutcome.WRONG_DAY
            | CheckInOutcome.TOO_LATE
            | CheckInOutcome.NOT_ENROLLED
            | CheckInOutcome.LIMIT_REACHED
            | CheckInOutcome.NO_REENTRY
        ):
            return _refused_place(result)
        case _:
            return _refused_pass(result.outcome)


def recent_word(arrival: Arrival) -> str:
    """Return the one word of a line in the list of latest arrivals."""
    if arrival.is_undone:
        return translate("Words", "Undone")
    if arrival.outcome is CheckInOutcome.ADMITTED:
        return _recent_admitted(arrival)
    return _RECENT[arrival.outcome]()


def _recent_admitted(arrival: Arrival) -> str:
    if arrival.is_flagged:
        return translate("Words", "To check")
    if arrival.is_pending:
        return translate("Words", "To sync")
    if arrival.is_room:
        return translate("Words", "Room")
    if arrival.attendance is None:
        return translate("Words", "Left")
    if arrival.attendance is not Attendance.PRESENT:
        return translate("Words", "Late")
    return translate("Words", "Walk-in") if arrival.is_walk_in else translate("Words", "Present")


_RECENT = {
    CheckInOutcome.ALREADY_IN: lambda: translate("Words", "Already in"),
    CheckInOutcome.UNKNOWN_CODE: lambda: translate("Words", "New code"),
    CheckInOutcome.MALFORMED: lambda: translate("Words", "Unreadable"),
    CheckInOutcome.FOREIGN_CODE: lambda: translate("Words", "Other code"),
    CheckInOutcome.FORGED: lambda: translate("Words", "Not ours"),
    CheckInOutcome.NOT_YET_VALID: lambda: translate("Words", "Not valid yet"),
    CheckInOutcome.EXPIRED: lambda: translate("Words", "Expired"),
    CheckInOutcome.REVOKED: lambda: translate("Words", "Replaced"),
    CheckInOutcome.RETIRED_KEY: lambda: translate("Words", "Old pass"),
    CheckInOutcome.BLOCKED: lambda: translate("Words", "Staff"),
    CheckInOutcome.WRONG_COURSE: lambda: translate("Words", "Not today"),
    CheckInOutcome.WRONG_DAY: lambda: translate("Words", "Other day"),
    CheckInOutcome.NOT_ENROLLED: lambda: translate("Words", "Not enrolled"),
    CheckInOutcome.WAITLISTED: lambda: translate("Words", "Waitlist"),
    CheckInOutcome.TOO_EARLY: lambda: translate("Words", "Early"),
    CheckInOutcome.TOO_LATE: lambda: translate("Words", "Over"),
    CheckInOutcome.LIMIT_REACHED: lambda: translate("Words", "Limit"),
    CheckInOutcome.NO_REENTRY: lambda: translate("Words", "Has left"),
    CheckInOutcome.CHOOSE: lambda: translate("Words", "Which one"),
    CheckInOutcome.QUESTION: lambda: translate("Words", "To answer"),
}


def kind_of(outcome: CheckInOutcome) -> Kind:
    """Return the class of an outcome."""
    match outcome:
        case CheckInOutcome.ADMITTED:
            return Kind.ADMITTED
        case CheckInOutcome.ALREADY_IN | CheckInOutcome.WAITLISTED | CheckInOutcome.TOO_EARLY:
            return Kind.ATTENTION
        case CheckInOutcome.CHOOSE | CheckInOutcome.QUESTION | CheckInOutcome.UNKNOWN_CODE:
            return Kind.ASK
        case CheckInOutcome.MALFORMED | CheckInOutcome.FOREIGN_CODE:
            return Kind.INFO
        case _:
            return Kind.REFUSED


def lesson_text(session: ClassSession, absent: int = 0) -> str:
    """Return ``第 7 次课，共 12 次，缺 2 次`` or that it is a lecture."""
    if session.kind is CourseKind.LECTURE:
        if session.policy.walk_ins:
            return translate("Words", "Lecture, walk-ins welcome")
        return translate("Words", "Lecture")
    if absent:
        text = translate("Words", "Lesson {0} of {1}, absent {2}")
    else:
        text = translate("Words", "Lesson {0} of {1}")
    return text.format(session.number, session.lessons, absent)


def _admitted(result: CheckInResult) -> Said:
    said = _let_in(result)
    if not result.may_be_elsewhere:
        return said
    doubt = translate("Words", "Another desk may also have let them in")
    if said.next_step:
        comma = translate("Words", ", ")
        return replace(said, next_label=f"{said.next_label}{comma}{doubt}")
    return replace(
        said,
        next_label=translate("Words", "Offline, checked by itself once back online"),
        next_step=doubt,
    )


def _let_in(result: CheckInResult) -> Said:
    said = Said(
        kind=Kind.ADMITTED,
        shape=Shape.TICK,
        word=translate("Words", "Come in"),
        reason=translate("Words", "On time"),
        recent=translate("Words", "Present"),
    )
    if result.direction is Direction.OUT:
        return replace(
            said,
            word=translate("Words", "Goodbye"),
            reason=translate("Words", "Departure noted"),
        )
    if result.is_provisional:
        return replace(
            said,
            reason=translate("Words", "Let in for now"),
            next_label=translate("Words", "Completed when back online"),
            next_step=translate("Words", "Nothing to do now. The roster will fill in the rest."),
        )
    if result.attendance in {Attendance.LATE, Attendance.VERY_LATE}:
        minutes = result.late_min
        said = replace(
            said,
            reason=translate("Words", "%n min late", "", minutes),
            next_label=translate("Words", "Suggestion"),
            next_step=translate("Words", "Use the back door, the class is running."),
        )
    if result.overrode:
        said = replace(said, reason=translate("Words", "Let in by staff"))
    if result.is_last_allowed_absence:
        said = replace(
            said,
            next_label=translate("Words", "Suggestion"),
            next_step=translate(
                "Words",
                "Mention it: one more absence and the outstanding-learner award is out of reach.",
            ),
        )
    return _with_more(said, result)


def _with_more(said: Said, result: CheckInResult) -> Said:
    """Add what else is to be said aloud, the weightiest only."""
    if result.room is not None:
        said = replace(said, reason=translate("Words", "Room is theirs"))
    if result.visitor is not None and result.visitor.attention:
        return replace(
            said, next_label=translate("Words", "Mind"), next_step=result.visitor.attention
        )
    if result.seats_held:
        return _with_seat(said, result.seats_held[0])
    if result.room is not None:
        words = translate("Words", "{0} is yours until {1}.")
        return replace(
            said,
            next_label=translate("Words", "Please tell them"),
            next_step=words.format(result.room.room, clock_text(result.room.ends_at)),
        )
    return said


def _with_seat(said: Said, seat: SeatHeld) -> Said:
    """Say that a seat waits for an answer."""
    until = f"{date_text(seat.until)} {clock_text(seat.until)}"
    words = translate("Words", "A seat in {0} is held until {1}: press 1 to accept.")
    return replace(
        said,
        next_label=translate("Words", "Please tell them"),
        next_step=words.format(seat.course_name, until),
    )


def _attention(result: CheckInResult) -> Said:
    base = Said(
        kind=Kind.ATTENTION,
        shape=Shape.TRIANGLE,
        word=translate("Words", "One moment"),
        next_label=translate("Words", "Next step"),
    )
    if result.outcome is CheckInOutcome.ALREADY_IN:
        minutes = _minutes_since(result)
        return replace(
            base,
            word=translate("Words", "Already in"),
            reason=translate("Words", "%n min ago", "", minutes)
            if minutes
            else translate("Words", "Just now"),
            next_step=translate("Words", "Same person: come in. If not, press F7."),
            recent=translate("Words", "Already in"),
        )
    if result.outcome is CheckInOutcome.WAITLISTED and result.seats_held:
        return _with_seat(
            replace(
                base,
                reason=translate("Words", "A seat is offered"),
                recent=translate("Words", "Waitlist"),
            ),
            result.seats_held[0],
        )
    if result.outcome is CheckInOutcome.WAITLISTED:
        return replace(
            base,
            reason=translate("Words", "Waitlist {0}").format(result.waitlist_place or ""),
            next_step=translate("Words", "Take a seat; staff may let you in when places are free."),
            recent=translate("Words", "Waitlist"),
        )
    opens = ""
    if result.session is not None:
        opens = clock_text(result.session.opens_at)
    elif result.room is not None:
        opens = clock_text(result.room.starts_at)
    return replace(
        base,
        word=translate("Words", "Early"),
        reason=translate("Words", "Opens {0}").format(opens),
        next_step=translate("Words", "Scan again at {0}; the seat is kept.").format(opens),
        recent=translate("Words", "Early"),
    )


def _asked(result: CheckInResult) -> Said:
    if result.outcome is CheckInOutcome.CHOOSE:
        count = len(result.choices)
        digits = translate("Words", " or ").join(str(i + 1) for i in range(count))
        return Said(
            kind=Kind.ASK,
            shape=Shape.FORK,
            word=translate("Words", "Which one?"),
            reason=translate("Words", "%n fit", "", count),
            next_label=translate("Words", "Next step"),
            next_step=translate("Words", "Ask where they go, press {0}.").format(digits),
            recent=translate("Words", "Which one"),
        )
    if result.outcome is CheckInOutcome.QUESTION:
        return Said(
            kind=Kind.ASK,
            shape=Shape.QUESTION,
            word=translate("Words", "One question"),
            reason=translate("Words", "An answer is missing"),
            next_label=translate("Words", "Next step"),
            next_step=translate("Words", "Ask: {0}").format(
                " ".join(question.wording for question in result.questions)
            ),
            recent=translate("Words", "To answer"),
        )
    if result.outcome is CheckInOutcome.UNKNOWN_CODE:
        step = (
            translate("Words", "Ask for the name: 1 to register, 2 to link to someone known.")
            if result.can_link
            else translate("Words", "This is no pass. Ask for the station pass, or find the name.")
        )
        return Said(
            kind=Kind.ASK,
            shape=Shape.QUESTION,
            word=translate("Words", "New here?"),
            reason=translate("Words", "Code not known yet"),
            next_label=translate("Words", "Next step"),
            next_step=step,
            recent=translate("Words", "New code"),
        )
    return Said(
        kind=Kind.INFO,
        shape=Shape.LETTER_I,
        word=translate("Words", "Other code"),
        reason=translate("Words", "This one holds no text"),
        next_label=translate("Words", "Next step"),
        next_step=translate("Words", "Open the station pass and show it again, or find the name."),
        recent=translate("Words", "Unreadable"),
    )


def _foreign(result: CheckInResult) -> Said:
    reason, step = foreign_words(result.code_kind)
    return Said(
        kind=Kind.INFO,
        shape=Shape.LETTER_I,
        word=translate("Words", "Other code"),
        reason=reason,
        next_label=translate("Words", "Next step"),
        next_step=step,
        recent=translate("Words", "Other code"),
    )


def _refused_place(result: CheckInResult) -> Said:
    base = Said(kind=Kind.REFUSED, shape=Shape.OCTAGON, word=translate("Words", "Please wait"))
    reasons = {
        CheckInOutcome.WRONG_COURSE: translate("Words", "Not today's class"),
        CheckInOutcome.WRONG_DAY: translate("Words", "Another day's lesson"),
        CheckInOutcome.TOO_LATE: translate("Words", "Class is over"),
        CheckInOutcome.NOT_ENROLLED: translate("Words", "Not enrolled"),
        CheckInOutcome.LIMIT_REACHED: translate("Words", "All entries used"),
        CheckInOutcome.NO_REENTRY: translate("Words", "Has left, no way back in"),
    }
    said = replace(base, reason=reasons[result.outcome], recent=_RECENT[result.outcome]())
    upcoming = result.next_lesson
    if upcoming is not None:
        return replace(
            said,
            next_label=translate("Words", "Please tell them: the next lesson is"),
            facts=(
                (translate("Words", "Day"), date_text(upcoming.starts_at)),
                (translate("Words", "Time"), clock_text(upcoming.starts_at)),
                (translate("Words", "Place"), upcoming.room or "–"),
            ),
        )
    seats = result.seats_left or 0
    if seats:
        step = translate("Words", "Places left: %n. Staff can let them in (F8).", "", seats)
    else:
        step = translate("Words", "Check the name with F3, or ask staff (F8).")
    return replace(said, next_label=translate("Words", "Next step"), next_step=step)


def _refused_pass(outcome: CheckInOutcome) -> Said:
    reason, step = _PASS_WORDS[outcome]()
    return Said(
        kind=Kind.REFUSED,
        shape=Shape.OCTAGON,
        word=translate("Words", "Please wait"),
        reason=reason,
        next_label=translate("Words", "Next step"),
        next_step=step,
        recent=_RECENT[outcome](),
    )


_PASS_WORDS = {
    CheckInOutcome.EXPIRED: lambda: (
        translate("Words", "Pass expired"),
        translate("Words", "Check name and last four digits with F3, then check in by name."),
    ),
    CheckInOutcome.NOT_YET_VALID: lambda: (
        translate("Words", "Pass not valid yet"),
        translate("Words", "It is for later. Ask for the present pass, or find the name with F3."),
    ),
    CheckInOutcome.REVOKED: lambda: (
        translate("Words", "Pass replaced"),
        translate("Words", "Ask for the new one, or find the name with F3."),
    ),
    CheckInOutcome.RETIRED_KEY: lambda: (
        translate("Words", "Pass of an old series"),
        translate("Words", "Check name and last four digits with F3, then check in by name."),
    ),
    CheckInOutcome.FORGED: lambda: (
        translate("Words", "Not our pass"),
        translate("Words", "Call staff, press F8."),
    ),
    CheckInOutcome.BLOCKED: lambda: (
        translate("Words", "Staff will help"),
        translate("Words", "Ask them to step aside, press F8 to call staff."),
    ),
}


def _minutes_since(result: CheckInResult) -> int:
    if result.first_at is None:
        return 0
    return max(0, int((result.at - result.first_at).total_seconds() // 60))
