"""The strip below a result: the camera is still open, and how long the card stays."""

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, draw_card, draw_line, width_of
from desk_app.ui.common.preview import Preview
from desk_app.ui.common.theme import theme, theme_bus

_TICK_MS = 100


class LiveStrip(QWidget):
    """Counts a card's stay, or the people who wait while a question is open.

    Signals:
        ran_out(): The card's time is over.
        left(): The strip's Esc was clicked.
    """

    ran_out = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = Preview(self, is_small=True)
        self._queued = 0
        self._hold_ms = 0
        self._is_asking = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.setAccessibleName(self.tr("Live camera strip"))
        theme_bus().changed.connect(self.update)

    def start(self, hold_ms: int) -> None:
        """Let a card stay for so long; 0 keeps it until it is answered."""
        self._is_asking = hold_ms == 0
        self._hold_ms = hold_ms
        self._since.start()
        if hold_ms:
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def stop(self) -> None:
        """Stop counting."""
        self._timer.stop()

    def set_queue(self, count: int) -> None:
        """Say how many presentations wait."""
        self._queued = count
        self.update()

    def _tick(self) -> None:
        if self._since.elapsed() >= self._hold_ms:
            self._timer.stop()
            self.ran_out.emit()
        self.update(self._bar_area().toRect().adjusted(-2, -8, 2, 8))

    def _bar_area(self) -> QRectF:
        width = 160.0
        return QRectF(self.width() - 98 - width, self.height() / 2 - 2, width, 4)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.preview.setGeometry(8, 8, 92, self.height() - 16)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.position().x() > self.width() - 90:
            self.left.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect()))
        bold, plain = sized_font(15, is_strong=True), sized_font(15, is_strong=False)
        strong, grey = look.color("text.primary"), look.color("text.secondary")
        box = QRectF(114, 0, self.width() - 390, self.height())
        if self._is_asking or self._queued:
            head, rest = (
                self.tr("New codes wait in line"),
                self.tr("Finish with this person; the next follows at once"),
            )
            used = draw_line(painter, head, box, bold, strong)
            draw_line(painter, rest, box.adjusted(used + 14, 0, 60, 0), plain, grey)
            self._paint_queue(painter)
            return
        draw_line(painter, self.tr("Still scanning, call the next person"), box, bold, strong)
        self._paint_bar(painter)
        self._paint_escape(painter)

    def _paint_queue(self, painter: QPainter) -> None:
        look = theme()
        text = self.tr("%n waiting", "", self._queued)
        font = sized_font(13, is_strong=False)
        width = width_of(text, font) + 20
        chip = QRectF(self.width() - 16 - width, self.height() / 2 - 14, width, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("surface.sunken"))
        painter.drawRoundedRect(chip, 6, 6)
        draw_line(painter, text, chip, font, look.color("text.primary"), CENTER)

    def _paint_bar(self, painter: QPainter) -> None:
        look, area = theme(), self._bar_area()
        left = 1.0
        if self._hold_ms and self._since.isValid():
            left = max(0.0, 1 - self._since.elapsed() / self._hold_ms)
        if not look.has_motion:
            seconds = -(-int(self._hold_ms * left) // 1000)
            text = self.tr("%n s", "", seconds)
            box = area.adjusted(0, -12, 0, 12)
            draw_line(
                painter, text, box, sized_font(15, is_strong=False), look.color("text.secondary")
            )
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("surface.sunken"))
        painter.drawRoundedRect(area, 2, 2)
        painter.setBrush(look.color("text.secondary"))
        painter.drawRoundedRect(QRectF(area.left(), area.top(), area.width() * left, 4), 2, 2)

    def _paint_escape(self, painter: QPainter) -> None:
        look = theme()
        font = sized_font(13, is_strong=False)
        hint = QRectF(self.width() - 84, self.height() / 2 - 11, 34, 22)
        painter.setPen(QPen(look.color("border.strong"), 1))
        painter.setBrush(look.color("surface.raised"))
        painter.drawRoundedRect(hint, 5, 5)
        draw_line(painter, "Esc", hint, font, look.color("text.primary"), CENTER)
        text = QRectF(hint.right() + 8, 0, 60, self.height())
        draw_line(painter, self.tr("Back"), text, font, look.color("text.secondary"))
