"""Use case: keying in a paper sign-in sheet, many people at once with their true times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from desk_app.db.unit_of_work import BeginWork
from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.clock import Clock
from desk_app.domain.courses import Attendance, EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CheckInId, CourseId, Nonce, SessionId, VisitorId, uuid7
from desk_app.services.check_in import CheckInService
from desk_app.services.check_in_facts import Presentation
from desk_app.services.results import Channel
from desk_app.services.unknown import unknown_session


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One line of the paper: a name (or an id), and when the person came (aware UTC)."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedIn:
    """What came of one line.

    Attributes:
        outcome: None where the name fits nobody, or several.
        fitting: How many people have the name.
    """

    written: Written
    fitting: int
    outcome: CheckInOutcome | None = None
    check_in_id: CheckInId | None = None
    attendance: Attendance | None = None

    @property
    def is_in(self) -> bool:
        """Whether the person counts as having come."""
        return self.outcome in {CheckInOutcome.ADMITTED, CheckInOutcome.ALREADY_IN}


class KeyingService:
    """Checks in who signed on paper; keying a sheet in twice changes nothing."""

    def __init__(self, read: BeginWork, clock: Clock, check_in: CheckInService) -> None:
        self._read = read
        self._clock = clock
        self._check_in = check_in

    def key_in(self, session_id: SessionId, lines: Sequence[Written]) -> list[KeyedIn]:
        """Check in each line in order; who cannot be found is said, the others are in.

        Raises:
            KnownError: No such session, or a time that has not come yet; nothing was stored.
        """
        now = self._clock()
        if any(line.at > now for line in lines):
            raise KnownError(
                "in_the_future",
                zh="补录的时间还没有到。请核对 --at 和日期。",
                en="A time to key in has not come yet. Check --at and the day.",
            )
        with self._read() as work:
            session = work.courses.session(session_id)
        if session is None:
            raise unknown_session(str(session_id))
        return [self._one(session_id, session.course_id, line) for line in lines]

    def _one(self, session_id: SessionId, course_id: CourseId, line: Written) -> KeyedIn:
        found = self._who(course_id, line.name)
        if len(found) != 1:
            return KeyedIn(written=line, fitting=len(found))
        result = self._check_in.present_visitor(
            found[0],
            Presentation(
                nonce=Nonce(uuid7(self._clock())),
                session_id=session_id,
                at=line.at,
                channel=Channel.COMMAND,
            ),
        )
        return KeyedIn(
            written=line,
            fitting=1,
            outcome=result.outcome,
            check_in_id=result.check_in_id,
            attendance=result.attendance,
        )

    def _who(self, course_id: CourseId, name: str) -> list[VisitorId]:
        """Return whom a name means: of the course where that settles it, else of the station."""
        with self._read() as work:
            try:
                visitor = work.people.visitor(VisitorId(UUID(name)))
            except ValueError:
                known = [v.visitor_id for v in work.people.by_name(name)]
            else:
                return [visitor.visitor_id] if visitor else []
            enrolled = {
                visitor.visitor_id
                for visitor, status in work.courses.roster(course_id)
                if status is EnrolmentStatus.CONFIRMED
            }
        return [v for v in known if v in enrolled] or known
