"""Companies and the buildings they are in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An employer of visitors; found by its name."""

    name: str
    short_name: str = ""
    building: str = ""
    floor: str = ""
    contact: str = ""
    phone: str = ""
    note: str = ""

    @property
    def workplace(self) -> str:
        """Building and floor, as one line of text."""
        return " ".join(filter(None, (self.building, self.floor)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """A house with companies in it."""

    name: str
    address: str = ""
