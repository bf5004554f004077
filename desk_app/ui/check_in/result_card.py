"""The result card: one word to say aloud, one shape, one next step."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRectF, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.domain.ids import Nonce, VisitorId
from desk_app.services.results import CheckInResult
from desk_app.ui.check_in.card_actions import actions_of, choices_of
from desk_app.ui.check_in.card_band import paint_band
from desk_app.ui.check_in.card_body import paint_head, paint_rows
from desk_app.ui.check_in.card_button import HEIGHT, CardButton
from desk_app.ui.check_in.card_layout import CardLayout, card_layout
from desk_app.ui.check_in.card_next_step import paint_next_step
from desk_app.ui.check_in.option_card import OptionCard
from desk_app.ui.check_in.said import Kind, Said
from desk_app.ui.check_in.words import say
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.motion import Motion
from desk_app.ui.common.painting import RIGHT, draw_card, draw_line, width_of
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme, theme_bus

_RISE = 8  # logical pixels
_SMALLER = 0.94  # where the shape grows from, when the same person shows up again


class ResultCard(QWidget):
    """Shows one result; asks for what its buttons say.

    Attributes:
        is_joined: A centre knows people of other stations.

    Signals:
        acted(str): next, undo, name, not_this, staff, find, elsewhere, register, link, answer,
            ``option:N`` or ``seat:N``.
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: CheckInResult | None = None
        self._said: Said | None = None
        self._photo: QImage | None = None
        self._is_muted = False
        self.is_joined = False
        self._buttons: list[CardButton] = []
        self._options: list[OptionCard] = []
        self._entrance = Motion(self, "fade")
        self._again = Motion(self, "fade")
        self._entrance.valueChanged.connect(self._move)
        self._again.valueChanged.connect(lambda _at: self.update())
        theme_bus().changed.connect(self._retheme)

    @property
    def result(self) -> CheckInResult | None:
        """The result on show."""
        return self._result

    @property
    def kind(self) -> Kind | None:
        """Its class."""
        return self._said.kind if self._said else None

    def show_result(self, result: CheckInResult) -> None:
        """Show a result at once."""
        before = self._result
        is_new = before is None or before.nonce != result.nonce
        if is_new:
            self._photo = None
        self._result = result
        self._said = say(result)
        self._make_buttons(result)
        self.setAccessibleName(self.sentence())
        if is_new:
            is_same_person = self.isVisible() and _who(before) == _who(result) is not None
            (self._again if is_same_person else self._entrance).begin()
        self._place()
        self.update()
        QTimer.singleShot(0, self, self._announce)

    def show_photo(self, nonce: Nonce, image: QImage | None) -> None:
        """Show the visitor's photo beside the name, while their result is still on show."""
        if self._result is not None and self._result.nonce == nonce:
            self._photo = image
            self.update()

    def show_name(self, nonce: Nonce, name: str) -> None:
        """Show who they say they are, while the result is still on show."""
        if self._result is not None and self._result.nonce == nonce:
            self._result = replace(self._result, noted_name=name)
            self.setAccessibleName(self.sentence())
            self.update()

    @property
    def photo(self) -> QImage | None:
        """The photo on show."""
        return self._photo

    def set_muted(self, is_muted: bool) -> None:  # noqa: FBT001  (a Qt-style setter)
        """Show the crossed speaker on the band."""
        self._is_muted = is_muted
        self.update()

    def retranslate(self) -> None:
        """Say the same result in the language in force."""
        if self._result is not None:
            self.show_result(self._result)

    def sentence(self) -> str:
        """Return all that the card says, for screen readers."""
        if self._said is None or self._result is None:
            return ""
        visitor = self._result.visitor
        name = visitor.name if visitor else self._result.noted_name
        what = self._result.session.course_name if self._result.session else ""
        facts = " ".join(f"{label} {value}" for label, value in self._said.facts)
        parts = [self._said.word, self._said.reason, name, what, self._said.next_label]
        return "，".join(part for part in [*parts, self._said.next_step, facts] if part)

    def _announce(self) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.sentence()))

    def _make_buttons(self, result: CheckInResult) -> None:
        for old in (*self._buttons, *self._options):
            old.hide()
            old.deleteLater()
        self._buttons, self._options = [], []
        for action in actions_of(result, is_joined=self.is_joined):
            button = CardButton(action.kind, action.name, self)
            button.say(action.text, icon=action.icon, key=action.key)
            button.clicked.connect(partial(self._act, action.name))
            self._buttons.append(button)
        for place, choice in enumerate(choices_of(result)):
            card = OptionCard(place + 1, self)
            card.show_choice(choice)
            card.clicked.connect(partial(self._act, choice.name))
            self._options.append(card)
        if self._options:
            self._options[0].set_preferred()
        for widget in (*self._buttons, *self._options):
            widget.show()

    def _act(self, name: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002
        self.acted.emit(name)

    def seat_taken(self) -> None:
        """Say the card anew without the seats: one was just accepted."""
        if self._result is not None:
            self.show_result(replace(self._result, seats_held=()))

    def act_on_digit(self, digit: int) -> None:
        """Choose the option of a digit key, if there is one."""
        if 1 <= digit <= len(self._options):
            self._options[digit - 1].click()
        for button in self._buttons:
            if button.action == f"seat:{digit - 1}":
                button.click()
                return

    def act_on_confirm(self) -> None:
        """Do what Enter stands for: the first option, or the main button."""
        if self._options:
            self._options[0].click()
        elif self._buttons and self.kind is not Kind.ADMITTED:
            self._buttons[0].click()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @Slot()
    def _move(self) -> None:
        self._place()
        self.update()

    def _retheme(self) -> None:
        self._place()
        self.update()

    @property
    def _below(self) -> float:
        """How far under its place the body is while it comes in."""
        return _RISE * (1 - self._entrance.at)

    def _layout(self) -> CardLayout:
        return card_layout(self.width(), self.height())

    def _place(self) -> None:
        layout = self._layout()
        x, right = layout.body.left(), layout.body.right()
        for button in self._buttons:
            button.opacity = self._entrance.at
        for button in self._buttons:
            width = button.sizeHint().width()
            if x + width > right + 1 and x > layout.body.left():
                button.hide()
                continue
            button.setGeometry(int(x), int(layout.buttons_top + self._below), width, HEIGHT)
            x += width + 12
        if self._options:
            places = layout.options(len(self._options))
            for card, place in zip(self._options, places, strict=True):
                card.opacity = self._entrance.at
                card.setGeometry(place.translated(0, round(self._below)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._said is None or self._result is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, QRectF(self.rect()))
        layout = self._layout()
        scale = _SMALLER + (1 - _SMALLER) * self._again.at
        paint_band(painter, self._said, layout, is_muted=self._is_muted, scale=scale)
        painter.setOpacity(self._entrance.at)
        painter.translate(0, self._below)
        paint_head(painter, self._result, layout, self._photo)
        if not self._options:
            paint_rows(painter, self._result, self._said, layout)
        paint_next_step(painter, self._result, self._said, layout)
        self._paint_foot(painter, self._result, self._said)

    def _paint_foot(self, painter: QPainter, result: CheckInResult, said: Said) -> None:
        look, body = theme(), self._layout().body
        if said.kind is Kind.ASK:
            text = self.tr("Nothing is stored until you choose")
        elif said.kind is Kind.ADMITTED:
            at = clock_text(result.at)
            text = self.tr("{0}, took {1} s").format(at, f"{max(result.ms, 1) / 1000:.2f}")
        else:
            return
        font = sized_font(13 if not look.is_wide else 15, is_strong=False)
        taken = sum(b.width() + 12 for b in self._buttons if not b.isHidden())
        if taken + width_of(text, font) > body.width():
            return
        box = QRectF(body.left(), self._layout().buttons_top, body.width(), HEIGHT)
        draw_line(painter, text, box, font, look.color("text.secondary"), RIGHT)


def _who(result: CheckInResult | None) -> VisitorId | None:
    return result.visitor.visitor_id if result is not None and result.visitor is not None else None
