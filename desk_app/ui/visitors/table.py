"""The table of visitors: rows painted, fetched as one scrolls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desk_app.domain.clock import local_day
from desk_app.services.visitor_list import VisitorLine, VisitorPage
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import RIGHT, draw_line, draw_row
from desk_app.ui.common.texts import clock_text, date_text
from desk_app.ui.common.theme import theme, theme_bus

ROW, HEAD = 48, 41
LINE_ROLE = Qt.ItemDataRole.UserRole
_PAD = 20
# Name, phone, company, courses; the last visit stands at the right.
_STARTS = (0.0, 0.13, 0.31, 0.52)
_SEEN_WIDTH = 110
_BAR = 12  # of the scroll bar, so that headings stand above their columns


def column_boxes(row: QRectF) -> tuple[QRectF, ...]:
    """Return where name, phone, company, courses and last visit stand in a row."""
    inner = row.adjusted(_PAD, 0, -_PAD, 0)
    rest = inner.width() - _SEEN_WIDTH
    starts = [inner.left() + share * inner.width() for share in _STARTS]
    ends = [*starts[1:], inner.left() + rest]
    boxes = [
        QRectF(a, row.top(), b - a - 12, row.height()) for a, b in zip(starts, ends, strict=True)
    ]
    return (*boxes, QRectF(inner.right() - _SEEN_WIDTH, row.top(), _SEEN_WIDTH, row.height()))


class VisitorModel(QAbstractListModel):
    """Lines fetched so far.

    Signals:
        more_wished(int): Fetch on from this many.
    """

    more_wished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[VisitorLine] = []
        self._total = 0
        self._is_fetching = False

    def show_page(self, page: VisitorPage) -> None:
        """Show the first stretch of another list, or put the next one below."""
        if page.offset == 0:
            self.beginResetModel()
            self._lines = list(page.lines)
            self.endResetModel()
        elif page.offset == len(self._lines) and page.lines:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(page.lines) - 1)
            self._lines.extend(page.lines)
            self.endInsertRows()
        self._total = page.total
        self._is_fetching = False

    @property
    def lines(self) -> Sequence[VisitorLine]:
        """What was fetched."""
        return self._lines

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    @override
    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return not self._is_fetching and len(self._lines) < self._total

    @override
    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        self._is_fetching = True
        self.more_wished.emit(len(self._lines))

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        visitor = line.visitor
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            parts = (visitor.name, visitor.phone_masked, visitor.company, line.courses)
            return " ".join(filter(None, parts))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (visitor.name, visitor.company, line.courses)))
        return None


class VisitorDelegate(QStyledItemDelegate):
    """Paints a row: name, masked phone, company, courses, last visit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.now: datetime | None = None

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(600, ROW)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look = theme()
        line: VisitorLine = index.data(LINE_ROLE)
        painter.save()
        box = draw_row(painter, option)
        strong, grey = look.color("text.primary"), look.color("text.secondary")
        name, phone, company, courses, seen = column_boxes(box)
        plain = sized_font(15, is_strong=False)
        draw_line(painter, line.visitor.name, name, sized_font(15, is_strong=True), strong)
        draw_line(painter, line.visitor.phone_masked, phone, plain, strong)
        draw_line(painter, line.visitor.company, company, plain, strong)
        if line.courses:
            draw_line(painter, line.courses, courses, plain, strong)
        else:
            draw_line(painter, self.tr("No course"), courses, plain, grey)
        draw_line(painter, self._seen_text(line.seen_at), seen, plain, grey, RIGHT)
        painter.restore()

    def _seen_text(self, at: datetime | None) -> str:
        if at is None:
            return self.tr("never")
        if self.now is not None and local_day(at) == local_day(self.now):
            return self.tr("Today {0}").format(clock_text(at))
        if self.now is not None and local_day(at).year != local_day(self.now).year:
            return f"{local_day(at):%Y-%m-%d}"
        return date_text(at).rsplit(" ", 1)[0] if date_text(at)[0].isdigit() else date_text(at)[4:]


class TableHead(QWidget):
    """The headings; a click on one sorts by it, a second one turns it round.

    Signals:
        order_chosen(str): name, company or seen, with a minus to turn it round.
    """

    order_chosen = Signal(str)
    _KEYS = ("name", "", "company", "", "seen")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = "name"
        self._words: tuple[str, ...] = ("",) * 5
        self.setFixedHeight(HEAD)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme_bus().changed.connect(self.update)

    def say(self, words: tuple[str, ...]) -> None:
        """Set the five headings."""
        self._words = words
        self.setAccessibleName(" ".join(words))
        self.update()

    def choose(self, key: str) -> None:
        """Sort by a column, or turn it round."""
        self._order = f"-{key}" if self._order == key else key
        self.update()
        self.order_chosen.emit(self._order)

    def _boxes(self) -> tuple[QRectF, ...]:
        return column_boxes(QRectF(self.rect()).adjusted(0, 0, -_BAR, 0))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for key, box in zip(self._KEYS, self._boxes(), strict=True):
            if key and box.contains(event.position()):
                self.choose(key)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        grey = look.color("text.secondary")
        boxes = self._boxes()
        for place, (text, key, box) in enumerate(zip(self._words, self._KEYS, boxes, strict=True)):
            arrow = {key: " ↑", f"-{key}": " ↓"}.get(self._order, "") if key else ""
            shown = text + arrow
            if place == len(boxes) - 1:
                draw_line(painter, shown, box, look.font("caption"), grey, RIGHT)
            else:
                draw_line(painter, shown, box, look.font("caption"), grey)


class VisitorTable(QListView):
    """The rows below the headings; Enter and a click open a profile.

    Signals:
        opened(VisitorId): Show this visitor.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.visitors = VisitorModel(self)
        self.delegate = VisitorDelegate(self)
        self.setModel(self.visitors)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._open)

    def select(self, row: int) -> None:
        """Put the cursor on a row."""
        self.setCurrentIndex(self.visitors.index(row))

    def _open(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(LINE_ROLE).visitor.visitor_id)


class Frame(QWidget):
    """A raised card around head and rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme_bus().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.setBrush(look.color("surface.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        painter.drawLine(QPointF(1, HEAD), QPointF(self.width() - 1, HEAD))
