"""Plans the rows of a sheet of companies or of courses."""

import re

from desk_app.domain.companies import Company
from desk_app.domain.courses import CourseKind
from desk_app.domain.errors import KnownError
from desk_app.domain.lessons import HolidayPolicy
from desk_app.domain.rosters import Column, Layout, SheetRow, read_start
from desk_app.services.companies import company_values
from desk_app.services.course_forms import CourseDetails, NewCourse
from desk_app.services.import_plan import PlannedRow, Verdict, failed
from desk_app.services.visitors import clean_name

_DEFAULT_MINUTES, _DEFAULT_LESSONS, _DEFAULT_CAPACITY = 90, 12, 20


def plan_company(row: SheetRow, layout: Layout, known: dict[str, dict[str, str]]) -> PlannedRow:
    """Say what a row does to the list of companies."""
    column = Column.COMPANY
    try:
        name = clean_name(row.text(Column.COMPANY))
        column = Column.PHONE
        values = company_values(
            Company(
                name=name,
                building=row.text(Column.BUILDING),
                floor=row.text(Column.FLOOR),
                contact=row.text(Column.CONTACT),
                phone=row.text(Column.PHONE),
            )
        )
    except KnownError as error:
        return failed(row, layout, column, error)
    has = known.get(name)
    if has is None:
        return PlannedRow(number=row.number, verdict=Verdict.NEW, company=values)
    if all(not value or value == has.get(field) for field, value in values.items()):
        return PlannedRow(number=row.number, verdict=Verdict.SAME)
    return PlannedRow(number=row.number, verdict=Verdict.CHANGED, company=values)


def plan_course(row: SheetRow, layout: Layout) -> PlannedRow:
    """Say which course a row adds."""
    column = Column.STARTS
    try:
        starts_at, minutes = read_start(row.cells.get(Column.STARTS), row.text(Column.TIME))
        numbers = {}
        for column, usual in (
            (Column.MINUTES, minutes or _DEFAULT_MINUTES),
            (Column.LESSONS, _DEFAULT_LESSONS),
            (Column.CAPACITY, _DEFAULT_CAPACITY),
        ):
            given = _whole(row.text(column))
            numbers[column] = usual if given is None else given
    except ValueError:
        wrong = row.text(column)
        error = KnownError(
            "bad_value",
            zh=f"看不懂“{wrong}”" if wrong else "这一格要填",
            en=f"{wrong} cannot be read" if wrong else "this cell is needed",
        )
        return failed(row, layout, column, error)
    name, teacher = row.text(Column.COURSE), row.text(Column.TEACHER)
    is_lecture = "讲座" in name
    course = NewCourse(
        name=name,
        starts_at=starts_at,
        minutes=numbers[Column.MINUTES],
        lessons=numbers[Column.LESSONS],
        capacity=numbers[Column.CAPACITY],
        kind=CourseKind.LECTURE if is_lecture else CourseKind.COURSE,
        room=row.text(Column.ROOM),
        holidays=HolidayPolicy.SKIP_AND_EXTEND,
        speakers=(teacher,) if is_lecture and teacher else (),
        details=CourseDetails(
            teacher=None if is_lecture else teacher or None,
            category=row.text(Column.CATEGORY) or None,
            fee_note=row.text(Column.FEE_NOTE) or None,
            bring=row.text(Column.BRING) or None,
        ),
    )
    try:
        clean_name(name)
        course.check()
    except KnownError as error:
        return failed(row, layout, Column.COURSE, error)
    return PlannedRow(number=row.number, verdict=Verdict.NEW, course=course)


def _whole(text: str) -> int | None:
    """Read a whole number as people write it: 20, 20.0 or 20人."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,9})(?:\.0+)?\s*[人名位次节课时分钟]{0,2}", text)
    if found is None:
        raise ValueError(text)
    return int(found[1])
