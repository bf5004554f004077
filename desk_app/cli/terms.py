"""`term` and `calendar`."""

from typing import Annotated

import typer

from desk_app.cli.answers import Json, answer, desk
from desk_app.cli.arguments import day as day_of
from desk_app.domain.clock import local_day
from desk_app.domain.holidays import DayKind

terms = typer.Typer(help="Terms / 学期", no_args_is_help=True)
calendar = typer.Typer(help="Holidays and make-up workdays / 节假日与调休", no_args_is_help=True)


@terms.command("add")
def add_term(
    name: Annotated[str, typer.Argument(help="学期名")],
    first: Annotated[str, typer.Argument(help="First day, ISO 8601")],
    last: Annotated[str, typer.Argument(help="Last day, ISO 8601")],
    as_json: Json = False,
) -> None:
    """Add a term. Example: desk-app term add "2027 春季班" 2027-03-01 2027-06-30"""
    with desk() as app:
        term_id = app.terms.add(name, day_of(first), day_of(last))
    answer({"id": str(term_id)}, as_json=as_json)


@terms.command("list")
def list_terms(as_json: Json = False) -> None:
    """List terms, the latest first. Example: desk-app term list"""
    with desk() as app:
        found = [
            {
                "id": str(t.term_id),
                "name": t.name,
                "first_day": t.first_day.isoformat(),
                "last_day": t.last_day.isoformat(),
            }
            for t in app.terms.all()
        ]
    answer({"terms": found}, as_json=as_json)


@calendar.command("set")
def set_day(
    day: Annotated[str, typer.Argument(help="ISO 8601")],
    kind: Annotated[DayKind, typer.Argument(help="What the day is")],
    name: Annotated[str, typer.Option(help="Of the holiday")] = "",
    as_json: Json = False,
) -> None:
    """Say what a day is. Example: desk-app calendar set 2028-10-01 holiday --name 国庆节"""
    with desk() as app:
        app.terms.set_day(day_of(day), kind, name)
    answer({"day": day, "kind": kind.value, "name": name}, as_json=as_json)


@calendar.command("list")
def list_days(
    year: Annotated[int | None, typer.Argument(help="Default: this year")] = None,
    as_json: Json = False,
) -> None:
    """List the days of a year that differ. Example: desk-app calendar list 2026"""
    with desk() as app:
        found = app.terms.days(year or local_day(app.clock()).year)
    answer(
        {"days": [{"day": d.day.isoformat(), "kind": d.kind.value, "name": d.name} for d in found]},
        as_json=as_json,
    )
