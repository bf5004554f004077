"""An item to decide with everything a person needs: both sides, how it stands, the choices.

What this desk knows of the rows replaces what the facts say of them.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime
from uuid import UUID

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.changes import Entity
from desk_app.domain.check_in import UndoOutcome, may_undo
from desk_app.domain.courses import EnrolmentStatus
from desk_app.domain.free_times import AlternativeKind, alternatives
from desk_app.domain.ids import BookingId, CheckInId, VisitorId
from desk_app.domain.people import Visitor, mask_contact
from desk_app.domain.review import (
    ReviewAction,
    ReviewItem,
    ReviewKind,
    Standing,
    offered,
)
from desk_app.domain.review_facts import Side
from desk_app.services.review_values import ReadyAlternative, ReviewCase, ReviewChoice
from desk_app.services.stored_bookings import request_of, scene_without, who_of

PROFILE_FIELDS = ("name", "phone", "company", "workplace", "attention")
_SHOWN_FIRST = (AlternativeKind.OTHER_ROOM, AlternativeKind.OTHER_HOUR, AlternativeKind.SHORTER)
_HIDDEN_DIGITS = 7


def case_of(work: UnitOfWork, item: ReviewItem, at: datetime, *, has_choices: bool) -> ReviewCase:
    """Return an item with both sides as this desk knows them."""
    standing, mine, theirs = read_sides(work, item)
    op = work.outbox.op(item.facts.op_id) if item.facts.op_id else None
    case = ReviewCase(
        item=item,
        standing=standing,
        mine=_masked(mine, item),
        theirs=_masked(theirs, item),
        is_here=item.for_desk is None or item.for_desk == work.settings.desk_id,
        has_contact=any(c.isdigit() for c in mine.contact),
        fields=tuple(op.fields) if op else item.facts.fields,
    )
    if not has_choices or not item.is_open:
        return case
    return replace(case, choices=_choices(work, item, standing, at))


def contact_of(work: UnitOfWork, item: ReviewItem) -> str:
    """Return whom to call about an item, unmasked; empty where nobody is known."""
    return read_sides(work, item)[1].contact


def read_sides(work: UnitOfWork, item: ReviewItem) -> tuple[Standing, Side, Side]:
    """Return how an item stands at this desk and both sides, with nothing masked."""
    return _READERS.get(item.kind, _read_plain)(work, item)


def _masked(side: Side, item: ReviewItem) -> Side:
    value = mask_contact(side.value) if item.facts.field == "phone" else side.value
    return replace(side, contact=mask_contact(side.contact), value=value)


def _choices(
    work: UnitOfWork, item: ReviewItem, standing: Standing, at: datetime
) -> tuple[ReviewChoice, ...]:
    found: list[ReviewChoice] = []
    for action in offered(item.kind, standing):
        if action is ReviewAction.MOVE:
            found += [ReviewChoice(action=action, alternative=a) for a in _ready(work, item, at)]
        else:
            needs_staff = action.needs_staff
            if action is ReviewAction.UNDO_MINE:
                needs_staff = undo_outcome(work, item, at) is UndoOutcome.NEEDS_STAFF
            found.append(ReviewChoice(action=action, needs_staff=needs_staff))
    return tuple(found)


def _ready(work: UnitOfWork, item: ReviewItem, at: datetime) -> list[ReadyAlternative]:
    """Return up to three places for a displaced booking; another room at its time comes first."""
    booking = _booking(work, item.about_id)
    if booking is None:
        return []
    scene = scene_without(work, at, booking)
    room = scene.rooms[booking.room_id]
    booker = scene.booker(who_of(booking), room, booking.starts_at, booking.starts_at)
    found = alternatives(scene.wide_question(request_of(booking), booker))
    return sorted(
        (
            ReadyAlternative(
                kind=one.kind,
                room=scene.rooms[one.room_id].name,
                capacity=scene.rooms[one.room_id].capacity,
                place=one,
            )
            for one in found
            if one.starts_at >= at
        ),
        key=lambda one: _SHOWN_FIRST.index(one.kind),
    )


def undo_outcome(work: UnitOfWork, item: ReviewItem, at: datetime) -> UndoOutcome:
    """Return whether whoever is at the desk may undo the check-in that lost."""
    known = work.check_ins.get(CheckInId(item.about_id)) if item.about_id else None
    if known is None:
        return UndoOutcome.UNKNOWN_CHECK_IN
    return may_undo(
        at=at,
        entered_at=known.at,
        is_same_desk=known.desk_id == work.settings.desk_id,
        is_staff=False,
    )


_Read = tuple[Standing, Side, Side]


def _read_booking(work: UnitOfWork, item: ReviewItem) -> _Read:
    booking = _booking(work, item.about_id)
    other = _booking(work, item.other_id)
    mine = _over(item.facts.mine, _booking_side(work, booking))
    theirs = _over(item.facts.theirs, _booking_side(work, other))
    if booking is None:
        return Standing.UNKNOWN, mine, theirs
    is_open = booking.status is BookingStatus.DISPLACED
    return (Standing.AS_RAISED if is_open else Standing.CHANGED), mine, theirs


def _read_check_in(work: UnitOfWork, item: ReviewItem) -> _Read:
    facts = item.facts
    known = work.check_ins.get(CheckInId(item.about_id)) if item.about_id else None
    other = work.check_ins.get(CheckInId(item.other_id)) if item.other_id else None
    mine = _over(facts.mine, _check_in_side(work, item.about_id))
    theirs = _over(facts.theirs, _check_in_side(work, item.other_id))
    if known is None:
        return Standing.UNKNOWN, mine, theirs
    is_gone = known.undone_at is not None or (other is not None and other.undone_at is not None)
    return (Standing.CHANGED if is_gone else Standing.AS_RAISED), mine, theirs


def _read_enrolment(work: UnitOfWork, item: ReviewItem) -> _Read:
    known = work.reviews.enrolment(item.about_id) if item.about_id else None
    facts = item.facts
    if known is None:
        return Standing.UNKNOWN, facts.mine, facts.theirs
    lessons = work.courses.sessions_of(known.course_id)
    visitor = work.people.visitor(known.visitor_id)
    place = work.courses.places_of(known.visitor_id).get(known.course_id)
    mine = Side(
        who=visitor.name if visitor else "",
        course=lessons[0].course_name if lessons else "",
        contact=visitor.phone if visitor else "",
        at=known.enrolled_at,
        headcount=(place.waitlist_place or 0) if place else 0,
    )
    theirs = Side(
        course=mine.course,
        headcount=work.courses.confirmed_count(known.course_id),
        value=str(lessons[0].capacity) if lessons else "",
    )
    is_waiting = known.status is EnrolmentStatus.WAITLISTED
    standing = Standing.AS_RAISED if is_waiting and lessons else Standing.CHANGED
    return standing, _over(facts.mine, mine), _over(facts.theirs, theirs)


def _read_profile(work: UnitOfWork, item: ReviewItem) -> _Read:
    facts, name = item.facts, item.facts.field
    visitor = _visitor(work, item.about_id)
    op = work.outbox.op(facts.op_id) if facts.op_id else None
    own = op.fields.get(name) if op else None
    value = own if isinstance(own, str) else facts.mine.value
    mine = _over(facts.mine, Side(who=visitor.name if visitor else "", value=value))
    if visitor is None or visitor.merged_into or name not in PROFILE_FIELDS or not value:
        return Standing.UNKNOWN, mine, facts.theirs
    stands = str(getattr(visitor, name))
    theirs = _over(facts.theirs, Side(who=visitor.name, value=stands))
    return (Standing.CHANGED if stands == value else Standing.AS_RAISED), mine, theirs


def _read_people(work: UnitOfWork, item: ReviewItem) -> _Read:
    one, other = _visitor(work, item.about_id), _visitor(work, item.other_id)
    mine = _over(item.facts.mine, _visitor_side(one))
    theirs = _over(item.facts.theirs, _visitor_side(other))
    if one is None or other is None or one.visitor_id == other.visitor_id:
        return Standing.UNKNOWN, mine, theirs
    is_merged = one.merged_into is not None or other.merged_into is not None
    return (Standing.CHANGED if is_merged else Standing.AS_RAISED), mine, theirs


def _read_plain(work: UnitOfWork, item: ReviewItem) -> _Read:
    mine = item.facts.mine
    match item.about_entity:
        case Entity.BOOKING:
            mine = _over(mine, _booking_side(work, _booking(work, item.about_id)))
        case Entity.CHECK_IN:
            mine = _over(mine, _check_in_side(work, item.about_id))
        case Entity.VISITOR:
            mine = _over(mine, _visitor_side(_visitor(work, item.about_id)))
        case _:
            pass
    return Standing.AS_RAISED, mine, item.facts.theirs


_READERS: dict[ReviewKind, Callable[[UnitOfWork, ReviewItem], _Read]] = {
    ReviewKind.DISPLACED_BOOKING: _read_booking,
    ReviewKind.DUPLICATE_CHECK_IN: _read_check_in,
    ReviewKind.OVER_CAPACITY: _read_enrolment,
    ReviewKind.PROFILE_CONFLICT: _read_profile,
    ReviewKind.SAME_PERSON: _read_people,
}


def _over(told: Side, known: Side | None) -> Side:
    """Return what is known here, and for the rest what was told."""
    if known is None:
        return told
    values = {f.name: getattr(known, f.name) for f in fields(Side)}
    return replace(told, **{name: value for name, value in values.items() if value})


def _booking(work: UnitOfWork, booking_id: UUID | None) -> Booking | None:
    found = work.bookings.booking(BookingId(booking_id)) if booking_id else None
    return found if found is not None and found.room_id in work.rooms.all() else None


def _booking_side(work: UnitOfWork, booking: Booking | None) -> Side | None:
    if booking is None:
        return None
    visitor = work.people.visitor(booking.visitor_id) if booking.visitor_id else None
    name = visitor.name if visitor else ""
    return Side(
        who=booking.company or name,
        room=work.rooms.all()[booking.room_id].name,
        purpose=booking.purpose,
        contact=booking.contact or (visitor.phone if visitor else ""),
        headcount=booking.headcount,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
    )


def _check_in_side(work: UnitOfWork, check_in_id: UUID | None) -> Side | None:
    known = work.check_ins.get(CheckInId(check_in_id)) if check_in_id else None
    if known is None:
        return None
    visitor = work.people.visitor(known.visitor_id) if known.visitor_id else None
    session = work.courses.session(known.session_id)
    return Side(
        who=visitor.name if visitor else "",
        course=session.course_name if session else "",
        room=session.room if session else "",
        desk=known.desk_name,
        at=known.at,
        starts_at=session.starts_at if session else None,
        ends_at=session.ends_at if session else None,
    )


def _visitor(work: UnitOfWork, visitor_id: UUID | None) -> Visitor | None:
    return work.people.visitor(VisitorId(visitor_id)) if visitor_id else None


def _visitor_side(visitor: Visitor | None) -> Side | None:
    if visitor is None:
        return None
    return Side(
        who=visitor.name,
        contact=visitor.phone,
        value=visitor.company,
        purpose=visitor.workplace,
    )
