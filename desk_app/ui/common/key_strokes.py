"""What a key event says: its text in the layout in force, its place, its moment."""

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desk_app.scan.key_positions import X11_OFFSET, us_text
from desk_app.scan.wedge import Stroke

ENTER_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
LONE_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_unknown,
    }
)
_CHORDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_GROUP_SEPARATOR = "\x1d"
_OFFSETS = {"xcb": X11_OFFSET, "wayland": X11_OFFSET, "windows": 0}
_SCAN_CODE_BITS = 0xFF


def is_typing(event: QKeyEvent, *, in_burst: bool) -> bool:
    """Whether a scanner could have typed it: one character or Enter, no chord but AltGr's.

    X11 takes a key pressed twice within milliseconds for one held down; inside a burst it is two.
    """
    if event.isAutoRepeat() and not in_burst:
        return False
    text, chord = event.text(), event.modifiers() & _CHORDS
    if chord and (chord != _ALT_GR or len(text) != 1):
        return False
    return event.key() in ENTER_KEYS or (len(text) == 1 and text.isprintable())


def is_separator(event: QKeyEvent) -> bool:
    """Whether it is GS, which scanners press as ``Ctrl ]`` between the fields of GS1."""
    return event.text() == _GROUP_SEPARATOR


def stroke_of(event: QKeyEvent, *, has_caps: bool | None) -> Stroke:
    """Return the key press as the parser takes it."""
    offset = _OFFSETS.get(QGuiApplication.platformName())
    position = event.nativeScanCode() & _SCAN_CODE_BITS
    modifiers = event.modifiers()
    return Stroke(
        text=event.text(),
        position_text=""
        if offset is None
        else us_text(
            position - offset,
            has_shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            has_ctrl=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        ),
        at_ms=moment_ms(event),
        has_caps=has_caps,
    )


def moment_ms(event: QKeyEvent) -> float:
    """Return when the key was pressed, not when it was handled; synthetic keys have no time."""
    return float(event.timestamp()) or time.monotonic() * 1000


def is_text_field(widget: QWidget | None) -> bool:
    """Whether a person types text there."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox)
