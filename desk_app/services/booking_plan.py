"""What stands around a request, read from the store, and a plan for each date of a series."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.booking_decision import decide_booking
from desk_app.domain.booking_use import Booking, BookingStatus, occupied
from desk_app.domain.bookings import (
    Booker,
    BookingDecision,
    BookingOutcome,
    BookingQuestion,
    Request,
    Surroundings,
    Use,
)
from desk_app.domain.clock import SHANGHAI, local_day
from desk_app.domain.free_times import LOOKS_AHEAD, AlternativeKind, next_free, other_room
from desk_app.domain.holidays import HolidayCalendar
from desk_app.domain.ids import BookingId, RoomId, VisitorId
from desk_app.domain.rooms import Closure, Room, sharing_floor
from desk_app.domain.series import OnClash
from desk_app.services.terms import station_calendar

_FAR = timedelta(days=3660)
_MONTH = timedelta(days=31)
_MINUTE = timedelta(minutes=1)
_GONE_ELSEWHERE = frozenset(
    {BookingOutcome.CONFLICT, BookingOutcome.FULL, BookingOutcome.BUFFER, BookingOutcome.BLACKOUT,
     BookingOutcome.EQUIPMENT_TAKEN}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """For whom a room is booked: a visitor, a company, or a visitor for their company."""

    visitor_id: VisitorId | None = None
    company: str = ""
    is_staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One date of a request: where it would go, or why not.

    Attributes:
        asked_at: The start asked for.
        decision: Of the request as it stood.
        request: What is to be booked, or None.
        moved: How it differs from what was asked.
    """

    asked_at: datetime
    decision: BookingDecision
    request: Request | None = None
    moved: AlternativeKind | None = None


@dataclass(slots=True)
class Scene:
    """The rooms and their rules as they stand in one transaction, for questions about any time.

    Attributes:
        ignored: Bookings that are themselves being moved.
        planned: Uses that this plan adds, and that later dates of it must respect.
    """

    work: UnitOfWork
    at: datetime
    rooms: Mapping[RoomId, Room]
    closures: tuple[Closure, ...]
    calendar: HolidayCalendar
    ignored: frozenset[BookingId] = frozenset()
    planned: list[Use] = field(default_factory=list)

    def question(self, request: Request, booker: Booker) -> BookingQuestion:
        """Ask with what is near enough to decide."""
        return self._ask(request, booker, request.ends_at + self._gap)

    def wide_question(self, request: Request, booker: Booker) -> BookingQuestion:
        """Ask with all that alternatives need: two weeks of the room, the hour of the others."""
        until = request.ends_at + LOOKS_AHEAD + self._gap
        question = self._ask(request, booker, until)
        uses = dict(question.around.uses)
        near = self._uses(self.rooms, request.starts_at - self._gap, request.ends_at + self._gap)
        for room_id, found in near.items():
            known = {use.booking_id for use in uses.get(room_id, ())}
            new = (use for use in found if use.booking_id not in known)
            uses[room_id] = (*uses.get(room_id, ()), *new)
        return replace(question, around=replace(question.around, uses=uses))

    @property
    def _gap(self) -> timedelta:
        return max((room.gap for room in self.rooms.values()), default=timedelta())

    def _ask(self, request: Request, booker: Booker, until: datetime) -> BookingQuestion:
        """Ask with the room's floor until a moment, and elsewhere what holds equipment."""
        since = request.starts_at - self._gap
        floor = sharing_floor(self.rooms, request.room_id)
        uses = self._uses(floor, since, until)
        if request.needs:
            elsewhere = self.rooms.keys() - floor
            uses |= self._uses(elsewhere, since, until, with_needs=True)
        return BookingQuestion(
            request=request,
            booker=booker,
            around=Surroundings(
                rooms=self.rooms,
                uses=uses,
                at=self.at,
                closures=self.closures,
                calendar=self.calendar,
            ),
        )

    def _uses(
        self,
        room_ids: Iterable[RoomId],
        starts_at: datetime,
        ends_at: datetime,
        *,
        with_needs: bool = False,
    ) -> dict[RoomId, tuple[Use, ...]]:
        wanted = [room_id for room_id in room_ids if room_id in self.rooms]
        found: dict[RoomId, list[Use]] = {room_id: [] for room_id in wanted}
        for booking in self.work.bookings.touching(
            wanted, starts_at, ends_at, with_needs=with_needs
        ):
            use = occupied(booking, self.rooms[booking.room_id], self.at)
            if use is not None and use.booking_id not in self.ignored:
                found[use.room_id].append(use)
        if not with_needs:
            rooms = [self.rooms[room_id] for room_id in wanted]
            for use in lesson_uses(self.work, rooms, starts_at, ends_at):
                found[use.room_id].append(use)
        for use in self.planned:
            if use.room_id in found and use.starts_at < ends_at and use.ends_at > starts_at:
                found[use.room_id].append(use)
        return {room_id: tuple(uses) for room_id, uses in found.items()}

    def booker(self, who: Who, room: Room, first: datetime, last: datetime) -> Booker:
        """Return what a booker's limits in a room must know for requests in ``[first, last]``."""
        today = local_day(self.at)
        is_blocked = bool(self.work.rooms.blocks_of(who.visitor_id, who.company, today))
        if who.visitor_id is not None:
            visitor = self.work.people.visitor(who.visitor_id)
            is_blocked |= visitor is not None and visitor.is_blocked
        taken: list[Booking] = []
        is_limited = room.week_quota_min or room.month_quota_min or room.open_quota
        if is_limited and (who.visitor_id is not None or who.company):
            found = self.work.bookings.of_booker(
                who.visitor_id, who.company, min(first, self.at) - _MONTH, last + _FAR
            )
            taken = [
                b for b in found if b.room_id == room.room_id and b.booking_id not in self.ignored
            ]
        return Booker(
            is_company=bool(who.company),
            is_staff=who.is_staff,
            is_blocked=is_blocked,
            taken=tuple((b.starts_at, (b.ends_at - b.starts_at) // _MINUTE) for b in taken),
            open_count=sum((b.freed_at or b.ends_at) > self.at for b in taken),
        )


def lesson_uses(
    work: UnitOfWork, rooms: Iterable[Room], starts_at: datetime, ends_at: datetime
) -> list[Use]:
    """Return what lessons occupy of the station's own rooms; a lesson names its room.

    The id of such a use is the session's.
    """
    ids = {room.name: room.room_id for room in rooms if not room.station and not room.is_retired}
    return [
        Use(
            booking_id=BookingId(session_id),
            room_id=ids[name],
            starts_at=starts,
            ends_at=ends,
        )
        for session_id, name, starts, ends in work.courses.in_rooms(ids, starts_at, ends_at)
    ]


def scene_of(work: UnitOfWork, at: datetime, first: datetime, last: datetime) -> Scene:
    """Read rooms, closures and the calendar for requests that start in ``[first, last]``."""
    return Scene(
        work=work,
        at=at,
        rooms=work.rooms.all(),
        closures=work.rooms.closures(first - _MONTH, last + LOOKS_AHEAD + _MONTH),
        calendar=station_calendar(work),
    )


def plan(
    scene: Scene,
    requests: Iterable[Request],
    booker: Booker,
    on_clash: OnClash,
    choices: Mapping[date, OnClash],
) -> list[Planned]:
    """Decide each date, the earlier ones first; what is planned counts for the later ones."""
    found: list[Planned] = []
    for request in requests:
        question = scene.question(request, booker)
        decision = decide_booking(question)
        one = Planned(asked_at=request.starts_at, decision=decision)
        if decision.outcome.holds_room:
            one = replace(one, request=request)
        else:
            choice = choices.get(local_day(request.starts_at), on_clash)
            one = _instead(scene, one, request, booker, choice)
        found.append(one)
        if one.request is not None:
            scene.planned.append(_use_of(one.request, len(found)))
            minutes = one.request.length // _MINUTE
            booker = replace(
                booker,
                taken=(*booker.taken, (one.request.starts_at, minutes)),
                open_count=booker.open_count + 1,
            )
    return found


def _instead(
    scene: Scene, one: Planned, request: Request, booker: Booker, choice: OnClash
) -> Planned:
    if one.decision.outcome not in _GONE_ELSEWHERE or choice in {OnClash.STOP, OnClash.SKIP}:
        return one
    question = scene.wide_question(request, booker)
    found = other_room(question) if choice is OnClash.OTHER_ROOM else next_free(question)
    if found is None or local_day(found.starts_at) != local_day(request.starts_at):
        return one
    moved = replace(
        request, room_id=found.room_id, starts_at=found.starts_at, ends_at=found.ends_at
    )
    return replace(
        one,
        request=moved,
        moved=found.kind,
        decision=decide_booking(scene.wide_question(moved, booker)),
    )


def _use_of(request: Request, number: int) -> Use:
    return Use(
        booking_id=BookingId(UUID(int=number)),
        room_id=request.room_id,
        starts_at=request.starts_at,
        ends_at=request.ends_at,
        headcount=request.headcount,
        needs=request.needs,
    )


def local(at: datetime) -> datetime:
    """Return the naive local time of a moment."""
    return at.astimezone(SHANGHAI).replace(tzinfo=None)


def from_local(naive: datetime) -> datetime:
    """Return the aware moment of a naive local time."""
    return naive.replace(tzinfo=SHANGHAI)


def status_of(outcome: BookingOutcome) -> BookingStatus:
    """Return what a booking with this outcome is stored as."""
    match outcome:
        case BookingOutcome.PENDING:
            return BookingStatus.PENDING
        case BookingOutcome.TENTATIVE:
            return BookingStatus.TENTATIVE
        case _:
            return BookingStatus.CONFIRMED
