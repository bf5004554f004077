"""Answers for people: a line a fact, a table where there are several alike."""

import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from desk_app.domain.clock import SHANGHAI

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)")
_UNLIMITED = 10_000
"""Columns of what is not read on a terminal: nothing may be folded or cut there."""


def say(facts: Mapping[str, Any]) -> None:
    """Print facts; what is empty is left out. Moments in Shanghai's time."""
    for name, value in facts.items():
        if _is_blank(value):
            continue
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            sys.stdout.write(f"{name}:\n")
            _table(value)
        else:
            sys.stdout.write(f"{name}: {_words(value)}\n")


def _table(lines: Sequence[Mapping[str, Any]]) -> None:
    """Print lines under their names; a name none of them has a value for is left out."""
    from rich.console import Console  # noqa: PLC0415  (costs 50 ms, and few answers have lines)
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    names = dict.fromkeys(
        name for line in lines for name, value in line.items() if not _is_blank(value)
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for line in lines:
        table.add_row(*(Text(_words(line.get(name))) for name in names))
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _UNLIMITED
    Console(file=sys.stdout, width=width, highlight=False).print(table)


def _is_blank(value: object) -> bool:
    if isinstance(value, dict | list):
        return all(map(_is_blank, value.values() if isinstance(value, dict) else value))
    return value in (None, "")


def _words(value: object) -> str:
    match value:
        case _ if _is_blank(value):
            said = "-"
        case bool():
            said = "yes" if value else "no"
        case str() if _MOMENT.fullmatch(value):
            said = f"{datetime.fromisoformat(value).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        case [dict(), *_]:
            said = str(len(value))
        case list():
            said = ", ".join(map(_words, value))
        case dict():
            said = ", ".join(f"{k} {_words(v)}" for k, v in value.items() if not _is_blank(v))
        case _:
            said = str(value)
    return said
