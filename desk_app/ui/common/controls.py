"""Controls of forms: switch, one of a few, one of many, state chip, choice with a sentence."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QSpinBox,
    QWidget,
)
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, draw_icon, draw_line, width_of
from desk_app.ui.common.theme import theme, theme_bus

_TRACK = QSize(44, 24)
_PADDING = 13  # as the sheet gives to other fields, border included


class _Painted(QAbstractButton):
    """A checkable button that paints itself and follows the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme_bus().changed.connect(self.update)

    def say(self, text: str) -> None:
        """Set the words."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _draw_ring(self, painter: QPainter, radius: float) -> None:
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("border.focus"), 2))
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, radius, radius)


class Switch(_Painted):
    """On or off: the words at the left, the switch at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        width = width_of(self.text(), sized_font(15, is_strong=False))
        return QSize(width + _TRACK.width() + 36, 44)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        track = QRectF(self.width() - _TRACK.width() - 4, middle - 12, 44, 24)
        ink = look.color("text.primary" if self.isEnabled() else "text.disabled")
        words = QRectF(4, 0, track.left() - 16, self.height())
        draw_line(painter, self.text(), words, sized_font(15, is_strong=False), ink)
        is_on = self.isChecked()
        fill = look.color("action.result.fill" if is_on else "surface.raised")
        painter.setBrush(fill)
        painter.setPen(QPen(fill if is_on else look.color("border.control"), 1))
        painter.drawRoundedRect(track, 12, 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("action.result.fg" if is_on else "border.control"))
        knob = QPointF(track.right() - 12 if is_on else track.left() + 12, middle)
        painter.drawEllipse(knob, 9, 9)
        self._draw_ring(painter, 8)


class _Segment(_Painted):
    """One of a few."""

    def __init__(self, value: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.value = value
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(width_of(self.text(), sized_font(15, is_strong=True)) + 28, 40)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            back = "accent.tint" if self.isChecked() else "surface.hover"
            painter.setBrush(look.color(back))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        ink = look.color("accent.fg" if self.isChecked() else "text.primary")
        font = sized_font(15, is_strong=self.isChecked())
        draw_line(painter, self.text(), QRectF(self.rect()), font, ink, CENTER)
        self._draw_ring(painter, 7)


class Segmented(QWidget):
    """One of a few, all of them in sight.

    Signals:
        chosen(str): A person chose this value.
    """

    chosen = Signal(str)

    def __init__(self, values: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments = {value: _Segment(value, self) for value in values}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for value, segment in self._segments.items():
            segment.clicked.connect(lambda _=False, v=value: self.chosen.emit(v))
            layout.addWidget(segment)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    def say(self, words: Sequence[str], name: str) -> None:
        """Set the words of the segments, and what is chosen among them."""
        for segment, text in zip(self._segments.values(), words, strict=True):
            segment.say(text)
            segment.setAccessibleName(f"{name}: {text}")
        self.setAccessibleName(name)

    def show_value(self, value: str) -> None:
        """Mark a value."""
        if value in self._segments:
            self._segments[value].setChecked(True)

    @property
    def value(self) -> str:
        """The value marked, or nothing."""
        return next((s.value for s in self._segments.values() if s.isChecked()), "")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border.control"), 1))
        painter.setBrush(look.color("surface.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        for segment in list(self._segments.values())[1:]:
            painter.drawLine(segment.x(), 1, segment.x(), self.height() - 2)


class Choice(QComboBox):
    """One of many, with rows high enough for a finger."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QListView(self)
        rows.setStyleSheet("QListView::item { min-height: 40px; padding-left: 10px; }")
        self.setView(rows)
        self.setMinimumHeight(40)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        ink = theme().color("text.secondary" if self.isEnabled() else "text.disabled")
        y = self.height() / 2 - 10
        draw_icon(QPainter(self), "chevron-down", self.width() - 32, y, 20, ink)


def number_edit(value: int, least: int, most: int, parent: QWidget) -> QSpinBox:
    """Return a field for a whole number; the arrow keys count, there are no buttons.

    The sheet takes the buttons away: without them Qt would leave a pixel for the number, and it
    gives the number no padding.
    """
    edit = QSpinBox(parent)
    edit.setRange(least, most)
    edit.setValue(value)
    edit.lineEdit().setTextMargins(_PADDING, 0, _PADDING, 0)
    return edit


class Chip(QWidget):
    """A state in a word, with its icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tint, self._icon, self._text = "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    def say(self, text: str, *, icon: str = "", outcome: str = "") -> None:
        """Set word and icon; ``outcome`` (admitted, attention, …) tints it."""
        self._text, self._icon = text, icon
        self._tint = f"outcome.{outcome}" if outcome else ""
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = width_of(self._text, sized_font(13, is_strong=True)) + 20
        return QSize(width + (22 if self._icon else 0), 28)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(f"{self._tint}.bg" if self._tint else "surface.sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        ink = look.color(f"{self._tint}.fg" if self._tint else "text.secondary")
        x = 10.0
        if self._icon:
            draw_icon(painter, self._icon, x, 6, 16, ink)
            x += 22
        box = QRectF(x, 0, self.width() - x, 28)
        draw_line(painter, self._text, box, sized_font(13, is_strong=True), ink)


class ChoiceCard(_Painted):
    """One way to go, with a sentence that says what it means; the chosen one has an ink border."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = ""
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, title: str, note: str) -> None:
        """Set the words and the sentence below."""
        self._note = note
        self.say(title)
        self.setAccessibleName(f"{title}. {note}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, 80)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isChecked()
        edge = look.color("border.selected" if is_on else "border.control")
        painter.setPen(QPen(edge, 2 if is_on else 1))
        painter.setBrush(look.color("surface.hover" if self.underMouse() else "surface.raised"))
        inset = 1.0 if is_on else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, 12, 12)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(edge, 2))
        dot = QPointF(31, 30)
        painter.drawEllipse(dot, 10, 10)
        if is_on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(edge)
            painter.drawEllipse(dot, 5, 5)
        width = self.width() - 70
        ink, grey = look.color("text.primary"), look.color("text.secondary")
        title = sized_font(18, is_strong=True)
        draw_line(painter, self.text(), QRectF(54, 14, width, 32), title, ink)
        note = sized_font(13, is_strong=False)
        draw_line(painter, self._note, QRectF(54, 44, width, 22), note, grey)
        self._draw_ring(painter, 11)
