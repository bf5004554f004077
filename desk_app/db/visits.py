"""What somebody may have at the station besides a class: rooms booked, seats held for them."""

from datetime import datetime, timedelta
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import known_moment, rows
from desk_app.domain.ids import BookingId, CourseId, VisitorId
from desk_app.domain.people import Visitor

_AROUND = timedelta(days=1)
"""Bookings that start so near may be due or shown; midnight closes no door."""


class Visits:
    """Two quick questions of every scan; what they find is read elsewhere."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def booking_ids(self, visitor: Visitor, at: datetime) -> list[BookingId]:
        """Return what the visitor or their company booked to start within a day of ``at``."""
        found = rows(
            self._connection,
            "SELECT booking_id, starts_at FROM booking WHERE visitor_id = :visitor_id "
            "AND starts_at >= :first AND starts_at < :last UNION "
            "SELECT booking_id, starts_at FROM booking WHERE company = :company AND company != '' "
            "AND starts_at >= :first AND starts_at < :last ORDER BY 2",
            visitor_id=visitor.visitor_id,
            company=visitor.company,
            first=at - _AROUND,
            last=at + _AROUND,
        )
        return [BookingId(UUID(str(booking_id))) for booking_id, _ in found]

    def seats_held(
        self, visitor_id: VisitorId, at: datetime
    ) -> list[tuple[CourseId, str, datetime]]:
        """Return course, its name and until when a seat is held for the visitor, soonest first."""
        found = rows(
            self._connection,
            "SELECT c.course_id, c.name, o.expires_at FROM enrolment e "
            "JOIN seat_offer o USING (enrolment_id) JOIN course c USING (course_id) "
            "WHERE e.visitor_id = :visitor_id AND e.status = 'waitlisted' "
            "AND o.status = 'open' AND o.expires_at > :at ORDER BY o.expires_at",
            visitor_id=visitor_id,
            at=at,
        )
        return [
            (CourseId(UUID(str(course_id))), str(name), known_moment(until))
            for course_id, name, until in found
        ]
