"""Attendance: one mark per learner and lesson, and the rates that follow from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from desk_app.domain.courses import Attendance
from desk_app.domain.ids import SessionId, VisitorId


class LearnerMark(StrEnum):
    """How a learner stands to one lesson; ``not_joined`` lessons were over before the enrolment."""

    PRESENT = "present"
    LATE = "late"
    VERY_LATE = "very_late"
    ABSENT = "absent"
    EXCUSED = "excused"
    MADE_UP = "made_up"
    NOT_JOINED = "not_joined"


MARKABLE = frozenset(
    {
        LearnerMark.PRESENT,
        LearnerMark.LATE,
        LearnerMark.VERY_LATE,
        LearnerMark.ABSENT,
        LearnerMark.EXCUSED,
    }
)
"""What a person may put down; the others follow from visits and enrolments."""


class MarkOutcome(StrEnum):
    """What came of marking."""

    MARKED = "marked"
    CLEARED = "cleared"
    UNCHANGED = "unchanged"
    NOT_ENROLLED = "not_enrolled"
    WAS_PRESENT = "was_present"
    NOT_THERE = "not_there"
    SAME_COURSE = "same_course"


class Certificate(StrEnum):
    """Whether a learner gets the certificate."""

    EARNED = "earned"
    REACHABLE = "reachable"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendancePolicy:
    """How a course counts; percentages are whole numbers.

    Attributes:
        late_weight_pct: What a late arrival counts of a punctual one.
        counts_excused: Excused lessons count as missed.
        warn_after_lessons: No warning before so many lessons were held.
        warn_below_pct: Warn below this rate over the lessons held.
        certificate_pct: The rate over all lessons that earns the certificate.
    """

    late_weight_pct: int = 100
    counts_excused: bool = False
    warn_after_lessons: int = 3
    warn_below_pct: int = 75
    certificate_pct: int = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was put down for a learner.

    Attributes:
        status: None: cleared by a person, so that what was scanned counts again.
        is_automatic: Put down when the lesson was over, by nobody in particular.
        made_up_in: The lesson of a parallel class, for ``made_up``.
    """

    status: LearnerMark | None
    is_automatic: bool = False
    made_up_in: SessionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many lessons of each kind; ``ahead`` are neither held nor marked."""

    present: int = 0
    late: int = 0
    absent: int = 0
    excused: int = 0
    made_up: int = 0
    ahead: int = 0

    @property
    def held(self) -> int:
        """Lessons that count as held for this learner, excused ones too."""
        return self.present + self.late + self.absent + self.excused + self.made_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Three rates in percent with one decimal; None (a dash) where there is nothing to count."""

    over_held: Decimal | None
    over_all: Decimal | None
    best_reachable: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerAttendance:
    """One learner's row of the matrix.

    Attributes:
        marks: One for each lesson that is not cancelled, in order; None while it is open.
        certificate: None before the first lesson.
    """

    visitor_id: VisitorId
    marks: tuple[LearnerMark | None, ...]
    tally: Tally
    rates: Rates
    is_warned: bool
    certificate: Certificate | None


def settle_mark(
    mark: Mark | None, arrival: Attendance | None, *, is_over: bool
) -> LearnerMark | None:
    """Return how a learner stands to a lesson; None while that is open.

    A person's word counts first, but whoever came was there: an arrival beats an excuse and an
    absence that was only put down because nobody had scanned.
    """
    unmarked = LearnerMark.ABSENT if is_over else None
    scanned = unmarked if arrival is None else LearnerMark(arrival.value)
    if mark is None or mark.status is None:
        return scanned
    if arrival is not None and (mark.is_automatic or mark.status is LearnerMark.EXCUSED):
        return scanned
    return mark.status


def needs_absence(mark: Mark | None, arrival: Attendance | None, *, is_over: bool) -> bool:
    """Whether an absence is to be put down: once, when the lesson is over, never over a mark."""
    return is_over and mark is None and arrival is None


def decide_making_up(
    missed: LearnerMark | None, *, is_parallel: bool, was_there: bool
) -> MarkOutcome:
    """Decide whether a lesson counts as made up by a visit to a parallel class."""
    if not is_parallel:
        return MarkOutcome.SAME_COURSE
    if missed in {LearnerMark.PRESENT, LearnerMark.LATE, LearnerMark.VERY_LATE}:
        return MarkOutcome.WAS_PRESENT
    return MarkOutcome.MARKED if was_there else MarkOutcome.NOT_THERE


def count(marks: Iterable[LearnerMark | None]) -> Tally:
    """Count marks; very late counts as late, an absence made up counts as made up only."""
    found = list(marks)
    return Tally(
        present=found.count(LearnerMark.PRESENT),
        late=found.count(LearnerMark.LATE) + found.count(LearnerMark.VERY_LATE),
        absent=found.count(LearnerMark.ABSENT),
        excused=found.count(LearnerMark.EXCUSED),
        made_up=found.count(LearnerMark.MADE_UP),
        ahead=found.count(None),
    )


def rates(tally: Tally, policy: AttendancePolicy) -> Rates:
    """Return the three rates: (P + w·L + M) / (P + L + A + M), E added where it counts."""
    came = _came(tally, policy)
    held = tally.held - (0 if policy.counts_excused else tally.excused)
    total = held + tally.ahead
    return Rates(
        over_held=_percent(came, held),
        over_all=_percent(came, total) if held else None,
        best_reachable=_percent(came + tally.ahead, total) if held else None,
    )


def learner_attendance(
    visitor_id: VisitorId, marks: Sequence[LearnerMark | None], policy: AttendancePolicy
) -> LearnerAttendance:
    """Judge one learner's marks of all lessons that are not cancelled."""
    tally = count(marks)
    found = rates(tally, policy)
    return LearnerAttendance(
        visitor_id=visitor_id,
        marks=tuple(marks),
        tally=tally,
        rates=found,
        is_warned=(
            tally.held >= policy.warn_after_lessons
            and found.over_held is not None
            and _below(tally, policy)
        ),
        certificate=_certificate(tally, policy),
    )


def best_attendance(
    learners: Mapping[VisitorId, Tally], policy: AttendancePolicy
) -> set[VisitorId]:
    """Return who came best in a class: the highest rate, then the fewest late; ties share it."""
    ranked = {
        visitor_id: (Fraction(_came(tally, policy)) / held, -tally.late)
        for visitor_id, tally in learners.items()
        if (held := tally.held - (0 if policy.counts_excused else tally.excused))
    }
    best = max(ranked.values(), default=None)
    return {visitor_id for visitor_id, rank in ranked.items() if rank == best and rank[0] > 0}


def _came(tally: Tally, policy: AttendancePolicy) -> Fraction:
    return tally.present + tally.made_up + Fraction(policy.late_weight_pct, 100) * tally.late


def _below(tally: Tally, policy: AttendancePolicy) -> bool:
    held = tally.held - (0 if policy.counts_excused else tally.excused)
    return 100 * _came(tally, policy) < policy.warn_below_pct * held


def _certificate(tally: Tally, policy: AttendancePolicy) -> Certificate | None:
    """Judge on exact numbers, not on rounded percentages."""
    came = _came(tally, policy)
    total = tally.held + tally.ahead - (0 if policy.counts_excused else tally.excused)
    if not tally.held or not total:
        return None
    needed = Fraction(policy.certificate_pct, 100) * total
    if came >= needed:
        return Certificate.EARNED
    return Certificate.REACHABLE if came + tally.ahead >= needed else Certificate.OUT_OF_REACH


def _percent(part: Fraction | int, whole: int) -> Decimal | None:
    if not whole:
        return None
    exact = Fraction(100) * part / whole
    found = Decimal(exact.numerator) / Decimal(exact.denominator)
    return found.quantize(Decimal("0.1"), ROUND_HALF_UP)
