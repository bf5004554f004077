"""The queue for a full course: offers that hold a seat, and seats of those who do not come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import EnrolmentId, SeatOfferId, VisitorId


class OfferStatus(StrEnum):
    """A seat offer's life; only an open one holds a seat."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class AnswerOutcome(StrEnum):
    """What came of answering an offer."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"
    NO_OFFER = "no_offer"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitlistPolicy:
    """How a course offers seats.

    Attributes:
        hold_min: An offer holds its seat so long.
        cut_off_min: No offer is made or held later than this before the next lesson.
        release_after_min: Whole minutes after the start at which no-show seats may be released.
    """

    hold_min: int = 24 * 60
    cut_off_min: int = 120
    release_after_min: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One visitor in the queue; a higher priority goes first, then who asked earlier."""

    enrolment_id: EnrolmentId
    visitor_id: VisitorId
    priority: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatOffer:
    """A seat offered to one waiting visitor; all offers are kept as history."""

    offer_id: SeatOfferId
    enrolment_id: EnrolmentId
    offered_at: datetime
    expires_at: datetime
    status: OfferStatus = OfferStatus.OPEN

    def is_due(self, at: datetime) -> bool:
        """Whether an open offer has run out: it holds its seat in ``[offered_at, expires_at)``."""
        return self.status is OfferStatus.OPEN and at >= self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffer:
    """An offer to be made."""

    to: Waiting
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The seat of one who did not come, given to another for this lesson."""

    given_up_by: VisitorId
    given_to: VisitorId


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Return the queue in the order in which it is served."""
    return sorted(waiting, key=lambda w: (-w.priority, w.since, w.enrolment_id))


def offer_until(
    policy: WaitlistPolicy, lessons: Iterable[ClassSession], at: datetime
) -> datetime | None:
    """Return until when a seat may be held, or None where the cut-off has passed.

    The cut-off stands before the next lesson; after the last lesson no seat is offered.
    """
    ahead = [s.starts_at for s in lessons if s.starts_at > at and not s.is_cancelled]
    if not ahead:
        return None
    until = min(
        at + timedelta(minutes=policy.hold_min),
        min(ahead) - timedelta(minutes=policy.cut_off_min),
    )
    return until if until > at else None


def decide_offers(
    waiting: Iterable[Waiting], *, capacity: int, taken: int, until: datetime | None
) -> list[NewOffer]:
    """Offer each free seat to the next in the queue.

    Args:
        waiting: Those without an open offer.
        capacity: Places of the course.
        taken: Confirmed places and seats held by open offers.
        until: See ``offer_until``.
    """
    free = max(0, capacity - taken)
    if until is None:
        return []
    return [NewOffer(to=w, expires_at=until) for w in in_order(waiting)[:free]]


def decide_answer(offer: SeatOffer | None, at: datetime, *, is_accepted: bool) -> AnswerOutcome:
    """Decide what an answer to an offer means."""
    if offer is None:
        return AnswerOutcome.NO_OFFER
    if offer.status is OfferStatus.EXPIRED or offer.is_due(at):
        return AnswerOutcome.EXPIRED
    if offer.status is not OfferStatus.OPEN:
        return AnswerOutcome.NO_OFFER
    return AnswerOutcome.CONFIRMED if is_accepted else AnswerOutcome.DECLINED


def may_release(policy: WaitlistPolicy, lesson: ClassSession, at: datetime) -> bool:
    """Whether seats of those who are not here may be given away by now."""
    opens = lesson.starts_at + timedelta(minutes=policy.release_after_min)
    return opens <= at < lesson.ends_at and not lesson.is_cancelled


def decide_releases(
    missing: Sequence[VisitorId],
    waiting: Iterable[Waiting],
    walk_ins: Sequence[VisitorId],
    *,
    is_walk_in_welcome: bool,
) -> list[Release]:
    """Give the seats of the missing away: the queue in its order, then walk-ins as they came.

    Args:
        missing: Enrolled and not here, the latest enrolled first: they give up their seat first.
        waiting: Those of the queue who are here.
        walk_ins: Others who are here, in the order in which they came.
        is_walk_in_welcome: Whether the course takes walk-ins at all.
    """
    queue = [w.visitor_id for w in in_order(waiting)]
    if is_walk_in_welcome:
        queue += [v for v in walk_ins if v not in queue]
    return [
        Release(given_up_by=gone, given_to=here) for gone, here in zip(missing, queue, strict=False)
    ]
