"""What a room's settings may be: numbers in range, usual hours, rooms it may be a part of."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from desk_app.domain.rooms import Room, RoomUse, WeekHours, is_within, parse_hours
from desk_app.ui.common.controls import Choice
from desk_app.ui.rooms.words import translate

MOST = 100_000


def number_text(room: Room, name: str) -> str:
    """Return one of a room's numbers as it is typed."""
    return str(getattr(room, name))


def read_number(text: str, least: int) -> int | None:
    """Read a whole number in range; nothing typed is 0, and None is what cannot be read."""
    plain = text.strip() or "0"
    return int(plain) if plain.isdecimal() and least <= int(plain) <= MOST else None


def choose(choice: Choice, value: object) -> None:
    """Mark the row that stands for a value, else the first."""
    places = [n for n in range(choice.count()) if choice.itemData(n) == value]
    choice.setCurrentIndex(places[0] if places else 0)


def usual_hours(rooms: Sequence[Room]) -> WeekHours:
    """Return when most rooms here open: a new room opens then too."""
    known = Counter(room.hours for room in rooms if not room.is_retired and room.hours)
    return known.most_common(1)[0][0] if known else parse_hours(["09:00-21:00"])


def may_hold(room: Room, rooms: Sequence[Room]) -> Iterator[Room]:
    """Return the rooms it may be a part of: none of its own parts."""
    by_id = {one.room_id: one for one in rooms}
    for one in rooms:
        as_part = {**by_id, room.room_id: replace(room, part_of=one.room_id)}
        if one.room_id != room.room_id and not is_within(as_part, room.room_id):
            yield one


def room_note(room: Room) -> str:
    """Return a room's seats and what is special about it, in a line."""
    parts = [translate("RoomWords", "seats {0}").format(room.capacity)] if room.capacity else []
    if room.is_retired:
        parts.append(translate("RoomWords", "out of use"))
    if room.use is RoomUse.WALK_IN:
        parts.append(translate("RoomWords", "walk-ins only"))
    if room.needs_approval:
        parts.append(translate("RoomWords", "with approval"))
    return translate("RoomWords", ", ").join(parts)
