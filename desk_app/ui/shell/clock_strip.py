"""A strip across the window while this computer's clock is far off: it cannot be put away."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import draw_icon
from desk_app.ui.common.theme import theme

LIMIT_S = 300
_HEIGHT = 68


class ClockStrip(QWidget):
    """Says how far the clock is off and what to do.

    Signals:
        details_wished(): Show the details of sync.
    """

    details_wished = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._offset_s = 0.0
        self.words, self.advice = QLabel(self), QLabel(self)
        for label in (self.words, self.advice):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self.details_wished)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.words)
        texts.addWidget(self.advice)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(64, 8, 20, 8)
        layout.addLayout(texts, 1)
        layout.addWidget(self.button)
        self.hide()

    def show_offset(self, offset_s: float) -> None:
        """Show or hide; ``offset_s``: the centre's clock minus ours."""
        is_same = round(offset_s / 60) == round(self._offset_s / 60)
        self._offset_s = offset_s
        is_far = abs(offset_s) > LIMIT_S
        if is_far and not (is_same and not self.isHidden()):
            self.retranslate()
        self.setVisible(is_far)

    def retranslate(self) -> None:
        """Say it in the language and the colours in force."""
        ink = theme().color("outcome.attention.onBand").name()
        minutes = round(abs(self._offset_s) / 60)
        self.words.setText(
            self.tr("This computer's clock is %n min slow", "", minutes)
            if self._offset_s > 0
            else self.tr("This computer's clock is %n min fast", "", minutes)
        )
        self.advice.setText(
            self.tr(
                "Set date, time and time zone (Shanghai) in the system's settings, or call staff. "
                "Until then times are corrected by the centre's clock; nothing is lost."
            )
        )
        for label, is_strong in ((self.words, True), (self.advice, False)):
            label.setFont(sized_font(18 if is_strong else 15, is_strong=is_strong))
            label.setStyleSheet(f"color: {ink}")
        self.button.setText(self.tr("Details") + "  F12")
        self.button.setAccessibleName(self.tr("Details"))
        self.button.setStyleSheet(
            f"QPushButton {{ color: {ink}; background: transparent; border: 1px solid {ink}; "
            f"border-radius: 8px; padding: 0 16px; min-height: 38px; font-size: 15px }} "
            f"QPushButton:focus {{ border-width: 2px; padding: 0 15px; min-height: 36px }}"
        )
        self.setAccessibleName(f"{self.words.text()}. {self.advice.text()}")
        self.update()

    def wanted_height(self) -> int:
        """Return how high the strip is at its width."""
        return max(_HEIGHT, self.heightForWidth(self.width()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(self.rect()), look.color("outcome.attention.band"))
        ink = look.color("outcome.attention.onBand")
        draw_icon(painter, "clock", 22, self.height() / 2 - 14, 28, ink)
