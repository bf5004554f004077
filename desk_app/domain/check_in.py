"""Who may enter: the check-in decision, without storage or screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.clock import local_day
from desk_app.domain.courses import ClassSession, EnrolmentStatus
from desk_app.domain.ids import CheckInId, DeskId
from desk_app.domain.passes import PassStanding

if TYPE_CHECKING:
    from desk_app.domain.booking_use import Booking

UNDO_WINDOW = timedelta(minutes=15)


class CheckInOutcome(StrEnum):
    """What the desk tells the visitor after a scan."""

    ADMITTED = "admitted"
    ALREADY_IN = "already_in"
    UNKNOWN_CODE = "unknown_code"
    MALFORMED = "malformed"
    FOREIGN_CODE = "foreign_code"
    FORGED = "forged"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    RETIRED_KEY = "retired_key"
    BLOCKED = "blocked"
    WRONG_COURSE = "wrong_course"
    WRONG_DAY = "wrong_day"
    NOT_ENROLLED = "not_enrolled"
    WAITLISTED = "waitlisted"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    LIMIT_REACHED = "limit_reached"
    NO_REENTRY = "no_reentry"
    CHOOSE = "choose"
    QUESTION = "question"


OVERRIDABLE = frozenset(
    {
        CheckInOutcome.NOT_YET_VALID,
        CheckInOutcome.EXPIRED,
        CheckInOutcome.WRONG_COURSE,
        CheckInOutcome.WRONG_DAY,
        CheckInOutcome.NOT_ENROLLED,
        CheckInOutcome.WAITLISTED,
        CheckInOutcome.TOO_EARLY,
        CheckInOutcome.TOO_LATE,
        CheckInOutcome.LIMIT_REACHED,
        CheckInOutcome.NO_REENTRY,
        CheckInOutcome.QUESTION,
    }
)
"""What staff may force with a reason; behind an unknown or forged code there is nobody to admit."""


class Direction(StrEnum):
    """Coming or going."""

    IN = "in"
    OUT = "out"


class UndoOutcome(StrEnum):
    """What came of an undo."""

    UNDONE = "undone"
    ALREADY_UNDONE = "already_undone"
    UNKNOWN_CHECK_IN = "unknown_check_in"
    NEEDS_STAFF = "needs_staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One recorded arrival that still counts.

    Attributes:
        at: When it happened, corrected by the desk's measured clock offset (aware UTC).
    """

    check_in_id: CheckInId
    at: datetime
    desk_id: DeskId | None = None
    attempts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One session as it stands for one visitor.

    Attributes:
        enrolment: The visitor's place in the course, or None.
        waitlist_place: 1 for the next to be let in; None unless waitlisted.
        seats_left: Places neither taken by an enrolment nor by a walk-in who is inside.
        entries: Arrivals not undone, earliest first.
        left_at: The latest departure, where the course asks for it.
        entries_today: Arrivals at any session of the course on the local day.
        has_gone: The seat was given away for this session because the visitor did not come.
        took_over: The seat of one who did not come was given to the visitor.
        unanswered: A required question has no answer yet.
    """

    session: ClassSession
    enrolment: EnrolmentStatus | None = None
    waitlist_place: int | None = None
    seats_left: int = 0
    entries: tuple[Entry, ...] = ()
    left_at: datetime | None = None
    entries_today: int = 0
    has_gone: bool = False
    took_over: bool = False
    unanswered: bool = False

    @property
    def is_enrolled(self) -> bool:
        """Whether a seat is kept for the visitor at this session."""
        return self.took_over or (self.enrolment is EnrolmentStatus.CONFIRMED and not self.has_gone)

    @property
    def is_used(self) -> bool:
        """Whether the one entry that counts was made."""
        return bool(self.entries) and not self.session.policy.several_entries

    @property
    def is_welcome(self) -> bool:
        """Whether the visitor may enter without being enrolled."""
        return self.session.policy.walk_ins and (self.seats_left > 0 or bool(self.entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to tell and what to store.

    Attributes:
        offer: The session the answer is about; an attempt is filed under it.
        options: For ``choose``: what fits, the likeliest first.
        overrode: Staff forced what would have been refused.
    """

    outcome: CheckInOutcome
    offer: Offer | None = None
    options: tuple[Offer, ...] = ()
    overrode: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A decision with the booked rooms beside the classes.

    Attributes:
        room: The booking to check in to, with ``admitted``.
        rooms: For ``choose``: bookings that fit beside the sessions.
    """

    decision: Decision
    room: "Booking | None" = None
    rooms: "tuple[Booking, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """All that a decision rests on.

    Attributes:
        offers: The station's sessions of the local day and any session asked for by name.
        asked: The session the desk stands for or the operator chose; None for the whole station.
        forced: Staff give a reason to admit against the rules.
    """

    standing: PassStanding
    is_blocked: bool
    offers: Sequence[Offer]
    at: datetime
    asked: Offer | None = None
    direction: Direction = Direction.IN
    forced: bool = False


def decide_check_in(question: Question) -> Decision:
    """Decide what presenting a pass means.

    A code that is not good is refused first, then a blocked visitor. Leaving is never refused for
    time or rules. Enrolled places come before walk-in welcomes, so that a learner is not asked
    about the lecture next door; several that fit equally well are a choice for a person.
    """
    refused = _refuse_pass(question)
    may_force = question.forced and not question.is_blocked
    if refused is not None and not (may_force and refused in OVERRIDABLE):
        return Decision(outcome=refused, offer=question.asked)
    if question.direction is Direction.OUT:
        return _decide_leaving(question)
    plain = _decide_asked(question) if question.asked else _decide_station(question)
    plain = _with_answers(_within_limits(plain))
    if question.forced and (plain.outcome in OVERRIDABLE or refused is not None):
        return _force(question, plain, was_refused=refused is not None)
    return plain


def may_undo(
    *, at: datetime, entered_at: datetime, is_same_desk: bool, is_staff: bool
) -> UndoOutcome:
    """Anyone may undo within 15 minutes at the same desk; later or elsewhere staff may."""
    if is_staff or (is_same_desk and at - entered_at <= UNDO_WINDOW):
        return UndoOutcome.UNDONE
    return UndoOutcome.NEEDS_STAFF


def _refuse_pass(question: Question) -> CheckInOutcome | None:
    if question.standing is not PassStanding.GOOD:
        return CheckInOutcome(question.standing.value)
    return CheckInOutcome.BLOCKED if question.is_blocked else None


def _decide_leaving(question: Question) -> Decision:
    inside = [o for o in question.offers if o.entries and not o.session.is_cancelled]
    offer = question.asked or max(inside, key=lambda o: o.entries[-1].at, default=None)
    if offer is None:
        return _explain(question)
    return Decision(outcome=CheckInOutcome.ADMITTED, offer=offer)


def _decide_asked(question: Question) -> Decision:
    """Judge one session that was asked for by name; the attempt is filed under it."""
    offer = question.asked
    if offer is None:
        raise ValueError(question)
    session, at = offer.session, question.at
    if offer.is_used:
        return Decision(outcome=CheckInOutcome.ALREADY_IN, offer=offer)
    if local_day(at) != _day(offer) and not session.is_open(at):
        outcome = CheckInOutcome.WRONG_DAY if offer.is_enrolled else _not_for(question, offer)
    elif session.is_before_opening(at):
        outcome = CheckInOutcome.TOO_EARLY
    elif not (offer.is_enrolled or offer.is_welcome):
        outcome = _not_for(question, offer)
    elif session.is_over(at) or session.is_cancelled:
        outcome = CheckInOutcome.TOO_LATE
    else:
        outcome = CheckInOutcome.ADMITTED
    return Decision(outcome=outcome, offer=offer)


def _decide_station(question: Question) -> Decision:
    """Find what fits here and now."""
    fitting = [o for o in question.offers if o.session.is_open(question.at)]
    inside = [o for o in fitting if o.is_used]
    fitting = [
        o
        for o in fitting
        if o not in inside and not any(o.session.overlaps(i.session) for i in inside)
    ]
    enrolled = [o for o in fitting if o.is_enrolled]
    candidates = enrolled or ([] if inside else [o for o in fitting if o.is_welcome])
    if len(candidates) == 1:
        return Decision(outcome=CheckInOutcome.ADMITTED, offer=candidates[0])
    if candidates:
        options = tuple(sorted(candidates, key=lambda o: o.session.starts_at))
        return Decision(outcome=CheckInOutcome.CHOOSE, options=options)
    if inside:
        latest = max(inside, key=lambda o: o.entries[-1].at)
        return Decision(outcome=CheckInOutcome.ALREADY_IN, offer=latest)
    return _explain(question)


def _explain(question: Question) -> Decision:
    """Give one reason why nothing fits: the one closest to being fixable.

    Waiting comes first (the nearest opening is named), then a place in the queue, then the latest
    lesson that was attended or missed today, then one's own course of another day, then not being
    enrolled.
    """
    at = question.at
    mine = [o for o in question.offers if not o.session.is_cancelled and _day(o) == local_day(at)]
    wanted = [o for o in mine if (o.is_enrolled or o.is_welcome) and not o.is_used]
    ahead = [o for o in wanted if o.session.is_before_opening(at)]
    if ahead:
        nearest = min(ahead, key=lambda o: o.session.opens_at)
        return Decision(outcome=CheckInOutcome.TOO_EARLY, offer=nearest)
    queued = [
        o for o in mine if o.waitlist_place is not None and not (o.is_used or o.session.is_over(at))
    ]
    if queued:
        nearest = min(queued, key=lambda o: o.session.opens_at)
        return Decision(outcome=CheckInOutcome.WAITLISTED, offer=nearest)
    over = [o for o in mine if o.is_used or (o.is_enrolled and o.session.is_over(at))]
    if over:
        latest = max(over, key=lambda o: o.session.ends_at)
        outcome = CheckInOutcome.ALREADY_IN if latest.is_used else CheckInOutcome.TOO_LATE
        return Decision(outcome=outcome, offer=latest)
    elsewhere = [o for o in question.offers if o.is_enrolled and _day(o) != local_day(at)]
    if elsewhere:
        nearest = min(elsewhere, key=lambda o: abs(o.session.starts_at - at))
        return Decision(outcome=CheckInOutcome.WRONG_COURSE, offer=nearest)
    open_now = [o for o in mine if o.session.is_open(at)]
    return Decision(
        outcome=CheckInOutcome.NOT_ENROLLED, offer=open_now[0] if len(open_now) == 1 else None
    )


def _not_for(question: Question, asked: Offer) -> CheckInOutcome:
    if asked.waitlist_place is not None:
        return CheckInOutcome.WAITLISTED
    if any(o.is_enrolled for o in question.offers if o is not asked):
        return CheckInOutcome.WRONG_COURSE
    return CheckInOutcome.NOT_ENROLLED


def _within_limits(plain: Decision) -> Decision:
    """Refuse an entry too many, and coming back where who leaves has left."""
    offer = plain.offer
    if plain.outcome is not CheckInOutcome.ADMITTED or offer is None:
        return plain
    policy = offer.session.policy
    has_left = (
        bool(offer.entries) and offer.left_at is not None and offer.left_at >= offer.entries[-1].at
    )
    if has_left and not policy.reentry:
        return Decision(outcome=CheckInOutcome.NO_REENTRY, offer=offer)
    has_all = 0 < policy.max_entries <= len(offer.entries)
    if has_all or 0 < policy.daily_entries <= offer.entries_today:
        return Decision(outcome=CheckInOutcome.LIMIT_REACHED, offer=offer)
    return plain


def _with_answers(decided: Decision) -> Decision:
    """Ask before admitting where a required question is open."""
    offer = decided.offer
    if decided.outcome is CheckInOutcome.ADMITTED and offer is not None and offer.unanswered:
        return Decision(outcome=CheckInOutcome.QUESTION, offer=offer)
    return decided


def _force(question: Question, plain: Decision, *, was_refused: bool) -> Decision:
    """Admit to the session asked for, or to the only one open; several are a choice."""
    if plain.outcome in {CheckInOutcome.ADMITTED, CheckInOutcome.ALREADY_IN}:
        return Decision(
            outcome=plain.outcome,
            offer=plain.offer,
            overrode=was_refused and plain.outcome is CheckInOutcome.ADMITTED,
        )
    if plain.outcome is CheckInOutcome.CHOOSE:
        return plain
    open_now = [o for o in question.offers if o.session.is_open(question.at) and not o.entries]
    target = question.asked or (
        plain.offer if plain.offer and _day(plain.offer) == local_day(question.at) else None
    )
    if target is None and len(open_now) == 1:
        target = open_now[0]
    if target is not None:
        return Decision(outcome=CheckInOutcome.ADMITTED, offer=target, overrode=True)
    if open_now:
        return Decision(outcome=CheckInOutcome.CHOOSE, options=tuple(open_now))
    return plain


def _day(offer: Offer) -> object:
    return local_day(offer.session.starts_at)
