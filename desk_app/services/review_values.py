"""What the page of what people must decide shows, and what it asks for: values, no words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk_app.domain.free_times import Alternative, AlternativeKind
from desk_app.domain.ids import ReviewId
from desk_app.domain.people import Operator
from desk_app.domain.review import ReviewAction, ReviewItem, Standing
from desk_app.domain.review_facts import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyAlternative:
    """A period of a room that a displaced booking can move to as it stands."""

    kind: AlternativeKind
    room: str
    capacity: int
    place: Alternative


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewChoice:
    """One thing to decide; ``alternative`` goes with ``move``."""

    action: ReviewAction
    needs_staff: bool = False
    alternative: ReadyAlternative | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCase:
    """An item as it is shown.

    Attributes:
        mine: The side that lost; contacts are masked.
        choices: The recommended one first; empty for what was decided, and in lists.
        is_here: This desk's own operation lost.
        has_contact: There is a number to look at (``ReviewService.show_contact``).
        fields: Of a refused operation: the names of its fields.
        can_undo: Decided, and this desk can take it back.
    """

    item: ReviewItem
    standing: Standing
    mine: Side
    theirs: Side
    is_here: bool
    choices: tuple[ReviewChoice, ...] = ()
    has_contact: bool = False
    fields: tuple[str, ...] = ()
    can_undo: bool = False


class Shown(StrEnum):
    """Which items a list shows."""

    ALL = "all"
    MINE = "mine"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSheet:
    """A list of items.

    Attributes:
        shown: What was asked, so that a late answer can be dropped.
        cases: Open ones oldest first; decided ones latest first, at most 100.
        open_count: How many are open in all, whatever is shown.
        settled_today: How many the centre closed today without anybody, since nothing was left.
    """

    shown: Shown
    cases: tuple[ReviewCase, ...]
    open_count: int
    settled_today: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequest:
    """What a person decided; ``alternative`` goes with ``move``, staff with what needs staff."""

    review_id: ReviewId
    action: ReviewAction
    alternative: Alternative | None = None
    operator: Operator | None = None
