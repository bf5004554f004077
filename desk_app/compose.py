"""Builds every service once, without Qt; nothing else constructs services."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

from desk_app.db.database import Database
from desk_app.db.unit_of_work import BeginWork, work_factories
from desk_app.domain.clock import Clock, system_clock
from desk_app.runtime.locks import FileLock
from desk_app.services.attendance import AttendanceService
from desk_app.services.booking_changes import BookingChangeService
from desk_app.services.booking_use import BookingUseService
from desk_app.services.bookings import BookingService
from desk_app.services.check_in import CheckInService
from desk_app.services.companies import CompanyService
from desk_app.services.courses import CourseService
from desk_app.services.departures import DepartureService
from desk_app.services.desk import DeskService, Shift
from desk_app.services.imports import ImportService
from desk_app.services.lessons import LessonService
from desk_app.services.merging import MergeService
from desk_app.services.passes import PassService
from desk_app.services.questions import QuestionService
from desk_app.services.rooms import RoomService
from desk_app.services.terms import TermService
from desk_app.services.visitor_list import VisitorListService
from desk_app.services.visitors import VisitorService
from desk_app.services.waitlist import WaitlistService

if TYPE_CHECKING:
    from desk_app.sync.engine import RunWrite, SyncEngine

DATABASE = "desk.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskApp:
    """All services over one data directory.

    Attributes:
        begin: Opens a writing transaction; one thread at a time uses it.
        read: Opens a read-only one beside it.
    """

    data: Path
    clock: Clock
    database: Database
    begin: BeginWork
    read: BeginWork
    shift: Shift
    desk: DeskService
    passes: PassService
    check_in: CheckInService
    visitors: VisitorService
    visitor_list: VisitorListService
    merging: MergeService
    companies: CompanyService
    courses: CourseService
    imports: ImportService
    terms: TermService
    lessons: LessonService
    waitlist: WaitlistService
    attendance: AttendanceService
    questions: QuestionService
    departures: DepartureService
    rooms: RoomService
    bookings: BookingService
    booking_use: BookingUseService
    booking_changes: BookingChangeService

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def open_desk(data: Path, clock: Clock = system_clock) -> DeskApp:
    """Open the data directory (it must exist) and build every service on it.

    Raises:
        KnownError: The database is damaged, too new or not writable.
    """
    database = Database(data / DATABASE)
    shift = Shift()
    begin, read = work_factories(database, clock, shift.name)
    with read() as work:
        is_new = work.settings.get("signing_key") is None
    passes = PassService(begin, clock)
    if is_new:
        with begin() as work:
            work.settings.identify()
        passes.prepare_keys()
    desk = DeskService(begin, read, clock, shift)
    desk.resume_shift()
    courses = CourseService(begin, read, clock)
    return DeskApp(
        data=data,
        clock=clock,
        database=database,
        begin=begin,
        read=read,
        shift=shift,
        desk=desk,
        passes=passes,
        check_in=CheckInService(begin, read, clock),
        visitors=VisitorService(begin, read, clock),
        visitor_list=VisitorListService(begin, read, clock),
        merging=MergeService(begin),
        companies=CompanyService(begin, read, clock),
        courses=courses,
        imports=ImportService(begin, read, clock, courses),
        terms=TermService(begin, read, clock),
        lessons=LessonService(begin, clock),
        waitlist=WaitlistService(begin, clock),
        attendance=AttendanceService(begin, clock),
        questions=QuestionService(begin, read, clock),
        departures=DepartureService(begin, clock),
        rooms=RoomService(begin, read, clock),
        bookings=BookingService(begin, read, clock),
        booking_use=BookingUseService(begin, read, clock),
        booking_changes=BookingChangeService(begin, read, clock),
    )


def connections(app: DeskApp) -> Callable[[], AbstractContextManager[Connection]]:
    """Return what sync opens its transactions with."""

    @contextmanager
    def begin() -> Iterator[Connection]:
        with app.begin() as work:
            yield work.connection

    return begin


def sync_engine(
    app: DeskApp,
    *,
    run_write: "RunWrite | None" = None,
    on_progress: Callable[[int, int], None] = lambda _sent, _to_send: None,
    clock: Clock = system_clock,
) -> "SyncEngine":
    """Build what exchanges with the centre; psycopg is loaded here, not at start.

    Args:
        app: The desk.
        run_write: Runs its local transactions on the database thread.
        on_progress: Told (sent, to send) after each batch.
        clock: The computer's clock, whose offset the centre measures.
    """
    from desk_app.sync.engine import SyncEngine  # noqa: PLC0415

    return SyncEngine(connections(app), None, clock, run_write=run_write, on_progress=on_progress)


def acknowledge_refusals(app: DeskApp) -> int:
    """Note that somebody has read what the centre refused; answers how many there were."""
    from desk_app.db.outbox import Outbox  # noqa: PLC0415

    with connections(app)() as connection:
        outbox = Outbox(connection)
        refusals = outbox.refusals()
        if refusals:
            outbox.mark_seen(refusals[0].q)
    return len(refusals)


@contextmanager
def sync_lock(data: Path) -> Iterator[None]:
    """Hold the lock that allows one syncer per data directory.

    Raises:
        AlreadyRunningError: Another process syncs it.
    """
    with FileLock(data / "sync.lock"):
        yield
