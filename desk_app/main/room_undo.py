"""What was done on the rooms page, and how each change is taken back."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desk_app.main.window import DeskWindow

_KEPT = 20


class RoomUndo(QObject):
    """Keeps the last changes, the newest last."""

    def __init__(self, desk: DeskWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._undo: list[Callable[[], None]] = []

    def remember(self, words: str, take_back: Callable[[], None]) -> None:
        """Say what was done; the toast's button or Ctrl Z takes it back once."""

        def undo() -> None:
            if undo in self._undo:
                self._undo.remove(undo)
                take_back()

        self._undo = [*self._undo[-_KEPT:], undo]
        self._desk.window.toast.say(words, self.tr("Undo"), undo)

    def undo_last(self) -> None:
        """Take the last change made on this page back."""
        if self._undo:
            self._undo[-1]()
        else:
            self._desk.window.toast.say(self.tr("Nothing to undo here"))
