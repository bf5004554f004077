"""Rosters as they arrive: which column is what, and what a cell means. No file is read here."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from desk_app.domain.clock import SHANGHAI
from desk_app.domain.errors import KnownError

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a spreadsheet's cell holds."""


class Column(StrEnum):
    """What a column can say."""

    NAME = "name"
    PHONE = "phone"
    COMPANY = "company"
    BUILDING = "building"
    FLOOR = "floor"
    COURSE = "course"
    STARTS = "starts"
    TIME = "time"
    MINUTES = "minutes"
    LESSONS = "lessons"
    CAPACITY = "capacity"
    ROOM = "room"
    TEACHER = "teacher"
    CATEGORY = "category"
    FEE_NOTE = "fee_note"
    BRING = "bring"
    CONTACT = "contact"


PEOPLE = frozenset({Column.NAME, Column.PHONE, Column.COMPANY, Column.BUILDING, Column.FLOOR})
"""What a sheet of people is read for; that of a roster is read for ``COURSE`` too."""

COMPANIES = frozenset({Column.COMPANY, Column.BUILDING, Column.FLOOR, Column.CONTACT, Column.PHONE})
COURSES = frozenset(
    {
        Column.COURSE, Column.STARTS, Column.TIME, Column.MINUTES, Column.LESSONS,
        Column.CAPACITY, Column.ROOM, Column.TEACHER, Column.CATEGORY, Column.FEE_NOTE,
        Column.BRING,
    }
)  # fmt: skip

_HEADERS = {
    Column.NAME: "姓名 名字 学员姓名 学员 学生姓名 来访者 报名人 参加人 真实姓名 name fullname",
    Column.PHONE: "手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 移动电话 联系手机 "
    "phone mobile tel telephone phonenumber",
    Column.COMPANY: "单位 公司 企业 工作单位 所属单位 所在单位 公司名称 单位名称 企业名称 "
    "company employer organisation organization",
    Column.BUILDING: "楼宇 所在楼宇 楼宇名称 大楼 办公楼 building",
    Column.FLOOR: "楼层 层 楼层房号 房号 floor",
    Column.COURSE: "课程 课程名称 课程名 班级 班级名称 班名 讲座 讲座名称 course class",
    Column.STARTS: "开始时间 首课时间 开课时间 开课日期 首课日期 开始日期 日期 starts start date",
    Column.TIME: "上课时间 时间 时段 上课时段 time",
    Column.MINUTES: "时长 分钟 课时长 每课分钟 minutes",
    Column.LESSONS: "课次 课时 节数 课数 次数 lessons",
    Column.CAPACITY: "名额 人数 容量 招生人数 人数上限 capacity places",
    Column.ROOM: "教室 场地 地点 上课地点 room place",
    Column.TEACHER: "教师 老师 授课教师 授课老师 任课教师 任课老师 主讲 主讲人 讲师 "
    "teacher lecturer speaker",
    Column.CATEGORY: "类别 类型 分类 课程类别 课程类型 课程分类 category",
    Column.FEE_NOTE: "费用 学费 收费 费用说明 收费说明 收费标准 fee fees",
    Column.BRING: "自带物品 自备物品 需自备 需自带 自备材料 自备工具 bring",
    Column.CONTACT: "联系人 联系人姓名 企业联系人 contact",
}
_FIELD_OF = {header: column for column, headers in _HEADERS.items() for header in headers.split()}
_HEADER_ROWS = 30
_NOTHING = frozenset(
    {"", "无", "暂无", "没有", "/", "\\", "-", "--", "—", "——", "n/a", "na", "null"}
)
_SUMS = ("合计", "总计", "小计", "共计", "填表", "制表", "备注", "说明", "注:", "注：")
_SAMPLE = 50
_MOST = 0.6
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af·]{2,8}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOST_ZEROS = 4
"""So many digits of a shortened number may be noughts that were left off."""

_NOON = 12
_LATER = frozenset({"下午", "傍晚", "晚上", "晚"})
_CLOCK = re.compile(
    r"(上午|早上|中午|下午|傍晚|晚上|晚)?\s*(\d{1,2})(?:[:：](\d{2})|[点时](半|\d{1,2}(?=分)|))"
)
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (serials are wall-clock time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where things stand in a sheet.

    Attributes:
        header: Index of the row of headings; None where there is none.
        places: Index of each known column.
        names: How the sheet calls each known column.
    """

    header: int | None
    places: Mapping[Column, int]
    names: Mapping[Column, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row with something in it; ``number`` counts from 1 as a spreadsheet shows it."""

    number: int
    cells: Mapping[Column, Cell]

    def text(self, column: Column) -> str:
        """Return a cell as one line of text; words that stand for nothing are nothing."""
        return meaning(self.cells.get(column))


def cell_text(cell: Cell) -> str:
    """Return what a cell shows: whole floats without their point, full-width forms as plain."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date() | time():
            return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
        case _:
            return " ".join(unicodedata.normalize("NFKC", str(cell)).replace("\u200b", "").split())


def meaning(cell: Cell) -> str:
    """Return a cell's text, or nothing where it says "none" in one of the usual ways."""
    text = cell_text(cell).lstrip("'")
    return "" if text.lower() in _NOTHING else text


def read_layout(
    rows: Sequence[Sequence[Cell]],
    need: Column = Column.NAME,
    fields: frozenset[Column] = PEOPLE,
) -> Layout:
    """Guess which column is what: by the headings, else by what stands below.

    Title rows and merged headings above are passed over: the row that names most columns is taken.

    Args:
        rows: Rows of cells.
        need: The column without which nothing can be read.
        fields: The columns that will be read; others are left out.

    Raises:
        KnownError: The needed column is nowhere to be seen.
    """
    best: dict[Column, int] = {}
    header: int | None = None
    for place, row in enumerate(rows[:_HEADER_ROWS]):
        found = _headings(row)
        if need in found and len(found) > len(best):
            best, header = found, place
    if header is None and need is Column.NAME:
        best = _by_content(rows)
    if need not in best:
        raise KnownError(
            "no_name_column",
            zh="看不出哪一列是“姓名”或“课程名称”。请在第一行写上列名，例如：姓名、手机号、单位。",
            en="No column looks like a name. Put headings in the first row, "
            "for example 姓名, 手机号, 单位 (name, phone, company).",
        )
    names = {
        column: (cell_text(rows[header][place]) if header is not None else column_letter(place))
        for column, place in best.items()
        if column in fields
    }
    return Layout(header=header, places={c: best[c] for c in names}, names=names)


def data_rows(rows: Sequence[Sequence[Cell]], layout: Layout, need: Column) -> Iterable[SheetRow]:
    """Yield the rows below the headings; blank ones, repeated headings and sums are left out."""
    first = 0 if layout.header is None else layout.header + 1
    for place in range(first, len(rows)):
        row = rows[place]
        cells = {c: row[at] for c, at in layout.places.items() if at < len(row)}
        known = SheetRow(number=place + 1, cells=cells)
        if not any(known.text(column) for column in cells):
            continue
        if known.text(need) == layout.names[need] or _is_sum(row):
            continue
        yield known


def read_phone(text: str) -> str:
    """Return a phone number's digits as a spreadsheet may write it: ``+86 138-1234-1234``.

    A number that a spreadsheet turned into ``1.3812341234E10`` is read back.

    Raises:
        KnownError: The cell holds no number, or several.
    """
    plain = re.sub(r"[\s\-()—]", "", text)
    short = re.fullmatch(r"\d(?:\.(\d+))?[eE]\+?(\d{1,2})", plain)
    if short is not None:
        if len(short[1] or "") + _MOST_ZEROS < int(short[2]):
            raise KnownError(
                "digits_lost",
                zh=f"“{text}”是表格软件缩写过的号码，后面几位已经丢了。请把这一列改成文本，重填号码",
                en=f"{text} is a number a spreadsheet shortened: its last digits are lost. Make "
                "the column text and enter the number again",
            )
        plain = str(int(float(plain)))
    mobiles = _MOBILE.findall(plain)
    if len(mobiles) > 1 and len(plain) > len(mobiles[0]) + 3:
        raise KnownError(
            "several_phones",
            zh=f"一格里有 {len(mobiles)} 个号码，请只留一个",
            en=f"{len(mobiles)} numbers in one cell: keep one",
        )
    return re.sub(r"^(\+|00)?86(?=1[3-9]\d{9}$)", "", plain)


def read_name(text: str) -> str:
    """Return a name without the spaces that typists put between Chinese characters."""
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", text)


def read_start(day: Cell, clock: str = "") -> tuple[datetime, int | None]:
    """Return when something starts (UTC) and, where the time is a span, its minutes.

    Dates come as dates, as text (``2026年10月27日 19:00``, ``2026/10/27``) or as Excel's serials;
    the time may stand in a cell of its own, as ``19:00`` or ``19:00-20:30``. Wall-clock time is
    Asia/Shanghai.

    Raises:
        ValueError: It is no date and time.
    """
    try:
        at = _wall_clock(day)
        hours = [_hour(*found) for found in _CLOCK.findall(clock)]
    except (ValueError, OverflowError) as error:
        msg = f"no date and time: {day!r} {clock}"
        raise ValueError(msg) from error
    if clock.strip() and not hours:
        msg = f"no date and time: {day!r} {clock}"
        raise ValueError(msg)
    if hours:
        at = at.replace(hour=hours[0].hour, minute=hours[0].minute)
    minutes = None
    if len(hours) > 1:
        minutes = (hours[1].hour - hours[0].hour) * 60 + hours[1].minute - hours[0].minute
    return at.replace(tzinfo=SHANGHAI).astimezone(UTC), minutes


def _hour(part: str, hour: str, minute: str, spoken: str) -> time:
    """Read 19:00, 晚上7点 or 下午3点半."""
    is_later = (part in _LATER and int(hour) < _NOON) or (part == "中午" and int(hour) < _NOON - 2)
    minutes = 30 if spoken == "半" else int(minute or spoken or 0)
    return time(int(hour) + (_NOON if is_later else 0), minutes)


def column_letter(place: int) -> str:
    """Return a column's letter as spreadsheets count: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _wall_clock(cell: Cell) -> datetime:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    text = cell_text(cell)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        exact = _EXCEL_EPOCH + timedelta(days=float(text))
        return (exact + timedelta(seconds=30)).replace(second=0, microsecond=0)
    found = re.match(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?(.*)", text)
    if found is None:
        raise ValueError(text)
    year, month, day, rest = found.groups()
    hour = re.search(r"(\d{1,2})[:时点](\d{2})?", rest)
    at = time(int(hour[1]), int(hour[2] or 0)) if hour else time()
    return datetime.combine(date(int(year), int(month), int(day)), at)


def _headings(row: Sequence[Cell]) -> dict[Column, int]:
    found: dict[Column, int] = {}
    for place, cell in enumerate(row):
        text = re.sub(r"\(.*?\)|[\s*:：]", "", cell_text(cell)).lower()
        column = _FIELD_OF.get(text)
        if column is not None:
            found.setdefault(column, place)
    return found


def _by_content(rows: Sequence[Sequence[Cell]]) -> dict[Column, int]:
    """Take for the name and the phone what looks like it in most rows."""
    sample = [row for row in rows[:_SAMPLE] if any(meaning(cell) for cell in row)]
    found: dict[Column, int] = {}
    for column, pattern in ((Column.NAME, _CHINESE_NAME), (Column.PHONE, _MOBILE)):
        width = max((len(row) for row in sample), default=0)
        shares = [
            sum(
                bool(pattern.fullmatch(read_name(meaning(row[place]))))
                for row in sample
                if place < len(row)
            )
            / len(sample)
            for place in range(width)
        ]
        if shares and max(shares) >= _MOST:
            found[column] = shares.index(max(shares))
    return found if Column.PHONE in found else {}


def _is_sum(row: Sequence[Cell]) -> bool:
    first = next((text for cell in row if (text := meaning(cell))), "")
    return first.startswith(_SUMS)
