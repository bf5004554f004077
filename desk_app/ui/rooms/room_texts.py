"""What is typed about a room, read and written: hours of a day, equipment, dates."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from desk_app.domain.rooms import Equipment, WeekHours
from desk_app.ui.rooms.plan import read_minutes
from desk_app.ui.rooms.words import minutes_text, translate

_COUNTED = re.compile(r"^(?P<name>.*?)\s*(?:[:：x×*]\s*|\s)(?P<count>\d{1,4})$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,，、;；\n]+")
_NAME_LETTERS = 40
_WEEK = 7

DayHours = tuple[tuple[int, int], ...]


def read_hours(text: str) -> DayHours | None:
    """Read ``09:00-12:00, 14-21`` as periods of a day; nothing typed is no period.

    Answers None where it cannot be read, closes before it opens, or two periods overlap.
    """
    found: list[tuple[int, int]] = []
    for part in (one.strip() for one in _SEPARATORS.split(text)):
        if not part:
            continue
        opens, _, closes = re.sub(r"\s*[–—~～至到]\s*", "-", part).partition("-")
        start, end = read_minutes(opens), read_minutes(closes)
        if start is None or end is None or start >= end:
            return None
        found.append((start, end))
    found.sort()
    is_apart = all(a[1] <= b[0] for a, b in pairwise(found))
    return tuple(found) if is_apart else None


def hours_text(hours: DayHours) -> str:
    """Return the text that ``read_hours`` reads back."""
    return translate("RoomWords", ", ").join(
        f"{minutes_text(start)}–{minutes_text(end)}" for start, end in hours
    )


def week_of(days: Sequence[DayHours]) -> WeekHours:
    """Return a week from its days; a week without any hours is always open."""
    return tuple(days) if any(days) else ()


def days_of(week: WeekHours) -> tuple[DayHours, ...]:
    """Return seven days; those of a room that is always open have no hours."""
    return week or ((),) * _WEEK


def read_equipment(text: str) -> Equipment | None:
    """Read ``投影 1、白板 2`` or ``chairs:20, whiteboard``; the same name twice adds up.

    Answers None where a name is missing or too long, or a count is 0.
    """
    found: dict[str, int] = {}
    for part in (one.strip() for one in _SEPARATORS.split(text)):
        if not part:
            continue
        counted = _COUNTED.match(part)
        name, count = (counted["name"], int(counted["count"])) if counted else (part, 1)
        if not name or len(name) > _NAME_LETTERS or count < 1:
            return None
        found[name] = found.get(name, 0) + count
    return tuple(sorted(found.items()))


def equipment_text(equipment: Iterable[tuple[str, int]]) -> str:
    """Return the text that ``read_equipment`` reads back."""
    return translate("RoomWords", ", ").join(f"{name} {count}" for name, count in equipment)


def read_day(text: str, near: date) -> date | None:
    """Read ``2026-12-31``, ``2026/12/31``, or ``12-31`` as the next such day from ``near`` on."""
    parts = re.split(r"[-/.年月]", text.strip().rstrip("日"))
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 2:  # noqa: PLR2004  (month and day)
            found = date(near.year, *numbers)
            return found if found >= near else found.replace(year=near.year + 1)
        return date(*numbers)
    except (ValueError, TypeError):
        return None
