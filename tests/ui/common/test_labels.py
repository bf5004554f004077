from desk_app.ui.common.labels import LineLabel

LONG = "13:00 Meeting room <B>: nobody here yet"


def test_a_line_that_does_not_fit_is_whole_in_its_tooltip(qtbot):
    label = LineLabel()
    qtbot.addWidget(label)
    label.setText(LONG)
    label.resize(80, 24)
    label.grab()
    assert "&lt;B&gt;: nobody here yet" in label.toolTip()
    label.resize(800, 24)
    label.grab()
    assert label.toolTip() == ""


def test_a_line_that_does_not_fit_ends_before_its_edge_in_an_ellipsis(qtbot):
    cut, short = LineLabel(), LineLabel()
    for label, text in ((cut, LONG), (short, "13:00 M…")):
        qtbot.addWidget(label)
        label.setText(text)
    cut.resize(short.sizeHint().width() + 4, short.sizeHint().height())
    short.resize(cut.size())
    assert cut.grab().toImage() == short.grab().toImage()
