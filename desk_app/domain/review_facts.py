"""The facts of an item to decide, read from JSON that came over the network.

Nothing in them is trusted: what is missing, of another type, too long or not to be printed is left
out, and the rest still shows.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

MAX_TEXT = 200
_MAX_JSON = 100_000
_MAX_COUNT = 100_000
_MAX_TEXTS = 40
_FIRST_YEAR, _LAST_YEAR = 2000, 2999

_NAMES = {
    "who": ("who", "company", "visitor", "visitor_name", "name"),
    "room": ("room", "room_name"),
    "course": ("course", "course_name"),
    "purpose": ("purpose",),
    "contact": ("contact", "phone"),
    "desk": ("desk", "desk_name"),
    "operator": ("operator", "operator_name"),
    "value": ("value",),
}
_MOMENTS = {
    "starts_at": ("starts_at",),
    "ends_at": ("ends_at",),
    "at": ("at", "made_at", "booked_at", "enrolled_at"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side says; empty where it does not say.

    Attributes:
        who: A company or a person.
        contact: As given; mask it before showing.
        value: What a field of a profile says.
        at: When it was done.
        starts_at: Of a booking or lesson (aware UTC).
    """

    who: str = ""
    room: str = ""
    course: str = ""
    purpose: str = ""
    contact: str = ""
    desk: str = ""
    operator: str = ""
    value: str = ""
    headcount: int = 0
    at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """Both sides and what was asked of the centre.

    Attributes:
        mine: The side that lost.
        field: The field of a profile that two desks changed.
        op_id: The operation that lost.
        op_kind: What it was, for example ``booking.added``.
        place: The place in a queue; 0 if not said.
        why: The centre's own word for why it could not store an operation.
        fields: Names of the fields of an operation.
    """

    mine: Side = field(default_factory=Side)
    theirs: Side = field(default_factory=Side)
    field: str = ""
    op_id: UUID | None = None
    op_kind: str = ""
    place: int = 0
    why: str = ""
    fields: tuple[str, ...] = ()


def read_facts(text: str) -> ReviewFacts:
    """Read facts; anything that is no JSON object is no facts."""
    try:
        found = json.loads(text) if len(text) <= _MAX_JSON else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return ReviewFacts()
    shared = {key: value for key, value in found.items() if key not in {"mine", "theirs"}}
    name = _text(found, ("field",))
    return ReviewFacts(
        mine=_side(shared, found.get("mine"), name),
        theirs=_side(shared, found.get("theirs"), name),
        field=name,
        op_id=_id(found.get("op_id")),
        op_kind=_text(found, ("op_kind", "op")),
        place=_count(found.get("place")),
        why=_text(found, ("why",)),
        fields=_texts(found.get("fields")),
    )


def clean_text(value: object) -> str:
    """Return a value as one printable line of bounded length; anything but text is empty."""
    if not isinstance(value, str):
        return ""
    line = " ".join(value[: 4 * MAX_TEXT].split())
    return "".join(c for c in line if c.isprintable())[:MAX_TEXT]


def _side(shared: Mapping[str, Any], found: object, name: str) -> Side:
    said = {**shared, **found} if isinstance(found, dict) else {}
    if not said:
        return Side()
    values: dict[str, Any] = {
        **{attribute: _text(said, names) for attribute, names in _NAMES.items()},
        **{attribute: _moment(said, names) for attribute, names in _MOMENTS.items()},
        "headcount": _count(said.get("headcount")),
    }
    if not values["value"] and name:
        values["value"] = _text(said, (name,))
    return Side(**values)


def _text(found: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := clean_text(found.get(name)))), "")


def _texts(value: object) -> tuple[str, ...]:
    found = value[:_MAX_TEXTS] if isinstance(value, list) else []
    return tuple(text for one in found if (text := clean_text(one)))


def _moment(found: Mapping[str, Any], names: tuple[str, ...]) -> datetime | None:
    return next((at for name in names if (at := _read_moment(found.get(name)))), None)


def _read_moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return at if _FIRST_YEAR <= at.year <= _LAST_YEAR else None


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return value if 0 <= value <= _MAX_COUNT else 0


def _id(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
