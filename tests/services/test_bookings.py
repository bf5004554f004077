from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from desk_app.domain.changes import Entity
from desk_app.domain.clock import local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.holidays import DayKind
from desk_app.domain.rooms import Bookers, parse_hours
from desk_app.domain.series import OnClash, SeriesScope
from desk_app.services.booking_changes import Move
from tests.bookings import OTHER, WHO, book, booked, outcome
from tests.station import DAY, moment


def test_a_booking_is_stored_and_queued_once_and_a_refusal_leaves_nothing(station, hall):
    booking = booked(station, hall, "10:00", "11:00", purpose="茶艺", headcount=12)
    assert outcome(station, hall, "10:30", "11:30") == "conflict"
    assert station.app.booking_use.booking(booking.booking_id) == booking
    (queued,) = station.queued(Entity.BOOKING)
    assert (queued["room_id"], queued["status"]) == (str(hall), "confirmed")


def test_a_dry_run_stores_nothing(station, hall):
    answer = book(station, hall, "10:00", "11:00", is_dry_run=True)
    assert (answer.decision.outcome, len(answer.bookings)) == ("ok", 1)
    assert station.queued(Entity.BOOKING) == []


def test_a_no_show_frees_its_room_by_time_alone(station, hall):
    booking = booked(station, hall, "10:00", "11:00")
    station.clock.set("10:15")
    assert outcome(station, hall, "10:30", "11:00", who=OTHER) == "conflict"
    station.clock.set("10:15:01")
    assert station.app.booking_use.check_in(booking.booking_id).outcome == "released"
    assert outcome(station, hall, "10:30", "11:00", who=OTHER) == "ok"
    assert [b.booking_id for b in station.app.booking_use.no_shows(WHO)] == [booking.booking_id]
    assert station.app.booking_use.no_shows(OTHER) == []


def test_what_has_passed_stays_as_it_was_booked(station, hall):
    booked(station, hall, "10:00", "11:00")
    station.clock.set("12:00")
    assert outcome(station, hall, "10:30", "11:00") == "conflict"


def test_who_checked_in_keeps_the_room_and_leaving_early_frees_the_rest(station, hall):
    booking = booked(station, hall, "10:00", "12:00")
    use = station.app.booking_use
    assert use.check_out(booking.booking_id).outcome == "not_checked_in"
    station.clock.set("10:05")
    assert use.check_in(booking.booking_id).outcome == "ok"
    assert use.check_in(booking.booking_id).outcome == "already_in"
    station.clock.set("10:40")
    assert outcome(station, hall, "11:00", "12:00") == "conflict"
    assert use.check_out(booking.booking_id).booking.freed_at == moment("10:40")
    assert outcome(station, hall, "10:40", "12:00") == "ok"
    assert use.check_out(booking.booking_id).outcome == "ended"


def test_a_pass_checks_in_to_the_booking_that_fits(station, hall):
    visitor_id = station.app.visitors.add("林晓", company="云帆科技")
    code = station.issue(visitor_id)
    early, due = booked(station, hall, "09:00", "09:30"), booked(station, hall, "10:00", "11:00")
    booked(station, hall, "15:00", "16:00")
    use = station.app.booking_use
    assert use.check_in_by_pass(code, moment("10:05")).booking.booking_id == due.booking_id
    assert use.check_in_by_pass(code, moment("09:05")).booking.booking_id == early.booking_id
    for wrong, at, refusal in (
        ("不是通行码", moment("10:05"), "pass_not_good"),
        (code, moment("10:05", day=1), "no_booking_today"),
    ):
        with pytest.raises(KnownError) as refused:
            use.check_in_by_pass(wrong, at)
        assert refused.value.code == refusal


def test_one_may_stay_longer_while_the_room_is_free(station, hall):
    booking = booked(station, hall, "10:00", "11:00")
    booked(station, hall, "11:30", "12:00", who=OTHER)
    extend = station.app.booking_use.extend
    assert extend(booking.booking_id, moment("11:31")).outcome == "conflict"
    assert extend(booking.booking_id, moment("11:30")).booking.ends_at == moment("11:30")
    station.clock.set("12:00")
    assert extend(booking.booking_id, moment("13:00")).outcome == "ended"


def test_release_by_the_desk_frees_the_slot(station, hall):
    booking = booked(station, hall, "10:00", "11:00")
    use = station.app.booking_use
    assert use.release(booking.booking_id).booking.status == "released"
    assert outcome(station, hall, "10:00", "11:00") == "ok"
    assert use.release(booking.booking_id).outcome == "not_confirmed"


def test_a_block_holds_to_its_last_day_and_can_be_lifted(station, hall):
    use = station.app.booking_use
    use.block(WHO, DAY + timedelta(days=1), "多次未到")
    assert outcome(station, hall, "10:00", "11:00", day=5) == "blocked"
    assert outcome(station, hall, "10:00", "11:00", day=5, who=OTHER) == "ok"
    station.clock.set("08:00", day=2)
    assert outcome(station, hall, "12:00", "13:00", day=5) == "ok"
    station.clock.set("08:00")
    assert (use.unblock(WHO), use.unblock(WHO)) == (1, 0)
    assert outcome(station, hall, "14:00", "15:00", day=5) == "ok"


def test_a_company_has_one_quota_whoever_asks(station, hall):
    station.app.rooms.change(hall, week_quota_min=120)
    for name in ("林晓", "赵敏"):
        station.app.visitors.add(name, company="云帆科技")
    asks = [station.app.bookings.who(name) for name in ("林晓", "赵敏", "云帆科技")]
    assert {who.company for who in asks} == {"云帆科技"}
    found = [
        outcome(station, hall, f"{10 + 2 * n}:00", f"{11 + 2 * n}:00", who=who)
        for n, who in enumerate(asks)
    ]
    assert found == ["ok", "ok", "quota"]
    assert outcome(station, hall, "16:00", "17:00", who=OTHER) == "ok"
    assert outcome(station, hall, "10:00", "11:00", day=7, who=asks[2]) == "ok"


def test_a_series_uses_up_the_quota_as_it_goes(station, hall):
    station.app.rooms.change(hall, month_quota_min=120)
    answer = book(
        station, hall, "10:00", "11:00", rule="FREQ=WEEKLY;COUNT=3", on_clash=OnClash.SKIP
    )
    assert len(answer.bookings) == 2
    assert [one.decision.outcome for one in answer.dates] == ["ok", "ok", "quota"]


def test_a_visitor_without_a_company_cannot_book_what_is_for_companies(station, hall):
    station.app.rooms.change(hall, bookers=Bookers.COMPANIES)
    station.visitor("周宁")
    who = station.app.bookings.who("周宁")
    assert outcome(station, hall, "10:00", "11:00", who=who) == "not_allowed"
    assert outcome(station, hall, "10:00", "11:00") == "ok"


def test_a_blocked_visitor_books_nothing(station, hall):
    visitor_id = station.visitor("周宁")
    station.pull(Entity.VISITOR, visitor_id, is_blocked=True)
    who = station.app.bookings.who("周宁")
    assert outcome(station, hall, "10:00", "11:00", who=who) == "blocked"


def test_staff_override_with_a_reason_that_is_kept(station, hall):
    reason = {"override_reason": "街道会议", "operator": station.staff()}
    booking = booked(station, hall, "21:00", "22:00", **reason)
    assert station.app.booking_use.booking(booking.booking_id).override_reason == "街道会议"
    assert outcome(station, hall, "21:30", "22:30", **reason) == "conflict"
    with pytest.raises(KnownError, match="破例"):
        book(station, hall, "22:00", "23:00", override_reason="街道会议")


def test_approval_holds_the_room_and_shortening_keeps_it(station, hall):
    station.app.rooms.change(hall, needs_approval=True)
    booking = booked(station, hall, "10:00", "12:00")
    assert booking.status == "pending"
    assert outcome(station, hall, "10:00", "11:00", who=OTHER) == "conflict"
    station.app.booking_use.accept(booking.booking_id)
    to = Move(booking_id=booking.booking_id, starts_at=moment("10:30"), ends_at=moment("12:00"))
    move = station.app.booking_changes.move
    assert move(to).changed[0].status == "confirmed"
    assert move(replace(to, ends_at=moment("12:30"))).changed[0].status == "pending"


def test_another_stations_room_is_tentative(station, hall):
    station.pull(Entity.ROOM, hall, station="外滩站")
    booking = booked(station, hall, "10:00", "11:00")
    assert booking.status == "tentative"
    assert outcome(station, hall, "10:00", "11:00", who=OTHER) == "conflict"


def test_a_displaced_booking_comes_with_what_to_offer(station, hall):
    station.app.rooms.add("书画室")
    booking = booked(station, hall, "10:00", "11:00")
    station.pull(Entity.BOOKING, booking.booking_id, status="displaced")
    booked(station, hall, "10:00", "11:00", who=OTHER)
    displaced = station.app.booking_use.booking(booking.booking_id)
    offers = station.app.bookings.alternatives(displaced)
    assert [(a.kind, a.starts_at) for a in offers] == [
        ("other_hour", moment("11:00")),
        ("other_room", moment("10:00")),
    ]


def series(station, hall, **facts):
    return book(station, hall, "10:00", "11:00", day=1, rule="FREQ=WEEKLY;COUNT=4", **facts)


def shown(station, series_id):
    return station.app.booking_changes.series(series_id)[1]


def test_this_and_following_move_and_become_a_series_of_their_own(station, hall):
    made = series(station, hall)
    second = made.bookings[1]
    to = Move(
        booking_id=second.booking_id,
        starts_at=moment("10:30", day=8),
        ends_at=moment("11:30", day=8),
        scope=SeriesScope.FOLLOWING,
    )
    moved = station.app.booking_changes.move(to)
    assert [b.starts_at for b in moved.changed] == [moment("10:30", day=day) for day in (8, 15, 22)]
    assert shown(station, made.series_id) == [made.bookings[0]]
    new_id = moved.changed[0].series_id
    assert len(shown(station, new_id)) == 3
    merged = station.app.booking_changes.merge(made.series_id, new_id)
    assert [b.booking_id for b in merged] == [b.booking_id for b in made.bookings]
    assert merged[0] == made.bookings[0]


def test_a_move_that_clashes_moves_nothing_unless_clashes_are_skipped(station, hall):
    made = series(station, hall)
    booked(station, hall, "11:00", "12:00", day=15, who=OTHER)
    to = Move(
        booking_id=made.bookings[0].booking_id,
        starts_at=moment("10:30", day=1),
        ends_at=moment("11:30", day=1),
        scope=SeriesScope.ALL,
    )
    move = station.app.booking_changes.move
    stopped = move(to)
    assert (stopped.decision.outcome, stopped.changed) == ("conflict", ())
    assert shown(station, made.series_id) == list(made.bookings)
    move(replace(to, on_clash=OnClash.SKIP))
    assert [b.starts_at for b in shown(station, made.series_id)] == [
        moment("10:30", day=1),
        moment("10:30", day=8),
        moment("10:00", day=15),
        moment("10:30", day=22),
    ]


def test_who_was_checked_in_is_not_moved_with_the_series(station, hall):
    made = series(station, hall)
    station.app.booking_use.check_in(made.bookings[0].booking_id, moment("09:50", day=1))
    cancelled = station.app.booking_changes.cancel(made.bookings[1].booking_id, SeriesScope.ALL)
    assert [b.booking_id for b in cancelled.changed] == [b.booking_id for b in made.bookings[1:]]


def test_a_skipped_date_can_be_added_back_once_it_is_free(station, hall):
    other = booked(station, hall, "10:00", "11:00", day=8, who=OTHER)
    made = series(station, hall, on_clash=OnClash.SKIP)
    (skipped,) = [b for b in shown(station, made.series_id) if b.status == "skipped"]
    add_back = station.app.booking_changes.add_back
    assert add_back(skipped.booking_id).decision.outcome == "conflict"
    station.app.booking_changes.cancel(other.booking_id, SeriesScope.THIS)
    assert add_back(skipped.booking_id).changed[0].status == "confirmed"
    assert add_back(skipped.booking_id).decision.outcome == "nothing_to_book"


def test_split_and_merge_keep_every_booking(station, hall):
    made = series(station, hall)
    new_id, taken = station.app.booking_changes.split(made.bookings[2].booking_id)
    assert [b.booking_id for b in taken] == [b.booking_id for b in made.bookings[2:]]
    assert len(shown(station, made.series_id)) == 2
    assert station.app.booking_changes.merge(made.series_id, new_id) == made.bookings


def test_the_board_says_until_when_a_room_is_free(station, hall):
    booked(station, hall, "10:45", "12:00")
    (line,) = station.app.bookings.board(moment("10:00"))
    assert (line.room.name, line.free_until) == ("多功能厅", moment("10:45"))
    assert station.app.bookings.board(moment("11:00"))[0].free_until is None
    walk_in = booked(station, hall, "10:00", "10:45", is_walk_in=True)
    stored = station.app.booking_use.booking(walk_in.booking_id)
    assert stored.checked_in_at == walk_in.checked_in_at == moment("10:00")


def test_what_is_asked_for_at_another_time_sees_the_rooms_as_they_are_then(station, hall):
    station.app.rooms.change(hall, ahead_days=7)
    booked(station, hall, "10:00", "11:00")
    assert outcome(station, hall, "10:20", "11:00", who=OTHER) == "conflict"
    nobody_came = moment("10:20")
    assert outcome(station, hall, "10:20", "11:00", who=OTHER, at=nobody_came) == "ok"
    assert outcome(station, hall, "10:00", "11:00", day=20) == "too_far_ahead"
    assert outcome(station, hall, "10:00", "11:00", day=20, at=moment("08:00", day=15)) == "ok"


def test_rooms_are_refused_with_what_to_do_next(station, hall):
    for act, code in (
        (lambda: station.app.rooms.add("多功能厅"), "room_exists"),
        (lambda: station.app.rooms.add("小间", at_once=0), "bad_number"),
        (lambda: station.app.rooms.add("小间", capacity=-1), "bad_number"),
        (lambda: station.app.rooms.add("小间", equipment=(("白板", 0),)), "bad_number"),
        (lambda: station.app.rooms.add("小间", fixtures=(("白板", -1),)), "bad_number"),
        (lambda: station.app.rooms.add(" "), "bad_name"),
        (lambda: station.app.rooms.resolve("小间"), "unknown_room"),
        (lambda: station.app.rooms.lift(uuid4()), "unknown_closure"),
        (lambda: station.app.booking_use.check_in(uuid4()), "unknown_booking"),
        (lambda: station.app.booking_changes.series(uuid4()), "unknown_series"),
        (lambda: book(station, uuid4(), "10:00", "11:00"), "unknown_room"),
    ):
        with pytest.raises(KnownError) as refused:
            act()
        assert refused.value.code == code
        assert refused.value.zh
        assert refused.value.en


def test_a_lifted_closure_closes_nothing(station, hall):
    from desk_app.services.rooms import NewClosure  # noqa: PLC0415

    closure_id = station.app.rooms.close(
        NewClosure(starts_at=moment("09:00"), ends_at=moment("12:00"), reason="消杀")
    )
    assert outcome(station, hall, "10:00", "11:00") == "closed"
    assert [c.reason for c in station.app.rooms.closures()] == ["消杀"]
    station.app.rooms.lift(closure_id)
    assert outcome(station, hall, "10:00", "11:00") == "ok"


def test_days_the_station_set_by_hand_close_rooms_and_count_as_work(station):
    office = station.app.rooms.add("办公室", hours=parse_hours(["mo-fr 09:00-21:00"]))
    saturday = 5 - DAY.weekday()
    station.app.terms.set_day(DAY + timedelta(days=1), DayKind.HOLIDAY, "站庆")
    station.app.terms.set_day(DAY + timedelta(days=saturday), DayKind.MAKEUP_WORKDAY)
    refused = book(station, office, "10:00", "11:00", day=1).decision
    assert (refused.outcome, refused.facts["why"]) == ("closed", "holiday")
    assert outcome(station, office, "10:00", "11:00", day=saturday) == "ok"
    answer = book(
        station, office, "14:00", "15:00", workdays_until=DAY + timedelta(days=saturday + 1)
    )
    days = [(local_day(b.starts_at) - DAY).days for b in answer.bookings]
    assert days == [d for d in range(saturday + 1) if d != 1]
    assert station.app.room_days.day(DAY + timedelta(days=1)).open[office] == ()
