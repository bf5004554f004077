"""What the classes page lists: each course with its places and its next session."""

from datetime import datetime
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import known_moment, moment, rows
from desk_app.domain.class_list import CourseLine, Visit
from desk_app.domain.courses import CourseKind
from desk_app.domain.ids import CourseId, SessionId, VisitorId


class ClassList:
    """Reads the list in one statement."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def courses(self, now: datetime) -> list[CourseLine]:
        """Return all courses that are not cancelled, in no order that people would want."""
        found = rows(
            self._connection,
            """
            SELECT c.course_id, c.name, c.kind, coalesce(t.name, ''), c.teacher, c.capacity,
                   (SELECT count(*) FROM enrolment e
                    WHERE e.course_id = c.course_id AND e.status = 'confirmed'),
                   (SELECT count(*) FROM enrolment e
                    WHERE e.course_id = c.course_id AND e.status = 'waitlisted'),
                   s.session_id, s.starts_at, s.ends_at,
                   CASE WHEN coalesce(s.room, '') != '' THEN s.room ELSE c.room END,
                   coalesce(s.ends_at <= :now, 1)
            FROM course c
            LEFT JOIN term t ON t.term_id = c.term_id
            LEFT JOIN class_session s ON s.session_id = coalesce(
                (SELECT n.session_id FROM class_session n WHERE n.course_id = c.course_id
                 AND NOT n.is_cancelled AND n.ends_at > :now ORDER BY n.starts_at LIMIT 1),
                (SELECT n.session_id FROM class_session n WHERE n.course_id = c.course_id
                 AND NOT n.is_cancelled ORDER BY n.starts_at DESC LIMIT 1))
            WHERE NOT c.is_cancelled
            """,
            now=now,
        )
        return [
            CourseLine(
                course_id=CourseId(UUID(str(row[0]))),
                name=str(row[1]),
                kind=CourseKind(str(row[2])),
                term=str(row[3]),
                teacher=str(row[4]),
                capacity=int(str(row[5])),
                confirmed=int(str(row[6])),
                waiting=int(str(row[7])),
                session_id=None if row[8] is None else SessionId(UUID(str(row[8]))),
                starts_at=moment(row[9]),
                ends_at=moment(row[10]),
                room=str(row[11]),
                is_over=bool(row[12]),
            )
            for row in found
        ]

    def visits_elsewhere(self, course_id: CourseId, visitor_id: VisitorId) -> list[Visit]:
        """Return the visitor's visits to other courses, the latest first, at most nine."""
        found = rows(
            self._connection,
            """
            SELECT s.session_id, c.name, s.number, min(k.at) FROM check_in k
            JOIN class_session s USING (session_id) JOIN course c USING (course_id)
            WHERE k.visitor_id = :visitor_id AND k.undone_at IS NULL AND k.direction = 'in'
            AND s.course_id != :course_id AND c.kind = 'course'
            GROUP BY s.session_id ORDER BY 4 DESC LIMIT 9
            """,
            visitor_id=visitor_id,
            course_id=course_id,
        )
        return [
            Visit(
                session_id=SessionId(UUID(str(session_id))),
                course_name=str(name),
                number=int(str(number)),
                at=known_moment(at),
            )
            for session_id, name, number, at in found
        ]
