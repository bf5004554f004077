"""What was done on a page and can be taken back, as often as one likes."""

from collections.abc import Callable
from dataclasses import dataclass

_KEPT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change: both ways run on the database thread."""

    undo: Callable[[], object]
    redo: Callable[[], object]


class UndoStack:
    """The latest changes of a page; a new one forgets what was taken back."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def push(self, step: Step) -> None:
        """Keep a change."""
        self._done = [*self._done, step][-_KEPT:]
        self._undone.clear()

    def undo(self) -> Callable[[], object] | None:
        """Return what takes the latest change back, or None."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1].undo

    def redo(self) -> Callable[[], object] | None:
        """Return what does it once more, or None."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1].redo
