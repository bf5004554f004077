"""Use cases: gather what leaves the station as a file; who took out what is recorded first."""

from collections.abc import Callable, Sequence

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.attendance import Certificate, LearnerMark
from desk_app.domain.clock import SHANGHAI, Clock, day_bounds, local_day
from desk_app.domain.courses import ClassSession, EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.exports import (
    Award,
    Column,
    ColumnKind,
    Export,
    SignInLine,
    SignInSheet,
    Table,
    Value,
)
from desk_app.domain.ids import CourseId, VisitorId
from desk_app.domain.people import Operator, Role, Visitor, mask_phone
from desk_app.services.attendance import AttendanceLine, AttendanceService
from desk_app.services.passes import PassService
from desk_app.services.unknown import unknown_course

_EVERYBODY = -1
_MARKS = {
    LearnerMark.PRESENT: "到",
    LearnerMark.LATE: "迟到",
    LearnerMark.VERY_LATE: "严重迟到",
    LearnerMark.ABSENT: "缺",
    LearnerMark.EXCUSED: "请假",
    LearnerMark.MADE_UP: "补课",
    LearnerMark.NOT_JOINED: "未报名",
    None: "",
}
_CERTIFICATES = {
    Certificate.EARNED: "已达到",
    Certificate.REACHABLE: "还可达到",
    Certificate.OUT_OF_REACH: "达不到",
    None: "",
}
_TALLY = (
    *(Column(heading=h, kind=ColumnKind.NUMBER) for h in ("到", "迟到", "缺", "请假", "补课")),
    Column(heading="出勤率", kind=ColumnKind.PERCENT),
    Column(heading="证书"),
)
_VISITORS = (
    Column(heading="姓名"),
    Column(heading="手机"),
    Column(heading="企业"),
    Column(heading="楼宇楼层"),
    Column(heading="正在上的课"),
    Column(heading="最近到访", kind=ColumnKind.MOMENT),
)


class ExportService:
    """Gathers rows for files; drawing them is the business of ``documents``."""

    def __init__(
        self,
        begin: BeginWork,
        clock: Clock,
        attendance: AttendanceService,
        passes: PassService,
    ) -> None:
        self._begin = begin
        self._clock = clock
        self._attendance = attendance
        self._passes = passes

    def attendance(self, course_id: CourseId, by: Operator | None = None) -> Table:
        """Return a course's matrix: each learner's marks, counts, rate and certificate.

        Raises:
            KnownError: There is no such course.
        """
        sheet = self._attendance.sheet(course_id)
        with self._begin() as work:
            name = _lessons(work, course_id)[0].course_name
            self._record(work, Export.ATTENDANCE, by)
        columns = (
            Column(heading="姓名"),
            *(Column(heading=_lesson_heading(lesson)) for lesson in sheet.lessons),
            *_TALLY,
        )
        rows = [
            [line.name, *(_MARKS[mark] for mark in line.attendance.marks), *_tally(line)]
            for line in sheet.lines
        ]
        return Table(title=f"{name} 考勤表", columns=columns, rows=rows)

    def attendance_of_all(
        self,
        by: Operator | None = None,
        *,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Table | None:
        """Return each learner's counts, rate and certificate in every course; None if cancelled."""
        with self._begin() as work:
            courses = work.courses.summaries()
            self._record(work, Export.ATTENDANCE, by)
        rows: list[Sequence[Value]] = []
        for done, course in enumerate(courses):
            if is_cancelled():
                return None
            on_progress(done, len(courses))
            lines = self._attendance.sheet(course.course_id).lines
            rows += ([course.name, line.name, *_tally(line)] for line in lines)
        columns = (Column(heading="课程"), Column(heading="姓名"), *_TALLY)
        return Table(title="考勤汇总", columns=columns, rows=rows, frozen=2)

    def visitors(
        self,
        course_id: CourseId | None = None,
        *,
        full: bool = False,
        by: Operator | None = None,
    ) -> Table:
        """Return everybody the station knows, or who has a place in a course, by pinyin.

        Raises:
            KnownError: Whole phone numbers without a staff member, or no such course.
        """
        if full and (by is None or by.role is not Role.STAFF):
            raise KnownError(
                "needs_staff",
                zh="导出完整手机号要由工作人员来做：请加 --operator 姓名（和 --pin）；"
                "不加 --full 则隐去中间几位。",
                en="Only staff may export whole phone numbers: add --operator NAME (and --pin), "
                "or leave --full out to have them masked.",
            )
        at = self._clock()
        with self._begin() as work:
            chosen = None if course_id is None else _enrolled(work, course_id)
            found, _ = work.visitor_list.page(
                like="",
                workplace="",
                group="all" if chosen is None else "learners",
                order="name",
                today=day_bounds(local_day(at))[0],
                now=at,
                offset=0,
                limit=_EVERYBODY,
            )
            wanted = None if chosen is None else {v.visitor_id for v in chosen}
            rows: list[Sequence[Value]] = [
                (
                    line.visitor.name,
                    line.visitor.phone if full else mask_phone(line.visitor.phone),
                    line.visitor.company,
                    line.visitor.workplace,
                    line.courses,
                    line.seen_at,
                )
                for line in found
                if wanted is None or line.visitor.visitor_id in wanted
            ]
            self._record(work, Export.VISITORS, by, ":full" if full else "")
        return Table(title="来访者", columns=_VISITORS, rows=rows)

    def calendar(
        self, course_id: CourseId | None = None, by: Operator | None = None
    ) -> tuple[str, list[ClassSession]]:
        """Return what the calendar is called, and the lessons of a course or of all.

        Raises:
            KnownError: There is no such course.
        """
        with self._begin() as work:
            if course_id is None:
                name = work.settings.station_name
                courses = [c.course_id for c in work.courses.summaries()]
                lessons = [s for c in courses for s in work.courses.sessions_of(c)]
            else:
                lessons = _lessons(work, course_id)
                name = lessons[0].course_name
            self._record(work, Export.CALENDAR, by)
        return name, sorted(lessons, key=lambda s: s.starts_at)

    def sign_in(
        self,
        course_id: CourseId | None = None,
        by: Operator | None = None,
        *,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> list[SignInSheet] | None:
        """Return the sign-in sheet of a course, or of each that meets today; None if cancelled.

        Only who has a place stands on it. A learner without a pass of this desk gets one.

        Raises:
            KnownError: No such course, or none meets today.
        """
        with self._begin() as work:
            courses = self._today(work) if course_id is None else [course_id]
            lessons = {c: _lessons(work, c) for c in courses}
            people = {c: _enrolled(work, c) for c in courses}
            station = work.settings.station_name
            self._record(work, Export.SIGN_IN, by)
        everybody = list({v.visitor_id: None for c in courses for v in people[c]})
        issued = self._passes.printable_all(
            everybody, on_progress=on_progress, is_cancelled=is_cancelled
        )
        if issued is None:
            return None
        codes: dict[VisitorId, str] = {
            visitor_id: found.code for visitor_id, found in zip(everybody, issued, strict=True)
        }
        return [
            SignInSheet(
                station=station,
                course_name=lessons[c][0].course_name,
                lessons=[s for s in lessons[c] if not s.is_cancelled],
                lines=[SignInLine(name=v.name, code=codes[v.visitor_id]) for v in people[c]],
            )
            for c in courses
        ]

    def certificates(self, course_id: CourseId, by: Operator | None = None) -> list[Award]:
        """Return a certificate for each learner who has reached the course's threshold.

        Raises:
            KnownError: No such course, or nobody has reached it.
        """
        sheet = self._attendance.sheet(course_id)
        earned = [s for s in sheet.lines if s.attendance.certificate is Certificate.EARNED]
        if not earned:
            raise KnownError(
                "no_certificates",
                zh="这门课还没有人达到证书的出勤率。可用 course attendance 查看，"
                "或用 course set --certificate 调整要求。",
                en="Nobody has reached the certificate's attendance yet. See course attendance, "
                "or change what is asked with course set --certificate.",
            )
        with self._begin() as work:
            name = _lessons(work, course_id)[0].course_name
            station = work.settings.station_name
            self._record(work, Export.CERTIFICATES, by)
        days = [local_day(s.starts_at) for s in sheet.lessons]
        awards: list[Award] = []
        for line in earned:
            tally, rate = line.attendance.tally, line.attendance.rates.over_all
            if rate is None:
                continue
            awards.append(
                Award(
                    name=line.name,
                    course_name=name,
                    station=station,
                    came=tally.present + tally.late + tally.made_up,
                    lessons=len(sheet.lessons),
                    rate=rate,
                    first_day=min(days),
                    last_day=max(days),
                    issued_on=local_day(self._clock()),
                )
            )
        return awards

    def _today(self, work: UnitOfWork) -> list[CourseId]:
        today = work.courses.sessions_between(*day_bounds(local_day(self._clock())))
        found = list(dict.fromkeys(s.course_id for s in today if not s.is_cancelled))
        if not found:
            raise KnownError(
                "no_lessons_today",
                zh="今天没有课。要别的日子的签到表，请加 --course 课程名。",
                en="There is no lesson today. For another day's sheet add --course NAME.",
            )
        return found

    def _record(
        self, work: UnitOfWork, what: Export, by: Operator | None, detail: str = ""
    ) -> None:
        work.visitor_list.record_access(
            self._clock(),
            by.name if by else work.operator,
            f"exported:{what.value}{detail}",
            None,
        )


def _lessons(work: UnitOfWork, course_id: CourseId) -> list[ClassSession]:
    found = work.courses.sessions_of(course_id)
    if not found:
        raise unknown_course(str(course_id))
    return found


def _enrolled(work: UnitOfWork, course_id: CourseId) -> list[Visitor]:
    _lessons(work, course_id)
    roster = work.courses.roster(course_id)
    return [visitor for visitor, status in roster if status is EnrolmentStatus.CONFIRMED]


def _lesson_heading(lesson: ClassSession) -> str:
    return f"第{lesson.number}课\n{lesson.starts_at.astimezone(SHANGHAI):%m-%d}"


def _tally(line: AttendanceLine) -> list[Value]:
    found = line.attendance
    tally = found.tally
    return [
        tally.present,
        tally.late,
        tally.absent,
        tally.excused,
        tally.made_up,
        found.rates.over_held,
        _CERTIFICATES[found.certificate],
    ]
