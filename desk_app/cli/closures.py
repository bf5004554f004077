"""`closure`."""

from datetime import date, timedelta
from typing import Annotated

import typer

from desk_app.cli.answers import Json, answer, desk
from desk_app.cli.arguments import end_moment, moment, row_id
from desk_app.domain.clock import iso_local
from desk_app.domain.ids import ClosureId
from desk_app.services.rooms import NewClosure

closures = typer.Typer(help="Closures and blackouts / 闭馆与停用", no_args_is_help=True)


@closures.command("add")
def add_closure(
    start: Annotated[str, typer.Argument(help="ISO 8601")],
    end: Annotated[str, typer.Argument(help="ISO 8601, or HH:MM; a date alone is included")],
    room: Annotated[str | None, typer.Option(help="One room; else the whole station")] = None,
    reason: Annotated[str, typer.Option(help="Why, for people to read")] = "",
    as_json: Json = False,
) -> None:
    """Close the station or one room. Example: desk-app closure add 2026-11-30 2026-12-01"""
    add_closure_to(room, start, end, reason, as_json=as_json)


@closures.command("list")
def list_closures(as_json: Json = False) -> None:
    """List the closures of the coming year. Example: desk-app closure list"""
    with desk() as app:
        names = {room.room_id: room.name for room in app.rooms.all()}
        found = [
            {
                "id": str(c.closure_id),
                "starts_at": iso_local(c.starts_at),
                "ends_at": iso_local(c.ends_at),
                "room": names.get(c.room_id) if c.room_id else None,
                "reason": c.reason,
            }
            for c in app.rooms.closures()
        ]
    answer({"closures": found}, as_json=as_json)


@closures.command("lift")
def lift_closure(closure: Annotated[str, typer.Argument(help="Id")], as_json: Json = False) -> None:
    """Take a closure back. Example: desk-app closure lift 0198…"""
    with desk() as app:
        app.rooms.lift(ClosureId(row_id(closure)))
    answer({"lifted": closure}, as_json=as_json)


def add_closure_to(room: str | None, start: str, end: str, reason: str, *, as_json: bool) -> None:
    """Close a room or the station and print the id."""
    starts_at = moment(start)
    ends_at = end_moment(end, starts_at)
    if _is_date(end):
        ends_at += timedelta(days=1)
    with desk() as app:
        room_id = app.rooms.resolve(room) if room else None
        new = NewClosure(starts_at=starts_at, ends_at=ends_at, room_id=room_id, reason=reason)
        closure_id = app.rooms.close(new)
    answer({"id": str(closure_id)}, as_json=as_json)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
