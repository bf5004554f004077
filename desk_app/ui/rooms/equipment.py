"""Equipment: small switches, several at once; in the panel and in the filter."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desk_app.domain.rooms import Equipment
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.labels import Label
from desk_app.ui.common.painting import CENTER, draw_line, width_of
from desk_app.ui.common.theme import theme, theme_bus


class ToggleChip(QAbstractButton):
    """On or off: a tint and a bold word."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(width_of(self.text(), sized_font(15, is_strong=True)) + 28, 40)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isChecked()
        name = "border.focus" if self.hasFocus() else "border.control"
        painter.setPen(QPen(look.color("accent.border" if is_on else name), 1))
        if self.hasFocus():
            painter.setPen(QPen(look.color("border.focus"), 2))
        back = (
            "accent.tint" if is_on else "surface.hover" if self.underMouse() else "surface.raised"
        )
        painter.setBrush(look.color(back))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        ink = look.color("accent.fg" if is_on else "text.primary")
        font = sized_font(15, is_strong=is_on)
        draw_line(painter, self.text(), QRectF(self.rect()), font, ink, CENTER)


class EquipmentField(QWidget):
    """What is needed of the equipment that the station has.

    Signals:
        changed(): Something else is needed.
    """

    changed = Signal()
    _A_LINE = 3

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Label("caption", self, color="text.secondary")
        self._label.setText(self.tr("Equipment"))
        self.chips = [ToggleChip(name, self) for name in names]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(6)
        layout.addWidget(self._label)
        line = QHBoxLayout()
        for place, chip in enumerate(self.chips):
            if place % self._A_LINE == 0:
                line = QHBoxLayout()
                line.setSpacing(8)
                line.addStretch(1)
                layout.addLayout(line)
            line.insertWidget(line.count() - 1, chip)
            chip.toggled.connect(lambda _on: self.changed.emit())
        self.setVisible(bool(names))

    def take_over(self, other: "EquipmentField") -> None:
        """Want what is wanted elsewhere."""
        wanted = {name for name, _ in other.needs}
        for chip in self.chips:
            chip.setChecked(chip.text() in wanted)

    @property
    def needs(self) -> Equipment:
        """One of each that is on."""
        return tuple((chip.text(), 1) for chip in self.chips if chip.isChecked())
