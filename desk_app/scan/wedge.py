"""A handheld scanner is a keyboard that types very fast: telling it from a person by timing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Suffix = Literal["enter", "tab", "none", "custom"]
_TYPIST_SHARE = 0.6
_MIN_WITHOUT_SUFFIX = 6
_MULTILINE = "BEGIN:VCARD"
_MULTILINE_END = "END:VCARD"


@dataclass(frozen=True, slots=True, kw_only=True)
class WedgeRules:
    """How the scanner of this desk types.

    Attributes:
        max_gap_ms: Keys further apart belong to a person.
        min_length: Shorter bursts belong to a person.
        prefix: What the scanner types before every code; taken off.
        suffix: What ends a code. Enter always does; ``none`` waits for the pause.
        suffix_text: For ``custom``.
        by_position: Keys count by their place on a US keyboard, whatever the layout in force.
        fixes_caps: Caps Lock turned the letters over: turn them back.
    """

    max_gap_ms: float = 80.0
    min_length: int = 4
    prefix: str = ""
    suffix: Suffix = "enter"
    suffix_text: str = ""
    by_position: bool = False
    fixes_caps: bool = True

    @property
    def typist_gap_ms(self) -> float:
        """Somebody who types very fast into a field is still slower than this on average."""
        return self.max_gap_ms * _TYPIST_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One key press.

    Attributes:
        text: What the layout in force makes of it.
        position_text: What a US keyboard has at that place; empty if the place is not known.
        at_ms: When it was pressed, on the keyboard's clock.
        has_caps: Caps Lock was on; None where nobody can tell.
    """

    text: str
    position_text: str = ""
    at_ms: float
    has_caps: bool | None = None


def read_strokes(strokes: Sequence[Stroke], rules: WedgeRules) -> str:
    """Return what a scanner meant, Caps Lock and a layout that is not Latin taken out."""
    has_positions = bool(strokes) and all(s.position_text for s in strokes)
    is_foreign = any(not s.text.isascii() or not s.text for s in strokes)
    has_caps = any(s.has_caps for s in strokes)
    if has_positions and (rules.by_position or is_foreign):
        text = "".join(s.position_text for s in strokes)
        is_turned = has_caps and not rules.fixes_caps
    else:
        text = "".join(s.text for s in strokes)
        is_turned = has_caps and rules.fixes_caps
    return text.swapcase() if is_turned else text


@dataclass(slots=True)
class WedgeParser:
    """Collects a burst of keys; what was no scan is given back as typing."""

    rules: WedgeRules = field(default_factory=WedgeRules)
    _strokes: list[Stroke] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether no key is held."""
        return not self._strokes

    def key(self, stroke: Stroke) -> int:
        """Take a key; answers how many before it a person typed and must be released."""
        released = self.flush(stroke.at_ms)
        self._strokes.append(stroke)
        return released

    def end(self, at_ms: float, *, in_text_field: bool = False) -> str | None:
        """Take Enter or Tab; answers the code if a scanner typed it, else the keys stay held."""
        if not self._strokes or at_ms - self._strokes[-1].at_ms > self.rules.max_gap_ms:
            return None
        return self._code(at_ms, self.rules.min_length, in_text_field=in_text_field)

    def custom_end(self, *, in_text_field: bool = False) -> str | None:
        """Answer the code if the last key completed the scanner's own suffix."""
        rules = self.rules
        if rules.suffix != "custom" or not rules.suffix_text or not self._strokes:
            return None
        if not read_strokes(self._strokes, rules).endswith(rules.suffix_text):
            return None
        return self._code(
            self._strokes[-1].at_ms,
            rules.min_length + len(rules.suffix_text),
            in_text_field=in_text_field,
        )

    def pause(self) -> str | None:
        """Answer the code of a scanner that ends with nothing, once it has paused."""
        if self.rules.suffix != "none" or not self._strokes:
            return None
        return self._code(self._strokes[-1].at_ms, _MIN_WITHOUT_SUFFIX, in_text_field=True)

    def is_inside_lines(self) -> bool:
        """Whether Enter separates lines here: a vCard is one code of several."""
        text = read_strokes(self._strokes, self.rules).removeprefix(self.rules.prefix).upper()
        return _MULTILINE in text[: len(_MULTILINE) + 3] and _MULTILINE_END not in text

    def is_typist(self, now_ms: float) -> bool:
        """Whether the keys held come at the pace of a person who types fast."""
        if not self._strokes:
            return False
        mean_ms = (now_ms - self._strokes[0].at_ms) / len(self._strokes)
        return mean_ms > self.rules.typist_gap_ms

    def flush(self, now_ms: float) -> int:
        """Give back what a person typed, once no further key came in time."""
        if not self._strokes or now_ms - self._strokes[-1].at_ms <= self.rules.max_gap_ms:
            return 0
        return self.take()

    def take(self) -> int:
        """Give back all that is held."""
        count = len(self._strokes)
        self._strokes.clear()
        return count

    def _code(self, now_ms: float, min_length: int, *, in_text_field: bool) -> str | None:
        if len(self._strokes) < min_length or (in_text_field and self.is_typist(now_ms)):
            return None
        code = strip_affixes(read_strokes(self._strokes, self.rules), self.rules)
        self._strokes.clear()
        return code


def strip_affixes(text: str, rules: WedgeRules) -> str:
    """Take off what the scanner adds at both ends."""
    text = text.removeprefix(rules.prefix)
    return text.removesuffix(rules.suffix_text) if rules.suffix == "custom" else text
