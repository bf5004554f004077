"""Words that follow the theme: a role of the type scale and a colour, both by name."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from desk_app.ui.common.theme import theme, theme_bus


class Label(QLabel):
    """A label in a role (caption, body, title, …) and a colour of the theme."""

    def __init__(
        self,
        role: str = "body",
        parent: QWidget | None = None,
        *,
        color: str = "text.primary",
        is_strong: bool | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._color = color
        self._is_strong = is_strong
        self._words: Callable[[], str] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        theme_bus().changed.connect(self._dress)
        self._dress()

    def tell(self, words: Callable[[], str]) -> None:
        """Say this, and say it anew in another language."""
        self.setText(words())
        self._words = words

    @override
    def setText(self, text: str) -> None:
        self._words = None
        super().setText(text)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange and self._words is not None:
            self.tell(self._words)
        super().changeEvent(event)

    def _dress(self) -> None:
        font = theme().font(self._role)
        is_strong = font.bold() if self._is_strong is None else self._is_strong
        # A style sheet, since setFont is forgotten when the application's sheet changes.
        self.setStyleSheet(
            f"color: {theme().color(self._color).name()}; font-size: {font.pixelSize()}px; "
            f"font-weight: {700 if is_strong else 400}"
        )


class LineLabel(Label):
    """One line as wide as it is let; what does not fit is elided, the tooltip has it all."""

    def __init__(
        self,
        role: str = "body",
        parent: QWidget | None = None,
        *,
        color: str = "text.primary",
        is_strong: bool | None = None,
    ) -> None:
        super().__init__(role, parent, color=color, is_strong=is_strong)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        text = self.text()
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width())
        tip = plain_tip(text) if shown != text else ""
        if tip != self.toolTip():
            self.setToolTip(tip)
        ink = self.palette().color(self.foregroundRole())
        painter = QPainter(self)
        painter.setPen(ink)
        painter.drawText(self.rect(), self.alignment() | Qt.TextFlag.TextSingleLine, shown)


def plain_tip(text: str) -> str:
    """Return a tooltip that shows a text as it is; Qt would take what looks like HTML for HTML."""
    return f"<p>{escape(text).replace(chr(10), '<br>')}</p>" if text else ""


def wrapped(label: Label) -> Label:
    """Let a label take several lines."""
    label.setWordWrap(True)
    return label
