"""This desk's own facts: identity, stream, keys, clock offset. They never travel."""

import json
from datetime import datetime
from sqlite3 import Connection
from typing import Any
from uuid import UUID, uuid4

from desk_app.db.driver import rows
from desk_app.domain.ids import DeskId, SessionId, StationId


class Settings:
    """Typed access to the ``setting`` table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        found = rows(connection, "SELECT key, value FROM setting")
        self._known = {str(key): str(value) for key, value in found}

    def get(self, key: str) -> Any:  # noqa: ANN401  (JSON)
        """Return a stored value, or None."""
        return json.loads(self._known[key]) if key in self._known else None

    def put(self, key: str, value: object) -> None:
        """Store a JSON value; None removes the key."""
        rows(self._connection, "DELETE FROM setting WHERE key = :key", key=key)
        self._known.pop(key, None)
        if value is not None:
            self._known[key] = json.dumps(value, ensure_ascii=False)
            rows(
                self._connection,
                "INSERT INTO setting (key, value) VALUES (:key, :value)",
                key=key,
                value=self._known[key],
            )

    def identify(self) -> None:
        """Give a new database its station, desk and stream ids, once."""
        for key in ("station_id", "desk_id", "stream"):
            if self.get(key) is None:
                self.put(key, str(uuid4()))

    @property
    def station_id(self) -> StationId:
        """The station this desk belongs to."""
        return StationId(UUID(self.get("station_id")))

    @property
    def desk_id(self) -> DeskId:
        """This desk."""
        return DeskId(UUID(self.get("desk_id")))

    @property
    def desk_name(self) -> str:
        """What people call this desk; empty before the first start is done."""
        return str(self.get("desk_name") or "")

    @property
    def station_name(self) -> str:
        """What people call the station; empty before the first start is done."""
        return str(self.get("station_name") or "")

    @property
    def clock_offset_ms(self) -> int:
        """Centre's clock minus this desk's, measured at the last exchange; 0 if never."""
        return int(self.get("clock_offset_ms") or 0)

    @property
    def pinned_session_id(self) -> SessionId | None:
        """The one session this desk stands for, or None for the whole station."""
        text = self.get("pinned_session_id")
        return SessionId(UUID(text)) if text else None

    @property
    def is_joined(self) -> bool:
        """Whether this desk has a centre."""
        return self.get("centre") is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether the centre took back this desk's token: nothing is shown until it joins anew."""
        return self.is_joined and self.get("centre_token") is None

    @property
    def set_up_at(self) -> datetime | None:
        """When the first start was done, if it was."""
        text = self.get("set_up_at")
        return datetime.fromisoformat(text) if text else None
