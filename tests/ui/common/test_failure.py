from desk_app.ui.common.failure import failure_box


def test_a_failure_before_any_window_is_told_in_both_languages(qtbot):
    box = failure_box("数据文件损坏：<b>", "The data file is damaged: <b>")
    qtbot.addWidget(box)
    box.open()

    assert box.text() == "数据文件损坏：<b>"
    assert box.informativeText() == "The data file is damaged: <b>"
    box.buttons()[0].click()
    assert not box.isVisible()
