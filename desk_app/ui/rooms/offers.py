"""What can be booked instead, up to three; one press books it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.domain.free_times import Alternative
from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import Room
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.labels import Label
from desk_app.ui.common.painting import CENTER, draw_chip, draw_line, width_of
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.rooms.words import alternative_words

_HEIGHT = 64


class OfferButton(QAbstractButton):
    """One alternative: its digit, what it is, how it differs."""

    def __init__(self, number: int, offer: Alternative, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer = offer
        self._number = number
        self._note = ""
        self._chip = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    def say(self, what: str, note: str) -> None:
        """Set what it is and how it differs."""
        self._note, self._chip = note, self.tr("Free")
        self.setText(what)
        self.setAccessibleName(f"{what}, {note}")
        self.setToolTip(f"{what}\n{note}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_first = self._number == 1 or self.hasFocus()
        edge = "border.focus" if self.hasFocus() else "border.selected"
        color = look.color(edge if is_first else "border.control")
        painter.setPen(QPen(color, 2 if is_first else 1))
        is_over = self.underMouse() or self.isDown()
        painter.setBrush(look.color("surface.hover" if is_over else "surface.raised"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, 8, 8)
        small = sized_font(13, is_strong=False)
        ink, grey = look.color("text.primary"), look.color("text.secondary")
        digit = QRectF(14, box.center().y() - 11, 22, 22)
        painter.setPen(QPen(look.color("border.strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(digit, 5, 5)
        draw_line(painter, str(self._number), digit, small, ink, CENTER)
        chip = width_of(self._chip, small) + 42
        place = QPointF(box.right() - chip - 10, _HEIGHT / 2 - 14)
        draw_chip(painter, self._chip, place, colours="outcome.admitted", icon="check")
        room = box.width() - 48 - chip - 16
        strong = sized_font(15, is_strong=True)
        draw_line(painter, self.text(), QRectF(48, 9, room, 24), strong, ink)
        draw_line(painter, self._note, QRectF(48, 33, room, 22), small, grey)


class Offers(QWidget):
    """The alternatives below a refusal.

    Signals:
        chosen(Alternative): Take this one.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[OfferButton] = []
        self._head = Label("caption", self, color="text.secondary")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 4, 0, 8)
        self._rows.setSpacing(8)
        self._rows.addWidget(self._head)
        self.hide()

    def show_offers(
        self,
        offers: Sequence[Alternative],
        rooms: Mapping[RoomId, Room],
        asked_from: datetime,
        asked_room: RoomId,
    ) -> None:
        """Show what can be had; none hides all of it."""
        for button in self.buttons:
            self._rows.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        self._head.setText(self.tr("This works"))
        for number, offer in enumerate(offers, start=1):
            button = OfferButton(number, offer, self)
            button.say(*alternative_words(offer, rooms, asked_from, asked_room))
            button.clicked.connect(lambda _=False, one=offer: self.chosen.emit(one))
            self.buttons.append(button)
            self._rows.addWidget(button)
        self.setVisible(bool(self.buttons))

    def take(self, number: int) -> bool:
        """Take the alternative of a digit; answers whether there is one."""
        if not 1 <= number <= len(self.buttons):
            return False
        self.buttons[number - 1].click()
        return True
