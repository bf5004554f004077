"""`recovery`: what a computer could not send any more, carried to its successor."""

from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.answers import Json, answer, desk

recoveries = typer.Typer(help="Move what waits to a new computer / 换电脑", no_args_is_help=True)


@recoveries.command("export")
def export(
    out: Annotated[Path, typer.Argument(help="The file to write")], as_json: Json = False
) -> None:
    """Write what the centre has not got yet, signed. Example: desk-app recovery export rest.desk"""
    with desk() as app:
        count = app.recovery.write(out)
    answer({"path": str(out), "operations": count}, as_json=as_json)


@recoveries.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="What export wrote")], as_json: Json = False
) -> None:
    """Queue what another computer could not send. Example: desk-app recovery import rest.desk"""
    with desk() as app:
        found = app.recovery.read(file)
    answer({"operations": found.operations, "new": found.new}, as_json=as_json)
