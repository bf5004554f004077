"""Puts language and theme of the settings in force."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.runtime.settings import Settings
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, name_for, set_theme, theme


def apply_appearance(app: QApplication, settings: Settings) -> None:
    """Change the look and the language of the whole application at once."""
    look = settings.appearance
    set_theme(
        Theme(
            name=name_for(look.theme),
            is_wide=theme().is_wide,
            shows_key_hints=look.shows_key_hints,
            has_motion=not look.reduces_motion and _system_moves(),
        )
    )
    set_language(app, look.language)


def _system_moves() -> bool:
    """Whether the system lets things move; only Windows tells Qt."""
    return sys.platform != "win32" or QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
