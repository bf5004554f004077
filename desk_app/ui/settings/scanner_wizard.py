"""Sets a handheld scanner up from one scan of a code on the screen."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desk_app.scan.wedge_learning import Learnt
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.side_panel import SidePanel

_CODE_PX = 240


class CodePicture(QWidget):
    """A QR code in black on white, whatever the theme: scanners need the contrast."""

    def __init__(self, modules: Sequence[Sequence[bool]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modules = modules
        self.setFixedHeight(_CODE_PX)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_CODE_PX, _CODE_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = max(1, _CODE_PX // len(self._modules))
        left = (self.width() - size * len(self._modules)) // 2
        side = size * len(self._modules)
        painter.fillRect(QRectF(left, 0, side, side), Qt.GlobalColor.white)
        for y, row in enumerate(self._modules):
            for x, is_dark in enumerate(row):
                if is_dark:
                    box = QRectF(left + x * size, y * size, size, size)
                    painter.fillRect(box, Qt.GlobalColor.black)


class ScannerWizard(SidePanel):
    """Shows the code, then what the scan told; saves on the main button.

    Args:
        modules: Dark modules of the test code, quiet zone included.

    Signals:
        accepted(Learnt): Set the scanner up like this.
        picture_wished(): Open the code as a picture, to print it.
    """

    accepted = Signal(object)
    picture_wished = Signal()

    def __init__(self, modules: Sequence[Sequence[bool]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._learnt: Learnt | None = None
        self.say(self.tr("Set up the scanner"), self.tr("Save"))
        self.add_callout("scan", self.tr("Scan this code with the handheld scanner."))
        self.picture = CodePicture(modules, self)
        self.picture.setAccessibleName(self.tr("Test code"))
        self.body.addWidget(self.picture)
        self.print_button = Button("ghost", self)
        self.print_button.say(self.tr("Open as a picture, to print"), icon="file")
        self.print_button.clicked.connect(self.picture_wished)
        self.body.addWidget(self.print_button)
        self.found = self.add_note(self.tr("Waiting for the scan…"))
        self.body.addStretch(1)
        self.confirmed.connect(self._accept)
        self.set_busy(is_busy=True)

    def show_learnt(self, learnt: Learnt | None, *, is_serial: bool = False) -> None:
        """Say what a scan told; None for a scan of something else."""
        self._learnt = learnt or self._learnt
        self.set_busy(is_busy=self._learnt is None)
        if learnt is None:
            self.found.setText(
                self.tr("That was not the code on the screen. Scan the one shown here.")
            )
            return
        lines = self._serial_lines(learnt) if is_serial else self._lines(learnt)
        self.found.setText("\n".join(lines))

    def _serial_lines(self, learnt: Learnt) -> list[str]:
        return [
            self.tr("The scanner is read at its serial port."),
            self._prefix_line(learnt),
            self.tr("Save it like this, or scan once more."),
        ]

    def _lines(self, learnt: Learnt) -> list[str]:
        ends = {
            "enter": self.tr("A code ends with Enter."),
            "tab": self.tr("A code ends with Tab."),
            "none": self.tr("A code ends with nothing; the pause after it counts."),
            "custom": self.tr("A code ends with “{0}”.").format(learnt.suffix_text),
        }
        return [
            self._prefix_line(learnt),
            ends[learnt.suffix],
            self._layout_line(learnt),
            self._caps_line(learnt),
            self.tr("From key to key at most {0} ms; set to {1} ms.").format(
                round(learnt.pace_ms), learnt.key_gap_ms
            ),
            self.tr("Save it like this, or scan once more."),
        ]

    def _prefix_line(self, learnt: Learnt) -> str:
        if learnt.prefix:
            return self.tr("“{0}” stands before every code and is taken off.").format(learnt.prefix)
        return self.tr("Nothing stands before the code.")

    def _layout_line(self, learnt: Learnt) -> str:
        if learnt.by_position:
            return self.tr("The keyboard layout spells it wrongly: keys are read by their place.")
        if learnt.is_foreign_layout:
            return self.tr("The keyboard layout is not Latin; that is put right by itself.")
        return self.tr("The keyboard layout fits.")

    def _caps_line(self, learnt: Learnt) -> str:
        if learnt.fixes_caps is None:
            return self.tr("Caps Lock is off.")
        if learnt.fixes_caps:
            return self.tr("Caps Lock is on; letters are put right.")
        return self.tr("Caps Lock is on; the scanner minds it by itself.")

    def _accept(self) -> None:
        if self._learnt is not None:
            self.accepted.emit(self._learnt)
