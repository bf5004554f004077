"""Both sides as cards, and the alternatives to choose from."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.labels import plain_tip
from desk_app.ui.common.painting import CENTER, RIGHT, draw_chip, draw_line, fit
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.review.words import SideWords

_PAD = 16
_LINE = 24


class SideCard(QWidget):
    """One side: a solid edge stays, a dashed one moves."""

    def __init__(self, *, stays: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stays = stays
        self._words = SideWords(chip="", title="")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    def say(self, words: SideWords) -> None:
        """Set chip, title, lines and whose desk says so."""
        self._words = words
        lines = ". ".join(line for line in words.lines if line)
        self.setAccessibleName(f"{words.chip}: {words.title}. {lines}. {words.source}")
        self.setToolTip(
            plain_tip("\n".join(filter(None, (words.title, *words.lines, words.source))))
        )
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> SideWords:
        """What it says."""
        return self._words

    @override
    def sizeHint(self) -> QSize:
        lines = sum(bool(line) for line in self._words.lines)
        return QSize(300, 92 + _LINE * lines)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, words = theme(), self._words
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = "admitted" if self._stays else "attention"
        style = Qt.PenStyle.SolidLine if self._stays else Qt.PenStyle.DashLine
        painter.setPen(QPen(look.color(f"outcome.{kind}.border"), 2, style))
        painter.setBrush(look.color("surface.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        icon = "check" if self._stays else "swap"
        at = QRectF(_PAD, 14, self.width() - 2 * _PAD, 28)
        used = draw_chip(painter, words.chip, at.topLeft(), colours=f"outcome.{kind}", icon=icon)
        grey, ink = look.color("text.secondary"), look.color("text.primary")
        source = at.adjusted(used + 12, 0, 0, 0)
        draw_line(painter, words.source, source, sized_font(13, is_strong=False), grey, RIGHT)
        title = QRectF(_PAD, 48, at.width(), 30)
        font = fit(words.title, sized_font(18, is_strong=True), title.width(), 15)
        draw_line(painter, words.title, title, font, ink)
        y = 78.0
        for line in filter(None, words.lines):
            box = QRectF(_PAD, y, at.width(), _LINE)
            draw_line(painter, line, box, sized_font(15, is_strong=False), grey)
            y += _LINE


class ChoiceTile(QAbstractButton):
    """One alternative: where and when, how it differs, its digit; the first has an ink edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note, self._digit = "", ""
        self._is_first = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    def say(self, title: str, note: str, *, digit: int, is_first: bool) -> None:
        """Set the words and the key."""
        self.setText(title)
        self._note, self._digit, self._is_first = note, str(digit), is_first
        self.setAccessibleName(f"{title}. {note}")
        self.setToolTip(plain_tip(f"{title}\n{note}"))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, 68)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "border.selected" if self._is_first else "border.control"
        if self.hasFocus():
            edge = "border.focus"
        is_strong = self._is_first or self.hasFocus()
        painter.setPen(QPen(look.color(edge), 2 if is_strong else 1))
        back = "pressed" if self.isDown() else "hover" if self.underMouse() else "raised"
        painter.setBrush(look.color(f"surface.{back}"))
        inset = 1.0 if is_strong else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        room = self.width() - 2 * _PAD
        if look.shows_key_hints:
            hint = QRectF(self.width() - _PAD - 22, 12, 22, 22)
            painter.setPen(QPen(look.color("border.strong"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(hint, 5, 5)
            grey = look.color("text.secondary")
            draw_line(painter, self._digit, hint, sized_font(13, is_strong=False), grey, CENTER)
            room -= 30
        ink = look.color("text.primary" if self.isEnabled() else "text.disabled")
        font = fit(self.text(), sized_font(15, is_strong=True), room, 13)
        draw_line(painter, self.text(), QRectF(_PAD, 10, room, 26), font, ink)
        note = QRectF(_PAD, 36, self.width() - 2 * _PAD, 22)
        draw_line(
            painter, self._note, note, sized_font(13, is_strong=False), look.color("text.secondary")
        )
