"""Use cases: places in a course, the queue for them, and seats of those who do not come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.db.waitlists import KnownOffer, ReleasedSeat
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.courses import ClassSession, EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CourseId, EnrolmentId, SeatOfferId, SessionId, VisitorId, uuid7
from desk_app.domain.waitlist import (
    AnswerOutcome,
    OfferStatus,
    Waiting,
    decide_answer,
    decide_offers,
    decide_releases,
    in_order,
    may_release,
    offer_until,
)
from desk_app.services.unknown import unknown_course, unknown_session, unknown_visitor


class EnrolOutcome(StrEnum):
    """What came of an enrolment."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    ALREADY_ENROLLED = "already_enrolled"
    FULL = "full"
    NOT_ENROLLED = "not_enrolled"
    TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A course's queue: who waits, in order, and every offer ever made."""

    waiting: tuple[Waiting, ...]
    offers: tuple[KnownOffer, ...]


def enrol(
    work: UnitOfWork,
    course_id: CourseId,
    visitor_id: VisitorId,
    at: datetime,
    *,
    waitlist: bool,
    priority: int = 0,
) -> tuple[EnrolOutcome, int | None]:
    """Give a place, or one in the queue; see `Enrolling`.

    Raises:
        KnownError: There is no such course or visitor.
    """
    if work.people.visitor(visitor_id) is None:
        raise unknown_visitor(str(visitor_id))
    return Enrolling(work, course_id, at).add(visitor_id, waitlist=waitlist, priority=priority)


class Enrolling:
    """Gives places of one course within one transaction; its queue is read and settled once."""

    def __init__(self, work: UnitOfWork, course_id: CourseId, at: datetime) -> None:
        """Read how the course stands.

        Raises:
            KnownError: There is no such course.
        """
        sessions = work.courses.sessions_of(course_id)
        if not sessions:
            raise unknown_course(str(course_id))
        settle_queue(work, course_id, at)
        self._work = work
        self._course_id = course_id
        self._at = at
        self._capacity = sessions[0].capacity
        self._waiting = work.waitlists.waiting(course_id)
        self._taken = work.courses.taken_count(course_id)

    def add(
        self, visitor_id: VisitorId, *, waitlist: bool, priority: int = 0
    ) -> tuple[EnrolOutcome, int | None]:
        """Give a place, or one in the queue; a free seat goes to newcomers when nobody waits.

        Answers the outcome and the 1-based place: among the confirmed, in the queue, or for
        ``full`` the place in the queue that is to be had.
        """
        known = self._work.courses.places_of(visitor_id).get(self._course_id)
        if known is not None:
            return EnrolOutcome.ALREADY_ENROLLED, known.waitlist_place
        newcomer = self._newcomer(visitor_id, priority)
        is_full = self._taken >= self._capacity or bool(self._waiting)
        queue = in_order([*self._waiting, newcomer])
        place = queue.index(newcomer) + 1 if is_full else self._taken + 1
        if is_full and not waitlist:
            return EnrolOutcome.FULL, place
        status = EnrolmentStatus.WAITLISTED if is_full else EnrolmentStatus.CONFIRMED
        self._work.add(
            Change(
                kind="enrolment.added",
                entity=Entity.ENROLMENT,
                row_id=newcomer.enrolment_id,
                values={
                    "course_id": self._course_id,
                    "visitor_id": visitor_id,
                    "status": status.value,
                    "enrolled_at": newcomer.since,
                    "priority": priority,
                },
            )
        )
        if is_full:
            self._waiting = queue
        else:
            self._taken += 1
        return EnrolOutcome(status.value), place

    def _newcomer(self, visitor_id: VisitorId, priority: int) -> Waiting:
        """Who comes within the same second stands behind: the order of asking is kept."""
        at = self._at
        together = [w.since for w in self._waiting if at <= w.since < at + timedelta(seconds=1)]
        return Waiting(
            enrolment_id=EnrolmentId(uuid7(at)),
            visitor_id=visitor_id,
            priority=priority,
            since=max(together) + timedelta(microseconds=1) if together else at,
        )


def drop(work: UnitOfWork, course_id: CourseId, visitor_id: VisitorId, at: datetime) -> bool:
    """Give a place or an offered seat back and offer it to the next; False where there was none."""
    known = work.courses.places_of(visitor_id).get(course_id)
    if known is None:
        return False
    offer = work.waitlists.latest_offer(course_id, visitor_id)
    if offer is not None and offer.status is OfferStatus.OPEN:
        _settle_offer(work, offer.offer_id, OfferStatus.DECLINED, at)
    _set_status(work, known.enrolment_id, EnrolmentStatus.DROPPED, "enrolment.dropped")
    settle_queue(work, course_id, at)
    return True


def settle_queue(work: UnitOfWork, course_id: CourseId, at: datetime) -> None:
    """End the offers that ran out, then offer each free seat to the next in the queue."""
    for known in work.waitlists.due_offers(course_id, at):
        _settle_offer(work, known.offer.offer_id, OfferStatus.EXPIRED, at)
        _set_status(
            work, known.offer.enrolment_id, EnrolmentStatus.DROPPED, "enrolment.offer_expired"
        )
    sessions = work.courses.sessions_of(course_id)
    if not sessions:
        return
    for new in decide_offers(
        work.waitlists.waiting(course_id),
        capacity=sessions[0].capacity,
        taken=work.courses.taken_count(course_id),
        until=offer_until(work.waitlists.policy(course_id), sessions, at),
    ):
        work.add(
            Change(
                kind="seat_offer.made",
                entity=Entity.SEAT_OFFER,
                row_id=SeatOfferId(uuid7(at)),
                values={
                    "enrolment_id": new.to.enrolment_id,
                    "offered_at": at,
                    "expires_at": new.expires_at,
                    "status": OfferStatus.OPEN.value,
                },
            )
        )


class WaitlistService:
    """Keeps queues moving: offers, answers, transfers, seats released at the door."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def queue(self, course_id: CourseId) -> Queue:
        """Return the queue as it stands now, offers that ran out settled."""
        with self._begin() as work:
            settle_queue(work, course_id, self._clock())
            return Queue(
                waiting=tuple(in_order(work.waitlists.waiting(course_id))),
                offers=tuple(work.waitlists.offers(course_id)),
            )

    def answer(
        self, course_id: CourseId, visitor_id: VisitorId, *, is_accepted: bool
    ) -> AnswerOutcome:
        """Accept or decline the seat offered to a visitor."""
        at = self._clock()
        with self._begin() as work:
            settle_queue(work, course_id, at)
            offer = work.waitlists.latest_offer(course_id, visitor_id)
            outcome = decide_answer(offer, at, is_accepted=is_accepted)
            if offer is None:
                return outcome
            if outcome is AnswerOutcome.CONFIRMED:
                _settle_offer(work, offer.offer_id, OfferStatus.ACCEPTED, at)
                _set_status(
                    work, offer.enrolment_id, EnrolmentStatus.CONFIRMED, "enrolment.confirmed"
                )
            elif outcome is AnswerOutcome.DECLINED:
                drop(work, course_id, visitor_id, at)
        return outcome

    def transfer(
        self, visitor_id: VisitorId, source: CourseId, target: CourseId
    ) -> tuple[EnrolOutcome, int | None]:
        """Move a confirmed place to another course; nothing changes where that is full."""
        at = self._clock()
        with self._begin() as work:
            place = work.courses.places_of(visitor_id).get(source)
            if place is None or place.status is not EnrolmentStatus.CONFIRMED:
                return EnrolOutcome.NOT_ENROLLED, None
            outcome, number = enrol(work, target, visitor_id, at, waitlist=False)
            if outcome is not EnrolOutcome.CONFIRMED:
                return outcome, number
            drop(work, source, visitor_id, at)
        return EnrolOutcome.TRANSFERRED, number

    def release(
        self, session_id: SessionId, here: Sequence[VisitorId] = ()
    ) -> tuple[ReleasedSeat, ...]:
        """Give the seats of enrolled learners who are not here to the queue, in its order.

        Args:
            session_id: The lesson.
            here: Who stands at the counter, as they came; empty: all of the queue are thought of.

        Answers all seats of this lesson given away so far, in the order of turns.

        Raises:
            KnownError: It is too soon or the lesson is over.
        """
        at = self._clock()
        with self._begin() as work:
            lesson = work.courses.session(session_id)
            if lesson is None:
                raise unknown_session(str(session_id))
            policy = work.waitlists.policy(lesson.course_id)
            if not may_release(policy, lesson, at):
                raise KnownError(
                    "not_now",
                    zh=f"现在不能让出座位：开课 {policy.release_after_min} 分钟后、下课前才可以。",
                    en="Seats can't be released now: "
                    f"from {policy.release_after_min} min after the start until the end.",
                )
            _release(work, lesson, here, at)
            return tuple(r for r in work.waitlists.releases(session_id) if r.undone_at is None)

    def undo_release(self, session_id: SessionId, given_to: VisitorId) -> bool:
        """Give a released seat back to its learner; False where none was released or it is used."""
        at = self._clock()
        with self._begin() as work:
            entries = work.check_ins.entries(visitor_id=given_to, pass_id=None)
            for seat in work.waitlists.releases(session_id):
                is_meant = seat.given_to == given_to and seat.undone_at is None
                if is_meant and session_id not in entries:
                    work.change(
                        Change(
                            kind="seat_release.undone",
                            entity=Entity.SEAT_RELEASE,
                            row_id=seat.release_id,
                            values={"undone_at": at},
                        )
                    )
                    return True
        return False


def _release(
    work: UnitOfWork, lesson: ClassSession, here: Sequence[VisitorId], at: datetime
) -> None:
    standing = [r for r in work.waitlists.releases(lesson.session_id) if r.undone_at is None]
    served = {r.given_to for r in standing}
    arrived = {
        visitor_id
        for session_id, visitor_id in work.attendance.arrivals(lesson.course_id)
        if session_id == lesson.session_id
    }
    learners = [learner.visitor_id for learner in work.attendance.learners(lesson.course_id)]
    settled = arrived | served | {r.given_up_by for r in standing}
    waiting = [
        w
        for w in work.waitlists.waiting(lesson.course_id)
        if w.visitor_id not in settled and (not here or w.visitor_id in here)
    ]
    queued = {w.visitor_id for w in waiting}
    found = decide_releases(
        [v for v in reversed(learners) if v not in settled],
        waiting,
        [v for v in here if v not in settled | queued | set(learners)],
        is_walk_in_welcome=lesson.policy.walk_ins,
    )
    for place, release in enumerate(found, start=len(standing) + 1):
        work.add(
            Change(
                kind="seat.released",
                entity=Entity.SEAT_RELEASE,
                row_id=uuid7(at),
                values={
                    "session_id": lesson.session_id,
                    "given_up_by": release.given_up_by,
                    "given_to": release.given_to,
                    "place": place,
                    "released_at": at,
                    "operator": work.operator,
                },
            )
        )


def _settle_offer(
    work: UnitOfWork, offer_id: SeatOfferId, status: OfferStatus, at: datetime
) -> None:
    work.change(
        Change(
            kind=f"seat_offer.{status.value}",
            entity=Entity.SEAT_OFFER,
            row_id=offer_id,
            values={"status": status.value, "settled_at": at},
        )
    )


def _set_status(
    work: UnitOfWork, enrolment_id: EnrolmentId, status: EnrolmentStatus, kind: str
) -> None:
    work.change(
        Change(
            kind=kind,
            entity=Entity.ENROLMENT,
            row_id=enrolment_id,
            values={"status": status.value},
        )
    )
