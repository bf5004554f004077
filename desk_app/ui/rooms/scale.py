"""Where minutes and rows stand on the timeline, in pixels of its content."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from desk_app.ui.common.theme import theme
from desk_app.ui.rooms.sheet import SNAP_MIN, Block, Sheet, Span

HEAD = 44
_LEAST_HOUR = 64
_PAD = 7
_LANE_GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Measures for one size of window and one sheet.

    Attributes:
        label: Width of the column of names.
        hour: Width of an hour.
    """

    label: int
    row: int
    hour: float
    first_min: int
    last_min: int
    rows: int

    @property
    def width(self) -> int:
        """Width of the hours, without the names."""
        return int((self.last_min - self.first_min) / 60 * self.hour)

    @property
    def height(self) -> int:
        """Height of all rows, without the head."""
        return self.rows * self.row

    def x(self, minute: float) -> float:
        """Return where a minute stands, from the left edge of the hours."""
        return (minute - self.first_min) / 60 * self.hour

    def minute(self, x: float) -> int:
        """Return the minute at a place, not snapped."""
        return int(self.first_min + x / self.hour * 60)

    def snapped(self, x: float) -> int:
        """Return the quarter of an hour that a place lies in."""
        return self.minute(x) // SNAP_MIN * SNAP_MIN

    def row_at(self, y: float) -> int | None:
        """Return the row at a height, if there is one."""
        place = int(y // self.row)
        return place if 0 <= place < self.rows and y >= 0 else None

    def box(self, span: Span) -> QRectF:
        """Return where a stretch stands."""
        left = self.x(span.start_min)
        return QRectF(
            left + 1, span.row * self.row + _PAD, self.x(span.end_min) - left - 2,
            self.row - 2 * _PAD,
        )  # fmt: skip

    def block_box(self, block: Block) -> QRectF:
        """Return where a block stands, in its lane."""
        box = self.box(block.span)
        if block.lanes > 1:
            height = (box.height() - _LANE_GAP * (block.lanes - 1)) / block.lanes
            box.setTop(box.top() + block.lane * (height + _LANE_GAP))
            box.setHeight(height)
        return box


def scale_for(sheet: Sheet, width: int) -> Scale:
    """Return the scale of a sheet in a viewport; hours fill it, but are never narrower than 64."""
    look = theme()
    label = 196 if look.is_wide else 168
    hours = max(1, (sheet.last_min - sheet.first_min) / 60)
    return Scale(
        label=label,
        row=90 if look.is_wide else 76,
        hour=max(_LEAST_HOUR, (width - label) / hours),
        first_min=sheet.first_min,
        last_min=sheet.last_min,
        rows=len(sheet.rows),
    )
