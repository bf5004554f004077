from hypothesis import given
from hypothesis import strategies as st

from desk_app.scan.repeat_filter import RepeatFilter


def test_a_code_held_in_front_counts_once_however_long() -> None:
    repeat = RepeatFilter(3.0)
    assert [repeat.admit("A", second) for second in range(60)] == [True] + [False] * 59


def test_a_code_shown_again_after_the_hold_counts_again() -> None:
    repeat = RepeatFilter(3.0)
    assert repeat.admit("A", 0.0)
    assert not repeat.admit("A", 2.9)
    assert repeat.admit("A", 5.9)


def test_two_codes_in_turn_count_once_each() -> None:
    repeat = RepeatFilter(3.0)
    admitted = [text for tick in range(50) for text in "AB" if repeat.admit(text, tick / 15)]
    assert admitted == ["A", "B"]


def test_memory_is_bounded() -> None:
    repeat = RepeatFilter(3.0, most=8)
    for number in range(1000):
        repeat.admit(str(number), 0.0)
    assert len(repeat._seen) == 8


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.floats(0, 5, allow_nan=False)), max_size=40))
def test_a_sighting_counts_exactly_if_the_one_before_is_past_the_hold(
    steps: list[tuple[str, float]],
) -> None:
    repeat = RepeatFilter(3.0)
    last: dict[str, float] = {}
    now = 0.0
    for text, wait in steps:
        now += wait
        expected = text not in last or now - last[text] >= 3.0
        assert repeat.admit(text, now) is expected
        last[text] = now
