"""Which booking somebody has come for who shows a pass."""

from datetime import datetime

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.booking_use import Booking, UseOutcome, decide_use
from desk_app.domain.clock import day_bounds, local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.passes import PassStanding
from desk_app.services.presented_codes import identify

_BEST_FIRST = (
    UseOutcome.OK,
    UseOutcome.ALREADY_IN,
    UseOutcome.TOO_EARLY,
    UseOutcome.RELEASED,
    UseOutcome.ENDED,
    UseOutcome.NOT_CONFIRMED,
)


def booking_by_pass(work: UnitOfWork, code: str, at: datetime) -> Booking:
    """Return today's booking of the pass's visitor, or of their company, that fits best now.

    Raises:
        KnownError: The pass is not good, or nothing is booked today.
    """
    presented = identify(work, code, at)
    visitor = presented.visitor
    if presented.standing is not PassStanding.GOOD or visitor is None:
        raise KnownError(
            "pass_not_good",
            zh="这个码认不出预约人。请按姓名或企业查找今天的预约。",
            en="This code names no booker: look the booking up by name or company.",
        )
    start, end = day_bounds(local_day(at))
    rooms = work.rooms.all()
    found = [
        booking
        for company in {visitor.company, ""}
        for booking in work.bookings.of_booker(visitor.visitor_id, company, start, end)
        if booking.room_id in rooms
    ]
    if not found:
        raise KnownError(
            "no_booking_today",
            zh="今天没有这位来访者或其企业的预约。请核对日期，或现场登记使用。",
            en="This visitor and their company have no booking today: "
            "check the date, or let them walk in.",
        )
    return min(
        found,
        key=lambda b: (_BEST_FIRST.index(decide_use(b, rooms[b.room_id], at)), b.starts_at),
    )
