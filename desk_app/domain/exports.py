"""What leaves the station as a file, before it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from desk_app.domain.courses import ClassSession

Value = str | int | Decimal | date | datetime | None


class Export(StrEnum):
    """What is taken out."""

    ATTENDANCE = "attendance"
    VISITORS = "visitors"
    CALENDAR = "calendar"
    SIGN_IN = "signin"
    CERTIFICATES = "certificates"
    BOOKINGS = "bookings"
    ROOM_CALENDAR = "room-calendar"
    DAY = "day"


class FileFormat(StrEnum):
    """What kind of file it becomes."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"
    ICS = "ics"


_TABLES = (FileFormat.XLSX, FileFormat.CSV, FileFormat.PDF)
FORMATS: Mapping[Export, tuple[FileFormat, ...]] = {
    Export.ATTENDANCE: _TABLES,
    Export.VISITORS: _TABLES,
    Export.CALENDAR: (FileFormat.ICS,),
    Export.SIGN_IN: (FileFormat.PDF,),
    Export.CERTIFICATES: (FileFormat.PDF,),
    Export.BOOKINGS: (*_TABLES, FileFormat.ICS),
    Export.ROOM_CALENDAR: (FileFormat.ICS,),
    Export.DAY: _TABLES,
}


class ColumnKind(StrEnum):
    """How a column's values are written."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table; a percent is given as 0 to 100, a moment as aware UTC."""

    heading: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that becomes a file.

    Attributes:
        frozen: How many columns stay in sight, and stand again on each sheet of paper.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    frozen: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLine:
    """A learner on the sign-in sheet; ``code`` is what the small QR holds."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSheet:
    """The sign-in sheet of a course: its lessons that take place, who is enrolled."""

    station: str
    course_name: str
    lessons: Sequence[ClassSession]
    lines: Sequence[SignInLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One certificate: who came to how many lessons of which course."""

    name: str
    course_name: str
    station: str
    came: int
    lessons: int
    rate: Decimal
    first_day: date
    last_day: date
    issued_on: date
