"""Free now: one tap gives a room to whoever stands at the counter."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desk_app.domain.ids import RoomId
from desk_app.domain.rooms import RoomUse
from desk_app.services.room_day import Standing
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.labels import Label
from desk_app.ui.common.painting import draw_icon, draw_line, width_of
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.rooms.sheet import RowLine
from desk_app.ui.rooms.words import now_text, translate

_HEIGHT = 56
_LEAST, _MOST = 150, 220


class FreeRoom(QAbstractButton):
    """A room that is free: its name, its seats, until when."""

    def __init__(self, room_id: RoomId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room_id = room_id
        self._until = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    def say(self, name: str, until: str) -> None:
        """Set its name and until when."""
        self._until = until
        self.setText(name)
        use = self.tr("Use {0} now").format(name)
        self.setAccessibleName(f"{use}, {until}")
        self.setToolTip(use)

    @override
    def sizeHint(self) -> QSize:
        wide = max(
            width_of(self.text(), sized_font(15, is_strong=True)),
            width_of(self._until, sized_font(13, is_strong=False)),
        )
        return QSize(min(_MOST, max(_LEAST, wide + 62)), _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        has_focus = self.hasFocus()
        edge = look.color("border.focus" if has_focus else "border.control")
        painter.setPen(QPen(edge, 2 if has_focus else 1))
        is_over = self.underMouse() or self.isDown()
        painter.setBrush(look.color("surface.hover" if is_over else "surface.raised"))
        painter.drawRoundedRect(box, 8, 8)
        ink = look.color("text.primary")
        width = box.width() - 54
        strong, small = sized_font(15, is_strong=True), sized_font(13, is_strong=False)
        draw_line(painter, self.text(), QRectF(14, 6, width, 24), strong, ink)
        grey = look.color("outcome.admitted.fg")
        draw_line(painter, self._until, QRectF(14, 29, width, 20), small, grey)
        draw_icon(painter, "arrow-right", box.right() - 32, box.center().y() - 10, 20, ink)


class FreeBoard(QWidget):
    """The rooms that walk-ins may use now.

    Signals:
        chosen(RoomId): Use this room now.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("body", self, is_strong=True)
        self.rooms: list[FreeRoom] = []
        self._lines: list[tuple[RoomId, str, str]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addWidget(self._title)
        self._row.addStretch(1)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[RowLine], at: datetime) -> None:
        """Show what is free at a moment, the smallest room that fits first."""
        free = [
            row
            for row in rows
            if row.now is not None
            and row.now.standing is Standing.FREE
            and row.room.use is not RoomUse.RESERVATION
            and row.is_fitting
        ]
        lines = [
            (row.room.room_id, row.room.name, now_text(row.now, at) if row.now else "")
            for row in sorted(free, key=lambda row: (row.room.capacity or 9999, row.room.name))
        ]
        if lines != self._lines:  # else a button that has the focus keeps it
            self._lines = lines
            self._rebuild()
        self._title.setText(
            self.tr("Free now") if free else self.tr("Nothing is free now: see the chips above")
        )
        self.setAccessibleName(self.tr("Free now"))
        self._fit()

    def _rebuild(self) -> None:
        for room in self.rooms:
            self._row.removeWidget(room)
            room.deleteLater()
        self.rooms = []
        for room_id, name, until in self._lines:
            button = FreeRoom(room_id, self)
            button.say(name, until)
            button.clicked.connect(lambda _=False, one=button: self.chosen.emit(one.room_id))
            self._row.insertWidget(1 + len(self.rooms), button)
            self.rooms.append(button)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many as have room; the others are reached from their chips."""
        left = self.width() - self._title.sizeHint().width() - 10
        for room in self.rooms:
            left -= room.sizeHint().width() + 10
            room.setVisible(left >= 0)


class Legend(QWidget):
    """What the tints mean."""

    _KINDS = ("lesson", "meeting", "fixed", "walkin")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(28)
        theme_bus().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = sized_font(13, is_strong=False)
        words = (
            translate("RoomWords", "Classes and lectures"),
            translate("RoomWords", "Bookings"),
            translate("RoomWords", "Repeating"),
            translate("RoomWords", "Walk-ins"),
        )
        x = 0.0
        for kind, text in zip(self._KINDS, words, strict=True):
            is_dashed = kind == "walkin"
            style = Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(look.color(f"block.{kind}.border"), 1, style))
            painter.setBrush(look.color(f"block.{kind}.bg"))
            painter.drawRoundedRect(QRectF(x + 0.5, 6.5, 16, 16), 4, 4)
            box = QRectF(x + 24, 0, 400, 28)
            x += 24 + draw_line(painter, text, box, font, look.color("text.secondary")) + 20
        keys = (
            ("← ↑ ↓ →", translate("RoomWords", "move")),
            ("Shift →", translate("RoomWords", "longer")),
            ("Enter", translate("RoomWords", "book")),
        )
        if look.shows_key_hints:
            self._keys(painter, keys, x + 20)

    def _keys(self, painter: QPainter, keys: Sequence[tuple[str, str]], least: float) -> None:
        look, font = theme(), sized_font(13, is_strong=False)
        wide = sum(width_of(key, font) + width_of(word, font) + 42 for key, word in keys)
        x = float(self.width() - wide)
        if x < least:
            return
        for key, word in keys:
            box = QRectF(x + 0.5, 3.5, width_of(key, font) + 14, 21)
            painter.setPen(QPen(look.color("border.strong"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 5, 5)
            draw_line(painter, key, box.adjusted(7, 0, 20, 0), font, look.color("text.secondary"))
            words = QRectF(box.right() + 8, 0, 200, 28)
            used = draw_line(painter, word, words, font, look.color("text.secondary"))
            x = words.left() + used + 20
