"""`export`: attendance, visitors, sheets, certificates, calendars and bookings as files."""

from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.answers import (
    REFUSED,
    Json,
    OperatorName,
    Pin,
    answer,
    cancel_on_ctrl_c,
    desk,
    show_progress,
)
from desk_app.cli.room_exports import ROOM_EXPORTS, RoomExport, make, table_file
from desk_app.cli.usage import WrongUsage
from desk_app.compose import DeskApp
from desk_app.documents.written import check_out, write_out
from desk_app.domain.exports import FORMATS, Export, FileFormat
from desk_app.domain.ids import CourseId
from desk_app.domain.people import Operator


def export(
    what: Annotated[Export, typer.Argument(help="What to take out")],
    out: Annotated[Path, typer.Argument(help="The file to write")],
    course: Annotated[
        str,
        typer.Option("--course", help="Id or name; without: all, of signin all that meet today"),
    ] = "",
    file_format: Annotated[
        FileFormat | None, typer.Option("--format", help="Default: as OUT ends")
    ] = None,
    room: Annotated[str, typer.Option("--room", help="bookings, room-calendar: one room")] = "",
    who: Annotated[str, typer.Option("--for", help="room-calendar: a visitor or company")] = "",
    first: Annotated[
        str | None, typer.Option("--from", help="bookings, day: first date; default today")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", help="bookings, day: last date, included")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Staff: whole names and phone numbers, not masked")
    ] = False,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Write a file; it appears whole or not at all, and who took out what is recorded.

    Examples: desk-app export attendance --course 彩妆基础 kaoqin.xlsx;
    desk-app export signin tonight.pdf; desk-app export calendar --course 彩妆基础 lessons.ics;
    desk-app export bookings --from 2026-11-01 --to 2026-11-30 bookings.xlsx;
    desk-app export room-calendar --room 多功能厅 room.ics; desk-app export day today.pdf
    """
    wanted = _format_of(what, file_format, out)
    if what is Export.CERTIFICATES and not course:
        raise WrongUsage(
            zh="certificates 是一门课的：请加 --course 课程名。",
            en="certificates are of one course: add --course NAME.",
        )
    check_out(out)
    with desk() as app:
        by = app.desk.staff_on_command_line(operator, pin) if operator else None
        if what in ROOM_EXPORTS:
            asked = RoomExport(room=room, who=who, first=first, last=last, full=full, by=by)
            made: tuple[bytes, int] | None = make(app, what, wanted, asked)
        else:
            course_id = app.courses.resolve(course) if course else None
            made = _make(app, what, wanted, course_id, by, full=full)
    if made is None:
        answer({"outcome": "cancelled"}, as_json=as_json, status=REFUSED)
        return
    content, count = made
    write_out(out, content)
    facts = {"exported": what.value, "format": wanted.value, "rows": count, "out": str(out)}
    answer(facts, as_json=as_json)


def _make(
    app: DeskApp,
    what: Export,
    wanted: FileFormat,
    course_id: CourseId | None,
    by: Operator | None,
    *,
    full: bool,
) -> tuple[bytes, int] | None:
    """Return the file's content and how many rows it has; None if cancelled."""
    if what is Export.VISITORS:
        while app.visitors.index_new():
            pass
        table = app.exports.visitors(course_id, full=full, by=by)
        return table_file(table, wanted), len(table.rows)
    if what is Export.SIGN_IN:
        return _sign_in(app, course_id, by)
    if what is Export.CALENDAR:
        from desk_app.documents.calendar_files import lessons_ics  # noqa: PLC0415

        name, lessons = app.exports.calendar(course_id, by)
        return lessons_ics(lessons, name, app.clock()), len(lessons)
    if course_id is None:
        return _attendance_of_all(app, wanted, by)
    if what is Export.ATTENDANCE:
        table = app.exports.attendance(course_id, by)
        return table_file(table, wanted), len(table.rows)
    from desk_app.documents.certificates import certificates_pdf  # noqa: PLC0415

    awards = app.exports.certificates(course_id, by)
    return certificates_pdf(awards), len(awards)


def _attendance_of_all(
    app: DeskApp, wanted: FileFormat, by: Operator | None
) -> tuple[bytes, int] | None:
    with cancel_on_ctrl_c() as is_cancelled:
        table = app.exports.attendance_of_all(
            by, on_progress=show_progress, is_cancelled=is_cancelled
        )
    return None if table is None else (table_file(table, wanted), len(table.rows))


def _sign_in(
    app: DeskApp, course_id: CourseId | None, by: Operator | None
) -> tuple[bytes, int] | None:
    from desk_app.documents.sign_in_sheets import sign_in_pdf  # noqa: PLC0415

    with cancel_on_ctrl_c() as is_cancelled:
        sheets = app.exports.sign_in(
            course_id, by, on_progress=show_progress, is_cancelled=is_cancelled
        )
    if sheets is None:
        return None
    return sign_in_pdf(sheets), sum(len(sheet.lines) for sheet in sheets)


def _format_of(what: Export, chosen: FileFormat | None, out: Path) -> FileFormat:
    """Return the format; what it would be and how the file ends must agree."""
    allowed = ", ".join(f.value for f in FORMATS[what])
    ending = out.suffix.lower().removeprefix(".")
    known = FileFormat(ending) if ending in set(FileFormat) else None
    wanted = chosen or known
    if wanted is None:
        raise WrongUsage(
            zh=f"没有说什么格式：请加 --format，可以是：{allowed}",
            en=f"Which format? Add --format, one of: {allowed}",
        )
    if wanted not in FORMATS[what]:
        raise WrongUsage(
            zh=f"{what.value} 不能导出成 {wanted.value}；可以是：{allowed}",
            en=f"No {what.value} as {wanted.value}; there is: {allowed}",
        )
    if known not in (None, wanted):
        raise WrongUsage(
            zh=f"{out.name} 里面不会是 .{ending}：文件名请以 .{wanted.value} 结尾",
            en=f"{out.name} would be no .{ending} file: end it .{wanted.value}",
        )
    return wanted
