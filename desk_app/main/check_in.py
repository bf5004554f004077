"""Joins the check-in page to the use cases: scan in, decision on the database thread, card out."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk_app.compose import DeskApp
from desk_app.domain.check_in import CheckInOutcome, UndoOutcome
from desk_app.domain.companies import Company
from desk_app.domain.ids import BookingId, CheckInId, Nonce, SessionId, VisitorId, uuid7
from desk_app.domain.waitlist import AnswerOutcome
from desk_app.main.latency import Latency
from desk_app.services.check_in_facts import Presentation
from desk_app.services.passes import LinkOutcome
from desk_app.services.results import (
    Channel,
    CheckInOption,
    CheckInResult,
    RoomCard,
    SearchAnswer,
    SeatHeld,
    TodaySheet,
    VisitorHit,
)
from desk_app.ui.check_in.page import CheckInPage
from desk_app.ui.check_in.requests import AnswerRequest, LinkRequest, RegisterRequest, StaffRequest
from desk_app.workers.database import DatabaseThread, Priority

if TYPE_CHECKING:
    from desk_app.scan.watch import CodeSeen

logger = logging.getLogger(__name__)
_REFRESH_MS = 10_000
_KEPT_CODES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads:
    """Where use cases run.

    Attributes:
        network: What waits for the centre when a person asks; its writes go over ``writer``.
    """

    writer: DatabaseThread
    reader: DatabaseThread
    network: DatabaseThread


class CheckInJoin(QObject):
    """Carries requests of the check-in page to the services and results back.

    Signals:
        changed(): Something was stored; sync may send it.
        presented(CheckInResult): A result is on the screen.
        failed(Exception): A use case could not be done.
        linked(LinkOutcome): What came of linking a code.
        undone(UndoOutcome): What came of an undo.
        seat_answered(AnswerOutcome): What came of accepting a seat.
    """

    changed = Signal()
    presented = Signal(object)
    failed = Signal(object)
    linked = Signal(object)
    undone = Signal(object)
    seat_answered = Signal(object)

    def __init__(
        self, app: DeskApp, page: CheckInPage, threads: Threads, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._page = page
        self._threads = threads
        self.latency = Latency()
        self._codes: dict[Nonce, str] = {}
        self.may_miss_others: Callable[[], bool] = lambda: False
        self.take_code: Callable[[str], bool] = lambda _text: False
        self._is_reading_sheet = False
        self._wants_sheet = False
        page.search_changed.connect(self._search)
        page.visitor_chosen.connect(self.present_visitor)
        page.option_chosen.connect(self._choose)
        page.seat_accepted.connect(self._accept_seat)
        page.undo_requested.connect(self.undo)
        page.pin_requested.connect(self._pin)
        self._clock = QTimer(self, interval=_REFRESH_MS)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()

    @Slot(object)
    def code_seen(self, seen: "CodeSeen") -> None:
        """Present what the camera read."""
        self._present(seen.text, Channel.CAMERA, began=seen.taken_at)

    @Slot(str)
    def code_scanned(self, text: str) -> None:
        """Present what a handheld scanner typed."""
        self._present(text, Channel.SCANNER, began=time.monotonic())

    @Slot(object)
    def present_visitor(self, visitor_id: VisitorId) -> None:
        """Check in a visitor who was found by name."""
        presentation = Presentation(nonce=self._nonce(), channel=Channel.SEARCH)
        self._run(lambda: self._app.check_in.present_visitor(visitor_id, presentation))

    @Slot(object)
    def undo(self, undo_id: CheckInId | BookingId) -> None:
        """Undo a check-in of the last minutes, to a class or to a room."""
        self._threads.writer.run(
            lambda: self._app.check_in.undo(undo_id), self._undone, self.failed.emit
        )

    def force(self, request: StaffRequest, on_error: Callable[[Exception], None]) -> None:
        """Let staff admit against the rules, after their PIN was checked."""
        result = request.result

        def work() -> CheckInResult:
            staff = self._app.desk.sign_in_staff(request.operator_name, request.pin)
            presentation = Presentation(
                nonce=result.nonce,
                session_id=result.session.session_id if result.session else None,
                force_reason=request.reason,
                operator=staff,
                channel=result.channel,
            )
            return self._present_again(result, presentation)

        self._threads.writer.run(work, self._finish, on_error, Priority.SCAN)

    def answer(self, request: AnswerRequest, on_error: Callable[[Exception], None]) -> None:
        """Keep what a visitor answered and check them in."""
        result = request.result
        presentation = Presentation(
            nonce=result.nonce,
            session_id=result.session.session_id if result.session else None,
            answers=request.answers,
            channel=result.channel,
        )
        self._threads.writer.run(
            lambda: self._present_again(result, presentation),
            self._finish,
            on_error,
            Priority.SCAN,
        )

    def register(
        self,
        request: RegisterRequest,
        on_known: Callable[[tuple[VisitorHit, ...]], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Register a visitor, link the code they showed, and check them in.

        Who may be registered already goes to ``on_known``; nothing is stored then.
        """
        code = self._codes.get(request.code_nonce) if request.code_nonce else None

        def work() -> CheckInResult | tuple[VisitorHit, ...]:
            visitor_id = request.known
            if visitor_id is None:
                person = {"phone": request.phone, "company": request.company}
                same = (
                    () if request.is_new else self._app.visitors.likely_same(request.name, **person)
                )
                if same:
                    return same
                visitor_id = self._app.visitors.add(
                    request.name, **person, workplace=request.workplace
                )
            if code is not None:
                self._app.passes.link(visitor_id, code)
            presentation = Presentation(nonce=self._nonce(), channel=Channel.SEARCH)
            return self._app.check_in.present_visitor(visitor_id, presentation)

        def show(answer: CheckInResult | tuple[VisitorHit, ...]) -> None:
            if isinstance(answer, tuple):
                on_known(answer)
            else:
                self._finish(answer)

        self._threads.writer.run(work, show, on_error)

    def find_companies(self, typed: str, on_found: Callable[[str, list[Company]], None]) -> None:
        """Find companies for what is typed."""
        self._threads.reader.run(
            lambda: self._app.companies.find(typed),
            lambda found: on_found(typed, found),
            self.failed.emit,
        )

    def link(self, request: LinkRequest, on_error: Callable[[Exception], None]) -> None:
        """Tie the code just shown to a visitor, then check them in with it."""
        code = self._codes.get(request.code_nonce)

        def work() -> tuple[LinkOutcome, CheckInResult | None]:
            outcome, _ = self._app.passes.link(request.visitor_id, code or "")
            if outcome not in {LinkOutcome.LINKED, LinkOutcome.ALREADY_LINKED}:
                return outcome, None
            presentation = Presentation(nonce=request.code_nonce, channel=Channel.SEARCH)
            return outcome, self._app.check_in.present(code or "", presentation)

        self._threads.writer.run(work, self._show_link, on_error)

    @Slot()
    def refresh(self) -> None:
        """Read tonight's sheet again; several wishes become one reading."""
        self._wants_sheet = True
        if self._is_reading_sheet:
            return
        self._is_reading_sheet, self._wants_sheet = True, False
        self._threads.reader.run(self._app.desk.today, self._show_sheet, self._sheet_failed)

    def _present(self, code: str, channel: Channel, *, began: float) -> None:
        if self.take_code(code):
            return
        presentation = Presentation(nonce=self._nonce(), channel=channel)
        self._remember(presentation.nonce, code)
        self._run(lambda: self._app.check_in.present(code, presentation), began=began)

    def _run(self, work: Callable[[], CheckInResult], *, began: float | None = None) -> None:
        def show(result: CheckInResult) -> None:
            self._show(result)
            if began is not None:
                self.latency.add((time.monotonic() - began) * 1000)

        self._threads.writer.run(work, show, self.failed.emit, Priority.SCAN)

    def _show(self, result: CheckInResult) -> None:
        if result.may_be_elsewhere and not self.may_miss_others():
            result = replace(result, may_be_elsewhere=False)
        self._page.show_result(result)
        self.presented.emit(result)
        if result.outcome is CheckInOutcome.ADMITTED:
            self.changed.emit()
        self.refresh()

    def _finish(self, result: CheckInResult) -> None:
        """Close the panel that asked for it, then show the result before those who wait."""
        self._page.close_panel()
        self._show(result)

    def _show_link(self, answer: tuple[LinkOutcome, CheckInResult | None]) -> None:
        outcome, result = answer
        self.linked.emit(outcome)
        if result is not None:
            self._finish(result)

    @Slot(object)
    def _choose(self, choice: tuple[CheckInResult, CheckInOption | RoomCard]) -> None:
        result, option = choice
        presentation = Presentation(nonce=result.nonce, channel=result.channel)
        if isinstance(option, RoomCard):
            presentation = replace(presentation, booking_id=option.booking_id)
        else:
            presentation = replace(presentation, session_id=option.session.session_id)
        self._run(lambda: self._present_again(result, presentation))

    @Slot(object)
    def _accept_seat(self, answer: tuple[CheckInResult, SeatHeld]) -> None:
        """Take up the seat held for the visitor; who was not let in yet is presented again."""
        result, seat = answer
        visitor = result.visitor
        if visitor is None:
            return

        def work() -> tuple[AnswerOutcome, CheckInResult | None]:
            outcome = self._app.waitlist.answer(
                seat.course_id, visitor.visitor_id, is_accepted=True
            )
            is_in = result.outcome in {CheckInOutcome.ADMITTED, CheckInOutcome.ALREADY_IN}
            if is_in or outcome is not AnswerOutcome.CONFIRMED:
                return outcome, None
            presentation = Presentation(nonce=result.nonce, channel=result.channel)
            return outcome, self._present_again(result, presentation)

        self._threads.writer.run(work, self._show_seat, self.failed.emit, Priority.SCAN)

    def _show_seat(self, answer: tuple[AnswerOutcome, CheckInResult | None]) -> None:
        outcome, result = answer
        self.seat_answered.emit(outcome)
        if result is not None:
            self._show(result)
        else:
            self._page.stage.card.seat_taken()
        self.changed.emit()
        self.refresh()

    def _present_again(self, result: CheckInResult, presentation: Presentation) -> CheckInResult:
        """Present the same code or visitor once more, under the same nonce."""
        code = self._codes.get(result.nonce)
        if code is not None:
            return self._app.check_in.present(code, presentation)
        if result.visitor is None:
            raise LookupError(result.nonce)
        return self._app.check_in.present_visitor(result.visitor.visitor_id, presentation)

    def _undone(self, outcome: UndoOutcome) -> None:
        self.undone.emit(outcome)
        if outcome is UndoOutcome.UNDONE:
            self.changed.emit()
        self.refresh()

    @Slot(str)
    def _search(self, text: str) -> None:
        self._threads.reader.run(
            lambda: self._app.visitors.find(text), self._show_search, self.failed.emit
        )

    def _show_search(self, answer: SearchAnswer) -> None:
        self._page.show_search(answer)

    @Slot(object)
    def _pin(self, session_id: SessionId | None) -> None:
        self._threads.writer.run(
            lambda: self._app.desk.pin_to(session_id),
            lambda _nothing: self.refresh(),
            self.failed.emit,
        )

    def _show_sheet(self, sheet: TodaySheet) -> None:
        self._page.show_sheet(sheet)
        self._sheet_read()

    def _sheet_failed(self, error: Exception) -> None:
        logger.error("today's sheet could not be read", exc_info=error)
        self._sheet_read()

    def _sheet_read(self) -> None:
        self._is_reading_sheet = False
        if self._wants_sheet:
            self.refresh()

    def code_of(self, nonce: Nonce) -> str:
        """Return the text that was scanned, if it is still kept."""
        return self._codes.get(nonce, "")

    def _nonce(self) -> Nonce:
        return Nonce(uuid7(self._app.clock()))

    def _remember(self, nonce: Nonce, code: str) -> None:
        """Keep the raw text in memory for linking and choosing; only the latest, never on disk."""
        self._codes[nonce] = code
        while len(self._codes) > _KEPT_CODES:
            del self._codes[next(iter(self._codes))]
