"""What a card can say: its class with one shape, colour and sound; its words."""

from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.check_in import CheckInOutcome


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
    """

    kind: Kind
    shape: Shape
    word: str
    reason: str = ""
    next_label: str = ""
    next_step: str = ""
    facts: tuple[tuple[str, str], ...] = ()


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
