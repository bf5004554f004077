"""Beside the matrix: today's count, the queue, and what the cells mean."""

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.domain.attendance import LearnerMark
from desk_app.services.class_list import OpenCourse, QueueLine
from desk_app.ui.classes.matrix_cells import draw_mark, draw_tick
from desk_app.ui.classes.words import mark_word
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.painting import draw_card, draw_line
from desk_app.ui.common.texts import clock_text, date_text
from desk_app.ui.common.theme import theme, theme_bus

_MOST_WAITING = 8
_LEGEND = (
    LearnerMark.PRESENT,
    LearnerMark.ABSENT,
    LearnerMark.LATE,
    LearnerMark.EXCUSED,
    LearnerMark.MADE_UP,
)


class Legend(QWidget):
    """What the cells mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(28 * len(_LEGEND))
        theme_bus().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = {
            LearnerMark.PRESENT: mark_word(LearnerMark.PRESENT),
            LearnerMark.ABSENT: mark_word(LearnerMark.ABSENT),
            LearnerMark.LATE: self.tr("late, counts as present"),
            LearnerMark.EXCUSED: self.tr("excused, not counted"),
            LearnerMark.MADE_UP: mark_word(LearnerMark.MADE_UP),
        }
        for place, mark in enumerate(_LEGEND):
            y = place * 28
            box = QRectF(0, y + 4, 20, 20)
            if mark is LearnerMark.PRESENT:
                draw_tick(painter, box)
            else:
                draw_mark(painter, mark, box)
            room = QRectF(32, y, self.width() - 32, 28)
            grey = look.color("text.secondary")
            draw_line(painter, words[mark], room, sized_font(13, is_strong=False), grey)


class ClassAside(QWidget):
    """The card at the right.

    Signals:
        release_wished(): Give the free seats of today to the queue.
        queue_wished(): Open the queue.
    """

    release_wished = Signal()
    queue_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course: OpenCourse | None = None
        self._today = Label("title", self)
        self.count = Label("display", self)
        self._missing = Label("caption", self, color="text.secondary")
        self._queue_title = Label("title", self)
        self._queue_note = wrapped(Label("caption", self, color="text.secondary"))
        self.queue = wrapped(Label("body", self))
        self.release_button = Button("default", self)
        self.release_button.clicked.connect(self.release_wished)
        self.queue_button = Button("ghost", self)
        self.queue_button.clicked.connect(self.queue_wished)
        self._legend_title = wrapped(Label("title", self))
        self._legend = Legend(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self._queue_title, 1)
        row.addWidget(self.queue_button)
        for part in (self._today, self.count, self._missing):
            layout.addWidget(part)
        layout.addSpacing(14)
        layout.addLayout(row)
        for below in (self._queue_note, self.queue, self.release_button):
            layout.addWidget(below)
        layout.addStretch(1)
        layout.addWidget(self._legend_title)
        layout.addWidget(self._legend)
        theme_bus().changed.connect(self.update)
        self._retranslate()

    def show_course(self, course: OpenCourse) -> None:
        """Show how the course stands today."""
        self._course = course
        expected = len(course.sheet.lines)
        has_today = course.today is not None
        self.count.setText(f"{course.arrived} / {expected}" if has_today else "–")
        missing = expected - course.arrived
        if not has_today:
            self._missing.setText(self.tr("No lesson today"))
        elif missing:
            self._missing.setText(self.tr("not here yet: %n", "", missing))
        else:
            self._missing.setText(self.tr("Everybody is here"))
        self._show_queue(course)

    def _show_queue(self, course: OpenCourse) -> None:
        self._queue_title.setText(self.tr("Waiting: %n", "", len(course.queue)))
        lines = [
            f"{place}   {self._line(one)}"
            for place, one in enumerate(course.queue[:_MOST_WAITING], start=1)
        ]
        rest = len(course.queue) - _MOST_WAITING
        if rest > 0:
            lines.append(self.tr("and %n more", "", rest))
        self.queue.setText("\n".join(lines))
        self.queue.setVisible(bool(lines))
        self.queue_button.setVisible(bool(lines))
        self.release_button.setVisible(course.releasable > 0)
        self.release_button.say(self.tr("Release %n seat(s)", "", course.releasable))
        note = ""
        if course.queue and course.release_from is not None:
            at = clock_text(course.release_from)
            note = (
                self.tr("It is past {0}: free seats may go to the queue, in its order.")
                if course.releasable
                else self.tr("Seats of who is not here may go to the queue from {0}.")
            ).format(at)
        self._queue_note.setText(note)
        self._queue_note.setVisible(bool(note))

    def _line(self, one: QueueLine) -> str:
        if one.held_until is None:
            return one.name
        until = f"{date_text(one.held_until)} {clock_text(one.held_until)}"
        return self.tr("{0}, seat held until {1}").format(one.name, until)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._today.setText(self.tr("Today"))
        self._legend_title.setText(self.tr("What the cells mean"))
        self.queue_button.say(self.tr("Queue…"))
        self.setAccessibleName(self.tr("Today and the queue"))
        if self._course is not None:
            self.show_course(self._course)
        self._legend.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_card(QPainter(self), QRectF(self.rect()))
