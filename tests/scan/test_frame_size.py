from desk_app.scan.frame_size import SIZES, FrameSize


def after(frame_size, ms, count):
    for _ in range(count):
        frame_size.note(ms)
    return frame_size.size


def test_a_machine_that_keeps_up_reads_full_frames():
    assert after(FrameSize(), 30.0, 1000) == SIZES[0]


def test_frames_that_cost_too_much_get_smaller_step_by_step_to_the_least():
    frame_size = FrameSize()
    assert after(frame_size, 90.0, 29) == SIZES[0]
    assert after(frame_size, 90.0, 1) == SIZES[1]
    assert after(frame_size, 90.0, 500) == SIZES[-1]


def test_one_slow_frame_changes_nothing():
    frame_size = FrameSize()
    after(frame_size, 10.0, 200)
    assert after(frame_size, 500.0, 1) == SIZES[0]


def test_when_frames_are_cheap_for_long_they_grow_again():
    frame_size = FrameSize()
    assert after(frame_size, 90.0, 30) == SIZES[1]
    assert after(frame_size, 5.0, 299) == SIZES[1]
    assert after(frame_size, 5.0, 1) == SIZES[0]
