"""Use case: take back what one act did to the places of courses, whatever the act was."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.courses import EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CourseId, EnrolmentId, SeatOfferId
from desk_app.domain.waitlist import OfferStatus, SeatOffer
from desk_app.services.waitlist import settle_queue

T = TypeVar("T")
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Places:
    """How the places of some courses stand; given-back ones and settled offers too."""

    enrolments: Mapping[EnrolmentId, EnrolmentStatus]
    offers: Mapping[SeatOfferId, SeatOffer]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStep:
    """What an act changed, and in which courses."""

    course_ids: tuple[CourseId, ...]
    before: Places
    after: Places


class PlaceUndoService:
    """Notes what acts do to places and takes it back: the same seat, the same turn in the queue."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def noting(self, course_ids: Iterable[CourseId], act: Callable[[], T]) -> tuple[T, PlaceStep]:
        """Do something to the places of these courses; answers what it answers, and the step."""
        of = tuple(course_ids)
        at = self._clock()
        with self._begin() as work:
            for course_id in of:
                settle_queue(work, course_id, at)
            before = _places(work, of)
        answer = act()
        with self._begin() as work:
            return answer, PlaceStep(course_ids=of, before=before, after=_places(work, of))

    def take_back(self, step: PlaceStep) -> None:
        """Make the places what they were before the step; an offer that ran out stays so.

        Raises:
            KnownError: Somebody changed one of them since, or the seat is no longer free.
        """
        at = self._clock()
        with self._begin() as work:
            for course_id in step.course_ids:
                settle_queue(work, course_id, at)
            now = _places(work, step.course_ids)
            _take_back_offers(work, step, now, at)
            _take_back_places(work, step, now)
            for course_id in step.course_ids:
                lessons = work.courses.sessions_of(course_id)
                if lessons and work.courses.taken_count(course_id) > lessons[0].capacity:
                    raise _seat_gone()
                settle_queue(work, course_id, at)


def _take_back_offers(work: UnitOfWork, step: PlaceStep, now: Places, at: datetime) -> None:
    for offer_id, was, made in _changed(step.before.offers, step.after.offers):
        if now.offers[offer_id] != made:
            raise _changed_since()
        if made.status is OfferStatus.OPEN:
            _set_offer(work, offer_id, OfferStatus.EXPIRED)
        elif was is not None and was.expires_at > at:
            _set_offer(work, offer_id, OfferStatus.OPEN)


def _take_back_places(work: UnitOfWork, step: PlaceStep, now: Places) -> None:
    changed = list(_changed(step.before.enrolments, step.after.enrolments))
    changed.sort(key=lambda one: one[1] is EnrolmentStatus.CONFIRMED)  # first the seats are freed
    for enrolment_id, before, after in changed:
        if now.enrolments[enrolment_id] is not after:
            raise _changed_since()
        _set_place(work, enrolment_id, before or EnrolmentStatus.DROPPED)


def _places(work: UnitOfWork, course_ids: Iterable[CourseId]) -> Places:
    enrolments: dict[EnrolmentId, EnrolmentStatus] = {}
    offers: dict[SeatOfferId, SeatOffer] = {}
    for course_id in course_ids:
        enrolments |= work.waitlists.statuses(course_id)
        offers |= {o.offer.offer_id: o.offer for o in work.waitlists.offers(course_id)}
    return Places(enrolments, offers)


def _changed(
    before: Mapping[Key, Value], after: Mapping[Key, Value]
) -> Iterator[tuple[Key, Value | None, Value]]:
    """Return what differs: (key, as it was before or None, as it is after)."""
    for key, value in after.items():
        if before.get(key) != value:
            yield key, before.get(key), value


def _set_offer(work: UnitOfWork, offer_id: SeatOfferId, status: OfferStatus) -> None:
    work.change(
        Change(
            kind="seat_offer.taken_back",
            entity=Entity.SEAT_OFFER,
            row_id=offer_id,
            values={"status": status.value},
        )
    )


def _set_place(work: UnitOfWork, enrolment_id: EnrolmentId, status: EnrolmentStatus) -> None:
    work.change(
        Change(
            kind="enrolment.taken_back",
            entity=Entity.ENROLMENT,
            row_id=enrolment_id,
            values={"status": status.value},
        )
    )


def _changed_since() -> KnownError:
    return KnownError(
        "place_changed",
        zh="这个名额后来又变了，不能直接撤销。请在名单和候补里核对，再手动改。",
        en="This place changed again since: it cannot simply be undone. "
        "Check the list and the queue, then change it by hand.",
    )


def _seat_gone() -> KnownError:
    return KnownError(
        "seat_gone",
        zh="名额已经给了别人，撤不回来。请先增加名额，或请对方让出。",
        en="The seat is somebody else's by now. Raise the number of places first, "
        "or have a place given back.",
    )
