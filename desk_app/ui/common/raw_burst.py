"""The burst as the system reports it: what an input method swallowed is read from here."""

from desk_app.scan.key_positions import ENTERS, TAB, us_text
from desk_app.scan.wedge import Stroke, WedgeParser, WedgeRules
from desk_app.ui.common.raw_keys import RawKey


class RawBurst:
    """Collects raw keys and says whether a scan among them never arrived as key events.

    Places are read as on a US keyboard, which is what scanners pretend to be.
    """

    def __init__(self, rules: WedgeRules) -> None:
        self._parser = WedgeParser(rules)
        self._rules = rules
        self._started_ms = self.last_ms = self._ignored_ms = float("-inf")
        self._count = self._arrived = 0
        self._end: Stroke | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no key came since the last pause or scan."""
        return not self._count

    @property
    def is_ended(self) -> bool:
        """Whether Enter or Tab followed the keys."""
        return self._end is not None

    def take(self, key: RawKey) -> None:
        """Take a key press."""
        if key.at_ms - self.last_ms > self._rules.max_gap_ms:
            self.clear()
        self.last_ms = key.at_ms
        is_end = key.position in ENTERS or (key.position == TAB and self._rules.suffix == "tab")
        text = us_text(key.position, has_shift=key.has_shift, has_ctrl=key.has_ctrl)
        if self._end is not None or not (text or is_end):
            return
        stroke = Stroke(text="", position_text=text, at_ms=key.at_ms, has_caps=key.has_caps)
        if is_end:
            self._end = stroke
            return
        if not self._count:
            self._started_ms = key.at_ms
        self._count += 1
        self._parser.key(stroke)

    def count(self, at_ms: float) -> None:
        """Note a key event that arrived."""
        self._arrived += at_ms >= self._started_ms

    def owns(self, at_ms: float, scanned_ms: float) -> bool:
        """Whether a key event comes late, for a scan that was read here already."""
        return at_ms <= self._ignored_ms == scanned_ms

    def swallowed(self, *, in_text_field: bool) -> tuple[str, Stroke] | None:
        """Return the scan that did not arrive, with its last stroke, if there is one."""
        if self._end is None or self._arrived >= self._count:
            return None
        code = self._parser.end(self._end.at_ms, in_text_field=in_text_field)
        return None if code is None else (code, self._end)

    def ignore_until(self, at_ms: float) -> None:
        """Let late key events up to this moment go nowhere."""
        self._ignored_ms = at_ms

    def clear(self) -> None:
        """Begin anew."""
        self._parser.take()
        self._count = self._arrived = 0
        self._end = None
