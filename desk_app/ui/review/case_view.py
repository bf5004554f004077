"""One item at the right: both sides, the choices, what to read on the phone."""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.domain.review import ReviewKind
from desk_app.services.review_values import ReviewCase, ReviewChoice
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.painting import draw_card
from desk_app.ui.common.theme import theme_bus
from desk_app.ui.review.choice_words import (
    alternative_note,
    choice_text,
    decided_text,
    phone_script,
    support_text,
)
from desk_app.ui.review.tiles import ChoiceTile, SideCard
from desk_app.ui.review.times import fill, short
from desk_app.ui.review.words import describe

_SUPPORTED = frozenset({ReviewKind.FORBIDDEN, ReviewKind.DEAD_OPERATION, ReviewKind.OTHER})


class Card(QWidget):
    """A raised card with a column of parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 18)
        self.column.setSpacing(12)
        theme_bus().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_card(QPainter(self), self.rect().toRectF())


class CaseView(QWidget):
    """Shows one item.

    Signals:
        chosen(ReviewChoice): A person decided.
        undo_wished(): Take the decision back.
        contact_wished(): Show the whole number.
        copied(): A text was put on the clipboard.
    """

    chosen = Signal(object)
    undo_wished = Signal()
    contact_wished = Signal()
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: ReviewCase | None = None
        self._now: datetime | None = None
        self._station = ""
        self.tiles: list[ChoiceTile] = []
        self.buttons: list[Button] = []
        self.stays, self.moves = SideCard(stays=True), SideCard(stays=False)
        self.headline = wrapped(Label("title", self))
        self.rule = Label("caption", self, color="text.secondary")
        self._prompt = Label("caption", self, color="text.secondary")
        self.outcome = wrapped(Label("body", self, is_strong=True))
        self.idle = wrapped(Label("caption", self, color="text.secondary"))
        self.contact = Label("body", self, color="text.secondary")
        self.contact_button, self.undo_button = Button("ghost", self), Button("default", self)
        self._aside_title = Label("body", self, is_strong=True)
        self.aside_text = wrapped(Label("body", self))
        self.aside_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = Button("default", self)
        self.card, self.aside = Card(self), Card(self)
        self._tile_row, self._button_row = QHBoxLayout(), QHBoxLayout()
        self._lay_out()
        self.contact_button.clicked.connect(self.contact_wished)
        self.undo_button.clicked.connect(self.undo_wished)
        self.copy_button.clicked.connect(self._copy)

    @property
    def case(self) -> ReviewCase | None:
        """The item on show."""
        return self._case

    def show_case(self, case: ReviewCase, now: datetime, station: str) -> None:
        """Show an item; the same one again keeps what is focused."""
        is_same = case == self._case and station == self._station
        self._case, self._now, self._station = case, now, station
        if not is_same:
            self._refresh()

    def show_contact(self, contact: str) -> None:
        """Show the whole number until another item is shown."""
        self.contact.setText(short(contact))
        self.contact_button.hide()

    def set_busy(self, *, is_busy: bool) -> None:
        """Take no second decision while the first is carried out."""
        for button in (*self.tiles, *self.buttons, self.undo_button):
            button.setEnabled(not is_busy)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.headline, 1)
        head.addWidget(self.rule, 0, Qt.AlignmentFlag.AlignTop)
        sides = QHBoxLayout()
        sides.setSpacing(14)
        sides.addWidget(self.stays)
        sides.addWidget(self.moves)
        self._tile_row.setSpacing(12)
        self._button_row.setSpacing(12)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.idle, 1)
        foot.addWidget(self.contact)
        foot.addWidget(self.contact_button)
        column = self.card.column
        column.addLayout(head)
        column.addLayout(sides)
        column.addWidget(self._prompt)
        column.addLayout(self._tile_row)
        column.addWidget(self.outcome)
        column.addLayout(self._button_row)
        column.addLayout(foot)
        top = QHBoxLayout()
        top.addWidget(self._aside_title, 1)
        top.addWidget(self.copy_button)
        self.aside.column.addLayout(top)
        self.aside.column.addWidget(self.aside_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.card)
        layout.addWidget(self.aside)
        layout.addStretch(1)

    def _refresh(self) -> None:
        case, now = self._case, self._now
        if case is None or now is None:
            return
        said = describe(case, now)
        self.setAccessibleName(said.headline)
        self.headline.setText(said.headline)
        self.rule.setText(said.rule)
        for card, words in ((self.stays, said.stays), (self.moves, said.moves)):
            card.setVisible(words is not None)
            if words is not None:
                card.say(words)
        height = max(card.sizeHint().height() for card in (self.stays, self.moves))
        for card in (self.stays, self.moves):
            card.setFixedHeight(height)
        self.idle.setText(said.idle if case.item.is_open else "")
        self.contact.setText(short(case.mine.contact) if case.has_contact else "")
        self.contact_button.setVisible(case.has_contact)
        self.contact_button.say(self.tr("Show number"), icon="phone")
        self._fill_choices(case, now)
        self.outcome.setVisible(not case.item.is_open)
        self.outcome.setText("" if case.item.is_open else decided_text(case, now))
        self._fill_aside(case, now)

    def _fill_choices(self, case: ReviewCase, now: datetime) -> None:
        _clear(self._tile_row)
        self._button_row.removeWidget(self.undo_button)
        _clear(self._button_row)
        self.tiles, self.buttons = [], []
        first = case.choices[0] if case.choices else None
        if first is not None and first.alternative is not None:
            room = short(first.alternative.room, 14)
            self._add_button(first, fill(self.tr("Move to {0}"), room), "Enter")
        for digit, choice in enumerate(case.choices, start=1):
            if choice.alternative is not None:
                self._add_tile(choice, digit, alternative_note(choice.alternative, case, now))
            else:
                key = "Enter" if choice is first else str(digit)
                self._add_button(choice, choice_text(choice, case), key)
        self._prompt.setVisible(bool(self.tiles))
        who = short(case.mine.who)
        self._prompt.setText(fill(self.tr("Move {0} to"), who) if who else self.tr("Free instead"))
        self.undo_button.setVisible(case.can_undo)
        self.undo_button.say(self.tr("Undo"), icon="undo", key="Ctrl Z")
        self._button_row.addWidget(self.undo_button)
        self._button_row.addStretch(1)

    def _add_tile(self, choice: ReviewChoice, digit: int, note: str) -> None:
        if self._case is None:
            return
        tile = ChoiceTile(self.card)
        tile.say(choice_text(choice, self._case), note, digit=digit, is_first=digit == 1)
        tile.clicked.connect(lambda _=False: self.chosen.emit(choice))
        self.tiles.append(tile)
        self._tile_row.addWidget(tile, 1)

    def _add_button(self, choice: ReviewChoice, text: str, key: str) -> None:
        button = Button("primary" if key == "Enter" else "default", self.card)
        button.say(text, icon="lock" if choice.needs_staff else "", key=key)
        button.clicked.connect(lambda _=False: self.chosen.emit(choice))
        self.buttons.append(button)
        self._button_row.addWidget(button)

    def _fill_aside(self, case: ReviewCase, now: datetime) -> None:
        script = phone_script(case, self._station, now)
        is_support = case.item.kind in _SUPPORTED
        self.aside.setVisible(bool(script) or is_support)
        self._aside_title.setText(
            self.tr("For support") if is_support else self.tr("Say on the phone")
        )
        self.aside_text.setText(support_text(case) if is_support else script)
        self.copy_button.setVisible(is_support)
        self.copy_button.say(self.tr("Copy"), icon="copy")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.aside_text.text())
        self.copied.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._refresh()
        super().changeEvent(event)


def _clear(row: QBoxLayout) -> None:
    while (item := row.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
