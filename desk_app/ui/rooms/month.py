"""A month at a glance: how full each date is; a date opens its day."""

from datetime import date, timedelta

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.services.room_day import DayLoad, RoomMonth
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, LEFT, draw_line
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.rooms.timeline_view import round_corners
from desk_app.ui.rooms.words import day_text, translate

_HEAD, _DAYS = 36, 7


class MonthView(QWidget):
    """Weeks down, Monday to Sunday across; arrows and Enter as well as the mouse.

    Signals:
        opened(date): Show this day.
        months_wished(int): Another month, so many on.
    """

    opened = Signal(object)
    months_wished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loads: dict[date, DayLoad] = {}
        self._monday = date(2000, 1, 3)
        self._weeks = 5
        self.chosen = date(2000, 1, 3)
        self.today = date(2000, 1, 3)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme_bus().changed.connect(self.update)

    def show_month(self, month: RoomMonth, today: date, chosen: date) -> None:
        """Show a month."""
        self._loads = {load.day: load for load in month.days}
        self._monday = month.first - timedelta(days=month.first.weekday())
        self._weeks = ((month.days[-1].day - self._monday).days + _DAYS) // _DAYS
        self.today = today
        self._choose(chosen if chosen in self._loads else month.first)

    def _choose(self, day: date) -> None:
        self.chosen = day
        load = self._loads.get(day)
        words = [day_text(day), load_text(load) if load else ""]
        self.setAccessibleDescription(translate("RoomWords", ", ").join(filter(None, words)))
        self.update()

    def cell(self, day: date) -> QRectF:
        """Return where a date stands."""
        week, weekday = divmod((day - self._monday).days, _DAYS)
        wide, tall = self.width() / _DAYS, (self.height() - _HEAD) / self._weeks
        return QRectF(weekday * wide, _HEAD + week * tall, wide, tall)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for day in self._loads:
            if self.cell(day).contains(event.position()):
                self._choose(day)
                self.opened.emit(day)
                return

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            day = self.chosen + timedelta(days=step)
            if day in self._loads:
                self._choose(day)
            else:
                self.months_wished.emit(1 if step > 0 else -1)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.confirm()
        elif event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.months_wished.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def confirm(self) -> None:
        """Open the date in the cell."""
        self.opened.emit(self.chosen)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small, strong = sized_font(13, is_strong=False), sized_font(15, is_strong=True)
        grey, ink = look.color("text.secondary"), look.color("text.primary")
        for place in range(_DAYS):
            words = day_text(self._monday + timedelta(days=place)).split(" ")
            name = words[-1] if not words[0].isalpha() else words[0]
            box = QRectF(place * self.width() / _DAYS, 0, self.width() / _DAYS, _HEAD)
            draw_line(painter, name, box, small, grey, CENTER)
        for day, load in self._loads.items():
            box = self.cell(day)
            painter.setPen(QPen(look.color("border.hairline"), 1))
            painter.setBrush(look.color("surface.raised" if load.open_min else "surface.sunken"))
            painter.drawRect(box.adjusted(0.5, 0.5, 0.5, 0.5))
            number = QRectF(box.left() + 12, box.top() + 8, box.width() - 20, 24)
            color = look.color("accent.fg") if day == self.today else ink
            draw_line(painter, str(day.day), number, strong, color, LEFT)
            text = QRectF(box.left() + 12, box.top() + 34, box.width() - 20, 22)
            draw_line(painter, load_text(load), text, small, grey, LEFT)
            bar = QRectF(box.left() + 12, box.bottom() - 16, box.width() - 24, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("surface.sunken"))
            painter.drawRoundedRect(bar, 3, 3)
            if load.used_min:
                bar.setWidth(max(6.0, bar.width() * share(load)))
                painter.setBrush(look.color("text.secondary"))
                painter.drawRoundedRect(bar, 3, 3)
        round_corners(painter, QRectF(self.rect()), QRectF(self.rect()))
        if self.chosen in self._loads and self.hasFocus():
            painter.setPen(QPen(look.color("border.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.cell(self.chosen).adjusted(2, 2, -2, -2), 6, 6)


def share(load: DayLoad) -> float:
    """Return how full a date is, from 0 to 1."""
    return min(1.0, load.used_min / load.open_min) if load.open_min else 1.0


def load_text(load: DayLoad) -> str:
    """Return how many bookings a date has and how full it is."""
    if not load.bookings:
        shut = translate("RoomWords", "Shut")
        return translate("RoomWords", "Free") if load.open_min else shut
    return translate("RoomWords", "Uses: {0}, {1}%").format(load.bookings, round(share(load) * 100))


_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_DAYS,
    Qt.Key.Key_Down: _DAYS,
}
