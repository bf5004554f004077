"""A handheld scanner is a keyboard that types very fast: telling it from a person by timing."""


class WedgeParser:
    """Collects a burst of keys; what was no scan is given back as typing.

    Args:
        max_gap_ms: Keys further apart belong to a person.
        min_length: Shorter bursts belong to a person.
    """

    def __init__(self, max_gap_ms: float = 80.0, min_length: int = 4) -> None:
        self._max_gap_ms = max_gap_ms
        self._min_length = min_length
        self._text = ""
        self._last_ms = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether no key is held."""
        return not self._text

    def key(self, text: str, at_ms: float) -> str:
        """Take a key's text; answers what a person typed before it and must be released."""
        released = self.flush(at_ms)
        self._text += text
        self._last_ms = at_ms
        return released

    def enter(self, at_ms: float) -> str | None:
        """Take Enter; answers the code if a scanner typed it, else None and the keys stay held."""
        is_fast = at_ms - self._last_ms <= self._max_gap_ms
        if is_fast and len(self._text) >= self._min_length:
            code, self._text = self._text, ""
            return code
        return None

    def flush(self, now_ms: float) -> str:
        """Give back what a person typed, once no further key came in time."""
        if not self._text or now_ms - self._last_ms <= self._max_gap_ms:
            return ""
        return self.take()

    def take(self) -> str:
        """Give back all that is held."""
        text, self._text = self._text, ""
        return text
