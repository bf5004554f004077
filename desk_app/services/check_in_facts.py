"""What the result card shows of a settled presentation, read after it was stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.attendance import LearnerMark, Mark, settle_mark
from desk_app.domain.check_in import (
    OVERRIDABLE,
    CheckInOutcome,
    Decision,
    Direction,
    Entry,
    Offer,
    Settled,
)
from desk_app.domain.code_kinds import CodeKind
from desk_app.domain.courses import (
    ClassSession,
    LessonMark,
    judge_attendance,
    minutes_late,
)
from desk_app.domain.ids import BookingId, CheckInId, Nonce, SessionId
from desk_app.domain.people import Operator, Visitor, mask_phone
from desk_app.services.answers import open_questions
from desk_app.services.presented_codes import Presented
from desk_app.services.results import (
    AskedQuestion,
    Channel,
    CheckInOption,
    CheckInResult,
    SeatHeld,
    VisitorCard,
)

_WITH_CHECK_IN = frozenset({CheckInOutcome.ADMITTED, CheckInOutcome.ALREADY_IN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """The circumstances of one presentation.

    Attributes:
        nonce: Made once per scan; a repeated delivery gives the same check-in.
        session_id: The session asked for; None lets the desk find it.
        booking_id: The booked room asked for, chosen among several things that fit.
        at: When it happened (aware UTC), for keying in later; None means now.
        answers: To questions the course asks, by question; blank is no answer.
        force_reason: Staff admit against the rules; needs ``operator`` to be staff.
    """

    nonce: Nonce
    session_id: SessionId | None = None
    booking_id: BookingId | None = None
    at: datetime | None = None
    direction: Direction = Direction.IN
    force_reason: str = ""
    answers: Mapping[UUID, str] = field(default_factory=dict)
    operator: Operator | None = None
    channel: Channel = Channel.CAMERA


class CardFacts:
    """Gathers name, lesson strip, next lesson and the rest for one answer."""

    def __init__(
        self,
        work: UnitOfWork,
        presentation: Presentation,
        presented: Presented,
        *,
        at: datetime,
        entries: Mapping[SessionId, tuple[Entry, ...]],
    ) -> None:
        self._work = work
        self._presentation = presentation
        self._presented = presented
        self._at = at
        self._entries = entries
        self._visitor: Visitor | None = presented.visitor

    def describe(self, settled: Settled, check_in_id: CheckInId | None) -> CheckInResult:
        """Return what to show."""
        decision = settled.decision
        offer, outcome = decision.offer, decision.outcome
        result = CheckInResult(
            outcome=outcome,
            at=self._at,
            nonce=self._presentation.nonce,
            channel=self._presentation.channel,
            direction=self._presentation.direction,
            visitor=card_of(self._visitor) if self._visitor else None,
            session=offer.session if offer else None,
            check_in_id=check_in_id,
            options=tuple(
                CheckInOption(session=o.session, is_enrolled=o.is_enrolled, seats_left=o.seats_left)
                for o in decision.options
            ),
            waitlist_place=offer.waitlist_place if offer else None,
            seats_left=offer.seats_left if offer and not offer.is_enrolled else None,
            is_provisional=outcome in _WITH_CHECK_IN and self._visitor is None,
            pass_hint=self._presented.hint if self._visitor is None else "",
            code_kind=_code_kind(outcome, self._presented.kind),
            can_link=self._presented.can_link,
            can_force=outcome in OVERRIDABLE,
            overrode=decision.overrode,
            may_be_elsewhere=self._may_be_elsewhere(decision),
            questions=self._questions(outcome, offer),
        )
        if outcome in _WITH_CHECK_IN and offer is not None:
            result = self._with_entry(result, offer)
        elif (
            self._visitor is not None
            and settled.room is None
            and outcome is not CheckInOutcome.CHOOSE
        ):
            upcoming = self._work.courses.next_session_of(self._visitor.visitor_id, self._at)
            result = replace(result, next_lesson=upcoming)
        return self._with_more(result, settled) if self._visitor else result

    def _with_more(self, result: CheckInResult, settled: Settled) -> CheckInResult:
        """Add the visitor's rooms and the seats held for them."""
        work, visitor = self._work, self._visitor
        if visitor is None or visitor.is_blocked:
            return result
        held = work.visits.seats_held(visitor.visitor_id, self._at)
        seats = tuple(
            SeatHeld(course_id=i, course_name=name, until=until) for i, name, until in held
        )
        result = replace(result, seats_held=seats)
        if not work.visits.booking_ids(visitor, self._at):
            return result
        from desk_app.services.due_bookings import room_card, rooms_today  # noqa: PLC0415

        return replace(
            result,
            room=room_card(work, settled.room) if settled.room else None,
            room_options=tuple(room_card(work, room) for room in settled.rooms),
            rooms_today=rooms_today(work, visitor, self._at),
        )

    def _may_be_elsewhere(self, decision: Decision) -> bool:
        if decision.outcome is not CheckInOutcome.ADMITTED or decision.offer is None:
            return False
        is_in = self._presentation.direction is Direction.IN
        if not is_in or decision.offer.session.policy.several_entries:
            return False
        settings = self._work.settings
        return settings.is_joined and self._work.passes.has_other_desk(settings.desk_id)

    def _questions(self, outcome: CheckInOutcome, offer: Offer | None) -> tuple[AskedQuestion, ...]:
        """Return what is still to be answered, in order."""
        if outcome is not CheckInOutcome.QUESTION or offer is None or self._visitor is None:
            return ()
        asked = open_questions(self._work, offer.session.course_id, self._visitor.visitor_id)
        return tuple(AskedQuestion(question_id=q.question_id, wording=q.wording) for q in asked)

    def _with_entry(self, result: CheckInResult, offer: Offer) -> CheckInResult:
        """Add when the visitor came, how punctually, and the lessons of the course."""
        session = offer.session
        first = offer.entries[0] if offer.entries else None
        first_at = min(first.at, self._at) if first else self._at
        is_in = self._presentation.direction is Direction.IN
        marks = self._marks(session) if self._visitor and offer.is_enrolled else ()
        absent = sum(mark is LessonMark.ABSENT for mark in marks)
        return replace(
            result,
            check_in_id=result.check_in_id or (first.check_in_id if first else None),
            first_at=first_at,
            first_desk=self._desk_of(first) if first else self._work.settings.desk_name,
            attendance=judge_attendance(session, first_at) if is_in else None,
            late_min=minutes_late(session, first_at),
            marks=marks,
            absent=absent,
            is_last_allowed_absence=bool(marks) and absent == session.policy.award_absences,
        )

    def _desk_of(self, entry: Entry) -> str:
        known = self._work.check_ins.get(entry.check_in_id)
        return known.desk_name if known else ""

    def _marks(self, today: ClassSession) -> tuple[LessonMark, ...]:
        if self._visitor is None:
            return ()
        lessons: Sequence[ClassSession] = self._work.courses.sessions_of(today.course_id)
        marks = self._work.attendance.marks_of(today.course_id, self._visitor.visitor_id)
        return lesson_marks(lessons, self._entries, marks, today.starts_at, today=today)


def _code_kind(outcome: CheckInOutcome, kind: str) -> CodeKind:
    return CodeKind(kind) if outcome is CheckInOutcome.FOREIGN_CODE else CodeKind.OTHER


def lesson_marks(
    lessons: Sequence[ClassSession],
    entries: Mapping[SessionId, tuple[Entry, ...]],
    marks: Mapping[SessionId, Mark],
    at: datetime,
    *,
    today: ClassSession | None = None,
) -> tuple[LessonMark, ...]:
    """Return the lesson strip of one learner: a mark per lesson that is not cancelled.

    A lesson without an entry and without a mark is missed once it began before ``at``.
    """
    return tuple(
        LessonMark.TODAY
        if today is not None and lesson.session_id == today.session_id
        else _mark(lesson, entries.get(lesson.session_id), marks.get(lesson.session_id), at)
        for lesson in lessons
        if not lesson.is_cancelled
    )


_CELLS = {
    LearnerMark.PRESENT: LessonMark.PRESENT,
    LearnerMark.LATE: LessonMark.LATE,
    LearnerMark.VERY_LATE: LessonMark.LATE,
    LearnerMark.ABSENT: LessonMark.ABSENT,
    LearnerMark.EXCUSED: LessonMark.EXCUSED,
    LearnerMark.MADE_UP: LessonMark.MADE_UP,
}


def _mark(
    lesson: ClassSession, entries: tuple[Entry, ...] | None, mark: Mark | None, at: datetime
) -> LessonMark:
    arrival = judge_attendance(lesson, entries[0].at) if entries else None
    settled = settle_mark(mark, arrival, is_over=lesson.starts_at < at)
    return LessonMark.FUTURE if settled is None else _CELLS[settled]


def card_of(visitor: Visitor) -> VisitorCard:
    """Return what the counter may see of a visitor."""
    return VisitorCard(
        visitor_id=visitor.visitor_id,
        name=visitor.name,
        phone_masked=mask_phone(visitor.phone),
        company=visitor.company,
        workplace=visitor.workplace,
        attention=visitor.attention,
    )
