"""Keys as the system reports them, before an input method can take them (X11 and Windows)."""

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from dataclasses import dataclass

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray
from typing_extensions import override

from desk_app.scan.key_positions import ENTERS, SHIFTS, X11_OFFSET

_XCB_KEY_PRESS, _XCB_SHIFT, _XCB_LOCK, _XCB_CONTROL, _XCB_ALT = 2, 0x1, 0x2, 0x4, 0x8
_WM_KEYDOWN, _WM_KEYUP = 0x0100, 0x0101
_VK_CAPS_LOCK, _VK_CONTROL = 0x14, 0x11
_EXTENDED, _WAS_DOWN = 1 << 24, 1 << 30
_EXTENDED_SLASH, _KEYPAD_SLASH = 53, 98


@dataclass(frozen=True, slots=True, kw_only=True)
class RawKey:
    """One key press, by place.

    Attributes:
        position: Linux key code, see ``scan.key_positions``.
        at_ms: On the clock that key events carry too.
    """

    position: int
    at_ms: float
    has_shift: bool = False
    has_ctrl: bool = False
    has_caps: bool | None = None


class RawKeyTap(QAbstractNativeEventFilter):
    """Tells every key press of this application; takes none away."""

    def __init__(self, on_key: Callable[[RawKey], None]) -> None:
        super().__init__()
        self._on_key = on_key
        self._shifts: set[int] = set()

    @override
    def nativeEventFilter(
        self, eventType: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        kind = bytes(eventType)  # type: ignore[arg-type]
        key = None
        if kind == b"xcb_generic_event_t":
            key = _from_xcb(int(message))
        elif kind == b"windows_generic_MSG":
            key = self._from_windows(int(message))
        if key is not None:
            self._on_key(key)
        return False, 0

    def _from_windows(self, address: int) -> RawKey | None:
        message = wintypes.MSG.from_address(address)
        if message.message not in {_WM_KEYDOWN, _WM_KEYUP}:
            return None
        position = (message.lParam >> 16) & 0xFF
        if position in SHIFTS:
            (self._shifts.add if message.message == _WM_KEYDOWN else self._shifts.discard)(position)
        is_repeat = bool(message.lParam & _WAS_DOWN)
        if message.message == _WM_KEYUP or is_repeat or position in SHIFTS:
            return None
        if message.lParam & _EXTENDED:
            if position == _EXTENDED_SLASH:
                position = _KEYPAD_SLASH
            elif position not in ENTERS:
                return None
        return RawKey(
            position=position,
            at_ms=float(message.time),
            has_shift=bool(self._shifts),
            has_ctrl=_is_down(_VK_CONTROL),
            has_caps=_is_on(_VK_CAPS_LOCK),
        )


def _from_xcb(address: int) -> RawKey | None:
    """Read an xcb_key_press_event_t: type, key code, sequence, time, …, state at byte 28."""
    if ctypes.c_uint8.from_address(address).value & 0x7F != _XCB_KEY_PRESS:
        return None
    state = ctypes.c_uint16.from_address(address + 28).value
    position = ctypes.c_uint8.from_address(address + 1).value - X11_OFFSET
    if position in SHIFTS or state & _XCB_ALT:
        return None
    return RawKey(
        position=position,
        at_ms=float(ctypes.c_uint32.from_address(address + 4).value),
        has_shift=bool(state & _XCB_SHIFT),
        has_ctrl=bool(state & _XCB_CONTROL),
        has_caps=bool(state & _XCB_LOCK),
    )


if sys.platform == "win32":

    def _is_down(key: int) -> bool:
        return bool(ctypes.windll.user32.GetKeyState(key) & 0x8000)

    def _is_on(key: int) -> bool | None:
        return bool(ctypes.windll.user32.GetKeyState(key) & 1)

else:

    def _is_down(_key: int) -> bool:
        return False

    def _is_on(_key: int) -> bool | None:
        return None
