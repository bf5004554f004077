"""`import`: sheets in."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, answer, cancel_on_ctrl_c, desk, show_progress
from desk_app.compose import DeskApp
from desk_app.domain.rosters import Cell
from desk_app.services.import_plan import ImportPlan, Verdict
from desk_app.services.import_runs import Imported


class Kind(StrEnum):
    """What a sheet lists."""

    VISITORS = "visitors"
    ROSTER = "roster"
    COURSES = "courses"
    COMPANIES = "companies"


def import_sheet(
    kind: Annotated[Kind, typer.Argument(help="What the sheet lists")],
    file: Annotated[Path, typer.Argument(help=".xlsx, .xls, .ods or .csv")],
    course: Annotated[str, typer.Option(help="The roster's course; else its column 课程名称")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen")] = False,
    waitlist: Annotated[bool, typer.Option("--waitlist", help="Queue when full")] = False,
    errors_to: Annotated[
        Path | None, typer.Option(help="Write the same file with a column of reasons")
    ] = None,
    as_json: Json = False,
) -> None:
    """Bring in a sheet; rows that cannot be used are named and left out.

    Ctrl-C takes back what was written so far.

    Example: desk-app import roster 名册.xlsx --course 彩妆基础 --dry-run
    """
    from desk_app.documents.sheets import read_sheet, write_reasons  # noqa: PLC0415

    sheet = read_sheet(file)
    with desk() as app:
        plan = _plan(app, kind, sheet.rows, course, waitlist=waitlist)
        if errors_to is not None:
            reasons = {row.number: row.reason for row in plan.errors}
            write_reasons(file, sheet, reasons, errors_to)
        done = Imported(stored=0)
        if not dry_run:
            with cancel_on_ctrl_c() as is_cancelled:
                done = app.imports.apply(plan, on_progress=show_progress, is_cancelled=is_cancelled)
    todo = plan.count(Verdict.NEW) + plan.count(Verdict.CHANGED)
    left = 0 if dry_run else todo - done.stored
    is_used = not done.is_cancelled and bool(plan.rows) and len(plan.errors) < len(plan.rows)
    answer(
        {**_facts(plan), "stored": done.stored, "left": left, "cancelled": done.is_cancelled},
        as_json=as_json,
        status=DONE if is_used else REFUSED,
    )


def _plan(
    app: DeskApp, kind: Kind, rows: Sequence[Sequence[Cell]], course: str, *, waitlist: bool
) -> ImportPlan:
    if kind is Kind.VISITORS:
        return app.imports.plan_visitors(rows)
    if kind is Kind.COURSES:
        return app.imports.plan_courses(rows)
    if kind is Kind.COMPANIES:
        return app.imports.plan_companies(rows)
    course_id = app.courses.resolve(course) if course else None
    return app.imports.plan_roster(rows, course_id, waitlist=waitlist)


def _facts(plan: ImportPlan) -> dict[str, object]:
    return {
        "rows": len(plan.rows),
        "new": plan.count(Verdict.NEW),
        "changed": plan.count(Verdict.CHANGED),
        "same": plan.count(Verdict.SAME),
        "errors": [
            {"row": row.number, "column": row.column, "why": row.reason} for row in plan.errors
        ],
        "columns": {column.value: name for column, name in plan.layout.names.items()},
    }
