"""The words of a result: what to say aloud, why, and what to do next."""

from dataclasses import replace
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from desk_app.domain.check_in import CheckInOutcome, Direction
from desk_app.domain.courses import Attendance, ClassSession, CourseKind
from desk_app.services.results import CheckInResult, SeatHeld
from desk_app.ui.check_in.foreign_words import foreign_words
from desk_app.ui.check_in.refusal_words import refused_pass, refused_place
from desk_app.ui.check_in.said import Kind, Said, Shape
from desk_app.ui.common.texts import clock_text, date_text

translate = QCoreApplication.translate
_PAIR, _DIGITS = 2, 9


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
            return refused_place(result)
        case _:
            return refused_pass(result.outcome)


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
        )
    if result.outcome is CheckInOutcome.WAITLISTED and result.seats_held:
        return _with_seat(
            replace(
                base,
                reason=translate("Words", "A seat is offered"),
            ),
            result.seats_held[0],
        )
    if result.outcome is CheckInOutcome.WAITLISTED:
        return replace(
            base,
            reason=translate("Words", "Waitlist {0}").format(result.waitlist_place or ""),
            next_step=translate("Words", "Take a seat; staff may let you in when places are free."),
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
    )


def _range_words(count: int) -> str:
    return translate("Words", "1 to {0}").format(min(count, _DIGITS))


def _asked(result: CheckInResult) -> Said:
    if result.outcome is CheckInOutcome.CHOOSE:
        count = len(result.choices)
        digits = translate("Words", "1 or 2") if count <= _PAIR else _range_words(count)
        return Said(
            kind=Kind.ASK,
            shape=Shape.FORK,
            word=translate("Words", "Which one?"),
            reason=translate("Words", "%n fit", "", count),
            next_label=translate("Words", "Next step"),
            next_step=translate("Words", "Ask where they go, press {0}.").format(digits),
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
        )
    return Said(
        kind=Kind.INFO,
        shape=Shape.LETTER_I,
        word=translate("Words", "Not read"),
        reason=translate("Words", "Empty, or read only in part"),
        next_label=translate("Words", "Next step"),
        next_step=translate("Words", "Open the station pass and show it again, or find the name."),
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
    )


def _minutes_since(result: CheckInResult) -> int:
    if result.first_at is None:
        return 0
    return max(0, int((result.at - result.first_at).total_seconds() // 60))
