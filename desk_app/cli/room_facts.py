"""`room now|sign|quota|use`: what is on, what stands on the door, what is left, what is used."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from desk_app.cli.answers import Json, answer, desk
from desk_app.cli.arguments import RoomArg, moment
from desk_app.cli.arguments import day as day_of
from desk_app.cli.usage import WrongUsage
from desk_app.compose import DeskApp
from desk_app.documents.written import check_out, write_out
from desk_app.domain.clock import iso_local, local_day
from desk_app.domain.exports import FileFormat
from desk_app.domain.ids import RoomId
from desk_app.domain.room_signs import room_of_sign
from desk_app.domain.room_use_rates import RoomUseRates
from desk_app.services.room_facts import InRoom, QuotaLine

facts = typer.Typer(help="Rooms at a moment")

_At = Annotated[str | None, typer.Option(help="When, ISO 8601; default now")]
_PNG = "png"


@facts.command("now")
def now(
    room: Annotated[str, typer.Argument(help="Id, name, or the text of its door sign's code")],
    at: _At = None,
    as_json: Json = False,
) -> None:
    """Say what is on in a room, until when, and what comes next; people's names are masked.

    Example: desk-app room now 多功能厅 --json
    """
    with desk() as app:
        found = app.room_facts.now(_room(app, room), moment(at) if at else None)
    answer(
        {
            "id": str(found.room.room_id),
            "room": found.room.name,
            "at": iso_local(found.at),
            "now": [_in_room(one) for one in found.now],
            "next": _in_room(found.next) if found.next else None,
            "free_until": iso_local(found.free_until) if found.free_until else None,
        },
        as_json=as_json,
    )


@facts.command("sign")
def sign(
    room: RoomArg,
    out: Annotated[Path, typer.Argument(help="The PDF to write")],
    as_json: Json = False,
) -> None:
    """Write the sign for a room's door; its code, held up at the desk, says what is on now.

    Example: desk-app room sign 多功能厅 sign.pdf
    """
    from desk_app.documents.door_signs import door_sign_pdf  # noqa: PLC0415

    _ends_as(out, FileFormat.PDF.value)
    check_out(out)
    with desk() as app:
        found = app.room_papers.sign(app.rooms.resolve(room))
    write_out(out, door_sign_pdf(found))
    answer({"room": found.room, "code": found.code, "out": str(out)}, as_json=as_json)


@facts.command("quota")
def quota(
    company: Annotated[str, typer.Option("--company", help="A company, or a visitor")],
    room: Annotated[str | None, typer.Option(help="One room only")] = None,
    at: _At = None,
    as_json: Json = False,
) -> None:
    """Say what a company has used and has left, this week from Monday and this month.

    Example: desk-app room quota --company 云帆科技 --json
    """
    with desk() as app:
        only = app.rooms.resolve(room) if room else None
        who = app.bookings.who(company)
        found = app.room_facts.quota(who, moment(at) if at else None)
    answer(
        {
            "company": who.company or company,
            "week_from": found.week_from.isoformat(),
            "month_from": found.month_from.isoformat(),
            "rooms": [_quota(line) for line in found.lines if only in (None, line.room.room_id)],
        },
        as_json=as_json,
    )


@facts.command("use")
def use(
    out: Annotated[
        Path | None, typer.Argument(help="A picture to write: .png or .pdf; none: figures alone")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day; default 28 ago")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day, included")] = None,
    as_json: Json = False,
) -> None:
    """Say how much each room is used by hour of the day, as figures and as a picture.

    Example: desk-app room use heat.png --from 2026-11-01 --to 2026-11-30 --json
    """
    ending = _ends_as(out, _PNG, FileFormat.PDF.value) if out is not None else ""
    if out is not None:
        check_out(out)
    with desk() as app:
        start, end = period(app, first, last, back=27)
        found = app.room_facts.heat_map(start, end)
    if out is not None:
        from desk_app.documents.heat_maps import heat_map_pdf, heat_map_png  # noqa: PLC0415

        write_out(out, heat_map_png(found) if ending == _PNG else heat_map_pdf(found))
    answer(
        {
            "from": start.isoformat(),
            "to": end.isoformat(),
            "rooms": [_rates(line) for line in found.rooms],
            "out": str(out) if out is not None else None,
        },
        as_json=as_json,
    )


def period(
    app: DeskApp, first: str | None, last: str | None, *, back: int = 0, ahead: int = 0
) -> tuple[date, date]:
    """Read ``--from`` and ``--to``; what is left out lies so many days from today or the other."""
    today = local_day(app.clock())
    end = day_of(last) if last else None
    start = day_of(first) if first else (end or today) - timedelta(days=back)
    return start, end or max(start, today) + timedelta(days=ahead)


def _room(app: DeskApp, text: str) -> RoomId:
    return room_of_sign(text) or app.rooms.resolve(text)


def _ends_as(out: Path, *endings: str) -> str:
    ending = out.suffix.lower().removeprefix(".")
    if ending not in endings:
        allowed = " / ".join(f".{one}" for one in endings)
        raise WrongUsage(
            zh=f"{out.name}：文件名请以 {allowed} 结尾", en=f"{out.name}: end it {allowed}"
        )
    return ending


def _in_room(one: InRoom) -> dict[str, Any]:
    return {
        "booking": str(one.booking.booking_id),
        "for": one.label,
        "purpose": one.booking.purpose,
        "starts_at": iso_local(one.booking.starts_at),
        "ends_at": iso_local(one.ends_at),
        "status": one.booking.status.value,
        "checked_in": one.booking.checked_in_at is not None,
    }


def _quota(line: QuotaLine) -> dict[str, Any]:
    return {
        "room": line.room.name,
        "week": _limit(line.week_used_min, line.week_limit_min, line.week_left_min),
        "month": _limit(line.month_used_min, line.month_limit_min, line.month_left_min),
        "open": {
            "bookings": line.open_bookings,
            "limit": line.open_limit,
            "left": line.open_left,
        },
    }


def _limit(used: int, limit: int | None, left: int | None) -> dict[str, int | None]:
    return {"used_min": used, "limit_min": limit, "left_min": left}


def _rates(line: RoomUseRates) -> dict[str, Any]:
    return {
        "room": line.room,
        "used_min": line.used_min,
        "open_min": line.open_min,
        "hours": [
            {
                "hour": hour.hour,
                "used_min": hour.used_min,
                "open_min": hour.open_min,
                "percent": hour.percent,
            }
            for hour in line.hours
            if hour.open_min or hour.used_min
        ],
    }
