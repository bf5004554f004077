"""Builds every service once, without Qt; nothing else constructs services."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.db.database import Database
from desk_app.db.driver import rows
from desk_app.db.unit_of_work import BeginWork, work_factories
from desk_app.domain.clock import Clock, system_clock
from desk_app.services.check_in import CheckInService
from desk_app.services.courses import CourseService
from desk_app.services.desk import DeskService, Shift
from desk_app.services.passes import PassService
from desk_app.services.visitors import VisitorService

if TYPE_CHECKING:
    from desk_app.services.attendance import AttendanceService
    from desk_app.services.booker_search import BookerSearchService
    from desk_app.services.booking_calls import BookingCallService
    from desk_app.services.booking_changes import BookingChangeService
    from desk_app.services.booking_undo import BookingUndoService
    from desk_app.services.booking_use import BookingUseService
    from desk_app.services.bookings import BookingService
    from desk_app.services.class_list import ClassListService
    from desk_app.services.companies import CompanyService
    from desk_app.services.departures import DepartureService
    from desk_app.services.erasure import ErasureService
    from desk_app.services.exports import ExportService
    from desk_app.services.import_runs import ImportRuns
    from desk_app.services.imports import ImportService
    from desk_app.services.keying import KeyingService
    from desk_app.services.lessons import LessonService
    from desk_app.services.merging import MergeService
    from desk_app.services.place_undo import PlaceUndoService
    from desk_app.services.questions import QuestionService
    from desk_app.services.recovery import RecoveryService
    from desk_app.services.review import ReviewService
    from desk_app.services.room_day import RoomDayService
    from desk_app.services.room_facts import RoomFactService
    from desk_app.services.room_papers import RoomPaperService
    from desk_app.services.room_pictures import RoomPictureService
    from desk_app.services.rooms import RoomService
    from desk_app.services.terms import TermService
    from desk_app.services.visitor_list import VisitorListService
    from desk_app.services.visitor_notes import VisitorNoteService
    from desk_app.services.visitor_photos import VisitorPhotoService
    from desk_app.services.waitlist import WaitlistService

DATABASE = "desk.db"


@dataclass(frozen=True, kw_only=True)
class DeskApp:
    """All services over one data directory.

    Those that the window does not need to be ready are loaded when they are first asked for.

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
    courses: CourseService

    @cached_property
    def visitor_list(self) -> "VisitorListService":
        """The visitors page: list, profile, corrections."""
        from desk_app.services.visitor_list import VisitorListService  # noqa: PLC0415

        return VisitorListService(self.begin, self.read, self.clock)

    @cached_property
    def visitor_notes(self) -> "VisitorNoteService":
        """What staff note about visitors."""
        from desk_app.services.visitor_notes import VisitorNoteService  # noqa: PLC0415

        return VisitorNoteService(self.begin, self.clock)

    @cached_property
    def visitor_photos(self) -> "VisitorPhotoService":
        """Photos of visitors, kept at this desk alone."""
        from desk_app.services.visitor_photos import VisitorPhotoService  # noqa: PLC0415

        return VisitorPhotoService(self.begin, self.read)

    @cached_property
    def room_pictures(self) -> "RoomPictureService":
        """Pictures of rooms, kept at this desk."""
        from desk_app.services.room_pictures import RoomPictureService  # noqa: PLC0415

        return RoomPictureService(self.begin, self.read)

    @cached_property
    def merging(self) -> "MergeService":
        """Two records of one person made one, and apart again."""
        from desk_app.services.merging import MergeService  # noqa: PLC0415

        return MergeService(self.begin)

    @cached_property
    def erasure(self) -> "ErasureService":
        """People erased on request."""
        from desk_app.services.erasure import ErasureService  # noqa: PLC0415

        return ErasureService(self.begin, self.clock)

    @cached_property
    def recovery(self) -> "RecoveryService":
        """What waits, carried to another computer."""
        from desk_app.services.recovery import RecoveryService  # noqa: PLC0415

        return RecoveryService(self.begin, self.clock)

    @cached_property
    def companies(self) -> "CompanyService":
        """Companies and the buildings they are in."""
        from desk_app.services.companies import CompanyService  # noqa: PLC0415

        return CompanyService(self.begin, self.read, self.clock)

    @cached_property
    def imports(self) -> "ImportService":
        """Sheets in."""
        from desk_app.services.imports import ImportService  # noqa: PLC0415

        return ImportService(self.import_runs, self.read, self.clock, self.courses)

    @cached_property
    def import_runs(self) -> "ImportRuns":
        """One import at a time, stored whole or taken back."""
        from desk_app.services.import_runs import ImportRuns  # noqa: PLC0415

        return ImportRuns(self.begin, self.clock, self.data / "import.lock")

    @cached_property
    def exports(self) -> "ExportService":
        """Sheets, calendars and certificates out."""
        from desk_app.services.exports import ExportService  # noqa: PLC0415

        return ExportService(self.begin, self.clock, self.attendance, self.passes)

    @cached_property
    def keying(self) -> "KeyingService":
        """Paper keyed in afterwards."""
        from desk_app.services.keying import KeyingService  # noqa: PLC0415

        return KeyingService(self.read, self.clock, self.check_in)

    @cached_property
    def terms(self) -> "TermService":
        """Terms and the calendar."""
        from desk_app.services.terms import TermService  # noqa: PLC0415

        return TermService(self.begin, self.read, self.clock)

    @cached_property
    def lessons(self) -> "LessonService":
        """Lessons moved, cancelled, made up."""
        from desk_app.services.lessons import LessonService  # noqa: PLC0415

        return LessonService(self.begin, self.clock)

    @cached_property
    def waitlist(self) -> "WaitlistService":
        """Seats offered to those who wait."""
        from desk_app.services.waitlist import WaitlistService  # noqa: PLC0415

        return WaitlistService(self.begin, self.clock)

    @cached_property
    def place_undo(self) -> "PlaceUndoService":
        """What an act did to places, taken back."""
        from desk_app.services.place_undo import PlaceUndoService  # noqa: PLC0415

        return PlaceUndoService(self.begin, self.clock)

    @cached_property
    def attendance(self) -> "AttendanceService":
        """Marks, rates, certificates."""
        from desk_app.services.attendance import AttendanceService  # noqa: PLC0415

        return AttendanceService(self.begin, self.clock)

    @cached_property
    def class_list(self) -> "ClassListService":
        """The classes page: list, matrix, marks."""
        from desk_app.services.class_list import ClassListService  # noqa: PLC0415

        return ClassListService(self.begin, self.read, self.clock, self.attendance)

    @cached_property
    def questions(self) -> "QuestionService":
        """What courses ask at check-in."""
        from desk_app.services.questions import QuestionService  # noqa: PLC0415

        return QuestionService(self.begin, self.read, self.clock)

    @cached_property
    def departures(self) -> "DepartureService":
        """Everyone out at the end of the day."""
        from desk_app.services.departures import DepartureService  # noqa: PLC0415

        return DepartureService(self.begin, self.clock)

    @cached_property
    def rooms(self) -> "RoomService":
        """Rooms and closures."""
        from desk_app.services.rooms import RoomService  # noqa: PLC0415

        return RoomService(self.begin, self.read, self.clock)

    @cached_property
    def bookings(self) -> "BookingService":
        """Bookings and what to offer instead."""
        from desk_app.services.bookings import BookingService  # noqa: PLC0415

        return BookingService(self.begin, self.read, self.clock)

    @cached_property
    def booking_use(self) -> "BookingUseService":
        """Arrivals at bookings, no-shows, extensions."""
        from desk_app.services.booking_use import BookingUseService  # noqa: PLC0415

        return BookingUseService(self.begin, self.read, self.clock)

    @cached_property
    def booking_changes(self) -> "BookingChangeService":
        """Bookings and series moved or cancelled."""
        from desk_app.services.booking_changes import BookingChangeService  # noqa: PLC0415

        return BookingChangeService(self.begin, self.read, self.clock)

    @cached_property
    def booking_undo(self) -> "BookingUndoService":
        """Changes of bookings taken back."""
        from desk_app.services.booking_undo import BookingUndoService  # noqa: PLC0415

        return BookingUndoService(self.begin, self.clock)

    @cached_property
    def room_days(self) -> "RoomDayService":
        """What the rooms page shows."""
        from desk_app.services.room_day import RoomDayService  # noqa: PLC0415

        return RoomDayService(self.read, self.clock)

    @cached_property
    def bookers(self) -> "BookerSearchService":
        """Companies and visitors by what was typed."""
        from desk_app.services.booker_search import BookerSearchService  # noqa: PLC0415

        return BookerSearchService(self.read)

    @cached_property
    def review(self) -> "ReviewService":
        """What two desks disagree on, for people to decide."""
        from desk_app.services.review import ReviewService  # noqa: PLC0415

        return ReviewService(self.begin, self.read, self.clock)

    @cached_property
    def booking_calls(self) -> "BookingCallService":
        """Whom to call about a booking: today's, and those who lost their room."""
        from desk_app.services.booking_calls import BookingCallService  # noqa: PLC0415

        return BookingCallService(self.begin, self.read, self.clock)

    @cached_property
    def room_papers(self) -> "RoomPaperService":
        """Bookings as tables, calendars, day plans and signs on doors."""
        from desk_app.services.room_papers import RoomPaperService  # noqa: PLC0415

        return RoomPaperService(self.begin, self.read, self.clock)

    @cached_property
    def room_facts(self) -> "RoomFactService":
        """What is on in a room now, how much rooms are used, what a booker has left."""
        from desk_app.services.room_facts import RoomFactService  # noqa: PLC0415

        return RoomFactService(self.read, self.clock)

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
        has_unfinished = bool(rows(work.connection, "SELECT 1 FROM import_run LIMIT 1"))
    passes = PassService(begin, clock)
    if is_new:
        with begin() as work:
            work.settings.identify()
        passes.prepare_keys()
    desk = DeskService(begin, read, clock, shift)
    desk.resume_shift()
    courses = CourseService(begin, read, clock)
    app = DeskApp(
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
        courses=courses,
    )
    if has_unfinished:
        app.import_runs.settle()
    return app
