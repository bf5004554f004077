"""A code held in front of the camera counts once."""


class RepeatFilter:
    """Admits a text again only after it was out of sight for a while."""

    def __init__(self, hold_s: float = 3.0, most: int = 64) -> None:
        self._hold_s = hold_s
        self._most = most
        self._seen: dict[str, float] = {}

    def admit(self, text: str, now_s: float) -> bool:
        """Whether this sighting is a new showing; every sighting extends the hold.

        Args:
            text: What was read.
            now_s: Monotonic seconds, never decreasing.
        """
        last = self._seen.pop(text, None)
        self._seen[text] = now_s
        while len(self._seen) > self._most:
            del self._seen[next(iter(self._seen))]
        return last is None or now_s - last >= self._hold_s
