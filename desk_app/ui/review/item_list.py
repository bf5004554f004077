"""The list at the left: items under the name of their kind, with their age."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desk_app.domain.ids import ReviewId
from desk_app.domain.review import ReviewKind
from desk_app.services.review_values import ReviewCase
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.key_strokes import ENTER_KEYS
from desk_app.ui.common.labels import plain_tip
from desk_app.ui.common.painting import LEFT, RIGHT, draw_icon, draw_line, draw_row
from desk_app.ui.common.theme import theme
from desk_app.ui.review.choice_words import decided_text
from desk_app.ui.review.times import age_text
from desk_app.ui.review.words import describe, kind_words

CASE_ROLE = Qt.ItemDataRole.UserRole
_HEAD, _ROW = 44, 73
_PAD = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The name of a kind, above its items."""

    kind: ReviewKind
    count: int


class ItemModel(QAbstractListModel):
    """Items grouped by kind; decided ones in one row after the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.now: datetime | None = None
        self._rows: list[_Head | ReviewCase] = []

    def show_cases(self, cases: Sequence[ReviewCase], now: datetime, *, is_grouped: bool) -> None:
        """Show other items; the same ones again only grow older."""
        rows: list[_Head | ReviewCase] = list(_grouped(cases)) if is_grouped else list(cases)
        self.now = now
        if rows == self._rows:
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @property
    def cases(self) -> list[ReviewCase]:
        """The items, as they stand from the top."""
        return [row for row in self._rows if isinstance(row, ReviewCase)]

    def row_of(self, review_id: ReviewId) -> int:
        """Return the row of an item; -1 where it is not listed."""
        for number, row in enumerate(self._rows):
            if isinstance(row, ReviewCase) and row.item.review_id == review_id:
                return number
        return -1

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], _Head):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        row = self._rows[index.row()]
        if role == CASE_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return " ".join(self.texts(row))
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, ReviewCase):
            return plain_tip("\n".join(self.texts(row)))
        return None

    def texts(self, row: "_Head | ReviewCase") -> tuple[str, str]:
        """Return what stands in a row: the strong words and the plain ones."""
        if isinstance(row, _Head):
            return kind_words(row.kind), str(row.count)
        now = self.now or row.item.raised_at
        said = describe(row, now)
        return said.title, said.note if row.item.is_open else decided_text(row, now)


def _grouped(cases: Sequence[ReviewCase]) -> "list[_Head | ReviewCase]":
    rows: list[_Head | ReviewCase] = []
    for kind in ReviewKind:
        found = [case for case in cases if case.item.kind is kind]
        if found:
            rows += [_Head(kind=kind, count=len(found)), *found]
    return rows


class _ItemDelegate(QStyledItemDelegate):
    """Paints a heading, or an item: icon, what happened, how long ago."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, _HEAD if isinstance(index.data(CASE_ROLE), _Head) else _ROW)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        row = index.data(CASE_ROLE)
        if not isinstance(model, ItemModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong, plain = model.texts(row)
        if isinstance(row, _Head):
            self._paint_head(painter, QRectF(option.rect), strong, plain)
        else:
            box = draw_row(painter, option)
            self._paint_case(painter, box, row, (strong, plain), model.now)
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRectF, name: str, count: str) -> None:
        look = theme()
        grey = look.color("text.secondary")
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        used = draw_line(painter, count, inner, sized_font(13, is_strong=False), grey, RIGHT)
        ink = look.color("text.primary")
        words = inner.adjusted(0, 0, -used - 8, 0)
        draw_line(painter, name, words, sized_font(15, is_strong=True), ink, LEFT)

    def _paint_case(
        self,
        painter: QPainter,
        box: QRectF,
        case: ReviewCase,
        words: tuple[str, str],
        now: datetime | None,
    ) -> None:
        look = theme()
        tint = "attention" if case.item.is_open else "admitted"
        mark = QRectF(box.left() + 20, box.top() + 13, 28, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(f"outcome.{tint}.bg"))
        painter.drawRoundedRect(mark, 6, 6)
        at = case.item.raised_at
        icon = describe(case, now or at).icon if case.item.is_open else "check"
        fg = look.color(f"outcome.{tint}.fg")
        draw_icon(painter, icon, mark.left() + 6, mark.top() + 6, 16, fg)
        grey = look.color("text.secondary")
        small = sized_font(13, is_strong=False)
        top = QRectF(mark.right() + 12, box.top() + 11, box.right() - mark.right() - 28, 26)
        age = age_text(case.item.resolved_at or at, now) if now else ""
        used = draw_line(painter, age, top, small, grey, RIGHT)
        ink = look.color("text.primary")
        title = top.adjusted(0, 0, -used - 8, 0)
        draw_line(painter, words[0], title, sized_font(15, is_strong=True), ink, LEFT)
        draw_line(painter, words[1], top.translated(0, 26), small, grey, LEFT)


class ItemList(QListView):
    """Shows items; the cursor chooses one, Enter takes what is recommended for it.

    Signals:
        opened(ReviewId): Show this item.
        confirmed(): Enter.
    """

    opened = Signal(object)
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = ItemModel(self)
        self.setModel(self.items)
        self.setItemDelegate(_ItemDelegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._open)

    def select(self, review_id: ReviewId | None) -> bool:
        """Put the cursor on an item, or on the first; False where the list is empty."""
        cases = self.items.cases
        if not cases:
            return False
        row = self.items.row_of(review_id) if review_id is not None else -1
        if row < 0:
            row = self.items.row_of(cases[0].item.review_id)
        index = self.items.index(row)
        if index == self.currentIndex():
            self._open(index, index)
        else:
            self.setCurrentIndex(index)
        return True

    def _open(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = index.data(CASE_ROLE) if index.isValid() else None
        if isinstance(row, ReviewCase):
            self.opened.emit(row.item.review_id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            if not event.isAutoRepeat():
                self.confirmed.emit()
            return
        super().keyPressEvent(event)
