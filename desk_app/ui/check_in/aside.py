"""Beside the stage: sessions with head counts, and who came just now."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.domain.courses import CourseKind
from desk_app.domain.ids import SessionId
from desk_app.services.results import Arrival, SessionMeter, TodaySheet
from desk_app.ui.check_in.recent_words import recent_word
from desk_app.ui.check_in.said import COLOURS, kind_of
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.motion import Motion
from desk_app.ui.common.painting import (
    RIGHT,
    draw_badge,
    draw_card,
    draw_icon,
    draw_line,
    width_of,
)
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme, theme_bus

_METER = 82
_HEAD = 48
_ROW = 52
_MOST_METERS = 4


class SessionsCard(QWidget):
    """Tonight's sessions with a bar of who is here; a click pins the desk to one.

    Signals:
        pin_requested(object): SessionId of a session, or None for the whole station.
    """

    pin_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: TodaySheet | None = None
        self._pinned: object = None
        self.setAccessibleName(self.tr("Open now"))
        theme_bus().changed.connect(self.update)

    def show_sheet(self, sheet: TodaySheet) -> None:
        """Show the sessions, those open for check-in first."""
        self._sheet = sheet
        self.updateGeometry()
        self.update()

    def set_pinned(self, session_id: object) -> None:
        """Show which session the desk stands for; None is the whole station."""
        self._pinned = session_id
        self.update()

    @property
    def meters(self) -> tuple[SessionMeter, ...]:
        """What is shown."""
        if self._sheet is None:
            return ()
        most = _MOST_METERS if theme().is_wide else _MOST_METERS - 1
        at = self._sheet.at
        ordered = sorted(self._sheet.meters, key=lambda m: not m.session.is_open(at))
        if self._pinned is not None:
            ordered.sort(key=lambda m: m.session.session_id != self._pinned)
        return tuple(ordered[:most])

    @property
    def session_ids(self) -> list[SessionId]:
        """Tonight's sessions in order of time, whichever of them the desk stands for."""
        return [m.session.session_id for m in self._sheet.meters] if self._sheet else []

    @override
    def sizeHint(self) -> QSize:
        count = max(1, len(self.meters))
        return QSize(320, _HEAD + count * _METER + 4)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = int((event.position().y() - _HEAD) // _METER)
        if 0 <= place < len(self.meters):
            session_id = self.meters[place].session.session_id
            self.pin_requested.emit(None if session_id == self._pinned else session_id)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect()))
        width = self.width() - 32
        title = self.tr("This session only") if self._pinned else self.tr("Open now")
        head = QRectF(16, 4, width, _HEAD)
        strong = look.color("text.primary")
        draw_line(painter, title, head, sized_font(15, is_strong=True), strong)
        count = self._sheet.open_count if self._sheet else 0
        note = self.tr("Sessions: %n", "", count)
        grey = look.color("text.secondary")
        draw_line(painter, note, head, look.font("caption"), grey, RIGHT)
        if not self.meters:
            text = self.tr("No class today")
            draw_line(painter, text, QRectF(16, _HEAD, width, 40), look.font("body"), grey)
        for place, meter in enumerate(self.meters):
            self._paint_meter(painter, meter, QRectF(16, _HEAD + place * _METER, width, _METER))

    def _paint_meter(self, painter: QPainter, meter: SessionMeter, box: QRectF) -> None:
        look, session = theme(), meter.session
        strong, grey = look.color("text.primary"), look.color("text.secondary")
        line = QRectF(box.left(), box.top() + 6, box.width(), 28)
        big, small = sized_font(20, is_strong=True), sized_font(15, is_strong=False)
        is_full = meter.expected > 0 and meter.arrived >= meter.expected
        rest = f" / {meter.expected}" + (self.tr(" full") if is_full else "")
        used = width_of(rest, small)
        draw_line(painter, rest, line, small, grey, RIGHT)
        number = line.adjusted(0, 0, -used, 0)
        draw_line(painter, str(meter.arrived), number, big, strong, RIGHT)
        used += width_of(str(meter.arrived), big) + 12
        name = line.adjusted(0, 0, -used, 0)
        if session.session_id == self._pinned:
            draw_icon(painter, "lock", name.left(), name.top() + 6, 16, strong)
            name.adjust(22, 0, 0, 0)
        draw_line(painter, session.course_name, name, sized_font(15, is_strong=True), strong)
        self._paint_bar(painter, meter, QRectF(box.left(), box.top() + 37, box.width(), 6))
        foot = QRectF(box.left(), box.top() + 48, box.width(), 22)
        caption = look.font("caption")
        when = self._when(meter)
        draw_line(painter, when, foot, caption, grey, RIGHT)
        foot.setWidth(foot.width() - width_of(when, caption) - 12)
        draw_line(painter, self._where(meter), foot, caption, grey)

    def _paint_bar(self, painter: QPainter, meter: SessionMeter, bar: QRectF) -> None:
        look = theme()
        share = min(1.0, meter.arrived / meter.expected) if meter.expected else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("surface.sunken"))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setBrush(look.color("text.secondary"))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, 6), 3, 3)

    def _where(self, meter: SessionMeter) -> str:
        session = meter.session
        if session.kind is CourseKind.LECTURE:
            kind = self.tr("lecture")
        else:
            kind = self.tr("lesson {0}").format(session.number)
        joint = self.tr(", ")
        return joint.join(part for part in (session.room, kind) if part)

    def _when(self, meter: SessionMeter) -> str:
        at = self._sheet.at if self._sheet else meter.session.starts_at
        start = clock_text(meter.session.starts_at)
        if meter.session.starts_at <= at:
            return self.tr("Started {0}").format(start)
        return self.tr("Starts {0}").format(start)


class RecentCard(QWidget):
    """Who came just now; a row that can be undone shows it under the pointer.

    Signals:
        undo_requested(object): CheckInId of a row.
    """

    undo_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: TodaySheet | None = None
        self._hover = -1
        self._entering = 0
        self._entrance = Motion(self, "move", "move")
        self._entrance.valueChanged.connect(lambda _at: self.update())
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Just arrived"))
        theme_bus().changed.connect(self.update)

    def show_sheet(self, sheet: TodaySheet) -> None:
        """Show the latest arrivals, newest first; new ones push the others down."""
        before = self.arrivals
        self._sheet = sheet
        count = _new_rows(before, sheet.arrivals)
        if count:
            self._entering = count
            self._entrance.begin()
        self.update()

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """The rows that fit."""
        room = max(0, (self.height() - _HEAD) // _ROW)
        return self._sheet.arrivals[:room] if self._sheet else ()

    @override
    def leaveEvent(self, event: object) -> None:
        self._hover = -1
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = int((event.position().y() - _HEAD) // _ROW)
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.position().x() > self.width() - 90:
            self._undo(self._hover)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self._hover = max(0, min(len(self.arrivals) - 1, self._hover + step))
            self.update()
        elif event.key() == Qt.Key.Key_Delete:
            self._undo(self._hover)
        else:
            super().keyPressEvent(event)

    def _undo(self, place: int) -> None:
        if 0 <= place < len(self.arrivals) and self.arrivals[place].undo_id is not None:
            self.undo_requested.emit(self.arrivals[place].undo_id)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect()))
        head = QRectF(16, 0, self.width() - 32, _HEAD)
        draw_line(
            painter,
            self.tr("Just arrived"),
            head,
            sized_font(15, is_strong=True),
            look.color("text.primary"),
        )
        count = self._sheet.recent_count if self._sheet else 0
        note = self.tr("%n in 5 minutes", "", count)
        grey = look.color("text.secondary")
        draw_line(painter, note, head, look.font("caption"), grey, RIGHT)
        if not self.arrivals:
            text = self.tr("Nobody yet. Arrivals appear here.")
            box = QRectF(16, _HEAD, self.width() - 32, 40)
            draw_line(painter, text, box, look.font("body"), grey)
        painter.setClipRect(QRectF(0, _HEAD, self.width(), self.height() - _HEAD - 1))
        at = self._entrance.at
        above = self._entering * _ROW * (1 - at)
        for place, arrival in enumerate(self.arrivals):
            painter.setOpacity(at if place < self._entering else 1.0)
            box = QRectF(0, _HEAD + place * _ROW - above, self.width(), _ROW)
            self._paint_row(painter, arrival, box, is_hover=place == self._hover)

    def _paint_row(
        self, painter: QPainter, arrival: Arrival, box: QRectF, *, is_hover: bool
    ) -> None:
        look = theme()
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(QPointF(1, box.top()), QPointF(box.right() - 1, box.top()))
        grey = look.color("text.secondary")
        caption = look.font("caption")
        draw_line(painter, clock_text(arrival.at), box.adjusted(16, 0, 0, 0), caption, grey)
        kind = "attention" if arrival.is_flagged else COLOURS[kind_of(arrival.outcome)]
        shape = {"attention": "triangle", "refused": "octagon", "info": "question"}
        badge = QRectF(62, box.top() + 12, 28, 28)
        draw_badge(painter, kind, shape.get(kind, "tick"), badge)
        can_undo = is_hover and arrival.undo_id is not None
        word = self.tr("Undo") if can_undo else recent_word(arrival)
        color = grey if kind == "admitted" else look.color(f"outcome.{kind}.fg")
        if can_undo:
            color = look.color("accent.fg")
        draw_line(painter, word, box.adjusted(0, 0, -16, 0), caption, color, RIGHT)
        room = box.width() - 100 - width_of(word, caption) - 24
        name = arrival.name or (
            self.tr("New pass") if arrival.is_provisional else self.tr("Unknown")
        )
        bold = sized_font(15, is_strong=True)
        strong = look.color("text.primary")
        has_title = bool(arrival.title)
        line = QRectF(100, box.top() + (5 if has_title else 0), room, 22 if has_title else _ROW)
        draw_line(painter, name, line, bold, strong)
        if has_title:
            below = QRectF(100, box.top() + 26, room, 20)
            draw_line(painter, arrival.title, below, caption, grey)


def _new_rows(before: Sequence[Arrival], now: Sequence[Arrival]) -> int:
    """Count the rows above the one that stood first; 0 where the list is another altogether."""
    if not before:
        return 0
    key = (before[0].at, before[0].name, before[0].title)
    keys = [(arrival.at, arrival.name, arrival.title) for arrival in now]
    return keys.index(key) if key in keys else 0
