"""For whom a booking is, as others may read it."""

from collections.abc import Iterable

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.booking_use import Booking
from desk_app.domain.people import mask_name, may_be_person


class BookingLabels:
    """Names bookers. Companies are named; people are masked unless whole names were asked for.

    A short text that is no visitor's company may be somebody's name, so it is masked too.
    """

    def __init__(self, work: UnitOfWork, bookings: Iterable[Booking], *, names: bool) -> None:
        found = list(bookings)
        self._names = names
        self._companies = work.people.companies({b.company for b in found if b.company})
        self._people: dict[object, str] = {}
        for visitor_id in {b.visitor_id for b in found if b.visitor_id is not None}:
            visitor = work.people.visitor(visitor_id)
            if visitor is not None:
                self._people[visitor_id] = visitor.name

    def of(self, booking: Booking) -> str:
        """Return the company, else the person."""
        if booking.company:
            is_known = self._names or booking.company in self._companies
            is_plain = is_known or not may_be_person(booking.company)
            return booking.company if is_plain else mask_name(booking.company)
        name = self._people.get(booking.visitor_id, "")
        return name if self._names else mask_name(name)
