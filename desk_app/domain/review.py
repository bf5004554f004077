"""What two desks disagree on, and what a person may decide about it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from desk_app.domain.ids import DeskId, ReviewId
from desk_app.domain.review_facts import ReviewFacts


class ReviewKind(StrEnum):
    """What happened; ``other`` is a kind that only a newer centre knows."""

    DISPLACED_BOOKING = "displaced_booking"
    OVER_CAPACITY = "over_capacity"
    DUPLICATE_CHECK_IN = "duplicate_check_in"
    PROFILE_CONFLICT = "profile_conflict"
    SAME_PERSON = "same_person"
    FORBIDDEN = "forbidden"
    DEAD_OPERATION = "dead_operation"
    OTHER = "other"


class ReviewStatus(StrEnum):
    """Whether somebody has decided; ``dismissed``: decided that all stays as it is."""

    OPEN = "open"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class ReviewAction(StrEnum):
    """What a person may decide."""

    MOVE = "move"
    KEEP = "keep"
    CANCEL = "cancel"
    LEAVE = "leave"
    ENROL = "enrol"
    DROP = "drop"
    FINE = "fine"
    UNDO_MINE = "undo_mine"
    KEEP_THEIRS = "keep_theirs"
    TAKE_MINE = "take_mine"
    MERGE = "merge"
    TWO_PEOPLE = "two_people"
    NOTED = "noted"

    @property
    def needs_staff(self) -> bool:
        """Whether staff decide it, with their PIN."""
        return self in _STAFF

    @property
    def status(self) -> ReviewStatus:
        """What an item becomes by it."""
        return ReviewStatus.DISMISSED if self in _NOTHING_CHANGES else ReviewStatus.RESOLVED


_STAFF = frozenset({ReviewAction.ENROL, ReviewAction.MERGE})
_NOTHING_CHANGES = frozenset(
    {
        ReviewAction.KEEP,
        ReviewAction.LEAVE,
        ReviewAction.FINE,
        ReviewAction.KEEP_THEIRS,
        ReviewAction.TWO_PEOPLE,
    }
)
_WITHOUT_ROW = _NOTHING_CHANGES | {ReviewAction.NOTED}


class Standing(StrEnum):
    """How what an item is about stands at this desk."""

    AS_RAISED = "as_raised"
    CHANGED = "changed"
    UNKNOWN = "unknown"


def actions_of(kind: ReviewKind) -> tuple[ReviewAction, ...]:
    """Return what a kind offers, the recommended action first."""
    match kind:
        case ReviewKind.DISPLACED_BOOKING:
            return (ReviewAction.MOVE, ReviewAction.KEEP, ReviewAction.CANCEL)
        case ReviewKind.OVER_CAPACITY:
            return (ReviewAction.LEAVE, ReviewAction.ENROL, ReviewAction.DROP)
        case ReviewKind.DUPLICATE_CHECK_IN:
            return (ReviewAction.FINE, ReviewAction.UNDO_MINE)
        case ReviewKind.PROFILE_CONFLICT:
            return (ReviewAction.KEEP_THEIRS, ReviewAction.TAKE_MINE)
        case ReviewKind.SAME_PERSON:
            return (ReviewAction.MERGE, ReviewAction.TWO_PEOPLE)
        case ReviewKind.FORBIDDEN | ReviewKind.DEAD_OPERATION | ReviewKind.OTHER:
            return (ReviewAction.NOTED,)


def offered(kind: ReviewKind, standing: Standing) -> tuple[ReviewAction, ...]:
    """Return what can be done about an item as things stand.

    What has changed since can only be closed; what this desk does not know cannot be changed here.
    """
    match standing:
        case Standing.AS_RAISED:
            return actions_of(kind)
        case Standing.CHANGED:
            return (ReviewAction.NOTED,)
        case Standing.UNKNOWN:
            left = tuple(action for action in actions_of(kind) if action in _WITHOUT_ROW)
            return left or (ReviewAction.NOTED,)


def kind_of(text: str) -> ReviewKind:
    """Read a kind; what this app does not know is ``other``."""
    return ReviewKind(text) if text in set(ReviewKind) else ReviewKind.OTHER


def status_of(text: str) -> ReviewStatus:
    """Read a status; what this app does not know is decided already."""
    return ReviewStatus(text) if text in set(ReviewStatus) else ReviewStatus.RESOLVED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One thing to decide.

    Attributes:
        about_id: The row that lost; ``other_id``: the winner, or the other side.
        for_desk: Whose operation lost.
        resolution: What was decided: the name of a ReviewAction, or a newer app's word.
        is_local: Only this desk knows of it; no centre raised it.
    """

    review_id: ReviewId
    kind: ReviewKind
    raised_at: datetime
    about_entity: str = ""
    about_id: UUID | None = None
    other_id: UUID | None = None
    facts: ReviewFacts = field(default_factory=ReviewFacts)
    for_desk: DeskId | None = None
    status: ReviewStatus = ReviewStatus.OPEN
    resolution: str = ""
    resolved_by: str = ""
    resolved_at: datetime | None = None
    is_local: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.status is ReviewStatus.OPEN

    @property
    def is_settled_by_itself(self) -> bool:
        """Whether nobody decided: the centre saw that nothing was left to decide."""
        return (
            not self.is_open and not self.resolved_by and self.resolution not in set(ReviewAction)
        )


def covers(central: ReviewItem, local: ReviewItem) -> bool:
    """Whether the centre's item tells of what this desk found by itself."""
    if central.facts.op_id is not None and local.facts.op_id is not None:
        return central.facts.op_id == local.facts.op_id
    if (central.kind, central.about_id) != (local.kind, local.about_id) or local.about_id is None:
        return False
    return central.is_open or (central.resolved_at or central.raised_at) >= local.raised_at
