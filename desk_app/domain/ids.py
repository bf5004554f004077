"""Id types; all ids are UUIDv7 (RFC 9562) made at the desk. Never order by them."""

import os
from datetime import datetime
from typing import NewType
from uuid import UUID

StationId = NewType("StationId", UUID)
DeskId = NewType("DeskId", UUID)
OperatorId = NewType("OperatorId", UUID)
VisitorId = NewType("VisitorId", UUID)
PassId = NewType("PassId", UUID)
CourseId = NewType("CourseId", UUID)
SessionId = NewType("SessionId", UUID)
EnrolmentId = NewType("EnrolmentId", UUID)
SeatOfferId = NewType("SeatOfferId", UUID)
TermId = NewType("TermId", UUID)
CheckInId = NewType("CheckInId", UUID)
AttemptId = NewType("AttemptId", UUID)
RoomId = NewType("RoomId", UUID)
ClosureId = NewType("ClosureId", UUID)
BookingId = NewType("BookingId", UUID)
SeriesId = NewType("SeriesId", UUID)
OpId = NewType("OpId", UUID)
ReviewId = NewType("ReviewId", UUID)
Nonce = NewType("Nonce", UUID)


def uuid7(at: datetime) -> UUID:
    """Make a UUIDv7 for an aware moment."""
    return uuid7_from(int(at.timestamp() * 1000), int.from_bytes(os.urandom(10)) >> 6)


def uuid7_from(ms: int, rest: int) -> UUID:
    """Build a UUIDv7 of a Unix time in milliseconds and 74 further bits."""
    value = (ms & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | ((rest >> 62) & 0xFFF) << 64
    return UUID(int=value | 0b10 << 62 | rest & ((1 << 62) - 1))


def uuid7_parts(value: UUID) -> tuple[int, int]:
    """Return the Unix milliseconds and the 74 free bits of a UUIDv7."""
    bits = value.int
    return bits >> 80, ((bits >> 64) & 0xFFF) << 62 | bits & ((1 << 62) - 1)
