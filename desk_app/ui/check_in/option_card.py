"""One thing a visitor could do now: a big card with its digit."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from desk_app.services.results import CheckInOption, RoomCard
from desk_app.ui.check_in.card_actions import Choice
from desk_app.ui.check_in.words import lesson_text
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, draw_line, fit, width_of
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme

_LEAST_TALL, _LEAST_TALL_WIDE = 150, 170
"""Below this height a card cannot hold its lines under the digit."""


class OptionCard(QAbstractButton):
    """Chosen by its digit, a click, or Enter when it stands first."""

    def __init__(self, digit: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._digit = digit
        self._chip = ""
        self._lines: tuple[tuple[str, str], ...] = ()
        self._is_preferred = False
        self.opacity = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_choice(self, choice: Choice) -> None:
        """Show what the digit stands for: a session, a booked room, or words."""
        match choice.about:
            case CheckInOption():
                self._show_session(choice.about)
            case RoomCard():
                self._show_room(choice.about)
            case None:
                self._lines = (("", choice.detail),)
                self.setText(choice.title)
                self.setAccessibleName(f"{self._digit} {choice.title}")

    def _show_session(self, option: CheckInOption) -> None:
        session = option.session
        self._chip = (
            self.tr("Enrolled")
            if option.is_enrolled
            else self.tr("Walk-in, %n left", "", option.seats_left)
        )
        self._lines = (
            (clock_text(session.starts_at), lesson_text(session)),
            ("", f"{session.room} {session.room_hint}".strip()),
        )
        self.setText(session.course_name)
        self.setAccessibleName(f"{self._digit} {session.course_name} {self._chip}")

    def _show_room(self, room: RoomCard) -> None:
        self._chip = self.tr("Room booked")
        times = f"{clock_text(room.starts_at)}–{clock_text(room.ends_at)}"
        self._lines = ((times, room.company), ("", room.purpose))
        self.setText(room.room)
        self.setAccessibleName(f"{self._digit} {room.room} {times} {self._chip}")

    def set_preferred(self) -> None:
        """Mark it as what Enter chooses."""
        self._is_preferred = True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self.opacity)
        is_strong = self._is_preferred or self.hasFocus()
        edge = look.color("border.selected" if is_strong else "border.control")
        painter.setPen(QPen(edge, 3 if is_strong else 1))
        painter.setBrush(look.color("surface.hover" if self.underMouse() else "surface.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 12, 12)
        if self.height() < (_LEAST_TALL_WIDE if look.is_wide else _LEAST_TALL):
            self._paint_flat(painter)
        else:
            self._paint_tall(painter)

    def _paint_digit(self, painter: QPainter, badge: QRectF) -> None:
        look = theme()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("outcome.info.band"))
        painter.drawRoundedRect(badge, 8, 8)
        font = sized_font(int(badge.height() * 0.55), is_strong=True)
        white = look.color("outcome.info.onBand")
        draw_line(painter, str(self._digit), badge, font, white, CENTER)

    def _paint_flat(self, painter: QPainter) -> None:
        """Many to choose from: the digit at the left, two or three short lines beside it."""
        look = theme()
        side = min(40.0, self.height() - 16)
        self._paint_digit(painter, QRectF(12, (self.height() - side) / 2, side, side))
        x = side + 24
        room = self.width() - x - 12
        strong, grey = look.color("text.primary"), look.color("text.secondary")
        title = sized_font(22 if look.is_wide else 18, is_strong=True)
        small = sized_font(18 if look.is_wide else 13, is_strong=False)
        head, line = title.pixelSize() * 1.35, small.pixelSize() * 1.45
        facts = [f"{bold} {plain}".strip() for bold, plain in self._lines]
        times = self._lines[0][0] if self._lines else ""
        facts[:1] = [" ".join(part for part in (times, self._chip) if part) or facts[0]]
        facts = [fact for fact in facts if fact]
        shown = facts[: max(1, int((self.height() - 12 - head) // line))]
        y = (self.height() - head - line * len(shown)) / 2
        font = fit(self.text(), title, room, 13)
        draw_line(painter, self.text(), QRectF(x, y, room, head), font, strong)
        y += head
        for fact in shown:
            font = fit(fact, small, room, 13)
            draw_line(painter, fact, QRectF(x, y, room, line), font, grey)
            y += line

    def _paint_tall(self, painter: QPainter) -> None:
        look = theme()
        self._paint_digit(painter, QRectF(20, 14, 40, 40))
        self._paint_chip(painter)
        room = self.width() - 40
        y = 62.0
        title = fit(self.text(), look.font("heading"), room, 16)
        draw_line(painter, self.text(), QRectF(20, y, room, 36), title, look.color("text.primary"))
        y += 38
        size = look.font("result.detail").pixelSize()
        for bold, plain in self._lines:
            if y + 26 > self.height():
                break
            x = 20.0
            if bold:
                font = sized_font(size, is_strong=True)
                box = QRectF(x, y, room, 28)
                x += draw_line(painter, bold, box, font, look.color("text.primary")) + 8
            font = fit(plain, sized_font(size, is_strong=False), self.width() - x - 20, 13)
            box = QRectF(x, y, self.width() - x - 20, 28)
            draw_line(painter, plain, box, font, look.color("text.secondary"))
            y += 30

    def _paint_chip(self, painter: QPainter) -> None:
        if not self._chip:
            return
        look = theme()
        font = sized_font(13, is_strong=False)
        width = width_of(self._chip, font) + 20
        box = QRectF(self.width() - 20 - width, 20, width, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("surface.sunken"))
        painter.drawRoundedRect(box, 6, 6)
        draw_line(painter, self._chip, box, font, look.color("text.secondary"), CENTER)
