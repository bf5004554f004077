"""One step of the scripted evening."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens: ``act`` begins it; with ``waits`` a result must follow.

    Attributes:
        expect: The outcome that the script is about, to notice when the story does not hold.
        until: Otherwise the step is over once this holds.
        is_behind_stage: The demo's own work, not the window's; its stall is not counted.
    """

    act: Callable[[], object]
    expect: str = ""
    until: Callable[[], bool] | None = None
    picture: str = ""
    is_behind_stage: bool = False
