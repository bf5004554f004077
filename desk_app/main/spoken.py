"""What the window would say, for where there is none: in Chinese, then in English."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from desk_app.domain.bookings import BookingDecision
from desk_app.domain.check_in import CheckInOutcome
from desk_app.services.results import CheckInResult
from desk_app.ui.check_in.words import say
from desk_app.ui.common.texts import LANGUAGES, language, set_language
from desk_app.ui.rooms.refusals import refusal_words
from desk_app.ui.rooms.words import use_refusal


def in_both_languages(words: Callable[[], str]) -> tuple[str, ...]:
    """Return what ``words`` says in each language."""
    app = QCoreApplication.instance() or QCoreApplication([])
    before, said = language(), []
    for name in LANGUAGES:
        set_language(app, name)
        said.append(words())
    set_language(app, before)
    return tuple(said)


_BY_COMMAND = {
    CheckInOutcome.UNKNOWN_CODE: "desk-app visitor add …; desk-app pass link VISITOR CODE",
    CheckInOutcome.CHOOSE: "desk-app checkin … --session ID, --booking ID",
    CheckInOutcome.QUESTION: "desk-app checkin … --answer ID=TEXT",
}
"""Next steps that are a choice in the window."""

_FORCE = "desk-app checkin … --force WHY --operator STAFF"
_KEY = re.compile(r"(?<!\w)F\d", re.ASCII)
"""What is a key in the window is an option here."""


def check_in_words(result: CheckInResult) -> tuple[str, ...]:
    """Return why somebody was not admitted and what to do next."""

    def words() -> str:
        said = say(result)
        told = ", ".join(f"{label} {value}" for label, value in said.facts)
        step = _BY_COMMAND.get(result.outcome) or said.next_step
        if _KEY.search(step):
            step = _FORCE if result.can_force else ""
        label = said.next_label if told else ""
        return " · ".join(part for part in (said.word, said.reason, label, told, step) if part)

    return in_both_languages(words)


def booking_words(decision: BookingDecision) -> tuple[str, ...]:
    """Return why a room cannot be had and what would work; who has it is not told."""
    any_moment = datetime.min.replace(tzinfo=UTC)  # looked at only beside who has it
    return in_both_languages(
        lambda: refusal_words(decision, lambda _id: None, any_moment, any_moment)
    )


def use_words(outcome: object, opens_at: datetime | None) -> tuple[str, ...]:
    """Return why something could not be done with a booking and what to do instead."""
    return in_both_languages(lambda: use_refusal(outcome, opens_at))
