"""How long people wait: from the camera's frame to the painted card, kept in memory only."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Latency:
    """Milliseconds of the latest presentations, newest last."""

    samples_ms: list[float] = field(default_factory=list)
    keep: int = 5000

    def add(self, ms: float) -> None:
        """Note one presentation."""
        self.samples_ms.append(ms)
        del self.samples_ms[: -self.keep]

    def percentile(self, share: float) -> float:
        """Return the value that ``share`` (0 to 1) of the samples do not exceed; 0 without any."""
        if not self.samples_ms:
            return 0.0
        ordered = sorted(self.samples_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
