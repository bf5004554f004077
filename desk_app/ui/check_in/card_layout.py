"""Where the parts of the result card stand, compact or wide."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF

from desk_app.ui.check_in.card_button import HEIGHT
from desk_app.ui.common.theme import theme

_GAP = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLayout:
    """Measures of a card in logical pixels.

    Attributes:
        band: Width of the coloured band at the left.
        shape: Side of the shape in it.
        top: Where the name begins.
        next_height: Height of the next-step box with a sentence.
        facts_height: Its height with columns of facts.
        rows_top: Where what and where begin.
    """

    width: int
    height: int
    band: int
    shape: int
    pad: int
    top: int
    next_height: int
    facts_height: int
    rows_top: int

    @property
    def body(self) -> QRectF:
        """Everything right of the band, without its margins."""
        left = self.band + self.pad
        return QRectF(left, 0, self.width - left - self.pad, self.height)

    @property
    def buttons_top(self) -> float:
        """Where the row of buttons begins."""
        return self.height - self.pad + 8 - HEIGHT

    def next_box(self, *, has_facts: bool) -> QRectF:
        """Return the next-step box, directly above the buttons."""
        height = self.facts_height if has_facts else self.next_height
        top = self.buttons_top - _GAP - height
        return QRectF(self.body.left(), top, self.body.width(), height)

    def options(self, count: int) -> list[QRect]:
        """Return the places of so many option cards, three in a row at most."""
        body = self.body
        columns = min(3, count)
        rows = -(-count // columns)
        top = self.rows_top + 4
        bottom = self.next_box(has_facts=False).top() - 20
        width = (body.width() - _GAP * (columns - 1)) / columns
        gap = _GAP if rows < 3 else _GAP / 2  # noqa: PLR2004
        height = min(184.0, (bottom - top - gap * (rows - 1)) / rows)
        return [
            QRect(
                int(body.left() + place % columns * (width + _GAP)),
                int(top + place // columns * (height + gap)),
                int(width),
                int(height),
            )
            for place in range(count)
        ]


def card_layout(width: int, height: int) -> CardLayout:
    """Return where things stand in a card of this size, in the look in force."""
    if theme().is_wide:
        return CardLayout(
            width=width,
            height=height,
            band=376,
            shape=184,
            pad=48,
            top=48,
            next_height=106,
            facts_height=172,
            rows_top=226,
        )
    return CardLayout(
        width=width,
        height=height,
        band=232,
        shape=120,
        pad=28,
        top=26,
        next_height=76,
        facts_height=128,
        rows_top=142,
    )
