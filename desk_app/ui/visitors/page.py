"""The visitors page: find, list, one profile beside it."""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desk_app.domain.ids import VisitorId
from desk_app.services.visitor_list import Group, ListQuery, Profile, VisitorPage
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Segmented
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.visitors.profile import ProfileView
from desk_app.ui.visitors.table import Frame, TableHead, VisitorTable

_TYPING_MS = 120
_LIST, _EMPTY = 0, 1


class VisitorsPage(QWidget):
    """Shows a list and a profile; asks for everything else.

    Signals:
        page_wished(ListQuery, int): Read the list from this line on.
        profile_wished(VisitorId): Read a profile.
        phone_wished(VisitorId): Show a whole phone number.
        pass_wished(Profile): Open the panel that prints and renews the pass.
        correction_wished(Profile): Open the panel that corrects.
        notes_wished(Profile): Open the panel of staff's notes.
        erase_wished(Profile): Open the panel that erases.
        check_in_wished(VisitorId): Check this visitor in.
        photo_wished(Profile): Open the panel of the photo.
        register_requested(): A new visitor.
        elsewhere_requested(str): Look for this text at other stations (F5).
        import_requested(): Choose a sheet.
        left(): Esc with nothing left to close.
    """

    page_wished = Signal(object, int)
    profile_wished = Signal(object)
    phone_wished = Signal(object)
    pass_wished = Signal(object)
    correction_wished = Signal(object)
    notes_wished = Signal(object)
    erase_wished = Signal(object)
    check_in_wished = Signal(object)
    photo_wished = Signal(object)
    register_requested = Signal()
    elsewhere_requested = Signal(str)
    import_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = ListQuery()
        self._shown: VisitorId | None = None
        self.panel: SidePanel | None = None
        self.title, self.count = (
            Label("heading", self),
            Label("caption", self, color="text.secondary"),
        )
        self.import_button, self.register_button = Button("default", self), Button("primary", self)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.groups = Segmented([group.value for group in Group], self)
        self.groups.show_value(Group.ALL.value)
        self.frame = Frame(self)
        self.head, self.table = TableHead(self.frame), VisitorTable(self.frame)
        self._empty = wrapped(Label("title", self.frame, color="text.secondary"))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.elsewhere_button = Button("default", self.frame)
        self.is_joined = False
        self.profile = ProfileView(self)
        self._aside = QStackedWidget(self)
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._lay_out()
        self._join()
        self._retranslate()

    @property
    def query(self) -> ListQuery:
        """What the list shows."""
        return self._query

    def refresh(self) -> None:
        """Read the list and the profile again."""
        self.page_wished.emit(self._query, 0)
        if self._shown is not None:
            self.profile_wished.emit(self._shown)

    @Slot(object)
    def show_page(self, page: VisitorPage, now: datetime) -> None:
        """Show a stretch of the list; one that was asked for before the last change is dropped."""
        if page.query != self._query:
            return
        self.table.delegate.now = now
        self.table.visitors.show_page(page)
        self.count.setText(self.tr("People: %n", "", page.total) if not page.needs_more else "")
        if page.needs_more:
            self._empty.setText(self.tr("Type one more: two characters, initials or four digits"))
        elif self._query.text:
            self._empty.setText(self.tr("Nobody found for “{0}”").format(self._query.text))
        else:
            self._empty.setText(self.tr("Nobody yet. Register a visitor (F2), or import a list."))
        is_offered = self.is_joined and bool(self._query.text) and not page.needs_more
        self.elsewhere_button.setVisible(is_offered)
        self._body.setCurrentIndex(_LIST if page.total else _EMPTY)

    @Slot(object)
    def show_profile(self, profile: Profile, photo: QImage | None = None) -> None:
        """Show a visitor beside the list."""
        if profile.visitor.visitor_id == self._shown:
            self.profile.show_profile(profile)
            self.profile.show_photo(photo)
            self._aside.show()

    def show_phone(self, visitor_id: VisitorId, number: str) -> None:
        """Show the whole number, if this visitor is still on show."""
        if visitor_id == self._shown:
            self.profile.show_phone(number)

    def open_profile(self, visitor_id: VisitorId) -> None:
        """Ask for a profile."""
        self._shown = visitor_id
        self.profile_wished.emit(visitor_id)

    def show_panel(self, panel: SidePanel) -> None:
        """Show a panel in the profile's place."""
        self.hide_panel()
        self.panel = panel
        panel.say_close()
        panel.closed.connect(self.hide_panel)
        self._aside.addWidget(panel)
        self._aside.setCurrentWidget(panel)
        self._aside.show()
        panel.setFocus()

    @Slot()
    def hide_panel(self) -> None:
        """Close the panel, if there is one."""
        if self.panel is None:
            return
        panel, self.panel = self.panel, None
        self._aside.removeWidget(panel)
        panel.deleteLater()
        self._aside.setVisible(self._shown is not None)

    @Slot()
    def close_profile(self) -> None:
        """Show the list alone."""
        self._shown = None
        self._aside.setVisible(self.panel is not None)
        self.table.clearSelection()
        self.table.setFocus()

    def areas(self) -> list[QWidget]:
        """Return where F6 goes."""
        aside = self.profile if self.panel is None else self.panel
        return [self.search, self.groups, self.table, aside]

    def escape(self) -> None:
        """Close the panel, then the profile, then the search; then leave the page."""
        if self.panel is not None:
            self.hide_panel()
        elif self._shown is not None:
            self.close_profile()
        elif self.search.text():
            self.search.clear()
        else:
            self.left.emit()

    def _lay_out(self) -> None:
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.import_button)
        top.addWidget(self.register_button)
        find = QHBoxLayout()
        find.setSpacing(12)
        find.addWidget(self.search, 1)
        find.addWidget(self.groups)
        self._body = QStackedWidget(self.frame)
        self._body.addWidget(self.table)
        self._body.addWidget(self._nobody())
        inner = QVBoxLayout(self.frame)
        inner.setContentsMargins(1, 0, 1, 8)
        inner.setSpacing(0)
        inner.addWidget(self.head)
        inner.addWidget(self._body, 1)
        self._aside.addWidget(self.profile)
        self._aside.hide()
        self._grid = QGridLayout(self)
        self._grid.setSpacing(16)
        self._grid.addLayout(top, 0, 0)
        self._grid.addLayout(find, 1, 0)
        self._grid.addWidget(self.frame, 2, 0)
        self._grid.addWidget(self._aside, 0, 1, 3, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(2, 1)
        theme_bus().changed.connect(self._place)
        self._place()

    def _nobody(self) -> QWidget:
        box = QWidget(self.frame)
        layout = QVBoxLayout(box)
        layout.addStretch(1)
        layout.addWidget(self._empty)
        layout.addSpacing(12)
        layout.addWidget(self.elsewhere_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        return box

    @Slot()
    def look_elsewhere(self) -> None:
        """Look for what was typed at other stations."""
        if self.is_joined:
            self.elsewhere_requested.emit(self.search.text())

    def _join(self) -> None:
        self.elsewhere_button.clicked.connect(self.look_elsewhere)
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self._open_first)
        self._typing.timeout.connect(self._ask)
        self.groups.chosen.connect(self._ask)
        self.head.order_chosen.connect(self._ask_ordered)
        self.table.opened.connect(self.open_profile)
        self.table.visitors.more_wished.connect(
            lambda offset: self.page_wished.emit(self._query, offset)
        )
        self.profile.closed.connect(self.close_profile)
        self.profile.phone_wished.connect(lambda: self.phone_wished.emit(self._shown))
        self.profile.check_in_wished.connect(lambda: self.check_in_wished.emit(self._shown))
        self.profile.pass_wished.connect(self._wish_pass)
        self.profile.correction_wished.connect(
            lambda: self.correction_wished.emit(self.profile.profile)
        )
        self.profile.photo_wished.connect(lambda: self.photo_wished.emit(self.profile.profile))
        self.profile.notes_wished.connect(lambda: self.notes_wished.emit(self.profile.profile))
        self.profile.erase_wished.connect(lambda: self.erase_wished.emit(self.profile.profile))
        self.import_button.clicked.connect(self.import_requested)
        self.register_button.clicked.connect(self.register_requested)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._wish_pass)

    @Slot()
    def _wish_pass(self) -> None:
        if self._shown is not None and self.profile.profile is not None:
            self.pass_wished.emit(self.profile.profile)

    def go_to_search(self) -> None:
        """Go to the search row."""
        self.search.setFocus()
        self.search.selectAll()

    @Slot()
    def _ask(self) -> None:
        self._ask_ordered(self._query.order)

    @Slot(str)
    def _ask_ordered(self, order: str) -> None:
        self._query = ListQuery(
            text=self.search.text().strip(), group=Group(self.groups.value), order=order
        )
        self.page_wished.emit(self._query, 0)

    @Slot()
    def _open_first(self) -> None:
        if self.table.visitors.lines:
            self.table.select(0)
            self.table.setFocus()
        elif self._body.currentIndex() == _EMPTY and not self.elsewhere_button.isHidden():
            self.look_elsewhere()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self._open_first()
            return
        super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.title.setText(self.tr("Visitors"))
        self.import_button.say(self.tr("Import"), icon="file")
        self.register_button.say(self.tr("Register visitor"), icon="user-plus", key="F2")
        self.elsewhere_button.say(
            self.tr("Look at other stations, by phone or pass"), icon="map-pin", key="F5"
        )
        self.search.setPlaceholderText(self.tr("Name, pinyin initials, last four digits, company"))
        self.search.setAccessibleName(self.tr("Find a visitor"))
        self.groups.say(
            (self.tr("All"), self.tr("Learners"), self.tr("Here today")), self.tr("Who to list")
        )
        self.head.say(
            (
                self.tr("Name"),
                self.tr("Phone"),
                self.tr("Company"),
                self.tr("Courses"),
                self.tr("Last visit"),
            )
        )
        self.table.setAccessibleName(self.tr("Visitors"))
        self.page_wished.emit(self._query, 0)

    @Slot()
    def _place(self) -> None:
        look = theme()
        pad = look.px("pagePadding")
        self._grid.setContentsMargins(pad, 20, pad, 20)
        self._aside.setFixedWidth(560 if look.is_wide else 468)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface.canvas"))
