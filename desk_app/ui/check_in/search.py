"""The drop-down of the search row: people, most likely first."""

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desk_app.services.results import SearchAnswer, VisitorHit
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import (
    CENTER,
    RIGHT,
    draw_chip,
    draw_icon,
    draw_key,
    draw_line,
    draw_row,
    width_of,
)
from desk_app.ui.common.people import HIT_ROLE, HitModel
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme

ROW = 65
_HEAD = 40
_FOOT = 56
_MOST_ROWS = 6
_NARROW = 900


def _at(box: QRectF, x: float) -> float:
    """Return where a column stands that stands at ``x`` in the narrowest window."""
    return x * max(1.0, box.width() / _NARROW)


class HitDelegate(QStyledItemDelegate):
    """Paints a hit: name with pinyin, phone and company, what is tonight, what Enter does."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(600, ROW)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look = theme()
        hit: VisitorHit = index.data(HIT_ROLE)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = draw_row(painter, option)
        strong, grey = look.color("text.primary"), look.color("text.secondary")
        top = QRectF(box.left() + 16, box.top() + 8, 190, 28)
        draw_line(painter, hit.visitor.name, top, sized_font(18, is_strong=True), strong)
        self._paint_pinyin(painter, hit, top.translated(0, 28))
        middle = QRectF(box.left() + _at(box, 222), box.top() + 9, _at(box, 216), 24)
        draw_line(
            painter, hit.visitor.phone_masked, middle, sized_font(15, is_strong=False), strong
        )
        caption = look.font("caption")
        draw_line(painter, hit.visitor.company, middle.translated(0, 25), caption, grey)
        self._paint_tonight(painter, hit, box)
        self._paint_action(painter, hit, box, is_selected=is_selected)
        painter.restore()

    def _paint_pinyin(self, painter: QPainter, hit: VisitorHit, box: QRectF) -> None:
        look = theme()
        x = box.left()
        plain, bold = sized_font(13, is_strong=False), sized_font(13, is_strong=True)
        for place, syllable in enumerate(hit.pinyin):
            rest = syllable
            if place in hit.matched:
                room = QRectF(x, box.top(), 80, 20)
                width = draw_line(painter, syllable[:1], room, bold, look.color("accent.fg"))
                under = QRectF(x, box.top() + 18, width, 1)
                painter.fillRect(under, look.color("accent.fg"))
                x += width
                rest = syllable[1:]
            room = QRectF(x, box.top(), 80, 20)
            x += draw_line(painter, rest, room, plain, look.color("text.secondary")) + 5

    def _paint_tonight(self, painter: QPainter, hit: VisitorHit, box: QRectF) -> None:
        at = box.topLeft() + QPointF(_at(box, 448), 18)
        if hit.arrived_at is not None:
            text = self.tr("here since {0}").format(clock_text(hit.arrived_at))
            draw_chip(painter, text, at, colours="outcome.admitted", icon="check")
        elif hit.tonight is not None:
            text = f"{clock_text(hit.tonight.starts_at)} {hit.tonight.course_name}"
            draw_chip(painter, text, at, colours="plain")
        else:
            text = self.tr("No class tonight")
            font = theme().font("caption")
            chip = QRectF(at.x(), at.y(), width_of(text, font) + 20, 28)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("border.strong"), 1))
            painter.drawRoundedRect(chip, 6, 6)
            draw_line(painter, text, chip, font, theme().color("text.secondary"), CENTER)

    def _paint_action(
        self, painter: QPainter, hit: VisitorHit, box: QRectF, *, is_selected: bool
    ) -> None:
        look = theme()
        text = self.tr("Already in") if hit.arrived_at is not None else self.tr("Check in")
        if not is_selected:
            color = look.color("text.secondary")
            draw_line(painter, text, box.adjusted(0, 0, -16, 0), look.font("caption"), color, RIGHT)
            return
        font = sized_font(15, is_strong=True)
        key = "Enter"
        width = width_of(text, font) + width_of(key, look.font("caption")) + 56
        button = QRectF(box.right() - 16 - width, box.top() + 12, width, 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent.fill"))
        painter.drawRoundedRect(button, 8, 8)
        white = look.color("text.onAccent")
        used = draw_line(painter, text, button.adjusted(16, 0, 0, 0), font, white)
        hint = QRectF(button.left() + 26 + used, button.top() + 9, width - used - 42, 22)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(white, 1))
        painter.drawRoundedRect(hint, 5, 5)
        draw_line(painter, key, hint, look.font("caption"), white, CENTER)


class FootButton(QAbstractButton):
    """A line below the people found: what to do where it is none of them."""

    def __init__(self, icon: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._key = icon, key
        self.is_last = True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(_FOOT)

    def say(self, text: str) -> None:
        """Set the words."""
        self.setText(text)
        self.setAccessibleName(text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lit = self.underMouse() or self.hasFocus()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("surface.pressed" if is_lit else "surface.canvas"))
        # The drop-down's lower corners are round.
        below = 0 if self.is_last else 12
        painter.drawRoundedRect(QRectF(0, -12, self.width(), self.height() + 12 + below), 11, 11)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(0, 0, self.width(), 0)
        draw_icon(painter, self._icon, 16, _FOOT / 2 - 10, 20, look.color("text.secondary"))
        box = QRectF(50, 0, self.width() - 100, _FOOT)
        color = look.color("text.primary")
        draw_line(painter, self.text(), box, sized_font(15, is_strong=False), color)
        if look.shows_key_hints:
            draw_key(painter, self._key, self.width() - 15, _FOOT / 2)


class SearchDropDown(QFrame):
    """Lies over the page, not a popup: a popup would take keys from the scanner.

    Signals:
        visitor_chosen(VisitorId): Check this visitor in.
        register_requested(): None of these.
        elsewhere_requested(str): Look for this text at other stations.
    """

    visitor_chosen = Signal(object)
    register_requested = Signal()
    elsewhere_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer = SearchAnswer(text="")
        self.model = HitModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(HitDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("People found"))
        self.view.clicked.connect(self._choose)
        self.is_joined = False
        self.elsewhere_button = FootButton("map-pin", "F5", self)
        self.elsewhere_button.is_last = False
        self.elsewhere_button.clicked.connect(self.look_elsewhere)
        self.register_button = FootButton("user-plus", "F2", self)
        self.register_button.clicked.connect(self.register_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, _HEAD, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.view)
        layout.addWidget(self.elsewhere_button)
        layout.addWidget(self.register_button)

    @Slot(object)
    def show_answer(self, answer: SearchAnswer) -> None:
        """Show the hits of a search."""
        self._answer = answer
        self.model.show(answer.hits)
        self.register_button.say(
            self.tr("None of these? Register a new visitor")
            if answer.hits
            else self.tr("Register a new visitor")
        )
        self.elsewhere_button.say(self.tr("Look at other stations, by phone or pass"))
        self.elsewhere_button.setVisible(self._offers_elsewhere)
        self.view.setVisible(bool(answer.hits))
        if answer.hits:
            self.view.setCurrentIndex(self.model.index(0))
        self.updateGeometry()
        self.update()

    def move_by(self, step: int) -> None:
        """Select the next or previous hit."""
        row = max(0, min(self.model.rowCount() - 1, self.view.currentIndex().row() + step))
        self.view.setCurrentIndex(self.model.index(row))

    def activate_current(self) -> None:
        """Choose the selected hit; where nobody was found, look at other stations."""
        if self._offers_elsewhere:
            self.look_elsewhere()
        else:
            self._choose(self.view.currentIndex())

    @Slot()
    def look_elsewhere(self) -> None:
        """Look for what was typed at other stations."""
        self.elsewhere_requested.emit(self._answer.text)

    @property
    def _offers_elsewhere(self) -> bool:
        return self.is_joined and not self._answer.hits and not self._answer.needs_more

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            hit: VisitorHit = index.data(HIT_ROLE)
            self.visitor_chosen.emit(hit.visitor.visitor_id)

    @override
    def sizeHint(self) -> QSize:
        rows = min(_MOST_ROWS, len(self._answer.hits))
        feet = 2 if self._offers_elsewhere else 1
        return QSize(900, _HEAD + rows * ROW + feet * _FOOT + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border.strong"), 1))
        painter.setBrush(look.color("surface.overlay"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        box = QRectF(16, 0, self.width() - 32, _HEAD)
        draw_line(painter, self._head(), box, look.font("caption"), look.color("text.secondary"))
        if self._answer.hits and look.shows_key_hints:
            self._paint_keys(painter)

    def _paint_keys(self, painter: QPainter) -> None:
        look = theme()
        x = float(self.width() - 16)
        for keys, words in (
            (("Esc",), self.tr("clear")),
            (("Enter",), self.tr("check in")),
            (("↓", "↑"), self.tr("choose")),
        ):
            box = QRectF(0, 0, x, _HEAD)
            grey = look.color("text.secondary")
            x -= draw_line(painter, words, box, look.font("caption"), grey, RIGHT) + 8
            for key in keys:
                x -= draw_key(painter, key, x, _HEAD / 2) + 6
            x -= 6

    def _head(self) -> str:
        if self._answer.needs_more:
            return self.tr("Type one more: two characters, initials or four digits")
        if not self._answer.hits:
            return self.tr("Nobody found for “{0}”").format(self._answer.text)
        return self.tr("%n found, those with a class tonight first", "", len(self._answer.hits))
