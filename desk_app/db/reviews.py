"""Rows of what people must decide, and of what this desk did about it."""

import json
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Any
from uuid import UUID

from desk_app.db.driver import Row, insert, known_moment, moment, rows
from desk_app.domain.courses import EnrolmentStatus
from desk_app.domain.ids import BookingId, CourseId, DeskId, EnrolmentId, ReviewId, VisitorId
from desk_app.domain.review import ReviewItem, ReviewStatus, kind_of, status_of
from desk_app.domain.review_facts import clean_text, read_facts

_ITEM = (
    "review_item_id, kind, raised_at, about_entity, about_id, other_id, facts, for_desk, status, "
    "resolution, resolved_by, resolved_at"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What this desk did about an item.

    Attributes:
        item: The whole item as JSON, where only this desk knows of it.
        undo: What each changed row was before and after; see services/taking_back.py.
    """

    review_id: ReviewId
    item: dict[str, Any] | None
    status: ReviewStatus
    resolution: str
    resolved_by: str
    resolved_at: datetime | None
    undo: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEnrolment:
    """A place in a course, whatever became of it."""

    enrolment_id: EnrolmentId
    course_id: CourseId
    visitor_id: VisitorId
    status: EnrolmentStatus
    enrolled_at: datetime


class Reviews:
    """Reads items; they are written through UnitOfWork.change. Reads and writes acts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def items(self) -> list[ReviewItem]:
        """Return what the centre raised, decided items too, newest first.

        A decision without what it decides about (a centre was restored) waits for that.
        """
        found = rows(
            self._connection,
            f"SELECT {_ITEM} FROM review_item WHERE kind IS NOT NULL "  # noqa: S608
            "AND raised_at IS NOT NULL ORDER BY raised_at DESC, review_item_id",
        )
        return [_item_from(row) for row in found]

    def acts(self) -> list[Act]:
        """Return what this desk did, newest first."""
        found = rows(
            self._connection,
            "SELECT review_item_id, item, status, resolution, resolved_by, resolved_at, undo "
            "FROM review_act ORDER BY resolved_at DESC",
        )
        return [_act_from(row) for row in found]

    def put_act(self, act: Act) -> None:
        """Keep what was done about an item."""
        self.drop_act(act.review_id)
        insert(
            self._connection,
            "review_act",
            {
                "review_item_id": act.review_id,
                "item": None if act.item is None else json.dumps(act.item, ensure_ascii=False),
                "status": act.status.value,
                "resolution": act.resolution,
                "resolved_by": act.resolved_by,
                "resolved_at": act.resolved_at,
                "undo": json.dumps(act.undo, ensure_ascii=False),
            },
        )

    def drop_act(self, review_id: ReviewId) -> None:
        """Forget what was done about an item."""
        rows(self._connection, "DELETE FROM review_act WHERE review_item_id = :id", id=review_id)

    def forget(self, visitor_id: VisitorId) -> None:
        """Take a person who is erased out of items' facts, and what would bring them back."""
        rows(
            self._connection,
            "UPDATE review_item SET facts = '{\"erased\": true}' "
            "WHERE about_id = :id OR other_id = :id OR instr(facts, :text) > 0",
            id=visitor_id,
            text=str(visitor_id),
        )
        rows(
            self._connection,
            "DELETE FROM review_act WHERE instr(undo, :text) > 0 OR instr(item, :text) > 0 "
            "OR review_item_id IN (SELECT review_item_id FROM review_item "
            "WHERE about_id = :id OR other_id = :id)",
            id=visitor_id,
            text=str(visitor_id),
        )

    def displaced(self, after: datetime) -> list[tuple[BookingId, datetime]]:
        """Return the bookings that lost their room and are not over, with when they were made.

        Another station's bookings of its own rooms, which come without names, are left to it.
        """
        found = rows(
            self._connection,
            "SELECT booking_id, booked_at FROM booking JOIN room USING (room_id) "
            "WHERE status = 'displaced' AND ends_at > :after "
            "AND (room.station = '' OR company <> '' OR visitor_id IS NOT NULL) "
            "ORDER BY starts_at, booking_id",
            after=after,
        )
        return [(BookingId(UUID(str(i))), known_moment(at)) for i, at in found]

    def enrolment(self, enrolment_id: UUID) -> KnownEnrolment | None:
        """Return a place in a course, or None."""
        found = rows(
            self._connection,
            "SELECT enrolment_id, course_id, visitor_id, status, enrolled_at FROM enrolment "
            "WHERE enrolment_id = :id",
            id=enrolment_id,
        )
        if not found:
            return None
        row = found[0]
        return KnownEnrolment(
            enrolment_id=EnrolmentId(UUID(str(row[0]))),
            course_id=CourseId(UUID(str(row[1]))),
            visitor_id=VisitorId(UUID(str(row[2]))),
            status=EnrolmentStatus(str(row[3])),
            enrolled_at=known_moment(row[4]),
        )


def _uuid(value: object) -> UUID | None:
    return UUID(str(value)) if value else None


def _item_from(row: Row) -> ReviewItem:
    for_desk = _uuid(row[7])
    return ReviewItem(
        review_id=ReviewId(UUID(str(row[0]))),
        kind=kind_of(str(row[1])),
        raised_at=known_moment(row[2]),
        about_entity=clean_text(row[3]),
        about_id=_uuid(row[4]),
        other_id=_uuid(row[5]),
        facts=read_facts(str(row[6])),
        for_desk=None if for_desk is None else DeskId(for_desk),
        status=status_of(str(row[8])),
        resolution=clean_text(row[9]),
        resolved_by=clean_text(row[10]),
        resolved_at=moment(row[11]),
    )


def _act_from(row: Row) -> Act:
    return Act(
        review_id=ReviewId(UUID(str(row[0]))),
        item=json.loads(str(row[1])) if row[1] else None,
        status=status_of(str(row[2])),
        resolution=str(row[3]),
        resolved_by=str(row[4]),
        resolved_at=moment(row[5]),
        undo=json.loads(str(row[6])) if row[6] else {},
    )
