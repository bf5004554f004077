"""`recovery`: what a computer could not send any more, carried to its successor."""

from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.answers import Json, OperatorName, Pin, answer, desk

recoveries = typer.Typer(help="Move what waits to a new computer / 换电脑", no_args_is_help=True)


@recoveries.command("export")
def export(
    out: Annotated[Path, typer.Argument(help="The file to write")], as_json: Json = False
) -> None:
    """Write what the centre has not got yet, signed. Example: desk-app recovery export rest.desk"""
    with desk(may_be_withdrawn=True) as app:
        count = app.recovery.write(out)
    answer({"path": str(out), "operations": count}, as_json=as_json)


@recoveries.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="What export wrote")],
    from_withdrawn: Annotated[
        bool, typer.Option("--from-withdrawn", help="Staff vouch for a desk that was withdrawn")
    ] = False,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Queue what another computer could not send. Example: desk-app recovery import rest.desk"""
    with desk() as app:
        if from_withdrawn:
            app.desk.staff_on_command_line(operator, pin)
        found = app.recovery.read(file, trusts_withdrawn=from_withdrawn)
    answer({"operations": found.operations, "new": found.new}, as_json=as_json)
