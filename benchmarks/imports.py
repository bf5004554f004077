"""Import a roster of 5,000 rows against openpyxl reading the file alone.

Run ``python -m benchmarks.imports``.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl

from desk_app.compose import open_desk
from desk_app.documents.sheets import read_sheet
from desk_app.domain.clock import system_clock
from desk_app.services.course_forms import NewCourse

_ROWS = 5000
_ROUNDS = 5
_FAMILY, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "晓敏静文宁安然子涵雨欣思远明"


def main() -> None:
    """Print the medians of the rounds; base and work take turns."""
    base, first, again = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = _roster(Path(folder) / "roster.xlsx")
        for number in range(_ROUNDS):
            base.append(_seconds(lambda: _read_alone(path)))
            took = _bring_in_twice(path, Path(folder) / str(number))
            first.append(took[0])
            again.append(took[1])
    base_s = statistics.median(base)
    _print("openpyxl reads the file", base_s, base_s)
    _print(f"import of {_ROWS} rows", statistics.median(first), base_s)
    _print("the same once more", statistics.median(again), base_s)


def _bring_in_twice(path: Path, folder: Path) -> tuple[float, float]:
    folder.mkdir()
    app = open_desk(folder)
    starts_at = system_clock() + timedelta(days=1)
    course_id, _ = app.courses.add(
        NewCourse(name="Bench", starts_at=starts_at, minutes=90, lessons=1, capacity=_ROWS)
    )
    app.visitors.add("Bench")  # as on any desk that is open: the readings of names are loaded

    def bring_in() -> None:
        app.imports.apply(app.imports.plan_roster(read_sheet(path).rows, course_id))

    took = _seconds(bring_in), _seconds(bring_in)
    app.close()
    return took


def _roster(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["序号", "姓名", "手机号", "单位", "楼层", "备注"])
    for n in range(_ROWS):
        name = _FAMILY[n % 16] + _GIVEN[n // 16 % 14] + _GIVEN[n // 224 % 14]
        sheet.append([n + 1, name, 13800000000 + n, f"企业{n % 90}", f"{n % 30}F", ""])
    book.save(path)
    return path


def _read_alone(path: Path) -> None:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    list(book.worksheets[0].iter_rows(values_only=True))
    book.close()


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _print(name: str, value: float, base: float) -> None:
    sys.stdout.write(f"{name:<40} {value:8.3f} s   {value / base:5.2f} x\n")


if __name__ == "__main__":
    main()
