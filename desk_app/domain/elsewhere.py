"""People of other stations, in as little as tells them apart."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundElsewhere:
    """Somebody the centre knows, in as little as tells people apart.

    Attributes:
        name: The first character and ``*``.
        is_here: This station's own, already in reach of search.
    """

    visitor_id: UUID
    name: str
    station: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupAnswer:
    """Who it may be; ``attached`` comes with the next exchange."""

    found: tuple[FoundElsewhere, ...]
    attached: UUID | None
