"""A booked room beside tonight's classes: what one scan does when both are there."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.domain.booking_use import Booking, UseOutcome
from desk_app.domain.check_in import CheckInOutcome, Decision, Settled

_ENTERS = frozenset({CheckInOutcome.ADMITTED, CheckInOutcome.QUESTION, CheckInOutcome.CHOOSE})
_NOTHING_ELSE = frozenset(
    {
        CheckInOutcome.ALREADY_IN,
        CheckInOutcome.NOT_ENROLLED,
        CheckInOutcome.WAITLISTED,
        CheckInOutcome.TOO_EARLY,
        CheckInOutcome.TOO_LATE,
        CheckInOutcome.WRONG_COURSE,
        CheckInOutcome.LIMIT_REACHED,
        CheckInOutcome.NO_REENTRY,
    }
)
"""No class lets the visitor in now, and the reason is not the pass or the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueBooking:
    """A booking that may be checked in to now, and waits for it.

    Attributes:
        is_own: The visitor booked it; else their company did.
    """

    booking: Booking
    is_own: bool


def with_due_bookings(plain: Decision, due: Sequence[DueBooking]) -> Settled:
    """Add the rooms that wait for the visitor to what the classes alone would give.

    One thing that fits is done at once, several are a choice. Where a class lets the visitor in,
    only a room of their own makes it a choice: colleagues of who booked are not asked each time.
    """
    own = tuple(d.booking for d in due if d.is_own)
    if plain.outcome in _ENTERS:
        if not own:
            return Settled(decision=plain)
        options = plain.options or ((plain.offer,) if plain.offer else ())
        return Settled(decision=Decision(outcome=CheckInOutcome.CHOOSE, options=options), rooms=own)
    if plain.outcome not in _NOTHING_ELSE:
        return Settled(decision=plain)
    is_in = plain.outcome is CheckInOutcome.ALREADY_IN
    fitting = own or (() if is_in else tuple(d.booking for d in due))
    if not fitting:
        return Settled(decision=plain)
    if len(fitting) == 1:
        return Settled(decision=Decision(outcome=CheckInOutcome.ADMITTED), room=fitting[0])
    return Settled(decision=Decision(outcome=CheckInOutcome.CHOOSE), rooms=fitting)


_USES = {
    UseOutcome.OK: CheckInOutcome.ADMITTED,
    UseOutcome.ALREADY_IN: CheckInOutcome.ALREADY_IN,
    UseOutcome.TOO_EARLY: CheckInOutcome.TOO_EARLY,
}


def decide_room(plain: Decision, booking: Booking, use: UseOutcome) -> Settled:
    """Decide for the room that was chosen; a pass or person refused stays refused."""
    if plain.outcome not in _ENTERS | _NOTHING_ELSE:
        return Settled(decision=plain)
    outcome = _USES.get(use, CheckInOutcome.TOO_LATE)
    return Settled(decision=Decision(outcome=outcome), room=booking)
