"""Things to sort out, as a centre raises them: each with the rows it is about."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from desk_app.domain.changes import Entity
from desk_app.domain.ids import ReviewId, RoomId, VisitorId
from desk_app.domain.review import ReviewKind
from desk_app.domain.rooms import parse_hours
from tests.station import Station, moment

KINDS = [kind for kind in ReviewKind if kind is not ReviewKind.OTHER]


def raised(
    station: Station,
    kind: str,
    *,
    about: tuple[str, UUID] = ("", UUID(int=0)),
    other: UUID | None = None,
    facts: Mapping[str, Any] | str = "{}",
    **values: object,
) -> ReviewId:
    """A centre's item comes in with a pull."""
    with station.app.read() as work:
        desk_id = work.settings.desk_id
    given = {
        "kind": kind,
        "raised_at": moment("18:50"),
        "about_entity": about[0],
        "about_id": about[1] if about[1].int else None,
        "other_id": other,
        "facts": facts if isinstance(facts, str) else json.dumps(facts, ensure_ascii=False),
        "for_desk": desk_id,
    }
    return ReviewId(station.pull(Entity.REVIEW_ITEM, **{**given, **values}))


def rooms(station: Station) -> tuple[RoomId, RoomId]:
    add = station.app.rooms.add
    hours = parse_hours(["09:00-21:00"])
    return add("会议室 A", capacity=8, hours=hours), add("会议室 B", capacity=12, hours=hours)


def a_booking(
    station: Station, room_id: RoomId, starts: str, ends: str, *, day: int = 1, **values: object
) -> UUID:
    given = {
        "room_id": room_id,
        "starts_at": moment(starts, day=day),
        "ends_at": moment(ends, day=day),
        "status": "confirmed",
        "company": "禾岸会计师事务所",
        "contact": "",
        "purpose": "",
        "headcount": 6,
        "booked_at": moment("18:00"),
    }
    return station.pull(Entity.BOOKING, **{**given, **values})


def displaced(station: Station, **values: object) -> tuple[ReviewId, UUID, UUID]:
    """Room A was booked twice for tomorrow afternoon."""
    room_a, _ = rooms(station)
    winner = a_booking(station, room_a, "14:00", "15:30", purpose="月结会")
    loser = a_booking(
        station,
        room_a,
        "14:30",
        "16:00",
        company="拾浪设计",
        contact="15612344471",
        status="displaced",
        purpose="提案",
    )
    facts = {
        "mine": {"desk": "前台 2", "operator": "沈亦禾", "at": "2026-03-02T11:02:00Z"},
        "theirs": {"desk": "前台 1", "at": "2026-03-02T10:46:00Z"},
        "room": "会议室 A",
    }
    about = ("booking", loser)
    found = raised(station, "displaced_booking", about=about, other=winner, facts=facts, **values)
    return found, loser, winner


def duplicate(station: Station) -> tuple[ReviewId, UUID, VisitorId]:
    """One learner came in at both desks."""
    learner = station.visitor("程未央")
    _, (session,) = station.course("行书入门", learners=(learner,))
    first = station.pull_check_in(session, learner, "18:55")
    station.clock.set("19:05")
    with station.app.read() as work:
        desk_id = work.settings.desk_id
    second = station.pull_check_in(
        session, learner, "19:01", desk_id=desk_id, desk_name="前台 2", dup_of=first
    )
    found = raised(station, "duplicate_check_in", about=("check_in", second), other=first)
    return found, second, learner


def over_capacity(station: Station) -> tuple[ReviewId, UUID, UUID]:
    """The last seat was given twice."""
    first, second = station.visitor("林晓"), station.visitor("顾晚晴", phone="13812341234")
    course_id, _ = station.course("彩妆基础", day=3, capacity=1, learners=(first,))
    place = station.pull(
        Entity.ENROLMENT,
        course_id=course_id,
        visitor_id=second,
        status="waitlisted",
        enrolled_at=moment("18:30"),
    )
    return raised(station, "over_capacity", about=("enrolment", place)), place, course_id


def profile_conflict(station: Station) -> tuple[ReviewId, VisitorId]:
    """Two desks changed one name."""
    visitor = station.visitor("顾婉晴", phone="13812341234")
    facts = {
        "field": "name",
        "mine": {"value": "顾晚晴", "desk": "前台 2"},
        "theirs": {"value": "顾婉晴", "desk": "前台 1"},
    }
    return raised(station, "profile_conflict", about=("visitor", visitor), facts=facts), visitor


def same_person(station: Station) -> tuple[ReviewId, VisitorId, VisitorId]:
    """One person was registered at two desks."""
    first, second = station.visitor("顾晚晴"), station.visitor("顾婉晴", phone="13812341234")
    station.course("国画入门", learners=(second,))
    return raised(station, "same_person", about=("visitor", second), other=first), second, first


def refused(station: Station, kind: str = "forbidden") -> ReviewId:
    """An operation that the centre would not carry out."""
    facts = {"op_id": str(uuid4()), "op_kind": "booking.added", "mine": {"who": "云帆科技"}}
    return raised(station, kind, about=("booking", uuid4()), facts=facts)


def one_of(station: Station, kind: ReviewKind) -> ReviewId:
    """An item of a kind with everything it needs."""
    match kind:
        case ReviewKind.DISPLACED_BOOKING:
            return displaced(station)[0]
        case ReviewKind.DUPLICATE_CHECK_IN:
            return duplicate(station)[0]
        case ReviewKind.OVER_CAPACITY:
            return over_capacity(station)[0]
        case ReviewKind.PROFILE_CONFLICT:
            return profile_conflict(station)[0]
        case ReviewKind.SAME_PERSON:
            return same_person(station)[0]
        case _:
            return refused(station, kind.value)
