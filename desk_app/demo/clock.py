"""The demo's evening: a clock that says 18:46 when the demo starts and can be moved on."""

from datetime import datetime, time, timedelta

from desk_app.domain.clock import SHANGHAI, Clock, local_day, system_clock


class EveningClock:
    """Runs at the computer's pace from a chosen moment of today's evening."""

    def __init__(self, start: time, clock: Clock = system_clock) -> None:
        self._clock = clock
        now = clock()
        self._shift = datetime.combine(local_day(now), start, SHANGHAI) - now

    def __call__(self) -> datetime:
        """Return the demo's present moment (aware UTC)."""
        return self._clock() + self._shift

    def move_to(self, moment: time) -> None:
        """Move on to a time of the same evening; never back."""
        now = self()
        target = datetime.combine(local_day(now), moment, SHANGHAI)
        self._shift += max(target - now, timedelta())
