"""Use cases: what a roster would change, said row by row before anything is written; then that."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from itertools import islice

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.companies import Company
from desk_app.domain.courses import CourseKind, EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CourseId, VisitorId
from desk_app.domain.lessons import HolidayPolicy
from desk_app.domain.people import Visitor
from desk_app.domain.rosters import (
    Cell,
    Column,
    Layout,
    SheetRow,
    data_rows,
    read_layout,
    read_name,
    read_phone,
    read_start,
)
from desk_app.services.companies import company_values, store_company
from desk_app.services.course_forms import NewCourse
from desk_app.services.courses import CourseService
from desk_app.services.import_runs import Imported, ImportRuns, RunWrite
from desk_app.services.pinyin import search_text
from desk_app.services.visitors import clean_name, store_visitor, visitor_values
from desk_app.services.waitlist import Enrolling, EnrolOutcome

_CHUNK = 50  # rows a transaction: an import never holds the writer over 50 ms
_DEFAULT_MINUTES, _DEFAULT_LESSONS, _DEFAULT_CAPACITY = 90, 12, 20


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
            people = _People(work.people.everybody())
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
        layout = read_layout(sheet)
        if course_id is None and Column.COURSE not in layout.places:
            raise KnownError(
                "no_course",
                zh="没有说是哪门课：请用 --course 指定，或在表里加一列“课程名称”。",
                en="Which course? Name it with --course, or add a column 课程名称 (course).",
            )
        with self._read() as work:
            people = _People(work.people.everybody())
            places = _Places(work, waitlist=waitlist)
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
        layout = read_layout(sheet, Column.COURSE)
        known = {
            (c.name, self._courses.sessions(c.course_id)[0].starts_at) for c in self._courses.all()
        }
        rows = []
        for row in data_rows(sheet, layout, Column.COURSE):
            planned = _plan_course(row, layout)
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
        layout = read_layout(sheet, Column.COMPANY)
        with self._read() as work:
            known = {c.name: company_values(c) for _, c in work.companies.all()}
        rows = []
        for row in data_rows(sheet, layout, Column.COMPANY):
            planned = _plan_company(row, layout, known)
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


class _People:
    """Tells who a row of a sheet is: among those known, and among the rows above it."""

    def __init__(self, known: Iterable[Visitor]) -> None:
        self._by_name: dict[str, list[Visitor]] = defaultdict(list)
        for visitor in known:
            self._by_name[visitor.name].append(visitor)
        self._seen: set[tuple[str, str]] = set()

    def plan(self, row: SheetRow, layout: Layout) -> PlannedRow:
        """Return what a row does to the list of visitors."""
        column = Column.NAME
        try:
            values = visitor_values(read_name(row.text(Column.NAME)))
            column = Column.PHONE
            values |= visitor_values(values["name"], phone=read_phone(row.text(Column.PHONE)))
            column = Column.NAME
            values["company"] = row.text(Column.COMPANY)
            values["workplace"] = " ".join(
                filter(None, (row.text(Column.BUILDING), row.text(Column.FLOOR)))
            )
            known = self._who(values)
        except KnownError as error:
            return _failed(row, layout, column, error)
        key = (values["name"], values["phone"] or values["company"])
        is_repeated = key in self._seen
        self._seen.add(key)
        if known is None:
            verdict = Verdict.SAME if is_repeated else Verdict.NEW
            return PlannedRow(number=row.number, verdict=verdict, values=values)
        changed = {
            name: value for name, value in values.items() if value and value != getattr(known, name)
        }
        return PlannedRow(
            number=row.number,
            verdict=Verdict.CHANGED if changed and not is_repeated else Verdict.SAME,
            visitor_id=known.visitor_id,
            values=changed,
        )

    def _who(self, values: dict[str, str]) -> Visitor | None:
        """Return the one visitor that fits.

        The same name and phone; or the same name where one of the two has no phone and nothing
        else speaks against it.
        """
        phone, company = values["phone"], values["company"]
        namesakes = self._by_name[values["name"]]
        exact = [v for v in namesakes if phone and v.phone == phone]
        if exact:
            return exact[0]
        fitting = [
            v
            for v in namesakes
            if not (phone and v.phone) and (v.company == company or not (phone or company))
        ]
        if len(fitting) > 1:
            raise KnownError(
                "several_visitors",
                zh=f"有 {len(fitting)} 位叫“{values['name']}”，请补上手机号",
                en=f"{len(fitting)} visitors are called {values['name']}: add the phone",
            )
        return fitting[0] if fitting else None


class _Places:
    """Counts places while a roster is planned."""

    def __init__(self, work: UnitOfWork, *, waitlist: bool) -> None:
        self._work = work
        self._waitlist = waitlist
        self._free: dict[CourseId, int] = {}
        self._ids: dict[str, list[CourseId]] = defaultdict(list)
        for course in work.courses.summaries():
            self._ids[course.name].append(course.course_id)
        self._enrolled: dict[CourseId, set[VisitorId]] = {}

    def plan(
        self, person: PlannedRow, row: SheetRow, layout: Layout, course_id: CourseId | None
    ) -> PlannedRow:
        """Add to a person's row the place they are to have."""
        if person.verdict is Verdict.ERROR:
            return person
        try:
            course_id = course_id or self._course(row.text(Column.COURSE))
        except KnownError as error:
            return _failed(row, layout, Column.COURSE, error)
        enrolled = self._enrolled_in(course_id)
        is_repeated = person.verdict is Verdict.SAME and person.visitor_id is None
        if is_repeated or person.visitor_id in enrolled:
            return person
        if not self._take_seat(course_id) and not self._waitlist:
            return _failed(row, layout, Column.NAME, _full())
        if person.visitor_id is not None:
            enrolled.add(person.visitor_id)
        return PlannedRow(
            number=row.number,
            verdict=Verdict.NEW,
            visitor_id=person.visitor_id,
            values=person.values,
            course_id=course_id,
        )

    def _course(self, name: str) -> CourseId:
        found = self._ids.get(name, [])
        if len(found) != 1:
            raise KnownError(
                "unknown_course" if not found else "several_courses",
                zh=f"没有叫“{name}”的课程" if not found else f"有 {len(found)} 门课叫“{name}”",
                en=f"no course is called {name}"
                if not found
                else f"{len(found)} courses are called {name}",
            )
        return found[0]

    def _take_seat(self, course_id: CourseId) -> bool:
        """Count one free seat less; a seat that somebody waits for is not free."""
        if course_id not in self._free:
            sessions = self._work.courses.sessions_of(course_id)
            capacity = sessions[0].capacity if sessions else 0
            is_waited_for = bool(self._work.waitlists.waiting(course_id))
            taken = self._work.courses.taken_count(course_id)
            self._free[course_id] = 0 if is_waited_for else capacity - taken
        self._free[course_id] -= 1
        return self._free[course_id] >= 0

    def _enrolled_in(self, course_id: CourseId) -> set[VisitorId]:
        if course_id not in self._enrolled:
            self._enrolled[course_id] = {
                visitor.visitor_id
                for visitor, status in self._work.courses.roster(course_id)
                if status is not EnrolmentStatus.DROPPED
            }
        return self._enrolled[course_id]


def _plan_company(row: SheetRow, layout: Layout, known: dict[str, dict[str, str]]) -> PlannedRow:
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
        return _failed(row, layout, column, error)
    has = known.get(name)
    if has is None:
        return PlannedRow(number=row.number, verdict=Verdict.NEW, company=values)
    if all(not value or value == has.get(field) for field, value in values.items()):
        return PlannedRow(number=row.number, verdict=Verdict.SAME)
    return PlannedRow(number=row.number, verdict=Verdict.CHANGED, company=values)


def _plan_course(row: SheetRow, layout: Layout) -> PlannedRow:
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
        return _failed(row, layout, column, error)
    name = row.text(Column.COURSE)
    course = NewCourse(
        name=name,
        starts_at=starts_at,
        minutes=numbers[Column.MINUTES],
        lessons=numbers[Column.LESSONS],
        capacity=numbers[Column.CAPACITY],
        kind=CourseKind.LECTURE if "讲座" in name else CourseKind.COURSE,
        room=row.text(Column.ROOM),
        holidays=HolidayPolicy.SKIP_AND_EXTEND,
    )
    try:
        clean_name(name)
        course.check()
    except KnownError as error:
        return _failed(row, layout, Column.COURSE, error)
    return PlannedRow(number=row.number, verdict=Verdict.NEW, course=course)


def _whole(text: str) -> int | None:
    """Read a whole number as people write it: 20, 20.0 or 20人."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,9})(?:\.0+)?\s*[人名位次节课时分钟]{0,2}", text)
    if found is None:
        raise ValueError(text)
    return int(found[1])


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


def _failed(row: SheetRow, layout: Layout, column: Column, error: KnownError) -> PlannedRow:
    return PlannedRow(
        number=row.number,
        verdict=Verdict.ERROR,
        column=layout.names.get(column, column.value),
        error=error,
    )


def _full() -> KnownError:
    return KnownError(
        "full",
        zh="课程已满，请先加名额，或用 --waitlist 排候补",
        en="the course is full: raise its places, or queue with --waitlist",
    )


def _chunks(rows: Sequence[PlannedRow]) -> Iterable[list[PlannedRow]]:
    rest = iter(rows)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
