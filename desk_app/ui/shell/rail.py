"""The left rail: the pages that exist."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.icons import icon_pixmap
from desk_app.ui.common.theme import theme, theme_bus

_TOP = 68
_MAX_COUNT = 99


class RailItem(QAbstractButton):
    """One page; the accent bar says where you are."""

    def __init__(self, icon: str, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self._number = number
        self._count = 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_count(self, count: int) -> None:
        """Show how many things wait on the page; 0 shows nothing."""
        self._count = count
        self.say(self.text())

    def say(self, text: str) -> None:
        """Name the page."""
        self.setText(text)
        self.setAccessibleName(f"{text} {self._count}" if self._count else text)
        self.setToolTip(self.accessibleName())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(72, 52 if theme().is_wide else 64)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        if self.isChecked():
            painter.setBrush(look.color("surface.raised"))
            painter.drawRoundedRect(box, 8, 8)
            painter.fillRect(QRectF(0, 12, 4, box.height() - 24), look.color("accent.fill"))
        elif self.underMouse():
            painter.setBrush(look.color("surface.hover"))
            painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("border.focus"), 2))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 7, 7)
        color = look.color("accent.fg" if self.isChecked() else "text.secondary")
        pixmap = icon_pixmap(self._icon, 24, color, self.devicePixelRatioF())
        painter.setPen(color)
        if look.is_wide:
            painter.drawPixmap(18, int(box.height() / 2 - 12), pixmap)
            painter.setFont(sized_font(15, is_strong=self.isChecked()))
            left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box.adjusted(54, 0, -30, 0), left, self.text())
            if self._count:
                self._paint_count(painter, QRectF(box.width() - 46, box.height() / 2 - 10, 32, 20))
                return
            painter.setFont(sized_font(13, is_strong=False))
            painter.setPen(look.color("text.tertiary"))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(box.adjusted(0, 0, -14, 0), right, str(self._number))
            return
        painter.drawPixmap(int(box.width() / 2 - 12), 9, pixmap)
        strong = sized_font(13, is_strong=True)
        fits = QFontMetrics(strong).horizontalAdvance(self.text()) <= box.width() - 12
        painter.setFont(sized_font(13, is_strong=self.isChecked() and fits))
        painter.drawText(QRectF(0, 36, box.width(), 22), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._count:
            self._paint_count(painter, QRectF(box.width() / 2 + 3, 5, 20, 20))

    def _paint_count(self, painter: QPainter, box: QRectF) -> None:
        """Draw the number on its pill, which grows to the right with the digits."""
        look = theme()
        text = str(min(self._count, _MAX_COUNT)) + ("+" if self._count > _MAX_COUNT else "")
        font = sized_font(13, is_strong=True)
        painter.setFont(font)
        width = max(20, painter.fontMetrics().horizontalAdvance(text) + 12)
        pill = QRectF(box.left(), box.top(), width, box.height())
        if look.is_wide:
            pill.moveRight(box.right())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("outcome.attention.band"))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setPen(look.color("outcome.attention.onBand"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QWidget):
    """The pages from the top, settings at the foot.

    Signals:
        page_chosen(str): Key of a page.
    """

    page_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, RailItem] = {}
        self._product = ""
        theme_bus().changed.connect(self._place)

    def add(self, key: str, icon: str) -> None:
        """Add a page."""
        item = RailItem(icon, len(self._items) + 1, self)
        item.clicked.connect(lambda: self.page_chosen.emit(key))
        self._items[key] = item
        item.show()
        self._place()

    def say(self, words: dict[str, str], product: str) -> None:
        """Name the pages and the product."""
        self._product = product
        for key, text in words.items():
            if key in self._items:
                self._items[key].say(text)
        self.update()

    def show_count(self, key: str, count: int) -> None:
        """Show how many things wait on a page."""
        if key in self._items:
            self._items[key].show_count(count)

    def mark(self, key: str) -> None:
        """Say which page is shown."""
        self._items[key].setChecked(True)

    @property
    def keys(self) -> list[str]:
        """Keys of the pages, from the top."""
        return list(self._items)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        height = 52 if theme().is_wide else 64
        pad = 12 if theme().is_wide else 8
        y = _TOP
        for key, item in self._items.items():
            top = self.height() - height - 12 if key == "settings" else y
            item.setGeometry(pad, top, self.width() - 2 * pad, height)
            y += 0 if key == "settings" else height + 4
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("surface.sunken"))
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        x = 22 if look.is_wide else (self.width() - 32) // 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent.fill"))
        painter.drawRoundedRect(QRectF(x, 16, 32, 32), 7, 7)
        white = look.color("text.onAccent")
        painter.drawPixmap(x + 4, 20, icon_pixmap("desk", 24, white, self.devicePixelRatioF()))
        if look.is_wide:
            painter.setFont(sized_font(18, is_strong=True))
            painter.setPen(look.color("text.primary"))
            left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(x + 44, 12, self.width() - x - 50, 40), left, self._product)
