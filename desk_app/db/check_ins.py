"""Rows of check-ins and of attempts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import Row, id_list, insert, known_moment, moment, rows
from desk_app.domain.check_in import CheckInOutcome, Direction, Entry
from desk_app.domain.ids import BookingId, CheckInId, DeskId, Nonce, PassId, SessionId, VisitorId


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """A recorded arrival or departure.

    Attributes:
        at: Corrected moment: the desk's time plus its measured offset (aware UTC).
        is_pass_revoked: The pass had been revoked before this moment; found out later.
        is_place_cancelled: The enrolment that let the visitor in does not stand any more.
    """

    check_in_id: CheckInId
    session_id: SessionId
    visitor_id: VisitorId | None
    pass_id: PassId | None
    direction: Direction
    at: datetime
    desk_id: DeskId | None
    desk_name: str
    nonce: Nonce
    overrode: bool
    is_walk_in: bool
    undone_at: datetime | None
    dup_of: CheckInId | None
    is_pass_revoked: bool
    is_place_cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalRow:
    """One attempt with the names it concerns, for the list of latest arrivals."""

    at: datetime
    outcome: CheckInOutcome
    direction: Direction
    session_id: SessionId | None
    name: str
    course_name: str
    check_in_id: CheckInId | None
    is_undone: bool
    is_walk_in: bool
    is_pending: bool
    is_provisional: bool
    booking_id: BookingId | None
    is_flagged: bool


_PLACE_CANCELLED = """
NOT k.is_walk_in AND NOT k.overrode AND k.visitor_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM enrolment e JOIN class_session t USING (course_id)
    WHERE t.session_id = k.session_id AND e.visitor_id = k.visitor_id AND e.status = 'dropped'
) AND NOT EXISTS (
    SELECT 1 FROM enrolment e JOIN class_session t USING (course_id)
    WHERE t.session_id = k.session_id AND e.visitor_id = k.visitor_id AND e.status != 'dropped'
)
"""
_CHECK_IN = f"""
SELECT k.check_in_id, k.session_id, k.visitor_id, k.pass_id, k.direction, k.at, k.offset_ms,
       k.desk_id, k.desk_name, k.nonce, k.overrode, k.is_walk_in, k.undone_at, k.dup_of,
       p.revoked_at, {_PLACE_CANCELLED}
FROM check_in k LEFT JOIN pass p USING (pass_id)
"""  # noqa: S608  (text of this module)


def _check_in_from(row: Row) -> CheckIn:
    at = known_moment(row[5]) + timedelta(milliseconds=int(str(row[6])))
    revoked_at = moment(row[14])
    return CheckIn(
        check_in_id=CheckInId(UUID(str(row[0]))),
        session_id=SessionId(UUID(str(row[1]))),
        visitor_id=None if row[2] is None else VisitorId(UUID(str(row[2]))),
        pass_id=None if row[3] is None else PassId(UUID(str(row[3]))),
        direction=Direction(str(row[4])),
        at=at,
        desk_id=None if row[7] is None else DeskId(UUID(str(row[7]))),
        desk_name=str(row[8]),
        nonce=Nonce(UUID(str(row[9]))),
        overrode=bool(row[10]),
        is_walk_in=bool(row[11]),
        undone_at=moment(row[12]),
        dup_of=None if row[13] is None else CheckInId(UUID(str(row[13]))),
        is_pass_revoked=revoked_at is not None and revoked_at <= at,
        is_place_cancelled=bool(row[15]),
    )


class CheckIns:
    """Reads check-ins, reads and writes attempts; check-ins are written through UnitOfWork."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, check_in_id: CheckInId) -> CheckIn | None:
        """Return a check-in, or None."""
        found = rows(self._connection, _CHECK_IN + "WHERE k.check_in_id = :id", id=check_in_id)
        return _check_in_from(found[0]) if found else None

    def entries(
        self, *, visitor_id: VisitorId | None, pass_id: PassId | None
    ) -> dict[SessionId, tuple[Entry, ...]]:
        """Return what still counts as an entry of this visitor (or provisional pass), by session.

        Sorted by corrected time. A departure after the latest entry leaves the entries in place.
        """
        key, value = ("visitor_id", visitor_id) if visitor_id else ("pass_id", pass_id)
        found = rows(
            self._connection,
            "SELECT session_id, check_in_id, at, offset_ms, desk_id FROM check_in "  # noqa: S608
            f"WHERE {key} = :value AND undone_at IS NULL AND direction = 'in'",
            value=value,
        )
        entries = [
            (
                SessionId(UUID(str(session_id))),
                Entry(
                    check_in_id=CheckInId(UUID(str(check_in_id))),
                    at=known_moment(at) + timedelta(milliseconds=int(str(offset_ms))),
                    desk_id=None if desk_id is None else DeskId(UUID(str(desk_id))),
                ),
            )
            for session_id, check_in_id, at, offset_ms, desk_id in found
        ]
        by_session: dict[SessionId, list[Entry]] = {}
        for session_id, entry in sorted(entries, key=lambda pair: pair[1].at):
            by_session.setdefault(session_id, []).append(entry)
        return {session_id: tuple(found) for session_id, found in by_session.items()}

    def first_entries(
        self, session_ids: Iterable[SessionId], visitor_ids: Iterable[VisitorId]
    ) -> dict[tuple[SessionId, VisitorId], datetime]:
        """Return when these visitors first came to these sessions, corrected, if they did."""
        found = rows(
            self._connection,
            "SELECT session_id, visitor_id, at, offset_ms FROM check_in "
            "WHERE session_id IN (SELECT value FROM json_each(:sessions)) "
            "AND visitor_id IN (SELECT value FROM json_each(:visitors)) "
            "AND undone_at IS NULL AND direction = 'in'",
            sessions=id_list(session_ids),
            visitors=id_list(visitor_ids),
        )
        first: dict[tuple[SessionId, VisitorId], datetime] = {}
        for session_id, visitor_id, at, offset_ms in found:
            key = (SessionId(UUID(str(session_id))), VisitorId(UUID(str(visitor_id))))
            came_at = known_moment(at) + timedelta(milliseconds=int(str(offset_ms)))
            first[key] = min(came_at, first.get(key, came_at))
        return first

    def left_at(self, session_id: SessionId, visitor_id: VisitorId) -> datetime | None:
        """Return when a visitor last left a session, corrected, or None."""
        found = rows(
            self._connection,
            "SELECT at, offset_ms FROM check_in WHERE session_id = :session_id "
            "AND visitor_id = :visitor_id AND direction = 'out' AND undone_at IS NULL",
            session_id=session_id,
            visitor_id=visitor_id,
        )
        return max(
            (known_moment(at) + timedelta(milliseconds=int(str(ms))) for at, ms in found),
            default=None,
        )

    def of_session(self, session_id: SessionId) -> list[CheckIn]:
        """Return all check-ins of a session, undone ones too, by corrected time."""
        found = rows(self._connection, _CHECK_IN + "WHERE k.session_id = :id", id=session_id)
        return sorted((_check_in_from(row) for row in found), key=lambda c: c.at)

    def arrived_counts(self, session_ids: Iterable[SessionId]) -> dict[SessionId, tuple[int, int]]:
        """Return (people inside, of whom walk-ins) for each session."""
        counts: dict[SessionId, tuple[int, int]] = {}
        for session_id in session_ids:
            found = rows(
                self._connection,
                "SELECT count(DISTINCT coalesce(visitor_id, pass_id)), "
                "count(DISTINCT CASE WHEN is_walk_in THEN coalesce(visitor_id, pass_id) END) "
                "FROM check_in "
                "WHERE session_id = :id AND undone_at IS NULL AND direction = 'in'",
                id=session_id,
            )
            counts[session_id] = (int(str(found[0][0])), int(str(found[0][1])))
        return counts

    def admitted_since(self, at: datetime, session_ids: Iterable[SessionId]) -> int:
        """Return how many people were let in to these sessions since a moment of the desk."""
        found = rows(
            self._connection,
            "SELECT count(DISTINCT coalesce(visitor_id, pass_id)) FROM check_in "
            "WHERE session_id IN (SELECT value FROM json_each(:sessions)) "
            "AND at >= :at AND undone_at IS NULL AND direction = 'in'",
            sessions=id_list(session_ids),
            at=at,
        )
        return int(str(found[0][0]))

    def record_attempt(self, values: Mapping[str, object]) -> None:
        """Keep one presentation, refused or not (local)."""
        insert(self._connection, "attempt", values)

    def note_name(self, nonce: Nonce, name: str) -> bool:
        """Keep who a provisional entry says they are (local); False: it is none."""
        found = rows(
            self._connection,
            "UPDATE attempt SET noted_name = :name WHERE nonce = :nonce AND check_in_id IN "
            "(SELECT check_in_id FROM check_in WHERE visitor_id IS NULL) RETURNING 1",
            name=name,
            nonce=nonce,
        )
        return bool(found)

    def booking_of_attempt(self, nonce: Nonce) -> BookingId | None:
        """Return the booking that a presentation was admitted to, or None."""
        found = rows(
            self._connection,
            "SELECT booking_id FROM attempt WHERE nonce = :nonce AND booking_id IS NOT NULL",
            nonce=nonce,
        )
        return BookingId(UUID(str(found[0][0]))) if found else None

    def is_booking_admitted_here(self, booking_id: BookingId) -> bool:
        """Whether somebody was let in to a booking at this desk."""
        return bool(
            rows(
                self._connection,
                "SELECT 1 FROM attempt WHERE booking_id = :id LIMIT 1",
                id=booking_id,
            )
        )

    def latest_arrivals(self, *, limit: int) -> list[ArrivalRow]:
        """Return the newest presentations, newest first."""
        found = rows(
            self._connection,
            f"""
            SELECT a.at, a.outcome, a.direction, a.session_id, coalesce(v.name, a.noted_name),
                   coalesce(c.name, r.name), k.check_in_id,
                   k.undone_at IS NOT NULL
                   OR (b.booking_id IS NOT NULL AND b.checked_in_at IS NULL),
                   coalesce(k.is_walk_in, 0),
                   EXISTS (SELECT 1 FROM outbox o
                           WHERE o.row_id = coalesce(k.check_in_id, a.booking_id)
                           AND o.acked_at IS NULL),
                   k.check_in_id IS NOT NULL AND k.visitor_id IS NULL, a.booking_id,
                   coalesce(p.revoked_at <= k.at, 0) OR {_PLACE_CANCELLED}
            FROM attempt a
            LEFT JOIN check_in k ON k.check_in_id = a.check_in_id
            LEFT JOIN pass p ON p.pass_id = k.pass_id
            LEFT JOIN visitor v ON v.visitor_id = coalesce(k.visitor_id, a.visitor_id)
            LEFT JOIN class_session s ON s.session_id = a.session_id
            LEFT JOIN course c ON c.course_id = s.course_id
            LEFT JOIN booking b ON b.booking_id = a.booking_id
            LEFT JOIN room r ON r.room_id = b.room_id
            ORDER BY a.attempt_id DESC LIMIT :limit
            """,  # noqa: S608
            limit=limit,
        )
        return [
            ArrivalRow(
                at=known_moment(row[0]),
                outcome=CheckInOutcome(str(row[1])),
                direction=Direction(str(row[2])),
                session_id=None if row[3] is None else SessionId(UUID(str(row[3]))),
                name=str(row[4] or ""),
                course_name=str(row[5] or ""),
                check_in_id=None if row[6] is None else CheckInId(UUID(str(row[6]))),
                is_undone=bool(row[7]),
                is_walk_in=bool(row[8]),
                is_pending=bool(row[9]),
                is_provisional=bool(row[10]),
                booking_id=None if row[11] is None else BookingId(UUID(str(row[11]))),
                is_flagged=bool(row[12]),
            )
            for row in found
        ]
