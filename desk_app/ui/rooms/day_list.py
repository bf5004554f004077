"""The same sheet as a table (Ctrl L): for those who hear the screen, and for reading aloud."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from desk_app.ui.rooms.sheet import Block, Sheet
from desk_app.ui.rooms.words import block_words, day_text, minutes_text, state_text, translate

_ROW = 48


class DayListModel(QAbstractTableModel):
    """Blocks in order of time: when, where, who, how it stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = Sheet()
        self.blocks: list[Block] = []

    def show_sheet(self, sheet: Sheet) -> None:
        """List another state of the day."""
        self.beginResetModel()
        self._sheet = sheet
        self.blocks = sorted(
            sheet.blocks, key=lambda b: (sheet.rows[b.span.row].day, b.span.start_min, b.span.row)
        )
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.blocks)

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_heads())

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _heads()[section]
        return None

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        block = self.blocks[index.row()]
        row = self._sheet.rows[block.span.row]
        title, line = block_words(block)
        when = f"{minutes_text(block.span.start_min)}–{minutes_text(block.span.end_min)}"
        if not self._sheet.by_room:
            when = f"{day_text(row.day)} {when}"
        return (when, row.room.name, title, line, state_text(block.state))[index.column()]


class DayList(QTableView):
    """The table; Enter and a double click open a booking.

    Signals:
        opened(Block): Show this booking.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = DayListModel(self)
        self.setModel(self.lines)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setTabKeyNavigation(False)
        self.activated.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.lines.blocks[index.row()])


def _heads() -> tuple[str, ...]:
    return (
        translate("RoomWords", "Time"),
        translate("RoomWords", "Room"),
        translate("RoomWords", "For whom"),
        translate("RoomWords", "Purpose"),
        translate("RoomWords", "State"),
    )
