"""The demo station: invented visitors, companies and a term of courses."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desk_app.compose import DeskApp
from desk_app.domain.changes import Change, Entity
from desk_app.domain.courses import ClassSession, CourseKind, EnrolmentStatus
from desk_app.domain.ids import CheckInId, CourseId, EnrolmentId, VisitorId, uuid7
from desk_app.domain.lessons import HolidayPolicy
from desk_app.domain.people import Role
from desk_app.services.course_forms import NewCourse
from desk_app.services.pinyin import search_text

STATION, DESK, OPERATOR = "梧桐里白领驿家", "前台 2", "沈亦禾"
STAFF, STAFF_PIN = "周站长", "2468"

_SURNAMES = (
    "顾罗韩陆沙许蒋乔邹龚郭温段贺凌管葛周曾单解查仇宋唐冯董萧程曹袁邓傅沈彭吕苏卢蔡贾丁魏薛叶"
)
_FIRST = "晚一立知予闻若思嘉维文言景明子亦清书静安乐可凡云泽雨星宁远沐昕初佳"
_SECOND = "晴舟夏遥安笛溪远禾琪清初和川衡微秋青桐然宇彤辰悦瑶澜霖朗妍航诺雯"
_RARE = ("㛃", "䶮", "𬭚", "𠮷")
_COMPANIES = (
    "澄屿数据科技", "泊远物流", "穗和保险经纪", "禾岸会计师事务所", "云岫咨询", "拾浪设计",
    "云岫建筑设计", "青砾软件", "望川文化传播", "棠梨生物", "北渡律师事务所", "远汀贸易",
)  # fmt: skip
_BUILDINGS = ("梧桐里大厦", "衡远中心", "云岫大厦")
VISITORS = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One course of the term, held ``days`` after tonight at an hour of Shanghai."""

    name: str
    room: str
    hint: str
    capacity: int
    days: int
    hour: int = 19
    minute: int = 0
    minutes: int = 90
    kind: CourseKind = CourseKind.COURSE


_PLANS = (
    Plan(name="彩妆基础", room="3 号教室", hint="二楼，出电梯右转", capacity=24, days=0),
    Plan(name="尤克里里入门", room="音乐室", hint="二楼，走到底", capacity=22, days=0),
    Plan(name="行书入门", room="书画室", hint="三楼", capacity=20, days=0),
    Plan(name="陶艺体验", room="手工室", hint="一楼，茶水间旁", capacity=16, days=2),
    Plan(name="非洲鼓", room="音乐室", hint="二楼，走到底", capacity=20, days=3),
    Plan(name="古典舞基础", room="舞蹈房", hint="四楼", capacity=26, days=-1),
)
_LECTURE = Plan(
    name="劳动争议预防", room="多功能厅", hint="一楼大厅左侧", capacity=80, days=0, hour=19,
    minute=30, minutes=60, kind=CourseKind.LECTURE,
)  # fmt: skip
TONIGHT = 7
"""Tonight's lessons are the seventh of twelve."""


@dataclass(slots=True)
class Town:
    """Who and what the evening is played with."""

    courses: dict[str, CourseId] = field(default_factory=dict)
    sessions: dict[str, tuple[ClassSession, ...]] = field(default_factory=dict)
    people: list[VisitorId] = field(default_factory=list)
    learners: dict[str, list[VisitorId]] = field(default_factory=dict)

    def tonight(self, name: str) -> ClassSession:
        """Return tonight's session of a course."""
        return self.sessions[name][TONIGHT - 1 if len(self.sessions[name]) > 1 else 0]


def build_town(app: DeskApp, evening: datetime, *, seed: int = 7) -> Town:
    """Fill an empty data directory; ``evening`` is the aware moment of tonight's 19:00."""
    rng = random.Random(seed)  # noqa: S311  (invented people, not secrets)
    app.desk.set_up(station=STATION, desk=DESK)
    app.desk.add_operator(STAFF, Role.STAFF, pin=STAFF_PIN)
    app.desk.begin_shift(OPERATOR)
    town = Town()
    town.people = _add_people(app, rng)
    for plan in _PLANS:
        _add_course(app, town, plan, evening)
    _add_lecture(app, town, evening)
    shuffled = list(town.people)
    for plan in _PLANS:
        rng.shuffle(shuffled)
        busy = {v for name in town.learners for v in town.learners[name]}
        free = [v for v in shuffled if v not in busy]
        town.learners[plan.name] = free[: plan.capacity + (2 if plan.name == "行书入门" else 0)]
        _enrol(app, town.courses[plan.name], town.learners[plan.name], plan.capacity)
        _remember_lessons(app, town, plan.name, rng)
    return town


def _add_people(app: DeskApp, rng: random.Random) -> list[VisitorId]:
    names: dict[str, None] = {"顾晚晴": None, "罗一舟": None, "陆知遥": None, "沙予安": None}
    for rare in _RARE:
        names[rng.choice(_SURNAMES) + rng.choice(_FIRST) + rare] = None
    while len(names) < VISITORS:
        second = rng.choice(_SECOND) if rng.random() < 0.85 else ""  # noqa: PLR2004
        names[rng.choice(_SURNAMES) + rng.choice(_FIRST) + second] = None
    people: list[VisitorId] = []
    with app.begin() as work:
        for name in names:
            visitor_id = VisitorId(uuid7(app.clock()))
            phone = f"1{rng.choice('35789')}{rng.randrange(10**9):09d}"
            values = {
                "name": name,
                "phone": phone,
                "company": rng.choice(_COMPANIES),
                "workplace": f"{rng.choice(_BUILDINGS)} {rng.randint(3, 28)} 层",
            }
            added = Change(
                kind="visitor.added", entity=Entity.VISITOR, row_id=visitor_id, values=values
            )
            work.add(added, search_text=search_text(name, phone))
            people.append(visitor_id)
    return people


def _add_course(app: DeskApp, town: Town, plan: Plan, evening: datetime) -> None:
    first = evening + timedelta(days=plan.days, weeks=-(TONIGHT - 1))
    course_id, sessions = app.courses.add(
        NewCourse(
            name=plan.name,
            starts_at=first,
            minutes=plan.minutes,
            lessons=12,
            capacity=plan.capacity,
            room=plan.room,
            room_hint=plan.hint,
            holidays=HolidayPolicy.KEEP,
        )
    )
    town.courses[plan.name], town.sessions[plan.name] = course_id, sessions


def _add_lecture(app: DeskApp, town: Town, evening: datetime) -> None:
    course_id, sessions = app.courses.add(
        NewCourse(
            name=_LECTURE.name,
            starts_at=evening + timedelta(minutes=_LECTURE.minute),
            minutes=_LECTURE.minutes,
            lessons=1,
            capacity=_LECTURE.capacity,
            kind=_LECTURE.kind,
            room=_LECTURE.room,
            room_hint=_LECTURE.hint,
            walk_ins=True,
        )
    )
    town.courses[_LECTURE.name], town.sessions[_LECTURE.name] = course_id, sessions


def _enrol(app: DeskApp, course_id: CourseId, people: list[VisitorId], capacity: int) -> None:
    at = app.clock() - timedelta(days=50)
    with app.begin() as work:
        for place, visitor_id in enumerate(people):
            is_in = place < capacity
            status = EnrolmentStatus.CONFIRMED if is_in else EnrolmentStatus.WAITLISTED
            work.add(
                Change(
                    kind="enrolment.added",
                    entity=Entity.ENROLMENT,
                    row_id=EnrolmentId(uuid7(app.clock())),
                    values={
                        "course_id": course_id,
                        "visitor_id": visitor_id,
                        "status": status.value,
                        "enrolled_at": at + timedelta(seconds=place),
                    },
                )
            )


def _remember_lessons(app: DeskApp, town: Town, name: str, rng: random.Random) -> None:
    """Store the term so far: most people came to most lessons."""
    learners = town.learners[name]
    with app.begin() as work:
        for session in town.sessions[name][: TONIGHT - 1]:
            for visitor_id in learners:
                if rng.random() > 0.86:  # noqa: PLR2004
                    continue
                at = session.starts_at + timedelta(minutes=rng.randint(-20, 12))
                nonce = CheckInId(uuid7(at))
                work.add(
                    Change(
                        kind="check_in.entered",
                        entity=Entity.CHECK_IN,
                        row_id=nonce,
                        values=_past_entry(session, visitor_id, at, nonce),
                    )
                )


def _past_entry(
    session: ClassSession, visitor_id: VisitorId, at: datetime, nonce: CheckInId
) -> dict[str, object]:
    return {
        "session_id": session.session_id,
        "visitor_id": visitor_id,
        "direction": "in",
        "at": at,
        "desk_name": "前台 1",
        "operator": OPERATOR,
        "nonce": nonce,
    }
