"""What moves, and for how long; where nothing may move, everything is in its place at once."""

from typing import Literal

from PySide6.QtCore import QEasingCurve, QPoint, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsEffect, QWidget
from typing_extensions import override

from desk_app.ui.common.theme import theme
from desk_app.ui.common.tokens import duration_ms, easing

Duration = Literal["press", "fade", "move", "panel"]
Easing = Literal["enter", "exit", "move"]


class Motion(QVariantAnimation):
    """A number that goes from 0 to 1 once; ``valueChanged`` says when to paint again."""

    def __init__(self, parent: QWidget, duration: Duration, curve: Easing = "enter") -> None:
        super().__init__(parent)
        self._duration: Duration = duration
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type[easing(curve)])

    @property
    def at(self) -> float:
        """How far it is; 1 where nothing moves."""
        if self.state() is not QVariantAnimation.State.Running:
            return 1.0
        return float(self.currentValue())

    def begin(self) -> None:
        """Go from the start again; at once at the end where nothing may move."""
        self.stop()
        if theme().has_motion:
            self.setDuration(duration_ms(self._duration))
            self.start()


class _Arriving(QGraphicsEffect):
    """Paints a widget and all in it fainter and away from its place; the layout stays."""

    def __init__(self, parent: QWidget, away: QPoint) -> None:
        super().__init__(parent)
        self._away = away
        self.at = 0.0

    @override
    def boundingRectFor(self, rect: QRectF | QRect) -> QRectF:
        box = QRectF(rect)
        return box.united(box.translated(self._away))

    @override
    def draw(self, painter: QPainter) -> None:
        corner = QPoint()
        picture = self.sourcePixmap(
            Qt.CoordinateSystem.LogicalCoordinates, corner, QGraphicsEffect.PixmapPadMode.NoPad
        )
        painter.setOpacity(self.at)
        painter.drawPixmap(corner + self._away * (1 - self.at), picture)


def let_in(widget: QWidget, duration: Duration, *, dx: int = 0, dy: int = 0) -> None:
    """Let a widget that was just shown fade in from so many pixels away."""
    if not theme().has_motion or not widget.isVisible():
        return
    effect = _Arriving(widget, QPoint(dx, dy))
    widget.setGraphicsEffect(effect)
    motion = Motion(widget, duration)

    def step(at: float) -> None:
        if widget.graphicsEffect() is effect:
            effect.at = at
            effect.update()

    def end() -> None:
        if widget.graphicsEffect() is effect:
            widget.setGraphicsEffect(None)  # type: ignore[arg-type]
        motion.deleteLater()

    motion.valueChanged.connect(step)
    motion.finished.connect(end)
    motion.begin()


class _Leaving(QWidget):
    """The last picture of what is gone; nothing can be clicked or read in it."""

    def __init__(self, parent: QWidget, picture: QPixmap, away: QPoint) -> None:
        super().__init__(parent)
        self._picture = picture
        self._away = away
        self._motion = Motion(self, "fade", "exit")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._motion.valueChanged.connect(lambda _at: self.update())
        self._motion.finished.connect(self.deleteLater)

    def begin(self) -> None:
        """Fade out once."""
        self.show()
        self.raise_()
        self._motion.begin()

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setOpacity(1 - self._motion.at)
        painter.drawPixmap(self._away * self._motion.at, self._picture)


def let_out(widget: QWidget, *, dx: int = 0) -> None:
    """Fade out the picture of a widget that is about to be hidden, where it stands."""
    parent = widget.parentWidget()
    if parent is None or not theme().has_motion or not widget.isVisible():
        return
    ghost = _Leaving(parent, widget.grab(), QPoint(dx, 0))
    ghost.setGeometry(widget.geometry())
    ghost.begin()
