"""What an import will do, row by row, before anything is written."""

from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CourseId, VisitorId
from desk_app.domain.rosters import Column, Layout, SheetRow
from desk_app.services.course_forms import NewCourse


class Verdict(StrEnum):
    """What an import does with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """One row of the sheet and what will come of it.

    Attributes:
        number: As a spreadsheet shows it, from 1.
        visitor_id: Who it is, where this desk knows them.
        values: Fields of the visitor that are new.
        course_id: The course to be enrolled in; None where they are already or it is no roster.
        course: The course to be added.
        company: The company to be added or completed.
        column: Where the error stands, as the sheet calls it.
        error: Why nothing can be done with the row.
    """

    number: int
    verdict: Verdict
    visitor_id: VisitorId | None = None
    values: dict[str, str] = field(default_factory=dict)
    course_id: CourseId | None = None
    course: NewCourse | None = None
    company: dict[str, str] | None = None
    column: str = ""
    error: KnownError | None = None

    @property
    def reason(self) -> str:
        """Why nothing can be done with the row, in both languages."""
        return f"{self.column}: {self.error.zh} / {self.error.en}" if self.error else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What an import will do; nothing is written yet."""

    layout: Layout
    rows: tuple[PlannedRow, ...]
    waitlist: bool = False

    def count(self, verdict: Verdict) -> int:
        """Count the rows of a verdict."""
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def errors(self) -> list[PlannedRow]:
        """The rows that nothing can be done with."""
        return [row for row in self.rows if row.verdict is Verdict.ERROR]


def failed(row: SheetRow, layout: Layout, column: Column, error: KnownError) -> PlannedRow:
    """Plan nothing for a row, and say in which column and why."""
    return PlannedRow(
        number=row.number,
        verdict=Verdict.ERROR,
        column=layout.names.get(column, column.value),
        error=error,
    )
