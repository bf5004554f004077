"""Sound: how loud, and what each sound means."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QSlider, QWidget
from typing_extensions import override

from desk_app.ui.common.controls import Switch
from desk_app.ui.common.field import Field
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import draw_icon, draw_line
from desk_app.ui.common.shapes import draw_shape
from desk_app.ui.common.theme import theme, theme_bus
from desk_app.ui.settings.section import Section
from desk_app.ui.settings.view import SettingsView

_CLASSES = (
    ("admitted", "tick"),
    ("attention", "triangle"),
    ("refused", "octagon"),
    ("info", "question"),
    ("offline", ""),
)


class SoundRow(QAbstractButton):
    """One class of results: its shape, its word, what is heard; a click plays it."""

    def __init__(self, outcome: str, shape: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome = outcome
        self._shape = shape
        self._note = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_bus().changed.connect(self.update)

    def say(self, word: str, note: str, name: str) -> None:
        """Set the word of the band, what is heard, and the name for screen readers."""
        self.setText(word)
        self._note = note
        self.setAccessibleName(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(260, 64)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isDown() or self.underMouse():
            painter.fillRect(
                self.rect(), look.color("surface.pressed" if self.isDown() else "surface.hover")
            )
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.drawLine(0, 0, self.width(), 0)
        tint = QRectF(4, 12, 40, 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(f"outcome.{self.outcome}.bg"))
        painter.drawRoundedRect(tint, 8, 8)
        mark = look.color(f"outcome.{self.outcome}.fg")
        if self._shape:
            draw_shape(painter, self._shape, tint.adjusted(9, 9, -9, -9), mark)
        else:
            draw_icon(painter, "cloud-off", 14, 22, 20, mark)
        width = self.width() - 100
        ink, grey = look.color("text.primary"), look.color("text.secondary")
        word = sized_font(15, is_strong=True)
        draw_line(painter, self.text(), QRectF(60, 8, width, 26), word, ink)
        note = sized_font(13, is_strong=False)
        draw_line(painter, self._note, QRectF(60, 34, width, 20), note, grey)
        draw_icon(painter, "volume", self.width() - 32, 22, 20, grey)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("border.focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


class SoundSection(Section):
    """Sets the volume and plays each sound.

    Signals:
        sound_wished(str): Play the sound of a class.
    """

    sound_wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.volume = QSlider(Qt.Orientation.Horizontal, self)
        self.volume.setRange(0, 100)
        self.volume.setPageStep(10)
        self.volume.setMinimumHeight(40)
        self._volume = self.main.add(Field(self.volume, self))
        self.muted = self.main.add(Switch(self))
        self.main.add_space()
        self.rows = [self.aside.add(SoundRow(*row, self)) for row in _CLASSES]
        self.aside.add_space()
        self.volume.valueChanged.connect(self._volume_moved)
        self.muted.toggled.connect(lambda is_on: self.tell("sound.is_muted", is_on))
        for row in self.rows:
            row.clicked.connect(lambda _=False, name=row.outcome: self.sound_wished.emit(name))
        self.retranslate()

    @override
    def fill(self, view: SettingsView) -> None:
        self.volume.setValue(view.settings.sound.volume)
        self.muted.setChecked(view.settings.sound.is_muted)

    def _volume_moved(self, percent: int) -> None:
        self._name_volume()
        self.tell("sound.volume", percent)

    def _name_volume(self) -> None:
        self._volume.say(self.tr("Volume"), f"{self.volume.value()}%")

    @override
    def retranslate(self) -> None:
        self.main.say(self.tr("Sound"))
        self._name_volume()
        self.muted.say(self.tr("Sound off"))
        self.aside.say(self.tr("What you hear"))
        words = (
            (self.tr("Come in"), self.tr("two notes, rising")),
            (self.tr("One moment"), self.tr("the same note twice")),
            (self.tr("Please wait"), self.tr("one long, low note")),
            (self.tr("A question"), self.tr("one note in the middle")),
            (self.tr("Link lost"), self.tr("two notes, falling, once")),
        )
        for row, (word, note) in zip(self.rows, words, strict=True):
            row.say(word, note, self.tr("Hear “{0}”").format(word))
