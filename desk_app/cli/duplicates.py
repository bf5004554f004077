"""`visitor merge`, `visitor unmerge` and `visitor erase`."""

from typing import Annotated

import typer

from desk_app.cli.answers import Json, answer, desk
from desk_app.services.merging import MergeReport


def merge(
    kept: Annotated[str, typer.Argument(help="Who stays: id, or a name that only one has")],
    merged: Annotated[str, typer.Argument(help="Who is hidden: id, or name")],
    as_json: Json = False,
) -> None:
    """Make two entries one: passes, places and check-ins go to the first.

    Example: desk-app visitor merge 顾晚晴 0198…
    """
    with desk() as app:
        report = app.merging.merge(app.visitors.resolve(kept), app.visitors.resolve(merged))
    answer(_facts(report), as_json=as_json)


def unmerge(
    merged: Annotated[str, typer.Argument(help="Who was hidden: id, or name")],
    as_json: Json = False,
) -> None:
    """Take a merge back. Example: desk-app visitor unmerge 0198…"""
    with desk() as app:
        report = app.merging.unmerge(app.merging.resolve(merged))
    answer(_facts(report), as_json=as_json)


def erase(
    visitor: Annotated[str, typer.Argument(help="Id, or a name that only one has")],
    as_json: Json = False,
) -> None:
    """Erase somebody's personal data everywhere, for good. Example: desk-app visitor erase 0198…"""
    with desk() as app:
        found = app.visitors.resolve(visitor)
        passes = app.erasure.erase(found)
    answer({"erased": str(found), "passes": passes}, as_json=as_json)


def _facts(report: MergeReport) -> dict[str, object]:
    return {"kept": str(report.kept), "merged": str(report.merged), "rows": report.rows}
