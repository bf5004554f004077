import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.scan.key_positions import position_of, us_text
from desk_app.scan.wedge import Stroke, WedgeParser, WedgeRules, read_strokes


def strokes(text: str, gap_ms: float = 8.0, start_ms: float = 0.0, **facts) -> list[Stroke]:
    return [Stroke(text=c, at_ms=start_ms + i * gap_ms, **facts) for i, c in enumerate(text)]


def feed(parser: WedgeParser, text: str, gap_ms: float = 8.0, start_ms: float = 0.0) -> int:
    """Return how many keys were released on the way."""
    return sum(parser.key(stroke) for stroke in strokes(text, gap_ms, start_ms))


def placed(text: str, layout: dict[str, str], **facts) -> list[Stroke]:
    """The strokes of a scanner that means ``text`` on a PC whose layout says something else."""
    found = []
    for i, char in enumerate(text):
        position, has_shift = position_of(char)
        us = us_text(position, has_shift=has_shift)
        found.append(Stroke(text=layout.get(us, us), position_text=us, at_ms=i * 8.0, **facts))
    return found


def test_a_fast_burst_with_enter_is_a_code():
    parser = WedgeParser()
    assert feed(parser, "SD1:7K2M") == 0
    assert parser.end(64) == "SD1:7K2M"
    assert parser.is_empty


def test_a_person_s_typing_is_given_back():
    parser = WedgeParser()
    assert feed(parser, "hello", 150) + parser.flush(5000) == 5
    assert parser.is_empty


def test_a_short_burst_is_no_code():
    parser = WedgeParser()
    feed(parser, "abc", 5)
    assert parser.end(15) is None
    assert parser.take() == 3


def test_enter_long_after_the_burst_is_no_code():
    parser = WedgeParser()
    feed(parser, "abcdef", 5)
    assert parser.end(500) is None


def test_a_key_typed_before_the_scan_is_not_in_the_code():
    parser = WedgeParser()
    feed(parser, "x")
    assert feed(parser, "SD1:7K2M", 5, start_ms=400) == 1
    assert parser.end(445) == "SD1:7K2M"


def test_nothing_is_released_while_the_burst_may_go_on():
    parser = WedgeParser()
    feed(parser, "a")
    assert parser.flush(80) == 0
    assert parser.flush(81) == 1


def test_a_fast_typist_in_a_text_field_is_no_scanner():
    parser = WedgeParser()
    feed(parser, "guwanqing", 65)
    assert parser.end(9 * 65, in_text_field=True) is None
    assert parser.end(9 * 65) == "guwanqing"


def test_the_pace_of_a_typist_follows_the_gap_that_is_set():
    parser = WedgeParser(WedgeRules(max_gap_ms=200))
    feed(parser, "BADGE-7731", 100)
    assert parser.end(1000, in_text_field=True) == "BADGE-7731"


def test_the_scanner_s_prefix_is_taken_off():
    parser = WedgeParser(WedgeRules(prefix="~Q"))
    feed(parser, "~QBADGE-1")
    assert parser.end(72) == "BADGE-1"
    feed(parser, "BADGE-2", start_ms=1000)
    assert parser.end(1060) == "BADGE-2"


def test_a_suffix_of_its_own_ends_the_code():
    parser = WedgeParser(WedgeRules(suffix="custom", suffix_text="#!"))
    feed(parser, "BADGE-1#")
    assert parser.custom_end() is None
    parser.key(Stroke(text="!", at_ms=64))
    assert parser.custom_end() == "BADGE-1"


def test_without_a_suffix_the_pause_ends_the_code_but_not_a_person_s_word():
    parser = WedgeParser(WedgeRules(suffix="none"))
    feed(parser, "BADGE-1", 10)
    assert parser.pause() == "BADGE-1"
    feed(parser, "BADGE-1", 70, start_ms=1000)
    assert parser.pause() is None
    assert WedgeParser().pause() is None


def test_a_business_card_of_several_lines_is_one_code():
    parser = WedgeParser()
    feed(parser, "BEGIN:VCARD")
    assert parser.is_inside_lines()
    feed(parser, "\nN:Gu\nEND:VCARD", start_ms=90)
    assert not parser.is_inside_lines()
    assert parser.end(220) == "BEGIN:VCARD\nN:Gu\nEND:VCARD"


RUSSIAN = dict(
    zip("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю", strict=True)
)
GERMAN = {"z": "y", "y": "z", "Z": "Y", "Y": "Z", "-": "ß", ":": "Ö", "/": "-"}


def test_a_layout_that_is_not_latin_is_read_by_places():
    assert read_strokes(placed("badge-7731", RUSSIAN), WedgeRules()) == "badge-7731"


def test_a_latin_layout_is_read_by_places_once_that_was_learnt():
    found = placed("YZ-1:/x", GERMAN)
    assert read_strokes(found, WedgeRules(by_position=True)) == "YZ-1:/x"
    assert read_strokes(found[:2], WedgeRules()) == "ZY"


@pytest.mark.parametrize("rules", [WedgeRules(), WedgeRules(by_position=True)])
def test_letters_that_caps_lock_turned_over_are_turned_back(rules):
    turned = {c: c.swapcase() for c in "BadgexYZ"}
    assert read_strokes(placed("Badge-xYZ", turned, has_caps=True), rules) == "Badge-xYZ"


def test_a_scanner_that_minds_caps_lock_itself_is_left_alone():
    rules = WedgeRules(fixes_caps=False)
    assert read_strokes(strokes("Badge", has_caps=True), rules) == "Badge"


def test_without_places_text_that_is_not_latin_stays():
    assert read_strokes(strokes("图书证1"), WedgeRules()) == "图书证1"


@pytest.mark.parametrize("char", "aZ09 !@#$%^&*()_+{}|:\"<>?~`-=[]\\;',./")
def test_every_printable_character_has_a_place_on_a_us_keyboard(char):
    position, has_shift = position_of(char)
    assert us_text(position, has_shift=has_shift) == char


def test_group_separators_are_a_place_with_ctrl_and_nothing_else_is():
    assert us_text(27, has_shift=False, has_ctrl=True) == "\x1d"
    assert us_text(30, has_shift=False, has_ctrl=True) == ""


@given(st.lists(st.tuples(st.characters(), st.floats(0, 200)), max_size=60), st.floats(0, 200))
def test_no_key_is_lost_or_doubled(keys, wait_ms):
    parser = WedgeParser()
    released, now = 0, 0.0
    for char, gap in keys:
        now += gap
        released += parser.key(Stroke(text=char, at_ms=now))
    code = parser.end(now + wait_ms)
    text = "".join(char for char, _ in keys)
    held = len(code) if code else parser.take()
    assert released + held == len(text)
    assert not code or text.endswith(code)
