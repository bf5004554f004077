"""How the command line answers: one JSON object (or one a line), or plain lines for people."""

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from desk_app.cli.plain import say
from desk_app.compose import DeskApp, open_desk
from desk_app.domain.errors import KnownError
from desk_app.domain.link import withdrawn

DONE, REFUSED, USAGE, BROKEN = 0, 1, 2, 3

_BROKEN_CODES = frozenset(
    {
        "database_damaged",
        "database_newer",
        "database_busy",
        "disk_full",
        "disk_error",
        "data_dir_not_writable",
        "settings_unknown_key",
        "settings_bad_value",
        "settings_unreadable",
        "unexpected",
    }
)

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON / 以 JSON 回答")]
OperatorName = Annotated[
    str, typer.Option("--operator", help="Who acts; staff actions need staff / 操作人")
]
Pin = Annotated[
    str,
    typer.Option("--pin", envvar="DESK_PIN", help="Staff PIN / 工作人员 PIN", show_default=False),
]


@dataclass(slots=True)
class Place:
    """Where the data is: what stood before the command."""

    data: Path | None = None


PLACE = Place()


@contextmanager
def desk(*, may_be_withdrawn: bool = False) -> Iterator[DeskApp]:
    """Open the data directory for one command.

    Raises:
        KnownError: It cannot be opened, or the centre withdrew this desk.
    """
    from desk_app.runtime.paths import data_dir  # noqa: PLC0415

    app = open_desk(data_dir(PLACE.data))
    try:
        if not may_be_withdrawn and app.desk.is_withdrawn():
            raise withdrawn()
        yield app
    finally:
        app.close()


def answer(
    facts: Mapping[str, Any],
    *,
    as_json: bool,
    status: int = DONE,
    because: Callable[[], Iterable[str]] | None = None,
) -> None:
    """Print one answer and leave with its status where that is not 0.

    ``because`` tells people why something was refused and what to do next, in both languages.
    """
    if as_json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    else:
        say(facts)
        if because is not None:
            sys.stderr.write("".join(f"{line}\n" for line in because()))
    sys.stdout.flush()
    if status != DONE:
        raise typer.Exit(status)


def report(error: KnownError, *, as_json: bool) -> int:
    """Print what went wrong in both languages; answers the exit status."""
    if as_json:
        facts = {"error": error.code, "zh": error.zh, "en": error.en}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    sys.stderr.write(f"{error.zh}\n{error.en}\n")
    return BROKEN if error.code in _BROKEN_CODES else REFUSED


@contextmanager
def cancel_on_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C end long work after the piece in hand, not in the midst of it."""
    asked = threading.Event()
    before = signal.signal(signal.SIGINT, lambda _signal, _frame: asked.set())
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def show_progress(done: int, total: int) -> None:
    """Say how far long work is, where a person watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} / {total}" + ("\n" if done == total else ""))
        sys.stderr.flush()
