"""Above the timeline: the date, a week to choose a day from, what to see, and the filter."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.labels import Label
from desk_app.ui.common.painting import CENTER, draw_icon, draw_line
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.rooms.equipment import ToggleChip
from desk_app.ui.rooms.sheet import Wanted
from desk_app.ui.rooms.words import day_text

_WEEK = 7


class ArrowButton(QAbstractButton):
    """An icon alone, 40 by 40."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setFixedSize(40, 40)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme_bus().changed.connect(self.update)

    def say(self, text: str) -> None:
        """Name it."""
        self.setAccessibleName(text)
        self.setToolTip(text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.isDown():
            painter.setBrush(look.color("surface.pressed"))
            painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("border.focus"), 2))
            painter.drawRoundedRect(box, 8, 8)
        draw_icon(painter, self._icon, 10, 10, 20, look.color("text.primary"))


class DayChip(QAbstractButton):
    """One date of the week; the one on show is tinted, today is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = date.min
        self._is_today = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    def show_day(self, day: date, *, is_shown: bool, is_today: bool) -> None:
        """Stand for a date."""
        self.day, self._is_today = day, is_today
        words = day_text(day)
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setChecked(is_shown)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(72, 40)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(look.color("accent.tint" if self.isChecked() else "surface.hover"))
            painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("border.focus"), 2))
            painter.drawRoundedRect(box, 8, 8)
        words = self.text().split(" ")
        weekday = words[-1] if not words[0].isalpha() else words[0]
        is_on = self.isChecked()
        ink = look.color("accent.fg" if is_on or self._is_today else "text.primary")
        font = sized_font(15, is_strong=is_on or self._is_today)
        draw_line(painter, f"{weekday} {self.day.day}", box, font, ink, CENTER)
        if self._is_today:
            painter.fillRect(
                QRectF(box.center().x() - 8, box.bottom() - 4, 16, 2), look.color("accent.fill")
            )


class WeekStrip(QWidget):
    """Seven dates, and a week back and on.

    Signals:
        chosen(date): Show this date.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back, self.on = ArrowButton("chevron-left", self), ArrowButton("chevron-right", self)
        self.chips = [DayChip(self) for _ in range(_WEEK)]
        self._day = date.min
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for part in (self.back, *self.chips, self.on):
            layout.addWidget(part)
        for chip in self.chips:
            chip.clicked.connect(lambda _=False, chip=chip: self.chosen.emit(chip.day))
        self.back.clicked.connect(lambda: self.chosen.emit(self._day - timedelta(days=_WEEK)))
        self.on.clicked.connect(lambda: self.chosen.emit(self._day + timedelta(days=_WEEK)))

    def show_day(self, day: date, today: date) -> None:
        """Show the week of a date."""
        self._day = day
        monday = day - timedelta(days=day.weekday())
        for place, chip in enumerate(self.chips):
            one = monday + timedelta(days=place)
            chip.show_day(one, is_shown=one == day, is_today=one == today)
        self.back.say(self.tr("A week back"))
        self.on.say(self.tr("A week on"))


class FilterBar(QWidget):
    """How many people, which equipment; rooms that do not fit are dimmed.

    Signals:
        changed(Wanted): Another wish.
        closed(): Esc.
    """

    changed = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Label("body", self, color="text.secondary")
        self.people = QLineEdit(self)
        self.people.setFixedWidth(110)
        self.people.setMaxLength(5)
        self.clear = Button("ghost", self)
        self.chips: list[ToggleChip] = []
        self._names: tuple[str, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._label)
        self._row.addWidget(self.people)
        self._row.addStretch(1)
        self._row.addWidget(self.clear)
        self.people.textChanged.connect(self._tell)
        self.clear.clicked.connect(self.reset)
        self.retranslate()

    @property
    def wanted(self) -> Wanted:
        """What a room must offer."""
        text = self.people.text().strip()
        return Wanted(
            headcount=int(text) if text.isdecimal() else 0,
            equipment=tuple(chip.text() for chip in self.chips if chip.isChecked()),
        )

    def show_equipment(self, names: Sequence[str]) -> None:
        """Offer the equipment that the station has."""
        if tuple(names) == self._names:
            return
        self._names = tuple(names)
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.deleteLater()
        self.chips = [ToggleChip(name, self) for name in names]
        for place, chip in enumerate(self.chips):
            self._row.insertWidget(2 + place, chip)
            chip.toggled.connect(self._tell)

    @Slot()
    def reset(self) -> None:
        """Want nothing special."""
        for chip in self.chips:
            chip.setChecked(False)
        self.people.clear()

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self.wanted)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._label.setText(self.tr("At least"))
        self.people.setPlaceholderText(self.tr("people"))
        self.people.setAccessibleName(self.tr("People at least"))
        self.clear.say(self.tr("Clear filter"), icon="close")
