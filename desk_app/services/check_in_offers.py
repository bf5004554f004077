"""How each session stands for the visitor who is at the desk."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from desk_app.db.courses import Place
from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.check_in import Entry, Offer
from desk_app.domain.clock import local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import CourseId, SessionId, VisitorId
from desk_app.domain.people import Visitor
from desk_app.services.answers import open_questions


def standing_offers(
    work: UnitOfWork,
    visitor: Visitor | None,
    sessions: Iterable[ClassSession],
    places: Mapping[CourseId, Place],
    entries: Mapping[SessionId, tuple[Entry, ...]],
    *,
    at: datetime,
    asked_id: SessionId | None,
) -> list[Offer]:
    """Return the sessions with the visitor's place, entries and what else decides, seats aside."""
    found = list(sessions)
    today = _entries_by_course(entries, found, local_day(at))
    offers: list[Offer] = []
    for session in found:
        place = places.get(session.course_id)
        offer = Offer(
            session=session,
            enrolment=place.status if place else None,
            waitlist_place=place.waitlist_place if place else None,
            entries=entries.get(session.session_id, ()),
            entries_today=today[session.course_id],
        )
        may_enter = session.is_open(at) and (place or session.policy.walk_ins)
        if visitor is not None and (may_enter or session.session_id == asked_id):
            offer = _with_conditions(work, offer, visitor.visitor_id)
        offers.append(offer)
    return offers


def with_seats(
    work: UnitOfWork, offer: Offer, *, at: datetime, asked_id: SessionId | None
) -> Offer:
    """Count free seats where the answer may depend on them."""
    session = offer.session
    matters = session.is_open(at) or session.session_id == asked_id
    if offer.is_enrolled or not matters:
        return offer
    counts = work.check_ins.arrived_counts([session.session_id])
    taken = work.courses.taken_count(session.course_id)
    return replace(
        offer, seats_left=max(0, session.capacity - taken - counts[session.session_id][1])
    )


def _with_conditions(work: UnitOfWork, offer: Offer, visitor_id: VisitorId) -> Offer:
    session = offer.session
    seats = [
        r
        for r in work.waitlists.releases(session.session_id)
        if r.undone_at is None and visitor_id in {r.given_up_by, r.given_to}
    ]
    has_gone = any(r.given_up_by == visitor_id for r in seats)
    left_at = None
    if offer.entries and not session.policy.reentry:
        left_at = work.check_ins.left_at(session.session_id, visitor_id)
    return replace(
        offer,
        waitlist_place=1 if has_gone else offer.waitlist_place,
        has_gone=has_gone,
        took_over=any(r.given_to == visitor_id for r in seats),
        left_at=left_at,
        unanswered=bool(open_questions(work, session.course_id, visitor_id)),
    )


def _entries_by_course(
    entries: Mapping[SessionId, tuple[Entry, ...]], sessions: Iterable[ClassSession], day: date
) -> Counter[CourseId]:
    """Count the entries of a local day by course."""
    counts: Counter[CourseId] = Counter()
    for session in sessions:
        found = entries.get(session.session_id, ())
        counts[session.course_id] += sum(local_day(e.at) == day for e in found)
    return counts
