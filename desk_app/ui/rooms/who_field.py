"""For whom: a company or a visitor, completed from the search while one types."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.domain.ids import VisitorId
from desk_app.services.booker_search import BookerHit
from desk_app.ui.common.field import Field
from desk_app.ui.common.icons import icon
from desk_app.ui.common.theme import theme

_TYPING_MS = 120
_ROW = 40


class WhoField(QWidget):
    """A field with what was found below it; ↓ and Enter take one, Enter alone takes what it says.

    Attributes:
        chosen: What was taken of what was found, until something else is typed.

    Signals:
        search_changed(str): Look for this.
        submitted(): Enter with nothing marked below.
        changed(): Another text.
    """

    search_changed = Signal(str)
    submitted = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setMaxLength(80)
        self.field = Field(self.edit, self)
        self.hits = QListWidget(self)
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setUniformItemSizes(True)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.hide()
        self.chosen: BookerHit | None = None
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(lambda: self.search_changed.emit(self.edit.text().strip()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.field)
        layout.addWidget(self.hits)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self._entered)
        self.hits.itemClicked.connect(self._take)
        self.edit.installEventFilter(self)

    @property
    def text(self) -> str:
        """What it says."""
        return self.edit.text().strip()

    def take_over(self, other: "WhoField") -> None:
        """Take what was typed or chosen elsewhere."""
        self.edit.setText(other.text)
        self.chosen = other.chosen

    @property
    def visitor_id(self) -> VisitorId | None:
        """The visitor that was chosen from the search, if one was."""
        return self.chosen.visitor_id if self.chosen else None

    @Slot(object)
    def show_hits(self, typed: str, found: Sequence[BookerHit]) -> None:
        """Show what was found, unless something else was typed since."""
        if typed != self.text or self.chosen is not None:
            return
        self.hits.clear()
        grey = theme().color("text.secondary")
        for hit in found:
            words = [hit.name]
            if hit.visitor_id is None:
                words.append(self.tr("People: %n", "", hit.people) if hit.people else "")
            else:
                words += [hit.phone_masked, hit.company]
            item = QListWidgetItem("  ".join(filter(None, words)))
            item.setIcon(icon("building" if hit.visitor_id is None else "user", 20, grey))
            item.setData(Qt.ItemDataRole.UserRole, hit)
            size = item.sizeHint()
            size.setHeight(_ROW)
            item.setSizeHint(size)
            self.hits.addItem(item)
        self.hits.setFixedHeight(_ROW * len(found) + 4)
        self.hits.setVisible(bool(found))
        self.hits.setAccessibleName(self.tr("Found"))

    @Slot()
    def _edited(self) -> None:
        self.chosen = None
        self._typing.start()
        self.field.show_problem("")
        self.changed.emit()

    @Slot()
    def _entered(self) -> None:
        item = self.hits.currentItem()
        if not self.hits.isHidden() and item is not None:
            self._take(item)
            return
        self.submitted.emit()

    def _take(self, item: QListWidgetItem) -> None:
        self._typing.stop()
        self.chosen = item.data(Qt.ItemDataRole.UserRole)
        self.edit.setText(self.chosen.name if self.chosen else "")
        self.hits.hide()
        self.edit.setFocus()
        self.changed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and not self.hits.isHidden():
                last = self.hits.count() - 1
                self.hits.setCurrentRow(min(max(0, self.hits.currentRow() + step), last))
                return True
        return super().eventFilter(watched, event)
