"""Rows of waitlists: who waits, what was offered, which seats were given away."""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import Row, known_moment, moment, rows
from desk_app.domain.courses import EnrolmentStatus
from desk_app.domain.ids import CourseId, EnrolmentId, SeatOfferId, SessionId, VisitorId
from desk_app.domain.waitlist import OfferStatus, SeatOffer, Waiting, WaitlistPolicy

_OFFER = """
SELECT o.seat_offer_id, o.enrolment_id, o.offered_at, o.expires_at, o.status, e.visitor_id
FROM seat_offer o JOIN enrolment e USING (enrolment_id)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOffer:
    """An offer and whom it was made to."""

    offer: SeatOffer
    visitor_id: VisitorId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedSeat:
    """A seat given away for one session; ``place`` is its turn, 1-based."""

    release_id: UUID
    given_up_by: VisitorId
    given_to: VisitorId
    place: int
    released_at: datetime
    operator: str
    undone_at: datetime | None


class Waitlists:
    """Reads queues, offers and released seats; they are written through UnitOfWork."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def policy(self, course_id: CourseId) -> WaitlistPolicy:
        """Return how a course offers seats."""
        found = rows(
            self._connection,
            "SELECT hold_min, cut_off_min, release_after_min FROM course WHERE course_id = :id",
            id=course_id,
        )
        if not found:
            return WaitlistPolicy()
        hold, cut_off, release = (int(str(value)) for value in found[0])
        return WaitlistPolicy(hold_min=hold, cut_off_min=cut_off, release_after_min=release)

    def waiting(self, course_id: CourseId) -> list[Waiting]:
        """Return who waits without an open offer, in no order."""
        found = rows(
            self._connection,
            "SELECT enrolment_id, visitor_id, priority, enrolled_at FROM enrolment e "
            "WHERE course_id = :id AND status = 'waitlisted' AND NOT EXISTS (SELECT 1 "
            "FROM seat_offer o WHERE o.enrolment_id = e.enrolment_id AND o.status = 'open')",
            id=course_id,
        )
        return [
            Waiting(
                enrolment_id=EnrolmentId(UUID(str(enrolment_id))),
                visitor_id=VisitorId(UUID(str(visitor_id))),
                priority=int(str(priority)),
                since=known_moment(since),
            )
            for enrolment_id, visitor_id, priority, since in found
        ]

    def statuses(self, course_id: CourseId) -> dict[EnrolmentId, EnrolmentStatus]:
        """Return how every place ever given or queued for stands, given-back ones too."""
        found = rows(
            self._connection,
            "SELECT enrolment_id, status FROM enrolment WHERE course_id = :id",
            id=course_id,
        )
        return {EnrolmentId(UUID(str(i))): EnrolmentStatus(str(status)) for i, status in found}

    def offers(self, course_id: CourseId) -> list[KnownOffer]:
        """Return all offers a course ever made, the latest last."""
        found = rows(
            self._connection,
            _OFFER + "WHERE e.course_id = :id "
            "ORDER BY o.offered_at, -e.priority, e.enrolled_at, e.enrolment_id",
            id=course_id,
        )
        return [_known_offer(row) for row in found]

    def held(self, course_id: CourseId) -> dict[VisitorId, datetime]:
        """Return for whom open offers hold a seat and until when, in the order of the offers."""
        return {
            known.visitor_id: known.offer.expires_at
            for known in self.offers(course_id)
            if known.offer.status is OfferStatus.OPEN
        }

    def due_offers(self, course_id: CourseId, at: datetime) -> list[KnownOffer]:
        """Return the open offers of a course that have run out, the oldest first."""
        found = rows(
            self._connection,
            _OFFER.replace("JOIN", "CROSS JOIN")  # SQLite: the few offers first
            + "WHERE o.status = 'open' AND o.expires_at <= :at AND e.course_id = :id "
            "ORDER BY o.offered_at, -e.priority, e.enrolled_at, e.enrolment_id",
            id=course_id,
            at=at,
        )
        return [_known_offer(row) for row in found]

    def latest_offer(self, course_id: CourseId, visitor_id: VisitorId) -> SeatOffer | None:
        """Return the last offer made to a visitor, or None."""
        mine = [o.offer for o in self.offers(course_id) if o.visitor_id == visitor_id]
        return mine[-1] if mine else None

    def releases(self, session_id: SessionId) -> list[ReleasedSeat]:
        """Return the seats given away for a session, undone ones too, in the order of turns."""
        found = rows(
            self._connection,
            "SELECT seat_release_id, given_up_by, given_to, place, released_at, operator, "
            "undone_at FROM seat_release WHERE session_id = :id ORDER BY released_at, place",
            id=session_id,
        )
        return [
            ReleasedSeat(
                release_id=UUID(str(row[0])),
                given_up_by=VisitorId(UUID(str(row[1]))),
                given_to=VisitorId(UUID(str(row[2]))),
                place=int(str(row[3])),
                released_at=known_moment(row[4]),
                operator=str(row[5]),
                undone_at=moment(row[6]),
            )
            for row in found
        ]


def _known_offer(row: Row) -> KnownOffer:
    return KnownOffer(
        offer=SeatOffer(
            offer_id=SeatOfferId(UUID(str(row[0]))),
            enrolment_id=EnrolmentId(UUID(str(row[1]))),
            offered_at=known_moment(row[2]),
            expires_at=known_moment(row[3]),
            status=OfferStatus(str(row[4])),
        ),
        visitor_id=VisitorId(UUID(str(row[5]))),
    )
