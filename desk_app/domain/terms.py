"""Terms: spring and autumn, and the like."""

from dataclasses import dataclass
from datetime import date

from desk_app.domain.ids import TermId


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term; both days are Shanghai dates and belong to it."""

    term_id: TermId
    name: str
    first_day: date
    last_day: date
