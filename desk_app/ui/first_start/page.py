"""The first start: one calm page of four short answers, or a look at the demo."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.icons import icon_pixmap
from desk_app.ui.common.texts import is_chinese, set_language
from desk_app.ui.common.theme import theme, theme_bus

_SIDE = 340


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStartAnswers:
    """What a new desk must know; ``enrol`` is the centre's text or empty.

    Attributes:
        camera: Source of the camera chosen; empty takes the first webcam found.
    """

    station: str
    desk: str
    operator: str
    staff: str
    staff_pin: str
    enrol: str
    camera: str


class FirstStartPage(QWidget):
    """Asks once, on an empty data directory.

    Signals:
        finished(FirstStartAnswers): Begin.
        demo_requested(): Look at the demo first.
    """

    finished = Signal(object)
    demo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resize(1366, 768)
        self.title, self.lead = QLabel(self), QLabel(self)
        self.station_edit, self.desk_edit = QLineEdit(self), QLineEdit(self)
        self.operator_edit = QLineEdit(self)
        self.staff_edit, self.pin_edit = QLineEdit(self), QLineEdit(self)
        self.enrol_edit = QLineEdit(self)
        self.pin_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.camera_label, self.camera_box = QLabel(self), QComboBox(self)
        self._labels = [QLabel(self) for _ in range(6)]
        self._notes = [QLabel(self) for _ in range(6)]
        self.error = QLabel(self)
        self.error.setWordWrap(True)
        self.language_button = Button("default", self)
        self.demo_button, self.start_button = Button("default", self), Button("primary", self)
        self.language_button.clicked.connect(self._switch_language)
        self.demo_button.clicked.connect(self.demo_requested)
        self.start_button.clicked.connect(self._submit)
        self._lay_out()
        self._retranslate()
        theme_bus().changed.connect(self.update)

    @property
    def _edits(self) -> list[QLineEdit]:
        return [
            self.station_edit,
            self.desk_edit,
            self.operator_edit,
            self.enrol_edit,
            self.staff_edit,
            self.pin_edit,
        ]

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        for place, (edit, label, note) in enumerate(
            zip(self._edits, self._labels, self._notes, strict=True)
        ):
            row, column = divmod(place, 2)
            head = QHBoxLayout()
            head.addWidget(label)
            head.addStretch(1)
            head.addWidget(note)
            grid.addLayout(head, row * 3, column)
            grid.addWidget(edit, row * 3 + 1, column)
            grid.setRowMinimumHeight(row * 3 + 2, 22)
        foot = QHBoxLayout()
        foot.addWidget(self.demo_button)
        foot.addStretch(1)
        foot.addWidget(self.start_button)
        body = QVBoxLayout(self)
        body.setContentsMargins(_SIDE + 96, 64, 96, 40)
        body.addWidget(self.title)
        body.addWidget(self.lead)
        body.addSpacing(28)
        body.addLayout(grid)
        body.addWidget(self.camera_label)
        body.addWidget(self.camera_box)
        body.addWidget(self.error)
        body.addStretch(1)
        body.addLayout(foot)
        self.language_button.setGeometry(40, 680, 140, 40)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Station Desk"))
        self.title.setText(self.tr("Set up this desk"))
        self.title.setFont(theme().font("display"))
        self.lead.setText(self.tr("All of it can be changed later. No network is needed to begin."))
        self.lead.setFont(sized_font(18, is_strong=False))
        needed, free = self.tr("required"), self.tr("optional")
        words = (
            (self.tr("Station"), needed),
            (self.tr("This desk"), needed),
            (self.tr("Operator on shift"), needed),
            (self.tr("Centre's enrolment text"), self.tr("optional, alone without it")),
            (self.tr("Staff member"), self.tr("optional, may let people in")),
            (self.tr("Staff PIN, at least 4 digits"), free),
        )
        for edit, label, note, (text, aside) in zip(
            self._edits, self._labels, self._notes, words, strict=True
        ):
            label.setText(text)
            note.setText(aside)
            edit.setAccessibleName(text)
        self.station_edit.setPlaceholderText(self.tr("Wutongli Station"))
        self.desk_edit.setPlaceholderText(self.tr("Desk 1"))
        self.camera_label.setText(self.tr("Camera"))
        self.camera_box.setAccessibleName(self.tr("Camera"))
        if self.camera_box.count() == 0:
            self.camera_box.addItem("", "")
        self.camera_box.setItemText(0, self.tr("The first one found; a scanner works as well"))
        self.language_button.say("English" if is_chinese() else "中文")
        self.demo_button.say(self.tr("Look at the demo first"))
        self.start_button.say(self.tr("Begin"), key="Enter")
        self.update()

    def show_cameras(self, cameras: Sequence[tuple[str, str]]) -> None:
        """Offer the webcams found, as (source, name)."""
        for source, name in cameras:
            self.camera_box.addItem(name, source)

    def set_busy(self, *, is_busy: bool) -> None:
        """Take no second answer while the first is carried out; a centre may take seconds."""
        for button in (self.start_button, self.demo_button):
            button.setEnabled(not is_busy)
        self.error.setText(self.tr("Setting up…") if is_busy else "")
        self.error.setStyleSheet(f"color: {theme().color('text.secondary').name()}")

    def show_error(self, text: str) -> None:
        """Say what would work."""
        self.error.setText(text)
        self.error.setStyleSheet(f"color: {theme().color('outcome.refused.fg').name()}")

    @Slot()
    def _submit(self) -> None:
        if not self.start_button.isEnabled():
            return
        needed = (self.station_edit, self.desk_edit, self.operator_edit)
        missing = next((edit for edit in needed if not edit.text().strip()), None)
        if missing is not None:
            self.show_error(self.tr("Fill in “{0}” first.").format(missing.accessibleName()))
            missing.setFocus()
            return
        self.finished.emit(
            FirstStartAnswers(
                station=self.station_edit.text(),
                desk=self.desk_edit.text(),
                operator=self.operator_edit.text(),
                staff=self.staff_edit.text().strip(),
                staff_pin=self.pin_edit.text(),
                enrol=self.enrol_edit.text().strip(),
                camera=str(self.camera_box.currentData() or ""),
            )
        )

    @Slot()
    def _switch_language(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            set_language(app, "en" if is_chinese() else "zh_CN")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._submit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("surface.canvas"))
        painter.fillRect(0, 0, _SIDE, self.height(), look.color("surface.sunken"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent.fill"))
        painter.drawRoundedRect(40, 48, 56, 56, 12, 12)
        painter.drawPixmap(48, 56, icon_pixmap("desk", 40, look.color("text.onAccent")))
        painter.setPen(look.color("text.primary"))
        painter.setFont(look.font("heading"))
        painter.drawText(40, 150, self.tr("Station Desk"))
        painter.setFont(look.font("body"))
        painter.setPen(look.color("text.secondary"))
        painter.drawText(40, 182, self.tr("Open the door in a minute."))
