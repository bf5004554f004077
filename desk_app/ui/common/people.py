"""People found, in the width of a panel; one is chosen."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from desk_app.domain.ids import VisitorId
from desk_app.services.results import VisitorHit
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import RIGHT, draw_line, draw_row
from desk_app.ui.common.theme import theme

HIT_ROLE = Qt.ItemDataRole.UserRole
_ROW = 56


class HitModel(QAbstractListModel):
    """The hits of one search."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[VisitorHit, ...] = ()

    def show(self, hits: tuple[VisitorHit, ...]) -> None:
        """Show other hits."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._hits)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{hit.visitor.name} {hit.visitor.company}"
        return None


class PersonDelegate(QStyledItemDelegate):
    """Paints name and phone over the company."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(280, _ROW)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look = theme()
        hit: VisitorHit = index.data(HIT_ROLE)
        painter.save()
        box = draw_row(painter, option)
        line = QRectF(box.left() + 14, box.top() + 6, box.width() - 26, 24)
        ink, grey = look.color("text.primary"), look.color("text.secondary")
        plain = sized_font(15, is_strong=False)
        taken = draw_line(painter, hit.visitor.phone_masked, line, plain, ink, RIGHT)
        name = line.adjusted(0, 0, -taken - 8, 0)
        draw_line(painter, hit.visitor.name, name, sized_font(15, is_strong=True), ink)
        draw_line(painter, hit.visitor.company, line.translated(0, 23), look.font("caption"), grey)
        painter.restore()


class PersonList(QListView):
    """Moved through by the arrow keys of the field above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hits = HitModel(self)
        self.setModel(self._hits)
        self.setItemDelegate(PersonDelegate(self))
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(3 * _ROW)

    def show_hits(self, hits: tuple[VisitorHit, ...]) -> None:
        """Show other people; the likeliest is chosen."""
        self._hits.show(hits)
        self.setCurrentIndex(self._hits.index(0))

    def move_by(self, step: int) -> None:
        """Choose the next or previous."""
        row = max(0, min(self._hits.rowCount() - 1, self.currentIndex().row() + step))
        self.setCurrentIndex(self._hits.index(row))

    def chosen(self) -> VisitorId | None:
        """Return who is chosen, if anybody was found."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        hit: VisitorHit = index.data(HIT_ROLE)
        return hit.visitor.visitor_id
