from desk_app.domain.changes import Entity


def test_what_one_desk_does_reaches_the_other(make_desk):
    east, west = make_desk("东"), make_desk("西")
    visitor = east.visitor("林晓", phone="13800001234")
    session = east.session()
    east.check_in(session, visitor)

    report = east.run()
    assert (report.pushed, report.pending, report.online, report.problem) == (4, 0, True, None)

    assert west.run().pulled == 4
    assert west.everything() == east.everything()
    assert west.table(Entity.VISITOR)[visitor]["phone"] == "13800001234"


def test_nothing_new_moves_nothing(make_desk):
    desk = make_desk("东")
    desk.visitor()
    desk.run()
    again = desk.run()
    assert (again.pushed, again.pulled) == (0, 0)
