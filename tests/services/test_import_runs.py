"""An import is stored whole or leaves nothing: cancelled, failed, or broken off by a crash."""

import itertools
import json

import pytest

from desk_app.compose import open_desk
from desk_app.db.tables import TABLES
from desk_app.domain.errors import KnownError
from desk_app.runtime.locks import FileLock
from desk_app.services.import_plan import Verdict
from desk_app.services.visitor_list import ListQuery
from tests.station import moment

PEOPLE = ["姓名", "手机号", "公司"]
COURSES = ["课程名称", "开始时间", "人数"]
COMPANIES = ["企业", "楼宇"]


class Crash(BaseException):
    """The power went."""


def everything(station):
    """All rows of all tables that travel, the outbox, and what an import keeps."""
    names = [table.name for table in TABLES.values()]
    return {
        name: sorted(map(repr, station.sql(f'SELECT * FROM "{name}"')))  # noqa: S608
        for name in [*names, "outbox", "import_run", "import_op"]
    }


def sheet(kind, course_name="国画入门"):
    if kind == "visitors":
        return [PEOPLE, *([f"林{n}号", f"138{n:08}", "云杉"] for n in range(130))]
    if kind == "companies":
        return [COMPANIES, *([f"云杉{n}", "一号楼"] for n in range(130))]
    if kind == "courses":
        return [COURSES, *([f"书法{n}", "2026-03-03 19:00", 20] for n in range(60))]
    return [
        [*PEOPLE, "课程名称"],
        *([f"林{n}号", f"138{n:08}", "", course_name] for n in range(130)),
    ]


@pytest.fixture
def known(station):
    """A station that knows some of the people and companies, less well than the sheets do."""
    course_id, _ = station.course(capacity=200)
    for n in range(0, 130, 13):
        station.app.visitors.add(f"林{n}号", phone=f"138{n:08}")
    station.app.imports.apply(station.app.imports.plan_companies([["企业"], ["云杉3"]]))
    station.course_id = course_id
    return station


def plan(station, kind):
    imports = station.app.imports
    if kind == "roster":
        return imports.plan_roster(sheet(kind))
    return getattr(imports, f"plan_{kind}")(sheet(kind))


KINDS = ["visitors", "companies", "courses", "roster"]


def after(pieces):
    """Says yes after so many transactions."""
    count = itertools.count()
    return lambda: next(count) >= pieces


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_cancelled_it_leaves_nothing(known, kind, pieces):
    before = everything(known)
    done = known.app.imports.apply(plan(known, kind), is_cancelled=after(pieces))
    assert (done.stored, done.is_cancelled) == (0, True)
    assert everything(known) == before


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_cancelled_one_the_same_sheet_goes_in_whole(known, kind):
    imports = known.app.imports
    imports.apply(plan(known, kind), is_cancelled=after(1))
    again = plan(known, kind)
    done = imports.apply(again)
    assert not done.is_cancelled
    assert done.stored == len(again.rows)
    assert everything(known)["import_op"] == []


def test_a_phone_set_back_is_found_no_more(known):
    known.app.visitors.add("贺明川", company="云杉")
    filler = ([f"甲{n}", "", ""] for n in range(80))
    rows = [PEOPLE, ["贺明川", "13912345678", "云杉"], *filler]
    imports = known.app.imports
    imports.apply(imports.plan_visitors(rows), is_cancelled=after(1))
    find = known.app.visitor_list.page
    assert find(ListQuery(text="5678")).total == 0
    assert find(ListQuery(text="hmc")).total == 1
    assert find(ListQuery(text="甲1")).total == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_one_that_fails_half_way_leaves_nothing(known, kind, pieces):
    before, count = everything(known), itertools.count()

    def run_write(job):
        if next(count) == pieces:
            raise KnownError("disk_full", zh="满", en="full")
        return job()

    with pytest.raises(KnownError, match="full"):
        known.app.imports.apply(plan(known, kind), run_write=run_write)
    assert everything(known) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_crash_at_any_transaction_leaves_nothing_or_all_at_the_next_start(make_station, kind):
    ends = set()
    for pieces in range(1, 12):
        station = make_station(f"desk{pieces}")
        station.course(capacity=200)
        station.app.visitors.add("林0号", phone="13800000000")
        before, count = everything(station), itertools.count()

        def run_write(job, count=count, pieces=pieces):
            if next(count) >= pieces:
                raise Crash
            return job()

        planned = plan(station, kind)
        try:
            station.app.imports.apply(planned, run_write=run_write)
        except Crash:
            pass
        else:
            ends.add("done")
        station.app.close()
        station.app = open_desk(station.data, station.clock)
        after_all = everything(station)
        assert after_all["import_run"] == after_all["import_op"] == []
        if after_all == before:
            ends.add("nothing")
        else:
            assert plan(station, kind).count(Verdict.SAME) == len(planned.rows)
            assert not station.app.imports.apply(plan(station, kind)).stored
            ends.add("all")
    assert ends >= {"nothing", "all"}


def test_nothing_goes_to_the_centre_before_it_is_whole(known):
    queued = "SELECT count(*) FROM outbox WHERE kind = 'visitor.added'"
    seen, ((before,),) = [], known.sql(queued)
    known.app.imports.apply(
        plan(known, "visitors"), on_progress=lambda *_: seen.append(known.sql(queued)[0][0])
    )
    assert set(seen) == {before}
    assert known.sql(queued) == [(before + 120,)]


def test_what_was_written_goes_to_the_centre_gapless_and_in_its_order(known):
    known.app.imports.apply(plan(known, "roster"))
    numbers = [q for (q,) in known.sql("SELECT q FROM outbox ORDER BY q")]
    assert numbers == list(range(1, len(numbers) + 1))
    kinds = [k for (k,) in known.sql("SELECT kind FROM outbox ORDER BY q")]
    last = [k for k in kinds if k in {"visitor.added", "enrolment.added"}][-2:]
    assert last == ["visitor.added", "enrolment.added"]


def test_who_came_meanwhile_stays_and_goes_to_the_centre(known):
    count = itertools.count()

    def is_cancelled():
        if next(count) != 1:
            return False
        visitor_id = known.app.visitors.resolve("林7号")
        known.find(visitor_id, "19:00")
        return True

    done = known.app.imports.apply(plan(known, "roster"), is_cancelled=is_cancelled)
    assert done.is_cancelled
    assert done.stored == 2  # the visitor and their place
    assert [(n,) for n in ("林7号",)] == known.sql(
        "SELECT name FROM visitor WHERE company = '' AND phone = '13800000007'"
    )
    assert known.sql("SELECT count(*) FROM visitor WHERE phone = '13800000008'") == [(0,)]
    fields = known.sql("SELECT fields FROM outbox WHERE kind = 'visitor.added' ORDER BY q DESC")
    assert json.loads(fields[0][0])["name"] == "林7号"


def test_a_course_somebody_joined_meanwhile_stays_with_all_its_lessons(known):
    count = itertools.count()

    def is_cancelled():
        if next(count) != 1:
            return False
        course_id = known.app.courses.resolve("书法3")
        known.app.courses.enrol(course_id, known.app.visitors.resolve("林0号"))
        return True

    done = known.app.imports.apply(plan(known, "courses"), is_cancelled=is_cancelled)
    assert done.is_cancelled
    names = [course.name for course in known.app.courses.all()]
    assert sorted(names) == ["书法3", "国画入门"]
    lessons = known.app.courses.sessions(known.app.courses.resolve("书法3"))
    assert len(lessons) == 12
    assert lessons[0].starts_at == moment("19:00", day=1)


def test_what_was_corrected_meanwhile_is_not_set_back(known):
    count = itertools.count()

    def is_cancelled():
        if next(count) != 1:
            return False
        with known.app.database.begin() as connection:
            connection.execute("UPDATE visitor SET company = '江南' WHERE phone = '13800000000'")
        return True

    known.app.imports.apply(plan(known, "visitors"), is_cancelled=is_cancelled)
    assert known.sql("SELECT company FROM visitor WHERE phone = '13800000000'") == [("江南",)]


def test_one_import_at_a_time_and_opening_beside_it_takes_nothing_back(known):
    seen = []

    def on_progress(_done, _total):
        with pytest.raises(KnownError, match="Another import"):
            known.app.imports.apply(plan(known, "companies"))
        other = open_desk(known.data, known.clock)
        seen.append(len(other.visitors.find("林1").hits))
        other.close()

    done = known.app.imports.apply(plan(known, "visitors"), on_progress=on_progress)
    assert done.stored == 130
    assert all(seen)
    with FileLock(known.data / "import.lock"):
        pass  # it was given back
