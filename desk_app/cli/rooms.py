"""`room`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from desk_app.cli.answers import Json, answer, desk
from desk_app.cli.arguments import RoomArg, equipment_of, moment
from desk_app.cli.closures import add_closure_to
from desk_app.cli.usage import WrongUsage
from desk_app.compose import DeskApp
from desk_app.domain.clock import iso_local
from desk_app.domain.rooms import (
    Bookers,
    GapMode,
    Room,
    RoomUse,
    parse_hours,
    write_hours,
)

rooms = typer.Typer(help="Rooms / 场地", no_args_is_help=True)

_Capacity = Annotated[int | None, typer.Option(help="People it holds; 0: no limit")]
_Open = Annotated[
    list[str] | None,
    typer.Option("--open", help='"09:00-21:00", "mo-fr 09:00-24:00"; none: always'),
]
_Setup = Annotated[int | None, typer.Option(help="Minutes to set up before a booking")]
_Cleanup = Annotated[int | None, typer.Option(help="Minutes to clean up after a booking")]
_Gap = Annotated[GapMode | None, typer.Option(help="One gap for both, or both in turn")]
_AtOnce = Annotated[int | None, typer.Option(help="Bookings that may run at once")]
_ByHeadcount = Annotated[
    bool | None, typer.Option("--by-headcount/--whole", help="Shared until capacity is reached")
]
_Equipment = Annotated[
    list[str] | None, typer.Option(help="NAME[:COUNT] of the station's stock, usable in any room")
]
_Fixture = Annotated[list[str] | None, typer.Option(help="NAME[:COUNT] built into this room")]
_PartOf = Annotated[str | None, typer.Option(help="The room it is a part of")]
_Use = Annotated[RoomUse | None, typer.Option(help="Walk-in, reservation or both")]
_For = Annotated[Bookers | None, typer.Option("--bookers", help="Who may book it")]
_Approval = Annotated[bool | None, typer.Option("--approval/--no-approval", help="Staff confirm")]
_Holidays = Annotated[
    bool | None, typer.Option("--holidays/--no-holidays", help="Open on statutory holidays")
]
_Minutes = Annotated[int | None, typer.Option(help="Longest booking in minutes; 0: no limit")]
_Ahead = Annotated[int | None, typer.Option(help="Days one may book ahead; 0: no limit")]
_Week = Annotated[int | None, typer.Option(help="Minutes per booker and week from Monday")]
_Month = Annotated[int | None, typer.Option(help="Minutes per booker and month")]
_OpenQuota = Annotated[int | None, typer.Option(help="Bookings per booker that are not over")]
_Early = Annotated[int | None, typer.Option(help="Minutes before the start to check in")]
_Release = Annotated[int | None, typer.Option(help="Minutes a booking waits; 0: to its end")]
_Rules = Annotated[str | None, typer.Option(help="What people should know")]
_Photo = Annotated[
    str | None, typer.Option(help="A picture file, which is kept here; else a word for one")
]


def _settings(app: DeskApp, given: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that were given, as a Room holds them."""
    found = {name: value for name, value in given.items() if value is not None}
    if "hours" in found:
        try:
            found["hours"] = parse_hours(found["hours"])
        except ValueError as error:
            raise WrongUsage(
                zh='--open 看不懂。写成 "09:00-21:00" 或 "mo-fr 09:00-21:00"',
                en='--open cannot be read: write "09:00-21:00" or "mo-fr 09:00-21:00"',
            ) from error
    for name in ("equipment", "fixtures"):
        if name in found:
            found[name] = equipment_of(found[name])
    if "part_of" in found:
        found["part_of"] = app.rooms.resolve(found["part_of"])
    if Path(found.get("photo", "")).is_file():
        from desk_app.documents.room_pictures import room_picture  # noqa: PLC0415

        found["photo"] = app.room_pictures.keep(room_picture(Path(found["photo"])))
    return found


@rooms.command("add")
def add_room(
    name: Annotated[str, typer.Argument(help="场地名")],
    capacity: _Capacity = None,
    open_: _Open = None,
    setup: _Setup = None,
    cleanup: _Cleanup = None,
    gap: _Gap = None,
    at_once: _AtOnce = None,
    by_headcount: _ByHeadcount = None,
    equipment: _Equipment = None,
    fixture: _Fixture = None,
    part_of: _PartOf = None,
    use: _Use = None,
    bookers: _For = None,
    approval: _Approval = None,
    holidays: _Holidays = None,
    max_minutes: _Minutes = None,
    ahead_days: _Ahead = None,
    week_quota: _Week = None,
    month_quota: _Month = None,
    open_quota: _OpenQuota = None,
    early: _Early = None,
    release: _Release = None,
    rules: _Rules = None,
    photo: _Photo = None,
    as_json: Json = False,
) -> None:
    """Add a room.

    Example: desk-app room add 多功能厅 --capacity 60 --open 09:00-21:00 --cleanup 15
    """
    given = {
        "capacity": capacity,
        "hours": open_,
        "setup_min": setup,
        "cleanup_min": cleanup,
        "gap_mode": gap,
        "at_once": at_once,
        "by_headcount": by_headcount,
        "equipment": equipment,
        "fixtures": fixture,
        "part_of": part_of,
        "use": use,
        "bookers": bookers,
        "needs_approval": approval,
        "opens_on_holidays": holidays,
        "max_min": max_minutes,
        "ahead_days": ahead_days,
        "week_quota_min": week_quota,
        "month_quota_min": month_quota,
        "open_quota": open_quota,
        "early_min": early,
        "release_min": release,
        "rules": rules,
        "photo": photo,
    }
    with desk() as app:
        room_id = app.rooms.add(name, **_settings(app, given))
    answer({"id": str(room_id), "room": name}, as_json=as_json)


@rooms.command("change")
def change_room(
    room: RoomArg,
    name: Annotated[str | None, typer.Option(help="场地名")] = None,
    capacity: _Capacity = None,
    open_: _Open = None,
    setup: _Setup = None,
    cleanup: _Cleanup = None,
    gap: _Gap = None,
    at_once: _AtOnce = None,
    by_headcount: _ByHeadcount = None,
    equipment: _Equipment = None,
    fixture: _Fixture = None,
    part_of: _PartOf = None,
    use: _Use = None,
    bookers: _For = None,
    approval: _Approval = None,
    holidays: _Holidays = None,
    max_minutes: _Minutes = None,
    ahead_days: _Ahead = None,
    week_quota: _Week = None,
    month_quota: _Month = None,
    open_quota: _OpenQuota = None,
    early: _Early = None,
    release: _Release = None,
    rules: _Rules = None,
    photo: _Photo = None,
    retired: Annotated[
        bool | None, typer.Option("--retired/--in-use", help="No longer booked")
    ] = None,
    as_json: Json = False,
) -> None:
    """Change settings of a room; what is booked stays.

    Example: desk-app room change 多功能厅 --cleanup 20
    """
    given = {
        "name": name,
        "is_retired": retired,
        "capacity": capacity,
        "hours": open_,
        "setup_min": setup,
        "cleanup_min": cleanup,
        "gap_mode": gap,
        "at_once": at_once,
        "by_headcount": by_headcount,
        "equipment": equipment,
        "fixtures": fixture,
        "part_of": part_of,
        "use": use,
        "bookers": bookers,
        "needs_approval": approval,
        "opens_on_holidays": holidays,
        "max_min": max_minutes,
        "ahead_days": ahead_days,
        "week_quota_min": week_quota,
        "month_quota_min": month_quota,
        "open_quota": open_quota,
        "early_min": early,
        "release_min": release,
        "rules": rules,
        "photo": photo,
    }
    with desk() as app:
        room_id = app.rooms.resolve(room)
        app.rooms.change(room_id, **_settings(app, given))
    answer({"id": str(room_id)}, as_json=as_json)


@rooms.command("list")
def list_rooms(as_json: Json = False) -> None:
    """List rooms with their settings. Example: desk-app room list --json"""
    with desk() as app:
        found = [_room_facts(room) for room in app.rooms.all()]
    answer({"rooms": found}, as_json=as_json)


@rooms.command("board")
def board(
    at: Annotated[str | None, typer.Option(help="When, ISO 8601; default now")] = None,
    as_json: Json = False,
) -> None:
    """Say which rooms are free now and until when. Example: desk-app room board"""
    with desk() as app:
        lines = app.bookings.board(moment(at) if at else None)
    found = [
        {
            "id": str(line.room.room_id),
            "room": line.room.name,
            "free_until": iso_local(line.free_until) if line.free_until else None,
        }
        for line in lines
    ]
    answer({"rooms": found}, as_json=as_json)


@rooms.command("close")
def close_room(
    room: RoomArg,
    start: Annotated[str, typer.Argument(help="ISO 8601")],
    end: Annotated[str, typer.Argument(help="ISO 8601, or HH:MM; a date alone is included")],
    reason: Annotated[str, typer.Option(help="Why, for people to read")] = "",
    as_json: Json = False,
) -> None:
    """Close one room for a time.

    Example: desk-app room close 多功能厅 2026-11-24T13:00 2026-11-24T14:00
    """
    add_closure_to(room, start, end, reason, as_json=as_json)


def _room_facts(room: Room) -> dict[str, Any]:
    return {
        "id": str(room.room_id),
        "name": room.name,
        "capacity": room.capacity,
        "open": write_hours(room.hours),
        "setup": room.setup_min,
        "cleanup": room.cleanup_min,
        "gap": room.gap_mode.value,
        "at_once": room.at_once,
        "by_headcount": room.by_headcount,
        "equipment": dict(room.equipment),
        "fixtures": dict(room.fixtures),
        "part_of": str(room.part_of) if room.part_of else None,
        "use": room.use.value,
        "bookers": room.bookers.value,
        "approval": room.needs_approval,
        "holidays": room.opens_on_holidays,
        "max_minutes": room.max_min,
        "ahead_days": room.ahead_days,
        "week_quota": room.week_quota_min,
        "month_quota": room.month_quota_min,
        "open_quota": room.open_quota,
        "early": room.early_min,
        "release": room.release_min,
        "rules": room.rules,
        "photo": room.photo,
        "station": room.station or None,
    }
