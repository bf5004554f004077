"""The code on a room's door: plain text with the room's id, read at this station's desks.

Nothing in it is secret and nothing runs out, so it needs no signature and no network: a desk looks
the room up and says what is on there now.
"""

import re
from uuid import UUID

from desk_app.domain.ids import RoomId

_PREFIX = "STATION-ROOM:"
_SIGN = re.compile(r"STATION-ROOM:([0-9A-F]{32})", re.IGNORECASE)


def sign_code(room_id: RoomId) -> str:
    """Return the text of a room's code; capitals and digits alone, so the QR stays small."""
    return f"{_PREFIX}{room_id.hex.upper()}"


def room_of_sign(text: str) -> RoomId | None:
    """Return the room whose code a text is, or None; white space around it does not count."""
    found = _SIGN.fullmatch(text.strip())
    return RoomId(UUID(found[1])) if found else None
