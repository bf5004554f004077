from hypothesis import given
from hypothesis import strategies as st

from desk_app.scan.wedge import WedgeParser


def type_text(parser: WedgeParser, text: str, gap_ms: float, start_ms: float = 0.0) -> str:
    """Return what was released on the way."""
    return "".join(parser.key(char, start_ms + place * gap_ms) for place, char in enumerate(text))


def test_a_fast_burst_with_enter_is_a_code() -> None:
    parser = WedgeParser()
    assert type_text(parser, "SD1:7K2M", 8) == ""
    assert parser.enter(8 * 8) == "SD1:7K2M"
    assert parser.is_empty


def test_a_person_s_typing_is_given_back_in_order() -> None:
    parser = WedgeParser()
    released = type_text(parser, "hello", 150)
    assert released + parser.flush(5000) == "hello"
    assert parser.is_empty


def test_a_short_burst_is_no_code() -> None:
    parser = WedgeParser()
    type_text(parser, "abc", 5)
    assert parser.enter(15) is None
    assert parser.take() == "abc"


def test_enter_long_after_the_burst_is_no_code() -> None:
    parser = WedgeParser()
    type_text(parser, "abcdef", 5)
    assert parser.enter(500) is None


def test_a_key_typed_before_the_scan_is_not_in_the_code() -> None:
    parser = WedgeParser()
    parser.key("x", 0)
    assert type_text(parser, "SD1:7K2M", 5, start_ms=400) == "x"
    assert parser.enter(445) == "SD1:7K2M"


def test_nothing_is_released_while_the_burst_may_go_on() -> None:
    parser = WedgeParser()
    parser.key("a", 0)
    assert parser.flush(80) == ""
    assert parser.flush(81) == "a"


@given(st.lists(st.tuples(st.characters(), st.floats(0, 200)), max_size=60), st.floats(0, 200))
def test_no_key_is_lost_or_doubled(keys: list[tuple[str, float]], wait_ms: float) -> None:
    parser = WedgeParser()
    out, now = "", 0.0
    for char, gap in keys:
        now += gap
        out += parser.key(char, now)
    code = parser.enter(now + wait_ms)
    assert out + (code or "") + parser.take() == "".join(char for char, _ in keys)
