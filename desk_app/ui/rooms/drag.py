"""A drag on the timeline: a new stretch, a block that moves, an edge that is pulled."""

from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.rooms import DAY_MIN
from desk_app.ui.rooms.sheet import SNAP_MIN, Block, Span


class DragKind(StrEnum):
    """What is dragged."""

    NEW = "new"
    MOVE = "move"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drag:
    """From where a drag began.

    Attributes:
        origin: The stretch as it stood; for a new one the quarter that was pressed.
        anchor_min: The minute under the pointer when it began.
        block: What is dragged, where it is a booking; else the ghost of a panel, or nothing yet.
    """

    kind: DragKind
    origin: Span
    anchor_min: int
    block: Block | None = None

    def span(self, row: int | None, minute: int) -> Span:
        """Return the stretch when the pointer is at a row and a minute, in quarters."""
        origin = self.origin
        match self.kind:
            case DragKind.NEW:
                here = minute // SNAP_MIN * SNAP_MIN
                start = min(origin.start_min, here)
                end = max(origin.end_min, here + SNAP_MIN)
                return _within(Span(row=origin.row, start_min=start, end_min=end))
            case DragKind.MOVE:
                by = _quarters(minute - self.anchor_min)
                to = origin.row if row is None else row
                start = min(max(0, origin.start_min + by), DAY_MIN - origin.minutes)
                return Span(row=to, start_min=start, end_min=start + origin.minutes)
            case DragKind.START:
                start = min(minute_edge(minute), origin.end_min - SNAP_MIN)
                return _within(Span(row=origin.row, start_min=start, end_min=origin.end_min))
            case DragKind.END:
                end = max(minute_edge(minute), origin.start_min + SNAP_MIN)
                return _within(Span(row=origin.row, start_min=origin.start_min, end_min=end))


def minute_edge(minute: int) -> int:
    """Return the quarter of an hour nearest to a minute."""
    return (minute + SNAP_MIN // 2) // SNAP_MIN * SNAP_MIN


def _quarters(minutes: int) -> int:
    return round(minutes / SNAP_MIN) * SNAP_MIN


def _within(span: Span) -> Span:
    return Span(row=span.row, start_min=max(0, span.start_min), end_min=min(DAY_MIN, span.end_min))
