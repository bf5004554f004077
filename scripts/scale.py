"""Checks the plan of docs/scale.md: desks poll at their own moments, copies take turns."""

import heapq
import random
import sys

DESKS, POLL_S, MINUTES = 6000, 15.0, 5


def waits(copies: int, ticks_per_s: float) -> list[float]:
    """Return each tick's seconds in the queue and in work; a copy works on one at a time."""
    chance = random.Random(1)  # noqa: S311
    arrivals = sorted(at for _ in range(DESKS) for at in _moments(chance))
    free = [0.0] * copies
    found = []
    for at in arrivals:
        starts = max(at, heapq.heappop(free))
        ends = starts + chance.expovariate(ticks_per_s)
        heapq.heappush(free, ends)
        found.append(ends - at)
    return sorted(found)


def _moments(chance: random.Random) -> list[float]:
    at, moments = chance.uniform(0, POLL_S), []
    while at < MINUTES * 60:
        moments.append(at)
        at += POLL_S * chance.uniform(0.9, 1.1)
    return moments


def main() -> None:
    """Print load and waiting times; give what one copy carries in ticks a second."""
    ticks_per_s = float(sys.argv[1])
    print(f"{DESKS} desks each {POLL_S:.0f} s: {DESKS / POLL_S:.0f} ticks/s")
    for copies in range(1, 9):
        load = DESKS / POLL_S / (copies * ticks_per_s)
        found = waits(copies, ticks_per_s)
        p50, p99 = (found[int(len(found) * share)] * 1000 for share in (0.5, 0.99))
        print(f"{copies} copies: {load:4.0%} busy, p50 {p50:8.0f} ms, p99 {p99:8.0f} ms")


if __name__ == "__main__":
    main()
