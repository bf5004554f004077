"""The visitors page with 30,000 people: a keystroke, a stretch of the list, a profile.

Run ``python -m benchmarks.visitors``. The base is one search of the whole table for the same
pattern by SQLite alone.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from desk_app.compose import DATABASE, DeskApp, open_desk
from desk_app.domain.clock import system_clock
from desk_app.domain.ids import VisitorId
from desk_app.services.course_forms import NewCourse
from desk_app.services.visitor_list import Group, ListQuery

_PEOPLE, _ROUNDS = 30_000, 30
_FAMILY, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨顾贺单曾", "晓敏静文宁安然子涵雨欣思远明"


def main() -> None:
    """Print p95 of each, in milliseconds and as a ratio."""
    with tempfile.TemporaryDirectory() as folder:
        app = open_desk(Path(folder))
        someone = _fill(app)
        with closing(sqlite3.connect(Path(folder) / DATABASE)) as alone:
            sql = "SELECT count(*) FROM visitor WHERE search_text LIKE '%|wx%#%'"
            base = _p95(lambda: alone.execute(sql).fetchone())
        pages = app.visitor_list.page
        _print("SQLite alone: one pattern", base, base)
        for text in ("wx", "wangxi", "顾晓", "0042", "企业 7"):
            _print(f"a keystroke: {text}", _p95(lambda t=text: pages(ListQuery(text=t))), base)
            _print(f"at the door: {text}", _p95(lambda t=text: app.visitors.find(t)), base)
        _print("the first page", _p95(lambda: pages(ListQuery())), base)
        _print("the last page", _p95(lambda: pages(ListQuery(), _PEOPLE - 50)), base)
        _print("learners", _p95(lambda: pages(ListQuery(group=Group.LEARNERS))), base)
        _print("a profile", _p95(lambda: app.visitor_list.profile(someone)), base)
        app.close()


def _fill(app: DeskApp) -> VisitorId:
    head = ["姓名", "手机号", "单位"]
    people = [
        [
            _FAMILY[n % 20] + _GIVEN[n // 20 % 14] + _GIVEN[n // 280 % 14],
            13800000000 + n,
            f"企业 {n % 1500}",
        ]
        for n in range(_PEOPLE)
    ]
    for start in range(0, _PEOPLE, 150):
        course_id, _ = app.courses.add(
            NewCourse(
                name=f"课程 {start}",
                starts_at=system_clock() + timedelta(days=1),
                minutes=90,
                lessons=12,
                capacity=150,
            )
        )
        plan = app.imports.plan_roster([head, *people[start : start + 150]], course_id)
        app.imports.apply(plan)
    return app.visitors.resolve(str(app.visitors.find("0042").hits[0].visitor.visitor_id))


def _p95(work: Callable[[], object]) -> float:
    times: list[float] = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.quantiles(times, n=20)[-1]


def _print(name: str, value: float, base: float) -> None:
    sys.stdout.write(f"{name:<32} {value:8.2f} ms   {value / base:6.2f} x\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
