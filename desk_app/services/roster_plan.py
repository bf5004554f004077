"""Plans the rows of a list of people: who each of them is, and the place they are to have."""

from collections import defaultdict
from collections.abc import Iterable

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.courses import EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CourseId, VisitorId
from desk_app.domain.people import Visitor
from desk_app.domain.rosters import Column, Layout, SheetRow, read_name, read_phone
from desk_app.services.import_plan import PlannedRow, Verdict, failed
from desk_app.services.visitors import visitor_values


class People:
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
            return failed(row, layout, column, error)
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


class Places:
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
            return failed(row, layout, Column.COURSE, error)
        enrolled = self._enrolled_in(course_id)
        is_repeated = person.verdict is Verdict.SAME and person.visitor_id is None
        if is_repeated or person.visitor_id in enrolled:
            return person
        if not self._take_seat(course_id) and not self._waitlist:
            return failed(row, layout, Column.NAME, _full())
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


def _full() -> KnownError:
    return KnownError(
        "full",
        zh="课程已满，请先加名额，或用 --waitlist 排候补",
        en="the course is full: raise its places, or queue with --waitlist",
    )
