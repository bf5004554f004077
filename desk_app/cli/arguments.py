"""How arguments of several commands are read."""

from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

import typer

from desk_app.cli.usage import WrongUsage, no_id
from desk_app.domain.clock import SHANGHAI, parse_local
from desk_app.domain.rooms import Equipment

RoomArg = Annotated[str, typer.Argument(help="Id, or a name that only one has")]


def moment(text: str) -> datetime:
    """Read a moment of the command line; ISO 8601, Asia/Shanghai unless it says otherwise."""
    try:
        return parse_local(text)
    except ValueError as error:
        raise WrongUsage(
            zh=f"看不懂这个日期和时间：{text}。例如：2026-10-27T18:30",
            en=f"No ISO 8601 date and time: {text}. For example: 2026-10-27T18:30",
        ) from error


def end_moment(text: str, starts_at: datetime) -> datetime:
    """Read an end; ``HH:MM`` is on the day of the start, 24:00 its end."""
    if text.endswith("24:00"):
        midnight = end_moment(text.removesuffix("24:00") + "00:00", starts_at)
        return midnight + timedelta(days=1)
    try:
        at = time.fromisoformat(text)
    except ValueError:
        return moment(text)
    return datetime.combine(starts_at.astimezone(SHANGHAI).date(), at, SHANGHAI)


def row_id(text: str) -> UUID:
    """Read an id."""
    try:
        return UUID(text)
    except ValueError as error:
        raise no_id(text) from error


def equipment_of(texts: list[str]) -> Equipment:
    """Read ``NAME``, ``NAME:COUNT`` or ``NAME xCOUNT``; the same name twice adds up.

    A count below 1 is left for the rules to refuse.
    """
    found: dict[str, int] = {}
    for text in texts:
        name, _, count = text.replace(" x", ":").rpartition(":")
        is_counted = bool(name) and count.strip().removeprefix("-").isdecimal()
        name, number = (name.strip(), int(count)) if is_counted else (text.strip(), 1)
        found[name] = found.get(name, 0) + number
    return tuple(sorted(found.items()))


def day(text: str) -> date:
    """Read a date."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise WrongUsage(
            zh=f"看不懂这个日期：{text}。例如：2026-10-12",
            en=f"No date: {text}. For example: 2026-10-12",
        ) from error
