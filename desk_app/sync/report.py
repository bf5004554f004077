"""What an exchange needs of its surroundings and what it reports."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Protocol, TypeVar

from desk_app.domain.link import LinkProblem

T = TypeVar("T")
BeginConnection = Callable[[], AbstractContextManager[Connection]]


class RunWrite(Protocol):
    """Runs a function in one local transaction, scans first, and returns its answer."""

    def __call__(self, job: Callable[[Connection], T], /) -> T:
        """Run ``job`` and commit."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What one exchange did and where it leaves the desk.

    Attributes:
        pushed: Operations the centre answered; ``pulled``: rows read.
        refused: All kept operations answered with something a person should know.
        has_centre: Whether this desk has joined one.
        is_current: Everything the centre had was read.
        roster_at: When everything the centre had was last read, as far as it is known; it
            outlives a restart.
        clock_offset_ms: Centre's clock minus ours.
    """

    pushed: int = 0
    pulled: int = 0
    pending: int = 0
    refused: int = 0
    online: bool = False
    has_centre: bool = True
    is_current: bool = False
    clock_offset_ms: int = 0
    roster_at: datetime | None = None
    oldest_pending_at: datetime | None = None
    problem: LinkProblem | None = None
    next_poll_ms: int = 15_000
