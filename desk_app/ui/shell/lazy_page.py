"""A page that is built when it is first shown: the window opens without it."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

P = TypeVar("P", bound=QWidget)


class LazyPage(QWidget, Generic[P]):
    """Holds the place of a page.

    Args:
        make: Builds and joins the page.
    """

    def __init__(self, make: Callable[[], P], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._page: P | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    @property
    def is_built(self) -> bool:
        """Whether anybody has needed the page yet."""
        return self._page is not None

    @property
    def page(self) -> P:
        """The page, built if need be."""
        if self._page is None:
            self._page = self._make()
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._page)
        return self._page

    @override
    def showEvent(self, event: QShowEvent) -> None:
        _ = self.page
        super().showEvent(event)
