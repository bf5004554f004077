"""Bounds on what one caller may cost: rate, size on the wire, size unpacked, time."""

import asyncio
import time
import zlib
from collections import OrderedDict

from starlette.requests import ClientDisconnect, Request

_KEPT_CALLERS = 20_000


class TooLarge(Exception):  # noqa: N818
    """The body is larger than a call can be."""


class Damaged(Exception):  # noqa: N818
    """The body is not what its headers say."""


class RateLimit:
    """A bucket of calls for each key, filled again at a steady rate; the oldest are forgotten."""

    def __init__(self, *, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = burst
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def wait_s(self, key: bytes, *, take: bool = True) -> float:
        """Take a call from the bucket; answers 0, or the seconds until there is one."""
        now = time.monotonic()
        left, at = self._buckets.pop(key, (float(self._burst), now))
        left = min(self._burst, left + (now - at) * self._per_s)
        is_allowed = left >= 1
        self._buckets[key] = (left - 1 if is_allowed and take else left, now)
        while len(self._buckets) > _KEPT_CALLERS:
            self._buckets.popitem(last=False)
        return 0.0 if is_allowed else (1 - left) / self._per_s


async def read_body(request: Request, *, max_wire: int, max_bytes: int, timeout_s: float) -> bytes:
    """Read and unpack a body without ever holding more than the bounds.

    Raises:
        TooLarge: Over ``max_wire`` bytes as sent or ``max_bytes`` unpacked.
        Damaged: Broken gzip, another encoding, or the caller went away.
        TimeoutError: It did not arrive in time.
    """
    encoding = request.headers.get("content-encoding", "identity").lower()
    if encoding not in {"identity", "gzip"}:
        raise Damaged("encoding")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > max_wire:
        raise TooLarge
    unzip = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    body, wire = bytearray(), 0
    try:
        async with asyncio.timeout(timeout_s):
            async for chunk in request.stream():
                wire += len(chunk)
                room = max_bytes - len(body) + 1
                body += chunk if unzip is None else unzip.decompress(chunk, room)
                if wire > max_wire or len(body) > max_bytes:
                    raise TooLarge
    except (zlib.error, ClientDisconnect) as error:
        raise Damaged(type(error).__name__) from error
    if unzip is not None and not unzip.eof:
        raise Damaged("cut off")
    return bytes(body)
