import pytest

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.errors import KnownError
from desk_app.services.keying import Written
from tests.station import moment


def lines(*named):
    return [Written(name=name, at=moment(at)) for name, at in named]


def test_a_paper_sheet_is_keyed_in_with_the_times_on_it(station):
    early, late = station.visitor("林晓"), station.visitor("罗一舟")
    _, (lesson,) = station.course(learners=(early, late))
    station.clock.set("09:00", day=1)
    keyed = station.app.keying.key_in(
        lesson.session_id, lines(("林晓", "18:55"), ("没有人", "19:00"), ("罗一舟", "19:25"))
    )
    assert [k.is_in for k in keyed] == [True, False, True]
    assert (keyed[1].outcome, keyed[1].fitting) == (None, 0)
    assert [k.attendance and k.attendance.value for k in keyed] == ["present", None, "late"]
    assert [c.at for c in station.check_ins_of(lesson)] == [moment("18:55"), moment("19:25")]


def test_keying_a_sheet_in_twice_changes_nothing(station):
    _, (lesson,) = station.course(learners=(station.visitor("林晓"),))
    station.clock.set("21:00")
    station.app.keying.key_in(lesson.session_id, lines(("林晓", "18:55")))
    (again,) = station.app.keying.key_in(lesson.session_id, lines(("林晓", "18:58")))
    assert again.outcome is CheckInOutcome.ALREADY_IN
    assert again.is_in
    assert [c.at for c in station.check_ins_of(lesson)] == [moment("18:55")]


def test_of_two_with_one_name_the_enrolled_one_is_meant(station):
    station.visitor("林晓")
    learner = station.visitor("林晓")
    _, (lesson,) = station.course(learners=(learner,))
    (keyed,) = station.app.keying.key_in(lesson.session_id, lines(("林晓", "18:55")))
    assert keyed.is_in
    assert station.check_ins_of(lesson)[0].visitor_id == learner


def test_two_enrolled_of_one_name_are_asked_about_not_guessed(station):
    both = (station.visitor("林晓"), station.visitor("林晓"))
    _, (lesson,) = station.course(learners=both)
    keyed = station.app.keying.key_in(
        lesson.session_id, lines(("林晓", "18:55"), (str(both[1]), "18:56"))
    )
    assert [(k.fitting, k.is_in) for k in keyed] == [(2, False), (1, True)]


def test_a_time_that_has_not_come_is_refused_before_anybody_is_in(station):
    _, (lesson,) = station.course(learners=(station.visitor("林晓"), station.visitor("罗一舟")))
    with pytest.raises(KnownError) as refused:
        station.app.keying.key_in(lesson.session_id, lines(("林晓", "18:55"), ("罗一舟", "19:30")))
    assert refused.value.code == "in_the_future"
    assert station.check_ins() == []
