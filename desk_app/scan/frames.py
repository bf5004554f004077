"""Frames and where they come from: the one protocol of webcams, files, folders and streams."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture.

    Attributes:
        image: BGR, (height, width, 3), uint8; not to be written to.
        taken_at: Monotonic seconds.
        index: Counts from 0 within its source.
        origin: The file it came from, else empty.
        recorded_s: Place in a recording or folder, in seconds that the machine's speed does not
            change; None for live sources.
    """

    image: Image
    taken_at: float
    index: int
    origin: str = ""
    recorded_s: float | None = None

    @property
    def shown_s(self) -> float:
        """When it was shown, for telling a code held in front from one shown again."""
        return self.taken_at if self.recorded_s is None else self.recorded_s


class SourceLost(Exception):  # noqa: N818  (a state, not a fault of ours)
    """A live source stopped giving frames; opening it again may help.

    Attributes:
        is_busy: The device is there, but another program seems to hold it.
    """

    def __init__(self, name: str, *, is_busy: bool = False) -> None:
        super().__init__(name)
        self.is_busy = is_busy


class FrameSource(Protocol):
    """Gives frames one after another. Used by one thread at a time."""

    name: str
    is_live: bool
    """Live sources drop frames and may be lost; others deliver every frame and end."""

    def open(self) -> None:
        """Begin; may be called again after ``close``.

        Raises:
            SourceLost: A live source is not there now.
        """
        ...

    def read(self) -> Frame | None:
        """Return the next frame, or None at the end of a finite source.

        Raises:
            SourceLost: A live source stopped.
        """
        ...

    def close(self) -> None:
        """Let go of the device or file."""
        ...


Capture = Any
"""cv2.VideoCapture, which has no type of its own here."""
