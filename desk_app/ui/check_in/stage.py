"""The stage of the check-in page: idle, or one result, and who waits behind it."""

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.services.results import CheckInResult
from desk_app.ui.check_in.idle import IdleStage
from desk_app.ui.check_in.live_strip import LiveStrip
from desk_app.ui.check_in.result_card import ResultCard
from desk_app.ui.check_in.said import SOUNDS, Kind
from desk_app.ui.common.preview import Outline
from desk_app.ui.common.theme import theme
from desk_app.ui.common.tokens import duration_ms

MARGIN = 16
"""Room around the card for its shadow, in logical pixels."""

_STRIP = 68


class Stage(QWidget):
    """Shows one result at a time; none is lost while a question or a panel is open.

    Signals:
        acted(str): What a button of the card says.
        showing(CheckInResult): It is on show from now on.
        sounded(str): Play the sound of a class of results.
        ticked(): A presentation waits in line.
    """

    acted = Signal(str)
    showing = Signal(object)
    sounded = Signal(str)
    ticked = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.idle = IdleStage(self)
        self.card = ResultCard(self)
        self.strip = LiveStrip(self)
        self._waiting: deque[CheckInResult] = deque()
        self._is_held = False
        self.card.hide()
        self.strip.hide()
        self.card.acted.connect(self.acted)
        self.strip.ran_out.connect(self.to_idle)
        self.strip.left.connect(self.to_idle)

    @property
    def waiting_count(self) -> int:
        """How many results wait for a question to be answered."""
        return len(self._waiting)

    @property
    def is_asking(self) -> bool:
        """Whether a question is open, so that new results wait."""
        return not self.card.isHidden() and self.card.kind is Kind.ASK

    @property
    def result(self) -> CheckInResult | None:
        """The result on show; None while the stage is idle."""
        return None if self.card.isHidden() else self.card.result

    def show_result(self, result: CheckInResult) -> None:
        """Show a result at once, or let it wait in line while a question or a panel is open."""
        is_answer = self.card.result is not None and self.card.result.nonce == result.nonce
        if (self.is_asking and not is_answer) or self._is_held:
            self._waiting.append(result)
            self.strip.set_queue(len(self._waiting))
            self.strip.show()
            self.ticked.emit()
            return
        self._show(result)

    def _show(self, result: CheckInResult) -> None:
        self.card.show_result(result)
        self.idle.hide()
        self.card.show()
        self.strip.show()
        kind = self.card.kind or Kind.INFO
        self.sounded.emit(SOUNDS[kind])
        self.strip.start(_hold_ms(kind))
        self._place()
        self.card.repaint()
        self.showing.emit(result)

    @Slot()
    def to_idle(self) -> None:
        """Show the next who waits, or go back to scanning."""
        self.strip.stop()
        if self._waiting and not self._is_held:
            result = self._waiting.popleft()
            self.strip.set_queue(len(self._waiting))
            self._show(result)
            return
        self.card.hide()
        self.strip.setVisible(self._is_held)
        self.idle.show()
        self._place()

    def hold(self) -> None:
        """Keep what is on show and let results wait: a panel is open."""
        self._is_held = True
        self.strip.start(0)
        self.strip.set_queue(len(self._waiting))
        self.strip.show()
        self._place()

    def let_go(self) -> None:
        """Show results again; the panel is closed."""
        self._is_held = False
        self.card.hide()
        self._place()

    def set_preview(self, image: QImage | None, outlines: Sequence[Outline]) -> None:
        """Show the camera's newest picture where one is visible."""
        target = self.idle.preview if self.idle.isVisible() else self.strip.preview
        target.set_picture(image, outlines)

    def show_advice(self, advice: str) -> None:
        """Say why the code held up cannot be read; nothing where there is none."""
        for preview in (self.idle.preview, self.strip.preview):
            preview.set_advice(advice)

    def show_camera_state(self, state: str, name: str) -> None:
        """Show how the camera is."""
        for preview in (self.idle.preview, self.strip.preview):
            preview.set_state(state, name)

    def set_mirrored(self, is_mirrored: bool) -> None:  # noqa: FBT001  (a Qt-style setter)
        """Show the camera as in a mirror."""
        for preview in (self.idle.preview, self.strip.preview):
            preview.set_mirrored(is_mirrored)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.card.retranslate()
        self.idle.update()
        self.strip.update()
        self._place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        width, height = self.width() - 2 * MARGIN, self.height() - 2 * MARGIN
        strip = 0 if self.strip.isHidden() else _STRIP + theme().px("gap")
        self.idle.setGeometry(MARGIN, MARGIN, width, height - strip)
        self.card.setGeometry(MARGIN, MARGIN, width, height - strip)
        self.strip.setGeometry(MARGIN, MARGIN + height - _STRIP, width, _STRIP)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the soft shadow of the result card, in a few widening steps."""
        if self.card.isHidden() or theme().name != "light":
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shade = theme().color("text.primary")
        shade.setAlphaF(0.012)
        painter.setBrush(shade)
        box = QRectF(self.card.geometry())
        for spread in range(2, MARGIN, 2):
            painter.drawRoundedRect(
                box.adjusted(-spread, -spread + 6, spread, spread + 6), 12 + spread, 12 + spread
            )


def _hold_ms(kind: Kind) -> int:
    """Return how long a card stays; 0 until it is answered."""
    match kind:
        case Kind.ADMITTED:
            return duration_ms("resultHold")
        case Kind.ASK:
            return 0
        case _:
            return duration_ms("resultHoldAttention")
