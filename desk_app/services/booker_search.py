"""For whom a room is booked: companies and visitors found while typing."""

from dataclasses import dataclass

from desk_app.db.unit_of_work import BeginWork
from desk_app.domain.ids import VisitorId
from desk_app.domain.people import mask_phone
from desk_app.services.visitors import contains_pattern, search_pattern

_COMPANIES, _HITS = 3, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BookerHit:
    """A company, or with ``visitor_id`` a visitor.

    Attributes:
        people: Visitors of a company.
        phone_masked: Of a visitor.
    """

    name: str
    visitor_id: VisitorId | None = None
    company: str = ""
    people: int = 0
    phone_masked: str = ""


class BookerSearchService:
    """Finds bookers."""

    def __init__(self, read: BeginWork) -> None:
        self._read = read

    def find(self, typed: str) -> tuple[BookerHit, ...]:
        """Return up to five: companies that hold what was typed, then visitors as at the door."""
        text = typed.strip()
        if not text:
            return ()
        with self._read() as work:
            companies = [
                BookerHit(name=name, people=people)
                for name, people in work.bookings.companies_like(
                    contains_pattern(text), limit=_COMPANIES
                )
            ]
            pattern = search_pattern(text)
            people = work.people.search(pattern, limit=_HITS) if pattern else []
        visitors = [
            BookerHit(
                name=visitor.name,
                visitor_id=visitor.visitor_id,
                company=visitor.company,
                phone_masked=mask_phone(visitor.phone),
            )
            for visitor in people
        ]
        return tuple((companies + visitors)[:_HITS])
