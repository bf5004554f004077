"""Use cases of the visitors page: the list, a profile, corrections, a look at a phone number."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.db.visitor_list import Visit
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.courses import ClassSession, EnrolmentStatus, LessonMark
from desk_app.domain.ids import VisitorId
from desk_app.domain.passes import PassKind
from desk_app.services.check_in_facts import card_of, lesson_marks
from desk_app.services.pinyin import search_text
from desk_app.services.results import VisitorCard
from desk_app.services.unknown import unknown_visitor
from desk_app.services.visitors import contains_pattern, search_pattern, visitor_values

__all__ = [
    "Correction",
    "CourseRecord",
    "Group",
    "ListQuery",
    "Profile",
    "Visit",
    "VisitorLine",
    "VisitorListService",
    "VisitorPage",
]
PAGE = 100
_VISITS = 60


class Group(StrEnum):
    """Whom the list shows."""

    ALL = "all"
    LEARNERS = "learners"
    TODAY = "today"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """What the list shows: ``order`` is name, company or seen, with a minus to turn it round."""

    text: str = ""
    group: Group = Group.ALL
    order: str = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorLine:
    """One line of the list; ``seen_at`` is the latest entry."""

    visitor: VisitorCard
    courses: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorPage:
    """A stretch of the list.

    Attributes:
        query: What was asked, so that a late answer can be dropped.
        total: How many fit in all.
        needs_more: The text is too short to search.
    """

    query: ListQuery
    offset: int
    lines: tuple[VisitorLine, ...]
    total: int
    needs_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRecord:
    """A course on a profile.

    Attributes:
        next_lesson: The one to come, or running.
        marks: The lesson strip; empty while waiting for a place.
        waitlist_place: 1-based, for one who waits.
        held_until: Until when the seat offered to them is held (aware UTC).
    """

    name: str
    next_lesson: ClassSession | None
    marks: tuple[LessonMark, ...]
    waitlist_place: int | None
    held_until: datetime | None = None

    @property
    def attended(self) -> int:
        """Lessons with an entry."""
        return sum(m in {LessonMark.PRESENT, LessonMark.LATE} for m in self.marks)

    @property
    def absent(self) -> int:
        """Lessons missed."""
        return sum(m is LessonMark.ABSENT for m in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything about one visitor that the counter may see.

    Attributes:
        has_phone: There is a number to look at.
        pass_until: Last day of the longest signed pass that holds, if any.
        linked_codes: How many other codes stand for them.
        courses: Running ones first.
        visits: Newest first, at most 60.
    """

    visitor: VisitorCard
    has_phone: bool
    pass_until: date | None
    linked_codes: int
    courses: tuple[CourseRecord, ...]
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """New fields of a visitor; ``phone`` is None where it stays."""

    visitor_id: VisitorId
    name: str
    phone: str | None
    company: str
    workplace: str
    attention: str


class VisitorListService:
    """Lists visitors and shows one of them."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def page(self, query: ListQuery, offset: int = 0) -> VisitorPage:
        """Return up to 100 lines from ``offset`` on."""
        text = query.text.strip()
        pattern = search_pattern(text) if text else ""
        if pattern is None:
            return VisitorPage(query=query, offset=0, lines=(), total=0, needs_more=True)
        at = self._clock()
        workplace = contains_pattern(text) if text else ""
        today, _ = day_bounds(local_day(at))
        with self._read() as work:
            found, total = work.visitor_list.page(
                like=pattern,
                workplace=workplace,
                group=query.group.value,
                order=query.order,
                today=today,
                now=at,
                offset=offset,
                limit=PAGE,
            )
        if offset and not found:
            return replace(self.page(query), offset=offset, lines=())
        lines = tuple(
            VisitorLine(visitor=card_of(f.visitor), courses=f.courses, seen_at=f.seen_at)
            for f in found
        )
        return VisitorPage(query=query, offset=offset, lines=lines, total=total)

    def profile(self, visitor_id: VisitorId) -> Profile:
        """Return what is known of a visitor.

        Raises:
            KnownError: There is no such visitor.
        """
        at = self._clock()
        with self._read() as work:
            visitor = work.people.visitor(visitor_id)
            if visitor is None:
                raise unknown_visitor(str(visitor_id))
            live = [p for p in work.passes.of_visitor(visitor_id) if p.revoked_at is None]
            return Profile(
                visitor=card_of(visitor),
                has_phone=bool(visitor.phone),
                pass_until=max(
                    (p.last_day for p in live if p.last_day and p.last_day >= local_day(at)),
                    default=None,
                ),
                linked_codes=sum(p.kind is PassKind.LINKED for p in live),
                courses=_records(work, visitor_id, at),
                visits=tuple(work.visitor_list.visits(visitor_id, limit=_VISITS)),
            )

    def show_phone(self, visitor_id: VisitorId) -> str:
        """Return the whole phone number; who looked, and when, is recorded first.

        Raises:
            KnownError: There is no such visitor.
        """
        with self._begin() as work:
            visitor = work.people.visitor(visitor_id)
            if visitor is None:
                raise unknown_visitor(str(visitor_id))
            work.visitor_list.record_access(self._clock(), work.operator, "phone_shown", visitor_id)
        return visitor.phone

    def correct(self, correction: Correction) -> Correction | None:
        """Change a visitor's fields; answers what takes it back, or None if nothing changed.

        Raises:
            KnownError: There is no such visitor, or a field cannot be used; nothing was changed.
        """
        with self._begin() as work:
            known = work.people.visitor(correction.visitor_id)
            if known is None:
                raise unknown_visitor(str(correction.visitor_id))
            wished = visitor_values(
                correction.name,
                phone=known.phone if correction.phone is None else correction.phone,
                company=correction.company,
                workplace=correction.workplace,
                attention=correction.attention,
            )
            changed = {k: v for k, v in wished.items() if v != getattr(known, k)}
            if not changed:
                return None
            work.change(
                Change(
                    kind="visitor.corrected",
                    entity=Entity.VISITOR,
                    row_id=correction.visitor_id,
                    values=changed,
                )
            )
            text = search_text(wished["name"], wished["phone"])
            work.people.set_search_texts([(correction.visitor_id, text)])
        return Correction(
            visitor_id=known.visitor_id,
            name=known.name,
            phone=known.phone,
            company=known.company,
            workplace=known.workplace,
            attention=known.attention,
        )


def _records(work: UnitOfWork, visitor_id: VisitorId, at: datetime) -> tuple[CourseRecord, ...]:
    entries = work.check_ins.entries(visitor_id=visitor_id, pass_id=None)
    records: list[CourseRecord] = []
    for course_id, place in work.courses.places_of(visitor_id).items():
        lessons = work.courses.sessions_of(course_id)
        if not lessons:
            continue
        is_in = place.status is EnrolmentStatus.CONFIRMED
        coming = [s for s in lessons if s.ends_at >= at and not s.is_cancelled]
        records.append(
            CourseRecord(
                name=lessons[0].course_name,
                next_lesson=coming[0] if coming else None,
                marks=lesson_marks(
                    lessons, entries, work.attendance.marks_of(course_id, visitor_id), at
                )
                if is_in
                else (),
                waitlist_place=place.waitlist_place,
                held_until=place.held_until,
            )
        )
    return tuple(sorted(records, key=lambda record: record.next_lesson is None))
