"""What was done to a booking: each change of its fields as one or more actions.

A stored value is JSON as in desk_app.domain.changes. A contact is personal: that it changed is
kept, what it was is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk_app.domain.changes import FieldValue
from desk_app.domain.ids import BookingId


class BookingAction(StrEnum):
    """What was done."""

    CREATED = "created"
    OVERRIDDEN = "overridden"
    MOVED = "moved"
    EXTENDED = "extended"
    REWORDED = "reworded"
    REGROUPED = "regrouped"
    APPROVED = "approved"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    OFFER_EXPIRED = "offer_expired"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    ADDED_BACK = "added_back"
    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    RELEASED = "released"
    DISPLACED = "displaced"
    CALLED = "called"


class HistorySource(StrEnum):
    """Whether this desk did it, or heard of it from the centre."""

    DESK = "desk"
    CENTRE = "centre"


TRACKED = (
    "room_id",
    "starts_at",
    "ends_at",
    "status",
    "checked_in_at",
    "freed_at",
    "held_until",
    "series_id",
    "headcount",
    "override_reason",
)
"""Fields whose values before and after are kept."""

_PERIOD = frozenset({"room_id", "starts_at", "ends_at"})
_BY_STATUS: Mapping[FieldValue, BookingAction] = {
    "displaced": BookingAction.DISPLACED,
    "cancelled": BookingAction.CANCELLED,
    "released": BookingAction.RELEASED,
    "offered": BookingAction.OFFERED,
}
_BY_KIND: Mapping[str, BookingAction] = {
    "booking.offer_expired": BookingAction.OFFER_EXPIRED,
    "booking.added_back": BookingAction.ADDED_BACK,
}

_BY_FIELDS: tuple[tuple[frozenset[str], BookingAction], ...] = (
    (frozenset({"checked_in_at"}), BookingAction.CHECKED_IN),
    (frozenset({"freed_at"}), BookingAction.CHECKED_OUT),
    (frozenset({"series_id"}), BookingAction.REGROUPED),
    (
        frozenset({"purpose", "contact", "company", "headcount", "needs"}),
        BookingAction.REWORDED,
    ),
)

Fields = Mapping[str, FieldValue]
Differences = Mapping[str, tuple[FieldValue, FieldValue]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingEvent:
    """One line of a booking's history.

    Attributes:
        at: When this desk did it, or heard of it; aware UTC.
        operator: Who was at the desk; empty where the centre brought it or nobody had signed in.
        differences: Before and after of each tracked field that changed.
    """

    booking_id: BookingId
    at: datetime
    action: BookingAction
    operator: str = ""
    source: HistorySource = HistorySource.DESK
    differences: Differences | None = None


def differences(before: Fields | None, after: Fields) -> Differences:
    """Return before and after of the tracked fields that differ; of a new booking all it has."""
    old = before or {}
    return {
        name: (old.get(name), after[name])
        for name in TRACKED
        if name in after
        and old.get(name) != after[name]
        and (before is not None or after[name] not in (None, "", 0))
    }


def actions(kind: str, before: Fields | None, after: Fields) -> tuple[BookingAction, ...]:
    """Name what a change did; ``after`` holds the fields it sets.

    Args:
        kind: The change's kind; what the centre brings has none of ours.
        before: The booking as it stood, or None where it is new.
        after: The fields that are set.
    """
    if before is None:
        is_override = bool(after.get("override_reason"))
        more = (BookingAction.OVERRIDDEN,) if is_override else ()
        return (BookingAction.CREATED, *more, *_came_as(after))
    changed = {name for name in after if before.get(name) != after[name]}
    if not changed:
        return ()
    found = [_BY_KIND[kind]] if kind in _BY_KIND else list(_by_status(before, after, changed))
    if "override_reason" in changed and after["override_reason"]:
        found.append(BookingAction.OVERRIDDEN)
    found += _by_period(kind, before, after, changed)
    found += (action for names, action in _BY_FIELDS if changed & names)
    is_let_go = {BookingAction.RELEASED, BookingAction.CHECKED_OUT} <= {*found}
    return tuple(one for one in found if not (is_let_go and one is BookingAction.CHECKED_OUT))


def _by_period(
    kind: str, before: Fields, after: Fields, changed: set[str]
) -> tuple[BookingAction, ...]:
    if not changed & _PERIOD:
        return ()
    is_end_alone = not changed & {"room_id", "starts_at"}
    is_longer = str(after.get("ends_at")) > str(before.get("ends_at"))
    stays = is_end_alone and is_longer and kind != "booking.moved"
    return (BookingAction.EXTENDED if stays else BookingAction.MOVED,)


def _came_as(after: Fields) -> tuple[BookingAction, ...]:
    """Return what a booking already was when this desk first heard of it."""
    action = _BY_STATUS.get(after.get("status"))
    found = (action,) if action else ()
    return (*found, BookingAction.CHECKED_IN) if after.get("checked_in_at") else found


def _by_status(before: Fields, after: Fields, changed: set[str]) -> tuple[BookingAction, ...]:
    if "status" not in changed:
        return ()
    if after["status"] == "confirmed":
        action = {
            "pending": BookingAction.APPROVED,
            "offered": BookingAction.ACCEPTED,
            "tentative": BookingAction.CONFIRMED,
            "displaced": BookingAction.ADDED_BACK,
        }.get(str(before.get("status")))
        return (action,) if action else ()
    action = _BY_STATUS.get(after["status"])
    return (action,) if action else ()
