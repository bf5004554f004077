"""The search row: type a scrap of a name, choose, or register somebody new."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desk_app.services.results import SearchAnswer
from desk_app.ui.check_in.card_button import CardButton
from desk_app.ui.check_in.search import SearchDropDown
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import draw_icon, draw_key
from desk_app.ui.common.theme import theme, theme_bus

_SEARCH_DELAY_MS = 90
_GAP = 12
_KEY = 44


class SearchIcon(QWidget):
    """The magnifying glass in the search row."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), "search", 0, 0, 20, theme().color("text.secondary"))


class SearchKey(QWidget):
    """The key that leads to the field, at its end while it is empty."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme_bus().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if theme().shows_key_hints:
            draw_key(QPainter(self), "F3", self.width() - 1, self.height() / 2)


class SearchRow(QWidget):
    """The field, the button beside it, and the drop-down that lies over the page below.

    Signals:
        search_changed(str): The text to search for.
        visitor_chosen(VisitorId): Check this visitor in.
        register_requested(): Somebody new.
        elsewhere_requested(str): Look for this text at other stations.
    """

    search_changed = Signal(str)
    visitor_chosen = Signal(object)
    register_requested = Signal()
    elsewhere_requested = Signal(str)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.edit = QLineEdit(self)
        self.edit.setTextMargins(38, 0, _KEY, 0)
        self._glass = SearchIcon(self)
        self._key = SearchKey(self)
        self.register_button = CardButton("outlined", "register", self)
        self.drop_down = SearchDropDown(page)
        self.drop_down.hide()
        self._soon = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._soon.timeout.connect(lambda: self.search_changed.emit(self.edit.text()))
        self.edit.textChanged.connect(self._typed)
        self.edit.returnPressed.connect(self._choose_hit)
        self.edit.installEventFilter(self)
        self.register_button.clicked.connect(self.register_requested)
        self.drop_down.visitor_chosen.connect(self._visitor_chosen)
        self.drop_down.elsewhere_requested.connect(self.elsewhere_requested)
        self.drop_down.register_requested.connect(self.register_requested)
        self.setTabOrder(self.edit, self.register_button)
        self.setFocusProxy(self.edit)

    @property
    def is_in_use(self) -> bool:
        """Whether something is typed, or people are offered."""
        return bool(self.edit.text()) or not self.drop_down.isHidden()

    def find_person(self) -> None:
        """Take what is typed next."""
        self.edit.setFocus()
        self.edit.selectAll()

    def show_answer(self, answer: SearchAnswer) -> None:
        """Show hits, unless the text has changed since."""
        if answer.text == self.edit.text() and answer.text:
            self.drop_down.show_answer(answer)
            self._place_drop_down()
            self.drop_down.show()
            self.drop_down.raise_()

    def close_search(self) -> None:
        """Empty the field."""
        self._soon.stop()
        self.edit.clear()
        self.drop_down.hide()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        words = self.tr("Scan, or type a name, initials, last four digits, company")
        self.edit.setPlaceholderText(words)
        self.edit.setAccessibleName(words)
        self.register_button.say(self.tr("Register visitor"), icon="user-plus", key="F2")
        self.place()

    def place(self) -> None:
        """Put field, button and drop-down where they belong."""
        width = self.register_button.sizeHint().width()
        self.edit.setFont(sized_font(18 if theme().is_wide else 16, is_strong=False))
        self.edit.setGeometry(0, 0, self.width() - width - _GAP, self.height())
        self._glass.setGeometry(18, self.height() // 2 - 10, 20, 20)
        self._key.setGeometry(self.edit.width() - _KEY - 16, 0, _KEY, self.height())
        self._glass.raise_()
        self._key.raise_()
        self.register_button.setGeometry(self.width() - width, 0, width, self.height())
        self._place_drop_down()

    def _place_drop_down(self) -> None:
        row = self.geometry()
        page = self.parentWidget() or self
        room = page.height() - row.bottom() - 24
        height = min(self.drop_down.sizeHint().height(), room)
        self.drop_down.setGeometry(row.left(), row.bottom() + 8, row.width(), height)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._key.setVisible(not text)
        if text.strip():
            self._soon.start()
        else:
            self._soon.stop()
            self.drop_down.hide()

    @Slot()
    def _choose_hit(self) -> None:
        if not self.drop_down.isHidden():
            self.drop_down.activate_current()

    @Slot(object)
    def _visitor_chosen(self, visitor_id: object) -> None:
        self.close_search()
        self.visitor_chosen.emit(visitor_id)

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if (
            watched is self.edit
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}
            and not self.drop_down.isHidden()
        ):
            self.drop_down.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()
