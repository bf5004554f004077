"""Short sounds, made from the tokens' notes and played on a thread of their own."""

import array
import logging
import math
import re
import sys
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.ui.common.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Generator

logger = logging.getLogger(__name__)
_RATE = 44_100
_NOTE = re.compile(r"([A-G])(\d)")
_STEPS = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}
_EDGE_S = 0.012
_CARDS = Path("/proc/asound")


@lru_cache(maxsize=16)
def samples(name: str) -> "array.array[int]":
    """Return a sound of the tokens as 16-bit mono samples at 44.1 kHz."""
    found = tokens()["sound"][name]
    notes = _NOTE.findall(found["notes"])
    count = int(_RATE * found["ms"] / 1000 / len(notes))
    is_square = "square" in found["notes"]
    out = array.array("h")
    for letter, octave in notes:
        hertz = 440.0 * 2 ** ((_STEPS[letter] + 12 * (int(octave) - 4)) / 12)
        for i in range(count):
            wave = math.sin(2 * math.pi * hertz * i / _RATE)
            wave = math.tanh(3 * wave) if is_square else wave
            edge = min(1.0, i / _RATE / _EDGE_S, (count - i) / _RATE / _EDGE_S)
            out.append(int(wave * edge * found["gain"] * 20_000))
    return out


class Sounds:
    """Plays a class's sound; a new one cuts the old. Silent where there is no sound device."""

    def __init__(self, *, volume: int = 70, is_muted: bool = False) -> None:
        self.volume = volume
        self.is_muted = is_muted
        self._device: Any = None
        self._is_broken = False
        self._lock = threading.Lock()

    def play(self, name: str) -> None:
        """Play a sound of the tokens; never waits and never fails."""
        if self.is_muted or self._is_broken:
            return
        threading.Thread(target=self._play, args=(name,), name="sound", daemon=True).start()

    def close(self) -> None:
        """Let go of the sound device."""
        with self._lock:
            if self._device is not None:
                self._device.close()
                self._device = None

    def _play(self, name: str) -> None:
        with self._lock:
            try:
                import miniaudio  # noqa: PLC0415

                if self._device is None:
                    # Without a card ALSA opens nothing and writes much to stderr.
                    is_left_out = sys.platform == "linux" and not any(_CARDS.glob("card[0-9]*"))
                    self._device = miniaudio.PlaybackDevice(
                        backends=[miniaudio.Backend.PULSEAUDIO] if is_left_out else None,
                        output_format=miniaudio.SampleFormat.SIGNED16,
                        nchannels=1,
                        sample_rate=_RATE,
                    )
                stream = _stream(samples(name), self.volume / 100)
                next(stream)
                self._device.stop()
                self._device.start(stream)
            except Exception as error:  # noqa: BLE001  (miniaudio's errors share no base)
                self._is_broken = True
                logger.info("no sound: %s", type(error).__name__)


def _stream(data: "array.array[int]", volume: float) -> "Generator[array.array[int], int, None]":
    wanted = yield array.array("h")
    place = 0
    while True:
        piece = array.array("h", (int(s * volume) for s in data[place : place + wanted]))
        place += wanted
        wanted = yield piece + array.array("h", bytes(2 * (wanted - len(piece))))
