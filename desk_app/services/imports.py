"""Use cases: what a roster would change, said row by row before anything is written; then that."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import islice

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CourseId
from desk_app.domain.rosters import (
    COMPANIES,
    COURSES,
    PEOPLE,
    Cell,
    Column,
    data_rows,
    read_layout,
)
from desk_app.services.companies import company_values, store_company
from desk_app.services.courses import CourseService
from desk_app.services.import_plan import ImportPlan, PlannedRow, Verdict
from desk_app.services.import_runs import Imported, ImportRuns, RunWrite
from desk_app.services.pinyin import search_text
from desk_app.services.roster_plan import People, Places
from desk_app.services.sheet_plan import plan_company, plan_course
from desk_app.services.visitors import store_visitor
from desk_app.services.waitlist import Enrolling, EnrolOutcome

_CHUNK = 50  # rows a transaction: an import never holds the writer over 50 ms


class ImportService:
    """Brings in visitors, rosters and courses from sheets. Importing twice changes nothing."""

    def __init__(
        self, runs: ImportRuns, read: BeginWork, clock: Clock, courses: CourseService
    ) -> None:
        self._runs = runs
        self._read = read
        self._clock = clock
        self._courses = courses

    def plan_visitors(self, sheet: Sequence[Sequence[Cell]]) -> ImportPlan:
        """Say what importing these people would change.

        Raises:
            KnownError: No column of names can be made out.
        """
        layout = read_layout(sheet)
        with self._read() as work:
            people = People(work.people.everybody())
        rows = [people.plan(row, layout) for row in data_rows(sheet, layout, Column.NAME)]
        return ImportPlan(layout=layout, rows=tuple(rows))

    def plan_roster(
        self,
        sheet: Sequence[Sequence[Cell]],
        course_id: CourseId | None = None,
        *,
        waitlist: bool = False,
    ) -> ImportPlan:
        """Say what importing this roster would change.

        Args:
            sheet: Rows of cells.
            course_id: The course; None takes it from the sheet's column of courses.
            waitlist: Queue whoever finds the course full; otherwise the row is an error.

        Raises:
            KnownError: No column of names can be made out, or no course.
        """
        layout = read_layout(
            sheet, fields=PEOPLE if course_id is not None else PEOPLE | {Column.COURSE}
        )
        if course_id is None and Column.COURSE not in layout.places:
            raise KnownError(
                "no_course",
                zh="没有说是哪门课：请用 --course 指定，或在表里加一列“课程名称”。",
                en="Which course? Name it with --course, or add a column 课程名称 (course).",
            )
        with self._read() as work:
            people = People(work.people.everybody())
            places = Places(work, waitlist=waitlist)
            rows = [
                places.plan(people.plan(row, layout), row, layout, course_id)
                for row in data_rows(sheet, layout, Column.NAME)
            ]
        return ImportPlan(layout=layout, rows=tuple(rows), waitlist=waitlist)

    def plan_courses(self, sheet: Sequence[Sequence[Cell]]) -> ImportPlan:
        """Say which courses importing this sheet would add; a course is its name and first lesson.

        Raises:
            KnownError: No column of course names can be made out.
        """
        layout = read_layout(sheet, Column.COURSE, COURSES)
        known = {
            (c.name, self._courses.sessions(c.course_id)[0].starts_at) for c in self._courses.all()
        }
        rows = []
        for row in data_rows(sheet, layout, Column.COURSE):
            planned = plan_course(row, layout)
            if planned.course is not None:
                key = (planned.course.name, planned.course.starts_at)
                if key in known:
                    planned = PlannedRow(number=row.number, verdict=Verdict.SAME)
                known.add(key)
            rows.append(planned)
        return ImportPlan(layout=layout, rows=tuple(rows))

    def plan_companies(self, sheet: Sequence[Sequence[Cell]]) -> ImportPlan:
        """Say which companies importing this sheet would add or complete.

        Raises:
            KnownError: No column of companies can be made out.
        """
        layout = read_layout(sheet, Column.COMPANY, COMPANIES)
        with self._read() as work:
            known = {c.name: company_values(c) for _, c in work.companies.all()}
        rows = []
        for row in data_rows(sheet, layout, Column.COMPANY):
            planned = plan_company(row, layout, known)
            if planned.company is not None:
                given = {k: v for k, v in planned.company.items() if v}
                known[given["name"]] = known.get(given["name"], {}) | given
            rows.append(planned)
        return ImportPlan(layout=layout, rows=tuple(rows))

    def apply(
        self,
        plan: ImportPlan,
        *,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
        is_cancelled: Callable[[], bool] = lambda: False,
        run_write: RunWrite = lambda job: job(),
    ) -> Imported:
        """Write what the plan says, a few rows a transaction, so that scans go on meanwhile.

        Cancelled, or where it fails, it is taken back: nothing of it stays, but what somebody used
        meanwhile. A course that filled up since the plan was made takes nobody beyond its places.

        Args:
            plan: What to write.
            on_progress: Told (done, to do) after each transaction.
            is_cancelled: Asked before each.
            run_write: Runs each where writing is done, for example on the database thread.

        Returns:
            How many rows were stored.

        Raises:
            KnownError: Another import is under way, or the disk failed; nothing of it stays.
        """
        todo = [row for row in plan.rows if row.verdict in {Verdict.NEW, Verdict.CHANGED}]

        def write(begin: BeginWork) -> int | None:
            done = stored = 0
            for chunk in _chunks(todo):
                if is_cancelled():
                    return None
                stored += run_write(partial(self._store, begin, chunk, waitlist=plan.waitlist))
                done += len(chunk)
                on_progress(done, len(todo))
            return None if is_cancelled() and todo else stored

        return self._runs.run(write, run_write)

    def _store(self, begin: BeginWork, chunk: list[PlannedRow], *, waitlist: bool) -> int:
        added = [row.course for row in chunk if row.course is not None]
        courses = CourseService(begin, self._read, self._clock)
        for course in added:
            courses.add(course)
        if added:
            return len(added)
        at = self._clock()
        with begin() as work:
            ids = {row.course_id for row in chunk if row.course_id is not None}
            places = {course_id: Enrolling(work, course_id, at) for course_id in ids}
            return sum(_store(work, row, at, places, waitlist=waitlist) for row in chunk)


def _store(
    work: UnitOfWork,
    row: PlannedRow,
    at: datetime,
    places: Mapping[CourseId, Enrolling],
    *,
    waitlist: bool,
) -> bool:
    """Store a person and their place; False where the course has filled up meanwhile."""
    if row.company is not None:
        return store_company(work, at, row.company)
    visitor_id = row.visitor_id
    if visitor_id is None:
        visitor_id = store_visitor(work, at, row.values)
    elif row.values:
        work.change(
            Change(
                kind="visitor.corrected",
                entity=Entity.VISITOR,
                row_id=visitor_id,
                values=row.values,
            )
        )
        known = work.people.visitor(visitor_id)
        if known is not None:
            text = search_text(known.name, known.phone)
            work.people.set_search_texts([(visitor_id, text)])
    if row.course_id is None:
        return True
    outcome, _ = places[row.course_id].add(visitor_id, waitlist=waitlist)
    return outcome is not EnrolOutcome.FULL


def _chunks(rows: Sequence[PlannedRow]) -> Iterable[list[PlannedRow]]:
    rest = iter(rows)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
