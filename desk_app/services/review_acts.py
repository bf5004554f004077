"""What each decision changes; every change is recorded so that it can be taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.booking_use import HOLDING, BookingStatus
from desk_app.domain.changes import Change, Entity
from desk_app.domain.courses import EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.free_times import Alternative
from desk_app.domain.ids import BookingId, VisitorId, uuid7
from desk_app.domain.people import Operator
from desk_app.domain.review import ReviewAction, ReviewItem
from desk_app.domain.waitlist import OfferStatus
from desk_app.services.booking_plan import status_of
from desk_app.services.booking_request import add_booking
from desk_app.services.merging import merge, unmerge
from desk_app.services.pinyin import search_text
from desk_app.services.review_cases import read_sides
from desk_app.services.stored_bookings import (
    found_booking,
    request_of,
    scene_without,
    set_fields,
    who_of,
)
from desk_app.services.taking_back import Record, is_untouched, restore
from desk_app.services.visitors import visitor_values
from desk_app.services.waitlist import settle_queue


@dataclass(slots=True, kw_only=True)
class Deed:
    """One decision on its way through one transaction.

    Attributes:
        added: Bookings made by it.
        merged: Who was hidden by it.
    """

    work: UnitOfWork
    item: ReviewItem
    at: datetime
    operator: Operator | None
    alternative: Alternative | None
    record: Record = field(init=False)
    added: list[UUID] = field(default_factory=list)
    merged: UUID | None = None

    def __post_init__(self) -> None:
        self.record = Record(self.work, "sorted_out")

    @property
    def about_id(self) -> UUID:
        """The row that lost."""
        if self.item.about_id is None:
            raise LookupError(self.item.review_id)
        return self.item.about_id

    def undo(self) -> dict[str, Any]:
        """Return what takes it back, as JSON holds it."""
        return {
            "rows": self.record.changes,
            "added": [str(row_id) for row_id in self.added],
            "merged": str(self.merged) if self.merged else None,
        }


def carry_out(deed: Deed, action: ReviewAction) -> None:
    """Change what a decision changes.

    Raises:
        KnownError: What was offered is no longer to be had.
    """
    act = _DEEDS.get(action)
    if act is not None:
        act(deed)


def take_back(work: UnitOfWork, item: ReviewItem, undo: Mapping[str, Any]) -> None:
    """Undo what a decision changed, all or nothing.

    Raises:
        KnownError: Something was changed again since.
    """
    changes = undo.get("rows") or []
    bookings = [found_booking(work, BookingId(UUID(b))) for b in undo.get("added") or []]
    is_used = any(b.status not in HOLDING or b.checked_in_at is not None for b in bookings)
    if is_used or not is_untouched(work, changes):
        raise KnownError(
            "changed_since",
            zh="这件事处理之后又有人改过，不能一键撤销。请到对应页面直接修改。",
            en="Something was changed again since, so this cannot be undone in one step. "
            "Change it on its own page.",
        )
    for booking in bookings:
        set_fields(work, booking, "cancelled", status=BookingStatus.CANCELLED.value)
    if undo.get("merged"):
        unmerge(work, VisitorId(UUID(undo["merged"])))
    for change in reversed(changes):
        restore(work, change, "taken_back")
    if item.about_entity == Entity.VISITOR and item.about_id and changes:
        _index(work, item.about_id)


def _move(deed: Deed) -> None:
    """Book the alternative and cancel what was displaced."""
    work, place = deed.work, deed.alternative
    booking = found_booking(work, BookingId(deed.about_id))
    if place is None:
        raise _taken()
    scene = scene_without(work, deed.at, booking)
    request = replace(
        request_of(booking),
        room_id=place.room_id,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
    )
    if place.room_id not in scene.rooms:
        raise _taken()
    room = scene.rooms[place.room_id]
    booker = scene.booker(who_of(booking), room, place.starts_at, place.starts_at)
    decision = decide_booking(scene.question(request, booker))
    if not decision.outcome.holds_room:
        raise _taken()
    moved = replace(
        booking,
        booking_id=BookingId(uuid7(deed.at)),
        room_id=place.room_id,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        status=status_of(decision.outcome),
        checked_in_at=None,
        freed_at=None,
        held_until=None,
    )
    add_booking(work, moved, deed.at)
    deed.added.append(moved.booking_id)
    _cancel(deed)


def _cancel(deed: Deed) -> None:
    deed.record.set(Entity.BOOKING, deed.about_id, {"status": BookingStatus.CANCELLED.value})


def _enrol(deed: Deed) -> None:
    """Confirm the place; a full course gets a seat more, since the centre counts them too."""
    work = deed.work
    place = work.reviews.enrolment(deed.about_id)
    if place is None:
        raise LookupError(deed.about_id)
    offer = work.waitlists.latest_offer(place.course_id, place.visitor_id)
    if offer is not None and offer.status is OfferStatus.OPEN:
        values: dict[str, object] = {"status": OfferStatus.ACCEPTED.value, "settled_at": deed.at}
        deed.record.set(Entity.SEAT_OFFER, offer.offer_id, values)
    else:
        taken = work.courses.taken_count(place.course_id)
        lessons = work.courses.sessions_of(place.course_id)
        if lessons and 0 < lessons[0].capacity <= taken:
            deed.record.set(Entity.COURSE, place.course_id, {"capacity": taken + 1})
    deed.record.set(Entity.ENROLMENT, deed.about_id, {"status": EnrolmentStatus.CONFIRMED.value})


def _drop(deed: Deed) -> None:
    work = deed.work
    place = work.reviews.enrolment(deed.about_id)
    if place is None:
        raise LookupError(deed.about_id)
    offer = work.waitlists.latest_offer(place.course_id, place.visitor_id)
    if offer is not None and offer.status is OfferStatus.OPEN:
        values: dict[str, object] = {"status": OfferStatus.DECLINED.value, "settled_at": deed.at}
        deed.record.set(Entity.SEAT_OFFER, offer.offer_id, values)
    deed.record.set(Entity.ENROLMENT, deed.about_id, {"status": EnrolmentStatus.DROPPED.value})
    settle_queue(work, place.course_id, deed.at)


def _undo_mine(deed: Deed) -> None:
    name = deed.operator.name if deed.operator else deed.work.operator
    deed.record.set(Entity.CHECK_IN, deed.about_id, {"undone_at": deed.at, "undone_by": name})


def _take_mine(deed: Deed) -> None:
    """Set the field to what was typed here, if it would be taken from a form too."""
    work, name = deed.work, deed.item.facts.field
    _, mine, _ = read_sides(work, deed.item)
    visitor = work.people.visitor(VisitorId(deed.about_id))
    if visitor is None:
        raise LookupError(deed.about_id)
    wished = visitor_values(
        mine.value if name == "name" else visitor.name,
        phone=mine.value if name == "phone" else visitor.phone,
        company=mine.value if name == "company" else visitor.company,
        workplace=mine.value if name == "workplace" else visitor.workplace,
        attention=mine.value if name == "attention" else visitor.attention,
    )
    deed.record.set(Entity.VISITOR, deed.about_id, {name: wished[name]})
    _index(work, deed.about_id)


def _merge(deed: Deed) -> None:
    if deed.item.other_id is None:
        raise LookupError(deed.item.review_id)
    merge(deed.work, VisitorId(deed.item.other_id), VisitorId(deed.about_id))
    deed.merged = deed.about_id


_DEEDS: dict[ReviewAction, Callable[[Deed], None]] = {
    ReviewAction.MOVE: _move,
    ReviewAction.CANCEL: _cancel,
    ReviewAction.ENROL: _enrol,
    ReviewAction.DROP: _drop,
    ReviewAction.UNDO_MINE: _undo_mine,
    ReviewAction.TAKE_MINE: _take_mine,
    ReviewAction.MERGE: _merge,
}


def resolve_item(
    work: UnitOfWork, item: ReviewItem, action: str, status: str, by: str, at: datetime | None
) -> None:
    """Write what was decided about an item that the centre raised."""
    kind = "review.resolved" if at is not None else "review.reopened"
    work.change(
        Change(
            kind=kind,
            entity=Entity.REVIEW_ITEM,
            row_id=item.review_id,
            values={
                "status": status,
                "resolution": action,
                "resolved_by": by,
                "resolved_at": at,
            },
        )
    )


def _index(work: UnitOfWork, visitor_id: UUID) -> None:
    visitor = work.people.visitor(VisitorId(visitor_id))
    if visitor is not None:
        text = search_text(visitor.name, visitor.phone)
        work.people.set_search_texts([(visitor.visitor_id, text)])


def _taken() -> KnownError:
    return KnownError(
        "alternative_taken",
        zh="这个时段刚被别人约走了。请从更新后的备选里另选一个。",
        en="This slot has just been taken. Choose another of the alternatives, now up to date.",
    )
