"""Rows of attendance: what was put down, and who came when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import Row, known_moment, rows
from desk_app.domain.attendance import AttendancePolicy, LearnerMark, Mark
from desk_app.domain.ids import CourseId, SessionId, VisitorId

Cell = tuple[SessionId, VisitorId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Who has a confirmed place, and since when."""

    visitor_id: VisitorId
    name: str
    enrolled_at: datetime


def _mark_from(row: Row) -> Mark:
    return Mark(
        status=LearnerMark(str(row[0])) if row[0] else None,
        is_automatic=bool(row[1]),
        made_up_in=None if row[2] is None else SessionId(UUID(str(row[2]))),
    )


class AttendanceRows:
    """Reads marks and arrivals; marks are written through UnitOfWork.add and change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def policy(self, course_id: CourseId) -> AttendancePolicy:
        """Return how a course counts."""
        found = rows(
            self._connection,
            "SELECT late_weight_pct, counts_excused, warn_after_lessons, warn_below_pct, "
            "certificate_pct FROM course WHERE course_id = :id",
            id=course_id,
        )
        if not found:
            return AttendancePolicy()
        late, excused, after, below, certificate = (int(str(value)) for value in found[0])
        return AttendancePolicy(
            late_weight_pct=late,
            counts_excused=bool(excused),
            warn_after_lessons=after,
            warn_below_pct=below,
            certificate_pct=certificate,
        )

    def learners(self, course_id: CourseId) -> list[Learner]:
        """Return who has a confirmed place, in the order of enrolling."""
        found = rows(
            self._connection,
            "SELECT e.visitor_id, v.name, e.enrolled_at FROM enrolment e "
            "JOIN visitor v USING (visitor_id) WHERE e.course_id = :id AND e.status = 'confirmed' "
            "ORDER BY e.enrolled_at, e.enrolment_id",
            id=course_id,
        )
        return [
            Learner(
                visitor_id=VisitorId(UUID(str(visitor_id))),
                name=str(name),
                enrolled_at=known_moment(enrolled_at),
            )
            for visitor_id, name, enrolled_at in found
        ]

    def marks(self, course_id: CourseId) -> dict[Cell, Mark]:
        """Return what was put down for a course."""
        found = rows(
            self._connection,
            "SELECT m.session_id, m.visitor_id, m.status, m.is_automatic, m.made_up_in "
            "FROM attendance_mark m JOIN class_session s USING (session_id) "
            "WHERE s.course_id = :id",
            id=course_id,
        )
        return {
            (SessionId(UUID(str(row[0]))), VisitorId(UUID(str(row[1])))): _mark_from(row[2:])
            for row in found
        }

    def marks_of(self, course_id: CourseId, visitor_id: VisitorId) -> dict[SessionId, Mark]:
        """Return what was put down for one learner of a course."""
        found = rows(
            self._connection,
            "SELECT m.session_id, m.status, m.is_automatic, m.made_up_in "
            "FROM attendance_mark m JOIN class_session s USING (session_id) "
            "WHERE s.course_id = :course AND m.visitor_id = :visitor",
            course=course_id,
            visitor=visitor_id,
        )
        return {SessionId(UUID(str(row[0]))): _mark_from(row[1:]) for row in found}

    def mark_id(self, session_id: SessionId, visitor_id: VisitorId) -> UUID | None:
        """Return the row of a visitor's mark; a merge may have brought it from somebody else."""
        found = rows(
            self._connection,
            "SELECT attendance_mark_id FROM attendance_mark "
            "WHERE session_id = :session_id AND visitor_id = :visitor_id",
            session_id=session_id,
            visitor_id=visitor_id,
        )
        return UUID(str(found[0][0])) if found else None

    def arrivals(self, course_id: CourseId) -> dict[Cell, datetime]:
        """Return each visitor's earliest entry that counts, by corrected time."""
        found = rows(
            self._connection,
            "SELECT k.session_id, k.visitor_id, k.at, k.offset_ms FROM class_session s "
            "JOIN check_in k USING (session_id) WHERE s.course_id = :id "
            "AND k.visitor_id IS NOT NULL AND k.undone_at IS NULL AND k.direction = 'in'",
            id=course_id,
        )
        first: dict[Cell, datetime] = {}
        for session_id, visitor_id, at, offset_ms in found:
            cell = (SessionId(UUID(str(session_id))), VisitorId(UUID(str(visitor_id))))
            corrected = known_moment(at) + timedelta(milliseconds=int(str(offset_ms)))
            first[cell] = min(first.get(cell, corrected), corrected)
        return first
