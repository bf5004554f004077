"""F1: every key, in one list."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.shell.facts import FactRow


class KeysPanel(SidePanel):
    """Says what each key does; the scanner goes on working."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.confirmed.connect(self.closed)
        self._head = QLabel(self)
        self._head.setFont(sized_font(13, is_strong=False))
        self._head.setWordWrap(True)
        self.body.addWidget(self._head)
        self._rows = [FactRow(self, is_keys=True) for _ in self._keys()]
        for row in self._rows:
            self.body.addWidget(row)
        self.body.addStretch(1)
        self._retranslate()

    def _keys(self) -> list[tuple[str, str]]:
        return [
            ("F1", self.tr("All keys")),
            ("F2", self.tr("Register a visitor")),
            ("F3", self.tr("Find a person")),
            ("F4", self.tr("Check in for one session only")),
            ("F5", self.tr("Look at other stations")),
            ("F7", self.tr("Not this person")),
            ("F8", self.tr("Call staff")),
            ("F9", self.tr("Next camera")),
            ("F12", self.tr("Sync details")),
            ("Esc", self.tr("Back to scanning")),
            ("1 2 3", self.tr("Choose on a question")),
            ("Enter", self.tr("Main button of a result")),
            ("Ctrl Z", self.tr("Undo the last check-in")),
            ("Ctrl Enter", self.tr("Confirm a panel")),
            ("Ctrl 1…", self.tr("Change page")),
            ("F6", self.tr("Next area of the page; Shift goes back")),
            ("← ↑ ↓ →", self.tr("Rooms: move; Shift makes longer")),
            ("Ctrl ←", self.tr("Rooms: move a booking")),
            ("0", self.tr("Rooms: join the queue")),
            ("Ctrl L", self.tr("Rooms: the day as a list")),
        ]

    def _retranslate(self) -> None:
        self.say(self.tr("Keys"), self.tr("Done"))
        self._head.setText(
            self.tr("A handheld scanner types like a keyboard, so letters alone never do anything.")
        )
        for row, (key, words) in zip(self._rows, self._keys(), strict=True):
            row.say(words, key)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
