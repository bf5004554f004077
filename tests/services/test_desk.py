from datetime import timedelta
from uuid import uuid4

import pytest

from desk_app.compose import open_desk
from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.courses import Attendance
from desk_app.domain.errors import KnownError
from desk_app.domain.people import Role
from tests.station import PIN


def test_the_first_start_names_station_and_desk(station):
    assert not station.app.desk.is_set_up()
    station.app.desk.set_up(station=" 静安寺站 ", desk="一号台")
    assert station.app.desk.is_set_up()
    identity = station.app.desk.identity()
    assert (identity.station, identity.desk, identity.session_id) == ("静安寺站", "一号台", None)


@pytest.mark.parametrize("names", [("", "一号台"), ("静安寺站", "  ")])
def test_a_first_start_without_names_is_refused_and_stores_nothing(station, names):
    with pytest.raises(KnownError):
        station.app.desk.set_up(station=names[0], desk=names[1])
    assert not station.app.desk.is_set_up()


def test_a_volunteer_is_a_name_and_is_remembered_for_the_next_start(station):
    station.app.desk.begin_shift("小林")
    assert station.app.desk.identity().operator == "小林"
    station.close()
    again = open_desk(station.data, station.clock)
    assert again.desk.identity().operator == "小林"
    assert [(o.name, o.role) for o in again.desk.operators()] == [("小林", Role.VOLUNTEER)]
    again.close()


def test_what_is_written_bears_the_name_of_who_is_at_the_desk(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    station.app.desk.begin_shift("小林")
    station.find(visitor_id, "18:50")
    assert station.sql("SELECT operator FROM outbox ORDER BY q DESC LIMIT 1") == [("小林",)]
    assert station.sql("SELECT operator FROM attempt") == [("小林",)]
    assert station.queued()[0]["operator"] == "小林"


def test_beginning_a_shift_leaves_a_staff_members_role_and_pin_alone(station):
    station.staff("陈静")
    station.app.desk.begin_shift("陈静")
    assert station.app.desk.sign_in_staff("陈静", PIN).role is Role.STAFF


@pytest.mark.parametrize("pin", [None, "", "123", "12a4", "abcd"])
def test_staff_need_a_pin_of_four_digits(station, pin):
    with pytest.raises(KnownError) as refused:
        station.app.desk.add_operator("陈静", Role.STAFF, pin=pin)
    assert refused.value.code == "bad_pin"
    assert station.app.desk.operators() == []


def test_a_pin_is_kept_as_an_argon2_hash(station):
    station.staff()
    ((kept,),) = station.sql("SELECT pin_hash FROM operator")
    assert kept.startswith("$argon2id$")
    assert PIN not in kept


@pytest.mark.parametrize("given", [("陈静", "0000"), ("小林", PIN), ("谁", PIN), ("陈静", "")])
def test_a_wrong_pin_and_a_wrong_name_are_answered_alike(station, given):
    station.staff("陈静")
    station.app.desk.begin_shift("小林")
    with pytest.raises(KnownError) as refused:
        station.app.desk.sign_in_staff(*given)
    assert refused.value.code == "wrong_pin"


def test_a_pin_can_be_set_anew(station):
    station.staff("陈静")
    station.app.desk.add_operator("陈静", Role.STAFF, pin="97531")
    assert station.app.desk.sign_in_staff("陈静", "97531").name == "陈静"
    with pytest.raises(KnownError):
        station.app.desk.sign_in_staff("陈静", PIN)


def test_the_command_line_is_believed_only_until_there_is_staff(station):
    assert station.app.desk.staff_on_command_line("陈静", None).role is Role.STAFF
    station.staff("陈静")
    with pytest.raises(KnownError):
        station.app.desk.staff_on_command_line("陈静", None)
    assert station.app.desk.staff_on_command_line("陈静", PIN).name == "陈静"


def test_a_pinned_desk_says_so_and_stays_so(station):
    _, (lesson,) = station.course()
    station.pin(lesson.session_id)
    assert station.app.desk.identity().session_id == lesson.session_id
    station.pin(None)
    assert station.app.desk.identity().session_id is None


def test_the_sheet_of_a_quiet_day_is_empty(station):
    sheet = station.app.desk.today()
    assert (sheet.meters, sheet.arrivals, sheet.open_count, sheet.missing) == ((), (), 0, 0)


def test_the_sheet_counts_people_not_scans(station):
    first, second, third = (station.visitor(name) for name in ("林晓", "赵敏", "孙立"))
    _, (lesson,) = station.course("国画入门", learners=(first, second, third), several_entries=True)
    _, (lecture,) = station.course("防诈骗讲座", capacity=50, walk_ins=True)
    station.course("午课", starts="12:00", minutes=60)
    station.course("夜读", starts="21:30")
    station.find(first, "18:50", session=lesson)
    station.find(first, "18:52", session=lesson)
    station.find(second, "18:58", session=lecture)
    sheet = station.app.desk.today()
    counted = [(m.session.course_name, m.arrived, m.expected) for m in sheet.meters]
    assert sorted(counted) == [("国画入门", 1, 3), ("夜读", 0, 0), ("防诈骗讲座", 1, 50)]
    assert [m.session.starts_at for m in sheet.meters] == sorted(
        m.session.starts_at for m in sheet.meters
    )
    assert sheet.open_count == 2
    assert sheet.recent_count == 1
    station.clock.now += timedelta(minutes=5, seconds=1)
    assert station.app.desk.today().recent_count == 0


def test_the_latest_presentation_comes_first_refused_ones_too(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    station.find(visitor_id, "19:20")
    station.scan("LIB-1", "19:21")
    newest, oldest = station.app.desk.today().arrivals
    assert (newest.outcome, newest.name) == (CheckInOutcome.UNKNOWN_CODE, "")
    assert (oldest.outcome, oldest.name, oldest.title) == ("admitted", "林晓", "国画入门")
    assert oldest.attendance is Attendance.LATE
    assert not oldest.is_pending


def test_an_undone_arrival_stays_listed_and_cannot_be_undone_again(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    entered = station.find(visitor_id, "18:50")
    assert station.app.desk.today().arrivals[0].undo_id == entered.check_in_id
    station.undo(entered.check_in_id)
    sheet = station.app.desk.today()
    assert sheet.arrivals[0].is_undone
    assert sheet.arrivals[0].undo_id is None
    assert (sheet.meters[0].arrived, sheet.recent_count) == (0, 0)


def test_where_there_is_a_centre_an_arrival_is_pending_until_it_answers(station):
    visitor_id = station.visitor()
    station.course(learners=(visitor_id,))
    with station.app.begin() as work:
        work.settings.put("centre", {"url": "postgresql://centre.example"})
    station.find(visitor_id, "18:50")
    assert station.app.desk.today().arrivals[0].is_pending
    station.sql("UPDATE outbox SET acked_at = :at", at=station.clock())
    assert not station.app.desk.today().arrivals[0].is_pending


def test_at_most_thirty_arrivals_are_shown(station):
    for number in range(35):
        station.scan(f"LIB-{number}", "18:50")
    assert len(station.app.desk.today().arrivals) == 30


def test_a_desk_keeps_its_identity_when_it_is_opened_again(station):
    with station.app.read() as work:
        before = (work.settings.desk_id, work.settings.station_id, work.settings.get("stream"))
    station.close()
    again = open_desk(station.data, station.clock)
    with again.read() as work:
        after = (work.settings.desk_id, work.settings.station_id, work.settings.get("stream"))
    again.close()
    assert before == after


def test_an_unknown_session_cannot_be_pinned(station):
    with pytest.raises(KnownError) as refused:
        station.pin(uuid4())
    assert refused.value.code == "unknown_session"
