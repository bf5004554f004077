"""What a key says by its place: handheld scanners press the keys of a US keyboard.

Positions are Linux key codes (input-event-codes.h); on the main block they are the same numbers as
the PC's scan codes of set 1 that Windows reports. X11 counts eight higher.
"""

X11_OFFSET = 8
ENTERS = frozenset({28, 96})
TAB = 15
SHIFTS = frozenset({42, 54})
_RIGHT_BRACKET = 27
_GROUP_SEPARATOR = "\x1d"

_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
)
_PLAIN = {first + i: c for first, plain, _ in _ROWS for i, c in enumerate(plain)}
_SHIFTED = {first + i: c for first, _, shifted in _ROWS for i, c in enumerate(shifted)}
_PLAIN.update({55: "*", 98: "/"})
_SHIFTED.update({55: "*", 98: "/"})


def us_text(position: int, *, has_shift: bool, has_ctrl: bool = False) -> str:
    """Return the character a US keyboard has there; empty for keys that write nothing.

    With Ctrl only the key of GS (``Ctrl ]``), which scanners press between the fields of GS1.
    """
    if has_ctrl:
        return _GROUP_SEPARATOR if position == _RIGHT_BRACKET else ""
    return (_SHIFTED if has_shift else _PLAIN).get(position, "")


def position_of(char: str) -> tuple[int, bool] | None:
    """Return the key a US keyboard has for a character and whether Shift is pressed."""
    for table, has_shift in ((_PLAIN, False), (_SHIFTED, True)):
        for position, found in table.items():
            if found == char:
                return position, has_shift
    return None
