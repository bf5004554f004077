"""F6 goes from area to area: those of the page on show, then the rail, then the top bar."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


@runtime_checkable
class HasAreas(Protocol):
    """A page that says which its areas are."""

    def areas(self) -> Sequence[QWidget]:
        """Return the areas in their order; those that are hidden are passed over."""
        ...


def areas_of(page: QWidget) -> Sequence[QWidget]:
    """Return a page's areas: the page as a whole where it names none."""
    inner = getattr(page, "page", page)
    return inner.areas() if isinstance(inner, HasAreas) else [page]


def go_on(areas: Sequence[QWidget], step: int) -> None:
    """Put the focus into the next area that can take it; ``step`` is 1, or -1 to go back."""
    focus = QApplication.focusWidget()
    here = [
        place
        for place, area in enumerate(areas)
        if focus is not None and (area is focus or area.isAncestorOf(focus))
    ]
    start = here[-1] if here else (-1 if step > 0 else 0)
    for away in range(1, len(areas) + 1):
        target = _first_in(areas[(start + step * away) % len(areas)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _first_in(area: QWidget) -> QWidget | None:
    """Return what takes the focus first in an area."""
    if not area.isVisible():
        return None
    found: QWidget | None = area
    while found is not None:
        is_inside = found is area or area.isAncestorOf(found)
        if is_inside and _takes_focus(found):
            return found
        found = found.nextInFocusChain()
        if found is area:
            return None
    return None


def _takes_focus(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None
