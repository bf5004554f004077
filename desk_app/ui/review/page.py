"""The page of what people must decide: a list, and beside it one item with its choices."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desk_app.domain.ids import ReviewId
from desk_app.services.review_values import ReviewCase, ReviewChoice, ReviewSheet, Shown
from desk_app.ui.common.controls import Segmented
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.painting import draw_card, draw_icon
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.review.case_view import CaseView
from desk_app.ui.review.item_list import ItemList
from desk_app.ui.review.times import moment_text
from desk_app.ui.review.words import comma

_LIST_WIDTH, _WIDE_LIST_WIDTH = 336, 432


class _Frame(QWidget):
    """A raised card around the list."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_card(QPainter(self), self.rect().toRectF())


class EmptyView(QWidget):
    """Nothing to decide: one icon, one line, one sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QWidget(self)
        self._icon.setFixedSize(40, 40)
        self.title = Label("title", self)
        self.note = wrapped(Label("body", self, color="text.secondary"))
        for label in (self.title, self.note):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.title)
        layout.addWidget(self.note)
        layout.addStretch(3)
        theme_bus().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        at = self._icon.geometry().topLeft()
        color = theme().color("outcome.admitted.fg")
        draw_icon(QPainter(self), "check", at.x(), at.y(), 40, color)


class ReviewPage(QWidget):
    """Shows what is to be decided; decides nothing itself.

    Signals:
        sheet_wished(Shown): Read the list.
        case_wished(ReviewId): Read an item with its choices.
        decided(ReviewCase, ReviewChoice): A person decided.
        undo_wished(ReviewId): Take a decision back.
        contact_wished(ReviewId): Show a whole number.
        copied(): A text was put on the clipboard.
        left(): Esc with nothing left to close.
    """

    sheet_wished = Signal(object)
    case_wished = Signal(object)
    decided = Signal(object, object)
    undo_wished = Signal(object)
    contact_wished = Signal(object)
    copied = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Shown.ALL
        self._selected: ReviewId | None = None
        self._last_row = 0
        self._station = ""
        self._sheet: ReviewSheet | None = None
        self._is_busy = False
        self._last_done: ReviewId | None = None
        self.panel: SidePanel | None = None
        self.title = Label("heading", self)
        self.count = Label("caption", self, color="text.secondary")
        self.settled = Label("caption", self, color="text.secondary")
        self.filters = Segmented([shown.value for shown in Shown], self)
        self.filters.show_value(Shown.ALL.value)
        self.frame = _Frame(self)
        self.items = ItemList(self.frame)
        self.view = CaseView()
        self.empty = EmptyView(self)
        self._scroll = QScrollArea(self)
        self._body = QStackedWidget(self)
        self._lay_out()
        self._join()
        self._retranslate()

    @property
    def case(self) -> ReviewCase | None:
        """The item on show, if there is one."""
        return self.view.case if self._body.currentWidget() is self._scroll else None

    def refresh(self) -> None:
        """Read the list again."""
        self.sheet_wished.emit(self._shown)

    def show_station(self, name: str) -> None:
        """Set whose desk calls on the phone."""
        self._station = name

    @Slot(object)
    def show_sheet(self, sheet: ReviewSheet) -> None:
        """Show a list; one that was asked for before the last change is dropped."""
        if sheet.shown is not self._shown:
            return
        self._sheet = sheet
        model = self.items.items
        model.show_cases(sheet.cases, sheet.at, is_grouped=sheet.shown is not Shown.RESOLVED)
        self._say_count()
        cases = model.cases
        if not cases:
            self._selected = None
            self.set_busy(is_busy=False)
            self._show_empty()
            return
        ids = [case.item.review_id for case in cases]
        if self._selected not in ids:
            self._selected = ids[min(self._last_row, len(ids) - 1)]
        self.items.select(self._selected)

    @Slot(object)
    def show_case(self, case: ReviewCase) -> None:
        """Show an item beside the list, if it still is the one selected."""
        if case.item.review_id != self._selected or self._sheet is None:
            return
        self.view.show_case(case, self._sheet.at, self._station)
        self.set_busy(is_busy=False)
        if self.panel is None:
            self._body.setCurrentWidget(self._scroll)

    def show_contact(self, review_id: ReviewId, contact: str) -> None:
        """Show the whole number, if this item is still on show."""
        if review_id == self._selected:
            self.view.show_contact(contact)

    def show_done(self, review_id: ReviewId) -> None:
        """Remember what Ctrl+Z takes back."""
        self._last_done = review_id

    def set_busy(self, *, is_busy: bool) -> None:
        """Take no second decision while the first is carried out."""
        self._is_busy = is_busy
        self.view.set_busy(is_busy=is_busy)

    def show_panel(self, panel: SidePanel) -> None:
        """Show a panel in the item's place."""
        self.hide_panel()
        self.panel = panel
        panel.closed.connect(self.hide_panel)
        self._body.addWidget(panel)
        self._body.setCurrentWidget(panel)
        panel.setFocus()

    @Slot()
    def hide_panel(self) -> None:
        """Close the panel, if there is one."""
        if self.panel is None:
            return
        panel, self.panel = self.panel, None
        self._body.removeWidget(panel)
        panel.deleteLater()
        self._body.setCurrentWidget(self._scroll if self._selected else self.empty)
        self.items.setFocus()

    @Slot(int)
    def digit(self, number: int) -> None:
        """Take a bare digit that no scanner typed: the choice of this number."""
        case = self.case
        if case is not None and 1 <= number <= len(case.choices):
            self._choose(case.choices[number - 1])

    @Slot()
    def confirm(self) -> None:
        """Take a bare Enter: the recommended choice."""
        self.digit(1)

    @Slot()
    def undo(self) -> None:
        """Take back the decision on show, or else the last one."""
        case = self.case
        if case is not None and case.can_undo:
            self._undo(case.item.review_id)
        elif self._last_done is not None:
            self._undo(self._last_done)

    def escape(self) -> None:
        """Close the panel, then leave the page."""
        if self.panel is not None:
            self.hide_panel()
        else:
            self.left.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        inner = QVBoxLayout(self.frame)
        inner.setContentsMargins(1, 8, 1, 8)
        inner.addWidget(self.items)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.view)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body.addWidget(self.empty)
        self._body.addWidget(self._scroll)
        self._left = QVBoxLayout()
        self._left.setSpacing(12)
        self._left.addLayout(head)
        self._left.addWidget(self.filters)
        self._left.addWidget(self.frame, 1)
        self._left.addWidget(self.settled)
        self._grid = QGridLayout(self)
        self._grid.setSpacing(16)
        self._grid.addLayout(self._left, 0, 0)
        self._grid.addWidget(self._body, 0, 1)
        self._grid.setColumnStretch(1, 1)
        theme_bus().changed.connect(self._place)
        self._place()

    def _join(self) -> None:
        self.filters.chosen.connect(self._filter)
        self.items.opened.connect(self._open)
        self.items.confirmed.connect(self.confirm)
        self.view.chosen.connect(self._choose)
        self.view.copied.connect(self.copied)
        self.view.undo_wished.connect(self.undo)
        self.view.contact_wished.connect(lambda: self.contact_wished.emit(self._selected))

    @Slot(str)
    def _filter(self, value: str) -> None:
        self._shown = Shown(value)
        self._last_row = 0
        self.hide_panel()
        self.refresh()

    @Slot(object)
    def _open(self, review_id: ReviewId) -> None:
        if review_id != self._selected:
            self.hide_panel()
        self._selected = review_id
        ids = [case.item.review_id for case in self.items.items.cases]
        self._last_row = ids.index(review_id) if review_id in ids else 0
        self.case_wished.emit(review_id)

    @Slot(object)
    def _choose(self, choice: ReviewChoice) -> None:
        case = self.case
        if case is None or self._is_busy:
            return
        self.decided.emit(case, choice)

    def _undo(self, review_id: ReviewId) -> None:
        if self._is_busy:
            return
        if review_id == self._last_done:
            self._last_done = None
        self.undo_wished.emit(review_id)

    def _show_empty(self) -> None:
        match self._shown:
            case Shown.ALL:
                self.empty.title.setText(self.tr("Nothing to sort out"))
                self.empty.note.setText(
                    self._settled_words()
                    or self.tr("What two desks disagree on will stand here until somebody decides.")
                )
            case Shown.MINE:
                self.empty.title.setText(self.tr("Nothing of this desk"))
                self.empty.note.setText(self.tr("Look under All for the other desks."))
            case Shown.RESOLVED:
                self.empty.title.setText(self.tr("Nothing decided yet"))
                self.empty.note.setText(self.tr("What was decided can be undone here."))
        if self.panel is None:
            self._body.setCurrentWidget(self.empty)

    def _settled_words(self) -> str:
        count = self._sheet.settled_today if self._sheet is not None else 0
        return self.tr("Settled by itself today: %n", "", count) if count else ""

    def _say_count(self) -> None:
        sheet = self._sheet
        self.settled.setText(self._settled_words())
        self.settled.setVisible(bool(self.settled.text()))
        if sheet is None or not sheet.cases or sheet.shown is Shown.RESOLVED:
            self.count.setText("")
            return
        oldest = min(case.item.raised_at for case in sheet.cases)
        number = self.tr("%n to decide", "", len(sheet.cases))
        since = self.tr("oldest {0}").format(moment_text(oldest, sheet.at))
        self.count.setText(comma((number, since)))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.title.setText(self.tr("To sort out"))
        self.filters.say(
            (self.tr("All"), self.tr("This desk"), self.tr("Decided")), self.tr("What to list")
        )
        self.items.setAccessibleName(self.tr("To sort out"))
        self._say_count()
        self._show_empty_words()

    def _show_empty_words(self) -> None:
        if self._selected is None:
            self._show_empty()

    @Slot()
    def _place(self) -> None:
        look = theme()
        pad = look.px("pagePadding")
        self._grid.setContentsMargins(pad, 20, pad, 20)
        width = _WIDE_LIST_WIDTH if look.is_wide else _LIST_WIDTH
        for part in (self.frame, self.filters):
            part.setFixedWidth(width)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface.canvas"))
