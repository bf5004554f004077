"""Changes: what a desk did, as sets of fields that travel to the centre.

A change is written to its table and to the outbox in one transaction (see desk_app.db). Field
values are JSON: text, whole numbers, true/false, null; ids as canonical UUID text; moments as ISO
8601 UTC with microseconds and ``Z``; bytes as lower-case hex.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

SCHEMA = 5
"""Version of the entities' fields: each operation tells its own, the centre takes older ones."""

FieldValue = str | int | bool | None

_CANNOT_TRAVEL = re.compile("[\x00\ud800-\udfff]")
"""NUL and halves of a character: PostgreSQL stores none, so an operation with one would be lost."""


class Entity(StrEnum):
    """What is kept in step between desks and the centre."""

    VISITOR = "visitor"
    PASS = "pass"
    PASS_KEY = "pass_key"
    LINK_KEY = "link_key"
    COURSE = "course"
    CLASS_SESSION = "class_session"
    ENROLMENT = "enrolment"
    CHECK_IN = "check_in"
    TERM = "term"
    CALENDAR_DAY = "calendar_day"
    SEAT_OFFER = "seat_offer"
    SEAT_RELEASE = "seat_release"
    ATTENDANCE_MARK = "attendance_mark"
    QUESTION = "question"
    ANSWER = "answer"
    ROOM = "room"
    CLOSURE = "closure"
    BOOKING_SERIES = "booking_series"
    BOOKING = "booking"
    BOOKER_BLOCK = "booker_block"
    COMPANY = "company"
    BUILDING = "building"
    REVIEW_ITEM = "review_item"
    VISITOR_NOTE = "visitor_note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A set of fields of one row.

    Attributes:
        kind: What happened, for example ``check_in.entered``; the fields alone are applied.
        values: Column values as Python objects (UUID, aware datetime, …), keyed by field name.
    """

    kind: str
    entity: Entity
    row_id: UUID
    values: Mapping[str, object]

    def __post_init__(self) -> None:
        """Leave out of texts what no database of the centre can hold."""
        if any(type(v) is str and _CANNOT_TRAVEL.search(v) for v in self.values.values()):
            clean = {
                name: _CANNOT_TRAVEL.sub("", value) if isinstance(value, str) else value
                for name, value in self.values.items()
            }
            object.__setattr__(self, "values", clean)
