"""What was done to bookings, and whom to call; answers of the centre are played in as its rows."""

import json
import sqlite3
from uuid import UUID

import pytest

from desk_app.db.driver import rows
from desk_app.db.replica import FeedRow, Position, Replica
from desk_app.domain.changes import Entity
from desk_app.domain.errors import KnownError
from desk_app.domain.rooms import parse_hours
from desk_app.domain.series import SeriesScope
from desk_app.services.booking_changes import Move
from desk_app.services.booking_plan import Who
from desk_app.services.booking_request import BookingRequest
from tests.station import moment

HOURS = parse_hours(["09:00-21:00"])


@pytest.fixture
def hall(station):
    station.clock.set("08:00")
    return station.app.rooms.add("多功能厅", hours=HOURS)


def booked(station, room_id, start="10:00", end="11:00", *, who="云帆科技", day=0, **facts):
    answer = station.app.bookings.book(
        BookingRequest(
            room_id=room_id,
            starts_at=moment(start, day=day),
            ends_at=moment(end, day=day),
            who=who if isinstance(who, Who) else Who(company=who),
            **facts,
        )
    )
    assert answer.decision.outcome.holds_room, answer.decision
    return answer.bookings[0]


def done(station, booking):
    return [e.action.value for e in station.app.booking_calls.history(booking.booking_id)]


def hear(station, booking, **fields):
    """The centre's image of a booking arrives: as it stands here, but for some fields."""
    names = [c for (_, c, *_) in station.sql("PRAGMA table_info(booking)") if c != "booking_id"]
    values = station.sql(
        f"SELECT {', '.join(names)} FROM booking WHERE booking_id = :id",  # noqa: S608
        id=booking.booking_id,
    )[0]
    image = {}
    for name, value in zip(names, values, strict=True):
        is_moment = name.endswith("_at") or name == "held_until"
        image[name] = f"{value.replace(' ', 'T')}Z" if value and is_moment else value
    for name in ("room_id", "visitor_id", "series_id"):
        image[name] = str(UUID(image[name])) if image[name] else None
    image["is_walk_in"] = bool(image["is_walk_in"])
    with station.app.begin() as work:
        rows(work.connection, "UPDATE outbox SET acked_at = :at", at=station.clock())
        Replica(work.connection).apply(
            [
                FeedRow(
                    scope="station",
                    position=Position(1, "a"),
                    entity=Entity.BOOKING.value,
                    row_id=booking.booking_id.hex,
                    is_deleted=False,
                    fields={**image, **fields},
                    revisions={},
                )
            ]
        )


def lose(station, booking, winner):
    """The centre answers that somebody was first, and its image says so."""
    with station.app.begin() as work:
        rows(
            work.connection,
            "UPDATE outbox SET acked_at = :at, result = :result WHERE row_id = :id",
            at=station.clock(),
            result=json.dumps(
                {"code": "conflict", "detail": {"displaced_by": str(winner.booking_id)}}
            ),
            id=booking.booking_id,
        )
    hear(station, booking, status="displaced")


def test_a_booking_remembers_who_did_what_and_when(station, hall):
    staff = station.staff()
    booking = booked(station, hall, override_reason="街道会议", operator=staff)
    station.app.desk.begin_shift("周岚")
    station.clock.set("08:30")
    station.app.booking_changes.move(
        Move(booking_id=booking.booking_id, starts_at=moment("10:30"), ends_at=moment("11:30"))
    )
    station.clock.set("10:30")
    station.app.booking_use.check_in(booking.booking_id)
    station.app.booking_use.extend(booking.booking_id, moment("12:00"))
    station.clock.set("11:45")
    station.app.booking_use.check_out(booking.booking_id)
    found = station.app.booking_calls.history(booking.booking_id)
    assert [e.action.value for e in found] == [
        "created", "overridden", "moved", "checked_in", "extended", "checked_out",
    ]  # fmt: skip
    assert [e.operator for e in found] == ["陈静"] * 2 + ["周岚"] * 4
    assert [e.at for e in found][::2] == [moment("08:00"), moment("08:30"), moment("10:30")]
    assert found[0].differences["override_reason"] == (None, "街道会议")
    assert found[2].differences["starts_at"] == (
        "2026-03-02T02:00:00.000000Z",
        "2026-03-02T02:30:00.000000Z",
    )


def test_approval_release_and_cancellation_are_told_apart(station):
    station.clock.set("08:00")
    room = station.app.rooms.add("会议室", needs_approval=True)
    released, cancelled = booked(station, room), booked(station, room, "12:00", "13:00")
    for booking in (released, cancelled):
        station.app.booking_use.accept(booking.booking_id)
    station.app.booking_use.release(released.booking_id)
    station.app.booking_changes.cancel(cancelled.booking_id, SeriesScope.THIS)
    assert done(station, released) == ["created", "approved", "released"]
    assert done(station, cancelled) == ["created", "approved", "cancelled"]


def test_what_the_centre_did_is_noted_once(station, hall):
    booking = booked(station, hall)
    hear(station, booking)
    assert done(station, booking) == ["created"]
    for _ in range(2):
        hear(station, booking, status="displaced")
    found = station.app.booking_calls.history(booking.booking_id)
    assert [(e.action.value, e.source.value) for e in found] == [
        ("created", "desk"),
        ("displaced", "centre"),
    ]


def test_a_moment_the_centre_writes_otherwise_is_no_change(station, hall):
    booking = booked(station, hall)
    hear(station, booking, starts_at="2026-03-02T10:00:00+08:00", ends_at="2026-03-02T03:00:00Z")
    assert done(station, booking) == ["created"]
    hear(station, booking, starts_at="2026-03-02T10:30:00+08:00")
    assert done(station, booking) == ["created", "moved"]


def test_history_says_that_words_changed_and_keeps_none_of_them(station, hall):
    booking = booked(station, hall, contact="13812341234")
    station.app.booking_changes.reword(
        booking.booking_id, SeriesScope.THIS, contact="13912345678", purpose="茶艺"
    )
    assert done(station, booking) == ["created", "reworded"]
    ((kept,),) = station.sql("SELECT group_concat(differences) FROM booking_event")
    assert "13812341234" not in kept
    assert "13912345678" not in kept
    assert "茶艺" not in kept


@pytest.mark.parametrize("sql", ["DELETE FROM booking_event", "UPDATE booking_event SET at = 0"])
def test_history_is_only_added_to(station, hall, sql):
    booking = booked(station, hall)
    with pytest.raises((sqlite3.Error, KnownError)):
        station.sql(sql)
    assert done(station, booking) == ["created"]


def test_history_of_no_booking_is_refused(station, hall):
    with pytest.raises(KnownError) as refused:
        station.app.booking_calls.history(hall)
    assert refused.value.code == "unknown_booking"


def test_reminders_are_of_those_who_are_still_to_come(station, hall):
    visitor_id = station.app.visitors.add("林晓", phone="13812341234", company="云帆科技")
    late = booked(station, hall, "15:00", "16:00", who="晨光", contact="周岚")
    due = booked(
        station, hall, "10:00", "11:00", who=Who(visitor_id=visitor_id, company="云帆科技")
    )
    booked(station, hall, "09:00", "09:30")
    booked(station, hall, "10:00", "11:00", day=1)
    gone = booked(station, hall, "12:00", "13:00")
    station.app.booking_changes.cancel(gone.booking_id, SeriesScope.THIS)
    station.clock.set("09:10")
    calls = station.app.booking_calls.reminders()
    assert [c.booking.booking_id for c in calls] == [due.booking_id, late.booking_id]
    assert [(c.name, c.phone) for c in calls] == [("林晓", "138****1234"), ("周岚", "")]
    assert "多功能厅" in calls[0].script.zh
    assert "3月2日（周一）10:00到11:00" in calls[0].script.zh
    assert "on Monday 02 March from 10:00 to 11:00" in calls[0].script.en
    tomorrow = station.app.booking_calls.reminders(moment("09:00", day=1).date())
    assert len(tomorrow) == 1


def test_whole_phones_are_for_staff_and_leave_a_trace(station, hall):
    booked(station, hall, contact="13812341234")
    with pytest.raises(KnownError) as refused:
        station.app.booking_calls.reminders(full=True)
    assert refused.value.code == "needs_staff"
    (call,) = station.app.booking_calls.reminders(full=True, by=station.staff())
    assert call.phone == "13812341234"
    assert station.sql("SELECT operator, action FROM access_log") == [("陈静", "calls:reminders")]


def test_who_was_called_is_marked_until_the_booking_changes(station, hall):
    booking = booked(station, hall)
    station.app.booking_calls.called(booking.booking_id, station.staff())
    (call,) = station.app.booking_calls.reminders()
    assert call.called.operator == "陈静"
    station.clock.set("08:10")
    station.app.booking_changes.move(
        Move(booking_id=booking.booking_id, starts_at=moment("14:00"), ends_at=moment("15:00"))
    )
    (call,) = station.app.booking_calls.reminders()
    assert call.called is None


def test_who_lost_a_room_is_a_task_with_an_alternative_and_words(station, hall):
    other = station.app.rooms.add("会议室", hours=HOURS)
    lost = booked(station, hall)
    station.app.booking_changes.cancel(lost.booking_id, SeriesScope.THIS)
    winner = booked(station, hall, who="晨光")
    assert station.app.booking_calls.displaced() == []
    lose(station, lost, winner)
    (call,) = station.app.booking_calls.displaced()
    assert (call.booking.booking_id, call.winner) == (lost.booking_id, winner.booking_id)
    assert (call.offers[0].room_id, call.offers[0].starts_at) == (other, moment("10:00"))
    assert "10:00到11:00的会议室" in call.script.zh
    assert "We can keep 会议室" in call.script.en
    found = station.app.booking_calls.rebook(lost.booking_id)
    assert (found.decision.outcome, found.booking.room_id) == ("ok", other)
    assert found.booking.status == "confirmed"
    assert station.app.booking_calls.displaced() == []
    assert done(station, lost)[-3:] == ["displaced", "added_back", "moved"]
    assert station.queued(Entity.BOOKING)[-1]["room_id"] == str(other)


def test_an_offer_that_is_gone_is_not_given(station, hall):
    lost, winner = booked(station, hall), booked(station, hall, "12:00", "13:00")
    lose(station, lost, winner)
    calls = station.app.booking_calls
    for booking, choice, code in ((winner, 1, "not_displaced"), (lost, 9, "no_such_offer")):
        with pytest.raises(KnownError) as refused:
            calls.rebook(booking.booking_id, choice)
        assert refused.value.code == code
    station.clock.set("11:00")
    assert calls.displaced() == []
