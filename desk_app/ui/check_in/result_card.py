"""The result card: one word to say aloud, one shape, one next step."""

import re
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFont,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.courses import CourseKind
from desk_app.domain.ids import Nonce
from desk_app.services.results import CheckInOption, CheckInResult, RoomCard
from desk_app.ui.check_in.card_button import HEIGHT, CardButton, CardButtonKind
from desk_app.ui.check_in.option_card import OptionCard
from desk_app.ui.check_in.words import COLOURS, Kind, Said, lesson_text, say, sound_caption
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.lesson_strip import draw_strip
from desk_app.ui.common.painting import (
    CENTER,
    RIGHT,
    draw_badge,
    draw_card,
    draw_chip,
    draw_icon,
    draw_line,
    draw_parts,
    fit,
    width_of,
)
from desk_app.ui.common.photo import draw_photo
from desk_app.ui.common.shapes import draw_shape
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme, theme_bus

_MOST_OPTIONS = 6
_MOST_SEATS = 2
_MOST_ROOMS = 2
_WORDS = re.compile(r"[\x21-\x7e]+ *|.", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sizes:
    """Measures of the card, compact or wide."""

    band: int
    shape: int
    pad: int
    top: int
    next_height: int
    facts_height: int


_COMPACT = _Sizes(band=232, shape=120, pad=28, top=26, next_height=76, facts_height=128)
_WIDE = _Sizes(band=376, shape=184, pad=48, top=48, next_height=106, facts_height=172)


_NO_PASS = frozenset({CheckInOutcome.FOREIGN_CODE, CheckInOutcome.FORGED})
"""What was shown is nobody's pass at any station."""


class ResultCard(QWidget):
    """Shows one result; asks for what its buttons say.

    Attributes:
        is_joined: A centre knows people of other stations.

    Signals:
        acted(str): next, undo, not_this, staff, find, elsewhere, register, link, answer,
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
        if self._result is None or self._result.nonce != result.nonce:
            self._photo = None
        self._result = result
        self._said = say(result)
        self._make_buttons(result, self._said)
        self.setAccessibleName(self.sentence())
        self._place()
        self.update()
        QTimer.singleShot(0, self, self._announce)

    def show_photo(self, nonce: Nonce, image: QImage | None) -> None:
        """Show the visitor's photo beside the name, while their result is still on show."""
        if self._result is not None and self._result.nonce == nonce:
            self._photo = image
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
        name = self._result.visitor.name if self._result.visitor else ""
        what = self._result.session.course_name if self._result.session else ""
        facts = " ".join(f"{label} {value}" for label, value in self._said.facts)
        parts = [self._said.word, self._said.reason, name, what, self._said.next_label]
        return "，".join(part for part in [*parts, self._said.next_step, facts] if part)

    def _announce(self) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.sentence()))

    def _make_buttons(self, result: CheckInResult, said: Said) -> None:
        for old in (*self._buttons, *self._options):
            old.hide()
            old.deleteLater()
        self._buttons, self._options = [], []
        match said.kind:
            case Kind.ADMITTED:
                if result.undo_id is not None:
                    self._add("outlined", "undo", self.tr("Undo check-in"), "undo", "Ctrl Z")
                self._add_seats(result)
            case Kind.ATTENTION:
                self._add("ink", "next", self.tr("Go on scanning"), "", "Enter")
                self._add_seats(result)
                self._add_attention(result)
            case Kind.REFUSED | Kind.INFO:
                self._add("ink", "next", self.tr("Understood, next person"), "", "Enter")
                self._add_seats(result)
                self._add_remedies(result)
            case Kind.ASK:
                self._make_options(result)
                self._add("ghost", "next", self.tr("None of these"), "", "Esc")
        for widget in (*self._buttons, *self._options):
            widget.show()

    def _add_attention(self, result: CheckInResult) -> None:
        if result.outcome is CheckInOutcome.ALREADY_IN:
            self._add("outlined", "not_this", self.tr("Not this person"), "swap", "F7")
        else:
            self._add("outlined", "staff", self.tr("Let in by staff…"), "lock", "F8")

    def _add_seats(self, result: CheckInResult) -> None:
        for place, seat in enumerate(result.seats_held[:_MOST_SEATS]):
            text = self.tr("Accept the seat: {0}").format(seat.course_name)
            self._add("outlined", f"seat:{place}", text, "check", str(place + 1))

    def _add_remedies(self, result: CheckInResult) -> None:
        if result.visitor is None and self.is_joined and result.outcome not in _NO_PASS:
            self._add("outlined", "elsewhere", self.tr("Other stations"), "map-pin", "F5")
        if result.can_force or result.outcome is CheckInOutcome.BLOCKED:
            self._add("outlined", "staff", self.tr("Let in by staff…"), "lock", "F8")
        if result.outcome is CheckInOutcome.FOREIGN_CODE and result.can_link:
            self._add("outlined", "link", self.tr("Link to someone known"), "link", "")
        self._add("ghost", "find", self.tr("Find by name"), "search", "F3")

    def _add(self, kind: CardButtonKind, action: str, text: str, icon: str, key: str) -> None:
        button = CardButton(kind, action, self)
        button.say(text, icon=icon, key=key)
        button.clicked.connect(lambda: self.acted.emit(action))
        self._buttons.append(button)

    def _make_options(self, result: CheckInResult) -> None:
        if result.outcome is CheckInOutcome.CHOOSE:
            options: tuple[CheckInOption | RoomCard, ...]
            options = (*result.options, *result.room_options)
            for place, option in enumerate(options[:_MOST_OPTIONS]):
                card = OptionCard(place + 1, self)
                if isinstance(option, RoomCard):
                    card.show_room(option)
                else:
                    card.show_option(option)
                card.clicked.connect(lambda _=False, p=place: self.acted.emit(f"option:{p}"))
                self._options.append(card)
        elif result.outcome is CheckInOutcome.QUESTION:
            self._add_choice(1, "answer", self.tr("Answer"), self.tr("Then they are in"))
            self._add_choice(2, "staff", self.tr("Let in by staff…"), self.tr("Answer later"))
        else:
            self._add_choice(
                1, "register", self.tr("Register a new visitor"), self.tr("Name is enough")
            )
            if result.can_link:
                self._add_choice(
                    2,
                    "link",
                    self.tr("Link to someone known"),
                    self.tr("Badge, card or other code"),
                )
        if self._options:
            self._options[0].set_preferred()

    def _add_choice(self, digit: int, action: str, title: str, detail: str) -> None:
        card = OptionCard(digit, self)
        card.show_words(title, detail)
        card.clicked.connect(lambda: self.acted.emit(action))
        self._options.append(card)

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

    def _retheme(self) -> None:
        self._place()
        self.update()

    def _sizes(self) -> _Sizes:
        return _WIDE if theme().is_wide else _COMPACT

    def _body(self) -> QRectF:
        size = self._sizes()
        return QRectF(
            size.band + size.pad, 0, self.width() - size.band - 2 * size.pad, self.height()
        )

    def _buttons_top(self) -> float:
        return self.height() - self._sizes().pad + 8 - HEIGHT

    def _place(self) -> None:
        body = self._body()
        x = body.left()
        top = int(self._buttons_top())
        for button in self._buttons:
            width = button.sizeHint().width()
            if x + width > body.right() + 1 and x > body.left():
                button.hide()
                continue
            button.setGeometry(int(x), top, width, HEIGHT)
            x += width + 12
        if self._options:
            self._place_options(body)

    def _place_options(self, body: QRectF) -> None:
        columns = min(3, len(self._options))
        rows = -(-len(self._options) // columns)
        gap = 16
        top = self._rows_top() + 4
        bottom = self._next_box(self._sizes().next_height).top() - 20
        width = (body.width() - gap * (columns - 1)) / columns
        height = min(184.0, (bottom - top - gap * (rows - 1)) / rows)
        for place, card in enumerate(self._options):
            row, column = divmod(place, columns)
            card.setGeometry(
                int(body.left() + column * (width + gap)),
                int(top + row * (height + gap)),
                int(width),
                int(height),
            )

    def _rows_top(self) -> float:
        return 226.0 if theme().is_wide else 142.0

    def _next_box(self, height: float) -> QRectF:
        body = self._body()
        return QRectF(body.left(), self._buttons_top() - 16 - height, body.width(), height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._said is None or self._result is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, QRectF(self.rect()))
        self._paint_band(painter, self._said)
        self._paint_head(painter, self._result)
        if not self._options:
            self._paint_rows(painter, self._result, self._said)
        self._paint_next(painter, self._said)
        self._paint_foot(painter, self._result, self._said)

    def _paint_band(self, painter: QPainter, said: Said) -> None:
        look, size = theme(), self._sizes()
        colours = f"outcome.{COLOURS[said.kind]}"
        painter.save()
        painter.setClipRect(QRectF(0, 0, size.band, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(f"{colours}.band"))
        painter.drawRoundedRect(QRectF(0.5, 0.5, size.band + 24, self.height() - 1), 12, 12)
        if said.kind is Kind.REFUSED:
            edge = QRectF(size.band - 4, 0, 4, self.height())
            painter.fillRect(edge, look.color(f"{colours}.border"))
        painter.restore()
        color = look.color(f"{colours}.onBand")
        shape = QRectF(0, 0, size.shape, size.shape)
        middle = self.height() / 2
        offset = 56 if look.is_wide else 48
        shape.moveCenter(QPointF(size.band / 2, middle - offset - size.shape * 0.12))
        draw_shape(painter, said.shape.value, shape, color)
        room = QRectF(16, 0, size.band - 32, 60)
        lines = self._word_lines(said.word, room.width())
        y = shape.bottom() + (36 if look.is_wide else 24)
        for text, font in lines:
            height = font.pixelSize() * 1.25
            draw_line(
                painter, text, QRectF(room.left(), y, room.width(), height), font, color, CENTER
            )
            y += height
        reason = fit(said.reason, look.font("result.reason"), room.width(), 14)
        draw_line(
            painter, said.reason, QRectF(room.left(), y, room.width(), 40), reason, color, CENTER
        )
        self._paint_caption(painter, said, color)

    def _word_lines(self, word: str, width: float) -> list[tuple[str, QFont]]:
        look = theme()
        font = fit(word, look.font("result.word"), width, 72 if look.is_wide else 36)
        if width_of(word, font) <= width or " " not in word:
            return [(word, fit(word, font, width, 24))]
        first, _, second = word.partition(" ")
        least = 24
        return [(first, fit(first, font, width, least)), (second, fit(second, font, width, least))]

    def _paint_caption(self, painter: QPainter, said: Said, color: QColor) -> None:
        size = self._sizes()
        font = sized_font(13 if not theme().is_wide else 15, is_strong=False)
        text = self.tr("Sound off") if self._is_muted else sound_caption(said.kind)
        width = width_of(text, font) + 22
        x = (size.band - width) / 2
        y = self.height() - 44
        draw_icon(painter, "volume-off" if self._is_muted else "volume", x, y + 4, 16, color)
        draw_line(painter, text, QRectF(x + 22, y, width, 24), font, color)

    def _paint_head(self, painter: QPainter, result: CheckInResult) -> None:
        look, body, size = theme(), self._body(), self._sizes()
        name = result.visitor.name if result.visitor else self._stranger(result)
        line = 108 if look.is_wide else 64
        if self._photo is not None:
            side = 136.0 if look.is_wide else 92.0
            draw_photo(painter, self._photo, QRectF(body.right() - side, size.top, side, side))
            body.setRight(body.right() - side - 16)
        font = fit(name, look.font("result.name"), body.width(), 36)
        draw_line(
            painter,
            name,
            QRectF(body.left(), size.top, body.width(), line),
            font,
            look.color("text.primary"),
        )
        grey = self._grey_parts(result)
        top = size.top + line
        draw_parts(
            painter,
            grey,
            QRectF(body.left(), top - 2, body.width(), 30),
            look.font("result.reason") if look.is_wide else sized_font(16, is_strong=False),
            look.color("text.secondary"),
        )
        y = top + (52 if look.is_wide else 38)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(QPointF(body.left(), y), QPointF(self._body().right(), y))

    def _stranger(self, result: CheckInResult) -> str:
        if result.is_provisional:
            return self.tr("New pass")
        return {
            CheckInOutcome.UNKNOWN_CODE: self.tr("Nobody known yet"),
            CheckInOutcome.MALFORMED: self.tr("Nothing to read"),
            CheckInOutcome.FOREIGN_CODE: self.tr("Not a station pass"),
        }.get(result.outcome, self.tr("Nobody on our roster"))

    def _grey_parts(self, result: CheckInResult) -> list[str]:
        visitor = result.visitor
        if visitor is None:
            hint = self.tr("Ends in {0}").format(result.pass_hint.strip())
            return [hint] if result.pass_hint.strip() else []
        return [p for p in (visitor.phone_masked, visitor.company, visitor.workplace) if p]

    def _paint_rows(self, painter: QPainter, result: CheckInResult, said: Said) -> None:
        look, body = theme(), self._body()
        step = 66.0 if look.is_wide else 40.0
        y = self._rows_top()
        for icon, title, detail in self._rows(result):
            icon_px = 30 if look.is_wide else 24
            grey = look.color("text.secondary")
            draw_icon(painter, icon, body.left() + 2, y + (step - icon_px) / 2, icon_px, grey)
            x = body.left() + icon_px + 16
            font = look.font("result.what")
            room = QRectF(x, y, body.right() - x, step)
            used = (
                draw_line(painter, title, room, font, look.color("text.primary"))
                if title
                else -12.0
            )
            rest = QRectF(x + used + 12, y + 2, body.right() - x - used - 12, step)
            draw_line(painter, detail, rest, look.font("result.detail"), grey)
            y += step
        self._paint_evidence(painter, result, said, QRectF(body.left(), y + 14, body.width(), 60))

    def _rows(self, result: CheckInResult) -> list[tuple[str, str, str]]:
        rooms = self._room_rows(result)
        session = result.session
        if session is None:
            if result.visitor is None or rooms:
                return rooms
            return [("calendar", "", self.tr("No class of theirs is open now"))]
        book = "lectern" if session.kind is CourseKind.LECTURE else "book"
        rows = [(book, session.course_name, lesson_text(session, result.absent))]
        if result.outcome in {CheckInOutcome.ADMITTED, CheckInOutcome.ALREADY_IN}:
            if session.room:
                rows.append(("map-pin", session.room, session.room_hint))
        else:
            times = f"{clock_text(session.starts_at)}–{clock_text(session.ends_at)}"
            rows.append(("clock", times, session.room))
        return rows + rooms

    def _room_rows(self, result: CheckInResult) -> list[tuple[str, str, str]]:
        """The room this scan was for, then the visitor's other rooms of the day."""
        here = (result.room,) if result.room else ()
        chosen = {room.booking_id for room in (*here, *result.room_options)}
        others = tuple(r for r in result.rooms_today if r.booking_id not in chosen)
        rows = []
        for room in (*here, *others)[:_MOST_ROOMS]:
            detail = f"{clock_text(room.starts_at)}–{clock_text(room.ends_at)}"
            if room in here:
                note = room.purpose or room.company
            else:
                note = self.tr("in use") if room.checked_in_at else self.tr("booked today")
            detail = f"{detail}  {note}".rstrip()
            rows.append(("building", room.room, detail))
        return rows

    def _paint_evidence(
        self, painter: QPainter, result: CheckInResult, said: Said, box: QRectF
    ) -> None:
        if result.is_provisional:
            text = self.tr("Not on the roster yet")
            used = draw_chip(
                painter, text, box.topLeft(), colours="outcome.offline", icon="cloud-off"
            )
            draw_chip(
                painter,
                self.tr("The pass's signature is good"),
                QPointF(box.left() + used + 8, box.top()),
                colours="plain",
            )
        elif result.outcome is CheckInOutcome.ALREADY_IN and result.first_at is not None:
            self._paint_two_points(painter, result, box)
        elif said.kind is Kind.ADMITTED and result.marks:
            draw_strip(painter, result.marks, box, band="admitted", today_tick=True)

    def _paint_two_points(self, painter: QPainter, result: CheckInResult, box: QRectF) -> None:
        look = theme()
        bold = sized_font(look.font("body").pixelSize(), is_strong=True)
        plain = look.font("body")
        first, again = clock_text(result.first_at or result.at), clock_text(result.at)
        middle = QRectF(0, box.top(), box.width(), 28)
        draw_badge(painter, "admitted", "tick", QRectF(box.left(), box.top(), 28, 28))
        x = box.left() + 36
        x += (
            draw_line(painter, first, middle.translated(x, 0), bold, look.color("text.primary")) + 8
        )
        text = (
            self.tr("at {0}").format(result.first_desk) if result.first_desk else self.tr("came in")
        )
        x += (
            draw_line(painter, text, middle.translated(x, 0), plain, look.color("text.secondary"))
            + 14
        )
        painter.setPen(QPen(look.color("border.strong"), 2, Qt.PenStyle.DashLine))
        end = min(x + 120, box.left() + box.width() * 0.52)
        painter.drawLine(QPointF(x, box.top() + 14), QPointF(max(end, x + 24), box.top() + 14))
        x = max(end, x + 24) + 14
        draw_badge(painter, "attention", "triangle", QRectF(x, box.top(), 28, 28))
        x += 36
        x += (
            draw_line(painter, again, middle.translated(x, 0), bold, look.color("text.primary")) + 8
        )
        rest = QRectF(x, box.top(), box.right() - x, 28)
        text = self.tr("scanned again, counted once")
        draw_line(painter, text, rest, plain, look.color("text.secondary"))

    def _paint_next(self, painter: QPainter, said: Said) -> None:
        if not said.next_step and not said.facts:
            return
        look, size = theme(), self._sizes()
        result = self._result
        is_offline = result is not None and (result.is_provisional or result.may_be_elsewhere)
        colours = "outcome.offline" if is_offline else f"outcome.{COLOURS[said.kind]}"
        fg = look.color(f"{colours}.fg")
        box = self._next_box(size.facts_height if said.facts else size.next_height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(f"{colours}.bg"))
        painter.drawRoundedRect(box, 8, 8)
        if said.facts:
            self._paint_facts(painter, said, box, fg)
            return
        draw_icon(painter, "arrow-right", box.left() + 20, box.center().y() - 12, 24, fg)
        x = box.left() + 60
        caption = sized_font(15 if look.is_wide else 13, is_strong=False)
        lines = _wrap(said.next_step, look.font("result.next"), box.right() - x - 16)
        height = look.font("result.next").pixelSize() * 1.45
        y = box.center().y() - (24 + height * len(lines)) / 2
        draw_line(painter, said.next_label, QRectF(x, y, box.width() - 80, 24), caption, fg)
        for line in lines:
            room = QRectF(x, y + 24, box.right() - x - 16, height)
            draw_line(painter, line, room, look.font("result.next"), fg)
            y += height

    def _paint_facts(self, painter: QPainter, said: Said, box: QRectF, fg: QColor) -> None:
        look = theme()
        draw_icon(painter, "arrow-right", box.left() + 20, box.top() + 16, 24, fg)
        x = box.left() + 62
        title = look.font("result.next")
        draw_line(
            painter, said.next_label, QRectF(x, box.top() + 10, box.width() - 80, 38), title, fg
        )
        y = box.top() + (66 if look.is_wide else 50)
        caption = sized_font(15 if look.is_wide else 13, is_strong=False)
        font = look.font("result.fact")
        room = box.right() - x - 20
        while font.pixelSize() > 20 and sum(width_of(v, font) for _, v in said.facts) + 112 > room:  # noqa: PLR2004
            font = sized_font(font.pixelSize() - 2, is_strong=True)
        for place, (label, value) in enumerate(said.facts):
            if place:
                painter.setPen(QPen(fg, 1))
                painter.drawLine(QPointF(x - 28, y), QPointF(x - 28, box.bottom() - 14))
            width = max(width_of(value, font), width_of(label, caption)) + 2
            draw_line(painter, label, QRectF(x, y - 2, width, 22), caption, fg)
            height = box.bottom() - 12 - y - 20
            draw_line(
                painter, value, QRectF(x, y + 20, min(width, box.right() - x), height), font, fg
            )
            x += width + 56

    def _paint_foot(self, painter: QPainter, result: CheckInResult, said: Said) -> None:
        look, body = theme(), self._body()
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
        box = QRectF(body.left(), self._buttons_top(), body.width(), HEIGHT)
        draw_line(painter, text, box, font, look.color("text.secondary"), RIGHT)


def _wrap(text: str, font: QFont, width: float) -> list[str]:
    """Break a sentence into at most two lines: between Han characters, or at spaces."""
    if width_of(text, font) <= width:
        return [text]
    rest = _WORDS.findall(text)
    first = ""
    while rest and width_of((first + rest[0]).rstrip(), font) <= width:
        first += rest.pop(0)
    return [first.rstrip(), "".join(rest).lstrip()]
