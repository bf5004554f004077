"""One scan of a known code tells how a scanner types."""

import pytest

from desk_app.scan.key_positions import position_of, us_text
from desk_app.scan.wedge import Stroke, WedgeParser, WedgeRules
from desk_app.scan.wedge_learning import TEST_CODE, learn, learn_line


def scan(text, *, layout=None, has_caps=None, turns=False, gap_ms=8.0):
    found = []
    for i, char in enumerate(text):
        placed = position_of(char)
        us = us_text(placed[0], has_shift=placed[1]) if placed else char
        shown = (layout or {}).get(us, us)
        found.append(
            Stroke(
                text=shown.swapcase() if turns else shown,
                position_text=us,
                at_ms=i * gap_ms,
                has_caps=has_caps,
            )
        )
    return found


@pytest.mark.parametrize(
    ("before", "after", "prefix", "suffix", "suffix_text"),
    [
        ("", "\r", "", "enter", ""),
        ("]Q3", "\r", "", "enter", ""),
        ("~]Q1", "\t", "~", "tab", ""),
        ("", "", "", "none", ""),
        ("*A", "#!", "*A", "custom", "#!"),
        ("", "#\r", "", "custom", "#"),
        ("", "\r\n", "", "enter", ""),
    ],
)
def test_prefix_and_suffix_are_what_stands_around_the_code(
    before, after, prefix, suffix, suffix_text
):
    found = learn(scan(before + TEST_CODE + after))
    assert (found.prefix, found.suffix, found.suffix_text) == (prefix, suffix, suffix_text)


def test_a_latin_layout_that_spells_wrongly_is_read_by_places_from_now_on():
    german = {"y": "z", "z": "y", "Y": "Z", "Z": "Y", "-": "/", "/": "-"}
    found = learn(scan(TEST_CODE + "\r", layout=german))
    assert (found.by_position, found.is_foreign_layout) == (True, False)


def test_a_layout_that_is_not_latin_needs_no_setting():
    found = learn(scan(TEST_CODE + "\r", layout={"a": "ф", "t": "е", "z": "я"}))
    assert (found.by_position, found.is_foreign_layout) == (False, True)


@pytest.mark.parametrize("turns", [True, False])
def test_under_caps_lock_the_case_tells_who_minds_it(turns):
    found = learn(scan(TEST_CODE + "\r", has_caps=True, turns=turns))
    assert found.fixes_caps is turns
    parser = WedgeParser(WedgeRules(fixes_caps=found.fixes_caps))
    for stroke in scan("Badge-7731", has_caps=True, turns=turns):
        parser.key(stroke)
    assert parser.end(75) == "Badge-7731"


def test_without_caps_lock_nothing_is_said_of_it():
    assert learn(scan(TEST_CODE + "\r")).fixes_caps is None


@pytest.mark.parametrize(("gap_ms", "key_gap_ms"), [(4, 50), (30, 80), (60, 150), (400, 500)])
def test_the_gap_to_set_leaves_room_above_the_pace(gap_ms, key_gap_ms):
    found = learn(scan(TEST_CODE + "\r", gap_ms=gap_ms))
    assert (found.pace_ms, found.key_gap_ms) == (gap_ms, key_gap_ms)


def test_another_code_teaches_nothing():
    assert learn(scan("BADGE-7731\r")) is None
    assert learn([]) is None
    assert learn_line("BADGE-7731") is None


def test_a_serial_scanner_teaches_its_prefix():
    assert learn_line(f"~{TEST_CODE}").prefix == "~"
