"""Rows of bookings and their series."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import Row, known_moment, moment, rows
from desk_app.db.rooms import equipment_from_text, equipment_to_text
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.bookings import MAX_LENGTH
from desk_app.domain.ids import BookingId, RoomId, SeriesId, VisitorId

_SELECT = """
SELECT booking_id, room_id, starts_at, ends_at, status, visitor_id, company, contact, purpose,
       headcount, needs, series_id, occurrence, checked_in_at, freed_at, held_until,
       override_reason, is_walk_in
FROM booking
"""
_OVER = "('cancelled', 'displaced', 'skipped', 'waiting')"
_LONGEST = MAX_LENGTH + timedelta(days=1)  # with what staff extended


def booking_values(booking: Booking) -> dict[str, object]:
    """Return the columns of a booking."""
    return {
        "room_id": booking.room_id,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "status": booking.status.value,
        "visitor_id": booking.visitor_id,
        "company": booking.company,
        "contact": booking.contact,
        "purpose": booking.purpose,
        "headcount": booking.headcount,
        "needs": equipment_to_text(booking.needs),
        "series_id": booking.series_id,
        "occurrence": booking.occurrence,
        "override_reason": booking.override_reason,
        "is_walk_in": booking.is_walk_in,
    }


def _marks(room_ids: Iterable[RoomId]) -> str:
    return ", ".join(f"'{room_id.hex}'" for room_id in room_ids)


@lru_cache(maxsize=4096)  # the same rooms and bookers stand in every question
def _id(text: str) -> UUID:
    return UUID(text)


def _booking_from(row: Row) -> Booking:
    visitor_id, series_id = (_id(str(value)) if value else None for value in (row[5], row[11]))
    return Booking(
        booking_id=BookingId(UUID(str(row[0]))),
        room_id=RoomId(_id(str(row[1]))),
        starts_at=known_moment(row[2]),
        ends_at=known_moment(row[3]),
        status=BookingStatus(str(row[4])),
        visitor_id=VisitorId(visitor_id) if visitor_id else None,
        company=str(row[6]),
        contact=str(row[7]),
        purpose=str(row[8]),
        headcount=int(str(row[9])),
        needs=equipment_from_text(row[10]),
        series_id=SeriesId(series_id) if series_id else None,
        occurrence=str(row[12]),
        checked_in_at=moment(row[13]),
        freed_at=moment(row[14]),
        held_until=moment(row[15]),
        override_reason=str(row[16]),
        is_walk_in=bool(row[17]),
    )


class Bookings:
    """Reads bookings; they are written through UnitOfWork.add and change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def booking(self, booking_id: BookingId) -> Booking | None:
        """Return a booking, or None."""
        found = rows(self._connection, _SELECT + "WHERE booking_id = :id", id=booking_id)
        return _booking_from(found[0]) if found else None

    def touching(
        self,
        room_ids: Iterable[RoomId],
        starts_at: datetime,
        ends_at: datetime,
        *,
        with_needs: bool = False,
    ) -> list[Booking]:
        """Return what holds or held these rooms and touches ``[starts_at, ends_at)``.

        With ``with_needs`` only bookings that hold equipment.
        """
        only = "AND needs != '{}'" if with_needs else ""
        found = rows(
            self._connection,
            _SELECT + f"WHERE room_id IN ({_marks(room_ids)}) AND starts_at > :earliest "
            f"AND starts_at < :ends_at AND ends_at > :starts_at AND status NOT IN {_OVER} {only} "
            "ORDER BY room_id, starts_at",
            earliest=starts_at - _LONGEST,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        return [_booking_from(row) for row in found]

    def between(self, starts_at: datetime, ends_at: datetime) -> list[Booking]:
        """Return every booking that touches ``[starts_at, ends_at)``, whatever became of it."""
        found = rows(
            self._connection,
            _SELECT + "WHERE starts_at > :earliest AND starts_at < :ends_at "
            "AND ends_at > :starts_at ORDER BY starts_at, booking_id",
            earliest=starts_at - _LONGEST,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        return [_booking_from(row) for row in found]

    def of_series(self, series_id: SeriesId) -> list[Booking]:
        """Return a series' bookings in order of time, skipped and cancelled ones too."""
        found = rows(
            self._connection,
            _SELECT + "WHERE series_id = :id ORDER BY occurrence, booked_at",
            id=series_id,
        )
        return [_booking_from(row) for row in found]

    def of_booker(
        self, visitor_id: VisitorId | None, company: str, starts_at: datetime, ends_at: datetime
    ) -> list[Booking]:
        """Return what a company, or a person without one, has from ``starts_at`` to ``ends_at``."""
        who = "company = :company" if company else "visitor_id = :visitor_id AND company = ''"
        found = rows(
            self._connection,
            _SELECT + f"WHERE {who} AND starts_at >= :starts_at AND starts_at < :ends_at "
            f"AND status NOT IN {_OVER} ORDER BY starts_at",
            **({"company": company} if company else {"visitor_id": visitor_id}),
            starts_at=starts_at,
            ends_at=ends_at,
        )
        return [_booking_from(row) for row in found]

    def waiting(self, room_ids: Iterable[RoomId], after: datetime) -> list[Booking]:
        """Return who waits for a slot of these rooms that is not over, first come first."""
        found = rows(
            self._connection,
            _SELECT + f"WHERE room_id IN ({_marks(room_ids)}) AND status = 'waiting' "
            "AND ends_at > :after ORDER BY booked_at, booking_id",
            after=after,
        )
        return [_booking_from(row) for row in found]

    def booked_at(self, booking_ids: Iterable[BookingId]) -> dict[BookingId, datetime]:
        """Return when bookings were asked for."""
        sql = "SELECT booked_at FROM booking WHERE booking_id = :id"
        return {
            one: known_moment(found[0][0])
            for one in booking_ids
            if (found := rows(self._connection, sql, id=one))
        }

    def all_waiting(self, after: datetime) -> list[Booking]:
        """Return who waits for any slot that is not over, first come first."""
        found = rows(
            self._connection,
            _SELECT + "WHERE status = 'waiting' AND ends_at > :after "
            "ORDER BY booked_at, booking_id",
            after=after,
        )
        return [_booking_from(row) for row in found]

    def expired_offers(self, at: datetime) -> list[Booking]:
        """Return the offers that nobody took up in time."""
        found = rows(
            self._connection, _SELECT + "WHERE status = 'offered' AND held_until <= :at", at=at
        )
        return [_booking_from(row) for row in found]

    def displaced(self, after: datetime) -> list[Booking]:
        """Return who lost their room and whose time is not over, in order of time."""
        found = rows(
            self._connection,
            _SELECT + "WHERE ends_at > :after AND status = 'displaced' "
            "ORDER BY starts_at, booking_id",
            after=after,
        )
        return [_booking_from(row) for row in found]

    def series_rule(self, series_id: SeriesId) -> str | None:
        """Return a series' rule as it was typed, or None where there is no such series."""
        found = rows(
            self._connection,
            "SELECT rule FROM booking_series WHERE booking_series_id = :id",
            id=series_id,
        )
        return str(found[0][0]) if found else None

    def companies_like(self, like: str, *, limit: int) -> list[tuple[str, int]]:
        """Return companies that booked or that visitors work at, with their visitors, by use."""
        found = rows(
            self._connection,
            "SELECT company, sum(people), sum(booked) FROM ("
            "SELECT company, count(*) AS people, 0 AS booked FROM visitor "
            "WHERE company LIKE :like ESCAPE '\\' GROUP BY company "
            "UNION ALL SELECT company, 0, count(*) FROM booking "
            "WHERE company LIKE :like ESCAPE '\\' GROUP BY company) "
            "WHERE company != '' GROUP BY company ORDER BY sum(booked) DESC, company LIMIT :limit",
            like=like,
            limit=limit,
        )
        return [(str(company), int(str(people))) for company, people, _ in found]
