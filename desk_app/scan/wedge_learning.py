"""What one scan of a known code tells of a scanner: its prefix, suffix, layout, case and pace."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desk_app.scan.wedge import Stroke, Suffix

TEST_CODE = "Station-Desk:yzYZ/0189?aQ=&;"
"""Both cases, and the keys that differ from layout to layout."""

_SLOWEST_MS, _QUICKEST_MS = 500, 50
_MARGIN = 2.5
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]$")
_ENDS = "\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What was found.

    Attributes:
        by_position: The layout in force spells the code wrongly, the places of the keys do not.
        is_foreign_layout: The layout in force is not Latin; that is put right without a setting.
        has_caps: Caps Lock was on; None where nobody can tell.
        fixes_caps: Letters came turned over by Caps Lock; None while it was off.
        pace_ms: Longest time from key to key.
        key_gap_ms: What to set: the pace with room to spare.
    """

    prefix: str
    suffix: Suffix
    suffix_text: str = ""
    by_position: bool = False
    is_foreign_layout: bool = False
    has_caps: bool | None = None
    fixes_caps: bool | None = None
    pace_ms: float = 0.0
    key_gap_ms: int = 80


def learn(strokes: Sequence[Stroke], expected: str = TEST_CODE) -> Learnt | None:
    """Find a known code in what a scanner typed, Enter and Tab included; else None."""
    for text, by_position, is_turned in _readings(strokes):
        before, found, after = text.partition(expected)
        if not found:
            continue
        suffix, suffix_text = _suffix_of(after)
        has_caps = any(s.has_caps for s in strokes)
        pace_ms = max((b.at_ms - a.at_ms for a, b in pairwise(strokes)), default=0.0)
        is_foreign = any(not s.text.isascii() for s in strokes)
        return Learnt(
            prefix=_AIM.sub("", before),
            suffix=suffix,
            suffix_text=suffix_text,
            by_position=by_position and not is_foreign,
            is_foreign_layout=by_position and is_foreign,
            has_caps=has_caps,
            # Read by place, letters are never turned over by the PC, only by the scanner.
            fixes_caps=(is_turned != by_position) if has_caps else None,
            pace_ms=pace_ms,
            key_gap_ms=_gap_for(pace_ms),
        )
    return None


def learn_line(line: str, expected: str = TEST_CODE) -> Learnt | None:
    """Find a known code in what a serial scanner sent."""
    before, found, after = line.partition(expected)
    if not found:
        return None
    suffix: Suffix = "custom" if after else "enter"
    return Learnt(prefix=_AIM.sub("", before), suffix=suffix, suffix_text=after)


def _readings(strokes: Sequence[Stroke]) -> Iterator[tuple[str, bool, bool]]:
    typed = "".join(s.text for s in strokes)
    placed = "".join(s.position_text or s.text for s in strokes)
    for text, by_position in ((typed, False), (placed, True)):
        yield text, by_position, False
        yield text.swapcase(), by_position, True


def _suffix_of(after: str) -> tuple[Suffix, str]:
    text = after.rstrip(_ENDS)
    if not text:
        return ("enter" if after else "none"), ""
    return ("tab", "") if text == "\t" else ("custom", text)


def _gap_for(pace_ms: float) -> int:
    """Leave room above the pace, in tens of milliseconds."""
    wished = math.ceil(pace_ms * _MARGIN / 10) * 10
    return max(_QUICKEST_MS, min(_SLOWEST_MS, wished))
