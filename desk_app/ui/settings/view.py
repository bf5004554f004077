"""What the settings page shows and what it asks for: frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.domain.people import Operator, Role
from desk_app.runtime.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """All that the page shows.

    Attributes:
        cameras: (source, name) of the webcams found.
        ports: (port, name) of the serial ports found.
        is_joined: A centre gave this desk its names.
        data: Where the data is.
        centre: Address of the centre this desk has joined.
        proxy: Between this desk and the centre, its password hidden; empty: as the system says.
    """

    settings: Settings
    cameras: Sequence[tuple[str, str]] = ()
    ports: Sequence[tuple[str, str]] = ()
    operators: Sequence[Operator] = ()
    is_joined: bool = False
    station: str = ""
    desk: str = ""
    data: str = ""
    version: str = ""
    proxy: str = ""
    centre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOperator:
    """An operator to add; staff have a PIN."""

    name: str
    role: Role
    pin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskNames:
    """How the station and this desk are to be called."""

    station: str
    desk: str
