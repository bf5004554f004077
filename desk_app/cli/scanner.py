"""`scanner`: how the handheld scanner of this PC is read."""

from dataclasses import asdict
from typing import Annotated

import typer

from desk_app.cli.answers import PLACE, Json, answer
from desk_app.cli.maintenance import WINDOW_LOCK
from desk_app.runtime.locks import FileLock
from desk_app.runtime.paths import data_dir
from desk_app.runtime.settings import ScannerSettings, load, save

scanners = typer.Typer(
    help="The handheld scanner: its settings and serial ports.", no_args_is_help=True
)
_WORDS = {"true": True, "false": False}


@scanners.command("show")
def show(as_json: Json = False) -> None:
    """Print how the scanner is read. Example: desk-app scanner show"""
    answer(asdict(load(data_dir(PLACE.data)).scanner), as_json=as_json)


@scanners.command("set")
def set_value(
    name: Annotated[str, typer.Argument(help="For example prefix, suffix, key_gap_ms, port")],
    value: Annotated[str, typer.Argument(help="The new value")],
    as_json: Json = False,
) -> None:
    """Change one setting while no window is open. Example: desk-app scanner set suffix tab"""
    folder = data_dir(PLACE.data)
    with FileLock(folder / WINDOW_LOCK):
        changed = load(folder).with_value(f"scanner.{name}", _typed(name, value))
        save(changed, folder)
    answer(asdict(changed.scanner), as_json=as_json)


@scanners.command("ports")
def ports(as_json: Json = False) -> None:
    """List the serial ports, one a line, those on USB first. Example: desk-app scanner ports"""
    from desk_app.scan.serial_port import list_ports  # noqa: PLC0415

    for found in list_ports():
        answer(asdict(found), as_json=as_json)


def _typed(name: str, value: str) -> object:
    """Read a value as the setting's own type; what cannot be read is refused by the setting."""
    example = getattr(ScannerSettings(), name, "")
    if isinstance(example, bool):
        return _WORDS.get(value.lower(), value)
    if isinstance(example, int | float):
        try:
            return type(example)(value)
        except ValueError:
            return value
    return value
