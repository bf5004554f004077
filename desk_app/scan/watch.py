"""Scanning without a window: frames in, codes out, each once while it is held in front."""

import logging
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desk_app.domain.errors import KnownError
from desk_app.scan.decoder import Decoder, Quad, Reading
from desk_app.scan.frames import Frame, FrameSource, SourceLost
from desk_app.scan.pictures import fit
from desk_app.scan.repeat_filter import RepeatFilter

FRAME_SIZE = (1280, 720)
RETRY_S = 1.0
_LEAST_WAIT_S = 0.2
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSeen:
    """A code that was shown.

    Attributes:
        quad: Corners in pixels of the frame given.
        taken_at: Monotonic seconds of the frame; ``decoded_at`` of the reading.
        origin: The file it came from, else empty.
    """

    text: str
    format: str
    quad: Quad
    frame_index: int
    origin: str
    taken_at: float
    decoded_at: float
    ms: float


def codes_of(frame: Frame, decoder: Decoder, repeat: RepeatFilter) -> list[CodeSeen]:
    """Return the codes of a frame that are not merely still being held in front."""
    image, scale = fit(frame.image, *FRAME_SIZE)
    return codes_among(decoder.decode(image), frame, scale, repeat)


def codes_among(
    readings: tuple[Reading, ...], frame: Frame, scale: float, repeat: RepeatFilter
) -> list[CodeSeen]:
    """Return those readings of a frame, shrunk by ``scale``, that are new showings."""
    return [
        CodeSeen(
            text=reading.text,
            format=reading.format,
            quad=tuple((x / scale, y / scale) for x, y in reading.quad),
            frame_index=frame.index,
            origin=frame.origin,
            taken_at=frame.taken_at,
            decoded_at=time.monotonic(),
            ms=reading.ms,
        )
        for reading in readings
        if repeat.admit(reading.text, frame.shown_s)
    ]


def scan_codes(
    source: FrameSource,
    decoder: Decoder,
    repeat: RepeatFilter,
    *,
    seconds: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[CodeSeen]:
    """Yield the codes a source shows; a live source that is lost is opened again.

    In files and folders time counts in frames: the machine's speed does not matter.

    Raises:
        KnownError: The source cannot be opened at all.
    """
    deadline = math.inf if seconds is None else time.monotonic() + seconds
    was_there = False
    while time.monotonic() < deadline:
        tried_at = time.monotonic()
        try:
            source.open()
            was_there = True
            yield from _codes_until(source, decoder, repeat, deadline)
        except SourceLost:
            if not was_there:
                raise _not_there(source.name) from None
            logger.warning("source lost, trying again")
            wait_s = retry_wait_s(time.monotonic() - tried_at)
            sleep(max(0.0, min(wait_s, deadline - time.monotonic())))
        else:
            return
        finally:
            source.close()


def retry_wait_s(spent_s: float) -> float:
    """Return how long to wait before opening again, so that a try begins every second."""
    return max(_LEAST_WAIT_S, RETRY_S - spent_s)


def _codes_until(
    source: FrameSource, decoder: Decoder, repeat: RepeatFilter, deadline: float
) -> Iterator[CodeSeen]:
    while time.monotonic() < deadline:
        frame = source.read()
        if frame is None:
            return
        yield from codes_of(frame, decoder, repeat)


def _not_there(name: str) -> KnownError:
    return KnownError(
        "camera_missing",
        zh=f"摄像头没有画面：{name}。请检查连线、网址，或者是否被别的程序占用。",
        en=f"No picture from the camera {name}: check the cable or address, "
        "and whether another program uses it.",
    )
