"""How long people wait: from the camera's frame to the painted card, kept in memory only."""

from collections.abc import Sequence
from dataclasses import dataclass, field


def percentiles(samples_ms: Sequence[float]) -> dict[str, float]:
    """Return p50 and p95 in milliseconds: what half, and 95 %, of the samples do not exceed."""
    if not samples_ms:
        return {"p50": 0.0, "p95": 0.0}
    ordered = sorted(samples_ms)
    last = len(ordered) - 1
    return {
        name: round(ordered[min(last, int(share * len(ordered)))], 1)
        for name, share in (("p50", 0.50), ("p95", 0.95))
    }


@dataclass(slots=True)
class Latency:
    """Milliseconds of the latest presentations, newest last."""

    samples_ms: list[float] = field(default_factory=list)
    keep: int = 5000

    def add(self, ms: float) -> None:
        """Note one presentation."""
        self.samples_ms.append(ms)
        del self.samples_ms[: -self.keep]
