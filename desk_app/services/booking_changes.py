"""Use cases: cancel, move or reword a booking, it and what follows, or its whole series."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.booking_use import Booking, BookingStatus
from desk_app.domain.bookings import (
    BookingDecision,
    BookingOutcome,
    BookingQuestion,
    Request,
)
from desk_app.domain.clock import Clock, local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.free_times import Alternative, alternatives
from desk_app.domain.ids import BookingId, RoomId, SeriesId, uuid7
from desk_app.domain.people import Operator
from desk_app.domain.series import OnClash, SeriesScope, affected, split
from desk_app.services.booking_plan import Planned, plan, status_of
from desk_app.services.booking_request import add_series, staff_needed
from desk_app.services.stored_bookings import (
    decide_again,
    found_booking,
    offer_next,
    request_of,
    scene_without,
    set_fields,
    who_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where a booking goes; in a series all others move by as much, each on its own date.

    Attributes:
        choices: What to do on single dates that cannot be booked, before ``on_clash``.
        override_reason: Staff's reason to set rules aside; needs ``operator``.
    """

    booking_id: BookingId
    starts_at: datetime
    ends_at: datetime
    room_id: RoomId | None = None
    scope: SeriesScope = SeriesScope.THIS
    on_clash: OnClash = OnClash.STOP
    choices: Mapping[date, OnClash] = field(default_factory=dict)
    is_staff: bool = False
    override_reason: str = ""
    operator: Operator | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnswer:
    """What came of a change: which bookings were changed, and what each date met.

    Attributes:
        before: The changed bookings as they were, in the same order.
    """

    decision: BookingDecision
    changed: tuple[Booking, ...] = ()
    before: tuple[Booking, ...] = ()
    dates: tuple[Planned, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    offered: tuple[Booking, ...] = ()


class BookingChangeService:
    """Changes bookings; what has begun or was used stays as it is."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def cancel(
        self, booking_id: BookingId, scope: SeriesScope, at: datetime | None = None
    ) -> ChangeAnswer:
        """Cancel; in a series the dates stay known as cancelled, and who waits is offered them."""
        now = at or self._clock()
        with self._begin() as work:
            chosen = found_booking(work, booking_id)
            meant = _meant(work, chosen, scope, now)
            if scope is SeriesScope.THIS and chosen.status in _PASSIVE:
                meant = (chosen,)
            offered: list[Booking] = []
            for booking in meant:
                set_fields(work, booking, "cancelled", status=BookingStatus.CANCELLED.value)
                offered += offer_next(work, booking, now)
            return _answer(work, meant, offered=tuple(offered))

    def reword(
        self, booking_id: BookingId, scope: SeriesScope, at: datetime | None = None, **texts: str
    ) -> ChangeAnswer:
        """Set purpose or contact of bookings; no date comes back that was taken out."""
        with self._begin() as work:
            meant = _meant(work, found_booking(work, booking_id), scope, at or self._clock())
            for booking in meant:
                set_fields(work, booking, "reworded", **texts)
            return _answer(work, meant)

    def move(self, wanted: Move) -> ChangeAnswer:
        """Move bookings, all or none unless clashes are skipped: those stay where they are.

        Raises:
            KnownError: A reason without staff, or no such booking.
        """
        if wanted.override_reason and wanted.operator is None:
            raise staff_needed()
        now = wanted.at or self._clock()
        with self._begin() as work:
            work.operator = wanted.operator.name if wanted.operator else work.operator
            chosen = found_booking(work, wanted.booking_id)
            meant = _meant(work, chosen, wanted.scope, now)
            if not meant:
                return ChangeAnswer(decision=_NOTHING)
            requests = [_moved(booking, chosen, wanted) for booking in meant]
            scene = scene_without(work, now, chosen, *meant)
            room = scene.rooms[wanted.room_id or chosen.room_id]
            first, last = (f(r.starts_at for r in requests) for f in (min, max))
            is_staff = wanted.is_staff or wanted.operator is not None
            who = replace(who_of(chosen), is_staff=is_staff)
            booker = scene.booker(who, room, first, last)
            dates = tuple(plan(scene, requests, booker, wanted.on_clash, wanted.choices))
            refused = [one for one in dates if one.request is None]
            if _is_stopped(wanted, refused) or len(refused) == len(dates):
                question = BookingQuestion(
                    request=requests[0], around=scene.wide_question(requests[0], booker).around
                )
                offers = alternatives(question) if len(dates) == 1 else ()
                return ChangeAnswer(decision=refused[0].decision, dates=dates, alternatives=offers)
            if wanted.scope is SeriesScope.FOLLOWING and chosen.series_id is not None:
                _split_off(work, chosen, now)
            for booking, one in zip(meant, dates, strict=True):
                if one.request is not None:
                    values = _values(booking, one, one.request, wanted.override_reason)
                    set_fields(work, booking, "moved", **values)
            offered = tuple(b for old in meant for b in offer_next(work, old, now))
            return replace(_answer(work, meant, offered=offered), dates=dates)

    def series(self, series_id: SeriesId) -> tuple[str, list[Booking]]:
        """Return a series' rule and its bookings, skipped and cancelled ones too.

        Raises:
            KnownError: There is no such series.
        """
        with self._read() as work:
            rule = work.bookings.series_rule(series_id)
            if rule is None:
                raise _unknown_series(series_id)
            return rule, work.bookings.of_series(series_id)

    def add_back(self, booking_id: BookingId, at: datetime | None = None) -> ChangeAnswer:
        """Book a date of a series that was skipped, cancelled or displaced, if it is free now."""
        now = at or self._clock()
        with self._begin() as work:
            booking = found_booking(work, booking_id)
            if booking.status not in _CAN_COME_BACK:
                return ChangeAnswer(decision=_NOTHING)
            decision = decide_again(work, booking, now)
            if not decision.outcome.holds_room:
                return ChangeAnswer(decision=decision)
            set_fields(work, booking, "added_back", status=status_of(decision.outcome).value)
            return replace(_answer(work, (booking,)), decision=decision)

    def split(self, booking_id: BookingId) -> tuple[SeriesId, tuple[Booking, ...]]:
        """Make a series of its own of a booking and what follows it; nothing else changes.

        Raises:
            KnownError: The booking is in no series.
        """
        with self._begin() as work:
            chosen = found_booking(work, booking_id)
            if chosen.series_id is None:
                raise _unknown_series(booking_id)
            new_id = _split_off(work, chosen, self._clock())
            return new_id, tuple(work.bookings.of_series(new_id))

    def merge(self, series_id: SeriesId, other: SeriesId) -> tuple[Booking, ...]:
        """Take the bookings of another series into one; nothing else changes.

        Raises:
            KnownError: One of them does not exist.
        """
        with self._begin() as work:
            for one in (series_id, other):
                if work.bookings.series_rule(one) is None:
                    raise _unknown_series(one)
            for booking in work.bookings.of_series(other):
                set_fields(work, booking, "regrouped", series_id=series_id)
            return tuple(work.bookings.of_series(series_id))


_NOTHING = BookingDecision(outcome=BookingOutcome.NOTHING_TO_BOOK)
_PASSIVE = frozenset({BookingStatus.WAITING, BookingStatus.OFFERED, BookingStatus.DISPLACED})
_CAN_COME_BACK = frozenset(
    {BookingStatus.SKIPPED, BookingStatus.CANCELLED, BookingStatus.DISPLACED}
)


def _meant(
    work: UnitOfWork, chosen: Booking, scope: SeriesScope, now: datetime
) -> tuple[Booking, ...]:
    if chosen.series_id is None:
        return affected([chosen], chosen.booking_id, SeriesScope.THIS, now)
    return affected(work.bookings.of_series(chosen.series_id), chosen.booking_id, scope, now)


def _is_stopped(wanted: Move, refused: Iterable[Planned]) -> bool:
    return any(
        wanted.choices.get(local_day(one.asked_at), wanted.on_clash) is OnClash.STOP
        for one in refused
    )


def _moved(booking: Booking, chosen: Booking, wanted: Move) -> Request:
    starts_at = booking.starts_at + (wanted.starts_at - chosen.starts_at)
    asked = request_of(booking)
    return replace(
        asked,
        is_override=asked.is_override or bool(wanted.override_reason),
        room_id=wanted.room_id or booking.room_id,
        starts_at=starts_at,
        ends_at=starts_at + (wanted.ends_at - wanted.starts_at),
    )


def _values(booking: Booking, one: Planned, request: Request, reason: str) -> dict[str, object]:
    """Return what a move sets; a booking that only gets shorter keeps its approval.

    Staff's reason is kept where it set something aside.
    """
    is_within = (
        request.room_id == booking.room_id
        and booking.starts_at <= request.starts_at
        and request.ends_at <= booking.ends_at
    )
    status = booking.status if is_within else status_of(one.decision.outcome)
    return {
        "room_id": request.room_id,
        "starts_at": request.starts_at,
        "ends_at": request.ends_at,
        "status": status.value,
        **({"override_reason": reason} if reason and one.decision.overrode else {}),
    }


def _split_off(work: UnitOfWork, chosen: Booking, at: datetime) -> SeriesId:
    old_id = chosen.series_id
    new_id = SeriesId(uuid7(at))
    if old_id is not None:
        rule = work.bookings.series_rule(old_id) or ""
        add_series(work, new_id, chosen.room_id, rule)
        _, following = split(work.bookings.of_series(old_id), chosen.occurrence)
        for booking in following:
            set_fields(work, booking, "regrouped", series_id=new_id)
    return new_id


def _answer(
    work: UnitOfWork, meant: Sequence[Booking], *, offered: tuple[Booking, ...] = ()
) -> ChangeAnswer:
    changed = tuple(found_booking(work, booking.booking_id) for booking in meant)
    outcomes = {booking.status for booking in changed}
    outcome = BookingOutcome.OK if changed else BookingOutcome.NOTHING_TO_BOOK
    if BookingStatus.TENTATIVE in outcomes:
        outcome = BookingOutcome.TENTATIVE
    elif BookingStatus.PENDING in outcomes:
        outcome = BookingOutcome.PENDING
    return ChangeAnswer(
        decision=BookingDecision(outcome=outcome),
        changed=changed,
        before=tuple(meant),
        offered=offered,
    )


def _unknown_series(series_id: object) -> KnownError:
    return KnownError(
        "unknown_series",
        zh=f"没有这个固定预约：{series_id}。请用 booking list 查看编号。",
        en=f"No such series: {series_id}. booking list shows the ids.",
    )
