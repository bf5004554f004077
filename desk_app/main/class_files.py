"""What the classes page writes to files: gathered first, drawn afterwards on another thread."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from desk_app.compose import DeskApp
from desk_app.documents.written import check_out, write_out
from desk_app.domain.courses import ClassSession
from desk_app.domain.exports import Award, SignInSheet, Table
from desk_app.domain.ids import CourseId

Draw = Callable[[Path], None]


def content_of(app: DeskApp, course_id: CourseId, what: str, ending: str) -> Draw:
    """Gather what is exported; answers what draws it and writes the file.

    Raises:
        KnownError: There is no such course, or nothing to write.
    """
    if what == "signin":
        sheets = app.exports.sign_in(course_id) or []
        return partial(_write, lambda: _sign_in(sheets))
    if what == "calendar":
        name, lessons = app.exports.calendar(course_id)
        now = app.clock()
        return partial(_write, lambda: _calendar(lessons, name, now))
    if what == "certificates":
        awards = app.exports.certificates(course_id)
        return partial(_write, lambda: _certificates(awards))
    table = app.exports.attendance(course_id)
    return partial(_write, lambda: _table(table, ending))


def _write(content: Callable[[], bytes], out: Path) -> None:
    check_out(out)
    write_out(out, content())


def _sign_in(sheets: list[SignInSheet]) -> bytes:
    from desk_app.documents.sign_in_sheets import sign_in_pdf  # noqa: PLC0415

    return sign_in_pdf(sheets)


def _calendar(lessons: list[ClassSession], name: str, now: datetime) -> bytes:
    from desk_app.documents.calendar_files import lessons_ics  # noqa: PLC0415

    return lessons_ics(lessons, name, now)


def _certificates(awards: list[Award]) -> bytes:
    from desk_app.documents.certificates import certificates_pdf  # noqa: PLC0415

    return certificates_pdf(awards)


def _table(table: Table, ending: str) -> bytes:
    from desk_app.documents.table_files import (  # noqa: PLC0415
        table_csv,
        table_pdf,
        table_xlsx,
    )

    return {".csv": table_csv, ".pdf": table_pdf}.get(ending.lower(), table_xlsx)(table)
