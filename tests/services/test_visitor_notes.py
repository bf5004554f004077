import pytest

from desk_app.domain.changes import Entity
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import OperatorId, VisitorId
from desk_app.domain.people import Operator, Role
from tests.station import moment


def words(station, visitor_id, staff):
    return [note.wording for note in station.app.visitor_notes.read(visitor_id, staff)]


def test_the_latest_note_comes_first_with_who_wrote_it_and_when(station):
    staff, visitor_id = station.staff(), station.visitor()
    station.clock.set("18:00")
    station.app.visitor_notes.add(visitor_id, "坐轮椅，请开侧门", staff)
    station.clock.set("18:30")
    station.app.visitor_notes.add(visitor_id, " 家属电话已核对 ", staff)
    first, second = station.app.visitor_notes.read(visitor_id, staff)
    assert (first.wording, first.written_at, first.written_by) == (
        "家属电话已核对",
        moment("18:30"),
        "陈静",
    )
    assert second.wording == "坐轮椅，请开侧门"


def test_who_is_not_staff_neither_reads_nor_writes(station):
    visitor_id = station.visitor()
    volunteer = Operator(operator_id=OperatorId(visitor_id), name="沈", role=Role.VOLUNTEER)
    notes = station.app.visitor_notes
    for act in (
        lambda: notes.read(visitor_id, volunteer),
        lambda: notes.why_blocked(visitor_id, volunteer),
        lambda: notes.add(visitor_id, "甲", volunteer),
        lambda: notes.withdraw(visitor_id, visitor_id, volunteer),
    ):
        with pytest.raises(KnownError, match="This is for staff"):
            act()
    assert station.queued(Entity.VISITOR_NOTE) == []


def test_each_look_is_recorded(station):
    staff, visitor_id = station.staff(), station.visitor()
    station.app.visitor_notes.read(visitor_id, staff)
    found = station.sql("SELECT operator, action FROM access_log")
    assert found == [("陈静", "notes_shown")]


def test_a_note_is_taken_away_and_put_back(station):
    staff, visitor_id = station.staff(), station.visitor()
    note_id = station.app.visitor_notes.add(visitor_id, "甲", staff)
    withdraw = station.app.visitor_notes.withdraw
    assert withdraw(visitor_id, note_id, staff)
    assert words(station, visitor_id, staff) == []
    assert not withdraw(visitor_id, note_id, staff)
    assert withdraw(visitor_id, note_id, staff, is_withdrawn=False)
    assert words(station, visitor_id, staff) == ["甲"]


@pytest.mark.parametrize("wording", ["", "  ", "长" * 2001])
def test_a_note_without_words_or_without_end_is_refused(station, wording):
    with pytest.raises(KnownError, match="A note needs"):
        station.app.visitor_notes.add(station.visitor(), wording, station.staff())


def test_there_are_no_notes_on_nobody(station):
    nobody = VisitorId(station.staff().operator_id)
    with pytest.raises(KnownError, match="No such visitor"):
        station.app.visitor_notes.read(nobody, station.staff("罗"))


def test_notes_follow_a_merge_and_go_with_an_erasure(station):
    staff = station.staff()
    kept, other = station.visitor("林晓"), station.visitor("林小")
    station.app.visitor_notes.add(other, "甲", staff)
    station.app.merging.merge(kept, other)
    assert words(station, kept, staff) == ["甲"]
    station.app.erasure.erase(kept)
    (row,) = station.sql("SELECT wording FROM visitor_note")
    assert row == ("",)
    assert "甲" not in str(station.sql("SELECT fields FROM outbox"))
