"""Use case: a visitor shows a code at the desk, or is found by name."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from desk_app.db.check_ins import CheckIn
from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.check_in import (
    CheckInOutcome,
    Decision,
    Direction,
    Entry,
    Offer,
    Question,
    Settled,
    UndoOutcome,
    decide_check_in,
    may_undo,
)
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.courses import MOST_OPENS_BEFORE_MIN, MOST_TOLERANCE_MIN
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import (
    BookingId,
    CheckInId,
    Nonce,
    SessionId,
    VisitorId,
)
from desk_app.domain.passes import PassStanding
from desk_app.domain.people import Operator, Role, Visitor
from desk_app.services.answers import keep_answers
from desk_app.services.check_in_facts import CardFacts, Presentation
from desk_app.services.check_in_offers import standing_offers, with_seats
from desk_app.services.presented_codes import Presented, identify
from desk_app.services.results import CheckInResult
from desk_app.services.unknown import unknown_session, unknown_visitor

_NEAR = timedelta(minutes=MOST_OPENS_BEFORE_MIN + MOST_TOLERANCE_MIN + 1)  # the end is left out
"""Sessions so near are looked at too, so that midnight closes no door."""

CLOCK_TRUST = timedelta(minutes=2)
"""A measured offset below this is network noise; above it the desk's clock is corrected."""


class CheckInService:
    """Admits visitors and queues each entry for the centre."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def present(self, code: str, presentation: Presentation) -> CheckInResult:
        """Judge a code and, if it admits, store the check-in in the same transaction.

        Raises:
            KnownError: Forced by somebody who is not staff, the session is unknown, or the
                database cannot store it; then nothing was stored.
        """
        return self._judge(presentation, lambda work, at: identify(work, code, at))

    def present_visitor(self, visitor_id: VisitorId, presentation: Presentation) -> CheckInResult:
        """Judge a visitor who was found by name; no pass is involved."""

        def found(work: UnitOfWork, _at: datetime) -> Presented:
            visitor = work.people.visitor(visitor_id)
            if visitor is None:
                raise unknown_visitor(str(visitor_id))
            return Presented(
                standing=PassStanding.GOOD,
                kind="search",
                pass_id=None,
                visitor=visitor,
                digest=None,
                hint="",
                can_link=False,
            )

        return self._judge(presentation, found)

    def note_name(self, nonce: Nonce, name: str) -> str:
        """Keep, at this desk alone, who came in with a pass whose visitor is not known here yet.

        Answers the name as it was kept. Once the pass arrives its visitor's own name is shown.

        Raises:
            KnownError: The name cannot be used, or the visitor is known meanwhile.
        """
        from desk_app.services.visitors import clean_name  # noqa: PLC0415  (pypinyin)

        kept = clean_name(name)
        with self._begin() as work:
            if not work.check_ins.note_name(nonce, kept):
                raise KnownError(
                    "name_known",
                    zh="这次签到已经知道是谁了，不用再记姓名。",
                    en="It is known by now whose check-in this is; no name is needed.",
                )
        return kept

    def undo(self, undo_id: CheckInId | BookingId, operator: Operator | None = None) -> UndoOutcome:
        """Undo a check-in to a session or to a booked room.

        After 15 minutes or from another desk only staff may.
        """
        at = self._clock()
        with self._begin() as work:
            check_in_id = CheckInId(undo_id)
            known = work.check_ins.get(check_in_id)
            if known is None:
                from desk_app.services.due_bookings import undo_room  # noqa: PLC0415

                return undo_room(work, BookingId(undo_id), _corrected(work, at)[0], operator)
            if known.undone_at is not None:
                return UndoOutcome.ALREADY_UNDONE
            outcome = may_undo(
                at=_corrected(work, at)[0],
                entered_at=known.at,
                is_same_desk=known.desk_id == work.settings.desk_id,
                is_staff=operator is not None and operator.role is Role.STAFF,
            )
            if outcome is UndoOutcome.UNDONE:
                work.change(
                    Change(
                        kind="check_in.undone",
                        entity=Entity.CHECK_IN,
                        row_id=check_in_id,
                        values={
                            "undone_at": at,
                            "undone_by": operator.name if operator else work.operator,
                        },
                    )
                )
        return outcome

    def _judge(
        self,
        presentation: Presentation,
        find: Callable[[UnitOfWork, datetime], Presented],
    ) -> CheckInResult:
        started = time.perf_counter()
        if presentation.force_reason and (
            presentation.operator is None or presentation.operator.role is not Role.STAFF
        ):
            raise KnownError(
                "needs_staff",
                zh="放行要由工作人员来做：请工作人员按 F8，输入 PIN 和理由。",
                en="Only staff may admit against the rules: "
                "staff press F8, enter the PIN and a reason.",
            )
        with self._begin() as work:
            told_at = presentation.at or self._clock()
            at, offset_ms = (told_at, 0) if presentation.at else _corrected(work, told_at)
            presented = find(work, at)
            case = _Case(work, presentation, presented, at=at, told_at=told_at, offset_ms=offset_ms)
            settled, check_in_id = case.settle()
        with self._read() as work:
            result = case.facts(work).describe(settled, check_in_id)
        return replace(result, ms=(time.perf_counter() - started) * 1000)


def _corrected(work: UnitOfWork, at: datetime) -> tuple[datetime, int]:
    """Return the moment to judge by and the offset, in milliseconds, that leads to it.

    The check-in keeps that offset, so that all who read it later judge by the same moment; what was
    measured goes with every operation of the outbox.
    """
    offset_ms = work.settings.clock_offset_ms
    offset = timedelta(milliseconds=offset_ms)
    return (at + offset, offset_ms) if abs(offset) > CLOCK_TRUST else (at, 0)


class _Case:
    """One presentation on its way through one transaction."""

    def __init__(
        self,
        work: UnitOfWork,
        presentation: Presentation,
        presented: Presented,
        *,
        at: datetime,
        told_at: datetime,
        offset_ms: int,
    ) -> None:
        self._work = work
        self._presentation = presentation
        self._presented = presented
        self._at = at
        self._told_at = told_at
        self._offset_ms = offset_ms
        self._visitor: Visitor | None = presented.visitor
        self._entries: Mapping[SessionId, tuple[Entry, ...]] = {}

    def settle(self) -> tuple[Settled, CheckInId | None]:
        """Decide and store what must be stored."""
        repeated = self._work.check_ins.get(CheckInId(self._presentation.nonce))
        if repeated is not None:
            return Settled(decision=self._repeat(repeated)), repeated.check_in_id
        if self._visitor is not None and self._presentation.answers:
            keep_answers(
                self._work,
                self._visitor.visitor_id,
                self._presentation.answers,
                self._at,
            )
        offers, asked = self._gather()
        plain = decide_check_in(
            Question(
                standing=self._presented.standing,
                is_blocked=self._visitor is not None and self._visitor.is_blocked,
                offers=offers,
                at=self._at,
                asked=asked,
                direction=self._presentation.direction,
                forced=bool(self._presentation.force_reason),
            )
        )
        settled = self._with_rooms(plain, asked)
        decision, check_in_id = settled.decision, None
        if decision.outcome is CheckInOutcome.ADMITTED and decision.offer is not None:
            check_in_id = self._store(decision.offer, overrode=decision.overrode)
        self._record_attempt(settled, check_in_id)
        return settled, check_in_id

    def _with_rooms(self, plain: Decision, asked: Offer | None) -> Settled:
        """Look for booked rooms where the whole station is asked, not one session."""
        presentation, visitor = self._presentation, self._visitor
        is_plain_entry = presentation.direction is Direction.IN and not presentation.force_reason
        if visitor is None or asked is not None or not is_plain_entry:
            return Settled(decision=plain)
        if not presentation.booking_id and not self._work.visits.booking_ids(visitor, self._at):
            return Settled(decision=plain)
        from desk_app.services.due_bookings import settle_rooms  # noqa: PLC0415  (nearly never)

        return settle_rooms(self._work, plain, presentation, visitor, self._at)

    def facts(self, work: UnitOfWork) -> CardFacts:
        """Return what describes the answer, read outside the writing transaction."""
        return CardFacts(
            work, self._presentation, self._presented, at=self._at, entries=self._entries
        )

    def _gather(self) -> tuple[list[Offer], Offer | None]:
        """Return the sessions of the day as they stand for this visitor, and the one asked for."""
        work, at = self._work, self._at
        asked_id = self._presentation.session_id or work.settings.pinned_session_id
        start, end = day_bounds(local_day(at))
        sessions = work.courses.sessions_between(min(start, at - _NEAR), max(end, at + _NEAR))
        if asked_id is not None and all(s.session_id != asked_id for s in sessions):
            asked_session = work.courses.session(asked_id)
            if asked_session is None:
                raise unknown_session(str(asked_id))
            sessions.append(asked_session)
        visitor_id = self._visitor.visitor_id if self._visitor else None
        pass_id = self._presented.pass_id
        places = work.courses.places_of(visitor_id) if visitor_id else {}
        if visitor_id and not places.keys() <= {s.course_id for s in sessions}:
            upcoming = work.courses.next_session_of(visitor_id, end)
            if upcoming is not None and upcoming not in sessions:
                sessions.append(upcoming)
        entries = (
            work.check_ins.entries(visitor_id=visitor_id, pass_id=pass_id)
            if visitor_id or pass_id
            else {}
        )
        self._entries = entries
        offers = standing_offers(
            work, self._visitor, sessions, places, entries, at=at, asked_id=asked_id
        )
        has_own = any(o.is_enrolled and not o.entries and o.session.is_open(at) for o in offers)
        offers = [
            o
            if has_own and o.session.session_id != asked_id
            else with_seats(work, o, at=at, asked_id=asked_id)
            for o in offers
        ]
        asked = next((o for o in offers if o.session.session_id == asked_id), None)
        return offers, asked

    def _store(self, offer: Offer, *, overrode: bool) -> CheckInId:
        presentation, work = self._presentation, self._work
        check_in_id = CheckInId(presentation.nonce)
        is_in = presentation.direction is Direction.IN
        work.add(
            Change(
                kind="check_in.entered" if is_in else "check_in.left",
                entity=Entity.CHECK_IN,
                row_id=check_in_id,
                values={
                    "session_id": offer.session.session_id,
                    "visitor_id": self._visitor.visitor_id if self._visitor else None,
                    "pass_id": self._presented.pass_id,
                    "direction": presentation.direction.value,
                    "at": self._told_at,
                    "offset_ms": 0 if presentation.at else self._offset_ms,
                    "desk_id": work.settings.desk_id,
                    "desk_name": work.settings.desk_name,
                    "operator": self._operator_name(),
                    "nonce": presentation.nonce,
                    "force_reason": presentation.force_reason if overrode else "",
                    "overrode": overrode,
                    "is_walk_in": not offer.is_enrolled,
                },
            )
        )
        return check_in_id

    def _operator_name(self) -> str:
        operator = self._presentation.operator
        return operator.name if operator else self._work.operator

    def _record_attempt(self, settled: Settled, check_in_id: CheckInId | None) -> None:
        decision = settled.decision
        offer = decision.offer
        is_in = decision.outcome is CheckInOutcome.ADMITTED
        self._work.check_ins.record_attempt(
            {
                "at": self._told_at,
                "nonce": self._presentation.nonce,
                "digest": self._presented.digest,
                "code_kind": self._presented.kind,
                "channel": self._presentation.channel.value,
                "direction": self._presentation.direction.value,
                "outcome": decision.outcome.value,
                "visitor_id": self._visitor.visitor_id if self._visitor else None,
                "session_id": offer.session.session_id if offer else None,
                "check_in_id": check_in_id,
                "booking_id": settled.room.booking_id if settled.room and is_in else None,
                "operator": self._operator_name(),
            }
        )

    def _repeat(self, known: CheckIn) -> Decision:
        """Answer a repeated delivery of one scan as the first time."""
        session = self._work.courses.session(known.session_id)
        if session is None:
            raise unknown_session(str(known.session_id))
        offer = Offer(session=session, entries=(Entry(check_in_id=known.check_in_id, at=known.at),))
        return Decision(outcome=CheckInOutcome.ADMITTED, offer=offer, overrode=known.overrode)
