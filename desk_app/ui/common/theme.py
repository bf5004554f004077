"""The look as one frozen value, and the palette and stylesheet made from it."""

from dataclasses import dataclass
from functools import cache, lru_cache
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from desk_app.ui.common.fonts import font_of, load_fonts
from desk_app.ui.common.tokens import colours, layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What widgets paint with; a widget names a token, never a value.

    Attributes:
        name: light, dark or highContrast.
        is_wide: The window is at least 1600 px wide.
        shows_key_hints: Key hints are drawn.
        has_motion: Things may move.
    """

    name: str = "light"
    is_wide: bool = False
    shows_key_hints: bool = True
    has_motion: bool = True

    def color(self, path: str) -> QColor:
        """Return a colour, for example ``outcome.admitted.band``."""
        return QColor(_color(self.name, path))

    def font(self, role: str) -> QFont:
        """Return the font of a role of the type scale."""
        return font_of(role, is_wide=self.is_wide)

    def px(self, name: str) -> int:
        """Return a measure of the layout, for example ``topbar``."""
        return layout(name, is_wide=self.is_wide)


class _Bus(QObject):
    """Tells painted widgets that the theme is another."""

    changed = Signal()


class _State:
    theme = Theme()


@cache
def theme_bus() -> _Bus:
    """Return what to connect ``update`` to."""
    return _Bus()


def theme() -> Theme:
    """Return the theme in force."""
    return _State.theme


def set_theme(new: Theme) -> None:
    """Put a theme in force for the whole application."""
    _State.theme = new
    app = QApplication.instance()
    if isinstance(app, QApplication):
        load_fonts()
        app.setStyle("Fusion")
        app.setPalette(_palette(new))
        app.setFont(new.font("body"))
        app.setStyleSheet(_sheet(new))
    theme_bus().changed.emit()


def name_for(wish: str) -> str:
    """Return the theme for a setting: system, light, dark or contrast."""
    if wish == "system":
        hints = QApplication.styleHints()
        return "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"
    return "highContrast" if wish == "highContrast" else wish


@lru_cache(maxsize=1024)
def _color(name: str, path: str) -> QColor:
    value = colours(name)[path]
    if len(value) == 9:  # noqa: PLR2004  (#RRGGBBAA in the tokens, #AARRGGBB in Qt)
        value = f"#{value[7:]}{value[1:7]}"
    return QColor(value)


def _palette(new: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "surface.canvas",
        QPalette.ColorRole.WindowText: "text.primary",
        QPalette.ColorRole.Base: "surface.raised",
        QPalette.ColorRole.AlternateBase: "surface.hover",
        QPalette.ColorRole.Text: "text.primary",
        QPalette.ColorRole.Button: "surface.raised",
        QPalette.ColorRole.ButtonText: "text.primary",
        QPalette.ColorRole.Highlight: "accent.tint",
        QPalette.ColorRole.HighlightedText: "text.primary",
        QPalette.ColorRole.PlaceholderText: "text.tertiary",
        QPalette.ColorRole.ToolTipBase: "surface.overlay",
        QPalette.ColorRole.ToolTipText: "text.primary",
        QPalette.ColorRole.Accent: "accent.fill",
        QPalette.ColorRole.Link: "accent.fg",
    }
    for role, path in roles.items():
        palette.setColor(role, new.color(path))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, new.color("text.disabled"))
    return palette


_SHEET = Template("""
QToolTip { background: $surface_overlay; color: $text_primary; border: 1px solid $border_hairline;
  padding: 6px 8px; }
QLineEdit, QComboBox, QPlainTextEdit, QSpinBox, QDateTimeEdit, QDateEdit {
  background: $surface_raised; color: $text_primary;
  border: 1px solid $border_control; border-radius: 8px; padding: 0 12px; min-height: 38px;
  selection-background-color: $accent_tint; selection-color: $text_primary; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QSpinBox:focus, QDateTimeEdit:focus,
QDateEdit:focus {
  border: 2px solid $border_focus; padding: 0 11px; min-height: 36px; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QDateTimeEdit::drop-down, QDateEdit::drop-down { width: 36px; border: none; }
QLineEdit[bad="true"] { border: 2px solid $outcome_refused_border; padding: 0 11px;
  min-height: 36px; }
QLineEdit:disabled, QComboBox:disabled { color: $text_disabled; border-color: $border_hairline; }
QComboBox::drop-down { border: none; width: 32px; }
QComboBox QAbstractItemView { background: $surface_overlay; border: 1px solid $border_hairline;
  selection-background-color: $accent_tint; selection-color: $text_primary; outline: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar::handle:vertical { background: $border_strong; border-radius: 4px; min-height: 40px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle:horizontal { background: $border_strong; border-radius: 4px; min-width: 40px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; border: none; width: 0; height: 0; }
QListView, QTableView, QTreeView { background: $surface_raised; border: none; outline: none; }
QListWidget::item { min-height: 40px; padding: 0 12px; border-top: 1px solid $border_hairline; }
QListWidget::item:hover { background: $surface_hover; color: $text_primary; }
QListWidget::item:selected { background: $accent_tint; color: $text_primary; }
QHeaderView::section { background: $surface_hover; color: $text_secondary; border: none;
  border-bottom: 1px solid $border_hairline; padding: 10px 12px; font-size: 13px; }
QTableView::item { padding: 0 12px; border-bottom: 1px solid $border_hairline; }
QTableView::item:selected { background: $accent_tint; color: $text_primary; }
QSlider::groove:horizontal { height: 6px; background: $surface_sunken; border-radius: 3px; }
QSlider::sub-page:horizontal { background: $text_secondary; border-radius: 3px; }
QSlider::handle:horizontal { width: 20px; margin: -8px 0; border-radius: 10px;
  background: $surface_raised; border: 2px solid $text_secondary; }
""")


def _sheet(new: Theme) -> str:
    flat = {path.replace(".", "_"): value for path, value in colours(new.name).items()}
    return _SHEET.substitute(flat)
