"""A room that two desks book while neither can ask the centre."""

from datetime import datetime, time, timedelta

from desk_app.compose import DeskApp
from desk_app.domain.clock import SHANGHAI, local_day
from desk_app.domain.ids import RoomId
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest


def book_at_both(here: DeskApp, other: DeskApp, room_id: RoomId) -> None:
    """Book tomorrow afternoon at both desks; who reaches the centre first will have the room."""
    tomorrow = local_day(here.clock()) + timedelta(days=1)

    def at(hour: int, minute: int) -> datetime:
        return datetime.combine(tomorrow, time(hour, minute), SHANGHAI)

    other.bookings.book(
        BookingRequest(
            room_id=room_id,
            starts_at=at(14, 0),
            ends_at=at(15, 30),
            who=Who(company="禾岸会计师事务所"),
            headcount=10,
            purpose="月结会",
        )
    )
    here.bookings.book(
        BookingRequest(
            room_id=room_id,
            starts_at=at(14, 30),
            ends_at=at(16, 0),
            who=Who(company="拾浪设计"),
            headcount=6,
            purpose="提案",
            contact="15600004471",
        )
    )
