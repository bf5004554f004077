"""The bundled Chinese font, and fonts by role."""

import logging
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from desk_app.runtime.paths import resource
from desk_app.ui.common.tokens import tokens, type_of

logger = logging.getLogger(__name__)
_FILES = (
    "fonts/NotoSansSC-Regular.ttf",
    "fonts/NotoSansSC-Bold.ttf",
    "fonts/RareHan-Regular.ttf",
    "fonts/RareHan-Bold.ttf",
)
_RARE = "Station Desk Rare Han"


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Register the bundled fonts, once; the system's stand in where one is missing."""
    for name in _FILES:
        try:
            QFontDatabase.addApplicationFont(str(resource(name)))
        except FileNotFoundError:
            logger.warning("font missing: %s", name)


def font_of(role: str, *, is_wide: bool) -> QFont:
    """Return the font of a role of the type scale."""
    found = type_of(role, is_wide=is_wide)
    return sized_font(found.size, is_strong=found.is_strong)


@lru_cache(maxsize=256)
def sized_font(size_px: int, *, is_strong: bool) -> QFont:
    """Return the interface's font at a pixel size, with tabular figures."""
    font = QFont()
    first, *others = tokens()["font"]["family"]["ui"]
    font.setFamilies([first, _RARE, *others])
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight.Bold if is_strong else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
