"""Rows of courses, class sessions and enrolments."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from sqlite3 import Connection
from typing import Any
from uuid import UUID

from desk_app.db.driver import Row, id_list, known_moment, moment, rows
from desk_app.db.people import VISITOR_COLUMNS, visitor_from
from desk_app.domain.courses import CheckInPolicy, ClassSession, CourseKind, EnrolmentStatus
from desk_app.domain.ids import CourseId, EnrolmentId, SessionId, TermId, VisitorId
from desk_app.domain.people import Visitor

_SESSION = """
SELECT s.session_id, s.course_id, c.name, c.kind, s.number, c.lessons,
       coalesce(nullif(s.room, ''), c.room), c.room_hint, s.starts_at, s.ends_at, c.capacity,
       s.is_cancelled OR c.is_cancelled,
       c.opens_before_min, c.tolerance_min, c.late_after_min, c.very_late_after_min,
       c.several_entries, c.walk_ins, c.award_absences, c.max_entries, c.daily_entries,
       c.reentry, s.makes_up, s.speaker
FROM class_session s JOIN course c USING (course_id)
"""
_LONGEST = timedelta(days=1)
_COPIED = (
    "room",
    "category",
    "teacher",
    "series",
    "fee_note",
    "bring",
    "hand_outs",
    "opens_before_min",
    "tolerance_min",
    "late_after_min",
    "very_late_after_min",
    "award_absences",
    "max_entries",
    "daily_entries",
    "reentry",
    "late_weight_pct",
    "counts_excused",
    "warn_after_lessons",
    "warn_below_pct",
    "certificate_pct",
    "hold_min",
    "cut_off_min",
    "release_after_min",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSummary:
    """A course with its counts."""

    course_id: CourseId
    name: str
    kind: CourseKind
    room: str
    capacity: int
    lessons: int
    walk_ins: bool
    confirmed: int
    waitlisted: int
    series: str
    hand_outs: str
    term_id: TermId | None
    category: str
    teacher: str
    fee_note: str
    bring: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A visitor's enrolment in one course.

    Attributes:
        waitlist_place: 1-based, for one who waits or is offered a seat.
        held_until: Until when an offered seat is held (aware UTC).
    """

    enrolment_id: EnrolmentId
    course_id: CourseId
    status: EnrolmentStatus
    waitlist_place: int | None
    held_until: datetime | None = None


@lru_cache(maxsize=4096)  # pure; every scan reads the same few sessions of tonight
def _session_from(row: Row) -> ClassSession:
    return ClassSession(
        session_id=SessionId(UUID(str(row[0]))),
        course_id=CourseId(UUID(str(row[1]))),
        course_name=str(row[2]),
        kind=CourseKind(str(row[3])),
        number=int(str(row[4])),
        lessons=int(str(row[5])),
        room=str(row[6]),
        room_hint=str(row[7]),
        starts_at=known_moment(row[8]),
        ends_at=known_moment(row[9]),
        capacity=int(str(row[10])),
        is_cancelled=bool(row[11]),
        policy=CheckInPolicy(
            opens_before_min=int(str(row[12])),
            tolerance_min=int(str(row[13])),
            late_after_min=int(str(row[14])),
            very_late_after_min=int(str(row[15])),
            several_entries=bool(row[16]),
            walk_ins=bool(row[17]),
            award_absences=int(str(row[18])),
            max_entries=int(str(row[19])),
            daily_entries=int(str(row[20])),
            reentry=bool(row[21]),
        ),
        speaker=str(row[23]),
        makes_up=None if row[22] is None else SessionId(UUID(str(row[22]))),
    )


class Courses:
    """Reads courses; they are written through UnitOfWork.add and change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def session(self, session_id: SessionId) -> ClassSession | None:
        """Return a session, or None."""
        found = rows(self._connection, _SESSION + "WHERE session_id = :id", id=session_id)
        return _session_from(found[0]) if found else None

    def sessions_between(self, start: datetime, end: datetime) -> list[ClassSession]:
        """Return the sessions that start in ``[start, end)``, in order of time."""
        found = rows(
            self._connection,
            _SESSION + "WHERE s.starts_at >= :start AND s.starts_at < :end "
            "ORDER BY s.starts_at, s.session_id",
            start=start,
            end=end,
        )
        return [_session_from(row) for row in found]

    def in_rooms(
        self, names: Iterable[str], starts_at: datetime, ends_at: datetime
    ) -> list[tuple[SessionId, str, datetime, datetime]]:
        """Return the sessions held in rooms of these names that touch ``[starts_at, ends_at)``.

        Each with its room's name, start and end; cancelled ones are left out.
        """
        found = rows(
            self._connection,
            "SELECT s.session_id, coalesce(nullif(s.room, ''), c.room), s.starts_at, s.ends_at "
            "FROM course c CROSS JOIN class_session s "  # in this order: by the index of a course
            "ON s.course_id = c.course_id AND s.starts_at > :earliest AND s.starts_at < :ends_at "
            "WHERE s.ends_at > :starts_at AND NOT s.is_cancelled AND NOT c.is_cancelled "
            "AND coalesce(nullif(s.room, ''), c.room) IN (SELECT value FROM json_each(:names)) "
            "ORDER BY s.starts_at, s.session_id",
            names=json.dumps(sorted(names), ensure_ascii=False),
            earliest=starts_at - _LONGEST,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        return [
            (SessionId(UUID(str(row[0]))), str(row[1]), known_moment(row[2]), known_moment(row[3]))
            for row in found
        ]

    def sessions_of(self, course_id: CourseId) -> list[ClassSession]:
        """Return a course's sessions, in order of time."""
        found = rows(
            self._connection,
            _SESSION + "WHERE s.course_id = :id ORDER BY s.starts_at, s.number",
            id=course_id,
        )
        return [_session_from(row) for row in found]

    def next_session_of(self, visitor_id: VisitorId, after: datetime) -> ClassSession | None:
        """Return the next lesson of any course in which the visitor has a confirmed place."""
        found = rows(
            self._connection,
            _SESSION + "JOIN enrolment e ON e.course_id = s.course_id "
            "WHERE e.visitor_id = :visitor_id AND e.status = 'confirmed' AND s.starts_at > :after "
            "AND NOT s.is_cancelled AND NOT c.is_cancelled ORDER BY s.starts_at LIMIT 1",
            visitor_id=visitor_id,
            after=after,
        )
        return _session_from(found[0]) if found else None

    def confirmed_among(
        self, course_ids: Iterable[CourseId], visitor_ids: Iterable[VisitorId]
    ) -> set[tuple[CourseId, VisitorId]]:
        """Return which of these visitors have a place in which of these courses."""
        found = rows(
            self._connection,
            "SELECT course_id, visitor_id FROM enrolment "
            "WHERE course_id IN (SELECT value FROM json_each(:courses)) "
            "AND visitor_id IN (SELECT value FROM json_each(:visitors)) "
            "AND status = 'confirmed'",
            courses=id_list(course_ids),
            visitors=id_list(visitor_ids),
        )
        return {(CourseId(UUID(str(c))), VisitorId(UUID(str(v)))) for c, v in found}

    def places_of(self, visitor_id: VisitorId) -> dict[CourseId, Place]:
        """Return the visitor's confirmed and waitlisted places by course."""
        found = rows(
            self._connection,
            """
            SELECT enrolment_id, course_id, status,
                   CASE status WHEN 'waitlisted' THEN
                       (SELECT max(1, count(*)) FROM enrolment w
                        WHERE w.course_id = e.course_id AND w.status = 'waitlisted'
                        AND (-w.priority, w.enrolled_at, w.enrolment_id)
                            <= (-e.priority, e.enrolled_at, e.enrolment_id)
                        AND NOT EXISTS (SELECT 1 FROM seat_offer o
                                        WHERE o.enrolment_id = w.enrolment_id
                                        AND o.status = 'open'))
                   END,
                   CASE status WHEN 'waitlisted' THEN
                       (SELECT max(o.expires_at) FROM seat_offer o
                        WHERE o.enrolment_id = e.enrolment_id AND o.status = 'open')
                   END
            FROM enrolment e WHERE visitor_id = :visitor_id AND status != 'dropped'
            ORDER BY status = 'confirmed'
            """,
            visitor_id=visitor_id,
        )
        return {
            CourseId(UUID(str(course_id))): Place(
                enrolment_id=EnrolmentId(UUID(str(enrolment_id))),
                course_id=CourseId(UUID(str(course_id))),
                status=EnrolmentStatus(str(status)),
                waitlist_place=None if place is None else int(str(place)),
                held_until=moment(held_until),
            )
            for enrolment_id, course_id, status, place, held_until in found
        }

    def confirmed_count(self, course_id: CourseId) -> int:
        """Return how many confirmed places a course has given."""
        found = rows(
            self._connection,
            "SELECT count(*) FROM enrolment WHERE course_id = :id AND status = 'confirmed'",
            id=course_id,
        )
        return int(str(found[0][0]))

    def taken_count(self, course_id: CourseId) -> int:
        """Return how many places of a course are confirmed or held by an open offer."""
        found = rows(
            self._connection,
            "SELECT (SELECT count(*) FROM enrolment "
            "WHERE course_id = :id AND status = 'confirmed') + "
            "(SELECT count(*) FROM enrolment e WHERE course_id = :id AND status = 'waitlisted' "
            "AND EXISTS (SELECT 1 FROM seat_offer o "
            "WHERE o.enrolment_id = e.enrolment_id AND o.status = 'open'))",
            id=course_id,
        )
        return int(str(found[0][0]))

    def roster(self, course_id: CourseId) -> list[tuple[Visitor, EnrolmentStatus]]:
        """Return who is enrolled or waiting, confirmed first, then by place in the queue."""
        found = rows(
            self._connection,
            f"SELECT e.status, {VISITOR_COLUMNS} FROM enrolment e "  # noqa: S608
            "JOIN visitor USING (visitor_id) WHERE e.course_id = :id AND e.status != 'dropped' "
            "ORDER BY e.status = 'waitlisted', "
            "CASE e.status WHEN 'waitlisted' THEN -e.priority ELSE 0 END, "
            "e.enrolled_at, e.enrolment_id",
            id=course_id,
        )
        return [(visitor_from(row[1:]), EnrolmentStatus(str(row[0]))) for row in found]

    def settings_of(self, course_id: CourseId) -> dict[str, Any]:
        """Return what a copy of a course takes over beside its lessons, by field."""
        found = rows(
            self._connection,
            f"SELECT {', '.join(_COPIED)} FROM course WHERE course_id = :id",  # noqa: S608
            id=course_id,
        )
        return dict(zip(_COPIED, found[0], strict=True)) if found else {}

    def summaries(self) -> list[CourseSummary]:
        """Return all courses that are not cancelled, by name."""
        found = rows(
            self._connection,
            """
            SELECT c.course_id, c.name, c.kind, c.room, c.capacity, c.lessons, c.walk_ins,
                   (SELECT count(*) FROM enrolment e
                    WHERE e.course_id = c.course_id AND e.status = 'confirmed'),
                   (SELECT count(*) FROM enrolment e
                    WHERE e.course_id = c.course_id AND e.status = 'waitlisted'),
                   c.series, c.hand_outs, c.term_id, c.category, c.teacher, c.fee_note, c.bring
            FROM course c WHERE NOT is_cancelled ORDER BY c.name, c.course_id
            """,
        )
        return [
            CourseSummary(
                course_id=CourseId(UUID(str(row[0]))),
                name=str(row[1]),
                kind=CourseKind(str(row[2])),
                room=str(row[3]),
                capacity=int(str(row[4])),
                lessons=int(str(row[5])),
                walk_ins=bool(row[6]),
                confirmed=int(str(row[7])),
                waitlisted=int(str(row[8])),
                series=str(row[9]),
                hand_outs=str(row[10]),
                term_id=None if row[11] is None else TermId(UUID(str(row[11]))),
                category=str(row[12]),
                teacher=str(row[13]),
                fee_note=str(row[14]),
                bring=str(row[15]),
            )
            for row in found
        ]
