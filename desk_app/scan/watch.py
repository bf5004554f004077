"""Scanning without a window: frames in, codes out, each once while it is held in front."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desk_app.scan.decoder import Decoder, Quad
from desk_app.scan.frames import Frame, FrameSource, SourceLost
from desk_app.scan.pictures import fit
from desk_app.scan.repeat_filter import RepeatFilter

FRAME_SIZE = (1280, 720)
RETRY_S = 1.0
_FRAME_S = 1 / 30


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


def codes_of(frame: Frame, decoder: Decoder, repeat: RepeatFilter, now_s: float) -> list[CodeSeen]:
    """Return the codes of a frame that are not merely still being held in front."""
    image, scale = fit(frame.image, *FRAME_SIZE)
    readings = decoder.decode(image)
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
        if repeat.admit(reading.text, now_s)
    ]


def scan_codes(
    source: FrameSource,
    decoder: Decoder,
    repeat: RepeatFilter,
    *,
    seconds: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[CodeSeen]:
    """Yield the codes a source shows; lost live sources are opened again every second.

    In files and folders time counts in frames: the machine's speed does not matter.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    while deadline is None or time.monotonic() < deadline:
        try:
            source.open()
            frames = 0
            while deadline is None or time.monotonic() < deadline:
                frame = source.read()
                if frame is None:
                    return
                now_s = frame.taken_at if source.is_live else frames * _FRAME_S
                frames += 1
                yield from codes_of(frame, decoder, repeat, now_s)
        except SourceLost:
            sleep(RETRY_S)
        finally:
            source.close()
