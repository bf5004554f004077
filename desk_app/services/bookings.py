"""Use case: book a room once or in a series, or learn why not and what is free instead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from desk_app.db.unit_of_work import BeginWork
from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.booking_queue import WAITS_FOR, is_same_wish, queue_for
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.bookings import (
    Booker,
    BookingDecision,
    BookingOutcome,
    BookingQuestion,
    Request,
)
from desk_app.domain.clock import Clock, local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.free_times import Alternative, alternatives, free_until
from desk_app.domain.ids import RoomId, SeriesId, VisitorId, uuid7
from desk_app.domain.recurrence import (
    RuleProblem,
    RuleRefusedError,
)
from desk_app.domain.rooms import Room, sharing_floor
from desk_app.domain.series import OnClash
from desk_app.services.booking_plan import (
    Planned,
    Scene,
    Who,
    local,
    plan,
    scene_of,
    status_of,
)
from desk_app.services.booking_request import (
    BookingAnswer,
    BookingRequest,
    add_booking,
    add_series,
    booking_of,
    request_at,
    staff_needed,
    starts_of,
)
from desk_app.services.stored_bookings import settle_offers
from desk_app.services.terms import station_calendar
from desk_app.services.visitors import clean_name

WORKDAYS = "WORKDAYS"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomNow:
    """A line of the walk-in board: free until a moment, or not free now."""

    room: Room
    free_until: datetime | None


class BookingService:
    """Books rooms."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def book(self, asked: BookingRequest) -> BookingAnswer:
        """Book, once or in a series, all in one transaction.

        Raises:
            KnownError: A reason without staff, or a room this desk does not know.
        """
        if asked.override_reason and asked.operator is None:
            raise staff_needed()
        with (self._read if asked.is_dry_run else self._begin)() as work:
            at = asked.at or self._clock()
            if asked.operator is not None:
                work.operator = asked.operator.name
            try:
                starts = starts_of(asked, station_calendar(work))
            except RuleRefusedError as refused:
                return _refused(refused.problem)
            if not asked.is_dry_run:
                settle_offers(work, at)
            requests = [request_at(asked, start) for start in starts]
            scene = scene_of(work, at, starts[0], starts[-1])
            _known_room(scene, asked.room_id)
            booker = scene.booker(asked.who, scene.rooms[asked.room_id], starts[0], starts[-1])
            if asked.rule or asked.workdays_until:
                return _series(scene, asked, requests, booker)
            return _single(scene, asked, requests[0], booker)

    def who(self, text: str) -> Who:
        """Read for whom a room is wanted: a visitor's id or name, or else a company's name.

        A visitor with a company books for it: limits count per company, whoever asks.

        Raises:
            KnownError: Several visitors have the name.
        """
        name = clean_name(text)
        with self._read() as work:
            try:
                visitor = work.people.visitor(VisitorId(UUID(text)))
                found = [visitor] if visitor else []
            except ValueError:
                found = work.people.by_name(name)
        if len(found) > 1:
            raise KnownError(
                "several_visitors",
                zh=f"有 {len(found)} 位叫“{name}”，请改用编号（visitor find 可查）。",
                en=f"{len(found)} visitors are called {name}: use the id (see visitor find).",
            )
        if not found:
            return Who(company=name)
        return Who(visitor_id=found[0].visitor_id, company=found[0].company)

    def board(self, at: datetime | None = None) -> list[RoomNow]:
        """Return what walk-ins may use now and until when, to the end of the next 12 hours."""
        now = at or self._clock()
        with self._read() as work:
            scene = scene_of(work, now, now, now)
            lines: list[RoomNow] = []
            for room in scene.rooms.values():
                request = Request(
                    room_id=room.room_id,
                    starts_at=now,
                    ends_at=now + timedelta(hours=12),
                    is_walk_in=True,
                )
                if not room.is_retired and not room.station:
                    until = free_until(scene.question(request, Booker(is_company=True)))
                    lines.append(RoomNow(room=room, free_until=until))
        return lines

    def alternatives(self, booking: Booking) -> tuple[Alternative, ...]:
        """Return what to offer a displaced booker."""
        with self._read() as work:
            scene = scene_of(work, self._clock(), booking.starts_at, booking.starts_at)
            request = Request(
                room_id=booking.room_id,
                starts_at=booking.starts_at,
                ends_at=booking.ends_at,
                headcount=booking.headcount,
                needs=booking.needs,
            )
            return alternatives(scene.wide_question(request, Booker(is_company=True)))


def _refused(problem: RuleProblem) -> BookingAnswer:
    return BookingAnswer(decision=BookingDecision(outcome=BookingOutcome(problem.value)))


def _known_room(scene: Scene, room_id: RoomId) -> None:
    if room_id not in scene.rooms:
        raise KnownError(
            "unknown_room",
            zh="没有这个场地。请用 room list 查看。",
            en="No such room: room list shows them.",
        )


def _single(scene: Scene, asked: BookingRequest, request: Request, booker: Booker) -> BookingAnswer:
    decision = decide_booking(scene.question(request, booker))
    one = Planned(asked_at=request.starts_at, decision=decision)
    if decision.outcome.holds_room:
        bookings = _store(scene, asked, [replace(one, request=request)], None)
        return BookingAnswer(decision=decision, bookings=bookings, dates=(one,))
    question: BookingQuestion = scene.wide_question(request, booker)
    answer = BookingAnswer(decision=decision, dates=(one,), alternatives=alternatives(question))
    if decision.outcome in WAITS_FOR and request.ends_at > scene.at:
        return _queue(scene, asked, request, answer)
    return answer


def _queue(
    scene: Scene, asked: BookingRequest, request: Request, answer: BookingAnswer
) -> BookingAnswer:
    """Say how long the queue for the slot is, and join it where that is asked for."""
    wish = booking_of(scene, asked, request, BookingStatus.WAITING)
    floor = sharing_floor(scene.rooms, request.room_id)
    queue = queue_for(wish, scene.work.bookings.waiting(floor, scene.at), scene.rooms)
    mine = next((n for n, one in enumerate(queue) if is_same_wish(one, wish)), None)
    if not asked.waits or asked.is_dry_run:
        return replace(answer, ahead=len(queue))
    if mine is not None:
        return replace(answer, waiting=mine + 1, ahead=mine)
    add_booking(scene.work, wish, scene.at)
    return replace(answer, waiting=len(queue) + 1, queued=wish, ahead=len(queue))


def _series(
    scene: Scene, asked: BookingRequest, requests: Sequence[Request], booker: Booker
) -> BookingAnswer:
    dates = tuple(plan(scene, requests, booker, asked.on_clash, asked.choices))
    stopped = [
        one.decision
        for one in dates
        if one.request is None
        and asked.choices.get(local_day(one.asked_at), asked.on_clash) is OnClash.STOP
    ]
    kept = [one for one in dates if one.request is not None]
    if stopped:
        order = list(BookingOutcome)
        worst = min(stopped, key=lambda decision: order.index(decision.outcome))
        return BookingAnswer(decision=worst, dates=dates)
    if not kept:
        nothing = BookingDecision(outcome=BookingOutcome.NOTHING_TO_BOOK)
        return BookingAnswer(decision=nothing, dates=dates)
    series_id = SeriesId(uuid7(scene.at))
    if not asked.is_dry_run:
        add_series(scene.work, series_id, asked.room_id, asked.rule or WORKDAYS)
        for one in dates:
            if one.request is None:
                request = request_at(asked, one.asked_at)
                skipped = booking_of(scene, asked, request, BookingStatus.SKIPPED)
                add_booking(scene.work, _in_series(skipped, series_id, one), scene.at)
    return BookingAnswer(
        decision=BookingDecision(outcome=_weakest(kept)),
        bookings=_store(scene, asked, kept, series_id),
        dates=dates,
        series_id=series_id,
    )


def _weakest(kept: Sequence[Planned]) -> BookingOutcome:
    found = {one.decision.outcome for one in kept}
    for outcome in (BookingOutcome.TENTATIVE, BookingOutcome.PENDING):
        if outcome in found:
            return outcome
    return BookingOutcome.OK


def _store(
    scene: Scene, asked: BookingRequest, kept: Sequence[Planned], series_id: SeriesId | None
) -> tuple[Booking, ...]:
    found: list[Booking] = []
    for one in kept:
        if one.request is None:
            continue
        booking = booking_of(scene, asked, one.request, status_of(one.decision.outcome))
        booking = _in_series(booking, series_id, one)
        if not asked.is_dry_run:
            add_booking(scene.work, booking, scene.at)
        found.append(booking)
    return tuple(found)


def _in_series(booking: Booking, series_id: SeriesId | None, one: Planned) -> Booking:
    occurrence = local(one.asked_at).isoformat(timespec="minutes") if series_id else ""
    return replace(booking, series_id=series_id, occurrence=occurrence)
