"""The top bar: where we are, who serves, the offline light, the time."""

from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.services.results import DeskIdentity
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.texts import clock_text, date_text
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.shell.offline_light import OfflineLight


class TopBar(QWidget):
    """Shows identity at the left, light, clock and date at the right.

    Signals:
        operator_clicked(): Another shift.
    """

    operator_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.light = OfflineLight(self)
        self.operator_button = Button("ghost", self)
        self.operator_button.clicked.connect(self.operator_clicked)
        self._identity = DeskIdentity(station="", desk="", operator="")
        self._now: datetime | None = None
        theme_bus().changed.connect(self.place)

    def show_identity(self, identity: DeskIdentity) -> None:
        """Show station, desk and operator."""
        self._identity = identity
        name = identity.operator or self.tr("Begin a shift")
        words = self.tr("Operator {0}").format(name) if identity.operator else name
        self.operator_button.say(words)
        self.place()

    def show_time(self, now: datetime) -> None:
        """Show the desk's moment."""
        if self._now is None or clock_text(now) != clock_text(self._now):
            self._now = now
            self.update()

    def retranslate(self) -> None:
        """Say all in the language in force."""
        self.show_identity(self._identity)
        self.light.show_status(self.light.status, self._now)
        self.place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def _right_width(self) -> float:
        if self._now is None:
            return 0
        clock = QFontMetrics(sized_font(24, is_strong=True)).horizontalAdvance("00:00")
        date = QFontMetrics(sized_font(13, is_strong=False)).horizontalAdvance(date_text(self._now))
        return clock + 12 + date

    def place(self) -> None:
        """Put light and operator beside what is painted."""
        pad = theme().px("pagePadding")
        light = self.light.sizeHint()
        right = self.width() - pad - int(self._right_width()) - 20
        self.light.setGeometry(right - light.width(), (self.height() - 36) // 2, light.width(), 36)
        metrics = QFontMetrics(sized_font(15, is_strong=True))
        x = pad + metrics.horizontalAdvance(self._identity.station) + 35
        x += QFontMetrics(sized_font(15, is_strong=False)).horizontalAdvance(self._identity.desk)
        width = self.operator_button.sizeHint().width()
        self.operator_button.setGeometry(x + 18, (self.height() - 40) // 2, width, 40)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("surface.canvas"))
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        pad = look.px("pagePadding")
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        x = float(pad)
        for text, is_strong in ((self._identity.station, True), (self._identity.desk, False)):
            font = sized_font(15, is_strong=is_strong)
            painter.setFont(font)
            painter.setPen(look.color("text.primary" if is_strong else "text.secondary"))
            painter.drawText(QRectF(x, 0, 400, self.height()), left, text)
            x += painter.fontMetrics().horizontalAdvance(text) + 17
            painter.setPen(QPen(look.color("border.strong"), 1))
            middle = self.height() // 2
            painter.drawLine(int(x), middle - 7, int(x), middle + 7)
            x += 18
        if self._now is None:
            return
        x = self.width() - pad - self._right_width()
        painter.setFont(sized_font(24, is_strong=True))
        painter.setPen(look.color("text.primary"))
        painter.drawText(QRectF(x, 0, 120, self.height()), left, clock_text(self._now))
        painter.setFont(sized_font(13, is_strong=False))
        painter.setPen(look.color("text.secondary"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        box = QRectF(x, 3, self.width() - pad - x, self.height())
        painter.drawText(box, right, date_text(self._now))
