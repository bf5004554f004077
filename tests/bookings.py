"""Bookings in tests: who books, and how."""

from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from tests.station import moment

WHO, OTHER = Who(company="云帆科技"), Who(company="临港设计")


def book(station, room_id, start, end, *, day=0, who=WHO, **facts):
    return station.app.bookings.book(
        BookingRequest(
            room_id=room_id,
            starts_at=moment(start, day=day),
            ends_at=moment(end, day=day),
            who=who,
            **facts,
        )
    )


def booked(station, room_id, start, end, **facts):
    answer = book(station, room_id, start, end, **facts)
    assert answer.decision.outcome.holds_room, answer.decision
    return answer.bookings[0]


def outcome(station, room_id, start, end, **facts):
    return book(station, room_id, start, end, **facts).decision.outcome
