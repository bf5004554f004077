"""Below the matrix: the cell in focus in words, and the keys."""

from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.ui.classes.words import KEYS, mark_word
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import draw_key, draw_line, width_of
from desk_app.ui.common.theme import theme, theme_bus

_HEIGHT = 52


class CellFoot(QWidget):
    """Paints one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setFixedHeight(_HEIGHT)
        theme_bus().changed.connect(self.update)

    def say(self, words: str) -> None:
        """Set the words."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def _keys(self) -> list[tuple[str, str]]:
        marks = [(str(place), mark_word(mark)) for place, mark in enumerate(KEYS, start=1)]
        return [*marks, ("Del", self.tr("clear")), ("Ctrl Z", self.tr("undo"))]

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.update()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border.strong"), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))
        font, middle = sized_font(13, is_strong=False), self.height() / 2
        grey = look.color("text.secondary")
        strong = sized_font(13, is_strong=True)
        words = width_of(self._words, strong) + 40
        x = self.width() - 16.0
        for key, word in reversed(self._keys() if look.shows_key_hints else []):
            width = width_of(word, font)
            needed = width + 50 + width_of(key, font)
            if x - needed < min(words, self.width() * 0.6):
                break
            draw_line(painter, word, QRectF(x - width, 0, width + 1, self.height()), font, grey)
            x -= width + 8
            x -= draw_key(painter, key, x, middle) + 14
        room = QRectF(16, 0, x - 24, self.height())
        draw_line(painter, self._words, room, strong, look.color("text.primary"))
