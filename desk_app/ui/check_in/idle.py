"""The idle stage: please show your pass, what comes next, and the keys."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.domain.courses import CourseKind
from desk_app.services.results import SessionMeter, TodaySheet
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import CENTER, draw_card, draw_line, width_of
from desk_app.ui.common.preview import Preview
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme, theme_bus

_FOOT = 56


class IdleStage(QWidget):
    """Preview at the left, what to say at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = Preview(self)
        self._sheet: TodaySheet | None = None
        theme_bus().changed.connect(self.update)

    def show_sheet(self, sheet: TodaySheet) -> None:
        """Show what comes next."""
        self._sheet = sheet
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.preview.setGeometry(1, 1, self.width() // 2, self.height() - _FOOT - 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect()))
        painter.setPen(QPen(look.color("border.hairline"), 1))
        foot = self.height() - _FOOT
        painter.drawLine(1, foot, self.width() - 2, foot)
        self._paint_words(painter)
        self._paint_keys(painter, QRectF(20, foot, self.width() - 40, _FOOT))

    def _paint_words(self, painter: QPainter) -> None:
        look = theme()
        x = self.width() / 2 + 32
        width = self.width() - x - 32
        middle = (self.height() - _FOOT) / 2
        strong, grey = look.color("text.primary"), look.color("text.secondary")
        title = look.font("display")
        draw_line(
            painter, self.tr("Show your pass"), QRectF(x, middle - 124, width, 56), title, strong
        )
        body = sized_font(18 if not look.is_wide else 22, is_strong=False)
        lines = (self.tr("Phone, card or paper label,"), self.tr("about 15 cm from the camera."))
        for place, line in enumerate(lines):
            box = QRectF(x, middle - 60 + place * 30, width, 30)
            draw_line(painter, line, box, body, grey)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(int(x), int(middle + 20), int(x + width), int(middle + 20))
        label, headline, detail = self._next_words()
        caption = look.font("caption")
        draw_line(painter, label, QRectF(x, middle + 44, width, 20), caption, grey)
        heading = look.font("heading")
        draw_line(painter, headline, QRectF(x, middle + 64, width, 38), heading, strong)
        draw_line(painter, detail, QRectF(x, middle + 102, width, 30), body, grey)

    def _next_words(self) -> tuple[str, str, str]:
        """Return caption, headline and detail of what comes next."""
        meters = self._sheet.meters if self._sheet else ()
        if self._sheet is None:
            return "", "", ""
        if not meters:
            return (
                self.tr("Tonight"),
                self.tr("No class today"),
                self.tr("You can still register visitors (F2)."),
            )
        at = self._sheet.at
        ahead = [m for m in meters if m.session.starts_at > at]
        missing = self.tr("%n not here yet", "", self._sheet.missing)
        if not ahead:
            return self.tr("Running now"), self._names(list(meters)), missing
        first = min(m.session.starts_at for m in ahead)
        group = [m for m in ahead if m.session.starts_at == first]
        minutes = -(-int((first - at).total_seconds()) // 60)
        when = f"{clock_text(first)} {self._names(group)}"
        rest = self.tr("%n min left, ", "", minutes) + missing
        return self.tr("Next"), when, rest

    def _names(self, group: list[SessionMeter]) -> str:
        if len(group) == 1:
            return group[0].session.course_name
        if all(m.session.kind is CourseKind.COURSE for m in group):
            return self.tr("%n classes at once", "", len(group))
        return self.tr("%n sessions", "", len(group))

    def _paint_keys(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        if not look.shows_key_hints:
            return
        font = look.font("caption")
        x = box.left()
        hints = (
            ("F4", self.tr("One session only")),
            ("Ctrl Z", self.tr("Undo the last")),
            ("Ctrl 1…", self.tr("Pages")),
        )
        for key, text in hints:
            x = self._paint_key(painter, key, x, box)
            grey = look.color("text.secondary")
            x += draw_line(painter, text, QRectF(x, box.top(), 300, box.height()), font, grey) + 28
        text = self.tr("All keys")
        x = box.right() - width_of(text, font)
        draw_line(
            painter,
            text,
            QRectF(x, box.top(), 200, box.height()),
            font,
            look.color("text.secondary"),
        )
        self._paint_key(painter, "F1", x - width_of("F1", font) - 22, box)

    def _paint_key(self, painter: QPainter, key: str, x: float, box: QRectF) -> float:
        look = theme()
        font = look.font("caption")
        width = width_of(key, font) + 14
        hint = QRectF(x, box.center().y() - 11, width, 22)
        painter.setPen(QPen(look.color("border.strong"), 1))
        painter.setBrush(look.color("surface.raised"))
        painter.drawRoundedRect(hint, 5, 5)
        draw_line(painter, key, hint, font, look.color("text.primary"), CENTER)
        return x + width + 8
