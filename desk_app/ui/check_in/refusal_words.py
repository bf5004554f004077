"""Why somebody is asked to wait, and what would let them in."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desk_app.domain.check_in import CheckInOutcome
from desk_app.services.results import CheckInResult
from desk_app.ui.check_in.said import Kind, Said, Shape
from desk_app.ui.common.texts import clock_text, date_text

translate = QCoreApplication.translate


def refused_place(result: CheckInResult) -> Said:
    """Say why a visitor we know cannot go in, and when they can."""
    base = Said(kind=Kind.REFUSED, shape=Shape.OCTAGON, word=translate("Words", "Please wait"))
    reasons = {
        CheckInOutcome.WRONG_COURSE: translate("Words", "Not today's class"),
        CheckInOutcome.WRONG_DAY: translate("Words", "Another day's lesson"),
        CheckInOutcome.TOO_LATE: translate("Words", "Class is over"),
        CheckInOutcome.NOT_ENROLLED: translate("Words", "Not enrolled"),
        CheckInOutcome.LIMIT_REACHED: translate("Words", "All entries used"),
        CheckInOutcome.NO_REENTRY: translate("Words", "Has left, no way back in"),
    }
    said = replace(base, reason=reasons[result.outcome])
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


def refused_pass(outcome: CheckInOutcome) -> Said:
    """Say what is the matter with a pass, and what helps."""
    reason, step = _PASS_WORDS[outcome]()
    return Said(
        kind=Kind.REFUSED,
        shape=Shape.OCTAGON,
        word=translate("Words", "Please wait"),
        reason=reason,
        next_label=translate("Words", "Next step"),
        next_step=step,
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
