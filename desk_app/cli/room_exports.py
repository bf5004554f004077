"""What of rooms `export` writes: bookings, calendars, plans of the day."""

from dataclasses import dataclass

from desk_app.cli.room_facts import period
from desk_app.cli.usage import WrongUsage
from desk_app.compose import DeskApp
from desk_app.domain.exports import Export, FileFormat, Table
from desk_app.domain.people import Operator

ROOM_EXPORTS = frozenset({Export.BOOKINGS, Export.ROOM_CALENDAR, Export.DAY})
_WEEK = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomExport:
    """What was asked for, as it was typed; ``by`` is who signed in."""

    room: str
    who: str
    first: str | None
    last: str | None
    full: bool
    by: Operator | None


def make(app: DeskApp, what: Export, wanted: FileFormat, asked: RoomExport) -> tuple[bytes, int]:
    """Return the file's content and how many rows, events or pages of days it has."""
    room_id = app.rooms.resolve(asked.room) if asked.room else None
    papers = app.room_papers
    if wanted is FileFormat.ICS:
        from desk_app.documents.calendar_files import bookings_ics  # noqa: PLC0415

        if what is Export.ROOM_CALENDAR and not asked.room and not asked.who:
            raise WrongUsage(
                zh="日历要么是一间场地的，要么是一位预约者的：请加 --room 场地 或 --for 名字。",
                en="A calendar is of a room or of a booker: add --room NAME or --for NAME.",
            )
        who = app.bookings.who(asked.who) if asked.who else None
        calendar = papers.calendar(room_id, who, asked.by)
        return bookings_ics(calendar, app.clock()), len(calendar.events)
    if what is Export.BOOKINGS or wanted is not FileFormat.PDF:
        ahead = _WEEK if what is Export.BOOKINGS else 0
        first, last = period(app, asked.first, asked.last, ahead=ahead)
        table = papers.bookings(first, last, room_id, full=asked.full, by=asked.by)
        return table_file(table, wanted), len(table.rows)
    from desk_app.documents.day_plans import day_plans_pdf  # noqa: PLC0415

    first, last = period(app, asked.first, asked.last or asked.first)
    plans = papers.plans(first, last, names=asked.full, by=asked.by)
    return day_plans_pdf(plans), len(plans)


def table_file(table: Table, wanted: FileFormat) -> bytes:
    """Write a table in the format asked for."""
    from desk_app.documents.table_files import (  # noqa: PLC0415
        table_csv,
        table_pdf,
        table_xlsx,
    )

    if wanted is FileFormat.XLSX:
        return table_xlsx(table)
    return table_csv(table) if wanted is FileFormat.CSV else table_pdf(table)
