"""The main window: rail, top bar, pages, a line for problems, toasts. Nothing in it is modal."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget
from typing_extensions import override

from desk_app.domain.link import SyncStatus
from desk_app.services.results import DeskIdentity
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.theme import set_theme, theme, theme_bus
from desk_app.ui.common.tokens import BREAKPOINT
from desk_app.ui.shell.areas import areas_of, go_on
from desk_app.ui.shell.clock_strip import ClockStrip
from desk_app.ui.shell.rail import Rail
from desk_app.ui.shell.toast import Toast
from desk_app.ui.shell.top_bar import TopBar


class ProblemLine(QWidget):
    """A sentence that stays until it is read: what went wrong and what to do next.

    Signals:
        closed(): It was read.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)  # names and facts may look like HTML
        self.words.setWordWrap(True)
        self.done = Button("default", self)
        self.done.clicked.connect(self._close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 20, 8)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.done)
        self.hide()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def say(self, text: str) -> None:
        """Show a sentence."""
        look = theme()
        back, fg = look.color("outcome.attention.bg"), look.color("outcome.attention.fg")
        self.setStyleSheet(
            f"ProblemLine {{ background: {back.name()} }} QLabel {{ color: {fg.name()} }}"
        )
        self.words.setText(text)
        self.done.say(self.tr("Understood"))
        self.setAccessibleName(text)
        self.show()


class MainWindow(QWidget):
    """Holds the pages.

    Signals:
        closing(): The window is about to close.
        operator_requested(): Another shift.
        light_clicked(): Show the details of sync (F12).
        page_shown(str): Another page is on show.
    """

    closing = Signal()
    operator_requested = Signal()
    light_clicked = Signal()
    page_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rail = Rail(self)
        self.top = TopBar(self)
        self.pages = QStackedWidget(self)
        self.clock_strip = ClockStrip(self)
        self.clock_strip.details_wished.connect(self.light_clicked)
        self.problem = ProblemLine(self)
        self.toast = Toast(self)
        self._keys: list[str] = []
        self._lock: QWidget | None = None
        self.problem.closed.connect(self._place)
        self.rail.page_chosen.connect(self.show_page)
        self.top.operator_clicked.connect(self.operator_requested)
        self.top.light.clicked.connect(self.light_clicked)
        theme_bus().changed.connect(self._place)
        theme_bus().changed.connect(self.clock_strip.retranslate)
        for keys, step in (("F6", 1), ("Shift+F6", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(self.next_area, step))
        self.setMinimumSize(960, 600)
        self.resize(1366, 768)
        self._retranslate()

    def add_page(self, key: str, icon: str, page: QWidget) -> None:
        """Add a page to the rail, with Ctrl and its number."""
        self.rail.add(key, icon)
        self.pages.addWidget(page)
        self._keys.append(key)
        shortcut = QShortcut(QKeySequence(f"Ctrl+{len(self._keys)}"), self)
        shortcut.activated.connect(lambda: self.show_page(key))
        self._retranslate()

    def show_lock(self, page: QWidget | None) -> None:
        """Cover everything with a page and answer no key; without one show everything again."""
        if self._lock is not None:
            self._lock.deleteLater()
        self._lock = page
        is_open = page is None
        for part in (self.rail, self.top, self.pages):
            part.setVisible(is_open)
        self.clock_strip.hide()
        self.problem.hide()
        self.toast.clear()
        self.toast.is_held = not is_open
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for shortcut in self.findChildren(QShortcut, options=direct):
            shortcut.setEnabled(is_open)
        if page is not None:
            page.setParent(self)
            page.show()
            page.setFocus()
        self._place()

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Show a page."""
        if self._lock is not None:
            return
        self.pages.setCurrentIndex(self._keys.index(key))
        self.rail.mark(key)
        self.page_shown.emit(key)

    def next_area(self, step: int = 1) -> None:
        """Put the focus into the next area, or with -1 into the one before."""
        page = self.pages.currentWidget()
        if page is not None:
            go_on([*areas_of(page), self.rail, self.top], step)

    @property
    def page_key(self) -> str:
        """Key of the page on show."""
        return self._keys[self.pages.currentIndex()]

    def show_identity(self, identity: DeskIdentity) -> None:
        """Show station, desk and operator."""
        self.top.show_identity(identity)

    def show_sync(self, status: SyncStatus, now: datetime) -> None:
        """Show how the desk stands with the centre."""
        self.top.light.show_status(status, now)
        self.top.place()
        self.clock_strip.show_offset(0 if self._lock is not None else status.clock_offset_s)
        self._place()

    def show_problem(self, text: str) -> None:
        """Say what went wrong and what to do next, until it is read."""
        if self._lock is None:
            self.problem.say(text)
            self._place()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        product = self.tr("Station Desk")
        self.setWindowTitle(product)
        words = {
            "check_in": self.tr("Check-in"),
            "classes": self.tr("Classes"),
            "rooms": self.tr("Rooms"),
            "visitors": self.tr("Visitors"),
            "review": self.tr("To sort out"),
            "settings": self.tr("Settings"),
        }
        self.rail.say(words, product)
        self.top.retranslate()
        self.clock_strip.retranslate()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= BREAKPOINT
        if is_wide != theme().is_wide:
            set_theme(replace(theme(), is_wide=is_wide))
        self._place()

    @Slot()
    def _place(self) -> None:
        if self._lock is not None:
            self._lock.setGeometry(self.rect())
        look = theme()
        rail, top = look.px("rail"), look.px("topbar")
        self.rail.setGeometry(0, 0, rail, self.height())
        self.top.setGeometry(rail, 0, self.width() - rail, top)
        y = top
        if not self.clock_strip.isHidden():
            self.clock_strip.resize(self.width() - rail, 1)
            height = self.clock_strip.wanted_height()
            self.clock_strip.setGeometry(rail, y, self.width() - rail, height)
            y += height
        if not self.problem.isHidden():
            height = max(56, self.problem.sizeHint().height())
            self.problem.setGeometry(rail, y, self.width() - rail, height)
            y += height
        self.pages.setGeometry(rail, y, self.width() - rail, self.height() - y)
        self.toast.left = rail
        self.toast.place()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
