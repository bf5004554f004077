"""What is filled in for a course: to add it, and to change it later."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from desk_app.domain.courses import CheckInPolicy, CourseKind
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import TermId
from desk_app.domain.lessons import HolidayPolicy

MAX_LESSONS = 366
MAX_MINUTES = 24 * 60
MAX_NUMBER = 100_000
YEARS = range(2000, 2100)
_CHINESE = {
    "capacity": "名额",
    "minutes": "时长（分钟）",
    "lessons": "课次数",
    "starts_at": "开课年份",
    "opens_before_min": "提前开放",
    "tolerance_min": "前后宽限",
    "late_after_min": "迟到起算",
    "very_late_after_min": "迟很多起算",
    "award_absences": "可参评的缺课次数",
    "max_entries": "入场次数",
    "daily_entries": "每天入场次数",
    "late_weight_pct": "迟到折算",
    "warn_after_lessons": "提醒课次",
    "warn_below_pct": "提醒出勤率",
    "certificate_pct": "结业出勤率",
    "hold_min": "保留时间",
    "cut_off_min": "截止时间",
    "release_after_min": "放位时间",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDetails:
    """What a course may say and require beside its lessons; None leaves a value alone.

    Attributes:
        opens_before_min: As in CheckInPolicy, like ``tolerance_min``, ``late_after_min``,
            ``very_late_after_min`` and ``award_absences``.
        max_entries: Entries to one session, ``daily_entries`` to the course in a day; 0: no limit.
        reentry: Who has left may come back in.
        late_weight_pct: What a late arrival counts of a punctual one, in percent.
        hold_min: A seat offer holds so long; none is made ``cut_off_min`` before a lesson.
    """

    capacity: int | None = None
    term_id: TermId | None = None
    category: str | None = None
    teacher: str | None = None
    series: str | None = None
    fee_note: str | None = None
    bring: str | None = None
    hand_outs: str | None = None
    opens_before_min: int | None = None
    tolerance_min: int | None = None
    late_after_min: int | None = None
    very_late_after_min: int | None = None
    award_absences: int | None = None
    max_entries: int | None = None
    daily_entries: int | None = None
    reentry: bool | None = None
    several_entries: bool | None = None
    walk_ins: bool | None = None
    late_weight_pct: int | None = None
    counts_excused: bool | None = None
    warn_after_lessons: int | None = None
    warn_below_pct: int | None = None
    certificate_pct: int | None = None
    hold_min: int | None = None
    cut_off_min: int | None = None
    release_after_min: int | None = None

    def values(self) -> dict[str, object]:
        """Return what is given, by field.

        Raises:
            KnownError: A number is out of range.
        """
        given = {name: value for name, value in asdict(self).items() if value is not None}
        for name, value in given.items():
            if isinstance(value, int) and not isinstance(value, bool):
                low = 1 if name == "capacity" else 0
                high = 100 if name.endswith("_pct") else MAX_NUMBER
                _require(low <= value <= high, name, f"{low}–{high}")
        return given

    def policy(self, known: CheckInPolicy) -> CheckInPolicy:
        """Return how one may enter once this is set."""
        names = {field.name for field in fields(CheckInPolicy)}
        return replace(
            known, **{k: v for k, v in asdict(self).items() if k in names and v is not None}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCourse:
    """A course to be added; its lessons follow weekly from ``starts_at`` (aware).

    Attributes:
        sittings: Further starts (aware) instead of weekly lessons, for a lecture.
        speakers: One for each sitting, or one for all.
        details: What may also be set later.
    """

    name: str
    starts_at: datetime
    minutes: int
    lessons: int
    capacity: int
    kind: CourseKind = CourseKind.COURSE
    room: str = ""
    room_hint: str = ""
    walk_ins: bool = False
    several_entries: bool = False
    holidays: HolidayPolicy = HolidayPolicy.SKIP_AND_EXTEND
    sittings: tuple[datetime, ...] = ()
    speakers: tuple[str, ...] = ()
    details: CourseDetails | None = None

    def check(self) -> None:
        """Refuse what no course can be.

        Raises:
            KnownError: A number is out of range.
        """
        _require(1 <= self.minutes <= MAX_MINUTES, "minutes", f"1–{MAX_MINUTES}")
        _require(1 <= self.lessons <= MAX_LESSONS, "lessons", f"1–{MAX_LESSONS}")
        _require(1 <= self.capacity <= MAX_NUMBER, "capacity", f"1–{MAX_NUMBER}")
        for start in (self.starts_at, *self.sittings):
            _require(start.year in YEARS, "starts_at", f"{YEARS[0]}–{YEARS[-1]}")


def _require(holds: bool, option: str, allowed: str) -> None:  # noqa: FBT001
    if not holds:
        raise KnownError(
            "bad_number",
            zh=f"{_CHINESE.get(option, option)}超出范围，允许 {allowed}。",
            en=f"{option} is out of range: {allowed}.",
        )
