"""What asks for a hand now: who has not come yet, who is offered a slot, what should be over."""

from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.labels import LineLabel
from desk_app.ui.common.painting import draw_card, draw_icon
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.rooms.requests import ExtendWish, UseWish
from desk_app.ui.rooms.sheet import Block, BlockState, Sheet
from desk_app.ui.rooms.words import title_of

_SOON = timedelta(minutes=10)
_LONGER = timedelta(minutes=15)
_MOST = 2
_HEIGHT = 64


class DueCard(QWidget):
    """One booking with the one thing to do about it.

    Signals:
        pressed(): Do it.
    """

    pressed = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.title = LineLabel("body", self, is_strong=True)
        self.note = LineLabel("caption", self, color="text.secondary")
        self.button = Button("default", self)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(52, 8, 16, 8)
        layout.addLayout(words, 1)
        layout.addWidget(self.button)
        self.setFixedHeight(_HEIGHT)
        self.button.clicked.connect(self.pressed)
        theme_bus().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect()))
        ink = theme().color("text.secondary")
        draw_icon(painter, self._icon, 18, (_HEIGHT - 20) / 2, 20, ink)


class DueStrip(QWidget):
    """Up to two cards.

    Signals:
        use_wished(UseWish): They are here, or take up an offer.
        extend_wished(ExtendWish): They stay longer.
    """

    use_wished = Signal(object)
    extend_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[DueCard] = []
        self._due: list[Block] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self.hide()

    def show_sheet(self, sheet: Sheet, at: datetime) -> None:
        """Show what is due at a moment; nothing hides the strip."""
        late = [b for b in sheet.blocks if b.state is BlockState.OVERDUE]
        offered = [b for b in sheet.blocks if b.state is BlockState.OFFERED]
        ending = [b for b in sheet.blocks if _is_ending(b, at)]
        due = [*late, *offered, *ending][:_MOST]
        if due == self._due and self.cards:  # else a button that has the focus keeps it
            return
        self._due = due
        for card in self.cards:
            self._row.removeWidget(card)
            card.deleteLater()
        self.cards = [self._card(sheet, block) for block in due]
        for card in self.cards:
            self._row.addWidget(card, 1)
        self.setVisible(bool(self.cards))

    def _card(self, sheet: Sheet, block: Block) -> DueCard:
        match block.state:
            case BlockState.CHECKED_IN:
                return self._ending_card(sheet, block)
            case BlockState.OFFERED:
                return self._offer_card(sheet, block)
            case _:
                return self._late_card(sheet, block)

    def _offer_card(self, sheet: Sheet, block: Block) -> DueCard:
        card = DueCard("phone", self)
        self._say(card, sheet, block, self.tr("{0} {1}: offered, tell them"), is_start=True)
        card.button.say(self.tr("They take it"), icon="check")
        if block.line is not None:
            booking = block.line.booking
            if booking.held_until is not None:
                until = self.tr("held until {0}").format(clock_text(booking.held_until))
                card.note.setText(f"{title_of(block.line)}  {until}")
            wish = UseWish(booking_id=booking.booking_id, act="accept")
            card.pressed.connect(lambda: self.use_wished.emit(wish))
        return card

    def _late_card(self, sheet: Sheet, block: Block) -> DueCard:
        card = DueCard("user", self)
        self._say(card, sheet, block, self.tr("{0} {1}: nobody here yet"), is_start=True)
        card.button.say(self.tr("They are here"), icon="check")
        if block.line is not None:
            wish = UseWish(booking_id=block.line.booking.booking_id, act="check_in")
            card.pressed.connect(lambda: self.use_wished.emit(wish))
        return card

    def _ending_card(self, sheet: Sheet, block: Block) -> DueCard:
        card = DueCard("clock", self)
        self._say(card, sheet, block, self.tr("{0} {1}: should be over"), is_start=False)
        card.button.say(self.tr("15 min longer"))
        if block.line is not None:
            booking = block.line.booking
            wish = ExtendWish(booking_id=booking.booking_id, ends_at=booking.ends_at + _LONGER)
            card.pressed.connect(lambda: self.extend_wished.emit(wish))
        return card

    def _say(
        self, card: DueCard, sheet: Sheet, block: Block, words: str, *, is_start: bool
    ) -> None:
        if block.line is None:
            return
        booking = block.line.booking
        when = clock_text(booking.starts_at if is_start else booking.ends_at)
        card.title.setText(words.format(when, sheet.rows[block.span.row].room.name))
        card.note.setText(title_of(block.line))


def _is_ending(block: Block, at: datetime) -> bool:
    if block.line is None or block.state is not BlockState.CHECKED_IN:
        return False
    return block.line.booking.ends_at - at <= _SOON
