"""The one word of a line in the list of latest arrivals."""

from PySide6.QtCore import QCoreApplication

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.courses import Attendance
from desk_app.services.results import Arrival

translate = QCoreApplication.translate


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
