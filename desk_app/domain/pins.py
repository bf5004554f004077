"""How long a PIN that did not fit keeps the next one waiting."""

from datetime import datetime, timedelta

_FREE_TRIES = 5
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=15)
_DOUBLINGS = 5  # then it is longer than the longest


def next_try_at(wrong: int, last_at: datetime) -> datetime:
    """Return from when a PIN is looked at again, after so many wrong ones in a row."""
    over = wrong - _FREE_TRIES
    if over < 0:
        return last_at
    doubled = _FIRST_WAIT * (1 << min(over, _DOUBLINGS))
    return last_at + min(_LONGEST_WAIT, doubled)
