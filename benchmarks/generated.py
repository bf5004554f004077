"""A station after years: 30,000 visitors, 200 courses, 60,000 enrolments, 500,000 check-ins.

Run ``python -m benchmarks.generated``. What the counter waits for is measured there and, as the
base, on a station that holds nothing but tonight's class.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from desk_app.compose import DATABASE, DeskApp, open_desk
from desk_app.domain.clock import system_clock
from desk_app.domain.ids import CourseId, Nonce, VisitorId, uuid7
from desk_app.services.check_in_facts import Presentation
from desk_app.services.course_forms import NewCourse
from desk_app.services.pinyin import search_text

PEOPLE, COMPANIES, COURSES, ENROLMENTS, CHECK_INS = 30_000, 1_500, 200, 60_000, 500_000
_LESSONS, _CLASS, _SCANS = 12, 150, 300
_FAMILY, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨顾贺单曾", "晓敏静文宁安然子涵雨欣思远明"
_TYPED = ("wx", "wang", "wangxi", "顾晓", "单", "0042", "企业 7", "12F")


def main() -> None:
    """Print each figure with its ratio to the empty station's."""
    with tempfile.TemporaryDirectory() as folder:
        small_at, big_at = Path(folder, "small"), Path(folder, "big")
        for data in (small_at, big_at):
            data.mkdir()
        small, big = open_desk(small_at), open_desk(big_at)
        course_id = fill(big_at / DATABASE)
        bases = dict(_measures(small, None))
        for name, value in _measures(big, course_id):
            _print(name, value, bases.get(name))
        small.close()
        big.close()


def fill(database: Path) -> CourseId:
    """Write the years into a desk's file; answers a course of 150 learners."""
    rng = random.Random(7)  # noqa: S311  (the same station each time)
    people = [uuid4() for _ in range(PEOPLE)]
    courses = [uuid4() for _ in range(COURSES)]
    lessons = [(uuid4(), course, n) for course in courses for n in range(_LESSONS)]
    enrolled = list(_enrolments(rng, people, courses))
    with sqlite3.connect(database) as connection:
        _insert(connection, "visitor", _people(people))
        _insert(connection, "company", _companies())
        _insert(connection, "course", _courses(courses))
        _insert(connection, "class_session", _sessions(lessons))
        _insert(connection, "enrolment", _places(enrolled))
        _insert(connection, "check_in", _entries(rng, lessons, enrolled))
        connection.execute("ANALYZE")
    connection.close()
    return CourseId(courses[0])


def _measures(app: DeskApp, course_id: CourseId | None) -> Iterator[tuple[str, float]]:
    tonight, people = _tonight(app)
    codes = [app.passes.issue(v).code for v in people]
    present = app.check_in.present
    nonces = [Presentation(nonce=Nonce(uuid7(system_clock()))) for _ in codes]
    times = [_ms(lambda c=c, p=p: present(c, p)) for c, p in zip(codes, nonces, strict=True)]
    yield "present(): a signed pass, stored, median", statistics.median(times)
    yield "present(): p95", _p95(times)
    yield "tonight's sheet", _p95([_ms(app.desk.today) for _ in range(20)])
    opened = course_id or tonight
    yield (
        "the matrix of a course",
        _p95([_ms(lambda: app.attendance.sheet(opened)) for _ in range(20)]),
    )
    for typed in _TYPED:
        found = [_ms(lambda t=typed: app.visitors.find(t)) for _ in range(30)]
        yield f"a keystroke at the door: {typed}", _p95(found)


def _tonight(app: DeskApp) -> tuple[CourseId, list[VisitorId]]:
    at = system_clock() + timedelta(minutes=5)
    course_id, _ = app.courses.add(
        NewCourse(name="今晚", starts_at=at, minutes=90, lessons=_LESSONS, capacity=_SCANS)
    )
    people = [app.visitors.add(f"学员{n}") for n in range(_SCANS)]
    for visitor_id in people:
        app.courses.enrol(course_id, visitor_id)
    return course_id, people


def _people(people: Iterable[UUID]) -> Iterator[dict[str, object]]:
    for n, visitor_id in enumerate(people):
        name = _FAMILY[n % 20] + _GIVEN[n // 20 % 14] + _GIVEN[n // 280 % 14]
        phone = str(13800000000 + n)
        yield {
            "visitor_id": visitor_id.hex,
            "name": name,
            "phone": phone,
            "company": f"企业 {n % COMPANIES}",
            "workplace": f"{n % 40}F",
            "search_text": search_text(name, phone),
        }


def _companies() -> Iterator[dict[str, object]]:
    for n in range(COMPANIES):
        yield {
            "company_id": uuid4().hex,
            "name": f"企业 {n}",
            "building": "A",
            "floor": f"{n % 40}F",
        }


def _courses(courses: Iterable[UUID]) -> Iterator[dict[str, object]]:
    for n, course_id in enumerate(courses):
        yield {
            "course_id": course_id.hex,
            "name": f"课程 {n}",
            "capacity": 400,
            "lessons": _LESSONS,
        }


def _sessions(lessons: Iterable[tuple[UUID, UUID, int]]) -> Iterator[dict[str, object]]:
    first = system_clock() - timedelta(days=700)
    for n, (session_id, course_id, number) in enumerate(lessons):
        starts_at = first + timedelta(days=n // _LESSONS * 3 + number * 7)
        yield {
            "session_id": session_id.hex,
            "course_id": course_id.hex,
            "number": number + 1,
            "starts_at": _text(starts_at),
            "ends_at": _text(starts_at + timedelta(minutes=90)),
        }


def _enrolments(
    rng: random.Random, people: list[UUID], courses: list[UUID]
) -> Iterator[tuple[UUID, UUID]]:
    """One course of 150, the others alike."""
    each = (ENROLMENTS - _CLASS) // (len(courses) - 1)
    for course_id in courses:
        size = _CLASS if course_id == courses[0] else each
        for visitor_id in rng.sample(people, size):
            yield course_id, visitor_id


def _places(enrolled: Iterable[tuple[UUID, UUID]]) -> Iterator[dict[str, object]]:
    at = _text(system_clock() - timedelta(days=720))
    for course_id, visitor_id in enrolled:
        yield {
            "enrolment_id": uuid4().hex,
            "course_id": course_id.hex,
            "visitor_id": visitor_id.hex,
            "status": "confirmed",
            "enrolled_at": at,
        }


def _entries(
    rng: random.Random,
    lessons: list[tuple[UUID, UUID, int]],
    enrolled: list[tuple[UUID, UUID]],
) -> Iterator[dict[str, object]]:
    first = system_clock() - timedelta(days=700)
    of_course: dict[UUID, list[tuple[int, UUID]]] = {}
    for n, (session_id, course_id, number) in enumerate(lessons):
        starts = n // _LESSONS * 3 + number * 7
        of_course.setdefault(course_id, []).append((starts, session_id))
    pairs = [(c, v, n) for c, v in enrolled for n in range(_LESSONS)]
    for course_id, visitor_id, number in rng.sample(pairs, CHECK_INS):
        days, session_id = of_course[course_id][number]
        entry_id = uuid7(system_clock()).hex
        yield {
            "check_in_id": entry_id,
            "session_id": session_id.hex,
            "visitor_id": visitor_id.hex,
            "direction": "in",
            "at": _text(first + timedelta(days=days, minutes=rng.randrange(-25, 12))),
            "desk_name": "1",
            "nonce": entry_id,
        }


def _insert(connection: sqlite3.Connection, table: str, found: Iterator[dict[str, object]]) -> None:
    head = next(found)
    marks = ", ".join(f":{name}" for name in head)
    sql = f'INSERT INTO "{table}" ({", ".join(head)}) VALUES ({marks})'  # noqa: S608
    connection.execute(sql, head)
    connection.executemany(sql, found)


def _text(at: object) -> str:
    return str(at)[:26] if "." in str(at) else str(at)[:19] + ".000000"


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _print(name: str, value_ms: float, base_ms: float | None) -> None:
    ratio = f"{value_ms / base_ms:6.2f} x empty" if base_ms else ""
    sys.stdout.write(f"{name:<44} {value_ms:9.2f} ms  {ratio}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
