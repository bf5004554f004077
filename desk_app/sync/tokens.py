"""The token this desk is known by, and the one it changes to.

The new token is stored before the centre hears of it, and the centre takes both until the new one
was used, so no lost answer locks a desk out.
"""

import secrets
from sqlite3 import Connection

from desk_app.db.settings import Settings


def next_token(connection: Connection) -> str:
    """Return the token to change to, the same one until the change is done."""
    settings = Settings(connection)
    if settings.get("next_token") is None:
        settings.put("next_token", secrets.token_urlsafe(32))
    return str(settings.get("next_token"))


def take_next_token(connection: Connection) -> None:
    """Go by the new token from now on."""
    settings = Settings(connection)
    settings.put("centre_token", settings.get("next_token"))
    settings.put("next_token", None)


def drop_tokens(connection: Connection, *, refused: str) -> None:
    """Forget both: the centre has withdrawn this desk.

    A token that was changed while the call was under way says nothing of the new one.
    """
    settings = Settings(connection)
    if settings.get("centre_token") != refused:
        return
    for key in ("centre_token", "next_token"):
        settings.put(key, None)
