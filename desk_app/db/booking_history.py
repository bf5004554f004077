"""Rows of what was done to bookings. They are only ever added; the tables' triggers see to it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import insert, known_moment, rows, to_json
from desk_app.domain.booking_history import (
    TRACKED,
    BookingAction,
    BookingEvent,
    HistorySource,
    actions,
    differences,
)
from desk_app.domain.changes import FieldValue
from desk_app.domain.ids import BookingId

_COMPARED = (*TRACKED, "purpose", "contact", "company", "needs")
_MOMENTS = frozenset({"starts_at", "ends_at", "checked_in_at", "freed_at", "held_until"})
_LENGTH = len("2026-03-02T02:00:00.000000Z")
_IDS = frozenset({"room_id", "series_id"})


class BookingHistory:
    """Writes and reads the history of bookings; it stays at this desk."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self, booking_id: UUID) -> dict[str, FieldValue] | None:
        """Return the fields that history compares, as they stand; None: no such booking."""
        found = rows(
            self._connection,
            f"SELECT {', '.join(_COMPARED)} FROM booking WHERE booking_id = :id",  # noqa: S608
            id=booking_id,
        )
        if not found:
            return None
        return {name: _field(name, value) for name, value in zip(_COMPARED, found[0], strict=True)}

    def note(
        self,
        booking_id: UUID,
        before: Mapping[str, FieldValue] | None,
        after: Mapping[str, FieldValue],
        *,
        kind: str,
        at: datetime,
        operator: str = "",
        source: HistorySource = HistorySource.DESK,
    ) -> None:
        """Write down what a change did; nothing where it changed nothing.

        A pull brings thousands of bookings as they stand already, so those cost one comparison.
        """
        after = {
            name: _canonical(after[name]) if name in _MOMENTS else after[name]
            for name in _COMPARED
            if name in after
        }
        if before is not None and all(before[name] == after[name] for name in after):
            return
        if before is None and self._is_known(booking_id):
            return  # the centre's copy came again
        detail = differences(before, after)
        for place, action in enumerate(actions(kind, before, after)):
            self.add(
                BookingEvent(
                    booking_id=BookingId(booking_id),
                    at=at,
                    action=action,
                    operator=operator,
                    source=source,
                    differences=detail if place == 0 else {},  # one change, told once
                )
            )

    def add(self, event: BookingEvent) -> None:
        """Write one line."""
        insert(
            self._connection,
            "booking_event",
            {
                "booking_id": event.booking_id,
                "at": event.at,
                "operator": event.operator,
                "action": event.action.value,
                "source": event.source.value,
                "differences": json.dumps(event.differences or {}, ensure_ascii=False),
            },
        )

    def of(self, booking_id: UUID) -> list[BookingEvent]:
        """Return a booking's history, oldest first."""
        found = rows(
            self._connection,
            "SELECT at, operator, action, source, differences FROM booking_event "
            "WHERE booking_id = :id ORDER BY event_id",
            id=booking_id,
        )
        return [
            BookingEvent(
                booking_id=BookingId(booking_id),
                at=known_moment(at),
                operator=str(operator),
                action=BookingAction(str(action)),
                source=HistorySource(str(source)),
                differences={k: (v[0], v[1]) for k, v in json.loads(str(detail)).items()},
            )
            for at, operator, action, source, detail in found
        ]

    def last(
        self, booking_ids: Iterable[UUID], action: BookingAction
    ) -> dict[BookingId, BookingEvent]:
        """Return the last line with this action of each booking that has one."""
        wanted = json.dumps([booking_id.hex for booking_id in booking_ids])
        found = rows(
            self._connection,
            "SELECT booking_id, at, operator, source, max(event_id) FROM booking_event "
            "WHERE action = :action AND booking_id IN (SELECT value FROM json_each(:wanted)) "
            "GROUP BY booking_id",
            action=action.value,
            wanted=wanted,
        )
        return {
            BookingId(UUID(str(booking_id))): BookingEvent(
                booking_id=BookingId(UUID(str(booking_id))),
                at=known_moment(at),
                operator=str(operator),
                action=action,
                source=HistorySource(str(source)),
            )
            for booking_id, at, operator, source, _ in found
        }

    def counts(self, booking_ids: Iterable[UUID]) -> dict[BookingId, int]:
        """Return how many lines each booking has."""
        wanted = json.dumps([booking_id.hex for booking_id in booking_ids])
        found = rows(
            self._connection,
            "SELECT booking_id, count(*) FROM booking_event "
            "WHERE booking_id IN (SELECT value FROM json_each(:wanted)) GROUP BY booking_id",
            wanted=wanted,
        )
        return {BookingId(UUID(str(i))): int(str(n)) for i, n in found}

    def _is_known(self, booking_id: UUID) -> bool:
        sql = "SELECT 1 FROM booking_event WHERE booking_id = :id LIMIT 1"
        return bool(rows(self._connection, sql, id=booking_id))


def _field(name: str, value: object) -> FieldValue:
    """Return a stored value as it travels; without parsing, for the stored forms are fixed."""
    if value is None:
        return None
    if name in _MOMENTS:
        return f"{str(value).replace(' ', 'T')}Z"
    if name in _IDS:
        text = str(value)
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    return value if isinstance(value, int) else str(value)


def _canonical(value: FieldValue) -> FieldValue:
    """Return a moment as this desk writes it, however the centre did."""
    if value is None or (isinstance(value, str) and len(value) == _LENGTH and value[-1] == "Z"):
        return value
    return to_json(datetime.fromisoformat(str(value)))
